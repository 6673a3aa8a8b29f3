"""The kinds of task that losses are for, each with a few answers and targets to begin with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from kcore import activations, losses, ops
from kcore.autodiff import Array
from kcore.training import kinds

OUTPUTS: Final[dict[str, Callable[[Any], Any]]] = {
    **{name: activations.get(name) for name in ("linear", "sigmoid", "softmax")},
    "direction": lambda angle: ops.concatenate([ops.cos(angle), ops.sin(angle)], axis=-1),
}


@dataclass(frozen=True)
class Task:
    """What an answer looks like, and what a target.

    Args:
        name: "numbers", "probability", "logit", "classes", "sequence" or "vectors".
        losses: names of the losses to choose from, the usual one first.
        output: what stands between the numbers that are dragged and the loss, a key of `OUTPUTS`.
        targets: one for each sample; a class number where there are classes.
        scores: the numbers that are dragged, shape (samples, ...).
        low: least score.
        high: largest score.
        rate: a learning rate with which one step against the gradient can be seen, and is not too long.
    """

    name: str
    losses: tuple[str, ...]
    output: str
    targets: Array
    scores: Array
    low: float
    high: float
    rate: float

    def output_for(self, loss: Any) -> Any:
        """What turns scores into what a loss judges; hinges judge the score itself."""
        return OUTPUTS["linear" if loss in kinds.SIDES else self.output]

    def targets_for(self, loss: Any, targets: Array, classes: int) -> Array:
        """The targets in the form that a loss asks for: one-hot, class numbers, or as they are."""
        if self.name == "classes":
            return targets if loss in kinds.CLASS_NUMBERS else np.eye(classes)[targets.astype(int)]
        return targets if targets.ndim > 1 or self.name == "vectors" else targets[:, None]


_BINARY = (
    "binary_crossentropy", "binary_focal_crossentropy", "mean_squared_error", "mean_absolute_error",
    "hinge", "squared_hinge", "dice", "tversky",
)  # fmt: skip

TASKS: Final = {
    task.name: task
    for task in (
        Task(
            "numbers",
            (
                "mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "mean_absolute_percentage_error",
                "mean_squared_logarithmic_error", "poisson",
            ),
            "linear",
            np.array([2.0, 3.0, 3.5, 4.0, 9.0]),  # the last one is the outlier
            np.array([[3.0], [3.5], [3.5], [3.0], [4.5]]),
            0.0,
            10.0,
            0.3,
        ),
        Task("probability", _BINARY, "linear", np.array([1.0, 1.0, 1.0, 0.0, 0.0]),
             np.array([[0.9], [0.6], [0.05], [0.2], [0.7]]), 0.001, 0.999, 0.02),
        Task("logit", _BINARY, "sigmoid", np.array([1.0, 1.0, 1.0, 0.0, 0.0]),
             np.array([[2.0], [0.5], [-5.0], [-1.5], [1.0]]), -8.0, 8.0, 3.0),
        Task(
            "classes",
            (
                "categorical_crossentropy", "sparse_categorical_crossentropy", "categorical_focal_crossentropy",
                "categorical_generalized_cross_entropy", "kl_divergence", "mean_squared_error", "categorical_hinge",
                "cosine_similarity", "dice", "tversky",
            ),
            "softmax",
            np.array([0.0]),
            np.array([[0.5, 2.0, -1.0, 0.0]]),
            -8.0,
            8.0,
            3.0,
        ),
        Task("sequence", ("ctc",), "linear", np.array([[1.0, 2.0]]),
             np.array([[[2.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.5], [0.0, 0.5, 0.0], [1.0, 0.0, 0.0]]]),
             -6.0, 6.0, 3.0),
        Task("vectors", ("circle",), "direction", np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0]),
             np.radians([[100.0], [20.0], [60.0], [-160.0], [140.0], [-60.0]]), -np.pi, np.pi, 0.002),
    )
}  # fmt: skip


def task_of(wanted: Any) -> str:
    """The first task that a loss is for; "numbers" for a learner's own.

    Raises:
        ValueError: for a name that is no loss.
    """
    loss = losses.get(wanted)
    name = getattr(getattr(type(loss), "function", loss), "__name__", "")
    return next((task.name for task in TASKS.values() if name in task.losses), "numbers")
