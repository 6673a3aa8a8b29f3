from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any, Final, Literal

from kcore.annotations import NonNegative, Positive, PositiveInt, Range
from kcore.configurable import parameters
from kwidgets.panels.playground.features import FEATURES
from kwidgets.panels.playground.points import MAKERS, problem_of

MOST_LAYERS: Final = 6
MOST_UNITS: Final = 8
COUNT: Final = 500  # points of a data set, if it has as many


@dataclass(frozen=True)
class PlaygroundSettings:
    """What is chosen in the playground. Checked when made; a change is a new object.

    Args:
        problem: a class or a number.
        data: the data set; it belongs to one of the problems.
        noise: how much chance there is in the data, 0 to 0.5.
        train_share: share of the points that are learned from, 0.1 to 0.9; the others test.
        batch_size: points looked at before each step.
        features: what the network begins with.
        hidden: units of each hidden layer; at most 6 layers of 1 to 8 units.
        activation: activation of each hidden layer.
        optimizer: class name of the optimizer.
        learning_rate: length of its steps.
        regularizer: what large weights cost.
        rate: how much they cost.
        dropout: share of each hidden layer that is set to 0 in training.
        seed: seed of data, weights and batches.

    Raises:
        TypeError, ValueError: for a value that does not fit; the message says what does.
    """

    problem: Literal["classification", "regression"] = "classification"
    data: str = "circle"
    noise: Annotated[float, Range(0, 0.5)] = 0.1
    train_share: Annotated[float, Range(0.1, 0.9)] = 0.5
    batch_size: Annotated[int, Range(1, 250)] = 10
    features: tuple[str, ...] = ("x1", "x2")
    hidden: tuple[int, ...] = (4, 2)
    activation: Literal["relu", "tanh", "sigmoid", "linear"] = "tanh"
    optimizer: Literal["SGD", "RMSprop", "Adam"] = "Adam"
    learning_rate: Positive = 0.01
    regularizer: Literal["none", "L1", "L2"] = "none"
    rate: NonNegative = 0.001
    dropout: Annotated[float, Range(0, 0.9)] = 0.0
    seed: PositiveInt = 1

    def __post_init__(self) -> None:
        for parameter in parameters(type(self)):
            if parameter.name not in {"features", "hidden"}:
                object.__setattr__(self, parameter.name, parameter.check(getattr(self, parameter.name)))
        if self.data not in MAKERS[self.problem]:
            known = ", ".join(MAKERS[self.problem])
            raise ValueError(f"data of a {self.problem} is one of {known}; got {self.data!r}.")
        object.__setattr__(self, "features", features(self.features))
        object.__setattr__(self, "hidden", hidden(self.hidden))

    def words(self) -> str:
        """Such as `circle: x1, x2 → 4 → 2 → 1, tanh, Adam(0.01)`."""
        sizes = " → ".join([", ".join(self.features), *map(str, self.hidden), "1"])
        return f"{self.data}: {sizes}, {self.activation}, {self.optimizer}({self.learning_rate:g})"


# These act on the training at work; every other change needs a new model, these new points, too.
LIVE: Final = ("learning_rate", "batch_size")
OF_DATA: Final = ("problem", "data", "noise", "train_share", "seed")


def changed(settings: PlaygroundSettings, **wanted: Any) -> PlaygroundSettings:
    """Other settings: with a data set comes its problem, with a problem a data set of it.

    Raises:
        TypeError, ValueError: for settings that do not exist or fit.
    """
    if "data" in wanted and "problem" not in wanted and any(wanted["data"] in makers for makers in MAKERS.values()):
        wanted["problem"] = problem_of(wanted["data"])
    elif wanted.get("problem") in MAKERS and "data" not in wanted and settings.data not in MAKERS[wanted["problem"]]:
        wanted["data"] = next(iter(MAKERS[wanted["problem"]]))
    return replace(settings, **wanted)


def features(given: Any) -> tuple[str, ...]:
    """Names of features in the order of the picture, at least one.

    Raises:
        ValueError: for names that there are not, or none.
    """
    names = tuple(given)
    for name in names:
        if name not in FEATURES:
            raise ValueError(f"features are of {', '.join(FEATURES)}; got {name!r}.")
    if not names:
        raise ValueError("A network needs at least one feature to begin with; got none.")
    return tuple(name for name in FEATURES if name in names)


def hidden(given: Any) -> tuple[int, ...]:
    """Units of each hidden layer.

    Raises:
        ValueError: for more layers or units than the picture has room for.
    """
    units = tuple(given)
    fine = all(isinstance(n, int) and not isinstance(n, bool) and 1 <= n <= MOST_UNITS for n in units)
    if not fine or len(units) > MOST_LAYERS:
        raise ValueError(
            f"hidden holds the units of each layer: at most {MOST_LAYERS} layers of 1 to {MOST_UNITS} units; "
            f"got {given!r}."
        )
    return units
