"""Going back: copies of everything that training changes."""

from __future__ import annotations

from typing import Any


class Rewind:
    """Mixin of models."""

    def snapshot(self: Any) -> dict[str, Any]:
        """Copies of all weights and of the optimizer's state, for ``rewind``."""
        arena = self.arena()
        moving = set(map(id, arena.variables))
        still = [v.value.copy() for v in self.weights if id(v) not in moving]
        state = self.optimizer.snapshot() if self.optimizer is not None else None
        return {"parameters": arena.snapshot(), "still": still, "optimizer": state}

    def rewind(self: Any, snapshot: dict[str, Any]) -> None:
        """Put back the weights and the optimizer's state of a snapshot, bit by bit."""
        arena = self.arena()
        moving = set(map(id, arena.variables))
        arena.restore(snapshot["parameters"])
        still = [v for v in self.weights if id(v) not in moving]
        for variable, saved in zip(still, snapshot["still"], strict=True):
            variable.value[...] = saved
        if self.optimizer is not None and snapshot["optimizer"] is not None:
            self.optimizer.restore(snapshot["optimizer"])
