"""Every class and function of the registry against real Keras: what it is called with, and what it writes down."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import registry
from tests.core.parity.draw import arguments, classes, functions
from tests.core.parity.live import called, fresh_names, keras, plain, theirs
from tests.core.parity.rows import ABSENT, FORGOTTEN, LAYERS, LOSSES, METRICS, OBJECTS, SHAPES, extra
from tests.core.parity.twin import make

DRAWS = 4
OBJECT_FAMILIES = ("loss", "metric", "optimizer", "schedule", "initializer", "regularizer", "constraint")
WALKED = {"layer", "activation", *OBJECT_FAMILIES}
ENTRIES = [(f, n) for f in registry.FAMILIES for n in registry.names(f) if (f, n) not in ABSENT]


def test_no_family_is_left_out():
    assert set(registry.FAMILIES) == WALKED


def test_no_row_speaks_of_what_is_not_there():
    for family, table in {"layer": LAYERS, "loss": LOSSES, "metric": METRICS, **OBJECTS}.items():
        assert set(table) - {"*"} <= set(registry.names(family))
    assert set(SHAPES) <= {name for family in registry.FAMILIES for name in registry.names(family)}
    assert all(theirs(family, name) is None for family, name in ABSENT)


@pytest.mark.parametrize(("family", "name"), ENTRIES)
def test_signature(family, name):
    ours, real = registry.lookup(family, name), theirs(family, name)
    assert real is not None, f"Keras 3 has no {name}: name the reason in ABSENT"
    if isinstance(ours, type):
        ours, real = ours.__init__, real.__init__
    assert called(ours) == called(real)


@pytest.mark.parametrize("draw", range(DRAWS))
@pytest.mark.parametrize(
    ("family", "name"), [e for e in ENTRIES if e[0] in OBJECT_FAMILIES and e[1] not in functions(e[0])]
)
def test_config(family, name, draw):
    """The same arguments make objects with the same config; either config makes the like, in either package."""
    cls, real_class = registry.lookup(family, name), theirs(family, name)
    rng = np.random.default_rng(draw)
    given = arguments(cls, rng, extra(family, name), share=(0.0, 1.0)[draw] if draw < 2 else 0.5)
    fresh_names()
    ours, real = cls(**make(kcore, given)), real_class(**make(keras, given))
    wanted = plain(real.get_config())
    forgotten = FORGOTTEN.get((family, name), ())
    assert plain({n: v for n, v in ours.get_config().items() if n not in forgotten}) == wanted, given
    assert plain(cls.from_config(ours.get_config()).get_config()) == plain(ours.get_config())
    assert plain(cls.from_config(real.get_config()).get_config()) == wanted
    assert plain(real_class.from_config(ours.get_config()).get_config()) == wanted


def test_every_class_has_arguments():
    for family in registry.FAMILIES:
        for name in classes(family):
            arguments(registry.lookup(family, name), np.random.default_rng(0), extra(family, name))
