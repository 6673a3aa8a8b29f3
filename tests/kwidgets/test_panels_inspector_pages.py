"""The pages with pictures: weights set by hand, outputs of layers, gradients; alone, and while a training runs."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import layers
from kwidgets import i18n
from kwidgets.panels import Inspector
from kwidgets.session import TrainingSession
from tests.core.saving.models import MAKERS, data, mlp, scramble, two_and_two
from tests.kwidgets.test_panels_inspector import Own, html_of, read

PICTURES = ("weights", "activations", "gradients")


def compiled(model):
    several = model.graph is not None and len(model.outputs) > 1
    model.compile("adam", ["mse"] * len(model.outputs) if several else "mse")
    return model


def targets(model, samples=6):
    places = [(1,)] if model.graph is None else [place.shape[1:] for place in model.outputs]
    found = [np.random.default_rng(i).random((samples, *shape)) for i, shape in enumerate(places)]
    return found[0] if len(found) == 1 else found


def digits():
    kcore.utils.set_random_seed(0)
    chain = [
        kcore.Input((8, 8, 1)), layers.Conv2D(6, 3, activation="relu", name="look"), layers.Flatten(name="flat"),
        layers.Dense(16, activation="relu", name="think"), layers.Dense(10, activation="softmax", name="say"),
    ]  # fmt: skip
    return kcore.Sequential(chain, name="reader")


def on(page, model=None, **arguments):
    """A panel, and the page that is turned to."""
    panel = Inspector(mlp(kcore) if model is None else model, page=page, **arguments)
    return panel, panel._made[page]


@pytest.mark.parametrize("make", [*MAKERS, lambda k: Own()])
@pytest.mark.parametrize("page", PICTURES)
def test_every_page_of_every_model_in_both_languages(make, page):
    model = compiled(make(kcore))
    x = np.ones((6, 4)) if model.graph is None else data(model)
    panel, _ = on(page, model, x=x, y=targets(model))
    before = [w.tobytes() for w in model.get_weights()]
    english = read(panel.widget)
    i18n.set_language("ko")
    assert panel._says.key == ""
    assert read(panel.widget) != english
    assert panel.still()[:4] == b"\x89PNG"
    i18n.set_language("en")
    assert read(panel.widget) == english
    assert [w.tobytes() for w in model.get_weights()] == before


class TestWeights:
    def test_a_weight_set_by_hand_moves_the_prediction_and_can_be_put_back(self):
        model = mlp(kcore)
        scramble(model)
        model.layers[0].bias.assign(np.ones(5) * 3)  # so that every unit behind the ReLU is alive
        panel, page = on("weights", model, x=np.ones((3, 4)))
        before = model.predict(np.ones((1, 4)), verbose=0)
        page._layer.widget.value = 2  # the last
        page._go(1, 2)
        assert page._editor.index == (1, 2)
        old = float(model.layers[-1].kernel.value[1, 2])
        page._editor._value.value = 4.0  # as typed in the page
        after = model.predict(np.ones((1, 4)), verbose=0)
        assert model.layers[-1].kernel.value[1, 2] == 4.0
        assert not np.allclose(before, after)
        said = read(panel.widget)
        assert "kernel[1, 2] is 4.00 now; it was" in said
        place = int(np.abs(after - before).argmax())
        assert f"moved most at output {place}" in said
        page._editor._undo.click()
        assert float(model.layers[-1].kernel.value[1, 2]) == pytest.approx(old)
        np.testing.assert_array_equal(model.predict(np.ones((1, 4)), verbose=0), before)
        assert "again." in read(panel.widget)
        assert page._editor._undo.disabled

    def test_a_slider_on_its_way_is_one_edit_and_all_are_undone_together(self):
        panel, page = on("weights", x=np.ones((3, 4)))
        before = [w.copy() for w in panel.model.get_weights()]
        for value in (0.25, 0.5, 0.75):
            page._editor._slider.value = value
        page._go(0, 1)
        page._editor._value.value = -1.0
        assert len(page._editor.edits) == 2
        page._editor._undo_all.click()
        for now, then in zip(panel.model.get_weights(), before, strict=True):
            np.testing.assert_array_equal(now, then)

    def test_what_is_no_finite_number_is_refused_beside_the_field(self):
        panel, page = on("weights")
        before = panel.model.get_weights()[0].copy()
        page._editor._value.value = float("inf")
        assert "Only a finite number fits here" in read(panel.widget)
        assert panel._says.key == ""
        np.testing.assert_array_equal(panel.model.get_weights()[0], before)
        page._editor._value.value = 0.5
        assert "Only a finite number" not in read(panel.widget)

    def test_layers_and_weights_to_choose_from(self):
        panel, page = on("weights")
        assert [title for title, _ in page._weight.widget.options] == ["kernel", "bias"]
        page._layer.widget.value = 1
        assert [title for title, _ in page._weight.widget.options] == [
            "gamma", "beta", "moving_mean", "moving_variance",
        ]  # fmt: skip
        page._weight.widget.value = 3
        assert "(5,): 5 numbers from 1.00 to 1.00" in read(panel.widget)

    def test_filters_as_images_and_units_that_look_at_a_picture(self):
        panel, page = on("weights", digits())
        page._view.widget.value = "images"
        assert page._picture._shown is page._picture._tiles
        assert "6 images of 3×3" in repr(page._picture._tiles)
        page._layer.widget.value = 1  # think, which looks at what look gives
        assert "16 images of 6×6" in repr(page._picture._tiles)
        assert page._channel.max == 5
        assert page._channel in page._choice.children
        page._channel.value = 3
        page._layer.widget.value = 2  # say
        assert "These weights are no images" in read(panel.widget)
        assert page._channel not in page._choice.children

    def test_numbers_that_a_layer_counts_with_are_not_set_by_hand(self):
        panel, page = on("weights", kcore.Sequential([kcore.Input((4,)), layers.Normalization()]))
        page._weight.widget.value = 2
        assert "whole numbers that the layer counts with" in read(panel.widget)
        assert page._editor._value.disabled

    def test_another_model_without_weights_says_so(self):
        panel, _ = on("weights", kcore.Sequential([layers.Dense(2)]))
        assert "This model has no weights yet" in read(panel.widget)
        assert panel._says.key == ""
        panel, _ = on("weights", kcore.Sequential([kcore.Input((4,)), layers.ReLU()]))
        assert "No layer of this model has weights." in read(panel.widget)

    def test_large_weights_are_averaged_and_said_to_be(self):
        panel, _ = on("weights", kcore.Sequential([kcore.Input((784,)), layers.Dense(100)]))
        assert "Each cell is the mean of 17 × 3 numbers." in read(panel.widget)


class TestSamples:
    def test_by_number_given_or_made_up(self):
        x = np.arange(12.0).reshape(3, 4)
        panel, page = on("activations", x=x)
        assert "from 0 to 3.00" in read(panel.widget)
        page._box._number.value = 2
        assert "from 8.00 to 11.0" in read(panel.widget)
        panel, _ = on("activations", sample=[5, 5, 5, 5])
        assert "The sample is the one that was given" in read(panel.widget)
        panel, _ = on("activations")
        assert "random numbers stand in for a sample" in read(panel.widget)
        panel, _ = on("activations", Own())
        assert "To see this, data are needed" in read(panel.widget)
        assert panel._says.key == ""

    def test_a_model_that_cannot_be_called_says_so(self):
        class Broken(kcore.Model):
            def call(self, x):
                raise ZeroDivisionError("<b>planted</b>")

        for page in ("weights", "activations"):
            panel, _ = on(page, Broken(), x=np.ones((2, 4)))
            assert "ZeroDivisionError" in read(panel.widget)
            assert "<b>planted" not in " ".join(html_of(panel.widget))


class TestActivations:
    def test_a_layer_is_chosen_in_the_overview_or_the_list(self):
        panel, page = on("activations", digits())
        page._overview._on_select(1)
        assert page._layer.number == 1
        assert "(6, 6, 6): 216 numbers" in read(panel.widget)
        assert "6 images of 6×6" in repr(page._picture._tiles)
        page._layer.widget.value = 4
        assert page._overview.selected == 4
        assert page._picture._shown is page._picture._bars
        assert panel._says.key == ""

    def test_a_sequence_is_a_heatmap(self):
        model = kcore.Sequential([kcore.Input((5, 3)), layers.SimpleRNN(4, return_sequences=True)])
        _, page = on("activations", model)
        page._layer.widget.value = 1
        assert page._picture._shown is page._picture._heatmap


class TestGradients:
    def test_what_is_missing_is_said_with_what_to_do(self):
        panel, _ = on("gradients")
        assert "Compile the model first" in read(panel.widget)
        panel, _ = on("gradients", compiled(mlp(kcore)))
        assert "Inspector(model, x=x, y=y)" in read(panel.widget)
        frozen = compiled(mlp(kcore))
        frozen.trainable = False
        panel, _ = on("gradients", frozen, x=np.ones((4, 4)), y=np.ones((4, 3)))
        assert "All weights are frozen" in read(panel.widget)
        panel, _ = on("gradients", compiled(mlp(kcore)), x=np.ones((4, 4)), y=np.ones((4, 7)))
        assert "The engine says: ValueError" in read(panel.widget)
        assert panel._says.key == ""

    def test_a_model_compiled_later_is_followed(self):
        panel, _ = on("gradients", x=np.ones((4, 4)), y=np.ones((4, 3)))
        compiled(panel.model)
        panel.turn("gradients")
        assert "The loss of the first 4 samples is" in read(panel.widget)

    def test_several_outputs_have_targets_each(self):
        model = compiled(two_and_two(kcore))
        panel, page = on("gradients", model, x=data(model), y=targets(model))
        assert len(page._found.each) == len(model.trainable_weights)
        assert "The loss of the first 6 samples" in read(panel.widget)


class TestTraining:
    def session(self, model):
        return TrainingSession(model, np.random.default_rng(0).random((64, 4)), np.ones((64, 3)), batch_size=8, seed=0)

    @pytest.mark.parametrize("page", PICTURES)
    def test_what_is_looked_at_follows_and_disturbs_nothing(self, page):
        def trained(look):
            kcore.utils.set_random_seed(2)
            model = compiled(mlp(kcore))
            panel = Inspector(model, x=np.ones((9, 4)), y=np.ones((9, 3)), page=page) if look else None
            session = self.session(model)
            if page == "activations" and panel is not None:
                panel._made[page]._overview._on_select(2)
            shown = panel and read(panel.widget)
            session.run(3)
            if panel is not None:
                assert panel._says.key == ""
                assert read(panel.widget) != shown
            return [w.tobytes() for w in model.get_weights()], session.history

        assert trained(look=True) == trained(look=False)

    def test_only_the_page_that_is_seen_is_computed(self):
        model = compiled(mlp(kcore))
        panel = Inspector(model, x=np.ones((9, 4)), y=np.ones((9, 3)), page="weights")
        asked = []
        for name, page in panel._made.items():
            page.show = lambda *, running, name=name: asked.append(name)
        self.session(model).run(2)
        assert set(asked) == {"weights"}

    def test_a_weight_is_set_between_two_steps_and_training_goes_on_from_it(self):
        model = compiled(mlp(kcore))
        panel = Inspector(model, page="weights", x=np.ones((3, 4)))
        session = self.session(model)
        page, seen = panel._made["weights"], []

        def at_work(running):
            if running.running and not seen:
                page._editor._slider.value = 0.5
                seen.append(float(model.layers[0].kernel.value[0, 0]))

        session.listen(at_work, hertz=60)
        session.run(2)
        assert seen
        assert len(page._editor.edits) == 1
        assert session.error is None
        assert abs(float(model.layers[0].kernel.value[0, 0]) - 0.5) < 0.2
        page._editor._undo.click()
        assert panel._says.key == ""

    def test_an_error_in_the_page_does_not_stop_the_training(self):
        model = compiled(mlp(kcore))
        panel = Inspector(model, page="weights")

        def broken(*, running):
            raise ZeroDivisionError

        session = self.session(model)
        panel._made["weights"].show = broken
        session.run(1)
        assert session.error is None
        assert panel._says.key == "panel.error"
        other = Inspector(mlp(kcore))
        i18n.set_language("ko")  # others follow all the same
        assert "모델 들여다보기" in read(other.widget)


def test_a_closed_panel_gives_back_all_of_its_widgets():
    panel = Inspector(compiled(digits()), x=np.zeros((3, 8, 8, 1)), y=np.zeros((3, 10)))
    for page in ("weights", "activations", "gradients", "config"):
        panel.turn(page)
    for view in ("histogram", "images"):
        panel._made["weights"]._view.widget.value = view
    made = [widget for page in panel._made.values() for widget in page.made()]
    assert all(widget.comm is not None for widget in made)
    panel.close()
    assert all(widget.comm is None for widget in made)
