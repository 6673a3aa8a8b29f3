"""Callbacks in real trainings of kcore; that each decides as Keras's does is tested in ``parity``."""

from __future__ import annotations

import csv
import math

import numpy as np
import pytest

import kcore
from kcore import callbacks, layers, optimizers
from kcore.callbacks import LambdaCallback

RNG = np.random.default_rng(0)
X = RNG.normal(size=(40, 3)).astype("float32")
Y = (X @ [[1.0], [-2.0], [0.5]]).astype("float32")


def model(optimizer="adam", metrics=("mae",)):
    kcore.utils.set_random_seed(4)
    built = kcore.Sequential([kcore.Input((3,)), layers.Dense(5, activation="tanh"), layers.Dense(1)])
    built.compile(optimizer, "mse", metrics=list(metrics))
    return built


def same(a, b):
    return all(np.array_equal(v, w) for v, w in zip(a.get_weights(), b.get_weights(), strict=True))


def fit(m, *own, **options):
    return m.fit(X, Y, **{"epochs": 4, "batch_size": 10, "shuffle": False, "verbose": 0} | options, callbacks=list(own))


def test_the_learning_rate_set_in_the_middle_is_in_force_at_once_and_in_the_history():
    m = model(optimizers.SGD(0.1))
    rates = []

    def halve(batch, logs):
        m.optimizer.learning_rate = float(m.optimizer.learning_rate) / 2
        rates.append(float(m.optimizer.learning_rate))

    def note(epoch, logs):
        logs["rate"] = rates[-1]

    history = fit(m, LambdaCallback(on_train_batch_end=halve, on_epoch_end=note), epochs=2)
    np.testing.assert_allclose(rates, 0.1 / 2 ** np.arange(1, 9), rtol=1e-6)
    assert history.history["rate"] == [rates[3], rates[7]]
    by_hand = model(optimizers.SGD(0.1))
    for i in range(8):
        start = i % 4 * 10
        by_hand.optimizer.learning_rate = 0.1 / 2**i
        by_hand.train_on_batch(X[start : start + 10], Y[start : start + 10])
    for a, b in zip(m.get_weights(), by_hand.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6)


@pytest.mark.parametrize("hook", ["on_train_batch_end", "on_epoch_end", "on_epoch_begin", "on_train_batch_begin"])
def test_evaluating_and_predicting_inside_a_callback_changes_nothing(hook):
    plain, curious = model(), model()
    wanted = fit(plain).history
    seen = []

    def look(number, logs):
        seen.append(curious.evaluate(X, Y, verbose=0))
        curious.predict(X, verbose=0)

    assert fit(curious, LambdaCallback(**{hook: look})).history == wanted
    assert same(plain, curious)
    assert len(seen) == (16 if "batch" in hook else 4)


def test_batches_have_their_old_hooks_too():
    class Old(callbacks.Callback):
        heard = 0

        def on_batch_begin(self, batch, logs=None):
            self.heard += 1

        def on_batch_end(self, batch, logs=None):
            self.heard += 100 * (logs["loss"] > 0)

    old = Old()
    fit(model(), old, epochs=1)
    assert old.heard == 404


@pytest.mark.parametrize("hook", [h for h in vars(callbacks.Callback) if h.startswith("on_") and "predict" not in h])
def test_an_exception_in_any_hook_leaves_a_usable_model(hook):
    def fail(*args, **kwargs):
        raise RuntimeError("mine")

    m = model()
    with pytest.raises(RuntimeError, match="mine"):
        fit(m, LambdaCallback(**{hook: fail}), validation_data=(X, Y))
    assert np.isfinite(m.predict(X, verbose=0)).all()
    assert len(fit(m).history["loss"]) == 4
    assert m.evaluate(X, Y, verbose=0) == m.evaluate(X, Y, verbose=0)


