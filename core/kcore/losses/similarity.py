"""The circle loss, which arranges samples so that classes lie apart."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import ops, registry
from kcore.annotations import NonNegative, Positive
from kcore.autodiff import Array, value_of
from kcore.loss import FunctionLoss, floats


@registry.register("loss")
def circle(
    y_true: Any,
    y_pred: Any,
    ref_labels: Any = None,
    ref_embeddings: Any = None,
    remove_diagonal: bool = True,
    gamma: Positive = 80,
    margin: NonNegative = 0.4,
) -> Any:
    """Brings samples of one class together and keeps other classes apart, for embeddings of length 1.

    Args:
        y_true: class numbers (samples,).
        y_pred: embeddings (samples, size), each of length 1.
        ref_labels: class numbers to compare with; ``y_true`` if None.
        ref_embeddings: embeddings to compare with; ``y_pred`` if None.
        remove_diagonal: whether no sample is compared with itself.
        gamma: sharpness, above 0.
        margin: what is near enough, and how far from 1 is far enough, 0 to 1.

    Returns:
        Losses (samples,). Source: Sun et al. (2020), equation 4.
    """
    y_pred = floats(0.0, y_pred)[1]
    compared = y_pred if ref_embeddings is None else floats(0.0, ref_embeddings)[1]
    distances = ops.relu(1.0 - y_pred @ ops.transpose(compared))
    alike, unlike = _partners(y_true, y_true if ref_labels is None else ref_labels, remove_diagonal)
    pull = gamma * ops.relu(margin + distances) * (distances - margin)
    push = gamma * ops.relu(1.0 + margin - distances) * (1.0 - margin - distances)
    return ops.softplus(_log_sum(pull, alike) + _log_sum(push, unlike))


def _partners(y_true: Any, others: Any, remove_diagonal: bool) -> tuple[Array, Array]:
    """Which samples are of one class with each sample, and which are not."""
    same: Array = np.reshape(value_of(y_true), (-1, 1)) == np.reshape(value_of(others), (1, -1))
    return same & (np.eye(*same.shape) == 0) if remove_diagonal else same, ~same


def _log_sum(x: Any, counted: Any) -> Any:
    """log Σ e^x over the last axis where ``counted``; so low where nothing is that no sum is felt."""
    return ops.logsumexp(ops.where(counted, x, np.asarray(-1e30, x.dtype)), axis=-1)


@registry.register("loss")
class Circle(
    FunctionLoss,
    of=circle,
    order="gamma margin remove_diagonal reduction name dtype",
    written="gamma margin remove_diagonal",
    gamma=80.0,
):
    """Mean of circle losses, of samples that have another one of their class. Arguments: see ``circle``."""

    remove_diagonal: bool

    def mask(self, y_true: Any, y_pred: Any) -> Array:
        return np.asarray(_partners(y_true, y_true, self.remove_diagonal)[0].any(axis=1))
