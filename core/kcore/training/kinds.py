"""Kinds of losses: what the functions of this package ask of their targets, and how they treat batches."""

from __future__ import annotations

from typing import Any, Final

from kcore import losses

# what targets hold
NUMBERS: Final[frozenset[Any]] = frozenset({
    losses.cosine_similarity,
    losses.huber,
    losses.log_cosh,
    losses.mean_absolute_error,
    losses.mean_absolute_percentage_error,
    losses.mean_squared_error,
})  # fmt: skip
COUNTS: Final[frozenset[Any]] = frozenset({losses.mean_squared_logarithmic_error, losses.poisson})
SHARES: Final[frozenset[Any]] = frozenset({
    losses.binary_crossentropy,
    losses.binary_focal_crossentropy,
    losses.kl_divergence,
})  # fmt: skip
SIDES: Final[frozenset[Any]] = frozenset({losses.hinge, losses.squared_hinge})
ONE_HOT: Final[frozenset[Any]] = frozenset({
    losses.categorical_crossentropy,
    losses.categorical_focal_crossentropy,
    losses.categorical_hinge,
})  # fmt: skip
CLASS_NUMBERS: Final[frozenset[Any]] = frozenset({
    losses.categorical_generalized_cross_entropy,
    losses.sparse_categorical_crossentropy,
})  # fmt: skip

# A loss for each sample, whatever the other samples are: batches may be joined. (A hinge reads targets of 0 and 1
# otherwise than those of -1 and 1, which a single batch may not tell.)
PER_SAMPLE: Final = NUMBERS | COUNTS | SHARES | ONE_HOT | CLASS_NUMBERS
# These are a single row of the tape, whose value may wait.
FUSED: Final[frozenset[Any]] = frozenset({
    losses.binary_crossentropy,
    losses.categorical_crossentropy,
    losses.mean_absolute_error,
    losses.mean_squared_error,
    losses.sparse_categorical_crossentropy,
})  # fmt: skip
