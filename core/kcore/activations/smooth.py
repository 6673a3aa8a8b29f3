"""Curves that follow the relu without its corner."""

from __future__ import annotations

from typing import Any

from kcore import ops
from kcore.activations.base import activation
from kcore.activations.sigmoids import hard_sigmoid
from kcore.autodiff import value_of


@activation("swish")
def silu(x: Any) -> Any:
    """x · sigmoid(x), also called swish. Source: Ramachandran et al. (2017)."""
    return ops.silu(x)


@activation("hard_swish")
def hard_silu(x: Any) -> Any:
    """x · hard_sigmoid(x), also called hard swish. Source: Howard et al. (2019)."""
    return x * hard_sigmoid(x)


@activation()
def gelu(x: Any, approximate: bool = False) -> Any:
    """x · Φ(x), Φ the normal distribution function; by a formula with tanh if ``approximate``.

    Source: Hendrycks and Gimpel (2016).
    """
    return ops.gelu(x, approximate=approximate)


@activation()
def mish(x: Any) -> Any:
    """x · tanh(softplus(x)). Source: Misra (2019)."""
    return x * ops.tanh(ops.softplus(x))


@activation()
def softplus(x: Any) -> Any:
    """log(1 + e^x): always above 0."""
    return ops.softplus(x)


@activation()
def squareplus(x: Any, b: float = 4) -> Any:
    """(x + √(x² + b)) / 2: a softplus without exponentials. Source: Barron (2021)."""
    return (x + ops.sqrt(ops.square(x) + b)) / 2.0


@activation()
def sparse_plus(x: Any) -> Any:
    """0 below -1, x above 1, (x + 1)² / 4 between."""
    return ops.where(value_of(x) < 1, ops.square(ops.relu(x + 1.0)) / 4.0, x)


@activation()
def exponential(x: Any) -> Any:
    """e^x: for outputs that must be above 0."""
    return ops.exp(x)
