"""Shares of a whole: what several units become together, along an axis."""

from __future__ import annotations

from typing import Any

from kcore import ops
from kcore.activations.base import activation
from kcore.autodiff import Tensor


@activation()
def softmax(x: Any, axis: int | tuple[int, ...] = -1) -> Any:
    """e^x / Σ e^x along ``axis``: probabilities of several classes, which sum to 1.

    Args:
        x: array of any shape.
        axis: the axis of the classes, or several axes that share one whole.
    """
    result = ops.softmax(x, axis=axis)
    return remember(result, "softmax", x) if axis in (-1, x.ndim - 1) else result


@activation()
def log_softmax(x: Any, axis: int = -1) -> Any:
    """Logarithm of the softmax, finite also where the softmax is rounded to 0."""
    return ops.log_softmax(x, axis=axis)


@activation()
def sparsemax(x: Any, axis: int = -1) -> Any:
    """The nearest probabilities to x: unlikely classes get exactly 0. Source: Martins and Astudillo (2016)."""
    return ops.sparsemax(x, axis=axis)


@activation()
def glu(x: Any, axis: int = -1) -> Any:
    """First half of ``axis`` · sigmoid(second half): a gate for each number. Source: Dauphin et al. (2016).

    Raises:
        ValueError: if the axis has an odd size.
    """
    size = x.shape[axis]
    if size % 2:
        raise ValueError(f"glu halves axis {axis}, so its size must be even; got shape {x.shape}.")
    before = (slice(None),) * (axis % x.ndim)
    return x[*before, : size // 2] * ops.sigmoid(x[*before, size // 2 :])


def remember(result: Any, kind: str, logits: Any) -> Any:
    """Leave a way back to the logits, so that a cross-entropy after it need not take a logarithm of a rounded 0."""
    if type(result) is Tensor:
        result.logits = (kind, logits)
    return result
