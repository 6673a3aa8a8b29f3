"""Callbacks of both packages hear the same epochs."""

from __future__ import annotations

import contextlib
import inspect
import io
import warnings

import numpy as np
import pytest

import kcore
from tests.core.parity.live import keras

DRAWS = 12
NAMES = sorted(set(kcore.callbacks.__all__))


class Optimizer:
    def __init__(self):
        self.learning_rate = np.float32(0.1)


class Model:
    """What callbacks need of a model; its weights tell the epoch."""

    def __init__(self):
        self.stop_training = False
        self.optimizer = Optimizer()
        self.metrics = []
        self.weights = [np.array(0)]
        self.saved = []

    def get_weights(self):
        return [w.copy() for w in self.weights]

    def set_weights(self, weights):
        self.weights = weights

    def save(self, path, overwrite=True):
        self.saved.append(str(path))

    save_weights = save


def heard(package, make, epochs, numbers, batches=0):
    """Everything that can be seen of a callback after each epoch, and what it printed."""
    model = Model()
    shown, notes = io.StringIO(), []
    with contextlib.redirect_stdout(shown), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        callback = make(package.callbacks)
        callback.set_model(model)
        callback.set_params({"epochs": epochs, "steps": batches, "verbose": 0})
        callback.on_train_begin({})
        for epoch in range(epochs):
            callback.on_epoch_begin(epoch, {})
            model.weights = [np.array(epoch)]
            logs = dict(numbers[epoch])
            for batch in range(batches):
                callback.on_train_batch_begin(batch, {})
                callback.on_train_batch_end(batch, dict(logs))
            callback.on_epoch_end(epoch, logs)
            notes.append((model.stop_training, float(model.optimizer.learning_rate), dict(logs), list(model.saved)))
            if model.stop_training:
                break
        callback.on_train_end({})
        notes.append(int(model.weights[0]))
    text = "".join(line for line in shown.getvalue().replace("\x1b", "").splitlines(keepends=True) if line.strip())
    return notes, text, len([w for w in caught if "available" in str(w.message) or "do not have" in str(w.message)])


