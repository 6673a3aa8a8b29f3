"""Going back to a moment of a training, and on from there: the same again, bit by bit."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import callbacks, layers, ops, optimizers

RNG = np.random.default_rng(0)
X = RNG.normal(size=(50, 6)).astype("float32")
Y = (X[:, :3] @ [[1.0], [-2.0], [0.5]]).astype("float32")
CLASSES = (Y[:, 0] > 0).astype("float32")
VALIDATION = (X[40:], Y[40:])


class Shaken(kcore.layers.Layer):
    """A learner's layer with a generator, a seed generator and the global stream."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.own = np.random.default_rng(3)
        self.seeds = kcore.random.SeedGenerator(4)

    def call(self, inputs, training=False):
        if not training:
            return inputs
        noise = self.own.normal() + kcore.random.normal((), seed=self.seeds) + kcore.random.normal(())
        return inputs * (1 + 0.01 * float(noise))


def dense(*extra, optimizer="adam", loss="mse", metrics=("mae",), **compiled):
    kcore.utils.set_random_seed(4)
    built = kcore.Sequential([kcore.Input((6,)), layers.Dense(5, activation="relu"), *extra, layers.Dense(1)])
    built.compile(optimizer, loss, metrics=list(metrics), **compiled)
    return built


def recurrent():
    kcore.utils.set_random_seed(4)
    built = kcore.Sequential([kcore.Input((3, 2)), layers.GRU(4, dropout=0.2, recurrent_dropout=0.2), layers.Dense(1)])
    built.compile("rmsprop", "mse")
    return built


def stateful():
    kcore.utils.set_random_seed(4)
    built = kcore.Sequential([kcore.Input(batch_shape=(10, 3, 2)), layers.LSTM(3, stateful=True), layers.Dense(1)])
    built.compile("adam", "mse")
    return built


def two_outputs():
    kcore.utils.set_random_seed(4)
    inputs = kcore.Input((6,))
    hidden = layers.Dropout(0.2)(layers.Dense(4, activation="tanh")(inputs))
    built = kcore.Model(inputs, [layers.Dense(1, name="a")(hidden), layers.Dense(1, name="b")(hidden)])
    built.compile("adam", ["mse", "mae"], metrics=[["mae"], []])
    return built


