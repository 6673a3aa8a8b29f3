"""The doctor looks at a training and leaves it alone, to the last bit."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import kcore
from kcore import layers, random
from kcore.optimizers import SGD, Adam
from kwidgets.doctor import Watcher, examine
from kwidgets.doctor.watching import EVERY
from kwidgets.session import TrainingSession
from kwidgets.session.recorded import RecordedSession

RNG = np.random.default_rng(2)
X = RNG.normal(size=(96, 4)).astype("float32")
Y = (X @ [[1.0], [-2.0], [0.5], [0.0]] + 0.5 * RNG.normal(size=(96, 1))).astype("float32")
V = (X[:16], Y[:16])


class Noise(layers.Layer):
    """A layer of a learner's own that draws numbers whenever it is called."""

    def __init__(self):
        super().__init__()
        self.seeds = random.SeedGenerator(3)

    def call(self, inputs):
        return inputs + 0.01 * kcore.random.normal(inputs.shape, seed=self.seeds)


def dense():
    return kcore.Sequential(
        [kcore.Input((4,)), layers.Dense(8, activation="relu"), layers.Dropout(0.3), layers.Dense(1)]
    )


def normalised():
    return kcore.Sequential([kcore.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


def noisy():
    return kcore.Sequential([kcore.Input((4,)), layers.Dense(8, activation="tanh"), Noise(), layers.Dense(1)])


def branched():
    inputs = kcore.Input((4,))
    x = layers.Dense(6, activation="sigmoid")(inputs)
    return kcore.Model(inputs, layers.Dense(1)(layers.Concatenate()([x, inputs])))


def remembering():
    return kcore.Sequential(
        [
            kcore.Input(batch_shape=(16, 4)),
            layers.Reshape((4, 1)),
            layers.LSTM(5, stateful=True),
            layers.Dense(1, activity_regularizer="l2"),
        ]
    )


class Own(kcore.Model):
    """A model class with a call of its own."""

    def __init__(self):
        super().__init__()
        self.first, self.last = layers.Dense(8, activation="relu"), layers.Dense(1)

    def call(self, inputs):
        return self.last(self.first(inputs))


MAKERS = [dense, normalised, noisy, branched, remembering, Own]


def made(maker, metrics=("mae",)):
    kcore.utils.set_random_seed(7)
    model = maker()
    model.compile(Adam(0.01), "mse", metrics=list(metrics))
    return model


def session_of(model, **options):
    given = {"validation_data": (X[:16], Y[:16]), "batch_size": 16, "epochs": 4, "seed": 5}
    return TrainingSession(model, X, Y, **{**given, **options})


def bits(model):
    return [w.tobytes() for w in model.get_weights()]


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_a_watched_session_takes_the_very_same_steps(maker):
    alone, watched = session_of(made(maker)), None
    alone.run()
    after = random.stream_state()
    watched = session_of(made(maker))
    watcher = Watcher(every=3)
    watcher.attend(watched)
    watched.run(1)
    watcher.examination  # noqa: B018 - to look is the point
    watched.run(3)
    assert watcher.error is None
    assert bits(watched.model) == bits(alone.model)
    assert watched.history == alone.history
    assert random.stream_state() == after
    assert len(watcher.signs.course.looks) > 6


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_a_watched_fit_takes_the_very_same_steps(maker):
    alone, watched = made(maker), made(maker)
    history = alone.fit(X, Y, batch_size=16, epochs=3, validation_data=(X[:16], Y[:16]), verbose=0).history
    kcore.utils.set_random_seed(7)
    watched = made(maker)
    watcher = Watcher(every=2)
    told = watched.fit(
        X, Y, batch_size=16, epochs=3, validation_data=(X[:16], Y[:16]), verbose=0, callbacks=[watcher]
    ).history
    assert watcher.error is None
    assert told == history
    assert bits(watched) == bits(alone)
    assert watcher.signs.course.step == 18
    assert watcher.signs.course.losses == history["loss"]


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_examining_leaves_a_model_as_it_is_and_training_goes_on_alike(maker):
    examined, alone = made(maker), made(maker)
    for model in (alone, examined):
        kcore.utils.set_random_seed(2)
        model.fit(X, Y, batch_size=16, epochs=2, verbose=0)
    stream, history, weights = random.stream_state(), examined.history, bits(examined)
    found = examine(examined, X, Y, V, batch_size=16)
    assert found.looked_at
    assert bits(examined) == weights
    assert examined.history is history
    assert random.stream_state() == stream
    for model in (examined, alone):
        kcore.utils.set_random_seed(3)
        model.fit(X, Y, batch_size=16, epochs=2, verbose=0)
    assert bits(examined) == bits(alone)


def test_looks_are_close_at_first_and_then_far_apart():
    session = session_of(made(dense), batch_size=8, epochs=100)
    watcher = Watcher()
    watcher.attend(session)
    session.run()
    steps = [look.step for look in watcher.signs.course.looks]
    assert steps == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 768, 1024, 1200]
    assert all(b - a <= EVERY for a, b in itertools.pairwise(steps))


def test_metrics_in_the_middle_of_an_epoch_are_not_disturbed():
    logs = []
    for watch in (False, True):
        session, watcher = session_of(made(dense), epochs=1), Watcher(every=1)
        if watch:
            watcher.attend(session)
        session.do(lambda s=session: s._step(3))
        while session.advance(1.0, paced=False):
            pass
        logs.append(session.loop.logs())
    assert logs[0] == logs[1]


def test_a_session_that_is_put_back_or_compiled_anew_is_seen_afresh():
    session = session_of(made(dense))
    watcher = Watcher()
    watcher.attend(session)
    session.run(2)
    session.reset()
    session.run(1)
    assert watcher.signs.course.step == 6
    assert len(watcher.signs.course.losses) == 1
    assert all(look.step <= 6 for look in watcher.signs.course.looks)
    session.model.compile(SGD(0.01), "mae")
    again = session_of(session.model)
    watcher.attend(again)
    again.run(1)
    assert watcher.signs.body.optimizer == "SGD"
    assert watcher.error is None


def test_a_knob_turned_at_a_recorded_training_makes_what_was_seen_with_it_forgotten():
    model = made(dense)
    model.compile(SGD(0.5), "mse")
    session = RecordedSession(model, X * 3, Y * 3, batch_size=16, epochs=6, seed=5)
    watcher = Watcher()
    watcher.attend(session)
    with np.errstate(all="ignore"):
        session.run()
        assert "rate_too_high" in [finding.name for finding in watcher.examination.findings]
        session.seek(0)
        session.fork({"learning_rate": 0.001})
        session.run(4)
    assert watcher.error is None
    assert "rate_too_high" not in watcher.examination.names


def test_layers_that_are_frozen_on_the_way_are_noticed():
    session = session_of(made(dense))
    watcher = Watcher()
    watcher.attend(session)
    session.run(1)
    for layer in session.model.layers:
        layer.trainable = False
    again = session_of(session.model)
    watcher.attend(again)
    assert watcher.examination.names[0] == "nothing_trainable"
    again.run(1)
    assert watcher.error is None


def test_what_goes_wrong_in_looking_never_reaches_the_training(monkeypatch):
    def stumble(*_):
        raise ZeroDivisionError

    session = session_of(made(dense))
    watcher = Watcher()
    watcher.attend(session)
    monkeypatch.setattr("kwidgets.doctor.watching.Watching.batch", stumble)
    session.run()
    assert session.finished
    assert isinstance(watcher.error, ZeroDivisionError)


def test_batches_from_a_generator_are_watched_without_a_probe():
    def batches():
        while True:
            yield X[:32], Y[:32]

    model, watcher = made(dense), Watcher()
    model.fit(batches(), steps_per_epoch=4, epochs=3, verbose=0, callbacks=[watcher])
    assert watcher.error is None
    assert watcher.signs.data is None
    assert watcher.signs.course.step == 12
    assert watcher.examination.names == []


def test_a_model_with_two_inputs_and_two_outputs():
    a, b = kcore.Input((4,), name="a"), kcore.Input((4,), name="b")
    x = layers.Concatenate()([layers.Dense(4, activation="relu")(a), b])
    model = kcore.Model(
        [a, b], [layers.Dense(1, name="first")(x), layers.Dense(1, activation="sigmoid", name="second")(x)]
    )
    model.compile("adam", {"first": "mse", "second": "binary_crossentropy"}, loss_weights={"first": 1.0, "second": 2.0})
    watcher = Watcher()
    targets = [Y, (Y > 0).astype("float32")]
    model.fit([X, X], targets, epochs=3, verbose=0, callbacks=[watcher], validation_data=([X, X], targets))
    assert watcher.error is None
    assert [head.name for head, _ in watcher.signs.pairs] == ["first", "second"]
    assert watcher.signs.baseline == pytest.approx(float(Y.var()) + 2 * np.log(2), rel=0.05)
    found = examine(model, [X * 1000, X], targets)
    assert found.names[0] == "unscaled_inputs"
