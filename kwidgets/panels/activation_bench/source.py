from __future__ import annotations

from typing import Any

from kcore.autodiff import Array
from kwidgets.i18n import number
from kwidgets.panels.activation_bench import data

KINDS = ("normal", "dense", "own")


class Source:
    """Where the numbers come from that are sent through activations. Knows no widget.

    Args:
        own: a learner's numbers, or what a layer of theirs takes; None for none.
        layer: a Dense layer whose sums are looked at; None: the numbers themselves.

    Attributes:
        kind: "normal", "dense" or "own".
        mean: of the normal sample.
        deviation: of the normal sample, and of what a Dense layer gets.
        inputs: how many numbers a unit of the Dense layer sees.
        initializer: what fills its kernel.

    Raises:
        ValueError, TypeError: for data or a layer that cannot be used.
    """

    def __init__(self, own: Any = None, layer: Any = None) -> None:
        if own is None and layer is not None:
            raise ValueError("layer is shown with the data that it gets: give data, too.")
        self._own = None if own is None else data.numbers(own) if layer is None else data.sums(layer, own)
        self.kind = "normal" if self._own is None else "own"
        self.mean, self.deviation = 0.0, 1.0
        self.inputs = 100.0
        self.initializer: Any = "glorot_uniform"

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that there are."""
        return KINDS if self._own is not None else KINDS[:-1]

    def values(self) -> Array:
        """The numbers.

        Raises:
            ValueError, TypeError: for an initializer that cannot fill a kernel.
        """
        if self.kind == "own" and self._own is not None:
            return self._own
        if self.kind == "dense":
            return data.dense(round(self.inputs), self.initializer, deviation=self.deviation)
        return data.normal(self.mean, self.deviation)

    def words(self) -> str:
        """What the numbers are, in code-like words."""
        if self.kind == "normal":
            return f"normal({number(self.mean)}, {number(self.deviation)})"
        return f"Dense(64) of {round(self.inputs)} inputs" if self.kind == "dense" else "own data"
