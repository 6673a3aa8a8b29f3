from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore.arena import CACHE_LINE, Arena, flat_arrays
from kcore.autodiff import Variable


@pytest.fixture
def variables():
    return [Variable(np.arange(6, dtype="float32").reshape(2, 3)), Variable(np.full(4, 7, dtype="float32"))]


@pytest.mark.parametrize("size", [1, 5, 16, 17, 300])
@pytest.mark.parametrize("kind", ["float32", "float64"])
def test_flat_arrays_are_zero_apart_and_begin_at_cache_lines(size, kind):
    arrays = flat_arrays(3, size, kind)
    for number, array in enumerate(arrays, 1):
        assert array.shape == (size,)
        assert array.dtype == kind
        assert array.ctypes.data % CACHE_LINE == 0
        assert not array.any()
        array.fill(number)
    assert [array[-1] for array in arrays] == [1, 2, 3]


def test_values_and_gradients_are_views_in_order(variables):
    arena = Arena(variables)
    (block,) = arena.blocks
    np.testing.assert_array_equal(block.parameters, [0, 1, 2, 3, 4, 5, 7, 7, 7, 7])
    block.parameters += 1
    block.gradients[:] = np.arange(10)
    assert variables[0].value[1, 2] == 6
    np.testing.assert_array_equal(variables[1].grad, [6, 7, 8, 9])


def test_every_float_type_has_a_block_of_its_own(variables):
    double = Variable(np.ones(2, dtype="float64"))
    arena = Arena([variables[0], double, variables[1]])
    assert [block.parameters.dtype for block in arena.blocks] == ["float32", "float64"]
    assert [block.parameters.size for block in arena.blocks] == [10, 2]


def test_a_snapshot_is_a_copy_that_can_be_put_back(variables):
    arena = Arena(variables)
    saved = arena.snapshot()
    variables[1].value[...] = 0
    arena.restore(saved)
    np.testing.assert_array_equal(variables[1].value, [7, 7, 7, 7])


def test_a_second_arena_takes_the_variables_over_with_their_values(variables):
    first = Arena(variables)
    variables[0].value[...] = 5
    second = Arena(variables[:1])
    assert second.holds(variables[:1])
    assert not first.holds(variables)
    np.testing.assert_array_equal(variables[0].value, np.full((2, 3), 5))
    first.adopt()
    assert first.holds(variables)
    np.testing.assert_array_equal(first.blocks[0].parameters, [5] * 6 + [7] * 4)


def test_a_model_whose_layer_was_trained_elsewhere_brings_it_home_with_what_it_learned():
    shared = kcore.layers.Dense(3)
    x, y = np.ones((8, 2), "float32"), np.ones((8, 1), "float32")
    one, two = (kcore.Sequential([kcore.Input((2,)), shared, kcore.layers.Dense(1)]) for _ in range(2))
    for model in (one, two):
        model.compile("sgd", "mse")
    one.fit(x, y, verbose=0)
    two.fit(x, y, verbose=0)
    learned = shared.get_weights()[0]
    one.optimizer.learning_rate = 0.0
    one.fit(x, y, verbose=0)
    np.testing.assert_array_equal(shared.get_weights()[0], learned)
