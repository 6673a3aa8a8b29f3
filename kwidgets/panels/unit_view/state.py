from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from kcore import tree
from kcore.autodiff import Array
from kcore.training.aside import put_aside
from kwidgets.panels.unit_view.passes import Batch, Box, both_ways, forward
from kwidgets.panels.unit_view.unit import Unit, unit_of

STAGES: Final = ("unit", "layer", "batch")


class Step(NamedTuple):
    """What is looked at.

    Args:
        kind: such as "product" or "backward"; the last part of the keys of its texts.
        number: which product, or which box.
    """

    kind: str
    number: int = 0


class UnitViewState:
    """Which part of a model is looked at, how far it is computed, and the numbers there. Knows no widget.

    Args:
        model: a Sequential or functional model.
        x: inputs, the first axis the samples; a list or dict for a model with several.
        y: targets, or None; then there is no way back.
        batch_size: samples of the batch that goes both ways.

    Attributes:
        model: the model.
        stage: "unit", "layer" or "batch".
        step: number of the step within the stage.
        box: number of the layer that is looked at.
        unit: number of its unit.
        sample: number of the sample; of a batch the first.
        batch_size: samples of the batch.
        changed: inputs of the unit that a learner has given another value.
        boxes: the calls of the model for the sample.
        problem: why there is no way back, as the engine says; empty if there is one.

    Raises:
        ValueError, TypeError: for a model without a graph, and data that do not fit.
    """

    def __init__(self, model: Any, x: Any, y: Any = None, *, batch_size: int = 4) -> None:
        if not hasattr(model, "intake"):
            raise TypeError(f"UnitView shows a model and needs one as its first argument; got {type(model).__name__}.")
        self.model = model
        self._x, self._y = tree.map_structure(np.asarray, x), None if y is None else tree.map_structure(np.asarray, y)
        self.samples = int(tree.flatten(self._x)[0].shape[0]) if np.ndim(tree.flatten(self._x)[0]) else 0
        model.intake.inputs("x", self._x)  # builds a model that has not met data, and refuses data that do not fit
        if model.graph is None:
            raise ValueError(
                f"{type(model).__name__} computes in a call of its own, so the way through its layers is not known. "
                "UnitView shows Sequential and functional models."
            )
        self.stage, self.step = "unit", 0
        self.unit = self.sample = 0
        self.batch_size = batch_size
        self.changed: dict[int, float] = {}
        self.problem = ""
        self._batch: Batch | None = None
        self.refresh()
        dense = [number for number, box in enumerate(self.boxes) if box.is_dense]
        self.box = dense[0] if dense else 0

    def refresh(self) -> None:
        """Compute everything anew: the weights, or what is looked at, have changed."""
        self.boxes = forward(self.model, self._rows(self._x, 1))
        self._batch = None

    # What is looked at.

    def choose(
        self, *, stage: str | None = None, box: int | None = None, unit: int | None = None,
        sample: int | None = None, batch_size: int | None = None,
    ) -> None:  # fmt: skip
        """Look at another part. The walk through it begins anew, except where only the sample is another.

        Raises:
            ValueError: for a part that the model, or the data, do not have.
        """
        if stage is not None and stage not in STAGES:
            raise ValueError(f"stage must be one of {', '.join(map(repr, STAGES))}; got {stage!r}.")
        self.sample = _within("sample", sample, self.sample, self.samples)
        self.batch_size = _within("batch_size", batch_size, self.batch_size, self.samples + 1, low=1)
        if sample is not None or batch_size is not None:
            self.changed = {}
            self.refresh()
        if box is not None:
            self.box, self.unit, self.changed = _within("box", box, self.box, len(self.boxes)), 0, {}
        if unit is not None:
            self.unit, self.changed = _within("unit", unit, self.unit, self.units), {}
        if stage is not None or box is not None or unit is not None:
            self.stage, self.step = stage or self.stage, 0
        self.step = min(self.step, len(self.steps) - 1)

    def go(self, step: int) -> None:
        """Go to a step, kept between the first and the last."""
        self.step = min(max(step, 0), len(self.steps) - 1)

    def change(self, index: int, value: float) -> None:
        """Give an input of the unit another value: only this unit's sum is computed with it."""
        if np.isfinite(value):
            self.changed = {**self.changed, index: float(value)}

    # The numbers there.

    @property
    def here(self) -> Box:
        """The layer that is looked at."""
        return self.boxes[self.box]

    @property
    def units(self) -> int:
        """Units of the layer that is looked at: numbers in the last axis of its output."""
        return int(self.here.output.shape[-1])

    @property
    def row(self) -> Array:
        """What comes into the layer for the sample, one dimension: of several positions the first."""
        first: Array = self.here.inputs[0]
        return first.reshape(-1, first.shape[-1])[0]

    @property
    def arithmetic(self) -> Unit | None:
        """What the unit computes; None where the layer is no Dense layer."""
        layer: Any = self.here.layer
        return unit_of(layer, self.row, self.unit, self.changed) if self.here.is_dense else None

    @property
    def batch(self) -> Batch:
        """The batch both ways; without targets, or where the model cannot be trained, only forwards."""
        if self._batch is None:
            x, y = self._rows(self._x, self.batch_size), self._rows(self._y, self.batch_size)
            self.problem = ""
            try:
                self._batch = both_ways(self.model, x, y)
            except (ValueError, TypeError, RuntimeError) as error:
                self.problem = str(error)
                boxes = forward(self.model, x)
                self._batch = Batch(boxes, boxes[-1].output)
        return self._batch

    @property
    def inputs(self) -> tuple[Array, ...]:
        """What the model takes, for the batch."""
        return tuple(tree.flatten(self._rows(self._x, self.batch_size)))

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the stage, in order."""
        if self.stage == "batch":
            return self._batch_steps()
        if self.stage == "layer":
            kinds = ["input", "kernel", "product", "bias", "activation"] if self.here.is_dense else ["input", "output"]
            without_bias = self.here.is_dense and "bias" not in self.here.weights
            return tuple(Step(kind) for kind in kinds if not (kind == "bias" and without_bias))
        unit = self.arithmetic
        if unit is None:
            return Step("input"), Step("output")
        rest = [Step("rest")] if len(unit.shown) < unit.inputs.size else []
        bias = [] if unit.bias is None else [Step("bias")]
        return Step("input"), *(Step("product", i) for i in unit.shown), *rest, *bias, Step("sum"), Step("activation")

    @property
    def now(self) -> Step:
        """The step that is looked at."""
        return self.steps[self.step]

    def take_step(self) -> float:
        """Let the optimizer take the step for the batch, for good.

        Returns:
            The loss before the step.

        Raises:
            ValueError, TypeError, RuntimeError: where the model cannot be trained with these data.
        """
        with put_aside(self.model):  # a training that is at work counts its epoch without this batch
            loss = self.model.train_on_batch(self._rows(self._x, self.batch_size), self._rows(self._y, self.batch_size))
        self.refresh()
        return float(loss[0] if isinstance(loss, list) else loss)

    def _batch_steps(self) -> tuple[Step, ...]:
        batch, numbers = self.batch, range(len(self.boxes))
        there = [Step("input"), *(Step("forward", n) for n in numbers)]
        if batch.loss is None:
            return tuple(there)
        back = [Step("backward", n) for n in reversed(numbers) if batch.gradients[n] is not None]
        updates = [Step("update", n) for n in numbers if batch.moves[n]]
        return (*there, Step("loss"), *back, *updates)

    def _rows(self, data: Any, count: int) -> Any:
        return None if data is None else tree.map_structure(lambda a: a[self.sample : self.sample + count], data)


def _within(name: str, wanted: Any, usual: int, end: int, low: int = 0) -> int:
    if wanted is None:
        return min(usual, end - 1)
    if isinstance(wanted, bool) or not isinstance(wanted, int | np.integer) or not low <= wanted < end:
        raise ValueError(f"{name} must be a whole number from {low} to {end - 1}; got {wanted!r}.")
    return int(wanted)
