from __future__ import annotations

import asyncio
import gc
import itertools

import numpy as np
import pytest

import kcore
from kwidgets.session import ReplacedError, TrainingSession

X = np.random.default_rng(0).normal(size=(70, 4)).astype("float32")
Y = (X @ np.array([[1.0], [-2.0], [0.5], [0.0]])).astype("float32")
VALIDATION = (X[50:], Y[50:])


def make_model(*extra):
    kcore.utils.set_random_seed(11)
    model = kcore.Sequential(
        [kcore.Input((4,)), kcore.layers.Dense(8, activation="tanh"), *extra, kcore.layers.Dense(1)]
    )
    model.compile(optimizer=kcore.optimizers.Adam(learning_rate=0.01), loss="mean_squared_error", metrics=["mae"])
    return model


def make_session(model=None, **options):
    defaults = {"validation_data": VALIDATION, "batch_size": 16, "epochs": 6, "seed": 5}
    return TrainingSession(model or make_model(), X[:50], Y[:50], **{**defaults, **options})


def bits(model):
    return [w.tobytes() for w in model.get_weights()]


def go(session, command, budget=1.0):
    """Ask, then advance until nothing is left, as a driver does."""
    command()
    while session.advance(budget, paced=False):
        pass


@pytest.fixture
def looped(monkeypatch):
    """Sessions believe that they have an event loop; the test advances them itself."""
    monkeypatch.setattr("kwidgets.session.driver._running_loop", FakeLoop)


class FakeLoop:
    def is_closed(self):
        return False

    def call_soon_threadsafe(self, *_):
        pass


def test_run_trains_as_fit_does():
    fitted = make_model()
    kcore.utils.set_random_seed(5)
    history = fitted.fit(X[:50], Y[:50], batch_size=16, epochs=6, validation_data=VALIDATION, verbose=0)
    session = make_session()
    session.run()
    assert session.history == history.history
    assert bits(session.model) == bits(fitted)
    assert (session.epochs_done, session.finished, session.running) == (6, True, False)


def test_slices_change_nothing(looped):
    straight = make_session()
    straight.run()
    ticks = itertools.count()
    sliced = make_session(clock=lambda: next(ticks) * 0.001)
    sliced.play()
    slices = 0
    while sliced.advance(0.004):
        slices += 1
    assert slices > 4
    assert sliced.history == straight.history
    assert bits(sliced.model) == bits(straight.model)


def test_steps_epochs_and_play_change_nothing_either(looped):
    straight = make_session()
    straight.run()
    session = make_session()
    go(session, session.step)
    assert (session.loop.step, session.epochs_done, session.running) == (1, 0, False)
    go(session, lambda: session.step(2))
    assert session.loop.step == 3
    go(session, session.step_epoch)
    assert (session.loop.step, session.epochs_done) == (4, 1)
    go(session, session.step_epoch)
    assert session.epochs_done == 2
    session.run()
    assert session.epochs_done == 6
    assert session.history == straight.history
    assert bits(session.model) == bits(straight.model)


def test_run_and_step_go_on_after_the_planned_end(looped):
    session = make_session()
    session.run(2)
    assert session.epochs_done == 2
    session.run(3)
    assert session.epochs_done == 5
    session.run()
    assert session.epochs_done == 6  # what was planned at first
    session.run()
    assert session.epochs_done == 12  # as much again
    go(session, session.step)
    assert (session.loop.step, session.loop.epochs) == (12 * 4 + 1, 13)
    go(session, session.step_epoch)
    assert session.epochs_done == 13
    assert len(session.history["val_loss"]) == 13


def test_reset_puts_everything_back_bit_by_bit(looped):
    session = make_session()
    start = bits(session.model)
    session.run()
    first, trained = session.history, bits(session.model)
    session.reset()
    assert bits(session.model) == start
    assert session.model.optimizer.iterations == 0
    assert session.history == {}
    assert (session.epochs_done, session.loop.step) == (0, 0)
    session.run()
    assert session.history == first
    assert bits(session.model) == trained


def test_reset_in_the_middle_of_an_epoch_while_running(looped):
    session = make_session()
    session.play()
    session.advance(0.0)
    session.do(lambda: session.step(2))
    while session.advance(1.0):
        pass
    start = make_session()
    session.reset()
    assert not session.running
    assert bits(session.model) == bits(start.model)


def test_learning_rate_and_batch_size_act_between_steps_and_survive_a_reset(looped):
    session = make_session()
    go(session, lambda: session.step(2))
    session.set_learning_rate(0.0)
    before = bits(session.model)
    go(session, session.step)
    assert bits(session.model) == before
    session.set_learning_rate(0.5)
    go(session, session.step)
    assert bits(session.model) != before
    session.set_batch_size(50)
    assert session.batch_size == 50
    go(session, session.step_epoch)
    assert session.loop.batch == 1
    session.reset()
    assert session.learning_rate == pytest.approx(0.5)
    go(session, session.step_epoch)
    assert session.loop.step == 1


@pytest.mark.parametrize("value", [-0.1, float("nan"), float("inf"), "0.1", True, None])
def test_a_learning_rate_must_be_a_number(value):
    session = make_session()
    with pytest.raises(ValueError, match="learning_rate"):
        session.set_learning_rate(value)
    assert session.learning_rate == pytest.approx(0.01)


