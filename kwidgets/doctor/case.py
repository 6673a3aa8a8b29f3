"""A training as something that can be changed: model, data, and how `fit` is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

import kcore
from kcore import tree
from kcore.metrics.metric import Metric

NAMES = ("x_train", "y_train", "x_validation", "y_validation")


@dataclass(frozen=True)
class Case:
    """What is trained, and how.

    Args:
        model: a compiled model.
        x: inputs as they are given to `fit`; None where they come in batches made elsewhere.
        y: targets.
        validation: `(x, y)` that are only measured, or None.
        fit: further arguments of `fit`: `batch_size`, `epochs`, `shuffle`, `class_weight`.
        seed: what makes it repeatable, or None.
        names: what inputs and targets, then those of validation, are called in code.
    """

    model: Any
    x: Any = None
    y: Any = None
    validation: tuple[Any, Any] | None = None
    fit: Mapping[str, Any] = field(default_factory=dict)
    seed: int | None = None
    names: tuple[str, str, str, str] = NAMES

    @property
    def callbacks(self) -> list[Any]:
        """The callbacks of `fit`."""
        return tree.flatten(self.fit.get("callbacks") or [])

    def with_data(self, x: Any = None, y: Any = None, vx: Any = None, vy: Any = None) -> Self:
        """The same with other data; None for what stays."""
        validation = self.validation
        if validation is not None:
            validation = (validation[0] if vx is None else vx, validation[1] if vy is None else vy)
        return replace(self, x=self.x if x is None else x, y=self.y if y is None else y, validation=validation)

    def with_fit(self, **changes: Any) -> Self:
        """The same with other arguments of `fit`."""
        return replace(self, fit={**self.fit, **changes})

    def with_model(self, make: Any = None, **compiled: Any) -> Self:
        """The same with a fresh model, compiled alike, which begins anew.

        Args:
            make: a function from the old model to the new one; None: a model of the same structure.
            **compiled: arguments of `compile` that are to be others.
        """
        if self.seed is not None:
            kcore.utils.set_random_seed(self.seed)
        model = (make or kcore.models.clone_model)(self.model)
        model.compile(**{**compile_arguments(self.model), **compiled})
        return replace(self, model=model)


def compile_arguments(model: Any) -> dict[str, Any]:
    """What `compile` was given, as objects that share no state with the model's."""
    compiled, optimizer = model.compiled, model.optimizer
    return {
        "optimizer": type(optimizer).from_config(optimizer.get_config()),
        "loss": compiled.loss,
        "loss_weights": compiled.loss_weights,
        "metrics": tree.map_structure(_apart, compiled.metrics),
        "weighted_metrics": tree.map_structure(_apart, compiled.weighted_metrics),
    }


def _apart(metric: Any) -> Any:
    return type(metric).from_config(metric.get_config()) if isinstance(metric, Metric) else metric
