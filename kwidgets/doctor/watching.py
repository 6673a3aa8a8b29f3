"""Watching a training batch by batch, cheaply, without touching it."""

from __future__ import annotations

import math
from typing import Final

from kcore.autodiff import Array
from kwidgets.doctor.course import Broken, Course
from kwidgets.doctor.look import Eye
from kwidgets.doctor.signs import Signs

# A look costs about as much as three batches of a lesson's model. Doubling the distance from look to look sees the
# violent beginning closely, and 16 looks in the first 2,000 batches stay below 3 % of the time.
EVERY: Final = 256


class Watching:
    """Gathers signs while a training runs.

    Args:
        signs: what is known before the first step; its course is filled.
        every: batches between two looks once the beginning is over.
        step: batches trained already.

    Attributes:
        signs: what is known by now.
    """

    def __init__(self, signs: Signs, every: int = EVERY, step: int = 0) -> None:
        self.signs = signs
        self._every = every
        self._eye = Eye(signs.case.model, signs.body, signs.samples, signs.labels)
        self._blocks = signs.case.model.arena().blocks
        signs.course.step = step
        self._due = self._next(step)
        self._before: list[Array] | None = None
        self.look(step, 0.0)
        self._before = self._eye.numbers

    @property
    def course(self) -> Course:
        """What was seen."""
        return self.signs.course

    @property
    def fits(self) -> bool:
        """Whether it is still the model that this was made for: layers may have been frozen or thawed."""
        return self._eye.fits

    def batch(self, step: int, epoch: float) -> None:
        """Hear that a batch was trained.

        Args:
            step: batches trained since the beginning.
            epoch: how far the training is, in epochs.
        """
        course = self.course
        if step == course.step:
            return
        if step < course.step:  # wound back, or begun anew
            course.back_to(step - 1)
            self._before, self._due = None, self._next(step - 1)
        course.step = step
        if course.broken is None:
            square = 0.0
            for block in self._blocks:
                gradients = block.gradients
                square += float(gradients @ gradients)
            if math.isfinite(square):
                course.norms.append((step, math.sqrt(square)))
            else:
                course.broken = self._where(step, epoch)
        if step >= self._due:
            self.look(step, epoch)
            self._due = self._next(step)
        if step == self._due - 1:
            self._before = self._eye.numbers

    def look(self, step: int, epoch: float) -> None:
        """Look at everything now, unless that was done after this very batch."""
        course = self.course
        if course.last is None or course.last.step != step:
            course.looks.append(self._eye.look(step, epoch, self._before, self.signs.rate))
        self._before = None

    def _next(self, step: int) -> int:
        """After which batch to look again."""
        return step + min(max(step, 1), self._every)

    def _where(self, step: int, epoch: float) -> Broken | None:
        course, arena = self.course, self.signs.case.model.arena()
        if all(math.isfinite(float(block.gradients.sum())) for block in self._blocks):
            course.norms.append((step, math.inf))  # too long to be squared, and still a number
            return None
        before = course.norms[-1][1] if course.norms else None
        usual = course.usual_norm()
        # Gradients travel from the loss to the inputs: of the broken ones the last is the first.
        broken = [v for v in arena.variables if v.grad is not None and not math.isfinite(float(v.grad.sum()))]
        owners = {id(weight): part.name for part in self.signs.body.parts for weight in part.layer.weights}
        layer = owners.get(id(broken[-1]), "") if broken else ""
        return Broken(step, math.ceil(epoch), layer, "gradient", before, usual)
