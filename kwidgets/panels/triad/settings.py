from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from kcore.annotations import Positive, PositiveInt, Range
from kcore.configurable import parameters
from kwidgets.panels.shown import chosen_of


@dataclass(frozen=True)
class TriadSettings:
    """What is chosen on the three cards. Checked when made; a change is a new object.

    Args:
        has_network: whether there is a network; without one nothing gives an answer.
        hidden_layers: Dense layers before the output layer, 0 to 3.
        units: units of each hidden layer, 1 to 512.
        activation: activation of each hidden layer.
        has_objective: whether there is an objective function; without one nothing says what is wrong.
        loss: the objective function.
        has_optimizer: whether there is an optimizer; without one no weight ever moves.
        optimizer: class name of the optimizer.
        learning_rate: length of its steps, above 0.
        batch_size: samples looked at before each step, >= 1.

    Raises:
        TypeError, ValueError: for a value that does not fit; the message says what does.
    """

    has_network: bool = True
    hidden_layers: Annotated[int, Range(0, 3)] = 1
    units: Annotated[int, Range(1, 512)] = 16
    activation: Literal["linear", "relu", "sigmoid", "tanh"] = "relu"
    has_objective: bool = True
    loss: Literal["mean_squared_error", "mean_absolute_error"] = "mean_squared_error"
    has_optimizer: bool = True
    optimizer: Literal["SGD", "RMSprop", "Adam"] = "Adam"
    learning_rate: Positive = 0.01
    batch_size: PositiveInt = 32

    def __post_init__(self) -> None:
        for parameter in parameters(type(self)):
            object.__setattr__(self, parameter.name, parameter.check(getattr(self, parameter.name)))

    def words(self, outputs: int = 1) -> str:
        """The three parts in one line, such as `Dense(16, relu) → Dense(1), mean_squared_error, Adam(0.01)`."""
        hidden = [f"Dense({self.units}, {self.activation})"] * self.hidden_layers
        network = " → ".join([*hidden, f"Dense({outputs})"]) if self.has_network else "no network"
        objective = self.loss if self.has_objective else "no objective"
        optimizer = f"{self.optimizer}({self.learning_rate:g})" if self.has_optimizer else "no optimizer"
        return f"{network}, {objective}, {optimizer}"


# Which card holds which setting; the switch of each card comes first.
CARDS: dict[str, tuple[str, ...]] = {
    "network": ("has_network", "hidden_layers", "units", "activation"),
    "objective": ("has_objective", "loss"),
    "optimizer": ("has_optimizer", "optimizer", "learning_rate", "batch_size"),
}

# These act on the training at work; every other change needs a new model.
LIVE: tuple[str, ...] = ("learning_rate", "batch_size")

CONTROLS: tuple[str, ...] = (
    "switches", *(name for names in CARDS.values() for name in names[1:]),
    "steps", "speed", "metric", "code", "language",
)  # fmt: skip


def controls(show: Collection[str] | None) -> tuple[str, ...]:
    """The names of the controls to show, of `CONTROLS`; all for None.

    Raises:
        ValueError: for a control that the panel does not have.
    """
    return chosen_of("Triad", CONTROLS, show)


def changed(old: TriadSettings, new: TriadSettings) -> dict[str, Any]:
    """The settings that differ, by name, with their new values."""
    names = [p.name for p in parameters(TriadSettings)]
    return {name: getattr(new, name) for name in names if getattr(new, name) != getattr(old, name)}
