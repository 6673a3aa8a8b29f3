"""From what is chosen on the cards to a compiled model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import kcore
from kcore import Sequential, registry
from kcore.layers.dense import Dense
from kwidgets.panels.triad.settings import TriadSettings

METRIC = "mean_absolute_error"


class Recipe(NamedTuple):
    """What a model is made of, so that the code can be written even where the engine refuses to make it.

    Args:
        layers: input and layers, in order.
        compile_arguments: what `compile` is given.
    """

    layers: list[Any]
    compile_arguments: dict[str, Any]

    def model(self) -> Sequential:
        """The compiled model.

        Raises:
            ValueError: where a part is missing that the engine cannot do without.
        """
        model = kcore.Sequential(self.layers)
        model.compile(**self.compile_arguments)
        return model


def recipe(settings: TriadSettings, features: tuple[int, ...], outputs: int, seed: int) -> Recipe:
    """The parts of the model, equal bit by bit each time.

    Args:
        settings: what is chosen.
        features: shape of one sample of the inputs.
        outputs: units of the output layer.
        seed: seed of the initial weights, and of all that is drawn afterwards.
    """
    kcore.utils.set_random_seed(seed)
    layers: list[Any] = [kcore.Input(features)]
    if settings.has_network:
        hidden = range(settings.hidden_layers)
        layers += [Dense(settings.units, activation=settings.activation) for _ in hidden]
        layers.append(Dense(outputs))
    # Without an optimizer no step is taken: the shortest way to say so in Keras is a step of length 0.
    name, rate = (settings.optimizer, settings.learning_rate) if settings.has_optimizer else ("SGD", 0.0)
    arguments = {
        "optimizer": registry.lookup("optimizer", name)(learning_rate=rate),
        "loss": settings.loss if settings.has_objective else None,
        "metrics": [METRIC],
    }
    return Recipe(layers, arguments)


def sizes(settings: TriadSettings, features: tuple[int, ...], outputs: int) -> Sequence[int]:
    """Numbers of inputs and of the units of each layer."""
    hidden = [settings.units] * settings.hidden_layers
    return [features[-1], *hidden, outputs] if settings.has_network else [features[-1]]
