"""What is done to weights: initializers, regularizers, constraints; and activations, all against real Keras."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import registry
from kcore.autodiff import Variable
from kcore.configurable import parameters
from tests.core.parity.draw import arguments, classes
from tests.core.parity.live import keras, same, theirs
from tests.core.parity.rows import ABSENT, KERAS_ERRS, SHAPES, extra
from tests.core.parity.slopes import check
from tests.core.parity.twin import make

DRAWS = 4
USUAL = ((5, 4), (4,), (3, 2, 2, 4))
# large enough for statistics; their fans differ
LARGE = ((400, 300), (3, 3, 100, 130), (100_000,))


def each(family, names):
    return [(name, draw) for name in names if (family, name) not in ABSENT for draw in range(DRAWS)]


def made(family, name, draw, fixed=None):
    rng, cls = np.random.default_rng(draw), registry.lookup(family, name)
    given = arguments(cls, rng, extra(family, name), share=(0.0, 1.0)[draw] if draw < 2 else 0.5) | (fixed or {})
    return rng, given, cls(**make(kcore, given)), theirs(family, name)(**make(keras, given))


@pytest.mark.parametrize(("name", "draw"), each("regularizer", classes("regularizer")))
def test_a_regularizer(name, draw):
    rng, given, ours, real = made("regularizer", name, draw)
    for shape in SHAPES.get(name, USUAL):
        weight = rng.normal(size=shape)
        same(ours(weight), real(weight), str(given))
        variable = Variable(weight)
        check(lambda: ours(variable * 1.0), [variable], rng, given)  # noqa: B023 - used at once


@pytest.mark.parametrize(("name", "draw"), each("constraint", classes("constraint")))
def test_a_constraint(name, draw):
    rng, given, ours, real = made("constraint", name, draw)
    for shape in SHAPES.get(name, USUAL):
        weight = rng.normal(size=shape).astype("float32") * 3
        same(ours(weight), real(weight), str(given))


@pytest.mark.parametrize(("name", "draw"), each("initializer", classes("initializer")))
def test_an_initializer(name, draw):
    """Equal values where chance has no part in it, else equal distributions; a seed repeats them."""
    chance = any(parameter.name == "seed" for parameter in parameters(registry.lookup("initializer", name)))
    _, given, ours, real = made("initializer", name, draw, {"seed": draw} if chance else {})
    for shape in SHAPES.get(name, LARGE if chance else USUAL):
        values, wanted = np.asarray(ours(shape)), np.asarray(real(shape))
        assert (values.shape, values.dtype) == (wanted.shape, wanted.dtype)
        if not chance:
            same(values, wanted, str(given))
            continue
        spread = wanted.std()
        found, expected = (np.quantile(a, (0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97)) for a in (values, wanted))
        np.testing.assert_allclose(found, expected, atol=0.06 * spread, err_msg=f"{shape} {given}")
        assert abs(values.std() - spread) <= 0.03 * spread
        same(ours(shape), values, "drawn again", tolerance=0)


@pytest.mark.parametrize(("name", "draw"), each("activation", registry.names("activation")))
def test_an_activation(name, draw):
    ours, real, rng = registry.lookup("activation", name), theirs("activation", name), np.random.default_rng(draw)
    choices = extra("activation", name).choices
    given = {argument: values[rng.integers(len(values))] for argument, values in choices.items()}
    for shape in SHAPES.get(name, ((5, 4), (2, 3, 4))):
        x = 3 * rng.normal(size=shape)
        if name not in KERAS_ERRS:
            same(ours(x.astype("float32"), **given), real(x.astype("float32"), **given), str(given))
        variable = Variable(x)
        check(lambda: ours(variable * 1.0, **given), [variable], rng, given)  # noqa: B023 - used at once
