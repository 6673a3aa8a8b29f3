"""What every layer of a chart answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from kwidgets.pictures.axis import Span

Floats = NDArray[np.float32]


class Layer:
    """What every layer answers.

    Attributes:
        KIND: its name for the renderers.
    """

    KIND: ClassVar[str]
    __slots__ = ()

    def structure(self) -> dict[str, Any]:
        """What seldom changes: looks, names, words."""
        raise NotImplementedError

    def arrays(self) -> Sequence[Floats]:
        """The numbers that change with every frame."""
        raise NotImplementedError

    def spans(self) -> tuple[Span, Span]:
        """Lowest and highest x, and y; NaN where it asks for no room."""
        raise NotImplementedError


def numbers(*values: float) -> Floats:
    """A few numbers as an array."""
    return np.array(values, dtype=np.float32)
