"""What the simplest answers would score: the same number, or the same probabilities, for every sample."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, value_of
from kwidgets.doctor.anatomy import Head
from kwidgets.doctor.columns import spread

_TRIED = (0.0, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 1.0)  # quantiles; the mean is tried, too


def baseline(head: Head, y: Array) -> float | None:
    """The loss of the best constant answer; None where that cannot be found out.

    Args:
        head: the output.
        y: checked targets, as the loss takes them.
    """
    if head.judge is None or head.loss is None:
        return None
    y = spread(y)
    try:
        found = [_judged(head, y, constant) for constant in _constants(head, y)]
    except (ValueError, TypeError, IndexError):  # a user's own loss may take what it likes
        return None
    finite = [loss for loss in found if np.isfinite(loss)]
    return min(finite) if finite else None


def _judged(head: Head, y: Array, constant: Array) -> float:
    answers = np.broadcast_to(constant, (len(y), *constant.shape)).astype("float32")
    with np.errstate(all="ignore"):
        return float(value_of(head.judge.total(y, answers, None)))


def _constants(head: Head, y: Array) -> list[Array]:
    if head.wants == "class_numbers":
        shares = np.bincount(y.reshape(-1).astype(int), minlength=head.units) / y.size
        return [_before(head, shares)]
    if head.wants in ("one_hot", "shares"):
        return [_before(head, y.mean(axis=0, dtype="float64"))]
    quantiles: list[Any] = list(np.quantile(y.astype("float64"), _TRIED, axis=0))
    return [np.asarray(constant) for constant in (y.mean(axis=0, dtype="float64"), *quantiles)]


def _before(head: Head, shares: Array) -> Array:
    """What the loss takes for these probabilities: themselves, or logits."""
    shares = np.clip(shares, 1e-7, 1 - 1e-7)
    if not head.from_logits:
        return shares
    return np.log(shares) if head.wants in ("one_hot", "class_numbers") else np.log(shares / (1 - shares))