def rounded(tree):
    if isinstance(tree, dict):
        return {key: rounded(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [rounded(value) for value in tree]
    return repr(np.float32(tree)) if isinstance(tree, float | np.floating) else tree


def both(make, epochs, numbers, batches=0):
    ours, real = heard(kcore, make, epochs, numbers, batches), heard(keras, make, epochs, numbers, batches)
    assert rounded(ours[0]) == rounded(real[0])
    assert ours[2] == real[2]
    return ours, real


def sequence(draw, names=("loss", "val_loss", "mine")):
    rng = np.random.default_rng(draw)
    falls = np.linspace(2, rng.uniform(0, 2), 14)
    return [{name: round(float(falls[i] + rng.normal() * 0.2), 3) for name in names} for i in range(14)]


@pytest.mark.parametrize("name", NAMES)
def test_signature(name):
    ours, real = getattr(kcore.callbacks, name), getattr(keras.callbacks, name)
    kinds = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    mine, theirs = (
        [(p.name, p.default) for p in inspect.signature(cls.__init__).parameters.values() if p.kind not in kinds]
        for cls in (ours, real)
    )
    assert mine == theirs
    public = {m for m in dir(real) if m.startswith(("on_", "set_"))}
    assert public <= set(dir(ours))


@pytest.mark.parametrize("draw", range(DRAWS))
def test_early_stopping(draw):
    rng = np.random.default_rng(100 + draw)
    given = {
        "monitor": ("loss", "val_loss", "mine", "nowhere")[draw % 4],
        "mode": ("min", "max")[int(rng.integers(2))],
        "patience": int(rng.integers(4)),
        "min_delta": float(rng.choice([0, 0.1, -0.2])),
        "baseline": (None, 1.5)[int(rng.integers(2))],
        "restore_best_weights": bool(rng.integers(2)),
        "start_from_epoch": int(rng.integers(4)),
        "verbose": 1,
    }
    ours, real = both(lambda callbacks: callbacks.EarlyStopping(**given), 14, sequence(draw))
    assert ours[1] == real[1]


@pytest.mark.parametrize("draw", range(DRAWS))
def test_reduce_lr_on_plateau(draw):
    rng = np.random.default_rng(200 + draw)
    given = {
        "monitor": ("loss", "val_loss", "nowhere")[draw % 3],
        "mode": ("min", "max")[int(rng.integers(2))],
        "factor": float(rng.choice([0.1, 0.5, 0.9])),
        "patience": int(rng.integers(4)),
        "min_delta": float(rng.choice([0, 1e-4, 0.2])),
        "cooldown": int(rng.integers(3)),
        "min_lr": float(rng.choice([0.0, 0.02])),
    }
    both(lambda callbacks: callbacks.ReduceLROnPlateau(**given), 14, sequence(draw))


@pytest.mark.parametrize("draw", range(DRAWS))
def test_model_checkpoint(draw, tmp_path):
    rng = np.random.default_rng(300 + draw)
    only = bool(rng.integers(2))
    frequency = ("epoch", 3)[draw % 2]
    name = "m.{epoch:02d}-{val_loss:.2f}" + ("-{batch}" if frequency == 3 else "")
    given = {
        "filepath": str(tmp_path / (name + (".weights.h5" if only else ".keras"))),
        "monitor": ("loss", "val_loss", "nowhere")[draw % 3],
        "mode": ("min", "max")[int(rng.integers(2))],
        "save_best_only": bool(rng.integers(2)),
        "save_weights_only": only,
        "save_freq": frequency,
        "initial_value_threshold": (None, 1.5)[int(rng.integers(2))],
        "verbose": 1,
    }
    ours, real = both(lambda callbacks: callbacks.ModelCheckpoint(**given), 14, sequence(draw), batches=4)
    assert ours[1] == real[1]


@pytest.mark.parametrize("schedule", [lambda epoch: 0.1 / (epoch + 1), lambda epoch, rate: rate * 0.9])
def test_learning_rate_scheduler(schedule):
    both(lambda callbacks: callbacks.LearningRateScheduler(schedule), 6, sequence(1))


@pytest.mark.parametrize("append", [False, True])
@pytest.mark.parametrize("separator", [",", ";"])
def test_csv_logger(append, separator, tmp_path):
    written = []
    early = sequence(2, ("loss", "mae"))
    late = [{"mae": 1.5, "loss": 0.5}, {"loss": 0.25, "mae": 1.0, "val_loss": 3.0}, {"loss": np.float32(0.1)}]
    for package in (kcore, keras):
        path = tmp_path / f"{package.__name__}.csv"
        for numbers in (early, late):
            heard(package, lambda callbacks: callbacks.CSVLogger(path, separator, append), 3, numbers)  # noqa: B023 - used at once
        written.append(path.read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize("loss", [1.0, float("nan"), float("inf")])
def test_terminate_on_nan(loss):
    ours, real = both(lambda callbacks: callbacks.TerminateOnNaN(), 2, [{"loss": 1.0}, {"loss": loss}], batches=2)
    assert ours[1] == real[1]


def test_history_and_lambdas():
    for package in (kcore, keras):
        heard_by_lambda = []
        history = package.callbacks.History()
        history.set_model(Model())
        lambdas = package.callbacks.LambdaCallback(
            on_epoch_end=lambda epoch, logs: heard_by_lambda.append((epoch, logs)),  # noqa: B023 - used at once
            on_train_batch_end=lambda batch, logs: heard_by_lambda.append(batch),  # noqa: B023 - used at once
        )
        several = package.callbacks.CallbackList([lambdas, history], model=Model(), epochs=2)
        several.on_train_begin()
        several.on_train_batch_end(3, {})
        several.on_epoch_end(0, {"loss": 1.0})
        several.on_epoch_end(1, {"loss": 2.0, "mine": 5})
        assert heard_by_lambda == [3, (0, {"loss": 1.0}), (1, {"loss": 2.0, "mine": 5})]
        assert history.history == {"loss": [1.0, 2.0], "mine": [5]}
        assert history.epoch == [0, 1]
        assert lambdas.params == {"epochs": 2}
