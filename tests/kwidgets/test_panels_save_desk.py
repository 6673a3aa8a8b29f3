"""The save desk: every kind of file is written, looked into and loaded; what is hostile is refused in words."""

from __future__ import annotations

import base64
import io
import json
import pickle
import re
import zipfile
from html import unescape

import h5py
import numpy as np
import pytest

import kcore
from kcore import layers
from kwidgets import SaveDesk, i18n
from kwidgets.panels.save_desk.kinds import KINDS
from kwidgets.panels.save_desk.state import SaveDeskState
from kwidgets.session import follow
from tests.core.files import archive_cases, hdf5_cases
from tests.core.files.cases import ids
from tests.core.saving import hostile


def model(units=3):
    kcore.utils.set_random_seed(1)
    made = kcore.Sequential(
        [kcore.Input((4,)), layers.Dense(units, activation="relu", name="a"), layers.Dense(1, name="b")], name="net"
    )
    made.compile("adam", "mse")
    made.fit(np.ones((8, 4)), np.ones((8, 1)), verbose=0)
    return made


@pytest.fixture
def desk(tmp_path):
    return SaveDesk(model(), tmp_path)


def words(panel):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", panel._said.value + panel._says.widget.value))


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_is_written_and_what_is_inside_is_seen(desk, kind, tmp_path):
    desk._kind.set(kind)
    desk._save()
    (file,) = [path for path in tmp_path.iterdir() if path.is_file()]
    assert file.name in words(desk)
    facts = dict(desk._state.compared())[file.name].facts
    whole, weights = kind in {"keras", "whole2"}, kind not in {"json", "yaml"}
    assert facts["architecture"].there == (whole or not weights)
    assert facts["weights"].there == weights
    assert facts["optimizer"].there == whole
    for language in i18n.LANGUAGES:
        i18n.set_language(language)
        for page in ("inside", "facts", "load"):
            desk._pages.turn(page)
    assert repr(desk) == f"SaveDesk: net (Sequential); {file.name}"


def test_replacing_a_file_asks_first(desk, tmp_path):
    desk._save()
    (file,) = tmp_path.iterdir()
    before = file.read_bytes()
    desk.model.set_weights([0 * w for w in desk.model.get_weights()])
    desk._save()
    assert file.read_bytes() == before
    assert desk._question.layout.display == ""
    desk._keep()
    assert file.read_bytes() == before
    desk._save()
    desk._replace()
    assert file.read_bytes() != before
    assert desk._question.layout.display == "none"


def test_weights_are_loaded_by_name_and_what_was_skipped_is_said(tmp_path):
    SaveDeskState(model(), tmp_path).save("weights2", "net")
    other = kcore.Sequential([kcore.Input((4,)), layers.Dense(3, name="a"), layers.Dense(2, name="new")])
    heard = []

    class Other:
        def told(self):
            heard.append(1)

    listener = Other()
    follow(other, listener.told)
    state = SaveDeskState(other, tmp_path)
    state.choose("net.h5")
    state.by_name = True
    before = other.layers[1].get_weights()
    plan = state.plan()
    assert not heard  # to ask what would happen changes nothing
    assert {fate.layer: fate.kind for fate in plan.fates}["a"] == "filled"
    fates = state.load()
    assert {fate.layer for fate in fates if fate.kind == "filled"} == {"a"}
    assert all(fate.why for fate in fates if fate.kind == "skipped")
    np.testing.assert_array_equal(other.layers[0].get_weights()[0], model().layers[0].get_weights()[0])
    np.testing.assert_array_equal(other.layers[1].get_weights()[0], before[0])


def test_a_load_that_does_not_fit_changes_nothing(tmp_path):
    SaveDeskState(model(5), tmp_path).save("weights", "net")
    ours = model(3)
    before = ours.get_weights()
    state = SaveDeskState(ours, tmp_path)
    state.choose("net.weights.h5")
    with pytest.raises(ValueError, match="a"):
        state.load()
    for now, then in zip(ours.get_weights(), before, strict=True):
        np.testing.assert_array_equal(now, then)


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("config.json", b" " * 300_000_000)
    return file.getvalue()


def climbing():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../evil.json", "{}")
    return file.getvalue()


