"""The doctor's panel: what it watches, what it shows, what its cures do, and the way back."""

from __future__ import annotations

import asyncio
import re
from functools import partial

import numpy as np
import pytest

import kcore
import kwidgets as kw
from kcore.optimizers import SGD, Adam, schedules
from kwidgets import i18n
from kwidgets.doctor import examine
from kwidgets.doctor.examination import SHOWN
from kwidgets.panels.doctor.words import looked
from kwidgets.session import RecordedSession, TrainingSession
from tests.kwidgets.doctor import spoilt, tasks
from tests.kwidgets.doctor.scene import dense

pytestmark = pytest.mark.filterwarnings("ignore:.*encountered:RuntimeWarning")


def made(task, make, **options):
    kcore.utils.set_random_seed(3)
    return kw.Doctor(make(task), task.x, task.y, (task.vx, task.vy), **{"epochs": 6, **options})


def wild(**options):
    """A training whose steps are too long."""
    return made(tasks.rides(), dense(32, optimizer=partial(SGD, 3.0)), **options)


def bits(model):
    return [w.tobytes() for w in model.get_weights()]


def causes(doctor):
    return [finding.name for finding in doctor.examination.causes]


def html(doctor):
    """Everything on the screen, as text."""

    def walk(widget):
        for child in getattr(widget, "children", ()):
            yield from walk(child)
        yield from (getattr(widget, name, "") for name in ("value", "description", "code"))

    return "\n".join(str(part) for part in walk(doctor.widget))


def press(doctor, name):
    """Press a button as the page does."""

    def find(widget):
        if getattr(widget, "description", None) == name:
            return widget
        return next((hit for child in getattr(widget, "children", ()) if (hit := find(child))), None)

    find(doctor.widget).click()


# What is watched.


def test_a_model_with_data_is_examined_before_the_first_step_and_trained_here():
    doctor = made(tasks.sex(raw=True), dense(8, act="tanh"))
    assert repr(doctor) == f"Doctor: {doctor.session.model.name}, not trained yet: unscaled_inputs"
    assert "The inputs are not scaled" in html(doctor)
    found = doctor.run()
    assert found.causes[0].name == "unscaled_inputs"
    assert "epoch 6" in repr(doctor)
    with pytest.raises(RuntimeError, match="give Doctor a model with data"):
        kw.Doctor().run()


def test_a_session_is_watched_and_driven():
    task = tasks.rides()
    kcore.utils.set_random_seed(3)
    session = TrainingSession(dense(32, optimizer=partial(SGD, 3.0))(task), task.x, task.y, epochs=4, seed=2)
    doctor = kw.Doctor(session)
    assert doctor.session is session
    doctor.run()
    assert doctor.examination.causes[0].name == "rate_too_high"


def test_a_panel_is_watched_also_when_it_makes_another_model_and_its_cards_go_along():
    task = tasks.warmth()
    triad = kw.Triad(task.x, task.y, (task.vx, task.vy), optimizer="SGD", learning_rate=3.0, epochs=8)
    doctor = kw.Doctor(triad)
    assert doctor._top.children == ()  # the panel has buttons of its own
    triad.run()
    assert doctor.examination.causes[0].name == "rate_too_high"
    doctor.cure()
    assert triad.settings.learning_rate < 0.1
    assert doctor.session is triad.session
    triad.run()
    assert doctor.examination.names == []
    doctor.undo()
    assert triad.settings.learning_rate == pytest.approx(3.0)
    triad.set(units=4)
    assert doctor.session is triad.session


def test_a_model_is_watched_whoever_trains_it():
    task = tasks.warmth()
    model = dense(8, optimizer=partial(Adam, 0.01))(task)
    doctor = kw.Doctor(model)
    assert doctor.session is None
    assert repr(doctor) == "Doctor: nothing to look at yet"
    session = TrainingSession(model, task.x, task.y, epochs=2)
    session.run()
    assert doctor.session is session
    assert doctor.examination.names == []


