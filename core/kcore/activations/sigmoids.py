"""Curves between two levels: for probabilities, gates and outputs that must stay small."""

from __future__ import annotations

from typing import Any

from kcore import ops
from kcore.activations.base import activation
from kcore.activations.probabilities import remember


@activation()
def sigmoid(x: Any) -> Any:
    """1 / (1 + e^-x): between 0 and 1, the probability of "yes"."""
    return remember(ops.sigmoid(x), "sigmoid", x)


@activation()
def hard_sigmoid(x: Any) -> Any:
    """A sigmoid of straight lines: 0 below -3, 1 above 3, x / 6 + 1/2 between."""
    return ops.clip(x + 3.0, 0.0, 6.0) / 6.0


@activation()
def log_sigmoid(x: Any) -> Any:
    """Logarithm of the sigmoid, finite also where the sigmoid is rounded to 0."""
    return -ops.softplus(-x)


@activation()
def sparse_sigmoid(x: Any) -> Any:
    """0 below -1, 1 above 1, (x + 1) / 2 between."""
    return (ops.clip(x, -1.0, 1.0) + 1.0) / 2.0


@activation()
def tanh(x: Any) -> Any:
    """Hyperbolic tangent: between -1 and 1."""
    return ops.tanh(x)


@activation()
def hard_tanh(x: Any) -> Any:
    """A tanh of straight lines: x, kept between -1 and 1."""
    return ops.clip(x, -1.0, 1.0)


@activation()
def tanh_shrink(x: Any) -> Any:
    """x - tanh(x): small sums nearly vanish."""
    return x - ops.tanh(x)


@activation()
def softsign(x: Any) -> Any:
    """x / (1 + |x|): between -1 and 1, with longer tails than tanh."""
    return x / (1.0 + ops.absolute(x))
