"""The loss picture without a page: what is sent, when, and what it says in words."""

from __future__ import annotations

import json
import math
import re
import struct
import threading
from pathlib import Path

import numpy as np
import pytest

import kwidgets
from kwidgets import i18n
from kwidgets.live import LossCurves, LossView, Progress
from kwidgets.live.script import compact, sent


@pytest.fixture(autouse=True)
def english():
    i18n.set_language("en")
    yield
    i18n.set_language("en")


@pytest.fixture
def view():
    made = LossView(unit="°C")
    made.set_line("baseline", 2.24)
    return made


def hear(view, kind, **more):
    view._hear(None, {"kind": kind, "view": "a", **more}, None)


def curves(epochs=3):
    made = LossCurves()
    for epoch in range(1, epochs + 1):
        made.append(epoch, 8 / epoch, 9 / epoch)
    return made


def show(view, epochs=3, **progress):
    view.publish(curves(epochs), progress=Progress(epochs, 60, **progress), running=True)


def read(view):
    """Number of the frame, whether it runs, the loss picture's own numbers, and the points of both curves."""
    numbers = np.frombuffer(view.frame[4:], dtype="<f4")
    assert numbers[0] == len(numbers)
    extra, arrays, at = int(numbers[9]), [], 10 + int(numbers[9])
    for layer in view.spec["layers"]:
        for _ in range({"line": 2, "mark": 1}[layer["kind"]]):
            arrays.append(numbers[at + 1 : at + 1 + int(numbers[at])])
            at += 1 + len(arrays[-1])
    assert at == len(numbers)
    lines = [layer["name"] for layer in view.spec["layers"] if layer["kind"] == "line"]
    assert lines == ["train", "validation"]
    first = sum(layer["kind"] == "mark" and layer["way"] == "horizontal" for layer in view.spec["layers"])
    train, validation = np.array(arrays[first : first + 2]), np.array(arrays[first + 2 : first + 4])
    return struct.unpack("<I", view.frame[:4])[0], numbers[1], numbers[10 : 10 + extra], train, validation


def test_nothing_is_sent_before_a_page_says_hello_and_then_the_newest(view):
    show(view, 1)
    show(view, 3, seconds_left=12.5)
    assert view.frame == b""
    hear(view, "hello")
    number, running, head, train, validation = read(view)
    assert (number, running) == (1, 1)
    assert head[:5].tolist() == [3, 60, 0, 1, 12.5]
    assert train.tolist() == [[1, 2, 3], [8, 4, np.float32(8 / 3)]]
    assert validation.tolist() == [[1, 2, 3], [9, 4.5, 3]]


def test_frames_are_skipped_while_two_wait_and_the_newest_follows(view):
    hear(view, "hello")
    for epochs in range(1, 8):
        show(view, epochs)
    assert read(view)[0] == 2
    hear(view, "drawn", frame=1)
    number, _, head, *_ = read(view)
    assert (number, head[0]) == (3, 7)
    hear(view, "drawn", frame=3)
    assert read(view)[0] == 3  # nothing new, nothing sent
    hear(view, "bye")
    show(view, 8)
    assert read(view)[0] == 3
    assert view.views == 0


def test_a_frame_is_small(view):
    hear(view, "hello")
    show(view, 5000)
    assert len(view.frame) <= 6000


def test_a_sign_of_life_is_asked_for_and_given_from_the_thread_that_trains(view):
    hear(view, "ping")
    assert view.heartbeat == 1


def test_words_of_the_page_in_other_threads_do_not_upset_the_accounts(view):
    def chatter(name):
        for _ in range(200):
            view._hear(None, {"kind": "hello", "view": name}, None)
            view._hear(None, {"kind": "bye", "view": name}, None)

    threads = [threading.Thread(target=chatter, args=(str(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(300):
        show(view)
    for thread in threads:
        thread.join()
    assert view.views == 0


def test_one_line_of_words(view):
    words = "Loss: no points yet, baseline 2.24 °C"
    assert repr(view) == words
    view.set_line("guess", 3.0)
    show(view)
    assert repr(view) == (
        "Loss: training 2.67 °C, validation 3.00 °C, best validation 3.00 °C (epoch 3), "
        "baseline 2.24 °C, your guess 3.00 °C"
    )
    i18n.set_language("ko")
    assert repr(view).startswith("손실: 훈련 2.67 °C, 검증 3.00 °C")
    view.set_line("guess", None)
    assert "내 예상" not in repr(view)


def test_a_divergence_in_words_and_in_the_frame(view):
    broken = curves()
    broken.append(4, math.inf)
    hear(view, "hello")
    view.publish(broken, progress=Progress(4, 60), running=False)
    assert "training ∞ °C" in repr(view)
    assert "diverged at epoch 4.0" in repr(view)
    assert view.spec["layers"][-1] | {"name": ""} == {
        "kind": "mark", "way": "vertical", "look": "alarm", "label": "× diverged here", "name": "", "draggable": False,
    }  # fmt: skip


def test_status_follows_the_language(view):
    view.set_status("live.progress.epoch", epoch=2, epochs=9)
    assert view.status == "epoch 2/9"
    i18n.set_language("ko")
    assert view.status == "에포크 2/9"
    view.set_status("")
    assert view.status == ""


def test_wrong_lines_are_refused(view):
    with pytest.raises(ValueError, match="'baseline' and 'guess'"):
        view.set_line("other", 1.0)
    with pytest.raises(ValueError, match="finite"):
        view.set_line("guess", math.nan)


def test_a_still_goes_with_it_once_there_is_something_to_see(view):
    data, _ = view._repr_mimebundle_()
    assert "image/png" not in data
    show(view)
    data, _ = view._repr_mimebundle_()
    assert data["text/plain"] == repr(view)
    assert data["image/png"].startswith("iVBOR")
    json.dumps(data)


def test_all_scripts_together_are_small_and_ask_nobody_for_anything():
    scripts = [sent(file) for file in Path(kwidgets.__file__).parent.rglob("*.js")]
    assert len(scripts) > 5
    assert sum(len(script.encode()) for script in scripts) <= 80_000
    addresses = {address for script in scripts for address in re.findall(r"https?://[\w./]+", script)}
    assert addresses == {"http://www.w3.org/2000/svg"}  # a name, not a place


def test_a_script_is_sent_without_what_only_people_read():
    assert compact("// why\n  const a = 1; // how\n\n    // more\nb();\n") == "const a = 1; // how\nb();"
    for file in Path(kwidgets.__file__).with_name("live").glob("*.js"):
        text = file.read_text(encoding="utf-8")
        for line in text.splitlines():  # what is taken away must be no part of a text over several lines
            assert line.count("`") % 2 == 0, f"{file.name}: {line}"
        assert "/*" not in text
