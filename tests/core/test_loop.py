"""The one training loop, driven batch by batch and in every other way."""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings

import numpy as np
import pytest

import kcore
from kcore import callbacks, layers, optimizers
from kcore.training import source

RNG = np.random.default_rng(0)
X = RNG.normal(size=(50, 3)).astype("float32")
Y = (X @ [[1.0], [-2.0], [0.5]]).astype("float32")


def model(optimizer="adam", dropout=0.0, metrics=("mae",)):
    kcore.utils.set_random_seed(4)
    built = kcore.Sequential(
        [kcore.Input((3,)), layers.Dense(6, activation="relu"), layers.Dropout(dropout), layers.Dense(1)]
    )
    built.compile(optimizer, "mse", metrics=list(metrics))
    return built


def same(a, b):
    return all(np.array_equal(v, w) for v, w in zip(a.get_weights(), b.get_weights(), strict=True))


def test_the_loop_is_what_fit_does():
    fitted, stepped = model(dropout=0.3), model(dropout=0.3)
    kcore.utils.set_random_seed(1)
    history = fitted.fit(X, Y, batch_size=16, epochs=3, verbose=0, validation_data=(X[:10], Y[:10])).history
    kcore.utils.set_random_seed(1)
    loop = stepped.train_loop(X, Y, batch_size=16, epochs=3, validation_data=(X[:10], Y[:10]))
    seen = [(turn.epoch, turn.batch, turn.epoch_ended) for turn in loop]
    assert same(fitted, stepped)
    assert loop.history == history
    assert seen == [(epoch, batch, batch == 4) for epoch in range(3) for batch in (1, 2, 3, 4)]
    assert list(history) == ["loss", "mae", "val_loss", "val_mae"]


def test_reading_the_logs_at_every_step_changes_nothing():
    quiet, curious = model(), model()
    kcore.utils.set_random_seed(1)
    quiet.fit(X, Y, epochs=3, verbose=0)
    kcore.utils.set_random_seed(1)
    loop = curious.train_loop(X, Y, epochs=3)
    logs = [turn.logs() for turn in loop]
    assert same(quiet, curious)
    assert logs[-1]["loss"] == pytest.approx(loop.history["loss"][-1], rel=1e-12)


def test_batch_size_changes_with_the_next_batch():
    m = model()
    loop = m.train_loop(X, Y, batch_size=10, epochs=2, shuffle=False)
    sizes = []
    forward = m.forward

    def counted(x, training):
        sizes.append(len(x))
        return forward(x, training)

    m.quickest = lambda: counted
    for seen, turn in enumerate(loop, 1):
        if seen == 2:
            turn.batch_size = 20
        if turn.epoch_ended and turn.epoch == 0:
            assert sum(sizes) == 50
    assert sizes == [10, 10, 20, 10, 20, 20, 10]


def test_learning_rate_zero_moves_nothing_and_can_be_raised_while_running():
    m = model(optimizers.SGD(0.0))
    before = m.get_weights()
    loop = m.train_loop(X, Y, epochs=2)
    next(loop)
    assert all(np.array_equal(a, b) for a, b in zip(before, m.get_weights(), strict=True))
    m.optimizer.learning_rate = 0.1
    assert float(m.optimizer.learning_rate) == pytest.approx(0.1)
    next(loop)
    assert not np.array_equal(before[0], m.get_weights()[0])


def test_snapshot_and_rewind_are_exact():
    m = model()
    m.fit(X, Y, epochs=2, shuffle=False, verbose=0)
    snapshot = m.snapshot()
    m.fit(X, Y, epochs=3, shuffle=False, verbose=0)
    once = m.get_weights()
    m.rewind(snapshot)
    m.fit(X, Y, epochs=3, shuffle=False, verbose=0)
    assert all(np.array_equal(a, b) for a, b in zip(once, m.get_weights(), strict=True))


def test_seeded_runs_are_bit_equal_and_numpys_generator_is_left_alone():
    np.random.seed(5)  # noqa: NPY002 - the global generator is what is tested
    state = np.random.get_state()[1].copy()  # noqa: NPY002
    runs = []
    for _ in range(2):
        m = model(dropout=0.5)
        m.fit(X, Y, epochs=2, verbose=0)
        runs.append(m)
    assert same(*runs)
    assert np.array_equal(state, np.random.get_state()[1])  # noqa: NPY002


