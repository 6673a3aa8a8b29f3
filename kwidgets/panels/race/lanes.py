"""The lanes of a race: one optimizer each, and in what they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from kcore import optimizers, registry
from kcore.annotations import PositiveInt
from kcore.configurable import parameters
from kcore.training.door import whole

MOST: Final = 6  # as many series as eyes can tell apart
NAMES: Final = "ABCDEF"


@dataclass(frozen=True)
class Lane:
    """An optimizer that takes part.

    Args:
        optimizer: its class.
        values: arguments; those that are the usual ones are left out.
        batch_size: samples that it looks at before each step, on a model.

    Raises:
        TypeError, ValueError: for arguments that the optimizer does not take (the engine's words).
    """

    optimizer: type
    values: Mapping[str, Any] = field(default_factory=dict)
    batch_size: PositiveInt = 32

    def __post_init__(self) -> None:
        whole("batch_size", self.batch_size, 1)
        defaults = {p.name: p.default for p in parameters(self.optimizer)}
        own = {name: value for name, value in self.values.items() if name not in defaults or value != defaults[name]}
        object.__setattr__(self, "values", own)
        self.make()

    def make(self) -> Any:
        """A new optimizer."""
        return self.optimizer(**self.values)

    @property
    def arguments(self) -> dict[str, Any]:
        """All arguments by name: those given, and the defaults."""
        defaults = {p.name: p.default for p in parameters(self.optimizer) if p.kind != "unsupported"}
        return {**defaults, **self.values}

    @property
    def words(self) -> str:
        """Such as `SGD(0.01, momentum=0.9)`."""
        rest = dict(self.values)
        rate = rest.pop("learning_rate", self.arguments["learning_rate"])
        shown = [f"{rate:g}" if isinstance(rate, int | float) else type(rate).__name__]
        shown += [f"{name}={value}" for name, value in rest.items()]
        return f"{self.optimizer.__name__}({', '.join(shown)})"


def lane(given: Any, batch_size: int = 32) -> Lane:
    """A lane from a name (`"adam"`), an optimizer object, a config or a lane.

    Raises:
        TypeError, ValueError: for anything else.
    """
    if isinstance(given, Lane):
        return given
    made = optimizers.get(given)
    kinds = {p.name: p for p in parameters(type(made)) if p.kind != "unsupported" and p.name != "name"}
    values = {name: getattr(made, name) for name in kinds if name != "learning_rate" and hasattr(made, name)}
    config = made.get_config()
    rate = config["learning_rate"]
    # The engine keeps the rate in 32 bits: its shortest text is the number that was written.
    values["learning_rate"] = registry.get("schedule", rate) if isinstance(rate, dict) else float(str(np.float32(rate)))
    return Lane(type(made), values, batch_size)


def lanes(given: Iterable[Any], batch_size: int = 32) -> tuple[Lane, ...]:
    """Two to six lanes.

    Raises:
        TypeError, ValueError: for what is no optimizer, or for too few or too many.
    """
    made = tuple(lane(one, batch_size) for one in given)
    if not 2 <= len(made) <= MOST:
        raise ValueError(f"A race needs 2 to {MOST} lanes; got {len(made)}. Give a list of optimizers or their names.")
    return made


def varied(base: Lane, knob: str, values: Sequence[Any]) -> tuple[Lane, ...]:
    """Lanes that are equal but for one knob.

    Args:
        base: what all have in common.
        knob: "optimizer", "batch_size", or an argument of the optimizer.
        values: one value a lane; for "optimizer" the names of classes.

    Raises:
        TypeError, ValueError: for a knob that the optimizer does not have, or a value that does not fit.
    """
    if knob == "optimizer":
        classes = [type(optimizers.get(name)) if isinstance(name, str) else name for name in values]
        return lanes(with_class(base, cls) for cls in classes)
    if knob == "batch_size":
        return lanes(Lane(base.optimizer, base.values, value) for value in values)
    if knob not in base.arguments:
        known = ", ".join(["optimizer", "batch_size", *base.arguments])
        raise TypeError(f"{base.optimizer.__name__} has no argument {knob!r} that could differ. There are: {known}.")
    return lanes(Lane(base.optimizer, {**base.values, knob: value}, base.batch_size) for value in values)


def with_class(base: Lane, cls: type) -> Lane:
    """The same lane with an optimizer of another class: the learning rate stays, and what both have."""
    takes = {p.name for p in parameters(cls) if p.kind != "unsupported"}
    kept = {name: value for name, value in base.values.items() if name in takes}
    return Lane(cls, {**kept, "learning_rate": base.arguments["learning_rate"]}, base.batch_size)


def differences(compared: Sequence[Lane]) -> list[str]:
    """The knobs in which lanes differ: "optimizer", arguments that all or some have, "batch_size"."""
    knobs = []
    if len({lane.optimizer for lane in compared}) > 1:
        knobs.append("optimizer")
    arguments = [lane.arguments for lane in compared]
    shared = [name for name in arguments[0] if all(name in one for one in arguments) and name != "name"]
    knobs += [name for name in shared if any(one[name] != arguments[0][name] for one in arguments)]
    # An argument that only some classes have belongs to their class, unless somebody has turned it.
    knobs += sorted({name for lane in compared for name in lane.values} - set(shared) - {"name"})
    if len({lane.batch_size for lane in compared}) > 1:
        knobs.append("batch_size")
    return knobs


def usual(rate: float) -> tuple[Lane, ...]:
    """The four classical optimizers, each with a learning rate that it can live with on a landscape."""
    sgd, rmsprop, adam = (registry.lookup("optimizer", name) for name in ("SGD", "RMSprop", "Adam"))
    return (
        Lane(sgd, {"learning_rate": rate}),
        Lane(sgd, {"learning_rate": rate, "momentum": 0.9}),
        Lane(rmsprop, {"learning_rate": 0.03}),
        Lane(adam, {"learning_rate": 0.1}),
    )
