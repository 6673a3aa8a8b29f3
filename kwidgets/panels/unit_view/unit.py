"""One unit by hand: inputs times weights, plus a bias, through an activation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kcore.autodiff import Array
from kcore.layers import Dense
from kwidgets.panels.activation_bench.functions import function

MOST = 12  # products that are shown one by one; of more inputs the largest products


@dataclass(frozen=True)
class Unit:
    """The arithmetic of one unit of a Dense layer for one sample.

    Args:
        inputs: what comes in.
        weights: one for each input.
        bias: what is added; None for a layer without one.
        shown: the inputs whose products are shown one by one.
        activation: name of the activation.
        output: what the unit hands on.
        together: whether the activation looks at all units of the layer, as a softmax does.
        sums: of all units of the layer, before the activation.
    """

    inputs: Array
    weights: Array
    bias: float | None
    shown: tuple[int, ...]
    activation: str
    output: float
    together: bool
    sums: Array

    @property
    def products(self) -> Array:
        """Each input times its weight."""
        return self.inputs * self.weights

    @property
    def rest(self) -> float:
        """The sum of the products that are not shown one by one."""
        return float(np.delete(self.products, self.shown).sum())

    @property
    def total(self) -> float:
        """The sum of all products and the bias: what the activation gets."""
        return float(self.products.sum()) + (self.bias or 0.0)


def unit_of(layer: Dense, row: Array, index: int, changed: Mapping[int, float] | None = None) -> Unit:
    """The arithmetic of a layer's unit.

    Args:
        layer: a built Dense layer.
        row: the numbers that come in, one dimension.
        index: which unit, from 0.
        changed: inputs that are to have other values.
    """
    row = np.array(row, dtype=float)
    for number, value in (changed or {}).items():
        row[number] = value
    kernel = layer.kernel.value.astype(float)
    bias = None if layer.bias is None else layer.bias.value.astype(float)
    sums = row @ kernel + (0.0 if bias is None else bias)
    activation = function(layer.activation)
    outputs = activation.value(sums[None])[0]
    largest = np.argsort(-np.abs(row * kernel[:, index]), kind="stable")[:MOST]
    return Unit(
        inputs=row,
        weights=kernel[:, index],
        bias=None if bias is None else float(bias[index]),
        shown=tuple(sorted(int(i) for i in largest)),
        activation=activation.name,
        output=float(outputs[index]),
        together=not activation.elementwise,
        sums=sums,
    )
