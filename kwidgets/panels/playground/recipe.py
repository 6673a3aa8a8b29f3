"""From what is chosen to points and a compiled model, and to the Keras code of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import kcore
from kcore import registry
from kcore.layers import Dense, Dropout
from kwidgets.code import script
from kwidgets.panels.playground import features, points
from kwidgets.panels.playground.settings import COUNT, PlaygroundSettings

NAMES = ("x_train", "y_train", "x_test", "y_test")


@dataclass(frozen=True)
class Data:
    """Points, cut into those that are learned from and those that test.

    Args:
        places: where all points lie, shape `(n, 2)`.
        targets: shape `(n,)`.
        train: how many of the first are learned from.
        features: names of what the network is given of a point.
    """

    places: NDArray[np.float64]
    targets: NDArray[np.float64]
    train: int
    features: tuple[str, ...]

    def part(self, *, test: bool) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Inputs, shape `(n, features)`, and targets, shape `(n, 1)`, of one of the two parts."""
        which = slice(self.train, None) if test else slice(self.train)
        x = features.table(self.places[which], self.features)
        return x, self.targets[which, None].astype("float32")


def made_data(settings: PlaygroundSettings) -> Data:
    """The points that are chosen: the same each time."""
    rng = np.random.default_rng(settings.seed)
    places, targets = points.maker(settings.data)(rng, COUNT, settings.noise)
    order = rng.permutation(len(places))
    train = round(len(places) * settings.train_share)
    return Data(places[order], targets[order], train, settings.features)


def layers(settings: PlaygroundSettings) -> list[Any]:
    """Input and layers of the network."""
    regularizer = None
    if settings.regularizer != "none":
        regularizer = registry.lookup("regularizer", settings.regularizer)(settings.rate)
    made: list[Any] = [kcore.Input((len(settings.features),))]
    for units in settings.hidden:
        made.append(Dense(units, activation=settings.activation, kernel_regularizer=regularizer))
        if settings.dropout:
            made.append(Dropout(settings.dropout))
    last = "sigmoid" if settings.problem == "classification" else None
    return [*made, Dense(1, activation=last, kernel_regularizer=regularizer)]


def compile_arguments(settings: PlaygroundSettings) -> dict[str, Any]:
    """What `compile` is given."""
    of_class = settings.problem == "classification"
    return {
        "optimizer": registry.lookup("optimizer", settings.optimizer)(learning_rate=settings.learning_rate),
        "loss": "binary_crossentropy" if of_class else "mean_squared_error",
        "metrics": ["accuracy"] if of_class else None,
    }


def made_model(settings: PlaygroundSettings) -> Any:
    """The compiled model, equal bit by bit each time."""
    kcore.utils.set_random_seed(settings.seed)
    model = kcore.Sequential(layers(settings))
    model.compile(**compile_arguments(settings))
    return model


@dataclass(frozen=True)
class Edit:
    """A weight or bias that was set by hand.

    Args:
        layer: which Dense layer, from 0.
        source: row of the kernel; None for the bias.
        unit: column of the kernel, or place in the bias.
        value: what it was set to.
    """

    layer: int
    source: int | None
    unit: int
    value: float

    @property
    def place(self) -> tuple[int, int | None, int]:
        """Which number it is."""
        return self.layer, self.source, self.unit


def code(settings: PlaygroundSettings, epochs: int, before: list[Edit], after: list[Edit]) -> str:
    """The whole Keras code: points, model, training.

    Args:
        settings: what is chosen.
        epochs: how long it trains.
        before: weights set by hand before the training.
        after: weights set by hand since.
    """
    fit = {"batch_size": settings.batch_size, "epochs": epochs}
    whole = script(layers(settings), compile_arguments(settings), fit, names=NAMES, seed=settings.seed)
    head, _, *lines = whole.split("\n")
    last = next(number for number, line in enumerate(lines) if line.startswith("history ="))
    real = ["from kcore import datasets"] if settings.data in points.REAL else []
    return "\n".join(
        [
            head, "import numpy as np", *real, "", "",
            points.source(settings.data), "", "",
            f"rng = np.random.default_rng({settings.seed})",
            f"points, y = {settings.data}(rng, {COUNT}, noise={settings.noise:g})",
            "order = rng.permutation(len(points))",
            "points, y = points[order], y[order]",
            *features.code(settings.features),
            f"train = round(len(x) * {settings.train_share:g})",
            "x_train, y_train, x_test, y_test = x[:train], y[:train], x[train:], y[train:]",
            "",
            *lines[:last], *_edited(settings, before), *lines[last:], *_edited(settings, after),
        ]
    )  # fmt: skip


def _edited(settings: PlaygroundSettings, edits: list[Edit]) -> list[str]:
    """Lines that set weights by hand."""
    lines = []
    step = 2 if settings.dropout else 1  # a Dropout stands behind each hidden layer
    for layer in sorted({edit.layer for edit in edits}):
        name = f"model.layers[{layer * step}]"
        lines.append(f"kernel, bias = {name}.get_weights()")
        for edit in edits:
            if edit.layer == layer:
                place = f"bias[{edit.unit}]" if edit.source is None else f"kernel[{edit.source}, {edit.unit}]"
                lines.append(f"{place} = {edit.value:g}")
        lines.append(f"{name}.set_weights([kernel, bias])")
    return lines
