"""Convolution and pooling in odd geometry: against plain loops, their gradients against differences."""

from __future__ import annotations

import itertools
import tracemalloc

import numpy as np
import pytest

import kcore
from kcore import config, layers, ops, optimizers
from kcore.autodiff import Tape, Variable
from kcore.ops import windows
from kcore.ops.winograd import Tiles

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
    config.set_image_data_format("channels_first")
    try:
        assert layers.Conv2D(1, 1).data_format == layers.Flatten().data_format == "channels_first"
    finally:
        config.set_image_data_format("channels_last")
    assert layers.MaxPooling1D().data_format == "channels_last"
    with pytest.raises(ValueError, match="one of channels_last"):
        config.set_image_data_format("last")


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("pool", [(1, 1), (2, 2)])
@pytest.mark.parametrize("sizes", [(3, 3), (6, 8), (7, 5)])
def test_tiles_compute_what_windows_compute(sizes, pool, padding):
    """3 x 3 windows over many channels take another way: the same results, in float32 to 1e-5."""
    rng = np.random.default_rng(0)
    if padding == "valid" and sizes == (3, 3) and pool == (2, 2):
        sizes = (4, 4)
    x, kernel, bias = rng.normal(size=(2, *sizes, 20)), rng.normal(size=(3, 3, 20, 17)) / 13, rng.normal(size=17)
    options = {"strides": (1, 1), "padding": padding, "activation": "relu", "pool": pool}
    assert Tiles.suits(kernel.shape, (1, 1), (1, 1), pool)
    expected = by_loops(x, kernel, bias, (1, 1), padding, (1, 1), "relu", pool)
    np.testing.assert_allclose(ops.convolution(x, kernel, bias, **options), expected, atol=1e-12)
    single = ops.convolution(*(a.astype("float32") for a in (x, kernel, bias)), **options)
    np.testing.assert_allclose(single, expected, atol=1e-5)
    variables = [Variable(a) for a in (x, kernel, bias)]
    by_columns = [Variable(a) for a in (x, kernel[:, :, :, :15], bias[:15])]
    seed = rng.normal(size=expected.shape)
    seed[..., 15:] = 0  # as if the last two filters were not there; 15 are too few for tiles
    for arguments, part in ((variables, seed), (by_columns, seed[..., :15])):
        with Tape() as tape:
            result = ops.convolution(*arguments, **options)
        tape.backward([(result, part)])
    for ours, theirs in zip(variables, by_columns, strict=True):
        np.testing.assert_allclose(ours.grad[..., : theirs.shape[-1]], theirs.grad, atol=1e-12)


def stack(kind, pool, **options):
    return [
        kind(5, 3, activation="tanh", name="a", **options),
        pool(2, name="b", **options),
        kind(6, 2, name="c", **options),
        layers.Activation("relu", name="d"),
        pool(2, name="e", **options),
    ]


class OwnConv(layers.Conv2D):
    """A call of one's own: nothing may be computed past it."""

    def call(self, inputs):
        return super().call(inputs)


def trained(model, x):
    model.compile(optimizers.SGD(0.1), "mse")
    model.fit(x, np.ones((len(x), 1)), epochs=3, batch_size=4, shuffle=False, verbose=0)
    return [*model.get_weights(), model.predict(x, verbose=0)]


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_layers_computed_together_compute_the_same(data_format):
    x = np.random.default_rng(0).normal(size=(10, 2, 12, 11)).astype("float32")
    x = x.transpose(0, 2, 3, 1) if data_format == "channels_last" else x
    results, lengths = [], []
    for kind in (layers.Conv2D, OwnConv):
        kcore.utils.set_random_seed(0)
        model = kcore.Sequential(
            [
                kcore.Input(x.shape[1:]),
                *stack(kind, layers.MaxPooling2D, data_format=data_format),
                layers.Flatten(),
                layers.Dense(1),
            ]
        )
        results.append(trained(model, x))
        lengths.append(len(model.graph._chain))
    assert lengths == [4, 7]
    for ours, plain in zip(*results, strict=True):
        np.testing.assert_allclose(ours, plain, atol=1e-6)


def test_what_is_read_in_between_is_computed():
    """A place that another layer, or the model's user, reads keeps its value."""
    x = np.random.default_rng(0).normal(size=(3, 8, 6, 2)).astype("float32")
    place = kcore.Input((8, 6, 2))
    conv = layers.Conv2D(4, 3, activation="relu")
    between = conv(place)
    pooled = layers.MaxPooling2D()(between)
    beside = layers.GlobalAveragePooling2D()(between)
    joined = layers.Concatenate()([layers.GlobalMaxPooling2D()(pooled), beside])
    one, two = kcore.Model(place, joined), kcore.Model(place, [pooled, between])
    alone = kcore.Model(place, pooled)
    values = conv(x)
    np.testing.assert_allclose(two(x)[1], values, atol=1e-6)
    np.testing.assert_allclose(alone(x), ops.max_pool(values, size=(2, 2), strides=(2, 2)), atol=1e-6)
    wanted = np.concatenate([alone(x).max((1, 2)), values.mean((1, 2))], 1)
    np.testing.assert_allclose(one(x), wanted, atol=1e-6)
    assert [len(model.graph._moves()) for model in (one, two, alone)] == [5, 2, 1]


def test_a_penalty_on_what_is_in_between_counts():
    x = np.ones((4, 6, 6, 1), "float32")
    penalized = layers.Conv2D(2, 3, activity_regularizer="l2", kernel_initializer="ones")
    model = kcore.Sequential([kcore.Input((6, 6, 1)), penalized, layers.MaxPooling2D(), layers.Flatten()])
    model.compile("sgd", "mse")
    assert model.evaluate(x, np.full((4, 8), 9.0), verbose=0) == pytest.approx(0.01 * 16 * 2 * 81)
