"""Metrics: numbers for people to read, gathered over the batches of an epoch."""

from __future__ import annotations

import sys
from typing import Any

from kcore import elsewhere, lazy, losses, registry
from kcore.homes import homes_of
from kcore.metrics.metric import Metric
from kcore.metrics.reduction import MeanMetricWrapper, function_named

# what 'accuracy' and 'crossentropy' stand for: one output unit, targets that are class numbers, one-hot targets
_ACCURACIES = ("BinaryAccuracy", "SparseCategoricalAccuracy", "CategoricalAccuracy")
_CROSSENTROPIES = ("BinaryCrossentropy", "SparseCategoricalCrossentropy", "CategoricalCrossentropy")
_BY_SHAPE = {"accuracy": _ACCURACIES, "acc": _ACCURACIES, "crossentropy": _CROSSENTROPIES, "ce": _CROSSENTROPIES}


def resolve(identifier: Any, y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]) -> Metric:
    """The metric for what ``compile`` was given, named as given.

    'accuracy' and 'crossentropy' become the kind that fits: binary for one output unit, sparse where the targets
    are class numbers, categorical where they are one-hot.

    Raises:
        ValueError: for an unknown name.
    """
    if isinstance(identifier, str) and identifier in _BY_SHAPE:
        numbers = len(y_true_shape) < len(y_pred_shape) or y_true_shape[-1] == 1
        kind = 0 if y_pred_shape[-1] == 1 else 1 if numbers else 2
        found: Metric = registry.lookup("metric", _BY_SHAPE[identifier][kind])(name=identifier)
        return found
    metric = get(identifier)
    if isinstance(metric, Metric):
        if isinstance(identifier, str):
            metric.name = identifier
        return metric
    return MeanMetricWrapper(metric, name=str(getattr(metric, "__name__", "metric")))


def check(identifier: Any) -> None:
    """Raise ValueError for the name of no metric, TypeError for something that is none."""
    if isinstance(identifier, str):
        resolve(identifier, (2, 1), (2, 1))
    else:
        registry.get("metric", identifier, make=False)


def get(identifier: Any) -> Any:
    """The metric for a name, config, object or function; None for None. Names of losses stand for their means, too.

    Raises:
        ValueError: for an unknown name.
    """
    if isinstance(identifier, str) and not registry.knows("metric", identifier) and registry.knows("loss", identifier):
        loss = registry.lookup("loss", identifier)
        return MeanMetricWrapper(getattr(loss, "function", loss), name=identifier)
    return registry.get("metric", identifier)


def serialize(metric: Any) -> Any:
    """A metric as plain values, from which ``deserialize`` makes it again."""
    return registry.serialize(metric)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The metric that ``serialize`` wrote, also one of ``custom_objects`` by name."""
    if isinstance(config, dict) and config.get("class_name") == "function":
        return function_named(config["config"], custom_objects)
    return registry.get("metric", config, custom_objects=custom_objects)


__all__ = [*lazy.public("metric", "deserialize", "get", "serialize")]


def __getattr__(name: str) -> Any:
    if name in homes_of("loss") and name not in homes_of("metric"):
        return lazy.fetch(__name__, name, "loss")
    return lazy.fetch(__name__, name, "metric", _stands_for)


def _stands_for(family: str, name: str) -> Any:
    """What a text that is no name in a module stands for: a function of losses measures, too."""
    return getattr(losses, name) if name in homes_of("loss") else registry.lookup(family, name)


def __dir__() -> list[str]:
    return lazy.listed(__name__, "metric")


elsewhere.teach(sys.modules[__name__])
