"""Losses per sample, each fused into one row of the tape.

Arguments are (target, prediction); the result has the prediction's shape without its last axis. A gradient
here needs nothing but the arguments, so training may put the row on the tape at once and compute the value
of many batches together, later (``kcore.training.objective``).

The cross-entropies come in pairs: of probabilities, and of the logits z behind a sigmoid or softmax. The
latter may be handed the probabilities ``p`` that the model has computed already: the value is then that of
the probabilities, clipped as Keras clips them, while the gradient p - y stays alive where clipping kills it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, Primitive, primitive
from kcore.config import epsilon
from kcore.ops.activations import log_softmax_value, softplus_value
from kcore.ops.nn import sigmoid_value, softmax_value
from kcore.ops.samples import Sample, arrays

Saved = tuple[Any, ...]


def _clipped(p: Array) -> Array:
    """Probabilities kept away from 0 and 1 by the fuzz factor, so that their logarithms are finite."""
    low = epsilon()
    return np.minimum(np.maximum(p, low), 1 - low)


def _per_element(g: Array, size: int) -> Array:
    """The gradient of a mean over the last axis, for each of its ``size`` elements."""
    return g[..., None] if size == 1 else g[..., None] / size


def _squared_error(y: Array, p: Array) -> tuple[Array, Saved]:
    """Mean over the last axis of (y - p)²."""
    return np.square(p - y).mean(axis=-1), (y, p)


def _squared_error_gradient(g: Array, y: Array, p: Array) -> tuple[Part, ...]:
    part = (p - y) * _per_element(g + g, p.shape[-1])
    return lambda _: -part, part


def _absolute_error(y: Array, p: Array) -> tuple[Array, Saved]:
    """Mean over the last axis of |y - p|."""
    return np.abs(p - y).mean(axis=-1), (y, p)


def _absolute_error_gradient(g: Array, y: Array, p: Array) -> tuple[Part, ...]:
    part = np.sign(p - y) * _per_element(g, p.shape[-1])
    return lambda _: -part, part


def _binary(y: Array, p: Array) -> tuple[Array, Saved]:
    """Mean over the last axis of -(y log p + (1 - y) log(1 - p)), p a probability."""
    q = _clipped(p)
    return -(y * np.log(q) + (1 - y) * np.log(1 - q)).mean(axis=-1), (y, p)


def _binary_gradient(g: Array, y: Array, p: Array) -> tuple[Part, ...]:
    q, each = _clipped(p), _per_element(g, p.shape[-1])
    return lambda _: (np.log(1 - q) - np.log(q)) * each, lambda _: (q - y) / (q * (1 - q)) * (q == p) * each


def _sigmoid_binary(y: Array, z: Array, p: Array | None = None) -> tuple[Array, Saved]:
    """Binary cross-entropy of logits z: mean over the last axis of max(z, 0) - z y + log(1 + e^-|z|)."""
    if p is not None:
        return _binary(y, p)[0], (y, z, p)
    return (softplus_value(z) - z * y).mean(axis=-1), (y, z, p)


def _sigmoid_binary_gradient(g: Array, y: Array, z: Array, p: Array | None = None) -> tuple[Part, ...]:
    each = _per_element(g, z.shape[-1])
    return lambda _: -z * each, ((sigmoid_value(z) if p is None else p) - y) * each


def _categorical(y: Array, p: Array) -> tuple[Array, Saved]:
    """-Σ y log p over the last axis; p is first divided by its sum."""
    return -(y * np.log(_clipped(p / p.sum(axis=-1, keepdims=True)))).sum(axis=-1), (y, p)


def _categorical_gradient(g: Array, y: Array, p: Array) -> tuple[Part, ...]:
    total = p.sum(axis=-1, keepdims=True)
    share = p / total
    q = _clipped(share)
    pull = y / q * (q == share)  # -d loss / d share
    return (
        lambda _: -np.log(q) * g[..., None],
        lambda _: ((pull * share).sum(axis=-1, keepdims=True) - pull) / total * g[..., None],
    )


def _softmax_categorical(y: Array, z: Array, p: Array | None = None) -> tuple[Array, Saved]:
    """Categorical cross-entropy of logits z along the last axis: log Σ e^z · Σ y - Σ y z."""
    if p is not None:
        return _categorical(y, p)[0], (y, z, p)
    return -(y * log_softmax_value(z)).sum(axis=-1), (y, z, p)


def _softmax_categorical_gradient(g: Array, y: Array, z: Array, p: Array | None = None) -> tuple[Part, ...]:
    if p is None:
        p = softmax_value(z)
    return lambda _: -log_softmax_value(z) * g[..., None], (p * y.sum(axis=-1, keepdims=True) - y) * g[..., None]


def _picked(x: Array, labels: Array) -> Array:
    """x at each row's label along the last axis."""
    return np.take_along_axis(x, labels[..., None], axis=-1)[..., 0]


