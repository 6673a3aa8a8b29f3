"""Training on trial: whatever a step would do to a model can be looked at and is then undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kcore.training.aside import put_aside
from kcore.training.chance import Chance


@contextmanager
def on_trial(model: Any) -> Iterator[None]:
    """A block in which a model may be trained; afterwards it is as it was and goes on as if nothing had happened.

    Weights, the optimizer's state, the counts of a running epoch, states of recurrent layers and all streams of
    random numbers are put back, bit by bit. What a layer class of a user's own changes elsewhere is not.

    Args:
        model: built and compiled.
    """
    weights, chance = model.snapshot(), Chance(model)
    streams = chance.states()
    try:
        with put_aside(model):
            yield
    finally:
        model.forget_losses()
        model.rewind(weights)
        chance.put_back(streams)
