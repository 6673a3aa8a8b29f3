from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import layers
from kwidgets.session import KNOBS, RecordedSession, knobs_of

X = np.random.default_rng(0).normal(size=(70, 4)).astype("float32")
Y = (X @ np.array([[1.0], [-2.0], [0.5], [0.0]])).astype("float32")
LABELS = np.digitize(Y[:, 0], [-1.0, 1.0])
VALIDATION = (X[50:], Y[50:])


class FakeLoop:
    def is_closed(self):
        return False

    def call_soon_threadsafe(self, *_):
        pass


@pytest.fixture(autouse=True)
def looped(monkeypatch):
    """Sessions believe that they have an event loop; the test advances them itself."""
    monkeypatch.setattr("kwidgets.session.driver._running_loop", FakeLoop)


def make_model(outputs=1, loss="mean_squared_error", **compiled):
    kcore.utils.set_random_seed(11)
    model = kcore.Sequential(
        [kcore.Input((4,)), layers.Dense(8, activation="tanh"), layers.Dropout(0.2), layers.Dense(outputs)]
    )
    model.compile(optimizer=kcore.optimizers.Adam(0.01), loss=loss, **{"metrics": ["mae"], **compiled})
    return model


def make_session(model=None, y=Y, **options):
    defaults = {"validation_data": VALIDATION, "batch_size": 16, "epochs": 6, "seed": 5}
    return RecordedSession(model or make_model(), X[:50], y[:50], **{**defaults, **options})


def bits(session):
    return [w.tobytes() for w in session.model.get_weights()]


def state(session):
    """Everything that decides how a training goes on, as bytes, and what it has measured."""
    optimizer = session.model.optimizer
    return bits(session), [array.tobytes() for _, array in optimizer.state()], session.history


def go(session, command):
    """Ask, then advance until nothing is left, as a driver does."""
    command()
    while session.advance(1.0, paced=False):
        pass
    assert session.error is None


def stepped(session, steps):
    """The weights after each of so many steps, one by one."""
    seen = [bits(session)]
    for _ in range(steps):
        go(session, session.step)
        seen.append(bits(session))
    return seen


def test_to_record_changes_nothing():
    plain = make_session()
    plain.run()
    recorded = make_session()
    recorded.run()
    assert state(recorded) == state(plain)
    assert [step for _, step in recorded.recorded] == list(range(25))
    assert [place for place, _ in recorded.recorded][:5] == pytest.approx([0, 0.32, 0.64, 0.96, 1])


def test_every_recorded_step_shows_the_weights_of_then():
    session = make_session()
    seen = stepped(session, 13)
    end = state(session)
    for step in (0, 7, 3, 12, 13, 1):
        session.seek(step)
        assert bits(session) == seen[step]
        assert session.shown[1] == step
        assert session.looking_back is (step < 13)
    session.seek(13)
    assert state(session) == end


@pytest.mark.parametrize("step", [0, 2, 4, 9, 23])
def test_from_an_earlier_step_the_same_happens_again(step):
    session = make_session()
    session.run()
    end = state(session)
    session.seek(step)
    session.run()
    assert state(session) == end
    assert len(session.runs) == 1
    assert session.recorded[-1][1] == 24


def test_playing_steps_and_epochs_begin_where_one_looks():
    session = make_session()
    seen = stepped(session, 9)
    session.seek(3)
    go(session, session.step)
    assert (session.loop.step, session.epochs_done) == (4, 1)
    assert bits(session) == seen[4]
    session.seek(2)
    go(session, session.step_epoch)
    assert (session.loop.step, session.epochs_done) == (4, 1)
    session.seek(0)
    go(session, lambda: session.play(1))
    assert session.loop.step == 4
    assert session.history["loss"] == session.history["loss"][:1]


def test_looking_back_while_it_runs_pauses():
    session = make_session(epochs=10_000)
    session.play()
    session.advance(0.01)
    assert session.running
    session.seek(0)
    assert not session.running
    assert session.looking_back


def test_a_knob_turned_in_the_past_forks_and_the_first_run_stays():
    session = make_session()
    session.run()
    end = state(session)
    session.seek(8)
    then = bits(session)
    session.fork({"learning_rate": 0.1})
    assert [run.number for run in session.runs] == [1, 2]
    assert session.current.turned == {"learning_rate": 0.1}
    assert session.current.began.step == 8
    assert bits(session) == then
    session.run()
    assert len(session.history["loss"]) == 6
    assert session.history["loss"][:2] == end[2]["loss"][:2]
    assert session.history["loss"][2:] != end[2]["loss"][2:]
    assert session.learning_rate == pytest.approx(0.1)
    forked = state(session)

    session.choose(1)
    assert state(session) == end
    assert session.learning_rate == pytest.approx(0.01)
    session.choose(2)
    assert state(session) == forked
    session.seek(0)  # a fork begins where it began
    assert session.shown[1] == 8


