from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from kcore.training import kinds
from kcore.training.samples import Samples
from kwidgets.panels.inspector.sample import answers

_MOST = 1000  # samples that a picture asks the model about
Kind = Literal["regression", "binary", "classes", "other"]


@dataclass(frozen=True, eq=False)
class Problem:
    """What a model learns, as far as pictures can be made of it.

    Args:
        kind: "regression", "binary" (one answer, two classes), "classes" (an answer for each class), or "other".
        train: the samples that are trained on; None where they come in batches.
        seen: the samples that the pictures are about: those of validation where there are some; at most 1000.
        validated: whether these are samples of validation.
        logits: whether answers are scores before the last sigmoid or softmax.
        centre: with two classes the answer at which the class changes.
        names: names of the classes.
    """

    kind: Kind
    train: Samples | None
    seen: Samples | None
    validated: bool = False
    logits: bool = False
    centre: float = 0.5
    names: tuple[str, ...] = ()

    @property
    def features(self) -> int:
        """Numbers in a sample; 0 where a sample is more than a row of numbers."""
        x = None if self.train is None else self.train.x
        return int(x.shape[1]) if isinstance(x, np.ndarray) and x.ndim == 2 else 0

    @property
    def looked_at(self) -> Samples:
        """The samples that the pictures are about.

        Raises:
            ValueError: where they come in batches.
        """
        if self.seen is None:
            raise ValueError("These data come in batches: there are no samples to make a picture of.")
        return self.seen

    def labels(self, samples: Samples) -> Any:
        """The class of each sample, a whole number; with regression the target, shape `(samples, outputs)`."""
        y = np.asarray(samples.y)
        if self.kind == "binary":
            return (y.reshape(len(y)) > (0 if self.centre == 0 and y.min() < 0 else 0.5)).astype(int)
        if self.kind == "classes":
            return y.argmax(axis=1) if y.ndim == 2 and y.shape[1] > 1 else y.reshape(len(y)).astype(int)
        return y.reshape(len(y), -1)

    def target(self, label: int) -> Any:
        """The target of one sample of a class, with the axis of the samples, as those of the training are.

        Raises:
            ValueError: where the training set has no sample of the class.
        """
        train = self.train
        which: Any = () if train is None else np.flatnonzero(self.labels(train) == label)
        if train is None or not len(which):
            raise ValueError(f"The training set has no sample of class {label}, so that its targets are not known.")
        return train.y[which[:1]]

    def answers(self, model: Any, x: Any) -> Any:
        """What the model answers: probabilities `(samples, classes)`, also with two classes; else `(samples, outputs)`.

        Raises:
            Exception: whatever a learner's layer raises.
        """
        given = np.asarray(answers(model, x)[0])
        given = given.reshape(len(given), -1)
        if self.kind == "binary":
            second = _sigmoid(given[:, 0]) if self.logits or self.centre == 0 else given[:, 0]
            return np.stack([1 - second, second], axis=1)
        return _softmax(given) if self.kind == "classes" and self.logits else given


def problem_of(session: Any, names: Sequence[str] | None = None) -> Problem:
    """What the model of a session learns.

    Args:
        session: a training session.
        names: names of the classes, or None.

    Raises:
        ValueError: for another number of names than there are classes.
    """
    train, validation = session.loop.samples, session.loop.validation_samples
    single = train is not None and isinstance(train.x, np.ndarray) and isinstance(train.y, np.ndarray)
    if not single:
        return Problem("other", None, None)
    seen = _some(train if validation is None else validation)
    loss = session.model.objective.loss
    kind, outputs = _kind(loss, train.y, int(session.model.intake.answer_shapes[0][-1] or 1))
    sides = getattr(type(loss), "function", loss) in kinds.SIDES
    logits = bool(getattr(loss, "from_logits", False))
    count = {"binary": 2, "classes": outputs}.get(kind, 0)
    if names is not None and count and len(names) != count:
        raise ValueError(f"classes must name each of the {count} classes; got {len(names)} names.")
    called = tuple(map(str, names or range(count))) if count else ()
    return Problem(kind, train, seen, validation is not None, logits, 0.0 if sides or logits else 0.5, called)


def _kind(loss: Any, y: Any, outputs: int) -> tuple[Kind, int]:
    function = getattr(type(loss), "function", loss)
    flat = y.reshape(len(y), -1)
    if y.ndim > 2:
        return "other", outputs
    if function in kinds.CLASS_NUMBERS:
        return ("classes", outputs) if flat.shape[1] == 1 else ("other", outputs)
    one_hot = flat.shape[1] > 1 and bool(((flat == 0) | (flat == 1)).all() and (flat.sum(axis=1) == 1).all())
    if function in kinds.ONE_HOT or (function in kinds.SHARES and one_hot):
        return ("classes" if flat.shape[1] > 1 else "other"), outputs
    two = flat.shape[1] == 1 and set(np.unique(flat[:10_000]).tolist()) <= {-1.0, 0.0, 1.0}
    if function in kinds.SHARES | kinds.SIDES:
        return ("binary" if two else "other"), outputs
    return "regression", outputs


def _some(samples: Samples) -> Samples:
    """At most so many of the samples, evenly chosen."""
    if samples.number <= _MOST:
        return samples
    return samples.taken(np.linspace(0, samples.number - 1, _MOST).astype(int))


def _sigmoid(scores: Any) -> Any:
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-scores))


def _softmax(scores: Any) -> Any:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)
