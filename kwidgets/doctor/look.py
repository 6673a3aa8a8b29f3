"""What one look at a running training finds: a probe of a few samples through the layers, and what the step did."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from kcore.autodiff import Array, value_of
from kcore.models.model import Model
from kcore.training.own_step import brings_own
from kcore.training.samples import Samples
from kcore.training.trial import on_trial
from kwidgets.doctor.anatomy import Anatomy, outputs_of

PROBE: Final = 128  # samples: enough that a unit which is silent for all of them hardly ever speaks
FAR: Final = 30.0  # the step is also tried at so many times its length

_EDGE: Final = 0.01  # share of its range within which an output of a sigmoid or tanh counts as saturated


@dataclass(frozen=True)
class LayerLook:
    """A layer at one moment.

    Args:
        name: its name.
        gradient: length of the gradient of its kernel in the last step, divided by the root of its size; None where
            nobody saw it.
        weights: length of its kernel, divided likewise.
        update: how far the last step moved the kernel, divided likewise.
        usual: how long a kernel of this shape is at first, as Keras makes it by default, divided likewise.
        dead: share of the units of a relu that gave 0 for every sample; None for other functions.
        saturated: share of the outputs of a sigmoid or tanh that lie at the ends of its range; None for others.
        deviation: standard deviation of its outputs over the samples, averaged over units; None where not computed.
        broken: whether it gives values that are no finite numbers.
        alike: whether all of its units have the same incoming weights.
    """

    name: str
    gradient: float | None
    weights: float
    update: float | None
    usual: float = 0.0
    dead: float | None = None
    saturated: float | None = None
    deviation: float | None = None
    broken: bool = False
    alike: bool = False

    @property
    def stride(self) -> float:
        """How far the last step moved the kernel, as a share of its length (or of the usual one, if it is short)."""
        longest = max(self.weights, self.usual)
        return 0.0 if self.update is None or not longest > 0 else self.update / longest


@dataclass(frozen=True)
class AnswerLook:
    """The answers of one output at one moment.

    Args:
        name: what it is called.
        low: the smallest answer.
        high: the largest one.
        deviation: standard deviation over the samples, averaged over units.
        most: share of the samples that get the most frequent class; 0 where there are no classes.
        recalls: for each class the share of its samples that are recognised; empty where there are no classes.
    """

    name: str
    low: float
    high: float
    deviation: float
    most: float = 0.0
    recalls: tuple[float, ...] = ()


@dataclass(frozen=True)
class Look:
    """One moment of a training.

    Args:
        step: batches trained before it.
        epoch: how far the training was, in epochs.
        loss: of the probe.
        before: of the probe before the last step; None where that was not seen.
        far: of the probe, had the last step been `FAR` times as long; None where that was not tried.
        rate: the learning rate.
        layers: the layers with weights or a function.
        answers: the outputs.
    """

    step: int
    epoch: float
    loss: float
    before: float | None
    far: float | None
    rate: float
    layers: tuple[LayerLook, ...]
    answers: tuple[AnswerLook, ...]


class Eye:
    """Looks at a model that is being trained, and leaves it as it is to the last bit.

    Args:
        model: compiled and built.
        body: its anatomy.
        samples: checked samples, of which a few are the probe; None where nobody knows any.
        labels: for each output the class of each sample, or None.
    """

    def __init__(self, model: Any, body: Anatomy, samples: Samples | None, labels: list[Array | None]) -> None:
        self._model, self._body = model, body
        self._arena = model.arena()
        self._parts = [part for part in body.parts if part.kernel is not None or part.function]
        self._probe: Samples | None = None
        self._labels: list[Array | None] = []
        if samples is not None and samples.y is not None and samples.number:
            size = _fixed_batch(model) or min(PROBE, samples.number)
            chosen = np.linspace(0, samples.number - 1, size).astype(int)
            self._probe = samples.taken(chosen)
            self._labels = [None if each is None else each[chosen] for each in labels]
        self._places: list[Any] = []
        self._inside: Model | None = None
        if model.graph is not None:
            found = outputs_of(model)
            self._places = [layer for layer, _ in found]
            self._inside = Model(model.inputs, [place for _, place in found], name=f"{model.name}_seen")
        self._seen_gradients = not brings_own(model, "train_step")
        # Layers with chance or memory of their own, and those of a user's, are looked at on trial.
        self._plain = all(
            type(layer).__module__.startswith("kcore.") and not getattr(layer, "stateful", False)
            for layer in model.flat_layers()
        )

    @property
    def numbers(self) -> list[Array]:
        """Copies of all trainable numbers, for `look`."""
        return [block.parameters.copy() for block in self._arena.blocks]

    @property
    def fits(self) -> bool:
        """Whether the model is still the one that this was made for."""
        return bool(self._arena.holds(self._model.trainable_variables))

    def look(self, step: int, epoch: float, before: list[Array] | None, rate: float) -> Look:
        """Look now.

        Args:
            step: batches trained so far.
            epoch: how far the training is, in epochs.
            before: what `numbers` was before the last step, or None.
            rate: the learning rate.
        """
        with np.errstate(all="ignore"):
            if self._plain:
                return self._look(step, epoch, before, rate)
            with on_trial(self._model):
                return self._look(step, epoch, before, rate)

    def _look(self, step: int, epoch: float, before: list[Array] | None, rate: float) -> Look:
        outputs, answers = self._run()
        loss = self._loss(answers)
        past = far = None
        if before is not None and self._probe is not None and not self._model_has_many_losses:
            past, far = self._tried(before)
        moved = self._moves(before)
        layers = tuple(self._layer(part, outputs, moved) for part in self._parts)
        return Look(step, epoch, loss, past, far, rate, layers, tuple(self._answers(answers)))

    @property
    def _model_has_many_losses(self) -> bool:
        return self._model.objective.loss is None

    def _run(self) -> tuple[dict[int, Array], list[Array]]:
        """The outputs of each layer by its id, and the answers."""
        if self._probe is None:
            return {}, []
        if self._inside is None:
            answers = self._model.forward(self._probe.x, False)
            self._model.forget_losses()
            return {}, [np.asarray(value_of(each)) for each in (answers if type(answers) is tuple else (answers,))]
        values = self._inside.forward(self._probe.x, False)
        values = values if type(values) is tuple else (values,)
        self._model.forget_losses()
        outputs = {id(layer): np.asarray(value_of(v)) for layer, v in zip(self._places, values, strict=True)}
        ends = [place.node.operation if place.node is not None else None for place in self._model.outputs]
        if all(id(end) in outputs for end in ends):
            return outputs, [outputs[id(end)] for end in ends]
        answers = self._model.forward(self._probe.x, False)
        return outputs, [np.asarray(value_of(each)) for each in (answers if type(answers) is tuple else (answers,))]

    def _loss(self, answers: list[Array]) -> float:
        if self._probe is None or self._model.objective.loss is None:
            return math.nan
        answer: Any = answers[0] if len(answers) == 1 else tuple(answers)
        return float(value_of(self._model.objective.total(self._probe.y, answer, None)))

    def _tried(self, before: list[Array]) -> tuple[float, float]:
        """The probe's loss before the last step, and had that step been `FAR` times as long."""
        blocks = self._arena.blocks
        now = self.numbers
        try:
            self._arena.restore(before)
            past = self._loss(self._answer())
            for block, old, new in zip(blocks, before, now, strict=True):
                block.parameters[...] = old + FAR * (new - old)
            return past, self._loss(self._answer())
        finally:
            self._arena.restore(now)

    def _answer(self) -> list[Array]:
        assert self._probe is not None  # noqa: S101 - asked by those who have seen to it
        answers = self._model.forward(self._probe.x, False)
        self._model.forget_losses()
        return [np.asarray(value_of(each)) for each in (answers if type(answers) is tuple else (answers,))]

    def _moves(self, before: list[Array] | None) -> dict[int, float]:
        """How far each variable was moved by the last step, by its id."""
        if before is None:
            return {}
        moved = {}
        for block, old in zip(self._arena.blocks, before, strict=True):
            change = block.parameters - old
            for variable, span in block.spans():
                part = change[span]
                moved[id(variable)] = math.sqrt(float(part @ part) / max(part.size, 1))
        return moved

    def _layer(self, part: Any, outputs: dict[int, Array], moved: dict[int, float]) -> LayerLook:
        variable = getattr(part.layer, "kernel", None)
        gradient = weights = update = None
        alike = False
        if variable is not None:
            value = variable.value.ravel()
            weights = _length(value)
            update = moved.get(id(variable))
            if self._seen_gradients and update is not None and variable.grad is not None:
                gradient = _length(variable.grad.ravel())
            columns = variable.value.reshape(-1, variable.value.shape[-1])
            alike = columns.shape[1] > 1 and bool((columns == columns[:, :1]).all())
        output = outputs.get(id(part.layer))
        dead = saturated = deviation = None
        broken = False
        if output is not None and output.dtype.kind == "f":
            rows = output.reshape(-1, output.shape[-1]) if output.ndim > 1 else output.reshape(-1, 1)
            spread = rows.std(axis=0)
            deviation = float(spread.mean())
            broken = not math.isfinite(deviation)
            if part.function == "relu":
                dead = float((rows.max(axis=0) <= 0).mean())
            elif part.function in ("sigmoid", "tanh", "hard_sigmoid"):
                middle, half = (0.0, 1.0) if part.function == "tanh" else (0.5, 0.5)
                saturated = float((np.abs(rows - middle) > half * (1 - 2 * _EDGE)).mean())
        return LayerLook(
            part.name, gradient, weights or 0.0, update, _usual(variable), dead, saturated, deviation, broken, alike
        )

    def _answers(self, answers: list[Array]) -> Iterator[AnswerLook]:
        for head, answer, labels in zip(self._body.heads, answers, self._labels, strict=False):
            rows = answer.reshape(-1, answer.shape[-1]) if answer.ndim > 1 else answer.reshape(-1, 1)
            low, high, deviation = float(rows.min()), float(rows.max()), float(rows.std(axis=0).mean())
            most = 0.0
            recalls: tuple[float, ...] = ()
            if labels is not None and len(labels) == len(rows):
                edge = 0.0 if head.from_logits or head.range == (-1.0, 1.0) else 0.5
                guesses = rows.argmax(axis=1) if rows.shape[1] > 1 else (rows[:, 0] > edge).astype(int)
                most = float(np.bincount(guesses).max() / len(guesses))
                kinds = range(int(labels.max()) + 1)
                recalls = tuple(
                    float((guesses[labels == kind] == kind).mean()) if (labels == kind).any() else math.nan
                    for kind in kinds
                )
            yield AnswerLook(head.name, low, high, deviation, most, recalls)


def _length(flat: Array) -> float:
    return math.sqrt(float(flat @ flat) / max(flat.size, 1))


def _usual(variable: Any) -> float:
    """The root mean square of Glorot's first weights for a kernel of this shape; 0 for none."""
    if variable is None or variable.value.ndim < 2:
        return 0.0
    *_, inputs, outputs = variable.value.shape
    window = variable.value.size // max(inputs * outputs, 1)
    return math.sqrt(2 / max(window * (inputs + outputs), 1))


def _fixed_batch(model: Any) -> int | None:
    """How many samples a batch must have, where that is fixed: layers that remember the batch before ask for it."""
    shapes = [place.shape for place in model.inputs] if model.graph is not None else []
    return next((size for size, *_ in shapes if size is not None), None)
