"""Initializers, regularizers and constraints beyond Keras's numbers, which are compared live."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import constraints, initializers, registry, regularizers


@pytest.mark.parametrize("gain", [1.0, 3.0])
@pytest.mark.parametrize("shape", [(6, 6), (8, 3), (3, 8), (2, 3, 4)])
def test_orthogonal_rows_or_columns(shape, gain):
    matrix = initializers.Orthogonal(gain, seed=0)(shape, "float64").reshape(-1, shape[-1])
    product = matrix.T @ matrix if matrix.shape[0] >= matrix.shape[1] else matrix @ matrix.T
    np.testing.assert_allclose(product, gain**2 * np.eye(len(product)), atol=1e-12)


def test_orthogonal_directions_are_even():
    firsts = np.array([initializers.Orthogonal(seed=i)((3, 3))[0] for i in range(600)])
    np.testing.assert_allclose(firsts.mean(0), 0, atol=0.1)
    np.testing.assert_allclose(firsts.T @ firsts / 600, np.eye(3) / 3, atol=0.06)


@pytest.mark.parametrize(
    ("name", "limit"),
    [("glorot_uniform", 6 / (40 + 60)), ("he_uniform", 6 / 40), ("lecun_uniform", 3 / 40)],
)
def test_the_limits_of_uniform_kernels(name, limit):
    kernel = initializers.get(name)((40, 60), "float64")
    assert np.abs(kernel).max() <= np.sqrt(limit)
    assert np.abs(kernel).max() > 0.99 * np.sqrt(limit)


@pytest.mark.parametrize(
    ("name", "variance"), [("glorot_normal", 2 / 500), ("he_normal", 2 / 200), ("lecun_normal", 1 / 200)]
)
def test_the_variance_of_normal_kernels(name, variance):
    kernel = initializers.get({"class_name": name, "config": {"seed": 1}})((200, 300), "float64")
    assert kernel.var() == pytest.approx(variance, rel=0.02)
    assert np.abs(kernel).max() <= 2 * np.sqrt(variance) / 0.8796


def test_axes_that_are_named_make_the_fans():
    initializer = initializers.VarianceScaling(
        mode="fan_avg", distribution="uniform", input_axes=[0], output_axes=[1, 2]
    )
    assert np.abs(initializer((50, 8, 4))).max() == pytest.approx(np.sqrt(3 / ((50 + 32) / 2)), rel=0.01)


@pytest.mark.parametrize("name", registry.names("initializer"))
def test_a_seed_repeats_and_none_does_not(name):
    entry = registry.lookup("initializer", name)
    shape = (4, 1, 3) if name == "STFT" else (4, 4)
    initializer = entry()
    np.testing.assert_array_equal(initializer(shape), initializer(shape))
    if hasattr(initializer, "seed"):
        np.testing.assert_array_equal(entry(seed=3)(shape), entry(seed=3)(shape))
        assert (entry()(shape) != entry()(shape)).any()
        assert (initializer.clone()(shape) != initializer(shape)).any()
    for kind in ("float32", "float64"):
        assert initializer(shape, kind).dtype == kind


def test_the_fourier_kernels_give_the_fourier_transform():
    signal = np.random.default_rng(0).normal(size=16)
    parts = [initializers.STFT(side, "hann", None, True)((16, 1, 9), "float64")[:, 0] for side in ("real", "imag")]
    window = np.hanning(17)[:-1]
    np.testing.assert_allclose(signal @ parts[0] + 1j * (signal @ parts[1]), np.fft.rfft(signal * window), atol=1e-12)
    powers = initializers.STFT()((16, 1, 9), "float64")[:, 0, 0]
    assert (powers**2).sum() == pytest.approx(1)


def test_arrays_and_functions_are_initializers():
    kernel = np.arange(6.0).reshape(3, 2)
    layer = kcore.layers.Dense(
        2, kernel_initializer=kernel, bias_initializer=lambda shape, dtype: np.full(shape, 7, dtype)
    )
    layer.build((None, 3))
    np.testing.assert_array_equal(layer.kernel.value, kernel)
    np.testing.assert_array_equal(layer.bias.value, [7, 7])


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: initializers.Identity()((3,)), r"matrices, of 2 axes; got shape \(3,\)"),
        (lambda: initializers.Orthogonal()((3,)), r"at least 2 axes; got shape \(3,\)"),
        (lambda: initializers.STFT()((4, 3)), r"got \(4, 3\)"),
        (lambda: initializers.STFT(window="han"), "one of hann, hamming.*got 'han'"),
        (lambda: initializers.STFT(window=[1, 2])((4, 1, 3)), r"window of 4 numbers is asked for; got shape \(2,\)"),
        (lambda: initializers.VarianceScaling(scale=0), "scale must be a number > 0; got 0"),
        (lambda: initializers.get("glorot"), "no initializer named 'glorot'"),
        (lambda: regularizers.L1(-1), "l1 must be a number >= 0; got -1"),
        (lambda: regularizers.OrthogonalRegularizer(mode="row"), "Did you mean 'rows'"),
        (lambda: regularizers.OrthogonalRegularizer()(np.ones(3)), r"matrices, of 2 axes; got shape \(3,\)"),
        (lambda: constraints.MaxNorm(axis="0"), "axis must be a whole number, or several in a list or None; got '0'"),
        (lambda: constraints.MinMaxNorm(rate=2), "rate must be a number >= 0 and <= 1; got 2"),
    ],
)
def test_what_does_not_fit_is_refused(wrong, says):
    with pytest.raises((ValueError, TypeError), match=says):
        wrong()


def test_the_orthogonal_penalty_of_columns_is_that_of_the_rows_turned():
    x = np.random.default_rng(0).normal(size=(5, 3))
    columns = regularizers.OrthogonalRegularizer(0.1, "columns")(x)
    assert columns == pytest.approx(regularizers.OrthogonalRegularizer(0.1, "rows")(x.T))
    assert regularizers.OrthogonalRegularizer()(np.eye(3)) == 0


@pytest.mark.parametrize("family", ["initializer", "regularizer", "constraint"])
def test_objects_come_back_from_what_serialize_wrote(family):
    module = {"initializer": initializers, "regularizer": regularizers, "constraint": constraints}[family]
    for name in registry.names(family):
        written = module.serialize(module.get(name))
        assert written["module"] == f"keras.{family}s"
        assert module.deserialize(written).get_config() == written["config"]
    assert module.get(None) is None
    assert initializers.deserialize(initializers.serialize(initializers.Identity(3.0))).gain == 3


def test_keras_2_names():
    for name in ("zero", "one", "normal", "uniform", "glorot_uniform", "identity", "orthogonal"):
        assert callable(initializers.get(name))
    assert isinstance(regularizers.get("l1_l2"), regularizers.L1L2)
    assert isinstance(constraints.get("unit_norm"), constraints.unit_norm)