def test_fit_is_watched_and_the_run_is_not_disturbed(capsys):
    task = tasks.ciphers()
    kcore.utils.set_random_seed(3)
    alone = dense(16)(task)
    kcore.utils.set_random_seed(4)
    alone.fit(task.x, task.y, epochs=3, verbose=0)
    kcore.utils.set_random_seed(3)
    model = dense(16)(task)
    doctor = kw.Doctor()
    kcore.utils.set_random_seed(4)
    model.fit(task.x, task.y, epochs=3, verbose=0, callbacks=[doctor])
    assert bits(model) == bits(alone)
    assert "epoch 3" in repr(doctor)
    assert "Nothing found" in html(doctor)
    assert doctor.session is None


def test_after_fit_a_cure_makes_a_training_of_its_own():
    task = tasks.sex(raw=True)
    model, doctor = dense(8)(task), kw.Doctor()
    model.fit(task.x, task.y, epochs=2, validation_data=(task.vx, task.vy), verbose=0, callbacks=[doctor])
    weights = bits(model)
    doctor.cure("unscaled_inputs")
    assert doctor.session is not None
    assert doctor.session.model is not model
    doctor.run(2)
    assert "unscaled_inputs" not in doctor.examination.names
    assert bits(model) == weights
    doctor.undo()
    assert doctor.examination.causes[0].name == "unscaled_inputs"


@pytest.mark.parametrize("wrong", ["model", 3, object()])
def test_what_cannot_be_watched_is_refused_in_words(wrong):
    with pytest.raises(TypeError, match="Doctor watches"):
        kw.Doctor(wrong)
    with pytest.raises(TypeError, match="together with a model"):
        kw.Doctor(None, np.ones((3, 2)), np.ones(3))


def test_a_model_that_was_not_compiled_is_refused_in_words():
    with pytest.raises(RuntimeError, match="compile"):
        kw.Doctor(kcore.Sequential([kcore.Input((2,)), kcore.layers.Dense(1)]), np.ones((4, 2)), np.ones((4, 1)))


def test_data_that_fit_nothing_are_refused_in_the_engines_words():
    with pytest.raises(ValueError, match="the model takes"):
        kw.Doctor(dense(4)(tasks.warmth()), np.ones((4, 9)), np.ones((4, 1)))


# What its cures do.


def test_data_that_the_engine_refuses_are_cured():
    doctor = made(tasks.season().one_hot, dense(8, loss="sparse_categorical_crossentropy"))
    assert doctor.session is None
    assert "The engine does not train on these data." in html(doctor)
    press(doctor, "Cure it")
    assert doctor.session is not None
    assert doctor.examination.names == []
    assert "categorical_crossentropy" in doctor.code
    doctor.run()
    doctor.undo()
    assert doctor.session is None
    assert doctor.examination.causes[0].name == "one_hot_for_sparse"


def test_one_click_turns_the_rate_and_begins_anew_and_one_takes_it_back():
    doctor = wild()
    doctor.run()
    model, weights, history = doctor.session.model, bits(doctor.session.model), dict(doctor.session.history)
    names = doctor.examination.names
    press(doctor, "Cure it")
    assert doctor.session.model is model
    assert doctor.session.learning_rate == pytest.approx(0.03)
    assert doctor.session.loop.step == 0
    assert doctor.code == "model.optimizer.learning_rate = 0.03"
    assert doctor._says.key == "doctor.cured.restarted"
    doctor.run()
    assert doctor.examination.names == []
    press(doctor, "Undo")
    assert doctor.session.learning_rate == pytest.approx(3.0)
    assert bits(model) == weights
    assert np.isclose(doctor.session.history["loss"], history["loss"], equal_nan=True).all()
    assert doctor.examination.names == names
    assert doctor.code == ""


def test_a_low_rate_is_raised_while_it_goes_on():
    doctor = made(tasks.warmth(), dense(16, optimizer=partial(Adam, 1e-6)))
    doctor.run()
    step = doctor.session.loop.step
    doctor.cure("rate_too_low")
    assert doctor.session.loop.step == step
    assert doctor.session.learning_rate > 1e-5
    assert doctor._says.key == "doctor.cured.turned"
    doctor.run(20)
    assert "rate_too_low" not in doctor.examination.names


