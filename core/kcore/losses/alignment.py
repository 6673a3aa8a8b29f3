"""The loss for sequences whose alignment with the answers is not known."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import registry
from kcore.autodiff import value_of
from kcore.loss import FunctionLoss, floats
from kcore.ops.ctc import ctc as fused


@registry.register("loss")
def ctc(y_true: Any, y_pred: Any) -> Any:
    """-log of the probability that a sequence of answers spells the labels, repeats and blanks (class 0) dropped.

    Args:
        y_true: class numbers from 1, (samples, labels); shorter ones are filled up with 0.
        y_pred: logits (samples, steps, classes), class 0 being the blank.

    Returns:
        Losses (samples,). Source: Graves et al. (2006).

    Raises:
        ValueError: if the shapes do not fit.
    """
    labels, logits = np.asarray(value_of(y_true)), floats(0.0, y_pred)[1]
    if labels.ndim != 2 or logits.ndim != 3 or len(labels) != len(logits):
        raise ValueError(
            "ctc takes labels of shape (samples, labels) and logits of shape (samples, steps, classes); got "
            f"{labels.shape} and {logits.shape}."
        )
    return fused(labels.astype(np.intp), logits)


@registry.register("loss")
class CTC(FunctionLoss, of=ctc):
    """Mean of the losses of ``ctc``."""
