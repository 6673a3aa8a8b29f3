"""Every row of the table of primitives: the gradient against central differences, in float64."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import ops
from kcore.autodiff import TABLE, Tape, Variable, gradient, value_of

ops.read_all()

STEP = 1e-6


def differences(row, args, options, index, seed):
    """Numerical gradient of Σ seed · row(args) with respect to one argument."""
    numerical = np.zeros_like(args[index])
    for place in np.ndindex(args[index].shape):
        sides = []
        for step in (STEP, -STEP):
            moved = [np.array(a, copy=True) for a in args]
            moved[index][place] += step
            sides.append(float((row(*moved, **options) * seed).sum()))
        numerical[place] = (sides[0] - sides[1]) / (2 * STEP)
    return numerical


@pytest.mark.parametrize("name", sorted(name for name in TABLE if TABLE[name].gradient))
def test_gradient(name):
    row = TABLE[name]
    rng = np.random.default_rng(7)
    for _ in range(3):
        args, options = row.sample(rng)
        seed = rng.normal(size=np.shape(row(*args, **options)))
        for index, argument in enumerate(args):
            if np.asarray(argument).dtype.kind != "f":
                continue  # class numbers have no gradient
            variables = [Variable(a, name=str(i)) if i == index else a for i, a in enumerate(args)]
            with Tape() as tape:
                result = row(*variables, **options)
            stamp = tape.backward([(result, seed)])
            assert variables[index].stamp == stamp, "no gradient arrived"
            expected = differences(row, args, options, index, seed)
            np.testing.assert_allclose(variables[index].grad, expected, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_gradient_leaves_what_it_is_given_alone(name):
    row = TABLE[name]
    args, options = row.sample(np.random.default_rng(3))
    copies = [np.array(a, copy=True) for a in args]
    with Tape() as tape:
        result = row(*(Variable(a) if np.asarray(a).dtype.kind == "f" else a for a in args), **options)
    seed = np.ones_like(value_of(result))
    tape.backward([(result, seed)])
    assert (seed == 1).all()
    for argument, copy in zip(args, copies, strict=True):
        np.testing.assert_array_equal(argument, copy)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_plain_arrays_in_plain_arrays_out(name):
    row = TABLE[name]
    args, options = row.sample(np.random.default_rng(3))
    assert not hasattr(row(*args, **options), "grad")


def test_operators_give_the_gradient_of_what_they_compute():
    a, b = Variable([[1.0, 2.0], [3.0, 4.0]], dtype="float64"), Variable([0.5, -1.5], dtype="float64")
    grads = gradient(lambda: ops.sum((1 - a * b) ** 2.0 / (a + 3.0) - abs(-b) @ a[0]), [a, b])
    step = 1e-6
    for variable, grad in zip((a, b), grads, strict=True):
        for place in np.ndindex(variable.shape):
            values = []
            for sign in (1, -1):
                variable.value[place] += sign * step
                values.append(
                    float(ops.sum((1 - a.value * b.value) ** 2.0 / (a.value + 3.0) - abs(b.value) @ a.value[0]))
                )
                variable.value[place] -= sign * step
            assert grad[place] == pytest.approx((values[0] - values[1]) / (2 * step), rel=1e-5)


def test_a_value_used_twice_gets_both_gradients():
    v = Variable([1.0, 2.0, 3.0])
    (grad,) = gradient(lambda: ops.sum(v * v + v), [v])
    np.testing.assert_allclose(grad, 2 * v.value + 1)


def test_a_frozen_variable_gets_none():
    v, still = Variable([1.0, 2.0]), Variable([3.0, 4.0], trainable=False)
    grads = gradient(lambda: ops.sum(v * still), [v, still])
    np.testing.assert_allclose(grads[0], still.value)
    np.testing.assert_allclose(grads[1], 0)


def test_gradient_asks_for_a_scalar():
    v = Variable([1.0, 2.0])
    with pytest.raises(ValueError, match=r"scalar.*\(2,\)"):
        gradient(lambda: v * 2, [v])


def test_sigmoid_and_softmax_do_not_overflow():
    huge = np.array([[1e4, -1e4, 0.0]], "float32")
    np.testing.assert_allclose(ops.sigmoid(huge), [[1.0, 0.0, 0.5]])
    np.testing.assert_allclose(ops.softmax(huge), [[1.0, 0.0, 0.0]])


def test_constants_of_other_types_leave_a_model_in_its_float_type():
    """Whole-number targets in a loss of one's own, float64 numbers in a layer of one's own."""

    class Weighted(kcore.Layer):
        def call(self, inputs):
            return inputs * np.array([0.3, 0.6, 0.1]) - np.arange(3)

    def loss(y_true, y_pred):
        assert y_pred.dtype == "float32"
        return ops.mean(ops.square(y_true - y_pred), axis=-1)

    x, y = np.random.default_rng(0).normal(size=(20, 4)), np.arange(20)[:, None]
    model = kcore.Sequential([kcore.Input((4,)), kcore.layers.Dense(3), Weighted(), kcore.layers.Dense(1)])
    model.compile(kcore.optimizers.SGD(1e-3), loss)
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
    weight = Variable(np.ones(3, "float32"))
    with Tape() as tape:
        answer = ops.sum(weight * np.array([0.3, 0.6, 0.1]) * np.arange(3))
    assert answer.dtype == "float32"
    tape.backward([(answer, np.float32(1))])
    np.testing.assert_allclose(weight.grad, [0, 0.6, 0.2], rtol=1e-6)
