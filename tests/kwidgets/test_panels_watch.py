from __future__ import annotations

import asyncio

import ipywidgets as widgets
import numpy as np
import pytest

import kcore
import kwidgets as kw
from kcore import layers

RNG = np.random.default_rng(0)
X = RNG.normal(size=(120, 2)).astype("float32")
Y = (X[:, 0] * X[:, 1] > 0).astype("float32")


def make_model(outputs=1, activation="sigmoid", loss="binary_crossentropy", features=2, metrics=("accuracy",)):
    kcore.utils.set_random_seed(3)
    model = kcore.Sequential(
        [kcore.Input((features,)), layers.Dense(6, activation="tanh"), layers.Dense(outputs, activation=activation)]
    )
    model.compile(kcore.optimizers.Adam(0.02), loss, metrics=list(metrics))
    return model


def make(model=None, x=X, y=Y, **options):
    return kw.watch(model or make_model(), x, y, **{"validation_split": 0.25, "epochs": 4, "batch_size": 16, **options})


def bits(panel):
    return [w.tobytes() for w in panel.model.get_weights()]


def seen(panel, name):
    """Somebody looks at a picture; returns its views."""
    pictures = panel._looks[name].pictures
    for picture in pictures:
        picture._hear(None, {"kind": "hello", "view": "a"}, None)
    return pictures


def contents(chart):
    """All numbers that a chart shows."""
    return [array.tobytes() for layer in chart._content.layers for array in layer.arrays()]


def press(panel, button):
    """Press a button of the run bar on an event loop, and wait until the training stands still."""

    async def scene():
        getattr(panel._bar, f"_{button}").click()
        await asyncio.sleep(0)
        while panel.session.running or panel.session._commands:
            await asyncio.sleep(0.002)

    asyncio.run(scene())


def test_run_step_epoch_and_reset():
    panel = make(speed="full")
    start = bits(panel)
    press(panel, "step")
    assert panel.session.loop.step == 1
    press(panel, "epoch")
    assert panel.session.epochs_done == 1
    press(panel, "run")
    assert panel.session.finished
    assert list(panel.history) == ["loss", "accuracy", "val_loss", "val_accuracy"]
    assert ", epoch 4, loss 0." in repr(panel)
    panel._reset()
    assert bits(panel) == start
    assert panel._says.key == "watch.reset.done"
    assert repr(panel).endswith("not trained yet")


def test_a_blocking_run_rests_the_buttons():
    panel = make()
    resting = []
    panel.session.attend(lambda _: resting.append((panel._bar._run.disabled, panel._time._slider.disabled)))
    history = panel.run(2)
    assert len(history["loss"]) == 2
    assert set(resting) == {(True, True)}
    assert not panel._bar._run.disabled
    assert not panel._time._slider.disabled
    assert panel._says.key == ""


def test_the_slider_goes_back_and_everything_follows():
    panel = make()
    chart = seen(panel, "boundary")[0]
    panel.run()
    end, drawn = bits(panel), contents(chart)
    slider = panel._time._slider
    assert slider.high == len(panel.session.recorded) - 1
    slider.value = 5
    assert panel.session.shown[1] == panel.session.recorded[5][1]
    assert bits(panel) != end
    assert contents(chart) != drawn
    assert "step 5 " in panel._time._where.value
    assert panel._curves._course.now.at == panel.session.shown[0]
    panel._time._newest.click()
    assert bits(panel) == end
    assert panel._time._newest.disabled


def test_pictures_of_then_are_those_that_were_drawn_then():
    panel = make(views=["boundary", "confusion", "histograms"])
    pictures = {name: panel._looks[name].pictures for name in panel._looks}
    then = {}

    def draw():
        for look in panel._looks.values():
            look.look(panel.session)
        return {name: [contents(picture) for picture in shown] for name, shown in pictures.items()}

    for step in range(1, 7):
        press(panel, "step")
        then[step] = draw()
    for step in (3, 1, 6, 2):
        panel._seek(step)
        now = draw()
        assert now["boundary"] == then[step]["boundary"]
        assert now["confusion"] == then[step]["confusion"]
        assert now["histograms"][1] == then[step]["histograms"][1]  # that of now; the other one knows the future