def test_early_stopping_restores_the_best_weights_of_a_training():
    m = model(optimizers.SGD(0.2))
    kept = []
    stop = callbacks.EarlyStopping("val_loss", patience=3, restore_best_weights=True)
    history = fit(
        m,
        stop,
        LambdaCallback(on_epoch_end=lambda epoch, logs: kept.append(m.get_weights())),
        epochs=200,
        validation_data=(-X, Y + 0.5),
    )
    losses = history.history["val_loss"]
    assert len(losses) < 200
    assert stop.best_epoch == int(np.argmin(losses))
    assert all(np.array_equal(a, b) for a, b in zip(m.get_weights(), kept[stop.best_epoch], strict=True))


def test_the_way_that_is_better_is_known_from_the_metric():
    m = model("sgd", ["mae", "accuracy", kcore.metrics.AUC(name="area")])
    fit(m, epochs=1, validation_data=(X, Y > 0))
    for monitor, better in [("val_loss", -1), ("mae", -1), ("val_mae", -1), ("accuracy", 1), ("val_area", 1)]:
        stop = callbacks.EarlyStopping(monitor)
        stop.set_model(m)
        assert stop.is_improvement(1.0, 1.0 - better)
        assert not stop.is_improvement(1.0, 1.0 + better)


def test_plateaus_and_schedules_are_kept_in_the_history():
    m = model(optimizers.SGD(0.1))
    plateau = callbacks.ReduceLROnPlateau("loss", factor=0.5, patience=1, min_delta=100.0)
    history = fit(m, callbacks.LearningRateScheduler(lambda epoch, rate: rate * 0.9), plateau)
    rates = history.history["learning_rate"]
    np.testing.assert_allclose(rates, [0.09, 0.081, 0.03645, 0.0164025], rtol=1e-6)
    assert float(m.optimizer.learning_rate) == pytest.approx(rates[-1] * 0.5)


def test_checkpoints_name_files_and_save_inside_fit(tmp_path):
    m = model()
    saved = []
    m.save = lambda path, overwrite: saved.append(path)
    check = callbacks.ModelCheckpoint(tmp_path / "deep" / "m{epoch:02d}-{loss:.1f}.keras")
    history = fit(m, check, epochs=2)
    assert saved == [f"{tmp_path}/deep/m0{i + 1}-{history.history['loss'][i]:.1f}.keras" for i in range(2)]
    assert (tmp_path / "deep").is_dir()
    best = callbacks.ModelCheckpoint(tmp_path / "best.weights.h5", "loss", save_best_only=True, save_weights_only=True)
    fit(m, best)
    again = model()
    again.load_weights(tmp_path / "best.weights.h5")
    assert same(m, again)


@pytest.mark.parametrize("ending", [".keras", ".h5"])
def test_a_checkpoint_is_a_model_that_trains_on_exactly(tmp_path, ending):
    m = model()
    fit(m, callbacks.ModelCheckpoint(tmp_path / f"m{{epoch}}{ending}"))
    again = kcore.models.load_model(tmp_path / f"m2{ending}")
    fit(again, initial_epoch=2)
    assert same(m, again)


