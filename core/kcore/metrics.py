"""Metrics: numbers for people to read, gathered over the batches of an epoch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np

from kcore import losses, registry
from kcore.autodiff import Array, value_of
from kcore.config import floatx
from kcore.configurable import Configurable, UnitInterval, parameters
from kcore.loss import same_rank
from kcore.naming import auto_name


class Metric(Configurable):
    """Base of metrics; one of your own defines ``update_state``, ``result`` and ``reset_state``.

    Args:
        dtype: float type of the result; the engine's if None.
        name: name shown in logs.
    """

    # whether many batches may be handed over as one: true where the result is a mean over samples
    deferrable = False

    def __init__(self, dtype: str | None = None, name: str | None = None) -> None:
        self.dtype = dtype or floatx()
        self.name = name or auto_name(type(self).__name__)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch in."""
        raise TypeError(f"{type(self).__name__} needs a method update_state(self, y_true, y_pred, sample_weight=None).")

    def result(self) -> Any:
        """The number for everything taken in since the last reset."""
        raise TypeError(f"{type(self).__name__} needs a method result(self).")

    def reset_state(self) -> None:
        """Forget everything."""
        raise TypeError(f"{type(self).__name__} needs a method reset_state(self).")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Take a batch in and return the result so far."""
        self.update_state(*args, **kwargs)
        return self.result()


@registry.register("metric")
class Mean(Metric):
    """Mean of all values taken in, weighted if weights are given."""

    def __init__(self, name: str = "mean", dtype: str | None = None) -> None:
        super().__init__(dtype=dtype, name=name)
        self.reset_state()

    def update_state(self, values: Any, sample_weight: Any = None) -> None:  # type: ignore[override]  # as in Keras
        numbers = np.asarray(value_of(values), "float64")
        if sample_weight is None:
            self.total += float(_by_sample(numbers, 1).sum())
            self.count += len(numbers) if numbers.ndim else 1
            return
        weight = np.asarray(sample_weight, "float64")
        self.total += float(_by_sample(_by_sample(numbers, weight.ndim) * weight, 1).sum())
        self.count += float(_by_sample(weight, 1).sum())

    def result(self) -> float:
        return self.total / self.count if self.count else 0.0

    def reset_state(self) -> None:
        self.total, self.count = 0.0, 0.0


def _by_sample(numbers: Array, ndim: int) -> Array:
    """Means over all axes but the first ``ndim``: what a sample has counts once, however much it is."""
    return numbers.mean(axis=tuple(range(ndim, numbers.ndim))) if numbers.ndim > ndim else numbers


@registry.register("metric")
class MeanMetricWrapper(Mean):
    """Mean over samples of a function of (y_true, y_pred) that returns one number per sample."""

    takes_more = True  # further arguments are the function's

    def __init__(
        self, fn: Callable[..., Any], name: str | None = None, dtype: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(name=name or auto_name("MeanMetricWrapper"), dtype=dtype)
        self.fn, self.options = fn, kwargs

    def get_config(self) -> dict[str, Any]:
        """Name, dtype, the function's name and its further arguments."""
        name = getattr(self.fn, "__name__", str(self.fn))
        function = {"module": "builtins", "class_name": "function", "config": name, "registered_name": "function"}
        return {"name": self.name, "dtype": self.dtype, "fn": function, **self.options}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Build a metric from what ``get_config`` returned, with a function of ``kcore.losses``."""
        fn = config["fn"]
        return cls(**{**config, "fn": registry.lookup("loss", fn["config"]) if isinstance(fn, dict) else fn})

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:  # type: ignore[override]  # as in Keras
        super().update_state(self.fn(y_true, y_pred, **self.options), sample_weight)


class _Function(Mean):
    """A metric made of a function of (y_true, y_pred) of this package."""

    deferrable = True
    function: Any = None

    def options(self) -> dict[str, Any]:
        """Arguments of the function that this class lets one choose."""
        return {p.name: getattr(self, p.name) for p in parameters(type(self)) if p.name not in ("name", "dtype")}

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:  # type: ignore[override]  # as in Keras
        values = type(self).function(np.asarray(y_true), np.asarray(y_pred), **self.options())
        super().update_state(values, sample_weight)


def accuracy(y_true: Array, y_pred: Array) -> Array:
    """1.0 where target and prediction are equal, else 0.0."""
    y_true, y_pred = same_rank(y_true, y_pred)
    return (y_true == y_pred).astype("float32")


def binary_accuracy(y_true: Array, y_pred: Array, threshold: float = 0.5) -> Array:
    """Share of the last axis on the right side of the threshold."""
    y_true, y_pred = same_rank(y_true, y_pred)
    return ((y_pred > threshold) == (y_true > 0.5)).mean(axis=-1)


def categorical_accuracy(y_true: Array, y_pred: Array) -> Array:
    """1.0 where the largest probability stands at the one-hot target's class, else 0.0."""
    return (y_true.argmax(axis=-1) == y_pred.argmax(axis=-1)).astype("float32")


def sparse_categorical_accuracy(y_true: Array, y_pred: Array) -> Array:
    """1.0 where the largest probability stands at the class number, else 0.0."""
    labels = y_true[..., 0] if y_true.ndim == y_pred.ndim and y_true.shape[-1] == 1 else y_true
    return (labels == y_pred.argmax(axis=-1)).astype("float32")


