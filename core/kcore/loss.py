"""What a loss is: one number per sample, joined to one number for all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np

from kcore import ops
from kcore.autodiff import Array, Operators, Tensor, value_of
from kcore.config import epsilon, floatx
from kcore.configurable import Configurable
from kcore.naming import snake_case
from kcore.signatures import constructor, options_of

Reduction = Annotated[
    Literal["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"] | None,
    "how samples are joined",
]


def floats(y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """Targets and predictions as arrays of the predictions' float type."""
    if not isinstance(y_pred, Operators):
        y_pred = np.asarray(y_pred)
        if y_pred.dtype.kind != "f":
            y_pred = y_pred.astype(floatx())
    return y_true if isinstance(y_true, Operators) else np.asarray(y_true, y_pred.dtype), y_pred


def pair(y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """Targets and predictions as arrays of one float type and with the same number of axes."""
    return same_rank(*floats(y_true, y_pred))


def same_rank(y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """Targets and predictions with the same number of axes: (n,) and (n, 1) mean the same.

    Raises:
        ValueError: if the shapes then still differ; nothing is ever broadcast silently.
    """
    wanted = y_pred.shape
    if y_true.shape == wanted:
        return y_true, y_pred
    shape = y_true.shape
    if (*shape, 1) == wanted:
        return y_true.reshape(wanted) if isinstance(y_true, np.ndarray) else ops.reshape(
            y_true, newshape=wanted
        ), y_pred
    if (*wanted, 1) == shape:
        return (y_true.reshape(wanted), y_pred) if isinstance(y_true, np.ndarray) else (y_true[..., 0], y_pred)
    raise ValueError(
        f"Targets and predictions differ in shape: y has {shape}, the model answers {wanted}. "
        "Give the last layer as many units as a target has numbers, or reshape y."
    )


def last_axis(axis: int, y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """Bring ``axis`` to the end, where the fused losses look for it."""
    if axis in (-1, y_pred.ndim - 1):
        return y_true, y_pred
    order = [i for i in range(y_pred.ndim) if i != axis % y_pred.ndim] + [axis % y_pred.ndim]
    moved = ops.transpose(y_pred, axes=tuple(order))
    same = np.ndim(y_true) == y_pred.ndim
    return (ops.transpose(y_true, axes=tuple(order)) if same else y_true), moved


def logits_of(y_pred: Any, kind: str) -> Any:
    """What stands before the final sigmoid or softmax (``kind``) of a recorded answer; None if it is none."""
    if type(y_pred) is Tensor and y_pred.logits is not None and y_pred.logits[0] == kind:
        return y_pred.logits[1]
    return None


class Loss(Configurable):
    """Base of objective functions; a class of your own defines ``call(y_true, y_pred)``.

    Args:
        name: name shown in logs.
        reduction: 'sum_over_batch_size' (mean over all samples), 'sum', 'mean', 'mean_with_sample_weight'
            (sum divided by the sum of weights), 'none'/None (one number per sample).
        dtype: float type of the result; the engine's if None.
    """

    def __init__(
        self, name: str | None = None, reduction: Reduction = "sum_over_batch_size", dtype: str | None = None
    ) -> None:
        self.name = name or snake_case(type(self).__name__)
        self.reduction = reduction
        self.dtype = dtype or floatx()

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """One loss per sample, of y_pred's shape without its last axis."""
        raise TypeError(f"{type(self).__name__} needs a method call(self, y_true, y_pred) that returns the losses.")

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """The loss joined as ``reduction`` says.

        Args:
            y_true: targets, array-like.
            y_pred: predictions, array-like.
            sample_weight: a weight for each sample, of the shape of the losses or shorter.
        """
        y_pred = y_pred if isinstance(y_pred, Operators) else np.asarray(y_pred, self.dtype)
        y_true = np.asarray(value_of(y_true), self.dtype)
        return reduce_losses(self.call(y_true, y_pred), self.reduction, sample_weight, self.mask(y_true, y_pred))

    def mask(self, y_true: Any, y_pred: Any) -> Array | None:
        """Of the losses' shape, False where one does not count; None if all count."""
        return None

    def get_config(self) -> dict[str, Any]:
        """Arguments as plain values, without ``dtype``, as Keras writes them."""
        config = super().get_config()
        config.pop("dtype")
        return {"name": config.pop("name"), "reduction": config.pop("reduction"), **config}


def reduce_losses(losses: Any, reduction: str | None, sample_weight: Any = None, mask: Any = None) -> Any:
    """Join losses of samples to one number, as Keras does.

    Args:
        losses: one number per sample (any shape).
        reduction: see ``Loss``.
        sample_weight: weights of the losses' shape, or of its leading axes.
        mask: of the losses' shape, False where a loss does not count: a mean is that of the others.
    """
    weight = None
    if sample_weight is not None:
        weight = np.asarray(value_of(sample_weight), losses.dtype)
        if weight.ndim == losses.ndim + 1 and weight.shape[-1] == 1:
            weight = weight[..., 0]
        weight = weight.reshape(weight.shape + (1,) * (losses.ndim - weight.ndim))
    if mask is not None:
        kept = np.asarray(mask, losses.dtype)
        if reduction in ("sum_over_batch_size", "mean"):
            kept = kept * (kept.size / max(float(kept.sum()), epsilon()))
        weight = kept if weight is None else weight * kept
    if weight is not None:
        losses = losses * weight
    if reduction in ("none", None):
        return losses
    total = ops.sum(losses)
    if reduction == "sum":
        return total
    if reduction == "mean_with_sample_weight" and weight is not None:
        return total / max(float(weight.sum()), epsilon())
    return total / max(int(np.prod(losses.shape)), 1)


class FunctionLoss(Loss):
    """A loss made of a function of (y_true, y_pred): ``class Huber(FunctionLoss, of=huber, name="huber_loss")``.

    The function's further parameters, then reduction, name and dtype, are the arguments of the class.

    Class arguments:
        of: the function.
        order: the arguments by position, where Keras has another order.
        written: the options in the order of Keras's config. An option that Keras leaves out of configs is written
            only where it differs from its default, so that a saved loss comes back as it was.
        **defaults: defaults that are not the function's. The default of ``name`` is the function's name.
    """

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
            names = order.split() or [*options, "reduction", "name", "dtype"]
            cls.function = staticmethod(of)
            own = {n: p.replace(default=defaults.get(n, p.default)) for n, p in options.items() if n in names}
            cls._options = {n: p.default for n, p in own.items()}
            cls._written = tuple(own) if written is None else tuple(written.split())
            cls.__init__ = constructor(Loss, defaults.get("name", of.__name__), of, own, names)  # type: ignore[method-assign]  # made from the function
        super().__init_subclass__()

    def options(self) -> dict[str, Any]:
        """Arguments of the function that this class lets one choose."""
        return {name: getattr(self, name) for name in self._options}

    def call(self, y_true: Any, y_pred: Any) -> Any:
        return type(self).function(y_true, y_pred, **self.options())

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        changed = [n for n, default in self._options.items() if n not in self._written and config[n] != default]
        return {name: config[name] for name in ("name", "reduction", *self._written, *changed)}
