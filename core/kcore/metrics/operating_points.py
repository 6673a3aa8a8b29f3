"""The best that can be had of one share, at the thresholds where another is large enough."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from kcore import registry
from kcore.annotations import PositiveInt, UnitInterval
from kcore.autodiff import Array
from kcore.metrics.confusion import ClassNumber, chosen, counts, divided
from kcore.metrics.curves import AllCounts
from kcore.signatures import constructor, options_of


def _arguments(value: UnitInterval, num_thresholds: PositiveInt = 200, class_id: ClassNumber | None = None) -> None:
    """What these classes are given besides name and dtype; ``value`` bears the name of the condition."""


class _AtPoint(AllCounts):
    """The largest share ``wanted`` among the thresholds at which the share ``condition`` is large enough."""

    wanted: ClassVar[str]
    condition: ClassVar[str]
    num_thresholds: int
    class_id: int | None

    def __init__(self, name: str | None = None, dtype: str | None = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self._levels = np.linspace(0, 1, self.num_thresholds) if self.num_thresholds > 1 else np.array([0.5])
        self.start(self._levels.shape)

    def __init_subclass__(cls, wanted: str, condition: str) -> None:
        cls.wanted, cls.condition = wanted, condition
        value, *others = options_of(_arguments, first=0).values()
        own = {p.name: p for p in (value.replace(name=condition), *others)}
        cls.__init__ = constructor(_AtPoint, None, _arguments, own, [*own, "name", "dtype"])  # type: ignore[method-assign]  # made from _arguments
        super().__init_subclass__()

    @property
    def thresholds(self) -> list[float]:
        """The thresholds, evenly spread from 0 to 1."""
        return [float(level) for level in self._levels]

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        self.add(counts(*chosen(y_true, y_pred, None, self.class_id), sample_weight, self._levels))

    def result(self) -> float:
        met = self._share(self.wanted)[self._share(self.condition) >= getattr(self, self.condition)]
        return float(met.max()) if met.size else 0.0

    def _share(self, name: str) -> Array:
        tp, fp, tn, fn = (variable.value for variable in self.four)
        if name == "precision":
            return divided(tp, tp + fp)
        return divided(tn, tn + fp) if name == "specificity" else divided(tp, tp + fn)

    def get_config(self) -> dict[str, Any]:
        """The arguments in Keras's order."""
        config = super().get_config()
        return {name: config[name] for name in ("name", "dtype", "class_id", "num_thresholds", self.condition)}


@registry.register("metric", "sensitivity_at_specificity")
class SensitivityAtSpecificity(_AtPoint, wanted="sensitivity", condition="specificity"):
    """The largest share of positives found where at least ``specificity`` of the negatives are left alone.

    Args:
        specificity: 0 to 1.
        num_thresholds: how many thresholds from 0 to 1 are tried.
        class_id: look at this entry of the last axis only.
        name: name shown in logs.
        dtype: float type of the result.
    """


@registry.register("metric", "specificity_at_sensitivity")
class SpecificityAtSensitivity(_AtPoint, wanted="specificity", condition="sensitivity"):
    """The largest share of negatives left alone where at least ``sensitivity`` of the positives are found.

    Arguments: see ``SensitivityAtSpecificity``.
    """


@registry.register("metric", "precision_at_recall")
class PrecisionAtRecall(_AtPoint, wanted="precision", condition="recall"):
    """The largest precision where at least ``recall`` of the positives are found.

    Arguments: see ``SensitivityAtSpecificity``.
    """


@registry.register("metric", "recall_at_precision")
class RecallAtPrecision(_AtPoint, wanted="recall", condition="precision"):
    """The largest share of positives found where at least ``precision`` of what is found is positive.

    Arguments: see ``SensitivityAtSpecificity``.
    """
