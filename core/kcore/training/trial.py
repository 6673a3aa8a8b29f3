"""Training on trial: whatever a step would do to a model can be looked at and is then undone."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from kcore import random, tree
from kcore.training.aside import put_aside

_STREAMS = (np.random.Generator, random.SeedGenerator)
_MADE_LATER = ("_generator", "_random")  # streams that a layer makes when it first needs them


@contextmanager
def on_trial(model: Any) -> Iterator[None]:
    """A block in which a model may be trained; afterwards it is as it was and goes on as if nothing had happened.

    Weights, the optimizer's state, the counts of a running epoch, states of recurrent layers and all streams of
    random numbers are put back, bit by bit. What a layer class of a user's own changes elsewhere is not.

    Args:
        model: built and compiled.
    """
    layers = model.flat_layers()
    weights, stream = model.snapshot(), random.stream_state()
    streams = [(layer, name, copy.deepcopy(value)) for layer in layers for name, value in _streams_of(layer)]
    states = [(layer, _numbers_of(layer)) for layer in layers if getattr(layer, "stateful", False)]
    try:
        with put_aside(model):
            yield
    finally:
        model.forget_losses()
        model.rewind(weights)
        random.set_stream_state(stream)
        for layer, name, value in streams:
            object.__setattr__(layer, name, value)
        for layer, numbers in states:
            _put_back(layer, numbers)


def _streams_of(layer: Any) -> list[tuple[str, Any]]:
    return [(k, v) for k, v in vars(layer).items() if isinstance(v, _STREAMS) or (v is None and k in _MADE_LATER)]


def _numbers_of(layer: Any) -> list[Any] | None:
    states = getattr(layer, "states", None)
    return None if states is None else [state.value.copy() for state in tree.flatten(states)]


def _put_back(layer: Any, numbers: list[Any] | None) -> None:
    if numbers is None:
        object.__setattr__(layer, "states", None)
        return
    for state, value in zip(tree.flatten(layer.states), numbers, strict=True):
        state.assign(value)