def read(widget):
    """The words of some HTML."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", widget.value)).split())


def untouched(desk, before):
    for now, then in zip(desk.model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("net.keras", b"PK\x03\x04broken", "its end is missing"),
        ("net.keras", bomb(), "at most"),
        ("net.h5", b"\x89HDF\r\n\x1a\n" + b"\xff" * 200, "superblock"),
        ("net.weights.h5", b"nothing", "no config of a model"),
        ("net.json", b"[" * 100_000, "nested too deeply"),
        ("net.json", b'{"a": 1, "a": 2}', "stands twice"),
        ("net.yaml", b"a: !!python/object/apply:os.system ['true']", "asks for code"),
        ("net.h5", pickle.dumps({"a": 1}), "no text in UTF-8"),
        ("net.keras", b"", "is empty"),
    ],
)
def test_hostile_files_are_refused_in_the_engines_words(desk, name, data, reason):
    before = desk.model.get_weights()
    desk._receive(({"name": name, "content": data},))
    for language in i18n.LANGUAGES:
        i18n.set_language(language)
        desk._pages.turn("inside")
        assert reason in read(desk._inside._said)
        desk._pages.turn("facts")
        desk._pages.turn("load")
        assert reason in read(desk._load._said)
        assert desk._load._load.disabled
        assert desk._load._build.disabled
    desk._load._do_load()  # as a page that does not heed its buttons could ask
    desk._load._do_build()
    assert desk.loaded is None
    assert desk._says.key == ""
    untouched(desk, before)


@pytest.mark.parametrize("case", hostile.CASES, ids=ids(hostile.CASES))
def test_structures_of_strangers_are_built_or_refused(case, desk):
    """Those that the engine's own tests know."""
    desk._receive(({"name": "net.json", "content": json.dumps(case.source).encode()},))
    desk._pages.turn("inside")
    desk._pages.turn("load")
    desk._load._do_build()
    assert desk._says.key == ""
    if case.reason is None:
        assert "A new model was built" in read(desk._load._said)
    else:
        assert desk.loaded is None
        assert case.reason in read(desk._load._said) or "is no config of a model" in read(desk._load._said)


LAYOUTS = {
    "weights2": ("dense/dense/kernel:0", "dense/dense"),
    "weights": ("layers/dense/vars/0", "layers/dense/vars"),
    "whole2": ("model_weights/dense/dense/kernel:0", "model_weights/dense/dense"),
}


@pytest.mark.parametrize("kind", LAYOUTS)
@pytest.mark.parametrize("case", hdf5_cases.CASES, ids=ids(hdf5_cases.CASES))
def test_damaged_hdf5_files_are_looked_into_and_loaded_or_refused(case, kind, tmp_path):
    ours = kcore.Sequential([kcore.Input((4,)), layers.Dense(3, name="dense")], name="net")
    ours.set_weights([hdf5_cases.KERNEL, np.ones(3)])
    desk = SaveDesk(ours, tmp_path)
    name = desk._state.save(kind, "net")
    with h5py.File(tmp_path / name, "a") as file:
        case.source(file, *LAYOUTS[kind])
    ours.set_weights([np.zeros((4, 3)), np.zeros(3)])
    for page in ("inside", "facts", "load"):
        desk._pages.turn(page)
    desk._load._plan()
    assert not any(weights.any() for weights in ours.get_weights())
    desk._load._do_load()
    assert desk._says.key == ""
    if case.reason is None:
        assert "The weights are loaded" in read(desk._load._said)
        np.testing.assert_array_equal(ours.get_weights()[0], hdf5_cases.KERNEL)
    else:
        assert "no weight has changed" in read(desk._load._said)
        assert not any(weights.any() for weights in ours.get_weights())


@pytest.mark.parametrize("case", archive_cases.CASES, ids=ids(archive_cases.CASES))
def test_damaged_archives_are_looked_into_or_refused(case, tmp_path):
    (tmp_path / "files").mkdir()
    case.source(tmp_path / "files" / "net.keras")
    around = sorted(tmp_path.rglob("*"))
    desk = SaveDesk(model(), tmp_path / "files")
    before = desk.model.get_weights()
    for page in ("inside", "facts", "load"):
        desk._pages.turn(page)
    if desk._state.chosen:
        desk._load._do_load()
        desk._load._do_build()
    assert desk._says.key == ""
    untouched(desk, before)
    assert sorted(tmp_path.rglob("*")) == around  # nothing is unpacked


@pytest.mark.parametrize("name", ["../evil.json", "a/b.json", "..", "", ".hidden.json", "x" * 300 + ".json"])
def test_names_that_lead_elsewhere_are_refused(desk, tmp_path, name):
    desk._receive(({"name": name, "content": b"{}"},))
    assert not (tmp_path.parent / "evil.json").exists()
    desk._name.value = name
    desk._save()
    assert not (tmp_path.parent / "evil.json.keras").exists()


def test_a_file_comes_as_a_link(desk, tmp_path):
    desk._save()
    desk._link()
    url = re.search(r'href="data:[^;]*;base64,([^"]+)"', desk._anchor.value)
    (file,) = tmp_path.iterdir()
    assert base64.b64decode(url[1]) == file.read_bytes()
    i18n.set_language("ko")
    assert "내 컴퓨터에 저장" in desk._anchor.value
    assert url[0] in desk._anchor.value
    file.unlink()
    desk._show()
    assert desk._anchor.value == ""


def test_what_is_no_model_is_refused(tmp_path):
    with pytest.raises(TypeError, match="saves a model"):
        SaveDesk("net", tmp_path)
    with pytest.raises(TypeError, match="folder"):
        SaveDesk(model(), 3)