def test_at_a_recorded_training_the_cure_is_another_run_beside_the_old_one():
    task = tasks.rides()
    kcore.utils.set_random_seed(3)
    session = RecordedSession(dense(32, optimizer=partial(SGD, 3.0))(task), task.x, task.y, epochs=4, seed=2)
    doctor = kw.Doctor(session)
    doctor.run()
    doctor.cure()
    assert [run.number for run in session.runs] == [1, 2]
    doctor.run(4)
    assert doctor.examination.names == []
    doctor.undo()
    assert [run.number for run in session.runs] == [1]


def test_a_rate_that_a_schedule_gives_is_cured_by_another_optimizer():
    rate = schedules.ExponentialDecay(5.0, 1000, 0.9)
    doctor = made(tasks.rides(), dense(32, optimizer=lambda: SGD(rate)))
    doctor.run()
    before = doctor.session
    doctor.cure("rate_too_high")
    assert doctor.session is not before
    assert "SGD(learning_rate=" in doctor.code
    doctor.run()
    assert doctor.examination.names == []


def test_cures_in_a_row_and_all_the_way_back():
    task = spoilt.with_column(tasks.sex(raw=True), tasks.sex().y * 2, tasks.sex().vy * 2)
    doctor = made(task, dense(8, act="tanh"))
    assert causes(doctor) == ["leaking_column", "unscaled_inputs"]
    doctor.cure()
    assert causes(doctor) == ["unscaled_inputs"]
    assert doctor.session.model.input_shape == (None, 4)
    doctor.cure()
    assert doctor.examination.names == []
    assert len(re.findall(r"<li>", doctor._record._done.value)) == 2
    assert "np.delete" in doctor.code
    assert "deviation" in doctor.code
    doctor.undo()
    doctor.undo()
    assert doctor.session.model.input_shape == (None, 5)
    assert causes(doctor) == ["leaking_column", "unscaled_inputs"]


def test_what_has_no_cure_has_no_button_and_says_so_when_it_is_asked_for():
    doctor = made(spoilt.last_class_apart(tasks.ciphers), dense(8))
    assert doctor.examination.names == ["sorted_samples"]
    assert "Cure it" not in html(doctor)
    with pytest.raises(ValueError, match="no cure"):
        doctor.cure()
    with pytest.raises(ValueError, match="Found: sorted_samples"):
        doctor.cure("dead_units")


# What it shows.


def test_nothing_found_is_said_with_what_was_looked_at_and_what_was_not():
    task = tasks.warmth()
    kcore.utils.set_random_seed(3)
    doctor = kw.Doctor(dense(16, optimizer=partial(Adam, 0.01))(task), task.x, task.y, epochs=3)
    said = html(doctor)
    assert "Nothing found before the first step" in said
    assert "the data: holes" in said
    assert "the training, which has not begun" in said
    doctor.run()
    said = html(doctor)
    assert "steps, gradients and units" in said
    assert "nothing to validate on" in said
    assert "has not begun" not in said


def test_at_most_three_causes_are_shown_until_more_are_asked_for():
    task = spoilt.validated_on_training(partial(tasks.sex, raw=True))
    task = spoilt.with_column(task, task.y * 2, task.vy * 2)
    doctor = made(task, dense(8, loss="mse", act="tanh"))
    assert len(doctor.examination.causes) > SHOWN
    assert len(doctor._board._cards) == SHOWN
    press(doctor, f"{len(doctor.examination.causes) - SHOWN} more")
    assert len(doctor._board._cards) == len(doctor.examination.causes)


def test_a_card_stays_the_same_card_while_its_numbers_move():
    doctor = made(tasks.sex(raw=True), dense(8))
    card = next(iter(doctor._board._cards.values()))
    doctor.run(1)
    doctor.run(1)
    assert next(iter(doctor._board._cards.values())) is card


def test_it_speaks_both_languages_and_switches_while_shown():
    doctor = wild()
    doctor.run()
    assert "The learning rate is too high" in html(doctor)
    i18n.set_language("ko")
    said = html(doctor)
    assert "학습률이 너무 커요" in said
    assert "8과에서 설명해요" in said
    assert "The learning rate" not in said
    assert "고치기" in said