class OwnStep(kcore.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(1)
        self.drop = layers.Dropout(0.3)

    def call(self, inputs, training=False):
        return self.dense(self.drop(inputs, training=training))

    def train_step(self, data):
        return super().train_step(data)


def own_step():
    kcore.utils.set_random_seed(4)
    built = OwnStep()
    built.compile("adam", "mse", metrics=["mae"])
    built.predict(X[:1], verbose=0)
    return built


class Counted(kcore.utils.PyDataset):
    def __len__(self):
        return 5

    def __getitem__(self, index):
        return X[10 * index : 10 * index + 10], Y[10 * index : 10 * index + 10]


class Walked:
    """Can be walked through again, but does not say how long it is."""

    def __iter__(self):
        return iter([(X[:20], Y[:20]), (X[20:], Y[20:])])


def patient():
    return [callbacks.ReduceLROnPlateau("loss", factor=0.5, patience=1, min_delta=10.0)]


CASES = {
    "dense": (dense, (X, Y), {"batch_size": 16, "validation_data": VALIDATION}),
    "dropout": (lambda: dense(layers.Dropout(0.4)), (X, Y), {"batch_size": 16}),
    "batch normalisation": (lambda: dense(layers.BatchNormalization()), (X, Y), {"batch_size": 16}),
    "noise of one's own": (lambda: dense(Shaken()), (X, Y), {"batch_size": 16}),
    "momentum": (lambda: dense(optimizer=optimizers.SGD(0.01, 0.9, nesterov=True)), (X, Y), {"batch_size": 16}),
    "a moving average": (lambda: dense(optimizer=optimizers.Adam(0.01, use_ema=True)), (X, Y), {"batch_size": 16}),
    "accumulated": (
        lambda: dense(optimizer=optimizers.SGD(0.01, gradient_accumulation_steps=3)), (X, Y), {"batch_size": 8},
    ),
    "a schedule": (
        lambda: dense(optimizer=optimizers.Adam(optimizers.schedules.ExponentialDecay(0.1, 3, 0.5))), (X, Y), {},
    ),
    "accuracy and AUC": (
        lambda: dense(loss="binary_crossentropy", metrics=["accuracy", "AUC"]), (X, CLASSES), {"batch_size": 16},
    ),
    "a split": (dense, (X, Y), {"batch_size": 16, "validation_split": 0.2}),
    "recurrent": (recurrent, (X.reshape(50, 3, 2), Y), {"batch_size": 16}),
    "stateful": (stateful, (X.reshape(50, 3, 2), Y), {"batch_size": 10, "shuffle": False}),
    "two outputs": (two_outputs, (X, [Y, Y]), {"batch_size": 16}),
    "a step of its own": (own_step, (X, Y), {"batch_size": 16}),
    "callbacks": (dense, (X, Y), {"batch_size": 16, "callbacks": patient}),
    "a PyDataset": (dense, (Counted(),), {}),
    "something to walk through": (dense, (Walked(),), {}),
}  # fmt: skip


def start(case):
    make, data, options = CASES[case]
    options = {name: value() if name == "callbacks" else value for name, value in options.items()}
    model = make()
    kcore.utils.set_random_seed(1)
    return model.train_loop(*data, epochs=4, **options)


def end(loop):
    """Everything that a training leaves behind, as bytes and numbers."""
    model = loop.model
    state = [array.tobytes() for _, array in model.optimizer.state()]
    return [w.tobytes() for w in model.get_weights()], state, loop.history, loop.record.epoch, kcore.random.fresh_seed()


@pytest.mark.parametrize("case", CASES)
def test_from_every_moment_the_training_goes_on_as_it_did(case):
    straight = start(case)
    steps = sum(1 for _ in straight)
    expected = end(straight)

    watched = start(case)
    moments, weights, logs = [watched.moment()], [watched.model.get_weights()], [None]
    for turn in watched:
        moments.append(turn.moment())
        weights.append(turn.model.get_weights())
        logs.append(turn.logs())
    assert len(moments) == steps + 1
    assert end(watched) == expected  # to look changes nothing
    history = watched.history

    for at in np.random.default_rng(7).permutation(steps + 1)[:9]:
        watched.rewind(moments[at], history)
        assert all(np.array_equal(a, b) for a, b in zip(watched.model.get_weights(), weights[at], strict=True))
        assert watched.step == at
        if at:
            assert watched.logs() == logs[at]
        assert sum(1 for _ in watched) == steps - at
        assert end(watched) == expected, f"from step {at}"


def test_a_rewound_loop_follows_another_learning_rate_and_batch_size():
    loop = start("dense")
    early = loop.moment()
    next(loop)
    loop.model.optimizer.learning_rate = 0.5
    loop.batch_size = 4
    late = loop.moment()
    next(loop)
    loop.rewind(early)
    assert float(loop.model.optimizer.learning_rate) == pytest.approx(0.001)
    assert loop.batch_size == 16
    loop.rewind(late)
    assert float(loop.model.optimizer.learning_rate) == 0.5
    assert loop.batch_size == 4


def test_the_history_is_cut_and_put_together_again():
    loop = start("dense")
    moments = [loop.moment() for turn in loop if turn.epoch_ended]
    history = loop.history
    loop.rewind(moments[1])
    assert loop.history == {name: values[:2] for name, values in history.items()}
    assert loop.record.epoch == [0, 1]
    loop.rewind(moments[2], history)
    assert loop.history == {name: values[:3] for name, values in history.items()}


def test_a_generator_goes_on_with_what_is_left():
    def batches():
        for size in range(5, 50):
            yield X[:size], Y[:size]

    loop = dense().train_loop(batches(), steps_per_epoch=4, epochs=9)
    moment = loop.moment()
    for _ in range(6):
        next(loop)
    weights = loop.model.get_weights()
    loop.rewind(moment)
    assert not np.array_equal(loop.model.get_weights()[0], weights[0])
    next(loop)
    assert loop.batch_size > 10


class Trips(callbacks.Callback):
    """A learner's callback that raises once in a hook."""

    def __init__(self, hook):
        super().__init__()
        self.tripped = False
        setattr(self, hook, self.trip)

    def trip(self, *_):
        if not self.tripped:
            self.tripped = True
            raise ZeroDivisionError("planted")


class TripsInBatch(Trips):
    def on_train_batch_end(self, batch, logs=None):
        if batch == 1:
            self.trip()


class TripsAtEnd(Trips):
    def on_epoch_end(self, epoch, logs=None):
        self.trip()


class TripsInValidation(Trips):
    def on_test_begin(self, logs=None):
        self.trip()


@pytest.mark.parametrize("kind", [TripsInBatch, TripsAtEnd, TripsInValidation])
def test_after_an_error_it_goes_on_where_it_was(kind):
    straight = start("dense")
    for _ in straight:
        pass
    expected = end(straight)
    model = dense()
    kcore.utils.set_random_seed(1)
    loop = model.train_loop(X, Y, 16, 4, callbacks=[kind("unused")], validation_data=VALIDATION)
    with pytest.raises(ZeroDivisionError):
        for _ in loop:
            pass
    loop.resume()
    for _ in loop:
        pass
    assert end(loop) == expected


def test_the_bytes_of_a_moment_are_those_of_its_arrays():
    loop = start("dense")
    next(loop)
    moment = loop.moment()
    weights = sum(w.nbytes for w in loop.model.get_weights())
    alone = moment.nbytes(set())
    assert 3 * weights < alone < 3 * weights + 8192  # the weights, two slots of Adam, what the epoch has gathered
    known = set()
    first = moment.nbytes(known)
    next(loop)
    assert loop.moment().nbytes(known) <= first + 2000  # the batches kept back before are shared


def test_losses_of_the_users_own_are_gathered_too():
    def loss(y, p):
        return ops.mean(ops.square(y - p), axis=-1)

    make = lambda: dense(loss=loss)
    CASES["a loss of one's own"] = (make, (X, Y), {"batch_size": 16})
    test_from_every_moment_the_training_goes_on_as_it_did("a loss of one's own")
