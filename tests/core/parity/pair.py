"""A layer of ours and the same layer of real Keras: same arguments, same weights, same inputs."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any

import numpy as np

import kcore
from kcore import registry
from kcore.configurable import parameters
from tests.core.parity.draw import arguments
from tests.core.parity.live import fresh_names, keras, theirs
from tests.core.parity.rows import FUNCTIONS, LAYERS, Row
from tests.core.parity.twin import make

BATCH = 5


@dataclass
class Pair:
    """Both layers, not yet called, with what they are called on."""

    row: Row
    given: dict[str, Any]
    inputs: Any  # an array, or a list of arrays
    ours: Any
    real: Any  # None if Keras 3 does not have it

    @property
    def shape(self) -> Any:
        """Shape of the inputs, the batch left open."""
        return open_shape(self.inputs)

    def called(self) -> Pair:
        """Build both, by calling them if that is possible, and give both the same random weights."""
        self.row.prepare(self.ours, self.inputs)
        self.row.prepare(self.real, self.inputs)
        for layer in (self.ours, self.real):
            if self.row.called:
                layer(self.inputs)
            elif not layer.built:
                layer.build(self.shape)
        rng = np.random.default_rng(1)
        weights = [
            rng.normal(size=w.shape) if w.trainable else rng.uniform(0.5, 1.5, size=w.shape) for w in self.real.weights
        ]
        self.ours.set_weights(weights)
        self.real.set_weights(weights)
        getattr(self.real, "finalize_state", lambda: None)()  # preprocessing layers of Keras take weights in there
        return self


def open_shape(inputs: Any) -> Any:
    if isinstance(inputs, list):
        return [open_shape(item) for item in inputs]
    return (None, *inputs.shape[1:])


def pair(name: str, draw: int) -> Pair:
    """The pair of draw number ``draw``: 0 with nothing but required arguments, 1 with all, then at random."""
    row, rng = LAYERS.get(name, Row()), np.random.default_rng(draw)
    cls = registry.lookup("layer", name)
    shape = row.shapes[draw % len(row.shapes)]
    given = arguments(cls, rng, row.arguments, share=(0.0, 1.0)[draw] if draw < 2 else 0.5)
    if draw > 1:
        shared = {"trainable": bool(rng.random() < 0.5), "dtype": "float64", "name": f"the_{name.lower()}"}
        known = {parameter.name for parameter in parameters(cls)}
        given |= {key: item for key, item in shared.items() if rng.random() < 0.5 and key in known}
    given = row.fits(given, shape)
    fresh_names()
    there = theirs("layer", name)
    ours, real = cls(**make(kcore, given)), there and there(**make(keras, given))
    kind = given.get("dtype", "float32")
    return Pair(row, given, data(row, rng, shape, kind), ours, real)


def again(cls: type, config: dict[str, Any]) -> Any:
    """The layer that a config makes; functions that it names are those of the rows."""
    takes = "custom_objects" in inspect.signature(cls.from_config).parameters
    return cls.from_config(config, custom_objects=FUNCTIONS) if takes else cls.from_config(config)


def data(row: Row, rng: np.random.Generator, shape: Any, kind: str) -> Any:
    """Inputs for a shape of one sample, or a list of inputs."""
    if isinstance(shape, list):
        return [data(row, rng, one, kind) for one in shape]
    made = row.data(rng, (BATCH, *shape))
    return made.astype(kind) if made.dtype.kind == "f" else made
