"""The parts of the panels that need no kernel."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest

from kwidgets import checks, i18n
from kwidgets.panels import Choice, Guess, Sketch
from kwidgets.panels.code_view import CodeView, changed_lines
from kwidgets.panels.triad import TriadSettings, sketches
from kwidgets.panels.triad.settings import changed


def test_the_lines_that_changed_are_lit():
    assert changed_lines("a\nb\nc", "a\nB\nc") == [1]
    assert changed_lines("a\nc", "a\nb\nc\nd") == [1, 3]
    assert changed_lines("a\nb", "a") == []
    view = CodeView("a\nb")
    assert view.lit == []
    view.show("a\nx")
    assert (view.code, view.lit) == ("a\nx", [1])
    view.show("a\nx")
    assert view.lit == [1]


def test_the_code_view_speaks_the_language():
    view = CodeView("x")
    i18n.set_language("ko")
    assert view.labels["copy"] == "복사"
    i18n.set_language("en")
    assert view.labels["copy"] == "Copy"


@pytest.mark.parametrize("sizes", [[6], [6, 1], [6, 16, 1], [300, 512, 512, 512, 2]])
def test_the_drawing_of_a_network_has_a_line_for_each_pair_of_circles(sizes):
    drawing = ET.fromstring(sketches.network(sizes))
    shown = [min(size, 7) for size in sizes]
    dots = len(drawing.findall(".//circle")) + len(drawing.findall(".//text"))
    assert dots == sum(shown)
    assert len(drawing.findall(".//line")) == sum(a * b for a, b in itertools.pairwise(shown))
    assert len(drawing.findall(".//text")) == sum(size > 7 for size in sizes)


def test_the_drawings_of_losses_differ_and_a_longer_step_is_drawn_longer():
    assert sketches.loss("mean_squared_error") != sketches.loss("mean_absolute_error")

    def end(rate):
        return float(ET.fromstring(sketches.steps(rate)).findall(".//circle")[1].get("cx"))

    ends = [end(rate) for rate in (1e-9, 1e-4, 0.01, 1.0, 1e6)]
    assert ends[0] < ends[1] < ends[2] < ends[3] <= ends[4] <= 220


def test_settings_are_checked_and_said_in_one_line():
    assert TriadSettings().words() == "Dense(16, relu) → Dense(1), mean_squared_error, Adam(0.01)"
    without = TriadSettings(has_network=False, has_objective=False, has_optimizer=False)
    assert without.words() == "no network, no objective, no optimizer"
    assert TriadSettings(hidden_layers=0).words().startswith("Dense(1), ")
    with pytest.raises(ValueError, match="hidden_layers must be a whole number >= 0 and <= 3; got 4"):
        TriadSettings(hidden_layers=4)
    with pytest.raises(ValueError, match="Did you mean 'relu'"):
        TriadSettings(activation="rely")
    with pytest.raises(ValueError, match="learning_rate must be a number > 0"):
        TriadSettings(learning_rate=0.0)


def test_what_changed():
    assert changed(TriadSettings(), TriadSettings(units=8, loss="mean_absolute_error")) == {
        "units": 8,
        "loss": "mean_absolute_error",
    }


def text_of(guess):
    return re.sub(r"<[^>]*>", "", guess._said.value)


def test_a_guess_may_be_changed_until_the_training_starts():
    i18n.set_language("en")
    guess = Guess("first_error", 0, 10, "°C")
    assert repr(guess) == "Guess first_error: open"
    heard = []
    guess.observe(lambda: heard.append(guess.value))
    guess.close()  # nothing was committed: there is nothing to keep
    guess._slider.value = 3.5
    guess._button.click()
    assert (guess.committed, guess.value, repr(guess)) == (True, 3.5, "Guess first_error: 3.50 °C")
    assert guess._box.value == 3.5
    guess._box.value = 4.0
    guess._button.click()
    assert heard == [3.5, 4.0]
    assert "until the training starts" in text_of(guess)
    guess.close()
    assert guess._button.disabled
    assert "stays" in text_of(guess)
    guess.commit(1.0)
    assert guess.value == 4.0


def test_a_guess_is_said_with_its_unit_in_both_languages():
    i18n.set_language("ko")
    guess = Guess("g", 0, 10, "°C")
    guess.commit(2.5)
    assert "내 예상: 2.50 °C. " in text_of(guess)
    i18n.set_language("en")
    assert "Your guess: 2.50 °C. " in text_of(guess)


def test_a_guess_asks_its_own_question_in_the_language_shown(tmp_path):
    for language, words in (("ko", "몇 개일까요?"), ("en", "How many?")):
        (tmp_path / language).mkdir()
        (tmp_path / language / "asked.yaml").write_text(f'asked.count.question: "{words}"\n', encoding="utf-8")
    i18n.add_catalog(tmp_path)
    guess = Guess("asked.count", 0, 10)
    title = guess.widget.children[0]
    assert title.value == "How many?"
    i18n.set_language("ko")
    assert title.value == "몇 개일까요?"


@pytest.mark.parametrize(("low", "high", "value"), [(3, 3, 3), (0, float("inf"), 1), (0, 1, 2)])
def test_a_guess_needs_room(low, high, value):
    with pytest.raises(ValueError, match=r"low < high|must lie between"):
        Guess("g", low, high, value=value)


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """Questions in both languages; what is predicted is kept apart from everything else."""
    monkeypatch.setenv("KWIDGETS_STATE", str(tmp_path))
    texts = {
        "ko": {"question": "어느 것?", "left": "왼쪽", "right": "오른쪽", "x": "시각", "y": "높이"},
        "en": {"question": "Which one?", "left": "to the left", "right": "to the right", "x": "time", "y": "height"},
    }
    for language, words in texts.items():
        (tmp_path / language).mkdir()
        lines = [f'drawn.way.{name}: "{word}"' for name, word in words.items()]
        (tmp_path / language / "drawn.yaml").write_text("\n".join(lines), encoding="utf-8")
    i18n.add_catalog(tmp_path)
    i18n.set_language("en")


@pytest.mark.usefixtures("asked")
def test_a_choice_reads_question_and_answers_from_a_catalog():
    choice = Choice("drawn.way", ["left", "right"])
    assert choice.widget.children[0].value == "Which one?"
    assert [words for words, _ in choice._list.options] == ["to the left", "to the right"]
    choice._list.value = "right"
    choice._button.click()
    i18n.set_language("ko")
    assert [words for words, _ in choice._list.options] == ["왼쪽", "오른쪽"]
    assert (choice.value, repr(choice)) == ("right", "Choice drawn.way: 오른쪽")
    # An answer may be a whole sentence, so none is built around it.
    assert "내 예상: 오른쪽. " in choice._said.value
    choice.happened("left")
    assert checks.load().predictions["drawn.way"] == checks.Prediction(1.0, 0.0)


@pytest.mark.usefixtures("asked")
def test_a_sketch_is_drawn_by_hand_and_meets_what_happened():
    sketch = Sketch("drawn.way", [0, 1, 2], 0, 10)
    assert sketch._chosen() == [5, 5, 5]
    sketch._drag(1, 7.5)
    sketch._drag(2, 99)
    sketch._drag(2, float("nan"))
    assert repr(sketch) == "Sketch drawn.way: open"
    sketch._button.click()
    assert (sketch.committed, sketch.value) == (True, [5, 7.5, 10])
    bundle = sketch._repr_mimebundle_()
    assert bundle["text/plain"] == "Sketch drawn.way: 5.00, 7.50, 10.0"
    assert bundle["image/png"][:4] == b"\x89PNG"
    before = sketch.still()
    sketch.happened([1, 2, 3])
    assert sketch.still() != before
    sketch._drag(0, 0)
    assert sketch._chosen() == [5, 7.5, 10], "what happened is known: the guess stays"
    assert checks.load().predictions["drawn.way"] == checks.Prediction(7.5, 2.0)
    sketch.reopen()
    sketch._drag(0, 0)
    assert sketch._chosen()[0] == 0


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("x", "low", "high", "value", "words"),
    [
        ([0, 0], 0, 1, None, "growing numbers"),
        ([0], 0, 1, None, "2 to 24"),
        ([0, float("nan")], 0, 1, None, "growing numbers"),
        ([0, 1], 1, 1, None, "low < high"),
        ([0, 1], 0, 1, [0, 2], "between 0 and 1"),
        ([0, 1], 0, 1, [0, 1, 1], "2 places; got 3"),
    ],
)
def test_a_sketch_says_what_it_needs(x, low, high, value, words):
    with pytest.raises(ValueError, match=words):
        Sketch("drawn.way", x, low, high, value=value)
