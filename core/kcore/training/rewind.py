"""Going back: copies of everything that training changes."""

from __future__ import annotations

from typing import Any, NamedTuple

from kcore import tree


class Compilation(NamedTuple):
    """What a model was compiled with, at work: the optimizer with its state, losses and metrics.

    Attributes:
        optimizer: the optimizer.
        compiled: losses and metrics as they were given.
        objective: the same, sorted by outputs.
    """

    optimizer: Any
    compiled: Any
    objective: Any


class Rewind:
    """Mixin of models."""

    optimizer: Any
    compiled: Any
    _objective: Any

    @property
    def compilation(self) -> Compilation:
        """What the model is compiled with now; may be put back after another ``compile``, as it was."""
        return Compilation(self.optimizer, self.compiled, self._objective)

    @compilation.setter
    def compilation(self, before: Compilation) -> None:
        self.optimizer, self.compiled, self._objective = before

    def snapshot(self: Any) -> dict[str, Any]:
        """Copies of all weights, of the optimizer's state and of what stateful layers remember, for ``rewind``."""
        arena = self.arena()
        moving = set(map(id, arena.variables))
        still = [v.value.copy() for v in self.weights if id(v) not in moving]
        state = self.optimizer.snapshot() if self.optimizer is not None else None
        states = [_numbers(layer.states) for layer in _stateful(self)]
        return {"parameters": arena.snapshot(), "still": still, "optimizer": state, "states": states}

    def rewind(self: Any, snapshot: dict[str, Any]) -> None:
        """Put back what a snapshot holds, bit by bit."""
        arena = self.arena()
        moving = set(map(id, arena.variables))
        arena.restore(snapshot["parameters"])
        still = [v for v in self.weights if id(v) not in moving]
        for variable, saved in zip(still, snapshot["still"], strict=True):
            variable.value[...] = saved
        if self.optimizer is not None and snapshot["optimizer"] is not None:
            self.optimizer.restore(snapshot["optimizer"])
        for layer, saved in zip(_stateful(self), snapshot["states"], strict=True):
            object.__setattr__(layer, "states", None)
            if saved is not None:
                layer.remember(saved)


def _stateful(model: Any) -> list[Any]:
    return [layer for layer in model.flat_layers() if hasattr(layer, "remember")]


def _numbers(states: Any) -> Any:
    return None if states is None else tree.map_structure(lambda variable: variable.value.copy(), states)
