"""Every function of ``kcore.ops`` that Keras has, too, against ``keras.ops``: how it is called, values, gradients."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

import kcore
from kcore import ops
from kcore.autodiff import TABLE, Primitive, Tape, Variable, value_of
from tests.core.parity.live import keras, same
from tests.core.parity.ops_rows import CALLS, CONTROL, OWN_MEANING
from tests.core.parity.slopes import check

SHARED = [name for name in ops.__all__ if hasattr(keras.ops, name) and name not in OWN_MEANING]
COMPARED = [name for name in SHARED if name not in CONTROL]


def calls(name):
    """Calls to try: those of the rows, and the samples of the table."""
    row = getattr(ops, name)
    found = list(CALLS.get(name, ()))
    if isinstance(row, Primitive) and row.name == name and not row.convention.several:
        found += [row.sample(np.random.default_rng(seed)) for seed in range(3)]
    return found


def plain(answer):
    return [plain(part) for part in answer] if isinstance(answer, list | tuple) else np.asarray(value_of(answer))


@pytest.mark.parametrize("name", SHARED)
def test_how_it_is_called(name):
    """The same names in the same order with the same defaults."""
    facts = []
    for function in (getattr(ops, name), getattr(keras.ops, name)):
        found = inspect.signature(function).parameters.values()
        facts.append([(p.name, p.default) for p in found if p.kind is not inspect.Parameter.VAR_KEYWORD])
    assert facts[0] == facts[1]


@pytest.mark.parametrize("name", COMPARED)
def test_values(name):
    tried = calls(name)
    assert tried or name in ("empty", "empty_like"), "no calls to try: give it a row in ops_rows.py"
    for args, options in tried:
        ours, wanted = getattr(ops, name)(*args, **options), getattr(keras.ops, name)(*args, **options)
        if isinstance(wanted, str | bool | tuple) and not isinstance(wanted, tuple):
            assert ours == wanted
            continue
        same(plain(ours), plain(wanted), f"{args} {options}")


@pytest.mark.parametrize("name", COMPARED)
def test_float32_stays_float32(name):
    for args, options in calls(name):
        if options.get("dtype") or name in ("cast", "convert_to_tensor", "arange"):
            continue
        narrow = [narrowed(a) for a in args]
        options = {key: narrowed(value) for key, value in options.items()}
        for ours, wanted in zip(
            listed(getattr(ops, name)(*narrow, **options)),
            listed(getattr(keras.ops, name)(*narrow, **options)),
            strict=True,
        ):
            if not isinstance(wanted, str | bool | int):
                assert np.asarray(ours).dtype.kind == np.asarray(wanted).dtype.kind
                assert np.asarray(ours).dtype != np.float64, (args, options)


def narrowed(value):
    if isinstance(value, list):
        return [narrowed(item) for item in value]
    return value.astype("float32") if isinstance(value, np.ndarray) and value.dtype == np.float64 else value


def listed(answer):
    return list(answer) if isinstance(answer, list | tuple) else [answer]


@pytest.mark.parametrize(
    "function",
    [
        lambda ops, x: ops.tile(x, (1, 2)),
        lambda ops, x: ops.flip(x, 1),
        lambda ops, x: ops.split(x, 2, axis=1)[1],
        lambda ops, x: ops.einsum("bi,bj->bij", x, x),
        lambda ops, x: ops.stack([x, ops.sin(x)], axis=1),
        lambda ops, x: ops.where(x > 0, x, 0.0),
        lambda ops, x: ops.std(x, axis=1, keepdims=True),
        lambda ops, x: ops.dot(x, np.ones((4, 2), "float32")),
        lambda ops, x: ops.one_hot(ops.argmax(x, axis=1), 4),
        lambda ops, x: ops.swapaxes(ops.expand_dims(x, 1), 1, 2),
        lambda ops, x: ops.sort(x),
        lambda ops, x: ops.norm(x, axis=1),
    ],
)
def test_in_a_model(function):
    """At a place of a model as on arrays."""
    x = np.random.default_rng(0).normal(size=(3, 4)).astype("float32")
    place = kcore.Input((4,))
    model = kcore.Model(place, function(ops, place))
    wanted = np.asarray(function(keras.ops, x))
    assert model.output_shape == (None, *wanted.shape[1:])
    same(model.predict(x, verbose=0), wanted)


@pytest.mark.parametrize("name", sorted(CONTROL))
def test_functions_of_functions(name):
    same(plain(CONTROL[name](ops)), plain(CONTROL[name](keras.ops)))


@pytest.mark.parametrize("name", COMPARED)
def test_gradients(name):
    """Whatever follows its arguments smoothly has a gradient with respect to each of them."""
    row = getattr(ops, name)
    if isinstance(row, Primitive):
        if row.gradient is None:
            return
        assert TABLE[row.name] is row
    for args, options in calls(name):
        variables = []

        def taken(value, variables=variables):
            if isinstance(value, list) and value and isinstance(value[0], np.ndarray):
                return [taken(item) for item in value]
            if isinstance(value, np.ndarray) and value.dtype == np.float64:
                variables.append(Variable(value, dtype="float64"))
                return variables[-1]
            return value

        taking = [taken(value) for value in args]

        def answer(taking=taking, options=options):
            found = row(*([v * 1.0 for v in a] if isinstance(a, list) and a and isinstance(a[0], Variable) else a
                          for a in taking), **options)  # fmt: skip
            return [part for part in listed(found) if np.asarray(value_of(part)).dtype == np.float64]

        if not variables or name in PLAIN:
            continue
        with Tape():
            if not answer():
                continue
        check(answer, variables, np.random.default_rng(0), (args, options))


# What answers with numbers that no gradient passes through, though they are floats.
PLAIN = {
    "bincount", "convert_to_numpy", "copy", "empty_like", "full", "full_like", "linspace", "meshgrid", "ones_like",
    "zeros_like",
}  # fmt: skip
