"""Every activation of the registry: its gradient, extreme sums, kinds of input. Keras's numbers are compared live."""

from __future__ import annotations

import math

import numpy as np
import pytest

import kcore
from kcore import activations, layers, ops, registry
from kcore.autodiff import Variable, gradient

ARGUMENTS = {"threshold": {"threshold": 0.3, "default_value": -1.0}}
OPTIONS = [
    ("relu", {"negative_slope": 0.1, "threshold": 0.4, "max_value": 1.1}),
    ("gelu", {"approximate": True}),
    ("celu", {"alpha": 2.0}),
    ("elu", {"alpha": 0.3}),
    ("softmax", {"axis": (0, 1)}),
    ("glu", {"axis": 0}),
    ("sparsemax", {"axis": 0}),
]
CASES = [(name, ARGUMENTS.get(name, {})) for name in registry.names("activation")] + OPTIONS


@pytest.mark.parametrize(("name", "options"), CASES)
def test_gradient(name, options):
    function = registry.lookup("activation", name)
    rng = np.random.default_rng(5)
    x = Variable(rng.normal(size=(4, 6)) * 1.7, dtype="float64")
    weights = rng.normal(size=function(x.value, **options).shape)
    (found,) = gradient(lambda: ops.sum(function(x, **options) * weights), [x])
    for place in np.ndindex(x.shape):
        sides = []
        for step in (1e-6, -2e-6):
            x.value[place] += step
            sides.append(float((function(x.value, **options) * weights).sum()))
        x.value[place] += 1e-6
        assert found[place] == pytest.approx((sides[0] - sides[1]) / 2e-6, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("name", [n for n in registry.names("activation") if n != "exponential"])
def test_huge_sums_stay_finite_in_value_and_gradient(name):
    function, options = registry.lookup("activation", name), ARGUMENTS.get(name, {})
    x = Variable([[0.0, 1.0, -1.0, 1e4, -1e4, 89.0, -89.0, 1e-30]])
    assert np.isfinite(function(x.value, **options)).all()
    assert np.isfinite(gradient(lambda: ops.sum(function(x, **options)), [x])[0]).all()


@pytest.mark.parametrize("name", registry.names("activation"))
def test_lists_and_whole_numbers_become_floats(name):
    function, options = registry.lookup("activation", name), ARGUMENTS.get(name, {})
    expected = function(np.array([[1.0, -2.0]], "float32"), **options)
    assert expected.dtype == "float32"
    for x in ([[1.0, -2.0]], [[1, -2]], np.array([[1, -2]])):
        np.testing.assert_array_equal(function(x, **options), expected)
        assert function(x, **options).dtype == "float32"


def test_single_numbers():
    assert activations.relu(-3.0) == 0
    assert activations.sigmoid(0) == pytest.approx(0.5)
    assert activations.gelu(1.0) == pytest.approx(0.841345, abs=1e-6)


@pytest.mark.parametrize(("kind", "error"), [("float64", 1e-14), ("float32", 5e-7)])
def test_the_error_function(kind, error):
    x = np.linspace(-9, 9, 5001).astype(kind)
    np.testing.assert_allclose(ops.erf(x), [math.erf(v) for v in x], rtol=0, atol=error)


def test_sparsemax_gives_the_nearest_probabilities():
    x = np.random.default_rng(0).normal(size=(50, 6))
    y = activations.sparsemax(x)
    np.testing.assert_allclose(y.sum(axis=-1), 1)
    assert (y >= 0).all()
    assert (y == 0).any()
    others = np.random.default_rng(1).dirichlet(np.ones(6), 200)
    assert (((x - y) ** 2).sum(-1)[:, None] <= ((x[:, None] - others) ** 2).sum(-1)).all()


def test_names_configs_and_back():
    assert activations.get(None) is activations.linear
    assert activations.get("swish") is activations.silu
    assert activations.serialize(activations.hard_swish) == "hard_silu"
    layer = activations.get(activations.serialize(layers.ELU(0.5)))
    assert layer.alpha == pytest.approx(0.5)

    def mine(x):
        return x

    config = activations.serialize(mine)
    assert config == {"module": "builtins", "class_name": "function", "config": "mine", "registered_name": "function"}
    assert activations.deserialize(config, custom_objects={"mine": mine}) is mine
    with pytest.raises(ValueError, match="no activation named 'mine'"):
        activations.deserialize(config)
    with pytest.raises(ValueError, match=r"must be even; got shape \(2, 3\)"):
        activations.glu(np.ones((2, 3)))


def test_the_keras_2_word_of_leaky_relu_is_taken_with_a_note():
    with pytest.warns(UserWarning, match="'alpha' is called 'negative_slope' today"):
        layer = layers.LeakyReLU(alpha=0.1)
    assert layer.get_config()["negative_slope"] == pytest.approx(0.1)
    assert "alpha" not in layer.get_config()


def test_softmax_with_a_mask_gives_zero_to_what_is_masked():
    x, mask = np.random.default_rng(0).normal(size=(3, 4)).astype("float32"), np.array([1, 1, 0, 1])
    y = layers.Softmax().call(x, mask=mask)
    assert (y[:, 2] == 0).all()
    np.testing.assert_allclose(y[:, [0, 1, 3]], activations.softmax(x[:, [0, 1, 3]]), rtol=1e-6)


def test_prelu_asks_for_a_closed_shape():
    with pytest.raises(ValueError, match="shared_axes"):
        kcore.Sequential([kcore.Input((None, 3)), layers.PReLU()])