def test_a_fork_stays_beside_the_first_run_and_both_can_be_chosen_and_deleted():
    panel = make()
    panel.run()
    end = bits(panel)
    panel._seek(8)
    fork = panel._time.fork
    assert fork._form.fields["learning_rate"].value == pytest.approx(0.02)
    fork._form.set(learning_rate=0.5)
    fork._button.click()
    assert panel._says.key == "watch.forked"
    assert panel._time._choice.layout.display == ""
    assert panel._time._runs.options == (("run 1", 1), ("run 2: learning_rate=0.5", 2))
    panel.run(1)
    assert ", run 2 of 2, epoch" in repr(panel)
    panel._time._runs.value = 1
    assert bits(panel) == end
    assert panel.session.learning_rate == pytest.approx(0.02)
    panel._time._delete.click()
    assert [run.number for run in panel.session.runs] == [2]
    assert panel._time._choice.layout.display == "none"
    panel._time._delete.click()
    assert panel._says.key == "panel.error"
    assert len(panel.session.runs) == 1


def test_an_impossible_fork_is_explained_beside_the_value():
    panel = make()
    panel.run(1)
    fork = panel._time.fork
    fork._menu.set("loss")
    fork._show_field()
    fork._form.set(loss="sparse_categorical_crossentropy")
    fork._button.click()
    assert 'role="alert"' in fork._refusal.value
    assert len(panel.session.runs) == 1
    assert panel.session.error is None
    fork._form.set(loss="mean_squared_error")
    fork._button.click()
    assert fork._refusal.value == ""
    assert len(panel.session.runs) == 2


def test_values_typed_wrongly_do_not_fork():
    panel = make()
    panel.run(1)
    field = panel._time.fork._form.fields["learning_rate"]
    box = next(widget for widget in field._control.widgets if isinstance(widget, widgets.FloatText))
    box.value = -3
    assert field.problem
    panel._time.fork._button.click()
    assert len(panel.session.runs) == 1


def test_own_points_are_trained_on():
    panel = make(classes=["no", "yes"])
    chart = seen(panel, "boundary")[0]
    panel._looks["boundary"]._choice.value = 1
    panel.run(1)
    chart._said("click", {"x": 0.5, "y": -0.5})
    assert panel._says.key == "watch.added"
    samples = panel.session.loop.samples
    assert samples.number == 91
    assert samples.x[-1].tolist() == [0.5, -0.5]
    assert samples.y[-1].tolist() == [1]
    assert "91 points" in repr(chart)
    panel.run(1)


def test_nothing_is_computed_that_nobody_looks_at(monkeypatch):
    panel = make()
    looked = []
    for name, look in panel._looks.items():
        monkeypatch.setattr(look, "look", lambda session, name=name: looked.append(name))
    panel.run(2)
    assert looked == []
    seen(panel, "confusion")
    assert set(looked) == {"confusion"}
    panel._seek(3)
    assert set(looked) == {"confusion"}


def test_changes_of_the_model_by_others_are_shown():
    panel = make()
    chart = seen(panel, "boundary")[0]
    before = chart.frame
    panel.model.set_weights([np.zeros_like(w) for w in panel.model.get_weights()])
    kw.session.touched(panel.model)
    assert chart.frame != before


class Trap(kcore.callbacks.Callback):
    armed = True

    def on_epoch_end(self, epoch, logs=None):
        if self.armed and epoch == 1:
            self.armed = False
            raise ZeroDivisionError("<b>planted</b>")


def test_an_error_of_the_learners_pauses_and_is_said_and_training_goes_on():
    panel = make(callbacks=[Trap()], speed="full")
    press(panel, "run")
    assert panel._says.key == "watch.error"
    assert "&lt;b&gt;planted&lt;/b&gt;" in panel._says.widget.value
    assert np.isfinite(panel.model.get_weights()[0]).all()
    press(panel, "run")
    assert panel.session.finished
    assert panel._says.key == ""