@pytest.mark.parametrize("value", [0, -3, 2.5, "8", True])
def test_a_batch_size_must_be_whole(value):
    session = make_session()
    with pytest.raises((ValueError, TypeError), match="batch_size must be a whole number >= 1"):
        session.set_batch_size(value)
    with pytest.raises((ValueError, TypeError), match="batch_size"):
        make_session(batch_size=value)


class Trap(kcore.layers.Layer):
    """A learner's layer that fails at its n-th call in training."""

    def __init__(self, error, at, **kwargs):
        super().__init__(**kwargs)
        self.error, self.at, self.calls = error, at, 0

    def call(self, inputs, training=False):
        if training:
            self.calls += 1
            if self.calls == self.at:
                raise self.error
        return inputs


@pytest.mark.parametrize("error", [ZeroDivisionError("planted"), KeyboardInterrupt()])
def test_an_error_in_a_layer_leaves_the_weights_of_the_last_step_and_training_can_go_on(looped, error):
    whole = make_session(make_model(Trap(None, 0)))
    go(whole, lambda: whole.step(9))
    session = make_session(make_model(Trap(error, 10)))
    go(session, session.play)
    assert session.error is error
    assert not session.running
    assert session.loop.step == 9
    assert bits(session.model) == bits(whole.model)
    history = {name: list(values) for name, values in session.history.items()}
    assert len(history["loss"]) == 2
    go(session, session.play)
    assert session.error is None
    assert (session.epochs_done, session.finished) == (6, True)
    assert len(session.history["loss"]) == 6
    assert {name: values[:2] for name, values in session.history.items()} == history


def test_a_blocking_run_raises_what_stopped_it_and_keeps_it():
    session = make_session(make_model(Trap(ZeroDivisionError("planted"), 3)))
    with pytest.raises(ZeroDivisionError, match="planted"):
        session.run()
    assert isinstance(session.error, ZeroDivisionError)
    session.run()
    assert session.finished


def test_without_an_event_loop_play_says_what_to_do():
    session = make_session()
    for action in (session.play, session.step, session.step_epoch):
        with pytest.raises(RuntimeError, match=r"run\(epochs=\.\.\.\)"):
            action()


def test_data_that_do_not_fit_are_refused_at_once():
    with pytest.raises(ValueError, match="shape"):
        TrainingSession(make_model(), X[:, :3], Y)


def test_a_new_session_of_the_same_model_replaces_the_old_one():
    model = make_model()
    old = make_session(model)
    new = make_session(model)
    assert old.closed
    with pytest.raises(ReplacedError):
        old.run()
    new.run(1)
    other = make_session()
    assert not new.closed
    assert not other.closed


def test_on_the_event_loop_with_a_pause_in_between():
    async def scene():
        session = make_session(epochs=300)
        session.play()
        while session.epochs_done < 5:
            await asyncio.sleep(0.001)
        session.pause()
        at = session.loop.step
        await asyncio.sleep(0.03)
        assert session.loop.step == at
        session.play()
        while session.running:
            await asyncio.sleep(0.001)
        return session

    session = asyncio.run(scene())
    straight = make_session(epochs=300)
    straight.run()
    assert session.history == straight.history
    assert bits(session.model) == bits(straight.model)


def test_time_left(looped):
    ticks = itertools.count()
    session = make_session(clock=lambda: next(ticks) * 0.001)
    assert session.seconds_left is None
    session.play()
    session.advance(0.010)
    left = session.seconds_left
    assert 0 < left < 1
    while session.advance(0.010):
        pass
    assert session.seconds_left is None


def test_a_closed_session_lets_go_of_its_model():
    model = make_model()
    session = make_session(model)
    session.run(1)
    session.close()
    weights = model.get_weights()
    del session
    gc.collect()
    assert len(model.get_weights()) == len(weights)
    model.fit(X, Y, epochs=1, verbose=0)


class StopsOnce(kcore.layers.Layer):
    """Asks its model to stop training, at its first call in a training."""

    def call(self, inputs, training=False):
        if training and not getattr(self, "asked", False):
            self.asked = True
            self.model.stop_training = True
        return inputs


def test_a_model_that_asks_to_stop_is_paused_without_an_error_and_may_go_on():
    layer = StopsOnce()
    layer.model = model = make_model(layer)
    session = make_session(model)
    session.run()
    assert session.error is None
    assert not session.running
    assert session.epochs_done == 1
    session.run(2)
    assert session.epochs_done == 3
    assert len(session.history["loss"]) == 3


def test_an_onlooker_misses_no_batch_and_changes_nothing():
    session, alone = make_session(), make_session()
    seen = []
    stop = session.attend(lambda s: seen.append((s.loop.epoch, s.loop.batch, s.loop.epoch_ended)))
    session.run(2)
    stop()
    session.run(1)
    alone.run(3)
    assert seen == [(e, b, b == 4) for e in range(2) for b in range(1, 5)]
    assert bits(session.model) == bits(alone.model)


def test_further_arguments_of_fit_are_passed_on():
    session = make_session(shuffle=False)
    assert session.fit_arguments == {"batch_size": 16, "epochs": 6, "shuffle": False}
    assert not session.loop.shuffles
    assert make_session().loop.shuffles
    session.run(1)
    fitted = make_model()
    fitted.fit(X[:50], Y[:50], batch_size=16, shuffle=False, verbose=0)
    assert bits(session.model) == bits(fitted)
    assert session.data[0] is not None
    assert session.seed == 5
