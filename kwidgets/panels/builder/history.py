from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from kwidgets.panels.builder.blueprint import Blueprint

_STEPS: Final = 100
_BYTES: Final = 1 << 28  # of weights that are kept for undo


@dataclass(frozen=True)
class Step:
    """A model that was good.

    Args:
        blueprint: what it is.
        model: the model itself, for the weights of parts that later ones do not have; None once it is forgotten.
    """

    blueprint: Blueprint
    model: Any

    @property
    def bytes(self) -> int:
        """Of its weights."""
        return 0 if self.model is None else sum(variable.value.nbytes for variable in self.model.weights)


@dataclass
class History:
    """The way back and the way forth again.

    Args:
        now: where we are.
    """

    now: Step
    back: list[Step] = field(default_factory=list)
    forth: list[Step] = field(default_factory=list)

    def go(self, step: Step) -> None:
        """Take a step; what had been undone is forgotten."""
        self.back.append(self.now)
        self.now, self.forth = step, []
        self._forget()

    def undone(self, step: Step) -> None:
        """Go one step back, to what is made anew of it."""
        self.forth.append(self.now)
        self.back.pop()
        self.now = step

    def redone(self, step: Step) -> None:
        """Go one step forth, to what is made anew of it."""
        self.back.append(self.now)
        self.forth.pop()
        self.now = step

    def _forget(self) -> None:
        """Weights cost memory: of the oldest steps only the blueprints are kept."""
        del self.back[:-_STEPS]
        kept = 0
        for number in range(len(self.back) - 1, -1, -1):
            kept += self.back[number].bytes
            if kept > _BYTES:
                self.back[number] = Step(self.back[number].blueprint, None)