def test_a_picture_that_cannot_be_made_is_said_and_the_training_goes_on():
    class Grumpy(kcore.layers.Layer):
        grumpy = False

        def call(self, inputs, training=False):
            if self.grumpy and not training:
                raise ZeroDivisionError("not now")
            return inputs

    kcore.utils.set_random_seed(3)
    model = kcore.Sequential([kcore.Input((2,)), Grumpy(), layers.Dense(1, activation="sigmoid")])
    model.compile("sgd", "binary_crossentropy")
    panel = make(model, validation_split=0.0)
    model.layers[0].grumpy = True
    seen(panel, "boundary")
    assert panel._says.key == "watch.look.error"
    panel.run(1)
    assert panel.session.epochs_done == 1


def test_curves_by_metric_with_baseline_smoothing_and_unit():
    model = make_model(activation="linear", loss="mse", metrics=["mae"])
    panel = make(model, y=Y * 10, baseline=3.0, unit="°C", metrics=["mae", "loss"])
    panel.run(2)
    curves = panel._curves
    assert curves._metric.options == ("mae", "loss")
    assert curves.view.unit == "°C"
    assert curves._picture.lines == {"baseline": 3.0}
    curves._metric.value = "loss"
    assert curves.view.unit == ""
    assert curves._picture.lines == {}
    curves._smoothing.value = 0.9
    assert curves._picture.smoothing == 0.9
    assert list(panel._looks) == ["boundary", "scatter", "histograms"]
    assert make(baseline={"loss": 0.7})._curves._picture.lines == {"baseline": 0.7}


def test_languages():
    panel = make()
    panel.run(1)
    panel._seek(2)
    panel._fork("l2", 0.1)
    kw.set_language("ko")
    assert panel._time._runs.options[1][0] == "훈련 2: l2=0.1"
    assert "스텝 2 " in panel._time._where.value
    assert "갈라지기" in panel._time.fork._button.description
    kw.set_language("en")
    assert panel._time._runs.options[1][0] == "run 2: l2=0.1"


def test_what_is_displayed_and_the_end():
    panel = make()
    panel.run(1)
    bundle = panel._repr_mimebundle_()
    assert bundle["text/plain"] == repr(panel)
    assert bundle["image/png"].startswith(b"\x89PNG")
    panel.close()
    panel.close()
    assert panel.session.closed
    panel._do(panel._toggle)
    assert not panel.session.running


def test_another_panel_on_the_same_model_takes_over():
    model = make_model()
    first = make(model)
    second = make(model)
    assert first.session.closed
    second.run(1)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"metrics": ["acuracy"]}, "'acuracy' is not measured. The model measures loss, accuracy"),
        ({"views": ["boundry"]}, "There are: boundary, confusion, probabilities, scatter, histograms"),
        ({"views": ["scatter"]}, "'scatter' cannot be shown. It needs numbers as targets"),
        ({"classes": ["a", "b", "c"]}, "name each of the 2 classes; got 3"),
        ({"record": 0}, "record must be a number of MB above 0"),
        ({"speed": "quick"}, "speed must be one of"),
        ({"epochs": 0}, "epochs"),
    ],
)
def test_wrong_arguments_are_explained(options, words):
    with pytest.raises(ValueError, match=words):
        make(**options)


def test_data_that_do_not_fit_and_a_model_without_a_loss():
    with pytest.raises(ValueError, match="shape"):
        make(x=X[:, :1])
    bare = kcore.Sequential([kcore.Input((2,)), layers.Dense(1)])
    with pytest.raises(RuntimeError, match="compile"):
        make(bare)


def test_no_pictures_at_all_and_sources_of_batches():
    panel = make(views=())
    assert panel._looks == {}

    class Batches(kcore.utils.PyDataset):
        def __len__(self):
            return 5

        def __getitem__(self, index):
            return X[10 * index : 10 * index + 10], Y[10 * index : 10 * index + 10]

    panel = kw.watch(make_model(), Batches(workers=1), epochs=2)
    assert list(panel._looks) == ["histograms"]
    panel.run()
    end = bits(panel)
    panel._seek(3)
    panel.run()
    assert bits(panel) == end