def test_a_fork_is_the_training_with_that_knob_from_there():
    session = make_session()
    go(session, lambda: session.step(6))
    session.fork({"learning_rate": 0.3})
    session.run()
    plain = make_session()
    go(plain, lambda: plain.step(6))
    plain.model.optimizer.learning_rate = 0.3
    plain.run()
    assert state(session) == state(plain)


@pytest.mark.parametrize(
    ("knob", "value"),
    [
        ("batch_size", 5), ("optimizer", "SGD"), ("optimizer", kcore.optimizers.RMSprop(0.2)),
        ("loss", "mean_absolute_error"), ("dropout", 0.6), ("l2", 0.5),
    ],
)  # fmt: skip
def test_every_knob_forks_and_is_back_when_the_first_run_is_chosen(knob, value):
    session = make_session()
    go(session, lambda: session.step(6))
    straight = make_session()
    straight.run()
    session.fork({knob: value})
    session.run()
    assert session.finished
    assert bits(session) != bits(straight)
    forked = state(session)
    session.choose(1)
    session.run()
    assert state(session) == state(straight)
    session.choose(2)
    assert state(session) == forked


def test_another_optimizer_by_name_keeps_the_learning_rate():
    session = make_session()
    go(session, lambda: session.step(6))
    session.fork({"optimizer": "SGD"})
    assert type(session.model.optimizer).__name__ == "SGD"
    assert session.learning_rate == pytest.approx(0.01)
    assert session.model.optimizer.iterations == 0


def test_the_loss_of_a_forked_run_in_its_middle_is_in_its_own_measure():
    session = make_session()
    go(session, lambda: session.step(2))
    session.fork({"loss": "mean_absolute_error"})
    go(session, session.step_epoch)
    assert session.history["loss"] == pytest.approx(session.history["mae"], rel=1e-5)


def test_a_loss_that_does_not_fit_the_targets_is_refused_and_nothing_has_changed():
    model = make_model(3, "sparse_categorical_crossentropy", metrics=["accuracy"])
    session = make_session(model, LABELS, validation_data=None)
    go(session, lambda: session.step(5))
    go(session, lambda: session.step(5))
    session.seek(5)
    before = state(session)
    refused = []
    session.fork({"loss": "categorical_crossentropy"}, refused.append)
    assert "one-hot" in str(refused[0])
    assert len(session.runs) == 1
    assert session.error is None
    session.run()
    straight = make_session(make_model(3, "sparse_categorical_crossentropy", metrics=["accuracy"]), LABELS,
                            validation_data=None)  # fmt: skip
    straight.run()
    assert state(session) == state(straight)
    assert before[0] != bits(session)


@pytest.mark.parametrize(
    ("knob", "value", "words"),
    [
        ("learning_rate", -1, "learning_rate must be a number, 0 or more"),
        ("learning_rate", float("nan"), "learning_rate"), ("l2", "much", "l2 must be a number"),
        ("batch_size", 0, "batch_size must be a whole number >= 1"), ("optimizer", "Sdg", "SGD"),
        ("loss", "mean_sqared_error", "mean_squared_error"), ("dropout", 1.5, "rate"),
        ("warmth", 1, "learning_rate, batch_size, optimizer, loss, dropout, l2"),
    ],
)  # fmt: skip
def test_impossible_values_are_refused_in_words(knob, value, words):
    session = make_session()
    before = state(session)
    with pytest.raises((ValueError, TypeError), match=words):
        session.fork({knob: value})
    assert state(session) == before
    assert len(session.runs) == 1


def test_a_model_without_dropout_or_kernels_has_no_such_knobs():
    assert knobs_of(make_model()) == KNOBS
    bare = kcore.Sequential([kcore.Input((4,)), layers.Rescaling(2.0), layers.PReLU()])
    bare.compile("sgd", "mse")
    assert knobs_of(bare) == ("learning_rate", "batch_size", "optimizer", "loss")


def test_what_was_steered_while_running_is_not_lost_by_going_back():
    session = make_session()
    go(session, lambda: session.step(4))
    session.set_learning_rate(0.2)
    session.run()
    steered = state(session)
    session.seek(2)
    go(session, session.step)
    assert [run.number for run in session.runs] == [1, 2]
    assert session.learning_rate == pytest.approx(0.01)
    session.choose(1)
    assert state(session) == steered
    session.seek(6)  # after the turn nothing is lost
    session.run()
    assert len(session.runs) == 2
    assert state(session) == steered


def test_a_knob_turned_while_looking_back_forks():
    session = make_session()
    session.run()
    session.seek(6)
    session.set_batch_size(50)
    assert session.current.turned == {"batch_size": 50}
    assert session.batch_size == 50


def test_batches_of_a_generator_cannot_be_had_again_so_that_going_back_forks():
    def batches():
        while True:
            yield X[:50], Y[:50]

    session = RecordedSession(make_model(), batches(), steps_per_epoch=3, epochs=2, seed=1)
    session.run()
    end = bits(session)
    session.seek(2)
    session.run()
    assert len(session.runs) == 2
    session.choose(1)
    assert bits(session) == end


