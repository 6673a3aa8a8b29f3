"""Activation functions: what a layer does to each of its sums before handing them on."""

from __future__ import annotations

from typing import Any

from kcore import ops, registry
from kcore.autodiff import Tensor


@registry.register("activation")
def linear(x: Any) -> Any:
    """x, unchanged: for outputs that may be any number."""
    return x


@registry.register("activation")
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
    above = ops.relu(x - threshold)
    passed = above if threshold == 0.0 else above + threshold * _above(x, threshold)
    result = passed if negative_slope == 0.0 else passed - negative_slope * ops.relu(threshold - x)
    return result if max_value is None else ops.minimum(result, max_value)


def _above(x: Any, threshold: float) -> Any:
    values = x.value if hasattr(x, "value") else x
    return (values > threshold).astype(values.dtype)


@registry.register("activation")
def sigmoid(x: Any) -> Any:
    """1 / (1 + e^-x): between 0 and 1, the probability of "yes"."""
    return _remember(ops.sigmoid(x), "sigmoid", x)


@registry.register("activation")
def tanh(x: Any) -> Any:
    """Hyperbolic tangent: between -1 and 1."""
    return ops.tanh(x)


@registry.register("activation")
def softmax(x: Any, axis: int = -1) -> Any:
    """e^x / Σ e^x along ``axis``: probabilities of several classes, which sum to 1.

    Args:
        x: array with at least 2 axes.
        axis: the axis of the classes.

    Raises:
        ValueError: if x has only one axis, as Keras has it.
    """
    if x.ndim < 2:
        raise ValueError(f"softmax needs at least 2 axes, (samples, classes); got shape {x.shape}.")
    result = ops.softmax(x, axis=axis)
    return _remember(result, "softmax", x) if axis in (-1, x.ndim - 1) else result


def _remember(result: Any, kind: str, logits: Any) -> Any:
    """Leave a way back to the logits, so that a cross-entropy after it need not take a logarithm of a rounded 0."""
    if type(result) is Tensor:
        result.logits = (kind, logits)
    return result


def get(identifier: Any) -> Any:
    """The activation for a name, config or function; ``linear`` for None.

    Raises:
        ValueError: for an unknown name.
    """
    return linear if identifier is None else registry.get("activation", identifier)


def serialize(activation: Any) -> Any:
    """The name under which an activation is written into configs."""
    return activation.__name__
