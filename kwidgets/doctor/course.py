"""What a training has shown so far: looks, lengths of gradients, numbers of epochs, and where it broke."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kwidgets.doctor.look import Look

KEPT: Final = 512  # lengths of gradients, the newest


@dataclass(frozen=True)
class Broken:
    """Where values began that are no finite numbers.

    Args:
        step: the batch, counted from 1.
        epoch: its epoch, counted from 1.
        layer: the layer nearest to the loss whose gradient is none any more; empty where nobody knows.
        part: "weights", "gradient" or "answers".
        before: length of the gradient of the step before; None where nothing was seen.
        usual: median length of the gradients before that; None likewise.
    """

    step: int
    epoch: int
    layer: str
    part: str
    before: float | None = None
    usual: float | None = None


@dataclass
class Course:
    """A training so far.

    Attributes:
        looks: what was seen, in order of steps.
        norms: lengths of the gradient of all weights together, for each of the newest steps.
        history: one value an epoch for the loss and each metric.
        broken: where values ceased to be numbers, or None.
        step: batches trained.
        epochs: epochs planned.
        steps_per_epoch: batches in an epoch.
        over: whether the planned end was reached.
        trained: whether the weights had been trained before it was watched.
    """

    looks: list[Look] = field(default_factory=list)
    norms: deque[tuple[int, float]] = field(default_factory=lambda: deque(maxlen=KEPT))
    history: Mapping[str, Sequence[float]] = field(default_factory=dict)
    broken: Broken | None = None
    step: int = 0
    epochs: int = 0
    steps_per_epoch: int = 1
    over: bool = False
    trained: bool = False

    @property
    def last(self) -> Look | None:
        """The newest look."""
        return self.looks[-1] if self.looks else None

    @property
    def from_start(self) -> bool:
        """Whether the first look was at weights that nothing had moved yet."""
        return bool(self.looks) and self.looks[0].step == 0 and not self.trained

    @property
    def swelling(self) -> bool:
        """Whether the loss of the probe has grown much since the first look."""
        losses = [look.loss for look in self.looks if math.isfinite(look.loss)]
        return len(losses) > 1 and losses[-1] > 3 * losses[0]

    @property
    def losses(self) -> Sequence[float]:
        """The training loss of each epoch."""
        return self.history.get("loss", ())

    @property
    def validation(self) -> Sequence[float]:
        """The validation loss of each epoch."""
        return self.history.get("val_loss", ())

    @property
    def epoch(self) -> float:
        """How far it is, in epochs."""
        return self.step / max(self.steps_per_epoch, 1)

    def usual_norm(self) -> float | None:
        """The median length of the gradients seen lately; None before there are enough."""
        lengths = sorted(length for _, length in self.norms if math.isfinite(length))
        return lengths[len(lengths) // 2] if len(lengths) >= 5 else None

    def copy(self) -> Course:
        """What was seen so far, which what is seen later does not change."""
        return replace(self, looks=list(self.looks), norms=deque(self.norms, maxlen=KEPT))

    def take(self, other: Course) -> None:
        """Become like another one."""
        vars(self).update(vars(other.copy()))

    def back_to(self, step: int) -> None:
        """Forget what was seen after a step: the training was wound back."""
        self.looks = [look for look in self.looks if look.step <= step]
        while self.norms and self.norms[-1][0] > step:
            self.norms.pop()
        if self.broken is not None and self.broken.step > step:
            self.broken = None
        self.step = step
