"""The race as a learner handles it, without a browser."""

from __future__ import annotations

import asyncio
import re

import numpy as np
import pytest
from ipywidgets.widgets import widget

import kcore
import kwidgets as kw
from kwidgets import i18n
from kwidgets.checks import progress
from kwidgets.panels.race import SURFACES, OptimizerRace
from kwidgets.panels.race.pictures import ranked

ADAM, SGD = kcore.optimizers.Adam, kcore.optimizers.SGD
X = np.random.default_rng(0).normal(size=(90, 3)).astype("float32")
Y = (X[:, :1] * 2 + X[:, 1:2] ** 2).astype("float32")


def model():
    made = kcore.Sequential([kcore.Input((3,)), kcore.layers.Dense(8, activation="relu"), kcore.layers.Dense(1)])
    made.compile(loss="mean_squared_error")
    return made


def tilted(x, y):
    return kcore.ops.sin(2 * x) ** 2 + (y - 0.3 * x) ** 2


@pytest.fixture
def race(monkeypatch, tmp_path):
    monkeypatch.setenv("KWIDGETS_STATE", str(tmp_path))
    progress.forget()
    return OptimizerRace(steps=40)


def box(form, name):
    """The page's widget for an argument."""
    return form.fields[name].widget.children[0].children[0]


def field(race, name):
    """The page's widget for an argument of the chosen lane."""
    return box(next(form for form in race._editor._forms if name in form.fields), name)


def run(race):
    race.run()
    race._follow(race.race)


def text_of(widget):
    return re.sub(r"<[^>]*>", " ", widget.value)


def test_it_asks_who_will_win_before_it_runs_and_keeps_the_answer(race):
    race._bar._run.click()
    assert race._says.key == "race.guess.first"
    assert not race.race.begun
    assert race.guess._button.disabled
    race.guess._list.value = "B"
    race.guess._button.click()
    assert race._says.key == ""
    assert repr(race.guess) == "Choice who_wins: B · SGD(0.4, momentum=0.9)"
    run(race)
    assert race.guess.closed
    won = race.winner
    assert f"Lane {won} wins" in text_of(race._score.result)
    assert ("You predicted it." if won == "B" else "You predicted: B") in text_of(race._score.result)
    kept = progress.load().predictions["who_wins"]
    assert (kept.guess, kept.actual) == (1.0, float("ABCD".index(won)))


def test_who_does_not_know_yet_may_run_it_and_nothing_is_kept(race):
    race.guess.commit("unsure")
    run(race)
    assert "You had not decided" in text_of(race._score.result)
    assert progress.load().predictions == {}
    with pytest.raises(ValueError, match="'G' cannot be chosen"):
        OptimizerRace().guess.commit("G")


def test_the_answer_is_hidden_from_an_audience(race):
    run(race)
    kw.set_presenter(True)
    try:
        assert "<details" in race._score.result.value
    finally:
        kw.set_presenter(False)
    assert "<details" not in race._score.result.value


def test_a_lane_is_changed_through_its_form_and_all_start_again(race):
    race.guess.commit("A")
    run(race)
    race._editor._names.value = "D"
    field(race, "learning_rate").value = 0.5
    assert race.lanes[3].words == "Adam(0.5)"
    assert "Adam(learning_rate=0.5)" in race._code.code
    assert not race.race.begun
    assert race._says.key == "race.changed"
    assert (race.guess.committed, race.guess.closed) == (False, False)
    assert "D · Adam(0.5)" in [words for words, _ in race.guess._list.options]
    field(race, "amsgrad").value = True
    assert race.lanes[3].make().amsgrad
    race._editor._class.value = "RMSprop"
    assert race.lanes[3].words == "RMSprop(0.5)"
    assert "centered" in race._editor._forms[2].fields


def test_choosing_among_optimizers_again_and_again_makes_no_more_widgets(race):
    def round_trip():
        for name in ("RMSprop", "SGD", "Adam", "Nadam"):
            race._editor._class.value = name
        return len(widget._instances)

    first = round_trip()
    assert round_trip() == first
    race._editor._class.value = "SGD"
    field(race, "momentum").value = 0.75
    race._editor._names.value = "B"
    race._editor._class.value = "SGD"
    assert field(race, "momentum").value != 0.75
    race._editor._names.value = "A"
    assert field(race, "momentum").value == 0.75


