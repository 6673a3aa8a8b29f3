"""The compiled objective: loss and metrics, evaluated as rarely as possible.

Training needs the gradient of the loss at every batch, but its value only when somebody reads it. For the
losses of this package the rows of many batches are kept and reduced in one pass when ``logs`` is called or
enough has come together; losses and metrics of the user's own are evaluated at every batch.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from kcore import losses, metrics
from kcore.autodiff import Array, Primitive, value_of
from kcore.loss import FunctionLoss, Loss, reduce_losses
from kcore.masking import mask_of
from kcore.metrics.metric import Metric
from kcore.training import kinds

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
        self.loss = losses.get(loss)  # None for an output that is not judged
        self.loss_weight = loss_weight
        self._asked = [(m, False) for m in metrics_] + [(m, True) for m in weighted]
        self.metrics: list[Metric] = []
        self._resolved = False
        function = getattr(type(self.loss), "function", self.loss)
        plain = isinstance(self.loss, FunctionLoss) and self.loss.reduction in ("sum_over_batch_size", "mean")
        by_name = not isinstance(self.loss, Loss)
        self._per_sample: Callable[[Any, Any], Any] = function
        if isinstance(self.loss, FunctionLoss) and (options := self.loss.options()):
            self._per_sample = functools.partial(function, **options)
        usual = getattr(self.loss, "ignore_class", None) is None and getattr(self.loss, "axis", -1) == -1
        self.joinable = (plain or by_name) and usual and function in kinds.PER_SAMPLE
        self.deferred = self.joinable and function in kinds.FUSED
        self._seeds: dict[tuple[int, ...], Array] = {}
        self.reset()

    def reset(self) -> None:
        """Forget what was gathered: a new epoch begins."""
        self._total = self._count = self._extra = 0.0
        self._kept: list[tuple[tuple[Primitive, list[Any]], Array, Array, Array | None]] = []
        for metric in self.metrics:
            metric.reset_state()

    def resolve(self, y: Array | None, shape: tuple[int, ...]) -> None:
        """Choose the kind of 'accuracy' and the like, now that the shapes are known."""
        if not self._resolved:
            self.metrics = [metrics.resolve(m, shape if y is None else y.shape, shape) for m, _ in self._asked]
            self._weighted = [w for _, w in self._asked]
            self._resolved = True

    @property
    def asked(self) -> list[Any]:
        """The metrics as ``compile`` was given them."""
        return [metric for metric, _ in self._asked]

    @property
    def batches_can_be_joined(self) -> bool:
        """Whether evaluation gives the same result for batches of any size."""
        return self.joinable and all(m.deferrable for m in self.metrics)

    # -- one batch -----------------------------------------------------------------------------

    def roots(self, y: Array, y_pred: Any, weight: Array | None) -> list[tuple[Any, Array]]:
        """The tensors from which the gradient starts, each with its seed.

        Args:
            y: targets of the batch.
            y_pred: the model's answer, recorded.
            weight: a weight per sample, or None.
        """
        value: Array = value_of(y_pred)
        if self.deferred:
            return [(self._per_sample(y, y_pred), self._seed(value.shape[:-1], value.dtype, weight))]
        if self.loss is None:
            self._count += len(value)
            return []
        total = self.total(y, y_pred, weight)
        self.add_batch_loss(float(value_of(total)), len(value))
        return [(total, np.full_like(value_of(total), self.loss_weight))]

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
        self._total += value * samples
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
        if self.loss is None:
            self._count += len(y_pred)
        else:
            self.add_batch_loss(float(value_of(self.total(y, y_pred, weight))), len(y_pred))
        if y is not None:
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
        self._total += float(losses.sum(dtype="float64")) * (samples / losses.size)
        self._count += samples
        if self.metrics:
            self.update_metrics(np.concatenate(ys), np.concatenate(answers), weight)

    def mean_loss(self) -> float:
        """The loss alone since the last reset, without its factor."""
        self.flush()
        return self._total / (self._count or 1.0)

    def mean_extra(self) -> float:
        """What regularizers and layers added since the last reset."""
        return self._extra / (self._count or 1.0)

    def results(self) -> dict[str, Any]:
        """Metrics since the last reset, by name."""
        self.flush()
        found: dict[str, Any] = {}
        for metric in self.metrics:
            value = metric.result()
            named = value if isinstance(value, dict) else {metric.name: value}
            found.update({name: _number(part) for name, part in named.items()})
        return found

    def logs(self) -> dict[str, Any]:
        """Loss and metrics since the last reset: {'loss': ..., 'accuracy': ...}."""
        return {"loss": self.loss_weight * self.mean_loss() + self.mean_extra(), **self.results()}


class JointObjective:
    """Losses and metrics of a model with several outputs; the loss is their sum, each with its factor.

    Args:
        heads: the objective of each output.
        names: what each output is called in logs.
        order: the names in the order in which logs show the losses.
    """

    deferred = False
    loss_weight = 1.0

    def __init__(self, heads: list[Objective], names: list[str], order: Sequence[str]) -> None:
        self.heads, self.names, self.order = heads, names, order
        self._whole = self._count = 0.0  # what was counted without telling the outputs apart
        for head in heads:
            head.deferred = False
        self.loss = [head.loss for head in heads] if any(head.loss is not None for head in heads) else None

    @property
    def metrics(self) -> list[Metric]:
        """The metrics of all outputs."""
        return [metric for head in self.heads for metric in head.metrics]

    @property
    def batches_can_be_joined(self) -> bool:
        """Whether evaluation gives the same result for batches of any size."""
        return all(head.batches_can_be_joined or head.loss is None for head in self.heads)

    def reset(self) -> None:
        """Forget what was gathered: a new epoch begins."""
        self._whole = self._count = 0.0
        for head in self.heads:
            head.reset()

    def resolve(self, y: Any, shapes: Any) -> None:
        """Choose the kind of 'accuracy' and the like, now that the shapes are known."""
        for head, target, shape in zip(self.heads, _several(y, self.heads), shapes, strict=True):
            head.resolve(target, shape)

    def roots(self, y: Any, y_pred: Any, weight: Any) -> list[tuple[Any, Array]]:
        """The tensors from which the gradient starts, each with its seed. Arguments: tuples, see ``Objective``."""
        columns = (self.heads, _several(y, self.heads), y_pred, _several(weight, self.heads))
        return [root for head, *batch in zip(*columns, strict=True) for root in head.roots(*batch)]

    def update_metrics(self, y: Any, y_pred: Any, weight: Any) -> None:
        """Hand a batch to the metrics."""
        columns = (self.heads, _several(y, self.heads), y_pred, _several(weight, self.heads))
        for head, target, *batch in zip(*columns, strict=True):
            if target is not None:
                head.update_metrics(target, *batch)

    def evaluate(self, y: Any, y_pred: Any, weight: Any) -> None:
        """Count a batch outside training."""
        columns = (self.heads, _several(y, self.heads), y_pred, _several(weight, self.heads))
        for head, *batch in zip(*columns, strict=True):
            head.evaluate(*batch)

    def total(self, y: Any, y_pred: Any, weight: Any) -> Any:
        """The batch's loss as one number, factors included."""
        columns = (self.heads, _several(y, self.heads), y_pred, _several(weight, self.heads))
        judged = [(head, batch) for head, *batch in zip(*columns, strict=True) if head.loss is not None]
        return functools.reduce(operator.add, (head.total(*batch) * head.loss_weight for head, batch in judged))

    def add_batch_loss(self, value: float, samples: int) -> None:
        """Count the loss of a batch as a whole."""
        self._whole += value * samples
        self._count += samples

    def keep(self, row: Any, y: Any, y_pred: Any, weight: Any) -> None:
        """Nothing is kept back: each head counts its batches at once."""

    def add_extra(self, value: float, samples: int) -> None:
        """Count what regularizers and ``add_loss`` added to a batch's loss."""
        self.heads[0].add_extra(value, samples)

    def logs(self) -> dict[str, Any]:
        """The loss, then that of each output if several are judged, then their metrics, named after the output."""
        judged = [(name, head) for name, head in zip(self.names, self.heads, strict=True) if head.loss is not None]
        result: dict[str, Any] = {"loss": sum(head.loss_weight * head.mean_loss() for _, head in judged)}
        result["loss"] += self.heads[0].mean_extra()
        if self._count:
            result["loss"] = self._whole / self._count
        elif len(judged) > 1:
            result.update({f"{name}_loss": head.mean_loss() for name, head in sorted(judged, key=self._place)})
        found = {
            f"{name}_{key}": value
            for name, head in zip(self.names, self.heads, strict=True)
            for key, value in head.results().items()
        }
        return result | dict(sorted(found.items()))

    def _place(self, judged: tuple[str, Objective]) -> int:
        return self.order.index(judged[0])


def masked(weight: Any, answer: Any) -> Any:
    """Weights of samples, and of steps where a mask goes along with the answer: masked steps count nothing.

    The weights of the other steps are enlarged so that the mean is taken over them alone, as in Keras.
    """
    if type(answer) is tuple:
        parts = _several(weight, answer)
        found = tuple(masked(part, one) for part, one in zip(parts, answer, strict=True))
        return None if all(part is None for part in found) else found
    mask = mask_of(answer)
    if mask is None:
        return weight
    factor = mask.astype("float32") * np.float32(mask.size / max(int(mask.sum()), 1))
    return factor if weight is None else factor * weight.reshape(weight.shape + (1,) * (factor.ndim - weight.ndim))


def _several(value: Any, like: Any) -> Any:
    """One entry for each output: nothing for each where nothing was given."""
    return [None] * len(like) if value is None else value


def _number(value: Any) -> Any:
    """A result as a Python number; one that has several numbers stays an array."""
    plain = np.asarray(value_of(value))
    return float(plain) if plain.ndim == 0 else plain.copy()  # the metric goes on counting in its own
