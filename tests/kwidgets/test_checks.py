from __future__ import annotations

import json

import pytest

from kwidgets import i18n
from kwidgets.checks import Verdict, all_points, check, exercise, exercises, forget, progress

KO = {
    "L21.1.title": "기준 모델 이기기",
    "L21.1.reason.good": "{mae:.2f} °C라서 기준 모델을 이겼어요.",
    "L21.1.reason.bad": "아직 <b>{mae:.2f}</b> °C예요.",
    "L21.1.hint.1": "학습률을 보세요.",
    "L21.1.hint.2": "데이터의 단위를 보세요.",
    "L21.1.hint.3": "표준화하세요.",
    "L21.1.solution": "Adam(0.01)이면 돼요.",
}
EN = {
    "L21.1.title": "Beat the baseline",
    "L21.1.reason.good": "{mae:.2f} °C beats the baseline.",
    "L21.1.reason.bad": "It is still <b>{mae:.2f}</b> °C.",
    "L21.1.hint.1": "Look at the learning rate.",
    "L21.1.hint.2": "Look at the units of the data.",
    "L21.1.hint.3": "Standardise.",
    "L21.1.solution": "Adam(0.01) will do.",
}


@pytest.fixture(autouse=True)
def room(tmp_path, monkeypatch):
    """A catalog and a progress file of the test's own, and no exercises from elsewhere."""
    for name, texts in (("ko", KO), ("en", EN)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "L21.yaml").write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    monkeypatch.setenv("KWIDGETS_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(exercises, "_exercises", {})
    monkeypatch.setattr(progress, "_memory", progress.Record())
    before = dict(i18n.catalog._rooms)
    i18n.add_catalog(tmp_path)
    i18n.set_language("en")

    @exercise("L21.1")
    def judge(mae):
        passed = mae < 2.24
        return Verdict(passed, 1.0 if passed else 0.25, "good" if passed else "bad", {"mae": mae})

    yield tmp_path
    i18n.catalog._rooms.clear()
    i18n.catalog._rooms.update(before)
    i18n.catalog._read.cache_clear()


def test_a_passed_try():
    feedback = check("L21.1", 2.11)
    assert feedback.passed
    assert feedback.points == 1.0
    assert repr(feedback) == "L21.1 · Beat the baseline\nPassed (1 of 1 point)\n2.11 °C beats the baseline."


def test_hints_come_one_at_a_time_and_the_solution_after_the_last():
    tries = [repr(check("L21.1", mae=3.0)) for _ in range(5)]
    hints = ["Look at the learning rate.", "Look at the units of the data.", "Standardise."]
    for number in range(3):
        assert f"Hint {number + 1} of 3: {hints[number]}" in tries[number]
        assert not any(other in tries[number] for other in hints if other != hints[number])
        assert "Adam" not in tries[number]
    assert "Solution: Adam(0.01) will do." in tries[3]
    assert tries[4] == tries[3]
    assert "Hint" not in repr(check("L21.1", 2.0))


def test_korean_and_escaped_html():
    i18n.set_language("ko")
    bundle = check("L21.1", 3.0)._repr_mimebundle_()
    assert "아직 <b>3.00</b> °C예요." in bundle["text/plain"]
    assert "아직 &lt;b&gt;3.00&lt;/b&gt; °C예요." in bundle["text/html"]
    assert "도움말 1/3: 학습률을 보세요." in bundle["text/html"]


def test_the_best_points_are_kept(room):
    check("L21.1", 3.0)
    assert all_points() == {"L21.1": 0.25}
    check("L21.1", 2.0)
    check("L21.1", 3.0)
    assert all_points() == {"L21.1": 1.0}
    assert json.loads((room / "state" / "progress.json").read_text())["points"] == {"L21.1": 1.0}
    assert list((room / "state").iterdir()) == [room / "state" / "progress.json"]


def test_points_of_another_notebook_are_not_lost(room):
    check("L21.1", 3.0)
    file = room / "state" / "progress.json"
    file.write_text('{"points": {"L22.1": 0.5, "L21.1": 0.1}}')
    check("L21.1", 3.0)
    assert json.loads(file.read_text())["points"] == {"L21.1": 0.25, "L22.1": 0.5}
    forget()
    assert all_points() == {}


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"points": {"L21.1": "x", "L22.1": 7}}', '{"points": 3}', "\x00"])
def test_a_damaged_file_counts_as_none(room, content):
    (room / "state").mkdir()
    (room / "state" / "progress.json").write_text(content)
    assert all_points() == {}
    check("L21.1", 2.0)
    assert all_points() == {"L21.1": 1.0}


def test_where_nothing_can_be_written_memory_has_to_do(room, monkeypatch):
    (room / "file").write_text("in the way")
    monkeypatch.setenv("KWIDGETS_STATE", str(room / "file"))
    check("L21.1", 2.0)
    assert all_points() == {"L21.1": 1.0}


def test_unknown_exercise():
    with pytest.raises(ValueError, match=r"'L21.2'.*Did you mean 'L21.1'"):
        check("L21.2")


def test_an_exercise_without_its_texts_is_refused():
    with pytest.raises(KeyError, match=r"L29\.1\.title"):
        exercise("L29.1")
    with pytest.raises(KeyError, match=r"L21\.1\.hint\.4"):
        exercise("L21.1", hints=4)


@pytest.mark.parametrize(("passed", "points"), [(True, 0.0), (False, 1.5), (False, -0.1)])
def test_a_verdict_must_make_sense(passed, points):
    with pytest.raises(ValueError, match="points"):
        Verdict(passed, points, "bad")


def test_the_file_lies_where_such_files_lie(monkeypatch, tmp_path):
    monkeypatch.delenv("KWIDGETS_STATE")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert progress.file() == tmp_path / "kwidgets" / "progress.json"
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr("sys.platform", "win32")
    assert progress.file() == tmp_path / "kwidgets" / "progress.json"
