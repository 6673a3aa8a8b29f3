"""Straight lines with corners, and their kin: the relu and what bends or lifts its left side."""

from __future__ import annotations

from typing import Any

from kcore import ops
from kcore.activations.base import activation
from kcore.autodiff import value_of


@activation()
def linear(x: Any) -> Any:
    """x, unchanged: for outputs that may be any number."""
    return x


@activation()
def relu(x: Any, negative_slope: float = 0.0, max_value: float | None = None, threshold: float = 0.0) -> Any:
    """max(x, 0): lets positive sums through and stops negative ones.

    Args:
        x: array of any shape.
        negative_slope: slope below ``threshold``.
        max_value: results are cut off here, unless None.
        threshold: values up to here are treated as negative.

    Returns:
        Array of x's shape. Source: Nair and Hinton (2010).
    """
    if negative_slope == 0.0 and max_value is None and threshold == 0.0:
        return ops.relu(x)
    result = ops.where(value_of(x) > threshold, x, negative_slope * (x - threshold))
    return result if max_value is None else ops.minimum(result, max_value)


@activation()
def relu6(x: Any) -> Any:
    """relu, cut off at 6. Source: Howard et al. (2017)."""
    return ops.clip(x, 0.0, 6.0)


@activation()
def leaky_relu(x: Any, negative_slope: float = 0.2) -> Any:
    """x above 0, negative_slope · x below: no unit stays dead. Source: Maas et al. (2013)."""
    return ops.leaky_relu(x, negative_slope=negative_slope)


@activation()
def elu(x: Any, alpha: float = 1.0) -> Any:
    """x above 0, alpha · (e^x - 1) below. Source: Clevert et al. (2015)."""
    return ops.elu(x, alpha=alpha)


@activation()
def celu(x: Any, alpha: float = 1.0) -> Any:
    """x above 0, alpha · (e^(x / alpha) - 1) below: an elu without a corner. Source: Barron (2017)."""
    return alpha * ops.elu(x / alpha)


@activation()
def selu(x: Any) -> Any:
    """Scaled elu that keeps mean 0 and variance 1 from layer to layer, with 'lecun_normal' kernels.

    Source: Klambauer et al. (2017).
    """
    return ops.selu(x)


@activation()
def threshold(x: Any, threshold: float, default_value: float) -> Any:
    """x above ``threshold``, ``default_value`` elsewhere."""
    return ops.where(value_of(x) > threshold, x, default_value)


@activation()
def hard_shrink(x: Any, threshold: float = 0.5) -> Any:
    """x where |x| is above ``threshold``, 0 elsewhere."""
    return ops.where(abs(value_of(x)) > threshold, x, 0.0)


@activation()
def soft_shrink(x: Any, threshold: float = 0.5) -> Any:
    """x moved towards 0 by ``threshold``, and 0 where it is nearer than that."""
    return ops.relu(x - threshold) - ops.relu(-x - threshold)
