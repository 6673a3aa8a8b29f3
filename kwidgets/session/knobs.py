"""What can be turned at a training without another network: the knobs, and how they stand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from kcore import losses, optimizers
from kcore.configurable import parameters
from kcore.regularizers import L1L2, L2
from kcore.training.door import whole

KNOBS: Final = ("learning_rate", "batch_size", "optimizer", "loss", "dropout", "l2")
_DROPPING: Final = "Dropout"  # in the names of all classes that drop a share of numbers by chance


def knobs_of(model: Any) -> tuple[str, ...]:
    """The knobs that a model has: not all have dropout, or weights that a penalty can hold down."""
    has = {"dropout": bool(_dropping(model)), "l2": bool(_punished(model))}
    return tuple(name for name in KNOBS if has.get(name, True))


def value_of(model: Any, knob: str) -> Any:
    """How a knob of a model stands: a number, or a name; None where layers differ.

    The batch size is the training's, not the model's: None.
    """
    if knob == "learning_rate":
        return float(f"{float(model.optimizer.learning_rate):.6g}")
    if knob == "optimizer":
        return type(model.optimizer).__name__
    if knob == "loss":
        return _loss_name(model.compiled.loss)
    if knob == "dropout":
        return _common([layer.rate for layer in _dropping(model)])
    return _common([_strength(layer.kernel_regularizer) for layer in _punished(model)]) if knob == "l2" else None


def checked(model: Any, knob: str, value: Any) -> Any:
    """The value, if the knob can stand there.

    Raises:
        ValueError, TypeError: for a knob that the model does not have, or a value that does not fit.
    """
    if knob not in knobs_of(model):
        raise ValueError(f"This model has no knob {knob!r}. It has: {', '.join(knobs_of(model))}.")
    if knob in {"learning_rate", "l2"}:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < math.inf:
            raise ValueError(f"{knob} must be a number, 0 or more; got {value!r}.")
        return float(value)
    if knob == "batch_size":
        return whole("batch_size", value, 1)
    if knob == "dropout":
        rate = next(p for p in parameters(type(_dropping(model)[0])) if p.name == "rate")
        return rate.check(value)
    (optimizers if knob == "optimizer" else losses).get(value)
    return value


def turn(model: Any, knob: str, value: Any) -> None:
    """Set a knob of the model to a checked value. The batch size is the training's and left to it.

    Another optimizer begins without memories of earlier steps; named, it takes over the learning rate.
    """
    if knob == "learning_rate":
        model.optimizer.learning_rate = value
    elif knob == "optimizer":
        rate = model.optimizer.learning_rate
        model.optimizer = optimizers.get(value)
        if isinstance(value, str):
            model.optimizer.learning_rate = float(rate)
    elif knob == "loss":
        was = model.compiled
        model.compile(model.optimizer, value, was.loss_weights, was.metrics, was.weighted_metrics)
    elif knob == "dropout":
        for layer in _dropping(model):
            layer.rate = value
    elif knob == "l2":
        for layer in _punished(model):
            _punish(layer, L2(value) if value else None)


@dataclass(frozen=True)
class Setup:
    """How all knobs of a model stand, to be put back as they were: objects with their state, not copies."""

    compilation: Any
    rates: tuple[float, ...]
    regularizers: tuple[Any, ...]

    @classmethod
    def of(cls, model: Any) -> Setup:
        """How they stand now."""
        return cls(
            model.compilation,
            tuple(layer.rate for layer in _dropping(model)),
            tuple(layer.kernel_regularizer for layer in _punished(model)),
        )

    def put_back(self, model: Any) -> None:
        """Let them stand like this again."""
        model.compilation = self.compilation
        for layer, rate in zip(_dropping(model), self.rates, strict=True):
            layer.rate = rate
        for layer, regularizer in zip(_punished(model), self.regularizers, strict=True):
            _punish(layer, regularizer)


def _dropping(model: Any) -> list[Any]:
    return [layer for layer in model.flat_layers() if _DROPPING in type(layer).__name__ and hasattr(layer, "rate")]


def _punished(model: Any) -> list[Any]:
    """Layers whose kernel may have a penalty."""
    trained = set(map(id, model.trainable_variables))
    return [
        layer
        for layer in model.flat_layers()
        if "kernel_regularizer" in vars(layer) and id(getattr(layer, "kernel", None)) in trained
    ]


def _punish(layer: Any, regularizer: Any) -> None:
    layer.kernel_regularizer = layer.kernel.regularizer = regularizer


def _strength(regularizer: Any) -> float | None:
    if regularizer is None:
        return 0.0
    return float(regularizer.l2) if isinstance(regularizer, L2 | L1L2) else None


def _common(values: list[Any]) -> Any:
    return values[0] if values and all(value == values[0] for value in values) else None


def _loss_name(loss: Any) -> str | None:
    if isinstance(loss, str):
        return loss
    return getattr(loss, "name", getattr(loss, "__name__", None))
