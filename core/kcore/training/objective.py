"""The compiled objective: loss and metrics, evaluated as rarely as possible.

Training needs the gradient of the loss at every batch, but its value only when somebody reads it. For the
losses of this package the rows of many batches are kept and reduced in one pass when ``logs`` is called or
enough has come together; losses and metrics of the user's own are evaluated at every batch.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from kcore import losses, metrics
from kcore.autodiff import Array, Primitive, value_of
from kcore.loss import FunctionLoss, Loss, reduce_losses

KEPT = 65536  # numbers kept back at most before they are reduced


class Objective:
    """Loss and metrics of a model with one output.

    Args:
        loss: name, object or function of (y_true, y_pred).
        metrics_: names, objects or functions, without sample weights.
        weighted: the same, with sample weights.
        loss_weight: factor of the loss.
    """

    def __init__(self, loss: Any, metrics_: list[Any], weighted: list[Any], loss_weight: float = 1.0) -> None:
        self.loss = losses.get(loss)
        self.loss_weight = loss_weight
        self._asked = [(m, False) for m in metrics_] + [(m, True) for m in weighted]
        self.metrics: list[metrics.Metric] = []
        self._resolved = False
        function = getattr(type(self.loss), "function", self.loss)
        plain = isinstance(self.loss, FunctionLoss) and self.loss.reduction in ("sum_over_batch_size", "mean")
        by_name = not isinstance(self.loss, Loss) and function in _OWN
        self._per_sample: Callable[[Any, Any], Any] = function
        if isinstance(self.loss, FunctionLoss) and (options := self.loss.options()):
            self._per_sample = functools.partial(function, **options)
        self.deferred = ((plain and function in _OWN) or by_name) and getattr(self.loss, "ignore_class", None) is None
        self._seeds: dict[tuple[int, ...], Array] = {}
        self.reset()

    def reset(self) -> None:
        """Forget what was gathered: a new epoch begins."""
        self._total = self._count = self._extra = 0.0
        self._kept: list[tuple[tuple[Primitive, list[Any]], Array, Array, Array | None]] = []
        for metric in self.metrics:
            metric.reset_state()

    def resolve(self, y: Array, shape: tuple[int, ...]) -> None:
        """Choose the kind of 'accuracy' and the like, now that the shapes are known."""
        if not self._resolved:
            self.metrics = [metrics.resolve(m, y.shape, shape) for m, _ in self._asked]
            self._weighted = [w for _, w in self._asked]
            self._resolved = True

    @property
    def batches_can_be_joined(self) -> bool:
        """Whether evaluation gives the same result for batches of any size."""
        return self.deferred and all(m.deferrable for m in self.metrics)

    # -- one batch -----------------------------------------------------------------------------

    def roots(self, y: Array, y_pred: Any, weight: Array | None) -> list[tuple[Any, Array]]:
        """The tensors from which the gradient starts, each with its seed.

        Args:
            y: targets of the batch.
            y_pred: the model's answer, recorded.
            weight: a weight per sample, or None.
        """
        if self.deferred:
            value: Array = value_of(y_pred)
            return [(self._per_sample(y, y_pred), self._seed(value.shape[:-1], value.dtype, weight))]
        total = self.total(y, y_pred, weight)
        value = value_of(total)
        self.add_batch_loss(float(value), len(y))
        return [(total, np.full_like(value, self.loss_weight))]

    def total(self, y: Array, y_pred: Any, weight: Array | None) -> Any:
        """The batch's loss as one number, without its factor."""
        if isinstance(self.loss, Loss):
            total = self.loss(y, y_pred, sample_weight=weight)
        else:
            total = reduce_losses(self.loss(y, y_pred), "sum_over_batch_size", weight)
        if np.size(value_of(total)) != 1:
            raise ValueError(
                f"The loss must come out as one number per batch; got shape {np.shape(value_of(total))}. "
                "Choose reduction='sum_over_batch_size'."
            )
        return total

    def _seed(self, shape: tuple[int, ...], dtype: Any, weight: Array | None) -> Array:
        seed = self._seeds.get(shape)
        if seed is None:
            size = int(np.prod(shape))
            seed = self._seeds[shape] = np.full(shape, self.loss_weight / size, dtype)
        if weight is None:
            return seed
        return seed * weight.reshape(weight.shape + (1,) * (len(shape) - weight.ndim)).astype(dtype, copy=False)

    def keep(self, row: tuple[Primitive, list[Any]], y: Array, y_pred: Array, weight: Array | None) -> None:
        """Keep a batch for later: the loss's row, targets, predictions and weights."""
        self._kept.append((row, y, y_pred, weight))
        if len(self._kept) * y_pred.size > KEPT:
            self.flush()

    def add_batch_loss(self, value: float, samples: int) -> None:
        """Count the loss of a batch that was evaluated at once."""
        self._total += self.loss_weight * value * samples
        self._count += samples

    def add_extra(self, value: float, samples: int) -> None:
        """Count what regularizers and ``add_loss`` added to a batch's loss."""
        self._extra += value * samples

    def update_metrics(self, y: Array, y_pred: Array, weight: Array | None) -> None:
        """Hand a batch to the metrics."""
        for metric, weighted in zip(self.metrics, self._weighted, strict=True):
            metric.update_state(y, y_pred, weight if weighted else None)

    def evaluate(self, y: Array, y_pred: Array, weight: Array | None) -> None:
        """Count a batch outside training."""
        self.add_batch_loss(float(value_of(self.total(y, y_pred, weight))), len(y))
        self.update_metrics(y, y_pred, weight)

    def flush(self) -> None:
        """Reduce the batches kept back."""
        if not self._kept:
            return
        rows, ys, answers, weights = zip(*self._kept, strict=True)
        self._kept = []
        weight = None if weights[0] is None else np.concatenate(weights)
        op: Primitive = rows[0][0]
        losses = op.forward(*(np.concatenate(column) for column in zip(*(values for _, values in rows), strict=True)))[
            0
        ]
        if weight is not None:
            losses = losses * weight.reshape(weight.shape + (1,) * (losses.ndim - weight.ndim))
        samples = sum(map(len, ys))
        self._total += self.loss_weight * float(losses.sum(dtype="float64")) * (samples / losses.size)
        self._count += samples
        if self.metrics:
            self.update_metrics(np.concatenate(ys), np.concatenate(answers), weight)

    def logs(self) -> dict[str, float]:
        """Loss and metrics since the last reset: {'loss': ..., 'accuracy': ...}."""
        self.flush()
        count = self._count or 1.0
        result = {"loss": (self._total + self._extra) / count}
        result.update({m.name: float(m.result()) for m in self.metrics})
        return result


_OWN = {
    losses.mean_squared_error,
    losses.mean_absolute_error,
    losses.binary_crossentropy,
    losses.categorical_crossentropy,
    losses.sparse_categorical_crossentropy,
}