def test_a_click_that_comes_after_its_button_was_disabled_does_nothing(race):
    race.guess._button.click()
    assert not race.guess.committed


def test_what_does_not_fit_is_said_beside_the_field_and_changes_nothing(race):
    before = race.lanes
    field(race, "learning_rate").value = -1.0
    field(race, "momentum").value = 7.0
    assert race.lanes == before
    assert [set(form.problems) for form in race._editor._forms] == [set(), {"learning_rate"}, {"momentum"}]
    race = OptimizerRace(optimizers=[SGD(0.1, clipnorm=1.0), ADAM(0.1)])
    switch, value = race._editor._forms[0].fields["clipvalue"].widget.children[0].children
    value.value, switch.value = 1.0, True  # a second way of clipping
    assert "one kind of clipping at a time" in race._editor._message.value
    assert race.lanes[0].words == "SGD(0.1, clipnorm=1.0)"


def test_lanes_come_and_go(race):
    race._editor._add.click()
    assert len(race.lanes) == 5
    assert race.lanes[4] == race.lanes[0]
    assert race._editor.number == 4
    race._editor._add.click()
    assert race._editor._add.disabled
    for _ in range(5):
        race._editor._remove.click()
    assert len(race.lanes) == 2
    assert race._editor._remove.disabled


def test_one_knob_is_turned_and_the_race_is_fair(race):
    fair, knob = race._score.widget.children[1], race._knob
    assert "will not tell which" in text_of(fair)
    knob._values.value = "0.1, 0.2, 0.9"
    knob._go.click()
    assert [lane.words for lane in race.lanes] == ["SGD(0.1)", "SGD(0.2)", "SGD(0.9)"]
    assert "the lanes differ in learning_rate alone" in text_of(fair)
    for name, values, problem in (
        ("momentum", "0, 7", "momentum"),
        ("momentum", "0.5", "2 to 6 values"),
        ("nesterov", "True, maybe", "nesterov"),
    ):
        knob._knob.value, knob._values.value = name, values
        knob._go.click()
        assert problem in knob._message.value
        assert len(race.lanes) == 3
    knob._knob.value = "optimizer"
    knob._go.click()
    assert [lane.words for lane in race.lanes] == ["SGD(0.1)", "RMSprop(0.1)", "Adam(0.1)"]
    assert knob._message.value == ""
    with pytest.raises(TypeError, match="no argument 'beta_1'"):
        race.vary("beta_1", [0.1, 0.5])


def test_another_landscape_has_its_own_start_and_rates(race):
    race._course._menu.widget.value = "beale"
    assert race._state.course.start == SURFACES["beale"].start
    assert race.lanes[0].words == "SGD(0.005)"
    race._editor._names.value = "B"
    field(race, "momentum").value = 0.5
    race._course._menu.widget.value = "saddle"
    assert race.lanes[1].words == "SGD(0.005, momentum=0.5)"  # what was touched stays
    box(race._course._form, "start_x").value = 1.5
    box(race._course._form, "steps").value = 7
    assert (race._state.course.start, race._state.course.length) == ((1.5, 0.001), 7)
    race._pictures.landscape._on_drag("start", 0, -0.51234, 0.33333)
    assert race._course._form.values["start_x"] == -0.512


def test_a_function_of_ones_own_can_be_chosen_again():
    race = OptimizerRace(surface=tilted, extent=(-3, 3, -3, 3), start=(2, 2), steps=10)
    assert race._course._menu.value == "own"
    race._course._menu.widget.value = "ravine"
    race._course._menu.widget.value = "own"
    assert race._state.course.start == (2, 2)
    assert race._state.surface.function is tilted
    run(race)
    assert "keras.ops.sin(2 * x)" in race.code
    with pytest.raises(ValueError, match="surface is one of ravine"):
        OptimizerRace(surface="hill")


def test_a_lane_that_diverges_is_named():
    race = OptimizerRace(surface="beale", optimizers=[SGD(0.5), ADAM(0.1)], steps=30)
    run(race)
    table = race._score.widget.children[0]
    assert "diverged at step" in text_of(table)
    assert "NaN" in text_of(table)
    assert race.winner == "B"
    assert repr(race) == "OptimizerRace: SGD(0.5) | Adam(0.1) on beale; step 30"
    i18n.set_language("ko")
    assert "발산했어요" in text_of(table)