@registry.register("metric")
class Accuracy(_Function):
    """Share of predictions equal to their targets."""

    function = staticmethod(accuracy)

    def __init__(self, name: str = "accuracy", dtype: str | None = None) -> None:
        super().__init__(name=name, dtype=dtype)


@registry.register("metric", "binary_accuracy")
class BinaryAccuracy(_Function):
    """Share of predictions on the right side of the threshold.

    Args:
        name: name shown in logs.
        dtype: float type of the result.
        threshold: probabilities above it count as 1.
    """

    function = staticmethod(binary_accuracy)

    def __init__(self, name: str = "binary_accuracy", dtype: str | None = None, threshold: UnitInterval = 0.5) -> None:
        super().__init__(name=name, dtype=dtype)
        self.threshold = threshold


@registry.register("metric", "categorical_accuracy")
class CategoricalAccuracy(_Function):
    """Share of samples whose largest probability stands at the one-hot target's class."""

    function = staticmethod(categorical_accuracy)

    def __init__(self, name: str = "categorical_accuracy", dtype: str | None = None) -> None:
        super().__init__(name=name, dtype=dtype)


@registry.register("metric", "sparse_categorical_accuracy")
class SparseCategoricalAccuracy(_Function):
    """Share of samples whose largest probability stands at the class number."""

    function = staticmethod(sparse_categorical_accuracy)

    def __init__(self, name: str = "sparse_categorical_accuracy", dtype: str | None = None) -> None:
        super().__init__(name=name, dtype=dtype)


@registry.register("metric", "mse", "MSE", "mean_squared_error")
class MeanSquaredError(_Function):
    """Mean of (y_true - y_pred)²."""

    function = staticmethod(losses.mean_squared_error)

    def __init__(self, name: str = "mean_squared_error", dtype: str | None = None) -> None:
        super().__init__(name=name, dtype=dtype)


@registry.register("metric", "mae", "MAE", "mean_absolute_error")
class MeanAbsoluteError(_Function):
    """Mean of |y_true - y_pred|, in the unit of the targets."""

    function = staticmethod(losses.mean_absolute_error)

    def __init__(self, name: str = "mean_absolute_error", dtype: str | None = None) -> None:
        super().__init__(name=name, dtype=dtype)


@registry.register("metric", "rmse", "root_mean_squared_error")
class RootMeanSquaredError(_Function):
    """Square root of the mean of (y_true - y_pred)², in the unit of the targets."""

    function = staticmethod(losses.mean_squared_error)

    def __init__(self, name: str = "root_mean_squared_error", dtype: str | None = None) -> None:
        super().__init__(name=name, dtype=dtype)

    def result(self) -> float:
        return float(np.sqrt(super().result()))


@registry.register("metric", "bce", "BCE", "binary_crossentropy")
class BinaryCrossentropy(_Function):
    """Mean binary cross-entropy of probabilities."""

    function = staticmethod(losses.binary_crossentropy)

    def __init__(
        self,
        name: str = "binary_crossentropy",
        dtype: str | None = None,
        from_logits: bool = False,
        label_smoothing: UnitInterval = 0,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.from_logits, self.label_smoothing = from_logits, label_smoothing


@registry.register("metric", "categorical_crossentropy")
class CategoricalCrossentropy(_Function):
    """Mean categorical cross-entropy of probabilities."""

    function = staticmethod(losses.categorical_crossentropy)

    def __init__(
        self,
        name: str = "categorical_crossentropy",
        dtype: str | None = None,
        from_logits: bool = False,
        label_smoothing: UnitInterval = 0,
        axis: int = -1,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.from_logits, self.label_smoothing, self.axis = from_logits, label_smoothing, axis


@registry.register("metric", "sparse_categorical_crossentropy")
class SparseCategoricalCrossentropy(_Function):
    """Mean cross-entropy of probabilities with class numbers as targets."""

    function = staticmethod(losses.sparse_categorical_crossentropy)

    def __init__(
        self,
        name: str = "sparse_categorical_crossentropy",
        dtype: str | None = None,
        from_logits: bool = False,
        ignore_class: int | None = None,
        axis: int = -1,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.from_logits, self.ignore_class, self.axis = from_logits, ignore_class, axis


_BY_SHAPE = {
    "accuracy": (BinaryAccuracy, SparseCategoricalAccuracy, CategoricalAccuracy),
    "acc": (BinaryAccuracy, SparseCategoricalAccuracy, CategoricalAccuracy),
    "crossentropy": (BinaryCrossentropy, SparseCategoricalCrossentropy, CategoricalCrossentropy),
    "ce": (BinaryCrossentropy, SparseCategoricalCrossentropy, CategoricalCrossentropy),
}


def resolve(identifier: Any, y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]) -> Metric:
    """The metric for what ``compile`` was given, named as given.

    'accuracy' and 'crossentropy' become the kind that fits: binary for one output unit, sparse where the targets
    are class numbers, categorical where they are one-hot.

    Raises:
        ValueError: for an unknown name.
    """
    if isinstance(identifier, str) and identifier in _BY_SHAPE:
        binary, sparse, categorical = _BY_SHAPE[identifier]
        if y_pred_shape[-1] == 1:
            return binary(name=identifier)
        numbers = len(y_true_shape) < len(y_pred_shape) or y_true_shape[-1] == 1
        return sparse(name=identifier) if numbers else categorical(name=identifier)
    metric = registry.get("metric", identifier)
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
    """The metric for a name, config, object or function; None for None.

    Raises:
        ValueError: for an unknown name.
    """
    return registry.get("metric", identifier)
