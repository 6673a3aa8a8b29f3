"""Arrays of any shape as matrices, histograms and images."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import layers
from kwidgets.panels.inspector.matrices import (
    CELLS,
    TILES,
    channels,
    figures,
    filters,
    histogram,
    index_at,
    maps,
    matrix,
    place_of,
    square,
)


@pytest.mark.parametrize("shape", [(), (1,), (7,), (3, 4), (2, 3, 4), (3, 3, 2, 5)])
def test_small_arrays_are_drawn_number_by_number(shape):
    array = np.random.default_rng(0).random(shape).astype("float32")
    found = matrix(array)
    assert found.block == (1, 1)
    assert found.values.shape == found.shape
    for index in np.ndindex(shape):
        row, column = place_of(shape, index)
        assert found.values[row, column] == array[index]
        assert index_at(shape, row, column) == index


@pytest.mark.parametrize("shape", [(784, 512), (1000,), (49, 3), (3, 3, 64, 128)])
def test_large_ones_are_averaged_in_blocks(shape):
    array = np.random.default_rng(0).random(shape).astype("float32")
    found = matrix(array)
    flat = array.reshape(1, -1) if array.ndim == 1 else array.reshape(-1, shape[-1])
    rows, columns = found.block
    assert max(found.values.shape) <= CELLS
    assert found.shape == flat.shape
    np.testing.assert_allclose(found.values[0, 0], flat[:rows, :columns].mean(), rtol=1e-4)
    last = flat[(found.values.shape[0] - 1) * rows :, (found.values.shape[1] - 1) * columns :]
    np.testing.assert_allclose(found.values[-1, -1], last.mean(), rtol=1e-4)


def test_histograms_and_figures_leave_out_what_is_no_number():
    array = np.array([0.0, 0.0, 1.0, 2.0, np.nan, np.inf], "float32")
    counts, edges = histogram(array)
    assert counts.sum() == 4
    assert (edges[0], edges[-1]) == (0.0, 2.0)
    found = figures(array)
    assert (found.size, found.low, found.high, found.mean, found.zeros, found.odd) == (6, 0.0, 2.0, 0.75, 0.5, 2)
    assert figures(np.full(3, np.nan)).odd == 3
    assert histogram(np.full(3, np.nan))[0].sum() == 0
    assert figures(np.array(4, "int32")).mean == 4


def built(layer, shape):
    kcore.Sequential([kcore.Input(shape), layer])
    return layer


def test_filters_of_convolutions_are_images():
    conv = built(layers.Conv2D(5, 3), (8, 8, 2))
    found = filters(conv, conv.kernel, None, channel=1)
    assert (found.total, found.pictures[0].shape) == (5, (3, 3))
    np.testing.assert_array_equal(found.pictures[4], conv.kernel.value[:, :, 1, 4])
    assert channels(conv, conv.kernel, None) == 2
    assert filters(conv, conv.bias, None) is None
    many = built(layers.Conv2D(100, 3), (8, 8, 1))
    assert (len(filters(many, many.kernel, None).pictures), filters(many, many.kernel, None).total) == (TILES, 100)
    turned = built(layers.Conv2DTranspose(5, 3), (8, 8, 2))
    np.testing.assert_array_equal(
        filters(turned, turned.kernel, None, channel=1).pictures[4], turned.kernel.value[:, :, 4, 1]
    )
    deep = built(layers.DepthwiseConv2D(3, depth_multiplier=2), (8, 8, 2))
    np.testing.assert_array_equal(filters(deep, deep.kernel, None).pictures[3], deep.kernel.value[:, :, 1, 1])
    split = built(layers.SeparableConv2D(4, 3), (8, 8, 2))
    assert filters(split, split.depthwise_kernel, None).total == 2
    assert filters(split, split.pointwise_kernel, None) is None
    line = built(layers.Conv1D(4, 3), (8, 2))
    np.testing.assert_array_equal(filters(line, line.kernel, None).pictures[1], line.kernel.value[:, :, 1].T)


def test_units_that_look_at_a_flattened_picture_are_images():
    dense = built(layers.Dense(5), (24,))
    found = filters(dense, dense.kernel, (None, 6, 4))
    assert found is None  # the batch is no side of the picture
    found = filters(dense, dense.kernel, (6, 4))
    np.testing.assert_array_equal(found.pictures[2], dense.kernel.value[:, 2].reshape(6, 4))
    coloured = filters(dense, dense.kernel, (4, 3, 2), channel=1)
    np.testing.assert_array_equal(coloured.pictures[2], dense.kernel.value[:, 2].reshape(4, 3, 2)[:, :, 1])
    assert channels(dense, dense.kernel, (4, 3, 2)) == 2
    assert filters(dense, dense.kernel, (5, 4)) is None
    assert filters(dense, dense.kernel, None) is None


def test_what_comes_out_of_a_layer_is_an_image_for_each_channel():
    array = np.random.default_rng(0).random((6, 5, 3))
    found = maps(array)
    assert found.total == 3
    np.testing.assert_allclose(found.pictures[2], array[:, :, 2], rtol=1e-6)
    assert maps(array[0]).total == 1
    assert maps(array[0, 0]) is None
    assert maps(np.zeros((2, 6, 5, 3))).total == 6


@pytest.mark.parametrize("shape", [(), (1,), (5,), (10,), (6, 4), (6, 5, 3), (2, 2, 2, 2), (5000,)])
def test_a_small_picture_of_anything(shape):
    found = square(np.ones(shape))
    assert found.ndim == 2
    assert max(found.shape) <= CELLS
    assert np.nanmax(found) == 1
