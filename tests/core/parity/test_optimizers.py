"""Steps, state and schedules against real Keras, on the same gradients."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import optimizers, registry
from tests.core.parity.draw import arguments
from tests.core.parity.live import keras, same
from tests.core.parity.rows import extra
from tests.core.parity.twin import make

DRAWS = 8
SHAPES = {"dense/kernel": (4, 3), "dense/bias": (3,)}
OPTIMIZERS = registry.names("optimizer")


def arrays(rng):
    return [rng.normal(size=shape).astype("float32") for shape in SHAPES.values()]


def started(package, name, given, weights, state=None):
    """An optimizer with the weights that it moves."""
    optimizer = getattr(package.optimizers, name)(**make(package, given))
    variables = [package.Variable(w.copy(), name=path.split("/")[1]) for w, path in zip(weights, SHAPES, strict=True)]
    if package is kcore:
        for variable in variables:
            variable.path = variable.name
    optimizer.build(variables)
    if state is not None:
        optimizer.load_own_variables(state)
    return optimizer, variables


def drawn(name, draw):
    rng = np.random.default_rng(draw)
    return arguments(registry.lookup("optimizer", name), rng, extra("optimizer", name), (0.0, 1.0, 0.3)[draw % 3]), rng


def numbers(optimizer, variables):
    return [np.asarray(v.value) for v in [*optimizer.variables, *variables]]


@pytest.mark.parametrize("draw", range(DRAWS))
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_steps_state_and_a_move_in_the_middle_follow_keras(name, draw):
    given, rng = drawn(name, draw)
    weights = arrays(rng)
    ours, real = started(kcore, name, given, weights), started(keras, name, given, weights)
    assert [v.shape for v in ours[0].variables] == [tuple(v.shape) for v in real[0].variables]
    for _ in range(7):
        gradients = arrays(rng)
        ours[0].apply(gradients)
        real[0].apply(gradients)
        same(numbers(*ours), numbers(*real), f"{name} {given}", 3e-4)
    state, weights = {}, [np.asarray(v.value) for v in real[1]]
    real[0].save_own_variables(state)
    ours = started(kcore, name, given, weights, state)
    for _ in range(5):
        gradients = arrays(rng)
        ours[0].apply(gradients)
        real[0].apply(gradients)
    same(numbers(*ours), numbers(*real), f"{name} {given}", 3e-4)
    ours[0].finalize_variable_values(ours[1])
    real[0].finalize_variable_values(real[1])
    same(numbers(*ours), numbers(*real), f"{name} {given}", 3e-4)


@pytest.mark.parametrize("name", [n for n in OPTIMIZERS if n != "Nadam"])  # Keras leaves its product to chance
def test_names_of_the_state(name):
    given = {"use_ema": True, "gradient_accumulation_steps": 2}
    weights = arrays(np.random.default_rng(0))
    kcore.utils.clear_session()
    keras.utils.clear_session()
    ours, real = started(kcore, name, given, weights), started(keras, name, given, weights)
    assert [v.path for v in ours[0].variables] == [v.path for v in real[0].variables]


@pytest.mark.parametrize("draw", range(DRAWS))
@pytest.mark.parametrize("name", registry.names("schedule"))
def test_schedules(name, draw):
    given = arguments(registry.lookup("schedule", name), np.random.default_rng(draw), extra("schedule", name))
    ours = getattr(optimizers.schedules, name)(**given)
    real = getattr(keras.optimizers.schedules, name)(**given)
    steps = range(40)
    same([ours(step) for step in steps], [float(real(step)) for step in steps], f"{name} {given}", 2e-6)
    again = optimizers.schedules.deserialize(keras.optimizers.schedules.serialize(real))
    assert again.get_config() == ours.get_config()
    assert (
        keras.optimizers.schedules.deserialize(optimizers.schedules.serialize(ours)).get_config() == real.get_config()
    )


@pytest.mark.parametrize("steps", [None, 3])
def test_a_schedule_counts_as_in_keras(steps):
    rng = np.random.default_rng(0)
    weights, pair = arrays(rng), []
    for package in (kcore, keras):
        schedule = package.optimizers.schedules.ExponentialDecay(0.5, 2, 0.5, staircase=True)
        optimizer, variables = started(
            package, "SGD", {"learning_rate": schedule, "gradient_accumulation_steps": steps}, weights
        )
        pair.append((optimizer, variables))
    for _ in range(8):
        gradients = arrays(rng)
        for optimizer, _ in pair:
            optimizer.apply(gradients)
        same(numbers(*pair[0]), numbers(*pair[1]))
        assert float(pair[0][0].learning_rate) == float(pair[1][0].learning_rate)
        assert int(pair[0][0].iterations) == int(pair[1][0].iterations)
    ours, real = pair[0][0].get_config(), pair[1][0].get_config()
    assert {**ours, "name": ""} == {**real, "name": ""}
    again = optimizers.SGD.from_config(real)
    assert again.get_config() == real


@pytest.mark.parametrize("patterns", [["bias"], ["^kern", "x"], []])
def test_variables_spared_from_weight_decay(patterns):
    weights = arrays(np.random.default_rng(0))
    moved = []
    for package in (kcore, keras):
        optimizer = package.optimizers.AdamW(0.1, weight_decay=0.5)
        variables = [package.Variable(w.copy(), name=n) for w, n in zip(weights, ("kernel", "bias"), strict=True)]
        optimizer.exclude_from_weight_decay(var_list=variables[1:] if not patterns else None, var_names=patterns)
        optimizer.build(variables)
        optimizer.apply([np.zeros_like(w) for w in weights])
        moved.append([np.asarray(v.value) for v in variables])
    same(*moved)


def test_some_variables_at_a_time_and_constraints():
    weights = arrays(np.random.default_rng(0))
    moved = []
    for package in (kcore, keras):
        optimizer, variables = started(package, "Adam", {"learning_rate": 0.1, "weight_decay": 0.2}, weights)
        variables[0].constraint = package.constraints.MaxNorm(0.3)
        optimizer.apply(weights[:1], variables[:1])
        optimizer.apply_gradients(zip(weights, variables, strict=True))
        optimizer.apply(weights[1:], variables[1:])
        moved.append(numbers(optimizer, variables))
    same(*moved)