def _sparse(labels: Array, p: Array) -> tuple[Array, Saved]:
    """-log of the probability given to the right class; ``labels`` are integers of p's shape without its last axis."""
    return -np.log(_clipped(_picked(p, labels) / p.sum(axis=-1))), (labels, p)


def _sparse_gradient(g: Array, labels: Array, p: Array) -> tuple[Part, ...]:
    onehot = np.zeros_like(p)
    np.put_along_axis(onehot, labels[..., None], 1, axis=-1)
    return None, _categorical_gradient(g, onehot, p)[1]


def _softmax_sparse(labels: Array, z: Array, p: Array | None = None) -> tuple[Array, Saved]:
    """Cross-entropy of logits z with integer labels: log Σ e^z - z[label]."""
    if p is not None:
        return _sparse(labels, p)[0], (labels, z, p)
    return -_picked(log_softmax_value(z), labels), (labels, z, p)


def _softmax_sparse_gradient(g: Array, labels: Array, z: Array, p: Array | None = None) -> tuple[Part, ...]:
    part = softmax_value(z) if p is None else p.copy()
    rows = part.reshape(-1, part.shape[-1])
    rows[np.arange(len(rows)), labels.reshape(-1)] -= 1
    np.multiply(part, g[..., None], part)
    return None, part


def _probabilities(rows: int, classes: int, *, labels: str, logits: bool) -> Sample:
    def sample(rng: np.random.Generator) -> tuple[tuple[Any, ...], dict[str, Any]]:
        target: Array = (
            rng.integers(0, classes, rows) if labels == "integer" else rng.uniform(0.1, 0.9, (rows, classes))
        )
        scores = rng.normal(size=(rows, classes)) if logits else rng.uniform(0.1, 0.9, (rows, classes))
        return (target, scores), {}

    return sample


def _loss(name: str, forward: Any, gradient: Any, sample: Sample) -> Primitive:
    return primitive(name, forward, gradient, sample, deferrable=True)


squared_error = _loss("squared_error", _squared_error, _squared_error_gradient, arrays((3, 4), (3, 4)))
absolute_error = _loss("absolute_error", _absolute_error, _absolute_error_gradient, arrays((3, 4), (3, 4)))
binary_crossentropy = _loss(
    "binary_crossentropy", _binary, _binary_gradient, _probabilities(3, 4, labels="soft", logits=False)
)
sigmoid_binary_crossentropy = _loss(
    "sigmoid_binary_crossentropy",
    _sigmoid_binary,
    _sigmoid_binary_gradient,
    _probabilities(3, 4, labels="soft", logits=True),
)
categorical_crossentropy = _loss(
    "categorical_crossentropy",
    _categorical,
    _categorical_gradient,
    _probabilities(3, 4, labels="soft", logits=False),
)
softmax_categorical_crossentropy = _loss(
    "softmax_categorical_crossentropy",
    _softmax_categorical,
    _softmax_categorical_gradient,
    _probabilities(3, 4, labels="soft", logits=True),
)
sparse_categorical_crossentropy = _loss(
    "sparse_categorical_crossentropy",
    _sparse,
    _sparse_gradient,
    _probabilities(5, 4, labels="integer", logits=False),
)
softmax_sparse_crossentropy = _loss(
    "softmax_sparse_crossentropy",
    _softmax_sparse,
    _softmax_sparse_gradient,
    _probabilities(5, 4, labels="integer", logits=True),
)
