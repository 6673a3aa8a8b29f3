"""Every layer of the registry in a model that goes through files: ours, real Keras's, in both directions."""

from __future__ import annotations

import h5py
import numpy as np
import pytest

import kcore
from kcore import registry, tree
from tests.core.parity.live import keras, same
from tests.core.parity.pair import pair
from tests.core.parity.rows import ABSENT, LAYERS, Row

NAMES = [
    name
    for name in registry.names("layer")
    if ("layer", name) not in ABSENT and LAYERS.get(name, Row()).called and name not in ("InputLayer", "Lambda")
]


def in_a_model(package, layer, inputs):
    """A functional model of this layer alone."""
    places = tree.map_structure(lambda x: package.Input(batch_shape=(None, *x.shape[1:]), dtype=str(x.dtype)), inputs)
    return package.Model(places, layer(places))


def datasets(path):
    found = {}
    with h5py.File(path) as f:
        f.visititems(lambda name, thing: found.update({name: getattr(thing, "shape", None)}))
    return {name: shape for name, shape in found.items() if shape is not None and "seed_generator" not in name}


@pytest.mark.parametrize("draw", [0, 2])
@pytest.mark.parametrize("name", NAMES)
def test_files(name, draw, tmp_path):
    both = pair(name, draw).called()
    ours, real = in_a_model(kcore, both.ours, both.inputs), in_a_model(keras, both.real, both.inputs)
    ours.save_weights(tmp_path / "ours.weights.h5")
    real.save_weights(tmp_path / "real.weights.h5")
    assert datasets(tmp_path / "ours.weights.h5") == datasets(tmp_path / "real.weights.h5")
    wanted = ours(both.inputs)
    for suffix in (".keras", ".h5"):
        real.save(tmp_path / f"real{suffix}")
        same(kcore.models.load_model(tmp_path / f"real{suffix}")(both.inputs), wanted, suffix, tolerance=1e-5)
        ours.save(tmp_path / f"ours{suffix}")
        same(kcore.models.load_model(tmp_path / f"ours{suffix}")(both.inputs), wanted, suffix, tolerance=0)
        same(wanted, keras.models.load_model(tmp_path / f"ours{suffix}")(both.inputs), suffix, tolerance=1e-5)
    np.testing.assert_equal(ours.count_params(), real.count_params())
