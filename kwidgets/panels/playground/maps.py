"""What each unit answers everywhere: one pass through the network on a grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kcore.layers import Dense
from kwidgets.panels.playground import features

SIDE: Final = 41  # points along each side of the large map
SMALL: Final = 4  # every fourth point makes the small maps
REACH: Final = 6.0  # the map shows -6 to 6
EXTENT: Final = (-REACH, REACH, -REACH, REACH)


def grid() -> NDArray[np.float64]:
    """The places of the large map, row by row from the bottom, shape `(SIDE * SIDE, 2)`."""
    ends = np.linspace(-REACH, REACH, SIDE)
    x1, x2 = np.meshgrid(ends, ends)
    return np.stack([x1.ravel(), x2.ravel()], axis=1)


class Maps:
    """The maps of a network's units, computed when they are asked for.

    Args:
        model: the network.
        names: the features that it begins with.
    """

    def __init__(self, model: Any, names: Sequence[str]) -> None:
        self._model = model
        self._inputs = features.table(grid(), names)

    def of_layers(self) -> list[NDArray[np.float32]]:
        """What features, the units of each hidden layer and the output answer: shapes `(SIDE, SIDE, units)`."""
        values, found = self._inputs, [self._inputs]
        for layer in self._model.layers:
            if isinstance(layer, Dense):  # dropout drops nothing but in training
                values = np.asarray(layer(values))
                found.append(values)
        return [each.reshape(SIDE, SIDE, -1) for each in found]


def small(answers: NDArray[np.float32], *, middle: float = 0.0) -> NDArray[np.float32]:
    """Maps of one layer for the picture of the network: each from -1 to 1, shape `(units, side, side)`.

    Args:
        answers: what its units answer everywhere.
        middle: the answer that is drawn as 0.
    """
    cut = answers[::SMALL, ::SMALL].transpose(2, 0, 1) - np.float32(middle)
    with np.errstate(invalid="ignore"):
        most = np.abs(cut).max(axis=(1, 2), keepdims=True)
        return np.asarray(cut / np.where(most > 0, most, 1))
