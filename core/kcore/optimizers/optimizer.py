"""What all optimizers share: the learning rate, clipping, weight decay, averaging, and the walk over the arena."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from kcore.arena import Arena, Block, flat_arrays
from kcore.autodiff import Array, Variable
from kcore.configurable import (
    Configurable,
    NonNegative,
    Positive,
    PositiveInt,
    UnitInterval,
    Unsupported,
    parameters,
)
from kcore.naming import auto_name

CHUNK = 32768  # elements per pass: several arrays of this size stay in the processor's second-level cache
# Keras's order of what all optimizers write into their configs
_COMMON = (
    "name",
    "learning_rate",
    "weight_decay",
    "clipnorm",
    "global_clipnorm",
    "clipvalue",
    "use_ema",
    "ema_momentum",
    "ema_overwrite_frequency",
    "loss_scale_factor",
    "gradient_accumulation_steps",
)
LossScale = Annotated[float | None, Unsupported("loss scaling serves half precision on graphics cards")]


class Optimizer(Configurable):
    """Base of optimizers; one of your own names its ``slots`` and defines ``update``.

    Args:
        learning_rate: size of the steps, at least 0; may be changed between any two steps.
        weight_decay: share of each weight (times the learning rate) taken off at every step, or None.
        clipnorm: largest norm of each variable's gradient, or None.
        clipvalue: largest size of each element of the gradient, or None.
        global_clipnorm: largest norm of all gradients together, or None.
        use_ema: whether to keep a moving average of the weights, which replaces them at the end of training.
        ema_momentum: weight of the past in that average, 0 to 1.
        ema_overwrite_frequency: steps after which the average replaces the weights, None: only at the end.
        gradient_accumulation_steps: batches whose gradients are averaged into one step, or None.
        name: name of the optimizer.
    """

    slots: tuple[str, ...] = ()

    def __init__(
        self,
        learning_rate: NonNegative,
        weight_decay: NonNegative | None = None,
        clipnorm: Positive | None = None,
        clipvalue: Positive | None = None,
        global_clipnorm: Positive | None = None,
        use_ema: bool = False,
        ema_momentum: UnitInterval = 0.99,
        ema_overwrite_frequency: PositiveInt | None = None,
        loss_scale_factor: LossScale = None,
        gradient_accumulation_steps: PositiveInt | None = None,
        name: str | None = None,
    ) -> None:
        clips = {"clipnorm": clipnorm, "clipvalue": clipvalue, "global_clipnorm": global_clipnorm}
        chosen = [k for k, v in clips.items() if v is not None]
        if len(chosen) > 1:
            raise ValueError(f"{type(self).__name__}: one kind of clipping at a time; got {' and '.join(chosen)}.")
        self._learning_rate = Variable(learning_rate, dtype="float32", trainable=False, name="learning_rate")
        self.weight_decay = weight_decay
        self.clipnorm, self.clipvalue, self.global_clipnorm = clipnorm, clipvalue, global_clipnorm
        self.use_ema, self.ema_momentum = use_ema, ema_momentum
        self.ema_overwrite_frequency = ema_overwrite_frequency
        self.loss_scale_factor = loss_scale_factor
        self.gradient_accumulation_steps = gradient_accumulation_steps
        self.name = name or auto_name(type(self).__name__)
        self.iterations = 0
        self._waiting = 0  # batches added up since the last step
        self._excluded: list[Variable] = []
        self._arena: Arena | None = None
        self._state: list[dict[str, Array]] = []
        self._jobs: list[tuple[Array, ...]] = []

    @property
    def learning_rate(self) -> Variable:
        """The learning rate; ``float(optimizer.learning_rate)`` reads it, assignment changes it."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        checked = next(p for p in parameters(type(self)) if p.name == "learning_rate").check(value)
        self._learning_rate.assign(np.asarray(checked, "float32"))

    lr = learning_rate

    def exclude_from_weight_decay(self, var_list: list[Variable]) -> None:
        """Spare these variables from weight decay; to be called before training starts."""
        self._excluded.extend(var_list)

    def build(self, arena: Arena) -> None:
        """Make the slots for an arena. Slots of variables known from before keep their numbers."""
        if arena is self._arena:
            return
        old = {id(v): numbers for v, numbers in self._slots_by_variable()}
        names = list(self.slots)
        names += ["average"] if self.use_ema else []
        names += ["accumulated"] if self.gradient_accumulation_steps else []
        self._arena = arena
        self._state = [
            dict(zip(names, flat_arrays(len(names), b.parameters.size, b.parameters.dtype), strict=True))
            for b in arena.blocks
        ]
        for block, state in zip(arena.blocks, self._state, strict=True):
            if self.use_ema:
                state["average"][...] = block.parameters  # so that ending before the first step changes nothing
            for variable, span in block.spans():
                for name, numbers in old.get(id(variable), {}).items():
                    if name in state:
                        state[name][span] = numbers
        self._jobs = [
            job for block, state in zip(arena.blocks, self._state, strict=True) for job in self._chunks(block, state)
        ]
        self.prepare(np.result_type(*(b.parameters.dtype for b in arena.blocks)) if arena.blocks else np.dtype("f4"))

    def _slots_by_variable(self) -> list[tuple[Variable, dict[str, Array]]]:
        if self._arena is None:
            return []
        return [
            (variable, {name: array[span].copy() for name, array in state.items()})
            for block, state in zip(self._arena.blocks, self._state, strict=True)
            for variable, span in block.spans()
        ]

    def _chunks(self, block: Block, state: dict[str, Array]) -> list[tuple[Array, ...]]:
        size = block.parameters.size
        (scratch,) = flat_arrays(1, min(CHUNK, size), block.parameters.dtype)
        jobs = []
        for start in range(0, size, CHUNK):
            span = slice(start, min(size, start + CHUNK))
            slots = (state[name][span] for name in self.slots)
            jobs.append((block.parameters[span], block.gradients[span], scratch[: span.stop - start], *slots))
        return jobs

    def prepare(self, dtype: np.dtype[Any]) -> None:
        """Make constants for the float type of the parameters; called once before the first step."""

    def begin_step(self, learning_rate: float, step: int) -> None:
        """Set what changes from step to step. ``step`` counts from 1."""

    def update(self, parameters: Array, gradients: Array, scratch: Array, *slots: Array) -> None:
        """Move ``parameters`` in place. All arrays are flat and of equal size; ``scratch`` is free to use."""
        raise TypeError(f"{type(self).__name__} needs a method update(self, parameters, gradients, scratch, *slots).")

    def step(self) -> None:
        """One step with the gradients that lie in the arena."""
        arena = self._arena
        if arena is None:
            raise RuntimeError("The optimizer has no variables yet: compile a model with it and train that.")
        if self.gradient_accumulation_steps and not self._accumulate(arena, self.gradient_accumulation_steps):
            return
        if self.clipnorm or self.clipvalue or self.global_clipnorm:
            self._clip(arena)
        rate = float(self._learning_rate.value)
        if self.weight_decay:
            self._decay(arena, rate * self.weight_decay)
        self.iterations += 1
        self.begin_step(rate, self.iterations)
        for job in self._jobs:
            self.update(*job)
        if self.use_ema:
            self._average()

    def _accumulate(self, arena: Arena, steps: int) -> bool:
        """Add this batch's gradients up; True, with their mean as the gradient, when it is time for a step."""
        self._waiting += 1
        for block, state in zip(arena.blocks, self._state, strict=True):
            np.add(state["accumulated"], block.gradients, state["accumulated"])
            if self._waiting == steps:
                np.divide(state["accumulated"], steps, block.gradients)
                state["accumulated"].fill(0)
        if self._waiting < steps:
            self.iterations += 1  # Keras counts batches, not steps
            return False
        self._waiting = 0
        return True

    def _clip(self, arena: Arena) -> None:
        if self.clipvalue:
            for block in arena.blocks:
                np.clip(block.gradients, -self.clipvalue, self.clipvalue, block.gradients)
        elif self.clipnorm:
            for variable in arena.variables:
                _shorten([variable.grad], self.clipnorm)
        elif self.global_clipnorm:
            _shorten([block.gradients for block in arena.blocks], self.global_clipnorm)

    def _decay(self, arena: Arena, share: float) -> None:
        for variable in arena.variables:
            if not any(variable is spared for spared in self._excluded):
                variable.value *= 1 - share

    def _average(self) -> None:
        if self._arena is None:
            return
        for block, state in zip(self._arena.blocks, self._state, strict=True):
            average = state["average"]
            past = self.ema_momentum if self.iterations > 1 else 0.0  # the average begins with the first step
            average *= past
            average += (1 - past) * block.parameters
        if self.ema_overwrite_frequency and self.iterations % self.ema_overwrite_frequency == 0:
            self.finalize()

    def finalize(self) -> None:
        """At the end of training: the moving average, if one is kept, becomes the weights."""
        if self.use_ema and self._arena is not None:
            for block, state in zip(self._arena.blocks, self._state, strict=True):
                block.parameters[...] = state["average"]

    def snapshot(self) -> tuple[int, list[dict[str, Array]]]:
        """A copy of the counters and slots."""
        return self.iterations, [{k: v.copy() for k, v in state.items()} for state in self._state]

    def restore(self, snapshot: tuple[int, list[dict[str, Array]]]) -> None:
        """Put back what ``snapshot`` returned; slots made since then start from zero again."""
        self.iterations, saved = snapshot
        for i, state in enumerate(self._state):
            for name, array in state.items():
                array[...] = saved[i][name] if i < len(saved) else 0

    def get_config(self) -> dict[str, Any]:
        """Arguments as plain values; the learning rate is the one in force."""
        config = super().get_config()
        config.update(learning_rate=float(self._learning_rate.value), loss_scale_factor=None)
        return {name: config.pop(name) for name in _COMMON} | config


def _shorten(arrays: list[Any], limit: float) -> None:
    """Scale arrays down together so that their common norm is at most ``limit``."""
    norm = float(np.sqrt(sum(float(np.vdot(a, a)) for a in arrays)))
    if norm > limit:
        for array in arrays:
            array *= limit / norm
