"""Sums and means of values, and means of functions of (y_true, y_pred)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from kcore import registry
from kcore.autodiff import Array, value_of
from kcore.metrics.metric import Metric
from kcore.naming import auto_name, snake_case
from kcore.signatures import constructor, options_of

_FUNCTIONS: dict[str, Callable[..., Any]] = {}  # those of this package that are no losses


def function(entry: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator: enter a function of (y_true, y_pred), so that a config may name it."""
    _FUNCTIONS[entry.__name__] = entry
    return entry


def function_named(name: str, custom_objects: dict[str, Any] | None = None) -> Callable[..., Any]:
    """The function of that name: one of ``custom_objects``, of this package, or a loss.

    Raises:
        ValueError: if there is none.
    """
    found = {**_FUNCTIONS, **(custom_objects or {})}.get(name)
    return found or registry.lookup("loss", name)


def _by_sample(numbers: Array, ndim: int) -> Array:
    """Means over all axes but the first ``ndim``: what a sample has counts once, however much it is."""
    return numbers.mean(axis=tuple(range(ndim, numbers.ndim))) if numbers.ndim > ndim else numbers


@registry.register("metric", "sum")
class Sum(Metric):
    """Sum of all values taken in, times their weights if some are given."""

    deferrable = True

    def __init__(self, name: str = "sum", dtype: str | None = None) -> None:
        super().__init__(dtype=dtype, name=name)
        self.total = self._sums("total")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        numbers = np.asarray(value_of(values), "float64")
        if sample_weight is not None:
            weight = np.asarray(value_of(sample_weight), "float64")
            numbers = _by_sample(numbers, weight.ndim) * weight
        self.total.value += numbers.sum()

    def result(self) -> float:
        return float(self.total.value)


@registry.register("metric", "mean")
class Mean(Metric):
    """Mean of all values taken in, weighted if weights are given."""

    def __init__(self, name: str = "mean", dtype: str | None = None) -> None:
        super().__init__(dtype=dtype, name=name)
        self.total, self.count = self._sums("total"), self._sums("count")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        numbers = np.asarray(value_of(values), "float64")
        if sample_weight is None:
            self.total.value += _by_sample(numbers, 1).sum()
            self.count.value += len(numbers) if numbers.ndim else 1
            return
        weight = np.asarray(value_of(sample_weight), "float64")
        weight = _by_sample(weight, max(numbers.ndim, 1))
        self.total.value += _by_sample(_by_sample(numbers, weight.ndim) * weight, 1).sum()
        self.count.value += _by_sample(weight, 1).sum()

    def result(self) -> float:
        return float(self.total.value / self.count.value) if self.count.value else 0.0


@registry.register("metric")
class MeanMetricWrapper(Mean):
    """Mean over samples of a function of (y_true, y_pred) that returns one number per sample.

    Args:
        fn: the function.
        name: name shown in logs.
        dtype: float type of the result.
        **kwargs: further arguments of the function.
    """

    takes_more = True

    def __init__(
        self, fn: Callable[..., Any], name: str | None = None, dtype: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(name=name or auto_name("MeanMetricWrapper"), dtype=dtype)
        self.fn, self._arguments = fn, kwargs

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:  # type: ignore[override]  # as in Keras
        super().update_state(self.fn(y_true, y_pred, **self._arguments), sample_weight)

    def get_config(self) -> dict[str, Any]:
        """Name, dtype, the function's name and its further arguments."""
        return {"name": self.name, "dtype": self.dtype, "fn": registry.serialize(self.fn), **self._arguments}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Build a metric from what ``get_config`` returned, with a function of this package or a loss."""
        fn = config["fn"]
        return cls(**{**config, "fn": function_named(fn["config"]) if isinstance(fn, dict) else fn})


class FunctionMetric(Mean):
    """A metric made of a function: ``class LogCoshError(FunctionMetric, of=log_cosh, name="logcosh")``.

    name and dtype, then the function's further parameters, are the arguments of the class.

    Class arguments:
        of: the function of (y_true, y_pred).
        order: the arguments by position, where Keras has another order.
        written: the options that Keras writes into configs, if not all; the others are written where they differ
            from their defaults.
        **defaults: defaults that are not the function's. The default of ``name`` is the class's name in small letters.
    """

    deferrable = True
    function: Any = None
    _options: ClassVar[dict[str, Any]] = {}
    _written: ClassVar[tuple[str, ...]] = ()

    if TYPE_CHECKING:  # each class has a constructor of its own

        def __init__(self, *args: Any, **options: Any) -> None: ...

    def __init_subclass__(
        cls, of: Callable[..., Any] | None = None, order: str = "", written: str | None = None, **defaults: Any
    ) -> None:
        if of is not None:
            options = options_of(of)
            names = order.split() or ["name", "dtype", *options]
            own = {n: p.replace(default=defaults.get(n, p.default)) for n, p in options.items() if n in names}
            cls.function = staticmethod(of)
            cls._options = {n: p.default for n, p in own.items()}
            cls._written = tuple(own) if written is None else tuple(written.split())
            cls.__init__ = constructor(Mean, defaults.get("name", snake_case(cls.__name__)), of, own, names)  # type: ignore[method-assign]  # made from the function
        super().__init_subclass__()

    def options(self) -> dict[str, Any]:
        """Arguments of the function that this class lets one choose."""
        return {name: getattr(self, name) for name in self._options}

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:  # type: ignore[override]  # as in Keras
        values = type(self).function(np.asarray(value_of(y_true)), np.asarray(value_of(y_pred)), **self.options())
        super().update_state(values, sample_weight)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        changed = [n for n, default in self._options.items() if n not in self._written and config[n] != default]
        return {name: config[name] for name in ("name", "dtype", *self._written, *changed)}
