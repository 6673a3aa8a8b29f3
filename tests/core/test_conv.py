"""Convolution and pooling in odd geometry: against plain loops, their gradients against differences."""

from __future__ import annotations

import itertools
import tracemalloc

import numpy as np
import pytest

from kcore import layers, ops
from kcore.autodiff import Tape, Variable
from kcore.ops import windows

ACTIVATIONS = {None: lambda v: v, "relu": lambda v: np.maximum(v, 0), "tanh": np.tanh}


def by_loops(x, kernel, bias, strides, padding, dilation, activation, pool):
    """The definition, place by place."""
    axes = list(zip(x.shape[1:-1], kernel.shape[:-2], strides, dilation, strict=True))
    margins = [windows.margin(n, k, s, padding, d) for n, k, s, d in axes]
    wide = np.pad(x, [(0, 0), *margins, (0, 0)])
    sizes = [windows.output_size(n, k, s, padding, d) for n, k, s, d in axes]
    y = np.zeros((len(x), *sizes, kernel.shape[-1]))
    for place in itertools.product(*map(range, sizes)):
        window = tuple(slice(p * s, p * s + (k - 1) * d + 1, d) for p, (_, k, s, d) in zip(place, axes, strict=True))
        y[(slice(None), *place)] = np.tensordot(wide[(slice(None), *window)], kernel, len(axes) + 1) + bias
    y = ACTIVATIONS[activation](y)
    for axis, size in enumerate(pool, 1):
        whole = y.shape[axis] // size
        y = np.take(y, range(whole * size), axis)
        y = y.reshape(*y.shape[:axis], whole, size, *y.shape[axis + 1 :]).max(axis + 1)
    return y


def geometries():
    """Steps wider than the window, sizes that do not divide, dilation with margins, 1, 2 and 3 axes."""
    rng = np.random.default_rng(0)
    for number in range(60):
        rank = number % 3 + 1
        draw = lambda low, high, rank=rank: tuple(int(n) for n in rng.integers(low, high, rank))
        sizes, kernel, strides, dilation = draw(4, 9 - rank), draw(1, 4), draw(1, 5), draw(1, 3)
        pool = draw(1, 3) if number % 2 else (1,) * rank
        padding = ["valid", "same", "causal"][int(rng.integers(0, 3 if rank == 1 else 2))]
        outputs = [
            windows.output_size(n, k, s, padding, d) // p
            for n, k, s, d, p in zip(sizes, kernel, strides, dilation, pool, strict=True)
        ]
        if min(outputs) > 0:
            channels = [1, 2, 17][int(rng.integers(0, 3))]
            activation = [None, "relu", "tanh"][int(rng.integers(0, 3))]
            yield sizes, kernel, channels, strides, padding, dilation, activation, pool


@pytest.mark.parametrize("geometry", list(geometries()), ids=str)
@pytest.mark.parametrize("cache", [1, 1 << 19], ids=["sample by sample", "all at once"])
def test_convolution(geometry, cache, monkeypatch):
    monkeypatch.setattr(windows, "CACHE", cache)
    sizes, kernel_size, channels, strides, padding, dilation, activation, pool = geometry
    rng = np.random.default_rng(1)
    x = rng.normal(size=(3, *sizes, channels))
    kernel, bias = rng.normal(size=(*kernel_size, channels, 2)) / channels, rng.normal(size=2)
    options = {"strides": strides, "padding": padding, "dilation": dilation, "activation": activation, "pool": pool}
    y = ops.convolution(x, kernel, bias, **options)
    expected = by_loops(x, kernel, bias, strides, padding, dilation, activation, pool)
    np.testing.assert_allclose(y, expected, atol=1e-12)
    seed = rng.normal(size=y.shape)
    variables = [Variable(a) for a in (x, kernel, bias)]
    with Tape() as tape:
        result = ops.convolution(*variables, **options)
    tape.backward([(result, seed)])
    for variable in variables:
        for _ in range(8):
            place = tuple(int(rng.integers(0, n)) for n in variable.shape)
            kept, sides = variable.value[place], []
            for step in (1e-6, -1e-6):
                variable.value[place] = kept + step
                sides.append(float((ops.convolution(*(v.value for v in variables), **options) * seed).sum()))
            variable.value[place] = kept
            assert variable.grad[place] == pytest.approx((sides[0] - sides[1]) / 2e-6, rel=1e-5, abs=1e-6)


def test_of_equal_numbers_the_first_of_a_pool_gets_the_gradient():
    x = Variable(np.array([[0.0, 5], [5, 0]]).reshape(1, 2, 2, 1))
    one = np.ones((1, 1, 1, 1))
    for operation in (
        lambda: ops.max_pool(x, size=(2, 2), strides=(2, 2)),
        lambda: ops.convolution(x, one, strides=(1, 1), pool=(2, 2)),
    ):
        with Tape() as tape:
            result = operation()
        tape.backward([(result, one)])
        np.testing.assert_array_equal(x.grad[0, ..., 0], [[0, 1], [0, 0]])


def test_a_masked_mean_counts_what_is_there():
    x = np.arange(12.0).reshape(2, 3, 2)
    mean = layers.GlobalAveragePooling1D(dtype="float64").call(x, mask=np.array([[1, 1, 0], [0, 0, 1]], bool))
    np.testing.assert_allclose(mean, [[1, 2], [10, 11]])


def test_memory_does_not_grow_with_the_windows_of_a_batch():
    """All windows of this batch side by side would take 83 MB; the answer and the gradient take 3.3 MB each."""
    layer = layers.Conv2D(4, 5, padding="same")
    x = np.ones((200, 32, 32, 4), "float32")
    layer(x[:1])
    tracemalloc.start()
    with Tape() as tape:
        y = layer(ops.multiply(layer.bias, x))
    tape.backward([(y, np.ones(y.shape, "float32"))])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 25e6


def test_channels_may_come_first():
    x = np.random.default_rng(0).normal(size=(2, 7, 6, 3)).astype("float32")
    first, last = layers.Conv2D(4, 3, data_format="channels_first"), layers.Conv2D(4, 3)
    last(x)
    first.build((None, 3, 7, 6))
    first.set_weights(last.get_weights())
    first.built = True
    np.testing.assert_array_equal(first(x.transpose(0, 3, 1, 2)), last(x).transpose(0, 3, 1, 2))


def test_the_engine_says_where_channels_are():
    from kcore import config

    config.set_image_data_format("channels_first")
    try:
        assert layers.Conv2D(1, 1).data_format == layers.Flatten().data_format == "channels_first"
    finally:
        config.set_image_data_format("channels_last")
    assert layers.MaxPooling1D().data_format == "channels_last"
    with pytest.raises(ValueError, match="one of channels_last"):
        config.set_image_data_format("last")
