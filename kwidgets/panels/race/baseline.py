from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kcore import losses
from kcore.autodiff import value_of


def constant_loss(model: Any, loss: Any, y: Any, measured: Any) -> float | None:
    """The loss of the best answer that is always the same: the mean or the median of the targets, or their shares.

    Args:
        model: the model; it says how many numbers an answer has.
        loss: its objective function.
        y: training targets, from which the answer is taken.
        measured: targets on which the loss is measured.

    Returns:
        The loss; None where there is no such answer (several outputs, pictures, texts).
    """
    targets, judged = _table(y), _table(measured)
    try:
        shape = model.output_shape
    except (ValueError, AttributeError):  # a model class of one's own: nobody knows before it is tried
        return None
    if targets is None or judged is None or not isinstance(shape, tuple) or len(shape) != 2:
        return None
    units = int(shape[1])
    if targets.shape[1] == 1 and units > 1:  # class numbers
        answers = [np.bincount(targets[:, 0].astype(int), minlength=units)[:units] / len(targets)]
    elif targets.shape[1] == units:
        answers = [targets.mean(axis=0), np.median(targets, axis=0)]
    else:
        return None
    function = losses.get(loss)
    if getattr(function, "from_logits", False):
        answers = [np.log(np.maximum(answer, 1e-7)) for answer in answers] if units > 1 else [_logit(answers[0])]
    # Each row counts alike, whatever way the loss has of joining them.
    found = [_mean(function, np.asarray(measured), np.tile(answer, (len(judged), 1))) for answer in answers]
    finite = [value for value in found if np.isfinite(value)]
    return min(finite, default=None)


def _table(y: Any) -> NDArray[Any] | None:
    """Targets as a table of numbers, one row a sample; None for anything else."""
    try:
        array = np.asarray(y, float)
    except (TypeError, ValueError):
        return None
    if array.ndim not in {1, 2} or not len(array):
        return None
    return array.reshape(len(array), -1)


def _logit(share: NDArray[Any]) -> NDArray[Any]:
    share = np.clip(share, 1e-7, 1 - 1e-7)
    return np.asarray(np.log(share / (1 - share)))


def _mean(function: Any, y: NDArray[Any], answer: NDArray[Any]) -> float:
    try:
        with np.errstate(all="ignore"):
            return float(np.mean(value_of(function(y, answer.astype("float32")))))
    except (TypeError, ValueError, IndexError):
        return np.nan  # a loss that takes other targets: training says so in its own words
