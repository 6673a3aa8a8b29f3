"""An output layer, a loss and targets tried out together on a few samples: what really happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

import kcore
from kcore.autodiff import Array
from kcore.gradient_tape import GradientTape
from kcore.layers import Dense
from kcore.optimizers import SGD
from kwidgets.code import layer_call, value

EPOCHS: Final = 40
RATE: Final = 0.3  # plain gradient descent: an Adam would hide how small a gradient is
_SEED: Final = 4
_SAMPLES: Final = 60
_SHOWN: Final = 4  # answers that are shown


@dataclass(frozen=True)
class Data:
    """Samples of a tiny task.

    Args:
        x: inputs, shape (samples, 2).
        y: the targets as the task has them: numbers, 0 and 1, class numbers, or several 0 and 1 a sample.
        kind: "binary", "classes", "labels" or "numbers".
    """

    x: Array
    y: Array
    kind: str

    def score(self, answers: Array, threshold: float) -> float:
        """The share of right answers; of numbers the mean error.

        Args:
            answers: what the model says, shape (samples, units).
            threshold: above which an answer is a yes.
        """
        if self.kind == "numbers":
            return float(np.abs(self.y - answers[:, 0]).mean())
        if self.kind == "classes":
            guesses = answers.argmax(axis=1) if answers.shape[1] > 1 else np.round(answers[:, 0])
            return float((self.y == guesses).mean())
        return float((self.y.reshape(_SAMPLES, -1) == (answers > threshold)).mean())


def binary() -> Data:
    """Two heaps, a class each, that a line can part."""
    y = np.arange(_SAMPLES) % 2
    return Data(0.8 * _noise() + np.where(y[:, None] == 1, 1.2, -1.2).astype("float32"), y, "binary")


def classes() -> Data:
    """Three heaps around a centre, a class each."""
    y = np.arange(_SAMPLES) % 3
    angle = 2 * np.pi * y / 3
    centres = 1.8 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return Data(0.9 * _noise() + centres.astype("float32"), y, "classes")


def labels() -> Data:
    """Two questions a sample, each with an answer of its own: 0 or 1."""
    x = _noise()
    x[:_SHOWN] = np.abs(x[:_SHOWN]) * [[1, 1], [1, -1], [-1, 1], [-1, -1]]  # every answer once among those shown
    return Data(x, (x > 0).astype(int), "labels")


def numbers(low: float, high: float) -> Data:
    """Numbers on a slope, from `low` to `high`."""
    x = _noise()
    slope = 0.6 * x[:, 0] - 0.3 * x[:, 1]
    return Data(x, (low + (high - low) * (slope - slope.min()) / np.ptp(slope)).astype("float32"), "numbers")


def _noise() -> Array:
    return np.random.default_rng(_SEED).normal(size=(_SAMPLES, 2)).astype("float32")


@dataclass(frozen=True)
class Recipe:
    """An output layer and a loss, and in which form targets are given.

    Args:
        output: makes the output layer.
        loss: its name, or an object.
        one_hot: whether class numbers are given as one-hot rows.
        threshold: above which an answer is a yes: 0 for logits.
    """

    output: Callable[[], Dense]
    loss: Any
    one_hot: bool = False
    threshold: float = 0.5

    @property
    def code(self) -> str:
        """The lines that matter, as Keras code."""
        to_rows = ["y = keras.utils.to_categorical(y)"] if self.one_hot else []
        return "\n".join([layer_call(self.output()), f"loss={value(self.loss)}", *to_rows])


def _none() -> Array:
    return np.zeros((0, 1))


@dataclass(frozen=True)
class Outcome:
    """What came of a recipe.

    Args:
        refused: the engine's words if it would not train, else empty.
        scores: the score before the training and after each epoch.
        losses: the mean loss in each epoch.
        gradients: length of the gradient of the output layer's weights, before the first step and after the last.
        targets: of the samples shown.
        answers: to the samples shown, after the training.
    """

    refused: str
    scores: tuple[float, ...]
    losses: tuple[float, ...] = ()
    gradients: tuple[float, float] = (0.0, 0.0)
    targets: Array = field(default_factory=_none)
    answers: Array = field(default_factory=_none)


def tried(recipe: Recipe, data: Data) -> Outcome:
    """Train a small network with the recipe for `EPOCHS` epochs; the same each time."""
    kcore.utils.set_random_seed(_SEED)
    model = kcore.Sequential([kcore.Input((2,)), Dense(8, activation="tanh"), recipe.output()])
    model.compile(SGD(RATE), loss=recipe.loss)
    y = kcore.utils.to_categorical(data.y) if recipe.one_hot else data.y
    answers = model.predict(data.x, verbose=0)
    scores, losses = [data.score(answers, recipe.threshold)], []
    try:
        first = _gradient(model, data.x, y)
        for _ in range(EPOCHS):
            losses += model.fit(data.x, y, batch_size=20, verbose=0).history["loss"]
            answers = model.predict(data.x, verbose=0)
            scores.append(data.score(answers, recipe.threshold))
    except (ValueError, TypeError) as error:
        return Outcome(str(error), tuple(scores))
    gradients = first, _gradient(model, data.x, y)
    return Outcome("", tuple(scores), tuple(losses), gradients, y[:_SHOWN], answers[:_SHOWN])


def _gradient(model: Any, x: Array, y: Array) -> float:
    x, y, _ = model.intake.samples(x, y, None, None)
    with GradientTape() as tape:
        loss = model.compute_loss(x, y, model(x, training=True))
    parts = tape.gradient(loss, model.layers[-1].trainable_variables)
    return float(np.sqrt(sum(float((part**2).sum()) for part in parts)))