def test_in_presenter_mode_the_answer_is_hidden_until_it_is_asked_for():
    doctor = wild()
    doctor.run()
    kw.set_presenter(True)
    try:
        head = next(iter(doctor._board._cards.values()))._head.value
        assert "What is wrong here?" in head
        assert "The learning rate is too high" not in head
        assert "kw-answer" in html(doctor)
    finally:
        kw.set_presenter(False)
    assert "The learning rate is too high" in next(iter(doctor._board._cards.values()))._head.value


def test_text_from_outside_is_escaped():
    task = tasks.warmth()
    kcore.utils.set_random_seed(3)
    stack = [kcore.Input((5,)), kcore.layers.Dense(8, "relu", bias_initializer=kcore.initializers.Constant(-9.0))]
    model = kcore.Sequential([*stack, kcore.layers.Dense(1)], name="<b>model</b>")
    model.layers[0].name = "<i>layer</i>"
    model.compile(SGD(0.01), "mse")
    doctor = kw.Doctor(model, task.x, task.y, epochs=3)
    doctor.run()
    said = html(doctor)
    assert doctor.examination.causes[0].name == "dead_units"
    for mark in ("<b>model", "<i>layer"):
        assert mark not in said
        assert mark not in doctor._repr_mimebundle_()["text/html"]
    assert "&lt;i&gt;layer" in said


def test_the_mime_bundle_tells_in_html_what_pages_without_a_kernel_show():
    doctor = wild()
    doctor.run()
    bundle = doctor._repr_mimebundle_()
    assert bundle["text/plain"] == repr(doctor)
    assert "The learning rate is too high" in bundle["text/html"]
    assert "<script" not in bundle["text/html"]


def test_the_words_of_nothing_found_escape_and_stand_alone():
    task = tasks.warmth()
    found = examine(dense(4)(task), task.x, task.y)
    assert "kw-quiet" in looked(found, kw.Doctor(dense(4)(task), task.x, task.y)._state.signs)


# Its life.


def test_it_follows_a_training_on_the_event_loop_and_plays_on_after_a_cure():
    async def scene():
        doctor = wild(speed="full", epochs=400)
        doctor._toggle()
        while "Cure it" not in html(doctor):
            await asyncio.sleep(0.01)
        assert doctor.session.running
        press(doctor, "Cure it")
        await asyncio.sleep(0.05)
        assert doctor.session.running
        assert doctor.session.learning_rate == pytest.approx(0.03)
        doctor._toggle()
        await asyncio.sleep(0.05)
        assert not doctor.session.running
        return doctor

    doctor = asyncio.run(scene())
    assert doctor._says.key != "panel.error"
    assert doctor._state.watcher.error is None


def test_a_closed_panel_takes_no_more_clicks_and_ends_its_trainings():
    doctor = made(tasks.sex(raw=True), dense(8))
    doctor.cure()
    session = doctor.session
    doctor.close()
    assert session.closed
    doctor._do(doctor._toggle)
    assert doctor._says.key == "panel.replaced"


def test_an_error_in_training_is_shown_and_nothing_is_lost():
    class Fails(kcore.layers.Layer):
        def call(self, inputs, training=False):
            if training and getattr(self, "armed", False):
                raise ZeroDivisionError("own layer")
            return inputs

    layer = Fails()
    task = tasks.warmth()
    model = kcore.Sequential([kcore.Input((5,)), kcore.layers.Dense(8), layer, kcore.layers.Dense(1)])
    model.compile("adam", "mse")
    doctor = kw.Doctor(model, task.x, task.y, epochs=3)
    layer.armed = True
    with pytest.raises(ZeroDivisionError):
        doctor.run()
    assert "Training stopped because of an error" in html(doctor)


def test_the_switch_of_the_code_shown_names_what_the_user_calls_the_data():
    task = tasks.sex(raw=True)
    names = ("birds", "sexes", "others", "other_sexes")
    doctor = kw.Doctor(dense(8)(task), task.x, task.y, (task.vx, task.vy), names=names, epochs=2)
    doctor.cure()
    assert doctor.code.startswith("mean, deviation = birds.mean(axis=0)")
    assert "others = (others - mean) / deviation" in doctor.code
