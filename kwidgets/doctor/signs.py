"""All that the doctor knows of a training: the model, the data, and what was seen while it ran."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from kcore.autodiff import Array, Variable
from kcore.training.samples import Samples
from kwidgets.doctor.anatomy import Anatomy, Head, anatomy
from kwidgets.doctor.baseline import baseline
from kwidgets.doctor.case import Case
from kwidgets.doctor.course import Course
from kwidgets.doctor.data import Data, given_by, look_at
from kwidgets.doctor.look import Look
from kwidgets.doctor.targets import Targets


@dataclass
class Signs:
    """What diagnoses are made from.

    Args:
        case: what is trained, and how.
        body: the model's parts.
        data: what the data look like; None where they come in batches made elsewhere.
        samples: the checked samples; None where nobody knows them or the engine refuses them.
        refused: the engine's words where it refuses the data; else empty.
        baselines: for each output the loss of the best constant answer, or None.
        shuffles: whether each epoch has an order of its own.
        course: what was seen of the training.
    """

    case: Case
    body: Anatomy
    data: Data | None
    samples: Samples | None
    refused: str = ""
    baselines: tuple[float | None, ...] = ()
    shuffles: bool = True
    course: Course = field(default_factory=Course)

    @property
    def pairs(self) -> list[tuple[Head, Targets | None]]:
        """Each output with its targets."""
        aims = self.data.targets if self.data is not None else ()
        return [(head, aims[i] if i < len(aims) else None) for i, head in enumerate(self.body.heads)]

    @property
    def labels(self) -> list[Array | None]:
        """For each output the class of each sample, where there are exclusive classes."""
        return [None if aim is None else aim.labels for _, aim in self.pairs]

    @property
    def baseline(self) -> float | None:
        """The loss of the best constant answers of all outputs together; None where that is not known."""
        weighted = [
            None if loss is None else loss * head.judge.loss_weight
            for (head, _), loss in zip(self.pairs, self.baselines, strict=False)
            if head.loss is not None
        ]
        return None if not weighted or None in weighted else float(sum(filter(None, weighted)))

    @property
    def scheduled(self) -> bool:
        """Whether a schedule gives the learning rate."""
        optimizer = self.case.model.optimizer
        return optimizer is not None and not isinstance(optimizer.learning_rate, Variable)

    @property
    def looks(self) -> list[Look]:
        """The looks at steps that were taken with the present learning rate."""
        rate = self.rate
        return [look for look in self.course.looks if self.scheduled or math.isclose(look.rate, rate, rel_tol=1e-6)]

    @property
    def rate(self) -> float:
        """The learning rate now; NaN without an optimizer."""
        optimizer = self.case.model.optimizer
        return float("nan") if optimizer is None else float(optimizer.learning_rate)


def signs_of(case: Case, samples: Samples | None = None, *, shuffles: bool | None = None) -> Signs:
    """What can be known before the first step.

    Args:
        case: what is trained, and how. Where its data are None, those of `samples` are looked at.
        samples: the samples as the engine has checked them, where that was done already.
        shuffles: whether each epoch has an order of its own; None: as the run says.
    """
    model, refused = case.model, ""
    x, y = (case.x, case.y) if case.x is not None else given_by(samples)
    if samples is None and x is not None and model.compiled is not None:
        try:
            samples = model.intake.samples(x, y)
        except (ValueError, TypeError, RuntimeError) as error:
            refused = str(error)
    body = anatomy(model)
    names = model.input_names if model.graph is not None else []
    data = None
    if x is not None:
        size = int(case.fit.get("batch_size") or 32)
        data = look_at(body.heads, names, x, y, case.validation, size)
    baselines: tuple[float | None, ...] = ()
    if samples is not None and samples.y is not None:
        ys = samples.y if isinstance(samples.y, tuple) else (samples.y,)
        with np.errstate(all="ignore"):
            baselines = tuple(
                None if part is None else baseline(head, part) for head, part in zip(body.heads, ys, strict=False)
            )
    mixed = bool(case.fit.get("shuffle", True)) if shuffles is None else shuffles
    return Signs(case, body, data, samples, refused, baselines, mixed)