def test_a_table_of_the_epochs(tmp_path):
    history = fit(model(), callbacks.CSVLogger(tmp_path / "log.csv"), validation_data=(X, Y))
    with (tmp_path / "log.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["val_mae"]) for row in rows] == history.history["val_mae"]
    with pytest.warns(UserWarning, match="no column for mine"):
        fit(
            model(),
            LambdaCallback(on_epoch_end=lambda epoch, logs: logs.update(mine=1)),
            callbacks.CSVLogger(tmp_path / "log.csv", append=True),
            epochs=1,
        )


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid value")
def test_training_that_diverges_ends():
    m = model(optimizers.SGD(1e30))
    history = fit(m, callbacks.TerminateOnNaN(), epochs=50)
    assert len(history.epoch) < 50
    assert not math.isfinite(history.history["loss"][-1])
    with pytest.raises(RuntimeError, match=r"loss is (nan|inf) at batch"):
        fit(model(optimizers.SGD(1e30)), callbacks.TerminateOnNaN(raise_error=True), epochs=50)


@pytest.mark.parametrize("frequency", ["epoch", 3])
@pytest.mark.parametrize("double", [False, True])
def test_a_run_that_was_cut_off_goes_on(tmp_path, frequency, double):
    def cut(epoch, logs):
        if epoch == 2:
            raise KeyboardInterrupt

    def backup():
        return callbacks.BackupAndRestore(tmp_path / "b", save_freq=frequency, double_checkpoint=double)

    whole = model()
    fit(whole, backup())
    broken = model()
    with pytest.raises(KeyboardInterrupt):
        fit(broken, backup(), LambdaCallback(on_epoch_begin=cut))
    assert (tmp_path / "b" / "previous.npz").exists() == double
    again, epochs = model(), []
    fit(again, backup(), LambdaCallback(on_epoch_begin=lambda epoch, logs: epochs.append(epoch)))
    if frequency == "epoch":
        assert epochs == [2, 3]
        assert same(whole, again)
    else:  # the last backup lies in the middle of the second epoch, which is done again
        assert epochs == [1, 2, 3]
    assert not (tmp_path / "b").exists()


def test_a_backup_of_another_model_or_a_broken_one_is_refused(tmp_path):
    keep = callbacks.BackupAndRestore(tmp_path, delete_checkpoint=False)
    fit(model(), keep, epochs=1)
    other = kcore.Sequential([kcore.Input((3,)), layers.Dense(1)])
    other.compile("adam", "mse")
    with pytest.raises(ValueError, match="of another model or optimizer"):
        fit(other, keep)
    (tmp_path / "latest.npz").write_bytes(b"nothing")
    with pytest.raises(ValueError, match="cannot be read"):
        fit(model(), keep)


@pytest.mark.parametrize(
    ("on_epoch", "wanted"),
    [(None, ["w", "w", "w", "a"]), (False, ["w", "a", "w", "a"]), (True, ["w", "a", "a", "a"])],
)
def test_averaged_weights_are_swapped_as_in_keras(on_epoch, wanted):
    """Which lies in the model after the second epoch's batch, in its validation, after it, after training."""
    m = model(optimizers.SGD(0.1, use_ema=True, ema_momentum=0.5))
    weights = averages = None
    seen = []

    def which():
        nonlocal weights, averages
        now = m.get_weights()[0]
        return "w" if np.array_equal(now, weights) else "a" if np.array_equal(now, averages) else "?"

    def after_batch(batch, logs):
        nonlocal weights, averages
        weights = m.get_weights()[0]
        averages = weights.copy() if averages is None else 0.5 * averages + 0.5 * weights
        if batch == 0:
            seen.append(which())

    own = LambdaCallback(
        on_train_batch_end=after_batch,
        on_test_begin=lambda logs: seen.append(which()),
        on_epoch_end=lambda epoch, logs: seen.append(which()),
        on_train_end=lambda logs: seen.append(which()),
    )
    swap = [] if on_epoch is None else [callbacks.SwapEMAWeights(on_epoch)]
    fit(m, *swap, own, batch_size=40, epochs=2, validation_data=(X, Y))
    assert seen[3:] == wanted  # after the first step both are the same


def test_progress_shows_what_callbacks_put_into_the_logs(capsys):
    m = model()
    fit(m, LambdaCallback(on_epoch_end=lambda epoch, logs: logs.update(mine=3.0)), epochs=2, verbose=2)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Epoch 1/2"
    assert lines[1].startswith("4/4 - ")
    assert lines[1].endswith("- mine: 3.0000")
    m.fit(X, Y, verbose=0, callbacks=callbacks.CallbackList([callbacks.ProgbarLogger()], epochs=1, verbose=2))
    assert capsys.readouterr().out == ""  # fit says how loud it is


def test_a_bar_of_ones_own(capsys):
    bar = kcore.utils.Progbar(4, width=8, interval=0)
    for i in range(4):
        bar.add(1, [("loss", 0.5 / (i + 1))])
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert "2/4 ━━━━────" in out
    assert out.rstrip().endswith("loss: 0.1250")
    kcore.utils.Progbar(None, verbose=2, unit_name="file").update(3, {"a": 1.0}, finalize=True)
    assert capsys.readouterr().out.startswith("3/3 - ")
