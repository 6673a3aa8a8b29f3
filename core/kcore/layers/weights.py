"""The variables of a layer: its own and those of the layers inside it, frozen or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from kcore import constraints, initializers, regularizers, tree
from kcore.autodiff import Array, Variable, value_of
from kcore.configurable import Configurable
from kcore.layers.calling import around


class Weights(Configurable):
    """Owner of variables. What is put into attributes belongs to it: variables, and owners like itself.

    Lists, tuples and dicts in attributes are looked through each time, so owners that are appended later count, too.
    """

    name: str
    dtype: str
    own_variables: list[Variable]  # made or put into attributes here
    tracked: list[Any]  # owners, and containers that may hold some, in the order of their arrival
    held: list[Variable]  # variables that stand still only because their owner is frozen
    _trainable: bool = True

    def _track(self) -> None:
        object.__setattr__(self, "own_variables", [])
        object.__setattr__(self, "tracked", [])
        object.__setattr__(self, "held", [])

    def __setattr__(self, name: str, value: Any) -> None:
        """Variables and layers that are put into attributes belong to this layer."""
        if isinstance(value, Weights | Variable | list | tuple | dict):
            items = tree.flatten(value)
            if "tracked" not in vars(self):
                if any(isinstance(item, Weights | Variable) for item in items):
                    raise RuntimeError(
                        f"{type(self).__name__}.__init__ must call super().__init__() before it puts layers or "
                        f"variables into attributes ({name!r})."
                    )
            else:
                self._forget(name)
                for item in items:
                    if isinstance(item, Variable) and not any(item is v for v in self.own_variables):
                        self.own_variables.append(item)
                if not isinstance(value, Variable | tuple) or any(isinstance(item, Weights) for item in items):
                    self.tracked.append(value)
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        self._forget(name)
        object.__delattr__(self, name)

    def _forget(self, name: str) -> None:
        """An attribute is about to lose its value."""
        old = vars(self).get(name)
        if old is not None:
            object.__setattr__(self, "tracked", [thing for thing in self.tracked if thing is not old])
            if isinstance(old, Variable):
                object.__setattr__(self, "own_variables", [v for v in self.own_variables if v is not old])

    @property
    def sublayers(self) -> list[Any]:
        """The layers directly inside this one, each once."""
        found: dict[int, Any] = {}
        for thing in self.tracked:
            for item in tree.flatten(thing):
                if isinstance(item, Weights) and item is not self:
                    found.setdefault(id(item), item)
        return list(found.values())

    def _flat(self) -> Iterator[Any]:
        """This layer and all inside it, each once."""
        seen: set[int] = set()
        waiting: list[Any] = [self]
        while waiting:
            layer = waiting.pop()
            if id(layer) not in seen:
                seen.add(id(layer))
                yield layer
                waiting.extend(reversed(layer.sublayers))

    # -- making and freezing -------------------------------------------------------------------

    def add_weight(
        self,
        shape: tuple[int, ...] | int | None = None,
        initializer: Any = None,
        dtype: str | None = None,
        trainable: bool = True,
        autocast: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        aggregation: str = "none",
        overwrite_with_gradient: bool = False,
        name: str | None = None,
    ) -> Variable:
        """Make a variable of this layer.

        Args:
            shape: its shape; () if None.
            initializer: name, config, object or function; 'glorot_uniform' if None.
            dtype: element type; the layer's if None.
            trainable: whether training changes it.
            autocast: accepted for compatibility, like ``aggregation`` and ``overwrite_with_gradient``.
            regularizer: penalty added to the loss, or None.
            constraint: rule obeyed after each step, or None.
            aggregation: see ``autocast``.
            overwrite_with_gradient: see ``autocast``.
            name: its name; 'variable' if None.

        Raises:
            TypeError: if the shape is no tuple of whole numbers.
        """
        if isinstance(shape, str):  # Keras 2: add_weight(name, shape)
            raise TypeError(f"add_weight(shape): a tuple of whole numbers is asked for; got {shape!r}. Use name=.")
        sizes = (shape,) if isinstance(shape, int | np.integer) else tuple(shape or ())
        if not all(hasattr(n, "__index__") and int(n) >= 0 for n in sizes):
            raise TypeError(
                f"add_weight of {self.name!r}: shape must be a tuple of whole numbers, known when the layer is built; "
                f"got {sizes}. Is a size of the input left open?"
            )
        make = initializers.get("glorot_uniform" if initializer is None else initializer)
        variable = Variable(make, tuple(map(int, sizes)), dtype or self.dtype, trainable, name or "variable")
        inside = around.scope[-1:] == (self.name,)  # while it is being built or called
        variable.path = "/".join((*around.scope, *(() if inside else (self.name,)), variable.name))
        variable.regularizer = regularizers.get(regularizer)
        variable.constraint = constraints.get(constraint)
        self.own_variables.append(variable)
        if not self._trainable:
            variable.trainable = False
            self.held.append(variable)
        return variable

    @property
    def trainable(self) -> bool:
        """Whether training changes this layer's weights; setting it holds for the layers inside, too."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        for layer in self._flat():
            layer._freeze(not value)  # noqa: SLF001 - layers of the same kind

    def _freeze(self, still: bool) -> None:
        self._trainable = not still
        if still:
            self._hold()
        else:
            for variable in self.held:
                variable.trainable = True
            self.held.clear()

    def _hold(self) -> None:
        moving = [v for v in self.own_variables if v.trainable]
        self.held.extend(moving)
        for variable in moving:
            variable.trainable = False

    # -- lists ---------------------------------------------------------------------------------

    @property
    def weights(self) -> list[Variable]:
        """All variables: of each layer the trainable ones first, then the others."""
        found: dict[int, Variable] = {}
        for layer in self._flat():
            held = {id(v) for v in layer.held}
            moving = [v for v in layer.own_variables if v.trainable or id(v) in held]
            for variable in moving + [v for v in layer.own_variables if not v.trainable and id(v) not in held]:
                found.setdefault(id(variable), variable)
        return list(found.values())

    @property
    def variables(self) -> list[Variable]:
        """All variables, like ``weights``."""
        return self.weights

    @property
    def trainable_weights(self) -> list[Variable]:
        """The variables that training changes."""
        return [v for v in self.weights if v.trainable]

    @property
    def trainable_variables(self) -> list[Variable]:
        """The variables that training changes, like ``trainable_weights``."""
        return self.trainable_weights

    @property
    def non_trainable_weights(self) -> list[Variable]:
        """The variables that training leaves alone."""
        return [v for v in self.weights if not v.trainable]

    @property
    def non_trainable_variables(self) -> list[Variable]:
        """The variables that training leaves alone, like ``non_trainable_weights``."""
        return self.non_trainable_weights

    def get_weights(self) -> list[Array]:
        """Copies of all weights, in the order of ``weights``."""
        return [v.value.copy() for v in self.weights]

    def set_weights(self, weights: list[Any]) -> None:
        """Replace all weights.

        Args:
            weights: one array for each of ``weights``, of its shape.

        Raises:
            ValueError: if number, shape or type do not fit; then nothing is changed.
        """
        own = self.weights
        if len(weights) != len(own):
            raise ValueError(
                f"set_weights of {self.name!r}: {len(own)} arrays are asked for "
                f"({', '.join(f'{v.path} {v.shape}' for v in own) or 'it has no weights yet: build it first'}); "
                f"got {len(weights)}."
            )
        arrays = []
        for variable, value in zip(own, weights, strict=True):
            try:
                array = np.asarray(value_of(value), dtype=variable.dtype)
            except (TypeError, ValueError) as error:
                raise ValueError(f"set_weights of {self.name!r}: {variable.path} takes numbers; {error}.") from None
            if array.shape != variable.shape:
                raise ValueError(
                    f"set_weights of {self.name!r}: {variable.path} has shape {variable.shape}; got {array.shape}. "
                    "Are the arrays in the order of weights?"
                )
            arrays.append(array)
        for variable, array in zip(own, arrays, strict=True):
            variable.value[...] = array

    def count_params(self) -> int:
        """Number of all numbers in all weights."""
        return sum(int(v.value.size) for v in self.weights)