def test_large_data_are_gathered_batch_by_batch_with_the_same_result(monkeypatch):
    small, large = model(), model()
    kcore.utils.set_random_seed(1)
    small.fit(X, Y, epochs=3, batch_size=16, verbose=0)
    monkeypatch.setattr(source, "GATHERED", 0)
    kcore.utils.set_random_seed(1)
    large.fit(X, Y, epochs=3, batch_size=16, verbose=0)
    assert same(small, large)


def test_the_learners_arrays_are_never_written_to():
    x, y = X.copy(), Y.copy()
    x.flags.writeable = y.flags.writeable = False
    m = model()
    m.fit(x, y, epochs=2, verbose=0)
    answers = kcore.Sequential([kcore.Input((3,)), layers.Dropout(0.5)]).predict(x, verbose=0)
    answers += 1  # a copy, though the network hands its input on
    np.testing.assert_array_equal(x, X)


def test_callbacks_hear_everything_in_order():
    heard = []

    class Listener(callbacks.Callback):
        def on_train_begin(self, logs=None):
            heard.append("begin")

        def on_epoch_begin(self, epoch, logs=None):
            heard.append(f"epoch {epoch}")

        def on_train_batch_end(self, batch, logs=None):
            heard.append((batch, sorted(logs)))

        def on_epoch_end(self, epoch, logs=None):
            heard.append(sorted(logs))

        def on_train_end(self, logs=None):
            heard.append("end")

    m = model()
    m.fit(X, Y, batch_size=25, epochs=1, verbose=0, callbacks=[Listener()], validation_split=0.2)
    batch = ["loss", "mae"]
    assert heard == ["begin", "epoch 0", (0, batch), (1, batch), ["loss", "mae", "val_loss", "val_mae"], "end"]


def test_a_callback_hears_of_the_loop_and_its_samples():
    class Onlooker(callbacks.Callback):
        def set_loop(self, loop):
            self.loop = loop

    onlooker = Onlooker()
    model().fit(X, Y, validation_data=(X[:10], Y[:10]), shuffle=False, verbose=0, callbacks=[onlooker])
    assert np.array_equal(onlooker.loop.samples.x, X)
    assert len(onlooker.loop.validation_samples.y) == 10
    assert not onlooker.loop.shuffles
    model().fit(((X, Y) for _ in range(1)), verbose=0, callbacks=[onlooker])
    assert onlooker.loop.samples is onlooker.loop.validation_samples is None


