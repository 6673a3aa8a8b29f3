"""The streams of random numbers that a training draws from, kept and put back."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import random
from kcore.random import SeedGenerator

_LATE = ("_generator", "_random")  # where the engine's layers keep a stream that is made at its first use


class Chance:
    """The streams of a model's layers and the global one.

    Args:
        model: a model; streams in attributes of its layers are found now, those of the engine's layers also where
            they are made later.
    """

    def __init__(self, model: Any) -> None:
        self._places = [
            (layer, name)
            for layer in model.flat_layers()
            for name, value in vars(layer).items()
            if name in _LATE or isinstance(value, np.random.Generator | SeedGenerator)
        ]

    def states(self) -> list[Any]:
        """Where all streams are now."""
        return [random.global_state(), *(_state(getattr(layer, name)) for layer, name in self._places)]

    def put_back(self, states: list[Any]) -> None:
        """Let all streams go on from where ``states`` found them."""
        random.set_global_state(states[0])
        for (layer, name), state in zip(self._places, states[1:], strict=True):
            stream = getattr(layer, name)
            if state is None:
                object.__setattr__(layer, name, None)
            elif isinstance(stream, SeedGenerator):
                stream.state[...] = state
            elif stream is None:
                object.__setattr__(layer, name, _stream(state))
            else:
                stream.bit_generator.state = state


def _state(stream: Any) -> Any:
    if isinstance(stream, SeedGenerator):
        return stream.state.copy()
    return None if stream is None else stream.bit_generator.state


def _stream(state: dict[str, Any]) -> np.random.Generator:
    """A generator of the engine's kind that goes on from a state."""
    stream = random.generator(0)
    stream.bit_generator.state = state
    return stream