def test_runs_are_deleted_and_numbers_not_used_twice():
    session = make_session()
    session.run()
    with pytest.raises(ValueError, match="only run"):
        session.delete(1)
    session.seek(4)
    session.fork({"l2": 0.1})
    session.run()
    session.seek(9)
    session.fork({"dropout": 0.5})
    third = state(session)
    session.delete(2)
    assert state(session) == third
    session.delete(3)
    assert [run.number for run in session.runs] == [1]
    assert session.finished
    session.fork({})
    assert session.current.number == 4
    with pytest.raises(ValueError, match="There is no run 2"):
        session.choose(2)


def test_reset_begins_anew_with_one_run():
    session = make_session()
    start = bits(session)
    session.run()
    end = state(session)
    session.seek(7)
    session.fork({"optimizer": "SGD"})
    go(session, session.step)
    session.reset()
    assert bits(session) == start
    assert [run.number for run in session.runs] == [1]
    assert session.recorded == [(0.0, 0)]
    session.run()
    assert state(session) == end


def test_memory_stays_within_the_budget_and_both_ends_are_kept():
    session = make_session(record=0.2, epochs=200)
    session.run()
    assert session.nbytes <= 0.2 * 2**20
    steps = [step for _, step in session.recorded]
    assert steps[0] == 0
    assert steps[-1] == 800
    assert len(steps) > 8
    assert max(np.diff(steps)) <= 4 * np.median(np.diff(steps))
    assert all(step % 4 == 0 for step in steps)  # whole epochs are what is left
    end = state(session)
    session.seek(401)
    session.run()
    assert state(session) == end


def test_long_trainings_keep_an_even_choice_of_moments():
    session = make_session(epochs=700)
    session.run()
    assert 100 < len(session.recorded) <= 240
    forked_bytes = session.nbytes
    session.seek(1000)
    session.fork({"learning_rate": 0.5})
    session.run()
    assert session.nbytes > 1.5 * forked_bytes
    session.delete(2)
    assert session.nbytes <= forked_bytes * 1.01


@pytest.mark.parametrize("record", [0, -1, "much", True, None, float("nan")])
def test_memory_to_record_in_must_be_there(record):
    with pytest.raises(ValueError, match="record must be a number of MB above 0"):
        make_session(record=record)


class Trap(kcore.callbacks.Callback):
    """A learner's callback that fails once, in the middle of an epoch."""

    tripped = False

    def on_train_batch_end(self, batch, logs=None):
        if batch == 2 and not self.tripped:
            self.tripped = True
            raise ZeroDivisionError("planted")


def test_after_an_error_one_can_look_back_fork_and_go_on():
    straight = make_session()
    straight.run()
    session = make_session(callbacks=[Trap()])
    with pytest.raises(ZeroDivisionError):
        session.run()
    session.seek(1)
    session.seek(3)
    session.run()
    assert state(session) == state(straight)


def test_a_weight_set_by_hand_is_where_the_training_goes_on():
    session = make_session()
    go(session, lambda: session.step(5))
    session.model.layers[0].set_weights([np.ones((4, 8)), np.zeros(8)])
    edited = bits(session)
    session.seek(2)
    session.seek(5)
    assert bits(session) == edited


def test_samples_of_ones_own_are_trained_on_from_then_on():
    session = make_session()
    go(session, lambda: session.step(6))
    before = bits(session)
    session.extend(np.ones((3, 4)), np.full((3, 1), 5.0))
    assert bits(session) == before
    assert session.loop.samples.number == 53
    assert session.loop.validation_samples.number == 20
    assert session.history["loss"][0] > 0
    session.run()
    assert session.finished
    session.seek(2)  # what came before they were there
    go(session, session.step)
    assert [run.number for run in session.runs] == [1, 2]
    session.seek(7)
    session.fork({"l2": 0.1})
    assert session.loop.samples.number == 53


def test_samples_of_ones_own_go_with_weights_and_a_split():
    session = RecordedSession(
        make_model(), X, Y, validation_split=0.2, sample_weight=np.arange(70.0), batch_size=16, epochs=2, seed=1
    )
    go(session, session.step)
    session.extend(np.ones((2, 4)), [[1.0], [2.0]])
    samples = session.loop.samples
    assert samples.number == 58
    assert samples.weight[-3:].ravel().tolist() == [55, 1, 1]
    assert session.loop.validation_samples.number == 14
    session.run()
    assert session.finished
    with pytest.raises(ValueError, match="shape"):
        session.extend(np.ones((2, 3)), [[1.0], [2.0]])


def test_samples_cannot_be_added_to_batches_made_elsewhere():
    session = RecordedSession(make_model(), iter([(X, Y)]), steps_per_epoch=1, epochs=1)
    with pytest.raises(ValueError, match="made elsewhere"):
        session.extend(X[:1], Y[:1])
