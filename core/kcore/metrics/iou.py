"""Intersection over union: how far the places of a class and of its predictions cover each other."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from kcore import registry
from kcore.annotations import Axes, PositiveInt, UnitInterval
from kcore.autodiff import value_of
from kcore.config import epsilon
from kcore.configurable import parameters
from kcore.metrics.metric import Metric

ClassNumbers = Annotated[Any, "axes"]


class _Confusion(Metric):
    """A table of targets against predictions."""

    deferrable = True
    num_classes: int
    target_class_ids: Any
    ignore_class: int | None = None
    sparse_y_true: bool = True
    sparse_y_pred: bool = True
    axis: Any = -1

    def _start(self, num_classes: int, target_class_ids: Any) -> None:
        target_class_ids = [target_class_ids] if isinstance(target_class_ids, int) else list(target_class_ids)
        self.num_classes, self.target_class_ids = num_classes, target_class_ids
        too_large = [i for i in target_class_ids if not 0 <= i < num_classes]
        if too_large:
            raise ValueError(
                f"{type(self).__name__}: target_class_ids must lie between 0 and {num_classes - 1} for {num_classes} "
                f"classes; got {too_large[0]}."
            )
        self.total_confusion_matrix = self.add_variable(
            (num_classes, num_classes), "zeros", name="total_confusion_matrix"
        )

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        y_true, y_pred = np.asarray(value_of(y_true)), np.asarray(value_of(y_pred))
        true = (y_true if self.sparse_y_true else y_true.argmax(axis=self.axis)).astype(np.intp).ravel()
        predicted = (y_pred if self.sparse_y_pred else y_pred.argmax(axis=self.axis)).astype(np.intp).ravel()
        weight = np.ones(len(true), self.dtype)
        if sample_weight is not None:
            weight = np.asarray(value_of(sample_weight)).astype(self.dtype)
            weight = np.broadcast_to(weight.reshape(-1, 1), (weight.size, len(true) // max(weight.size, 1))).ravel()
        if self.ignore_class is not None:
            kept = true != self.ignore_class
            true, predicted, weight = true[kept], predicted[kept], weight[kept]
        for name, labels in (("y_true", true), ("y_pred", predicted)):
            if labels.size and not (labels.min() >= 0 and labels.max() < self.num_classes):
                raise ValueError(
                    f"{self.name}: {name} must hold class numbers from 0 to {self.num_classes - 1}; it holds "
                    f"{labels.min()} to {labels.max()}."
                )
        np.add.at(self.total_confusion_matrix.value, (true, predicted), weight)

    def result(self) -> float:
        table = self.total_confusion_matrix.value.astype("float64")
        chosen = self.target_class_ids
        both = np.diag(table)[chosen]
        either = (table.sum(axis=0) + table.sum(axis=1))[chosen] - both
        seen = either > 0
        return float((both[seen] / (either[seen] + epsilon())).mean()) if seen.any() else 0.0

    def get_config(self) -> dict[str, Any]:
        """The arguments in the order of the signature, as Keras writes them."""
        return {p.name: getattr(self, p.name) for p in parameters(type(self))}


@registry.register("metric")
class IoU(_Confusion):
    """Mean over some classes of intersection over union.

    Args:
        num_classes: number of classes, at least 1.
        target_class_ids: the classes averaged over, in a list.
        name: name shown in logs.
        dtype: type in which samples are counted; whole numbers if None.
        ignore_class: places of this class in the targets do not count.
        sparse_y_true: whether targets are class numbers; else one-hot.
        sparse_y_pred: whether predictions are class numbers; else probabilities.
        axis: the axis of the classes where they are not class numbers.
    """

    def __init__(
        self,
        num_classes: PositiveInt,
        target_class_ids: ClassNumbers,
        name: str | None = None,
        dtype: str | None = None,
        ignore_class: int | None = None,
        sparse_y_true: bool = True,
        sparse_y_pred: bool = True,
        axis: Axes = -1,
    ) -> None:
        super().__init__(name=name, dtype=dtype or "int32")
        self.ignore_class, self.axis = ignore_class, axis
        self.sparse_y_true, self.sparse_y_pred = sparse_y_true, sparse_y_pred
        self._start(num_classes, target_class_ids)

    def get_config(self) -> dict[str, Any]:
        return {"name": self.name, "dtype": self.dtype, **super().get_config()}


@registry.register("metric")
class BinaryIoU(_Confusion):
    """Mean of intersection over union of the classes 0 and 1 (or of one of them).

    Args:
        target_class_ids: the classes averaged over, of (0, 1).
        threshold: predictions from here on are 1.
        name: name shown in logs.
        dtype: type in which samples are counted; whole numbers if None.
    """

    def __init__(
        self,
        target_class_ids: ClassNumbers = (0, 1),
        threshold: UnitInterval = 0.5,
        name: str | None = None,
        dtype: str | None = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype or "int32")
        self.threshold = threshold
        self._start(2, target_class_ids)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        super().update_state(y_true, np.asarray(value_of(y_pred)) >= self.threshold, sample_weight)


@registry.register("metric")
class MeanIoU(_Confusion):
    """Mean over all classes of intersection over union. Arguments: see ``IoU``."""

    def __init__(
        self,
        num_classes: PositiveInt,
        name: str | None = None,
        dtype: str | None = None,
        ignore_class: int | None = None,
        sparse_y_true: bool = True,
        sparse_y_pred: bool = True,
        axis: Axes = -1,
    ) -> None:
        super().__init__(name=name, dtype=dtype or "int32")
        self.ignore_class, self.axis = ignore_class, axis
        self.sparse_y_true, self.sparse_y_pred = sparse_y_true, sparse_y_pred
        self._start(num_classes, range(num_classes))


@registry.register("metric")
class OneHotIoU(_Confusion):
    """``IoU`` for one-hot targets. Arguments: see there."""

    def __init__(
        self,
        num_classes: PositiveInt,
        target_class_ids: ClassNumbers,
        name: str | None = None,
        dtype: str | None = None,
        ignore_class: int | None = None,
        sparse_y_pred: bool = False,
        axis: Axes = -1,
    ) -> None:
        super().__init__(name=name, dtype=dtype or "int32")
        self.ignore_class, self.axis = ignore_class, axis
        self.sparse_y_true, self.sparse_y_pred = False, sparse_y_pred
        self._start(num_classes, target_class_ids)


@registry.register("metric")
class OneHotMeanIoU(_Confusion):
    """``MeanIoU`` for one-hot targets. Arguments: see ``IoU``."""

    def __init__(
        self,
        num_classes: PositiveInt,
        name: str | None = None,
        dtype: str | None = None,
        ignore_class: int | None = None,
        sparse_y_pred: bool = False,
        axis: Axes = -1,
    ) -> None:
        super().__init__(name=name, dtype=dtype or "int32")
        self.ignore_class, self.axis = ignore_class, axis
        self.sparse_y_true, self.sparse_y_pred = False, sparse_y_pred
        self._start(num_classes, range(num_classes))
