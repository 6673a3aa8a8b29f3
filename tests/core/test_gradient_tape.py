"""GradientTape: gradients of variables and tensors, several tapes, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import GradientTape
from kcore.autodiff import Tensor, Variable


def test_gradients_come_nested_like_the_sources():
    x, w = Tensor(np.float32(3.0)), Variable([1.0, 2.0])
    with GradientTape() as tape:
        tape.watch(x)
        middle = w * x
        y = kcore.ops.sum(middle * middle)
    got = tape.gradient(y, {"w": w, "rest": [x, middle]})
    np.testing.assert_allclose(got["w"], [18.0, 36.0])
    assert got["rest"][0] == 30.0
    np.testing.assert_allclose(got["rest"][1], [6.0, 12.0])


def test_two_tapes_over_one_computation_both_know_it():
    w, v = Variable([1.0, 2.0]), Variable([3.0, 4.0])
    with GradientTape() as first, GradientTape() as second:
        y = kcore.ops.sum(w * v)
    np.testing.assert_allclose(first.gradient(y, w), [3.0, 4.0])
    np.testing.assert_allclose(second.gradient(y, v), [1.0, 2.0])


def test_a_persistent_tape_answers_again_and_another_does_not():
    w = Variable([2.0])
    with GradientTape(persistent=True) as tape:
        y = w * w
        z = y * w
    assert (tape.gradient(y, w), tape.gradient(z, w), tape.gradient(z, w)) == ([4.0], [12.0], [12.0])
    with GradientTape() as tape:
        y = w * w
    assert tape.gradient(y, w) == [4.0]
    with pytest.raises(RuntimeError, match="persistent=True"):
        tape.gradient(y, w)


def test_what_has_no_influence_is_none_or_zeros():
    w, other, still = Variable([2.0]), Variable([5.0]), Variable([3.0], trainable=False)
    constant = Tensor(np.array([4.0], "float32"))
    with GradientTape(persistent=True) as tape:
        y = w * still * constant
    assert tape.gradient(y, [other, still, constant]) == [None, None, None]
    assert tape.gradient(y, other, unconnected_gradients="zero") == [0.0]
    tape = GradientTape()
    with tape:
        tape.watch([still])
        y = w * still
    assert tape.gradient(y, still) == [2.0]
    assert not still.trainable


def test_targets_are_added_up_and_weighed():
    w = Variable([2.0, 3.0])
    with GradientTape(persistent=True) as tape:
        y, z = w * w, w * 5.0
    np.testing.assert_allclose(tape.gradient([y, z], w), [9.0, 11.0])
    np.testing.assert_allclose(tape.gradient(y, w, output_gradients=[1.0, 0.0]), [4.0, 0.0])
    with pytest.raises(ValueError, match=r"shape \(3,\); the target has shape \(2,\)"):
        tape.gradient(y, w, output_gradients=np.ones(3))


def test_recording_stops_and_starts_anew():
    w = Variable([2.0])
    with GradientTape(persistent=True) as tape:
        y = w * w
        with tape.stop_recording():
            z = w * w
    assert (tape.gradient(y, w), tape.gradient(z, w)) == ([4.0], None)
    assert tape.watched_variables() == (w,)
    tape.reset()
    assert tape.watched_variables() == ()


def test_what_cannot_be_followed_is_refused_with_the_way_out():
    w = Variable([2.0])
    tape = GradientTape()
    with pytest.raises(TypeError, match=r"tf.constant\(x\)"):
        tape.watch(np.ones(2))
    with tape:
        y = w * w
    with pytest.raises(TypeError, match=r"model.trainable_variables.*ndarray"):
        tape.gradient(y, np.ones(2))
    with GradientTape(), pytest.raises(NotImplementedError, match="gradient of a gradient"):
        tape.gradient(y, w)
    with pytest.raises(NotImplementedError, match="jacobian"):
        tape.jacobian(y, w)
    with pytest.raises(ValueError, match="'none' or 'zero'"):
        tape.gradient(y, w, unconnected_gradients="one")
    with tape, pytest.raises(RuntimeError, match="recording already"):
        tape.__enter__()


def test_a_model_is_trained_with_it():
    kcore.utils.set_random_seed(1)
    model = kcore.Sequential([kcore.Input((2,)), kcore.layers.Dense(1)])
    x = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], "float32")
    y = x @ np.array([[2.0], [-1.0]], "float32")
    for _ in range(300):
        with GradientTape() as tape:
            loss = kcore.ops.mean(kcore.ops.square(model(x) - y))
        for variable, gradient in zip(
            model.trainable_variables, tape.gradient(loss, model.trainable_variables), strict=True
        ):
            variable.assign_sub(0.2 * gradient)
    assert float(loss) < 1e-4  # seen: 1.2e-6


def test_a_model_whose_step_does_everything_needs_no_call():
    class Pair(kcore.Model):
        def __init__(self):
            super().__init__()
            self.inner = kcore.Sequential([kcore.Input((3,)), kcore.layers.Dense(3)])
            self.tracker = kcore.metrics.Mean(name="loss")

        @property
        def metrics(self):
            return [self.tracker]

        def train_step(self, data):
            with GradientTape() as tape:
                loss = kcore.ops.mean(kcore.ops.square(self.inner(data) - data))
            moved = self.inner.trainable_variables
            self.optimizer.apply_gradients(zip(tape.gradient(loss, moved), moved, strict=True))
            self.tracker.update_state(loss)
            return {"loss": self.tracker.result()}

    model = Pair()
    model.compile(optimizer=kcore.optimizers.SGD(0.1))
    history = model.fit(np.eye(3, dtype="float32"), epochs=3, verbose=0)
    assert history.history["loss"][2] < history.history["loss"][0]
    with pytest.raises(TypeError, match="needs a method call"):
        model.predict(np.eye(3, dtype="float32"), verbose=0)


def test_metrics_of_a_model_with_a_step_of_its_own():
    class Own(kcore.Model):
        def train_step(self, data):
            return self.get_metrics_result()

    entrance = kcore.Input((2,))
    model = Own(entrance, kcore.layers.Dense(1)(entrance))
    model.compile("sgd", "mse", metrics=["mae"])
    x, y = np.ones((4, 2), "float32"), np.zeros((4, 1), "float32")
    assert [metric.name for metric in model.metrics] == ["loss", "compile_metrics"]
    model.metrics[0].update_state(3.0)
    model.metrics[1].update_state(y, y + 2)
    assert model.get_metrics_result() == {"loss": 3.0, "compile_metrics": {"mae": 2.0}}
    assert model.fit(x, y, verbose=0).history == {"loss": [0.0], "mae": [0.0]}
    model.metrics[0].update_state(3.0)
    model.reset_metrics()
    assert model.metrics[0].result() == 0.0
