from __future__ import annotations

import types

import numpy as np
import pytest

import kcore
import kwidgets as kw
from kcore import layers
from kwidgets.panels import live_plot
from kwidgets.session import RecordedSession
from kwidgets.session.blocking import blocked_for

X = np.random.default_rng(0).normal(size=(64, 3)).astype("float32")
Y = (X[:, 0] > 0).astype("float32")


def model(**compiled):
    kcore.utils.set_random_seed(3)
    made = kcore.Sequential(
        [kcore.Input((3,)), layers.Dense(4, activation="relu"), layers.Dense(1, activation="sigmoid")]
    )
    made.compile("adam", **{"loss": "binary_crossentropy", "metrics": ["accuracy", "mae"], **compiled})
    return made


def fit(plot, made=None, **options):
    kcore.utils.set_random_seed(1)
    return (made or model()).fit(X, Y, **{"epochs": 3, "verbose": 0, "callbacks": [plot], **options})


def lines(plot, which=0):
    course = plot._pictures[which]._course()
    return {layer.name: np.column_stack([layer.x, layer.y]).tolist() for layer in course.layers if layer.KIND == "line"}


def test_the_loss_and_the_first_metric_are_drawn():
    plot = kw.LivePlot(baseline=0.5, unit={"accuracy": "%"})
    assert repr(plot) == "LivePlot: nothing trained yet"
    assert plot.still() is None
    history = fit(plot, validation_split=0.25).history
    assert plot.history == history
    assert [picture.metric for picture in plot._pictures] == ["loss", "accuracy"]
    assert lines(plot)["train"] == [[i + 1, pytest.approx(v)] for i, v in enumerate(history["loss"])]
    assert lines(plot, 1)["validation"][-1] == [3, pytest.approx(history["val_accuracy"][-1])]
    assert plot._pictures[0].lines == {}
    assert plot._pictures[1].lines == {"baseline": 0.5}
    assert plot._pictures[1].view.unit == "%"
    assert plot._pictures[1]._course().rows[0].best == max(history["accuracy"])
    assert repr(plot).startswith("LivePlot: epoch 3, loss 0.")
    bundle = plot._repr_mimebundle_()
    assert bundle["image/png"].startswith(b"\x89PNG")


def test_to_draw_changes_nothing():
    plain, drawn = model(), model()
    kcore.utils.set_random_seed(1)
    history = plain.fit(X, Y, batch_size=8, epochs=3, verbose=0).history
    plot = kw.LivePlot()
    live_plot._OFTEN, often = 0.0, live_plot._OFTEN
    try:
        fit(plot, drawn, batch_size=8)
    finally:
        live_plot._OFTEN = often
    assert plot.history == history
    assert all(np.array_equal(a, b) for a, b in zip(plain.get_weights(), drawn.get_weights(), strict=True))
    places = [reading.place for reading in plot._tracks[0].readings]
    assert places == pytest.approx([epoch + batch / 8 for epoch in range(3) for batch in range(1, 8)])


def test_another_training_is_drawn_beside_the_first():
    plot = kw.LivePlot("loss")
    first = fit(plot).history["loss"]
    second = fit(plot, model(), epochs=5).history["loss"]
    drawn = lines(plot)
    assert [y for _, y in drawn["b"]] == pytest.approx(first)
    assert [y for _, y in drawn["train"]] == pytest.approx(second)
    assert plot._pictures[0]._course().rows[-1].label() == "run 1"


def test_epochs_are_counted_on_where_the_training_goes_on():
    plot = kw.LivePlot("loss")
    fit(plot, initial_epoch=4, epochs=6)
    assert [x for x, _ in lines(plot)["train"]] == [5, 6]
    assert plot._pictures[0]._now.progress.epoch == 6


def test_models_with_a_step_of_their_own_and_batches_without_number():
    class Own(kcore.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(1, activation="sigmoid")

        def call(self, inputs):
            return self.dense(inputs)

        def train_step(self, data):
            return super().train_step(data)

    made = Own()
    made.compile("adam", "binary_crossentropy")
    plot = kw.LivePlot()
    fit(plot, made)
    assert len(plot.history["loss"]) == 3
    made = model()
    made.fit(iter([(X[:8], Y[:8]), (X[8:], Y[8:])]), epochs=1, verbose=0, callbacks=[plot])
    assert len(plot.history["loss"]) == 1


def test_wrong_smoothing_is_refused():
    for wrong in (1, -0.1, 2):
        with pytest.raises(ValueError, match="0 to below 1"):
            kw.LivePlot(smoothing=wrong)


class Shell:
    """The shell of a notebook, as far as a plot asks for it."""

    def __init__(self):
        self.execution_count, self.hooks = 7, []
        self.events = types.SimpleNamespace(
            register=lambda event, hook: self.hooks.append(hook), unregister=lambda event, hook: self.hooks.remove(hook)
        )

    def over(self, error=None):
        for hook in list(self.hooks):
            hook(types.SimpleNamespace(error_in_exec=error))


@pytest.fixture
def shell(monkeypatch):
    made = Shell()
    monkeypatch.setattr(live_plot, "notebook", lambda: made)
    made.displayed = []

    def display(thing, *, display_id):
        made.displayed.append(thing)
        return types.SimpleNamespace(update=made.displayed.append)

    monkeypatch.setattr("IPython.display.display", display)
    return made


def test_in_a_notebook_it_is_displayed_once_a_cell_and_in_the_end_with_its_picture(shell):
    plot = kw.LivePlot()
    fit(plot)
    assert shell.displayed == [plot, plot]
    fit(plot)
    assert len(shell.displayed) == 3
    shell.execution_count += 1
    fit(plot)
    assert len(shell.displayed) == 5
    assert shell.hooks == []
    assert blocked_for() is None


def test_while_a_cell_blocks_frames_go_out_unasked(shell):
    seen = []

    class Looks(kcore.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            seen.append((blocked_for() is not None, len(plot._pictures[0].view.frame)))

    plot = kw.LivePlot()
    fit(plot, callbacks=[plot, Looks()])
    assert seen[-1][0]
    assert seen[-1][1] > 0


def test_an_error_ends_the_picture_and_is_said(shell):
    class Trap(kcore.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            raise ZeroDivisionError("planted")

    plot = kw.LivePlot()
    with pytest.raises(ZeroDivisionError) as caught:
        fit(plot, callbacks=[plot, Trap()])
    assert blocked_for() is not None
    shell.over(caught.value)
    assert blocked_for() is None
    assert not plot._now.running
    assert plot._pictures[0].view.status == "Training stopped before its end. ZeroDivisionError: planted"
    fit(plot)
    assert plot._pictures[0].view.status == ""


def test_a_session_that_trains_is_no_blocking_cell(shell):
    plot = kw.LivePlot()
    session = RecordedSession(model(), X, Y, epochs=2, callbacks=[plot])
    session.run()
    assert len(plot.history["loss"]) == 2
    assert shell.hooks == []
    assert blocked_for() is None


def test_closed_it_draws_nothing_more_and_training_goes_on(shell):
    plot = kw.LivePlot()
    fit(plot)
    plot.close()
    plot.close()
    fit(plot)
    assert len(plot._tracks) == 1
