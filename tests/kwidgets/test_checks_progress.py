"""Progress that goes from place to place: codes, files, a class, a mark."""

from __future__ import annotations

import json
import random

import pytest

from kwidgets import i18n
from kwidgets.checks import (
    ClassRecord,
    Record,
    Verdict,
    all_points,
    decode,
    encode,
    exercise,
    exercises,
    grade,
    load,
    progress,
    record_prediction,
)
from kwidgets.panels import ClassOverview, Guess, Progress

EVERYTHING = {f"L{lesson:02}.{number}": 1.0 for lesson in range(1, 11) for number in (1, 2, 3)}


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A progress file of the test's own, and one exercise."""
    monkeypatch.setenv("KWIDGETS_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(progress, "_memory", Record())
    monkeypatch.setattr(exercises, "_exercises", {})
    before = dict(i18n.catalog._rooms)
    for name in ("ko", "en"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "L21.yaml").write_text('L21.1.title: "<Title>"\nL21.1.reason.r: "r"\n')
    i18n.add_catalog(tmp_path)
    exercise("L21.1", hints=0)(lambda share: Verdict(share >= 1, share, "r"))
    i18n.set_language("en")
    yield
    i18n.catalog._rooms.clear()
    i18n.catalog._rooms.update(before)
    i18n.catalog._read.cache_clear()


def test_a_code_holds_all_points_and_is_short():
    code = encode(EVERYTHING)
    assert decode(code) == EVERYTHING
    assert len(code) <= 60
    assert decode(encode({})) == {}


def test_any_points_come_back_to_a_twelfth():
    draw = random.Random(1)
    for _ in range(300):
        names = draw.sample([f"L{a:02}.{b}" for a in range(1, 32) for b in range(1, 8)], draw.randint(1, 40))
        points = {name: draw.choice([0.0, 0.25, 0.5, 1.0, draw.random()]) for name in names}
        found = decode(encode(points))
        assert set(found) <= set(points)
        for name, value in points.items():
            assert found.get(name, 0.0) == pytest.approx(value, abs=1 / 24 + 1e-9)
    assert decode(encode({"L07.2": 0.5, "L07.3": 0.25})) == {"L07.2": 0.5, "L07.3": 0.25}


def test_letters_may_be_small_spaced_and_alike():
    code = encode({"L01.1": 1.0, "L10.3": 0.5})
    sloppy = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert decode(f"  {sloppy} ") == decode(code)


def test_a_mistake_is_found():
    code = encode(EVERYTHING)
    missed = 0
    for place in range(3, len(code)):
        for sign in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
            if code[place] not in ("-", sign):
                try:
                    decode(code[:place] + sign + code[place + 1 :])
                    missed += 1
                except ValueError:
                    pass
    assert missed <= 2  # of about 1,500 a check sum of ten bits lets one or two pass
    for text in ("", "hello", "KW", "KW-", "KW-0U0", "KW-!!!!"):
        with pytest.raises(ValueError, match="code"):
            decode(text)


def test_ids_of_another_form_are_refused():
    for name in ("L00.1", "L32.1", "L01.8", "T01.1", "L1.1"):
        with pytest.raises(ValueError, match=r"L01\.1"):
            encode({name: 1.0})
        with pytest.raises((ValueError, KeyError), match=r"L01\.1|needs the text"):
            exercise(name, hints=0)


def test_grades_are_plain_numbers_and_note_nothing():
    # nbgrader takes the text of a cell's result for the points: repr(...) must be a number from 0 to the most.
    for share, text in ((1.0, "4.0"), (1 / 3, "1.33"), (0.0, "0.0")):
        assert repr(grade("L21.1", share, points=4)) == text
    assert all_points() == {}
    with pytest.raises(ValueError, match="above 0"):
        grade("L21.1", 1.0, points=0)
    with pytest.raises(ValueError, match=r"L21\.1"):
        grade("L21.2", 1.0)


def test_predictions_are_kept_with_what_happened():
    guess = Guess("L21.error", 0, 10)
    guess.happened(3.0)
    assert load().predictions == {}
    guess.commit(2.5)
    assert load().predictions["L21.error"].actual is None
    guess.happened(3.0)
    guess.happened(float("nan"))
    stored = json.loads(progress.file().read_text())
    assert stored["predictions"] == {"L21.error": [2.5, 3.0]}


def test_the_panel_shows_points_and_predictions_and_takes_a_code():
    record_prediction("L21.<b>", 2.0, 2.1)
    panel = Progress()
    assert "&lt;Title&gt;" in panel._table.value
    assert "L21.&lt;b&gt;" in panel._predictions.value
    assert repr(panel) == "Progress: 0 exercises solved, 0 tried"
    panel._pasted.value = encode({"L21.1": 0.5, "L03.2": 1.0}).lower()
    panel._restore()
    assert all_points() == {"L03.2": 1.0, "L21.1": 0.5}
    assert panel.code == encode({"L03.2": 1.0, "L21.1": 0.5})
    assert "50 %" in panel._table.value
    panel._pasted.value = "KW-0000"
    panel._restore()
    assert "mistake" in panel._says.widget.value
    i18n.set_language("ko")
    assert "3과" in panel._table.value


def test_points_that_are_better_stay():
    panel = Progress()
    panel.restore(encode({"L21.1": 1.0}))
    panel.restore(encode({"L21.1": 0.5}))
    assert all_points() == {"L21.1": 1.0}


def test_a_class_from_lines_and_files():
    record = ClassRecord()
    good = encode({"L01.1": 1.0, "L02.1": 0.5})
    record.add_lines(
        f"김 민지, {good}\n\n=Bob\t{good.lower()}\n{good}\nno code here\nEve {good[:-1]}!\nAda {good[:-2]}00\n"
    )
    record.add_file("이서준.json", Record(points={"L01.1": 0.5}).to_json().encode())
    record.add_file("empty.json", b"{}")
    assert list(record.learners) == ["김 민지", "=Bob", "#3", "이서준"]
    assert [reason for _, reason in record.refused] == ["no_code", "no_code", "mistake", "no_points"]
    assert record.exercises == ["L01.1", "L02.1"]
    assert record.mean("L01.1") == pytest.approx(3.5 / 4)
    assert record.to_csv().splitlines()[:3] == ["name,L01.1,L02.1", "김 민지,1.00,0.50", "'=Bob,1.00,0.50"]


def test_the_overview_escapes_names_and_says_what_it_could_not_read():
    panel = ClassOverview(f"<b>Eve</b> {encode({'L01.1': 1.0})}\n<i>nonsense</i>")
    assert "&lt;b&gt;Eve" in panel._table.value
    assert "&lt;i&gt;nonsense" in panel._refused.value
    assert "data:text/csv;base64," in panel._download.value
    assert repr(panel) == "ClassOverview: 1 learners, 1 exercises"
    panel._pasted.value = f"Ada {encode({'L01.1': 0.5})}"
    panel._read_lines()
    assert panel.record.mean("L01.1") == 0.75
    assert panel._refused.value == ""
    panel._clear()
    i18n.set_language("ko")
    assert "붙여 넣고" in panel._table.value
