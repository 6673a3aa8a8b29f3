"""The state of an optimizer: the count of steps, the learning rate, slots; listed, saved and put back."""

from __future__ import annotations

import warnings
from collections.abc import MutableMapping, Sequence
from typing import Any

import numpy as np

from kcore.autodiff import Array, Variable
from kcore.configurable import Configurable
from kcore.initializers import get as initializer
from kcore.optimizers.slots import Slots
from kcore.optimizers.state import StateVariable


class Remembering(Configurable):
    """The half of ``Optimizer`` that keeps numbers."""

    name: str
    built: bool
    _given_rate: Any  # a variable, or a function of the step
    _slots: Slots | None
    _count: int  # batches seen

    def _begin(self) -> None:
        """Start without any state."""
        self.built = False
        self._slots = None
        self._count = 0
        self._added: dict[tuple[int, str], Variable] = {}
        self._before: dict[tuple[int, str], Variable] = {}  # those added for the arena before
        self._iterations = StateVariable(f"{self.name}/iteration", self._read_count, self._write_count)

    def _read_count(self) -> Array:
        return np.array(self._count, "int32")

    def _write_count(self, value: Array) -> None:
        self._count = int(value)

    @property
    def variables(self) -> list[Variable]:
        """The whole state: iteration, learning rate (unless a schedule gives it), then the slots of the weights."""
        rate = [self._given_rate] if isinstance(self._given_rate, Variable) else []
        slots = self._slots.variables(self.name) if self._slots is not None else []
        return [self._iterations, *rate, *slots, *self._added.values()]

    # -- variables of an optimizer of one's own -------------------------------------------------

    def add_variable(
        self, shape: Sequence[int], initializer: Any = "zeros", dtype: Any = None, name: str | None = None
    ) -> Variable:
        """Make a variable that belongs to the state; asked for again under its name, it is the one of before.

        Args:
            shape: its shape.
            initializer: its first value: name, object or function.
            dtype: element type; float32 if None.
            name: its name; 'variable' if None.
        """
        return self._add((0, name or f"variable_{len(self._added)}"), shape, initializer, dtype, name or "variable")

    def add_variable_from_reference(
        self, reference_variable: Variable, name: str | None = None, initializer: Any = "zeros"
    ) -> Variable:
        """Make a variable of the shape and type of a weight: see ``add_variable``."""
        path = f"{reference_variable.path.replace('/', '_')}_{name or 'variable'}"
        key = (id(reference_variable), name or "variable")
        return self._add(key, reference_variable.shape, initializer, reference_variable.dtype, path)

    def add_optimizer_variables(
        self, trainable_variables: Sequence[Variable], name: Any, initializer: Any = "zeros"
    ) -> Any:
        """A variable for each weight, in a list; for several names a tuple of lists.

        Args:
            trainable_variables: the weights.
            name: a name, or several in a list.
            initializer: the first value, or one for each name in a list.
        """
        if isinstance(name, str):
            return [self.add_variable_from_reference(v, name, initializer) for v in trainable_variables]
        several = initializer if isinstance(initializer, list | tuple) else [initializer] * len(name)
        made: list[list[Variable]] = [[] for _ in name]
        for variable in trainable_variables:
            for own, first, kept in zip(name, several, made, strict=True):
                kept.append(self.add_variable_from_reference(variable, own, first))
        return tuple(made)

    def _add(self, key: tuple[int, str], shape: Sequence[int], first: Any, dtype: Any, name: str) -> Variable:
        variable = self._added.get(key, self._before.get(key))
        if variable is None:
            kind = np.dtype(dtype or "float32").name
            variable = Variable(initializer(first), tuple(shape), kind, trainable=False, name=name)
            variable.path = f"{self.name}/{name}"
        self._added[key] = variable
        return variable

    # -- reading and setting it -----------------------------------------------------------------

    def state(self) -> list[tuple[str, Array]]:
        """Names and copies of the numbers of ``variables``, as Keras names and stores them."""
        return [(v.path, np.array(v.value)) for v in self.variables]

    def get_weights(self) -> list[Array]:
        """Copies of the numbers of ``variables`` (Keras 2 style)."""
        return [numbers for _, numbers in self.state()]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Replace the whole state.

        Args:
            weights: one array for each of ``variables``, of its shape.

        Raises:
            ValueError: if number or shapes do not fit; then nothing is changed.
        """
        own = self.variables
        if len(weights) != len(own):
            raise ValueError(
                f"set_weights of {self.name!r}: {len(own)} arrays are asked for ({', '.join(v.path for v in own)}); "
                f"got {len(weights)}.{'' if self.built else ' Call build(model.trainable_variables) first.'}"
            )
        before = [np.array(v.value) for v in own]
        try:
            for variable, value in zip(own, weights, strict=True):
                variable.assign(value)
        except ValueError:
            for variable, value in zip(own, before, strict=True):
                variable.assign(value)
            raise

    def save_own_variables(self, store: MutableMapping[str, Any]) -> None:
        """Put the state into a mapping under '0', '1' ... in the order of ``variables``.

        The state goes on from what was saved, rounding included: whoever loads it takes exactly the same steps.
        """
        if self._slots is not None:
            self._slots.settle()
        for number, array in enumerate(self.get_weights()):
            store[str(number)] = array

    def load_own_variables(self, store: MutableMapping[str, Any]) -> None:
        """Take over what ``save_own_variables`` has saved; if it does not fit, warn and stay as it is."""
        if len(store) != len(self.variables):
            warnings.warn(
                f"The state of optimizer {self.name!r} is left as it is: it has {len(self.variables)} variables, the "
                f"saved one {len(store)}. Was it saved with another optimizer, or before the model was built?",
                stacklevel=2,
            )
            return
        self.set_weights([np.asarray(store[str(number)]) for number in range(len(store))])

    def snapshot(self) -> tuple[int, list[dict[str, Array]], list[Array]]:
        """A copy of the counter, the slots and the added variables."""
        slots = [] if self._slots is None else self._slots.snapshot()
        return self._count, slots, [v.value.copy() for v in self._added.values()]

    def restore(self, snapshot: tuple[int, list[dict[str, Array]], list[Array]]) -> None:
        """Put back what ``snapshot`` returned; what was made since then starts anew."""
        self._count, slots, added = snapshot
        if self._slots is not None:
            self._slots.restore(slots or Slots(self._slots.arena, self._slots.kinds).snapshot())
        for number, variable in enumerate(self._added.values()):
            variable.assign(added[number] if number < len(added) else np.zeros_like(variable.value))