def test_a_callback_can_stop_training_inside_an_epoch():
    class Stop(callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            self.model.stop_training = batch == 1

    m = model()
    history = m.fit(X, Y, batch_size=10, epochs=5, verbose=0, callbacks=[Stop()])
    assert history.epoch == [0]
    assert m.optimizer.iterations == 2


def test_an_exception_in_a_callback_leaves_a_usable_model():
    class Broken(callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            raise RuntimeError("mine")

    m = model()
    with pytest.raises(RuntimeError, match="mine"):
        m.fit(X, Y, verbose=0, callbacks=[Broken()])
    assert m.fit(X, Y, verbose=0).history["loss"]


def test_an_interrupt_stops_between_two_steps():
    m = model()
    whole = []
    step = m.optimizer.step

    def interrupted_step():
        if len(whole) == 14:  # in the second epoch of ten batches
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.01)
        step()
        whole.append(True)

    m.optimizer.step = interrupted_step
    with pytest.raises(KeyboardInterrupt):
        m.fit(X, Y, batch_size=5, epochs=1000, verbose=0)
    assert len(whole) == 15, "the step in which the interrupt came is done, and none after it"
    assert len(m.history.history["loss"]) == 1
    assert np.isfinite(m.predict(X, verbose=0)).all()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_two_models_train_in_two_threads():
    alone = [model(), model()]
    for m in alone:
        kcore.utils.set_random_seed(1)
        m.fit(X, Y, epochs=30, shuffle=False, verbose=0)
    together = [model(), model()]
    threads = [
        threading.Thread(target=m.fit, args=(X, Y), kwargs={"epochs": 30, "shuffle": False, "verbose": 0})
        for m in together
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert same(alone[0], together[0])
    assert same(alone[1], together[1])


def test_train_on_batch_is_one_step_and_test_on_batch_none():
    m = model()
    loss, mae = m.train_on_batch(X, Y)
    assert m.optimizer.iterations == 1
    again = m.test_on_batch(X, Y, return_dict=True)
    assert again["loss"] < loss
    assert again["mae"] < mae
    assert m.test_on_batch(X, Y) == list(again.values())


def test_own_loss_and_own_metric_get_their_gradient_and_are_counted():
    def own_loss(y_true, y_pred):
        return (y_true - y_pred) ** 2.0 + 0.1 * abs(y_pred)

    def bias(y_true, y_pred):
        return y_pred - y_true

    m = model(optimizers.SGD(0.01))
    m.compile(optimizers.SGD(0.05), own_loss, metrics=[bias])
    history = m.fit(X, Y, epochs=20, verbose=0).history
    assert history["loss"][-1] < 0.5 * history["loss"][0]
    answers = m.predict(X, verbose=0)
    expected = ((Y - answers) ** 2 + 0.1 * np.abs(answers)).mean()
    assert m.evaluate(X, Y, verbose=0) == pytest.approx([expected, (answers - Y).mean()], rel=1e-4)


def test_compile_keeps_the_weights():
    m = model()
    before = m.get_weights()
    m.compile("sgd", "mae")
    assert all(np.array_equal(a, b) for a, b in zip(before, m.get_weights(), strict=True))


def test_a_layer_shared_by_two_models_is_one_layer():
    shared = layers.Dense(4, activation="tanh")
    first = kcore.Sequential([kcore.Input((3,)), shared, layers.Dense(1)])
    second = kcore.Sequential([kcore.Input((3,)), shared, layers.Dense(2)])
    first.compile("sgd", "mse")
    second.compile("sgd", "mse")
    for _ in range(3):
        before = shared.get_weights()
        first.fit(X, Y, verbose=0)
        middle = shared.get_weights()
        second.fit(X, np.hstack([Y, -Y]), verbose=0)
        after = shared.get_weights()
        assert not np.array_equal(before[0], middle[0])
        assert not np.array_equal(middle[0], after[0])
        np.testing.assert_array_equal(first.layers[0].get_weights()[0], after[0])


def test_a_frozen_layer_stays_and_learns_again_when_thawed():
    m = model()
    m.fit(X, Y, verbose=0)
    m.layers[0].trainable = False
    assert len(m.trainable_weights) == 2
    before = m.layers[0].get_weights()
    m.fit(X, Y, verbose=0)
    assert all(np.array_equal(a, b) for a, b in zip(before, m.layers[0].get_weights(), strict=True))
    m.layers[0].trainable = True
    m.fit(X, Y, verbose=0)
    assert not np.array_equal(before[0], m.layers[0].get_weights()[0])
    assert [w.path for w in m.weights] == [w.path for w in m.trainable_weights]


def test_progress_is_one_clean_line_per_epoch(capsys):
    model().fit(X, Y, epochs=2, verbose=2)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Epoch 1/2"
    assert lines[1].startswith("2/2 - ")
    assert "loss: " in lines[1]
    assert "mae: " in lines[3]
    model().fit(X, Y, epochs=1, verbose=1)
    out = capsys.readouterr().out
    assert out.count("\n") == 2
    assert "━" in out
    model().fit(X, Y, epochs=1, verbose=0)
    assert capsys.readouterr().out == ""


def test_a_source_that_runs_out_says_that_its_epoch_is_shorter():
    model = kcore.Sequential([kcore.Input((2,)), kcore.layers.Dense(1)])
    model.compile("sgd", "mse")

    def batches(count):
        for _ in range(count):
            yield np.zeros((4, 2)), np.zeros((4, 1))

    with pytest.warns(UserWarning, match="ran out of data after 3 of 5 batches"):
        model.fit(batches(3), steps_per_epoch=5, verbose=0)
    with pytest.warns(UserWarning, match="after 3 of 5"):
        model.evaluate(batches(3), steps=5, verbose=0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model.fit(batches(10), steps_per_epoch=5, epochs=2, verbose=0)


def test_the_optimizer_counts_in_the_summary_from_the_first_step_on_as_in_keras():
    model = kcore.Sequential([kcore.Input((2,)), kcore.layers.Dense(1)])
    model.compile("adam", "mse")
    lines = []
    model.summary(print_fn=lines.append)
    assert "Total params: 3 " in "\n".join(lines)
    assert "Optimizer" not in "\n".join(lines)
    model.fit(np.zeros((4, 2)), np.zeros((4, 1)), verbose=0)
    lines.clear()
    model.summary(print_fn=lines.append)
    assert "Optimizer params: 8 " in "\n".join(lines)


def test_a_training_that_diverges_says_so_in_its_loss_and_in_nothing_else():
    built = model(optimizers.SGD(1e4))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        losses = built.fit(X, Y, epochs=4, verbose=0).history["loss"]
        loss, _ = built.evaluate(X, Y, verbose=0)
    assert np.isnan([losses[-1], loss]).all()
