"""How an optimizer moves weights: all of an arena in a few passes, or those of given gradients."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from kcore.arena import Arena
from kcore.autodiff import Array, Variable, value_of
from kcore.optimizers.plan import Plan, accumulate, average, clip, plan_for
from kcore.optimizers.remembering import Remembering
from kcore.optimizers.slots import Slot, Slots


class Moving(Remembering):
    """The half of ``Optimizer`` that changes weights."""

    slots: tuple[Slot, ...] = ()
    scratch_rows = 1
    weight_decay: float | None
    clipnorm: float | None
    clipvalue: float | None
    global_clipnorm: float | None
    use_ema: bool
    ema_momentum: float
    ema_overwrite_frequency: int | None
    gradient_accumulation_steps: int | None

    def _begin(self) -> None:
        super()._begin()
        self._spared: list[Variable] = []
        self._spared_names: list[str] = []
        self._plan: Plan | None = None
        self._swapped = False

    def _rate_now(self) -> float:
        raise NotImplementedError

    # -- what optimizers define -----------------------------------------------------------------

    def prepare(self, dtype: np.dtype[Any]) -> None:
        """Make constants for the float type of the parameters; called once before the first step."""

    def begin_step(self, learning_rate: float, step: int) -> None:
        """Set what changes from step to step. ``step`` counts from 1."""

    def update(self, parameters: Array, gradients: Array, scratch: Array, *slots: Array) -> None:
        """Move ``parameters`` in place.

        All arrays are flat and of equal size; ``scratch`` is free to use, and has ``scratch_rows`` rows if not one.
        """

    def update_step(self, gradient: Array, variable: Variable, learning_rate: float) -> None:
        """Move one variable: what an optimizer of your own defines.

        Args:
            gradient: of the variable's shape, clipped.
            variable: to be changed in place, by ``assign_sub`` for example.
            learning_rate: that of this step.
        """
        raise TypeError(
            f"{type(self).__name__} needs a method update_step(self, gradient, variable, learning_rate) that changes "
            "the variable, for example by self.assign_sub(variable, learning_rate * gradient)."
        )

    # -- variables ------------------------------------------------------------------------------

    def build(self, variables: Sequence[Variable]) -> None:
        """Make the state for the variables to be trained. Those known from before keep theirs.

        Args:
            variables: trainable variables; each may occur once.
        """
        self._follow(_home(variables))
        self.built = True

    def _follow(self, arena: Arena) -> None:
        if self._slots is not None and arena is self._slots.arena:
            return
        kinds = list(self.slots)
        kinds += [Slot("average", group=-2)] if self.use_ema else []
        kinds += [Slot("gradient_accumulator", group=-1)] if self.gradient_accumulation_steps else []
        before, self._slots = self._slots, Slots(arena, kinds, self._slots)
        self._before, self._added = self._added, {}
        if self.use_ema and self._count:
            for variable in arena.variables:
                if before is None or not before.knows(variable):
                    piece = self._slots.of(variable)
                    piece.slots["average"][...] = piece.parameters
        self._plan = self._plan_for(self._slots, None)
        self.prepare(np.result_type(*(b.parameters.dtype for b in arena.blocks)) if arena.blocks else np.dtype("f4"))

    def join(self, arena: Arena) -> None:
        """Follow a model's variables into their arena; what ``build`` makes is made on the way."""
        if self._slots is None or arena is not self._slots.arena:
            self._follow(arena)
            self.build(list(arena.variables))

    def _plan_for(self, slots: Slots, variables: Sequence[Variable] | None) -> Plan:
        return plan_for(slots, [slot.name for slot in self.slots], self.scratch_rows, variables, self._is_spared)

    def _get_variable_index(self, variable: Variable) -> int:
        """Place of a variable among those given to ``build``; Keras's name for those who write an optimizer."""
        return next(i for i, own in enumerate(self._trainable_variables) if own is variable)

    @property
    def _trainable_variables(self) -> list[Variable]:
        return [] if self._slots is None else list(self._slots.arena.variables)

    def exclude_from_weight_decay(
        self, var_list: list[Variable] | None = None, var_names: list[str] | None = None
    ) -> None:
        """Spare some variables from weight decay; to be called before the optimizer is built.

        Args:
            var_list: the variables.
            var_names: patterns, as in ``re.search``, of names of variables.

        Raises:
            ValueError: if the optimizer is built already.
        """
        if self.built:
            raise ValueError(
                f"exclude_from_weight_decay must be called before {self.name!r} is built, that is before training."
            )
        self._spared.extend(var_list or [])
        self._spared_names.extend(var_names or [])

    def _is_spared(self, variable: Variable) -> bool:
        by_name = any(re.search(pattern, variable.name) for pattern in self._spared_names)
        return by_name or any(variable is spared for spared in self._spared)

    def assign(self, variable: Variable, value: Any) -> None:
        """Replace a variable's numbers."""
        variable.assign(value_of(value))

    def assign_add(self, variable: Variable, value: Any) -> None:
        """Add to a variable's numbers."""
        variable.assign_add(value)

    def assign_sub(self, variable: Variable, value: Any) -> None:
        """Subtract from a variable's numbers."""
        variable.assign_sub(value)

    # -- stepping -------------------------------------------------------------------------------

    def step(self, plan: Plan | None = None) -> None:
        """One step with the gradients that lie in the arena."""
        plan = plan or self._plan
        if plan is None:
            raise RuntimeError("The optimizer has no variables yet: compile a model with it and train that.")
        steps = self.gradient_accumulation_steps
        if steps:
            last = self._count % steps == steps - 1
            accumulate(plan, steps, last)
            if last:
                self._move(plan, self._count // steps + 1)
        else:
            self._move(plan, self._count + 1)
        if self.use_ema:
            self._keep_average(self._count // (steps or 1))
        self._count += 1

    def _move(self, plan: Plan, step: int) -> None:
        if self.clipnorm or self.clipvalue or self.global_clipnorm:
            clip(plan, self.clipnorm, self.clipvalue, self.global_clipnorm)
        rate = self._rate_now()
        self.decay(plan, rate)
        if type(self).update is Moving.update:
            for variable in plan.variables:
                if variable.grad is not None:
                    self.update_step(variable.grad, variable, rate)
            return
        self.begin_step(rate, step)
        for job in plan.jobs:
            self.update(*job)

    def decay(self, plan: Plan, rate: float) -> None:
        """Take off the share of each weight that weight decay asks for."""
        if self.weight_decay:
            for parameters in plan.decaying:
                parameters *= 1 - rate * self.weight_decay

    def _keep_average(self, done: int) -> None:
        if self._slots is None:
            return
        average(self._slots.pieces, self.ema_momentum if done else 0.0)  # it begins with the first step
        if self.ema_overwrite_frequency and (done + 1) % self.ema_overwrite_frequency == 0:
            self._take_average()

    def _take_average(self) -> None:
        if self._slots is not None:
            for piece in self._slots.pieces:
                piece.parameters[...] = piece.slots["average"]

    def swap_average(self) -> None:
        """Exchange the weights and their moving average, until the next call."""
        if self._slots is None or not self.use_ema:
            return
        self._swapped = not self._swapped
        for piece in self._slots.pieces:
            weights = piece.parameters.copy()
            piece.parameters[...] = piece.slots["average"]
            piece.slots["average"][...] = weights

    def finalize_variable_values(self, var_list: Any = None) -> None:
        """At the end of training: the moving average, if one is kept, becomes the weights."""
        if self._swapped:
            self.swap_average()
        if self.use_ema and self._count:
            self._take_average()

    def apply(self, grads: Sequence[Any], trainable_variables: Sequence[Variable] | None = None) -> None:
        """One step with these gradients.

        Args:
            grads: one per variable, of its shape; None leaves the variable alone, with a warning.
            trainable_variables: the variables; those given to ``build`` if None.

        Raises:
            ValueError: if numbers or shapes do not fit, or no variable is known.
        """
        known = self._trainable_variables
        if trainable_variables is None and not known:
            raise ValueError(
                f"{self.name!r} does not know which variables to move: build(variables) first, or give them."
            )
        variables = known if trainable_variables is None else list(trainable_variables)
        if len(grads) != len(variables):
            raise ValueError(f"{len(grads)} gradients came for {len(variables)} variables; give one for each.")
        if not self.built:
            self.build(variables)
        slots = self._slots
        pairs = [(g, v) for g, v in zip(grads, variables, strict=True) if g is not None]
        left = [v.path for g, v in zip(grads, variables, strict=True) if g is None]
        if slots is None or not all(slots.knows(v) for v in variables):
            strange = [v.path for v in variables if slots is None or not slots.knows(v)]
            raise ValueError(
                f"{self.name!r} was built for other variables: {', '.join(strange)} unknown. Make an optimizer anew."
            )
        if left:
            if not pairs:
                raise ValueError(
                    "No gradient came for any variable. Does the loss depend on them, and was it computed with "
                    "kcore's operations?"
                )
            warnings.warn(f"No gradient came for {', '.join(left)}: left as they are.", stacklevel=2)
        if not slots.arena.holds(slots.arena.variables):
            slots.arena.adopt()
        for gradient, variable in pairs:
            array = np.asarray(value_of(gradient))
            if array.shape != variable.shape or variable.grad is None:
                raise ValueError(
                    f"The gradient of {variable.path} must have its shape {variable.shape}; got {array.shape}."
                )
            variable.grad[...] = array
        whole = len(pairs) == len(slots.arena.variables)
        self.step(None if whole else self._plan_for(slots, [v for _, v in pairs]))
        for _, variable in pairs:
            if variable.constraint is not None:
                variable.assign(value_of(variable.constraint(variable.value)))

    def apply_gradients(self, grads_and_vars: Iterable[tuple[Any, Variable]], name: str | None = None) -> None:
        """One step with pairs of gradient and variable: see ``apply``. ``name`` is accepted as in Keras 2."""
        pairs = list(grads_and_vars)
        self.apply([g for g, _ in pairs], [v for _, v in pairs])


def _home(variables: Sequence[Variable]) -> Arena:
    """The arena in which exactly these variables live; a new one if there is none."""
    arena = variables[0].home if variables else None
    return arena if isinstance(arena, Arena) and arena.holds(variables) else Arena(variables)
