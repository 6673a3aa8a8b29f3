"""Output layers, losses and targets that do not fit together, each beside one that does.

What goes wrong, and why, stands in the texts `lossbench.case.<name>`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Final

from kcore.initializers.fixed import Constant
from kcore.layers import Dense
from kcore.losses import BinaryCrossentropy
from kwidgets.panels.loss_bench.trials import Data, Outcome, Recipe, binary, classes, labels, numbers, tried


@dataclass(frozen=True)
class Case:
    """A mistake, and what is right instead.

    Args:
        name: last part of the keys of its texts.
        data: makes the samples of both trainings.
        wrong: what beginners write.
        right: what they mean.
    """

    name: str
    data: Callable[[], Data]
    wrong: Recipe
    right: Recipe

    @cached_property
    def outcomes(self) -> tuple[Outcome, Outcome]:
        """What came of both; they are trained when first asked for."""
        data = self.data()
        return tried(self.wrong, data), tried(self.right, data)

    @cached_property
    def kind(self) -> str:
        """The kind of the task, see `Data`."""
        return self.data().kind


def _layer(units: int, activation: str | None = None, **more: Any) -> Callable[[], Dense]:
    return partial(Dense, units, activation, **more)


_FAR_OFF = {"bias_initializer": Constant(-8.0)}  # begins by being sure of the wrong answer
_LOGITS = partial(BinaryCrossentropy, from_logits=True)

CASES: Final = (
    Case(
        "softmax_one_unit",
        binary,
        Recipe(_layer(1, "softmax"), "binary_crossentropy"),
        Recipe(_layer(1, "sigmoid"), "binary_crossentropy"),
    ),
    Case(
        "saturated_mse",
        binary,
        Recipe(_layer(1, "sigmoid", **_FAR_OFF), "mean_squared_error"),
        Recipe(_layer(1, "sigmoid", **_FAR_OFF), "binary_crossentropy"),
    ),
    Case(
        "linear_crossentropy",
        binary,
        Recipe(_layer(1), "binary_crossentropy"),
        Recipe(_layer(1), _LOGITS(), threshold=0.0),
    ),
    Case(
        "sigmoid_twice",
        binary,
        Recipe(_layer(1, "sigmoid"), _LOGITS()),
        Recipe(_layer(1, "sigmoid"), "binary_crossentropy"),
    ),
    Case(
        "one_hot_sparse",
        classes,
        Recipe(_layer(3, "softmax"), "sparse_categorical_crossentropy", one_hot=True),
        Recipe(_layer(3, "softmax"), "categorical_crossentropy", one_hot=True),
    ),
    Case(
        "numbers_categorical",
        classes,
        Recipe(_layer(3, "softmax"), "categorical_crossentropy"),
        Recipe(_layer(3, "softmax"), "sparse_categorical_crossentropy"),
    ),
    Case(
        "one_unit_classes",
        classes,
        Recipe(_layer(1, "sigmoid"), "sparse_categorical_crossentropy"),
        Recipe(_layer(3, "softmax"), "sparse_categorical_crossentropy"),
    ),
    Case(
        "class_numbers_mse",
        classes,
        Recipe(_layer(1), "mean_squared_error"),
        Recipe(_layer(3, "softmax"), "sparse_categorical_crossentropy"),
    ),
    Case(
        "sigmoid_exclusive",
        classes,
        Recipe(_layer(3, "sigmoid"), "binary_crossentropy", one_hot=True),
        Recipe(_layer(3, "softmax"), "categorical_crossentropy", one_hot=True),
    ),
    Case(
        "softmax_labels",
        labels,
        Recipe(_layer(2, "softmax"), "categorical_crossentropy"),
        Recipe(_layer(2, "sigmoid"), "binary_crossentropy"),
    ),
    Case(
        "relu_below_zero",
        partial(numbers, -3.0, 1.0),
        Recipe(_layer(1, "relu"), "mean_squared_error"),
        Recipe(_layer(1), "mean_squared_error"),
    ),
    Case(
        "sigmoid_range",
        partial(numbers, 0.0, 4.0),
        Recipe(_layer(1, "sigmoid"), "mean_squared_error"),
        Recipe(_layer(1), "mean_squared_error"),
    ),
    Case(
        "percentage_zero",
        partial(numbers, -1.0, 1.0),
        Recipe(_layer(1), "mean_absolute_percentage_error"),
        Recipe(_layer(1), "mean_absolute_error"),
    ),
)
