"""What all optimizers share: their arguments, the learning rate, configs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Self

import numpy as np

from kcore import registry
from kcore.annotations import LearningRate, NonNegative, Positive, PositiveInt, Range, UnitInterval, Unsupported
from kcore.autodiff import Variable, value_of
from kcore.configurable import parameters, to_tree
from kcore.naming import auto_name
from kcore.optimizers.moving import Moving
from kcore.optimizers.schedules.decay import InverseTimeDecay
from kcore.optimizers.schedules.schedule import LearningRateSchedule
from kcore.words import OldWords

# Keras's order of what all optimizers write into their configs
_COMMON = (
    "name",
    "learning_rate",
    "weight_decay",
    "clipnorm",
    "global_clipnorm",
    "clipvalue",
    "use_ema",
    "ema_momentum",
    "ema_overwrite_frequency",
    "loss_scale_factor",
    "gradient_accumulation_steps",
)
LossScale = Annotated[float | None, Unsupported("loss scaling serves half precision on graphics cards")]
Several = Annotated[int, Range(low=2)]


def _decaying(cls: type, given: dict[str, Any]) -> str | None:
    """``decay`` of Keras 2: the learning rate divided by 1 + decay · steps."""
    decay = given.pop("decay")
    if not decay:
        return None
    rate = given.get("learning_rate", given.pop("lr", None))
    if rate is None:
        rate = next(p.default for p in parameters(cls) if p.name == "learning_rate")
    given["learning_rate"] = InverseTimeDecay(rate, 1, decay)
    return f"'decay' is a schedule today: learning_rate=schedules.InverseTimeDecay({rate}, 1, {decay})."


class Optimizer(Moving):
    """Base of optimizers. One of your own defines ``update_step``, and ``build`` if it remembers anything.

    Args:
        learning_rate: size of the steps, at least 0, or a schedule; may be changed between any two steps.
        weight_decay: share of each weight (times the learning rate) taken off at every step, or None.
        clipnorm: largest norm of each variable's gradient, or None.
        clipvalue: largest size of each element of the gradient, or None.
        global_clipnorm: largest norm of all gradients together, or None.
        use_ema: whether to keep a moving average of the weights, which replaces them at the end of training.
        ema_momentum: weight of the past in that average, 0 to 1.
        ema_overwrite_frequency: steps after which the average replaces the weights, None: only at the end.
        gradient_accumulation_steps: batches whose gradients are averaged into one step, at least 2, or None.
        name: name of the optimizer.

    The optimizers of this package name ``slots`` and define ``update``, which moves all weights at once.
    """

    old_words: ClassVar[OldWords] = {"decay": _decaying, "lr": "learning_rate"}

    def __init__(
        self,
        learning_rate: LearningRate,
        weight_decay: NonNegative | None = None,
        clipnorm: Positive | None = None,
        clipvalue: Positive | None = None,
        global_clipnorm: Positive | None = None,
        use_ema: bool = False,
        ema_momentum: UnitInterval = 0.99,
        ema_overwrite_frequency: PositiveInt | None = None,
        loss_scale_factor: LossScale = None,
        gradient_accumulation_steps: Several | None = None,
        name: str | None = None,
    ) -> None:
        clips = {"clipnorm": clipnorm, "clipvalue": clipvalue, "global_clipnorm": global_clipnorm}
        chosen = [k for k, v in clips.items() if v is not None]
        if len(chosen) > 1:
            raise ValueError(f"{type(self).__name__}: one kind of clipping at a time; got {' and '.join(chosen)}.")
        self.name = name or auto_name(type(self).__name__)
        self._begin()
        self._given_rate = self._as_rate(learning_rate)
        self.weight_decay = weight_decay
        self.clipnorm, self.clipvalue, self.global_clipnorm = clipnorm, clipvalue, global_clipnorm
        self.use_ema, self.ema_momentum = use_ema, ema_momentum
        self.ema_overwrite_frequency = ema_overwrite_frequency
        self.loss_scale_factor = loss_scale_factor
        self.gradient_accumulation_steps = gradient_accumulation_steps

    # -- learning rate and steps ----------------------------------------------------------------

    def _as_rate(self, value: Any) -> Any:
        if isinstance(value, dict):
            value = registry.get("schedule", value)
        if callable(value) and not isinstance(value, Variable):
            return value
        rate = Variable(float(value_of(value)), dtype="float32", trainable=False, name="learning_rate")
        rate.path = f"{self.name}/learning_rate"
        return rate

    @property
    def learning_rate(self) -> Any:
        """The learning rate, ``float`` reads it; assignment changes it, also in the middle of training."""
        return self._given_rate if isinstance(self._given_rate, Variable) else np.float32(self._rate_now())

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        if isinstance(value, Variable):
            value = value.value
        checked = next(p for p in parameters(Optimizer) if p.name == "learning_rate").check(value)
        if isinstance(self._given_rate, Variable) and not callable(checked):
            self._given_rate.assign(np.asarray(checked, "float32"))
        elif callable(checked):
            self._given_rate = checked
        else:
            raise TypeError(
                f"The learning rate of {self.name!r} comes from a schedule: it cannot be set to {value!r}. Make the "
                f"optimizer with a number, {type(self).__name__}(learning_rate=...), to set it later."
            )

    lr = learning_rate

    def _rate_now(self) -> float:
        if isinstance(self._given_rate, Variable):
            return float(self._given_rate.value)
        function: Callable[..., Any] = self._given_rate
        schedule = isinstance(function, LearningRateSchedule)
        return float(value_of(function(self._count) if schedule else function()))

    @property
    def iterations(self) -> Any:
        """Steps taken so far."""
        steps = self.gradient_accumulation_steps
        return np.int32(self._count // steps) if steps else self._iterations

    # -- config ---------------------------------------------------------------------------------

    def get_config(self) -> dict[str, Any]:
        """Arguments as plain values; the learning rate is the one in force."""
        constant = isinstance(self._given_rate, Variable)
        config = {name: getattr(self, name) for name in _COMMON if name != "learning_rate"}
        config["learning_rate"] = float(self._given_rate.value) if constant else to_tree(self._given_rate)
        own = [p.name for p in parameters(type(self)) if p.name not in _COMMON and hasattr(self, p.name)]
        return {name: config[name] for name in _COMMON} | {name: to_tree(getattr(self, name)) for name in own}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None) -> Self:
        """Build an optimizer from what ``get_config`` returned; ``custom_objects`` holds own schedules by name."""
        rate = config.get("learning_rate")
        if isinstance(rate, dict):
            config = {**config, "learning_rate": registry.get("schedule", rate, custom_objects=custom_objects)}
        return cls(**config)
