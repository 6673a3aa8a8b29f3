"""What an optimizer does besides its formula, which is compared with real Keras in ``parity``."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import layers, ops, optimizers, registry
from kcore.optimizers import schedules

RNG = np.random.default_rng(0)
X = RNG.normal(size=(40, 3)).astype("float32")
Y = (X @ [[1.0], [-2.0], [0.5]]).astype("float32")
NAMES = registry.names("optimizer")


def model(optimizer, loss="mse"):
    kcore.utils.set_random_seed(4)
    built = kcore.Sequential([kcore.Input((3,)), layers.Dense(5, activation="tanh"), layers.Dense(1)])
    built.compile(optimizer, loss)
    return built


def same(a, b):
    return all(np.array_equal(v, w) for v, w in zip(a.get_weights(), b.get_weights(), strict=True))


class Momentum(optimizers.Optimizer):
    """What a learner writes, in the manner of Keras."""

    def __init__(self, learning_rate=0.01, momentum=0.9, **kwargs):
        super().__init__(learning_rate=learning_rate, **kwargs)
        self.momentum = momentum

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.momenta = self.add_optimizer_variables(variables, "momentum")

    def update_step(self, gradient, variable, learning_rate):
        kept = self.momenta[self._get_variable_index(variable)]
        self.assign(kept, self.momentum * kept - learning_rate * gradient)
        self.assign_add(variable, kept)


@pytest.mark.parametrize("name", NAMES)
def test_every_optimizer_learns(name):
    m = model(optimizers.get({"class_name": name, "config": {"learning_rate": 1.0 if name == "Adadelta" else 0.05}}))
    losses = m.fit(X, Y, epochs=40, verbose=0).history["loss"]
    assert losses[-1] < 0.7 * losses[0]


@pytest.mark.parametrize("name", NAMES)
def test_state_saved_in_the_middle_goes_on_bit_by_bit(name):
    options = {"use_ema": True, "gradient_accumulation_steps": 2, "learning_rate": 0.01}
    first = model(getattr(optimizers, name)(**options))
    first.fit(X, Y, epochs=3, shuffle=False, verbose=0)
    store = {}
    first.optimizer.save_own_variables(store)
    second = model(getattr(optimizers, name)(**options))
    second.set_weights(first.get_weights())
    second.optimizer.build(second.trainable_variables)
    second.optimizer.load_own_variables(store)
    for m in (first, second):
        m.fit(X, Y, epochs=3, shuffle=False, verbose=0)
    assert same(first, second)


@pytest.mark.parametrize("name", NAMES)
def test_snapshot_and_rewind_are_exact(name):
    m = model(getattr(optimizers, name)(0.01))
    m.fit(X, Y, shuffle=False, verbose=0)
    snapshot = m.snapshot()
    m.fit(X, Y, epochs=2, shuffle=False, verbose=0)
    once = m.get_weights()
    m.rewind(snapshot)
    m.fit(X, Y, epochs=2, shuffle=False, verbose=0)
    assert all(np.array_equal(a, b) for a, b in zip(once, m.get_weights(), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_chunks_give_what_one_pass_gives(name, monkeypatch):
    whole = model(getattr(optimizers, name)(0.01))
    whole.fit(X, Y, epochs=2, shuffle=False, verbose=0)
    monkeypatch.setattr("kcore.optimizers.slots.CHUNK", 7)
    cut = model(getattr(optimizers, name)(0.01))
    cut.fit(X, Y, epochs=2, shuffle=False, verbose=0)
    for a, b in zip(whole.get_weights(), cut.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-7)


def test_names_in_any_case():
    for name in NAMES:
        assert type(optimizers.get(name.lower())) is type(optimizers.get(name.upper())) is getattr(optimizers, name)


def test_an_optimizer_of_ones_own_is_sgd_with_momentum():
    mine, plain = model(Momentum(0.01, clipnorm=1.0)), model(optimizers.SGD(0.01, momentum=0.9, clipnorm=1.0))
    for m in (mine, plain):
        m.fit(X, Y, epochs=3, shuffle=False, verbose=0)
    for a, b in zip(mine.get_weights(), plain.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5)
    config = mine.optimizer.get_config()
    assert list(config)[-1] == "momentum"
    assert Momentum.from_config(config).get_config() == config
    assert len(mine.optimizer.variables) == 2 + len(mine.trainable_variables)
    assert [v.name for v in mine.optimizer.variables][:2] == ["iteration", "learning_rate"]


def test_the_state_is_read_and_set_through_variables():
    m = model(optimizers.Adam(0.01))
    m.fit(X, Y, verbose=0)
    iteration, rate, momentum, *_ = m.optimizer.variables
    assert int(iteration) == 2
    iteration.assign(7)
    rate.assign(0.5)
    assert int(m.optimizer.iterations) == 7
    assert float(m.optimizer.learning_rate) == 0.5
    value = np.array(momentum.value)
    momentum.assign_add(1.0)
    np.testing.assert_allclose(momentum.numpy(), value + 1, rtol=1e-6)
    np.testing.assert_allclose(ops.add(momentum, 1.0), value + 2, rtol=1e-6)
    names = [name for name, _ in m.optimizer.state()]
    assert names[:4] == [v.path for v in m.optimizer.variables][:4]
    assert len(m.optimizer.get_weights()) == len(names)


def test_a_state_that_does_not_fit_is_left_with_a_warning():
    optimizer = optimizers.Adam()
    with pytest.warns(UserWarning, match="has 2 variables, the saved one 1"):
        optimizer.load_own_variables({"0": 1})


def test_a_failed_set_weights_changes_nothing():
    m = model(optimizers.Adam())
    m.fit(X, Y, verbose=0)
    before = m.optimizer.get_weights()
    with pytest.raises(ValueError, match="does not fit"):
        m.optimizer.set_weights([w + 1 for w in before[:-1]] + [np.ones(9)])
    for a, b in zip(before, m.optimizer.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6)


def test_slots_of_a_layer_that_was_frozen_for_a_while_are_kept():
    m = model(optimizers.Adam(0.01))
    m.fit(X, Y, verbose=0)
    m.layers[0].trainable = False
    kept = dict(m.optimizer.state())
    m.fit(X, Y, verbose=0)
    m.layers[0].trainable = True
    assert int(m.optimizer.iterations) == 4
    last = [name for name, _ in m.optimizer.state() if name.endswith("momentum")]
    assert set(last) < set(kept)


def test_a_schedule_may_be_set_later_and_a_function_may_give_the_rate():
    m = model(optimizers.SGD(0.1))
    m.optimizer.learning_rate = schedules.ExponentialDecay(0.2, 2, 0.5)
    m.fit(X, Y, verbose=0)
    assert float(m.optimizer.learning_rate) == pytest.approx(0.1)
    assert [v.name for v in m.optimizer.variables] == ["iteration"]
    assert float(optimizers.SGD(lambda: 0.25).learning_rate) == 0.25


def test_a_schedule_of_ones_own():
    class Half(schedules.LearningRateSchedule):
        def __init__(self, first):
            self.first = first

        def __call__(self, step):
            return self.first / 2**step

    m = model(optimizers.SGD(Half(0.1)))
    m.fit(X, Y, verbose=0)
    assert float(m.optimizer.learning_rate) == pytest.approx(0.025)
    config = m.optimizer.get_config()
    again = optimizers.SGD.from_config(config, custom_objects={"Half": Half})
    assert float(again.learning_rate) == pytest.approx(0.1)


def test_a_gradient_that_is_missing_leaves_its_variable_with_a_warning():
    variables = [kcore.Variable(np.ones(2, "float32"), name=n) for n in "ab"]
    optimizer = optimizers.SGD(0.5, momentum=0.9)
    with pytest.warns(UserWarning, match="No gradient came for b"):
        optimizer.apply_gradients([(np.ones(2), variables[0]), (None, variables[1])])
    assert [float(v.value[0]) for v in variables] == [0.5, 1.0]


def test_words_of_keras_2():
    with pytest.warns(UserWarning, match="^SGD: 'lr' is called 'learning_rate' today.$"):
        optimizer = optimizers.SGD(lr=0.25, momentum=0.9)
    assert float(optimizer.lr) == 0.25
    with pytest.warns(UserWarning, match="'decay' is a schedule today: .*InverseTimeDecay") as notes:
        optimizer = optimizers.SGD(0.5, decay=0.1)
    assert len(notes) == 1
    assert notes[0].filename == __file__
    rates = []
    for _ in range(3):
        rates.append(float(optimizer.learning_rate))
        optimizer.apply([np.ones(2)], [kcore.Variable(np.ones(2, "float32"))]) if not optimizer.built else (
            optimizer.apply([np.ones(2)])
        )
    np.testing.assert_allclose(rates, [0.5 / (1 + 0.1 * i) for i in range(3)], rtol=1e-6)
    with pytest.warns(UserWarning, match="today"):
        assert float(optimizers.Adam(decay=0.5).learning_rate) == pytest.approx(0.001)
    assert float(optimizers.Adam(decay=0.0).learning_rate) == pytest.approx(0.001)  # Keras 2 wrote it into every file