def test_what_a_lane_raises_is_shown_escaped(race, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("<b>planted</b>")

    monkeypatch.setattr(race.race.runs[0][0].optimizer, "apply", broken)
    run(race)
    assert "ZeroDivisionError: &lt;b&gt;planted" in race._score.widget.children[0].value
    assert race.winner in {"B", "C", "D"}


def test_on_a_model_the_lanes_differ_in_one_knob_and_have_a_batch_size():
    race = OptimizerRace(model, X, Y, epochs=2, seeds=3)
    assert "the lanes differ in optimizer alone" in text_of(race._score.widget.children[1])
    assert repr(race) == "OptimizerRace: SGD(0.01) | RMSprop(0.01) | Adam(0.01) on a model; not run yet"
    box(race._course._form, "epochs").value = 3
    field(race, "batch_size").value = 8
    assert race.lanes[0].batch_size == 8
    assert "batch_size=8" in race._score.widget.children[0].value
    run(race)
    assert "batch_size=8, epochs=3" in race.code
    assert re.search(r"lowest in \d of 3 seeds", text_of(race._score.result))
    layers = race._pictures.losses._content.layers
    lines = [layer for layer in layers if layer.KIND == "line"]
    assert [layer.KIND for layer in layers].count("band") == 3
    for line, runs in zip(lines, race.race.runs, strict=True):
        np.testing.assert_allclose(line.y, np.median([one.losses for one in runs], axis=0), rtol=1e-6)


def test_a_model_class_of_ones_own_races_without_code():
    class Mine(kcore.Model):
        def __init__(self):
            super().__init__()
            self.dense = kcore.layers.Dense(1)

        def call(self, inputs):
            return self.dense(inputs)

    race = OptimizerRace(Mine, X, Y, loss="mse", epochs=2, seeds=2)
    run(race)
    assert race._code.code.startswith("# No code can stand for this lane")
    assert race.winner in {"A", "B", "C", None}


def test_it_runs_on_the_event_loop_with_steps_and_a_pause():
    async def rest(race):
        while race.race.running:
            await asyncio.sleep(0.002)

    async def scene():
        race = OptimizerRace(steps=300, ask=False, speed="full")
        race._bar._step.click()
        await rest(race)
        assert race.race.rounds == 1
        race._bar._epoch.click()
        await rest(race)
        assert race.race.rounds == 10
        race._bar._run.click()
        assert "Pause" in race._bar._run.description
        race._bar._run.click()
        assert not race.race.running
        race._bar._run.click()
        await rest(race)
        assert race.race.finished
        first = [list(runs[0].path) for runs in race.race.runs]
        race._bar._run.click()  # once more, from the start
        await rest(race)
        assert [list(runs[0].path) for runs in race.race.runs] == first
        race._bar._reset.click()
        assert not race.race.begun
        return race

    race = asyncio.run(scene())
    race.close()
    assert race._bar._run.disabled
    assert race._says.key == "panel.replaced"


def test_what_is_displayed(race):
    bundle = race._repr_mimebundle_()
    assert bundle["text/plain"] == repr(race)
    assert bundle["image/png"].startswith(b"\x89PNG")
    run(race)
    assert race._repr_mimebundle_()["image/png"] != bundle["image/png"]


def test_the_language_switches_in_place(race):
    race._language_switch.widget.value = "ko"
    assert race._bar._run.description == "▶ 실행"
    assert [words for words, _ in race._bar._speed.widget.options] == ["최대", "1초에 30걸음", "1초에 5걸음"]
    assert "옵티마이저" in race._score.widget.children[0].value
    assert race.guess._list.options[-1][0] == "아직 모르겠어요"
    assert race._editor._more.titles == ("이 옵티마이저의 다른 설정",)


def test_heights_are_ranked_so_that_low_places_can_be_told_apart():
    levels = ranked(SURFACES["rosenbrock"].heights(61), 0.0)
    assert levels.min() >= 0
    assert levels.max() == 1
    assert 0.2 < np.median(levels) < 0.9


def test_only_what_a_lesson_needs_is_shown():
    bare = OptimizerRace(show=["lanes"])
    hidden = bare._course.widget, bare._knob.widget, bare._code
    assert [widget.layout.display for widget in hidden] == ["none"] * 3
    assert bare._editor.widget.layout.display != "none"
    with pytest.raises(ValueError, match="OptimizerRace has no control 'lane' to show"):
        OptimizerRace(show=["lane"])
