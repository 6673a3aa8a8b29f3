from __future__ import annotations

import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances

import kcore
from kcore import layers
from kcore.gradient_tape import GradientTape
from kwidgets import TrainingSession, UnitView, i18n
from kwidgets.panels.unit_view.passes import both_ways, forward
from kwidgets.panels.unit_view.state import UnitViewState
from kwidgets.panels.unit_view.unit import MOST, unit_of
from kwidgets.session import follow

X = np.random.default_rng(0).normal(size=(20, 3)).astype("float32")
Y = (X[:, :1] - 2 * X[:, 1:2]).astype("float32")


def sequential(*extra, optimizer="sgd", loss="mse", output=None):
    kcore.utils.set_random_seed(1)
    inside = [layers.Dense(4, activation="relu", name="hidden"), *extra, output or layers.Dense(1, name="last")]
    model = kcore.Sequential([kcore.Input((3,)), *inside])
    model.compile(optimizer, loss=loss)
    return model


def branched():
    kcore.utils.set_random_seed(1)
    a, b = kcore.Input((3,), name="a"), kcore.Input((2,), name="b")
    shared = layers.Dense(4, activation="tanh", name="shared")
    left = shared(a)
    right = shared(layers.Dense(3, name="widen")(b))
    model = kcore.Model([a, b], layers.Dense(2, name="end")(layers.Concatenate()([left * 2.0, right])))
    model.compile("adam", loss="mse")
    return model


def bits(model):
    return [weight.tobytes() for weight in model.get_weights()]


# The numbers are the engine's.


def test_the_way_forward_ends_where_predict_ends():
    for model, x in ((sequential(), X), (branched(), [X, X[:, :2]])):
        boxes = forward(model, x)
        np.testing.assert_array_equal(boxes[-1].output, model.predict(x, verbose=0))
    assert {box.name for box in boxes} >= {"widen", "shared", "shared (2)", "end"}
    assert {box.kind for box in boxes} == {"Dense", "multiply", "Concatenate"}
    for number, box in enumerate(boxes):
        for source, given in zip(box.sources, box.inputs, strict=True):
            came = boxes[source].output if source >= 0 else [X, X[:, :2]][-1 - source]
            np.testing.assert_array_equal(given, came)
            assert source < number


@pytest.mark.parametrize("activation", ["linear", "relu", "sigmoid", "tanh", "softmax"])
def test_products_and_bias_sum_to_what_the_activation_gets(activation):
    kcore.utils.set_random_seed(2)
    layer = layers.Dense(4, activation=activation, bias_initializer="random_normal")
    out = layer(X)
    for index in range(4):
        unit = unit_of(layer, X[0], index)
        by_hand = sum(x * w for x, w in zip(X[0], layer.kernel.value[:, index], strict=True)) + layer.bias.value[index]
        assert unit.total == pytest.approx(by_hand, rel=1e-6)
        assert unit.products.sum() + unit.bias == unit.total
        assert unit.sums[index] == pytest.approx(unit.total, rel=1e-12)
        assert unit.output == pytest.approx(out[0, index], rel=1e-5)
        assert unit.together == (activation == "softmax")
        assert unit.activation == activation


def test_of_many_inputs_the_largest_products_are_shown_and_the_rest_is_summed():
    kcore.utils.set_random_seed(2)
    layer = layers.Dense(2, use_bias=False)
    row = np.random.default_rng(1).normal(size=100)
    layer(row[None].astype("float32"))
    unit = unit_of(layer, row, 1)
    assert len(unit.shown) == MOST
    assert np.abs(unit.products[list(unit.shown)]).min() >= np.abs(np.delete(unit.products, unit.shown)).max()
    assert unit.products[list(unit.shown)].sum() + unit.rest == pytest.approx(unit.total)
    assert unit.bias is None


def test_gradients_are_those_of_the_engine_and_of_numbers():
    model = sequential(layers.Dense(3, activation="tanh"))
    batch = both_ways(model, X[:5], Y[:5])
    with GradientTape() as tape:
        loss = model.compute_loss(X[:5], Y[:5], model(X[:5], training=True))
    engine = tape.gradient(loss, model.trainable_variables)
    shown = [move.gradient for moves in batch.moves for move in moves.values()]
    for ours, its in zip(shown, engine, strict=True):
        np.testing.assert_array_equal(ours, its)
    kernel = model.layers[0].kernel
    before = kernel.value.copy()
    for index in ((0, 0), (2, 3), (1, 2)):
        ends = []
        for step in (1e-2, -1e-2):
            moved = before.copy()
            moved[index] += step
            kernel.assign(moved)
            ends.append(float(np.mean((model.predict(X[:5], verbose=0) - Y[:5]) ** 2)))
        kernel.assign(before)
        assert batch.moves[0]["kernel"].gradient[index] == pytest.approx((ends[0] - ends[1]) / 2e-2, rel=0.02, abs=2e-3)


def test_the_gradient_at_an_arrow_is_the_loss_by_that_output():
    model = sequential()
    batch = both_ways(model, X[:5], Y[:5])
    np.testing.assert_allclose(batch.gradients[-1], 2 * (batch.answer - Y[:5]) / 5, rtol=1e-5)
    expected = batch.gradients[-1] @ model.layers[-1].kernel.value.T
    np.testing.assert_allclose(batch.gradients[0], expected, rtol=1e-5)
    np.testing.assert_allclose(
        batch.moves[1]["kernel"].gradient, batch.boxes[0].output.T @ batch.gradients[1], rtol=1e-5
    )


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "rmsprop"])
def test_the_step_shown_is_the_step_taken_and_showing_it_changes_nothing(optimizer):
    model = sequential(layers.Dropout(0.4), layers.BatchNormalization(), optimizer=optimizer)
    model.fit(X, Y, epochs=1, batch_size=5, verbose=0)
    before = bits(model)
    batch = both_ways(model, X[:6], Y[:6])
    again = both_ways(model, X[:6], Y[:6])
    assert bits(model) == before
    assert batch.loss == again.loss
    assert model.train_on_batch(X[:6], Y[:6]) == pytest.approx(batch.loss, rel=1e-6)
    for box, moves in zip(batch.boxes, batch.moves, strict=True):
        for name, move in moves.items():
            np.testing.assert_array_equal(move.after, box.weights[name])
            assert (move.gradient is None) == name.startswith("moving_")
    sgd = sequential(optimizer=kcore.optimizers.SGD(0.1))
    move = both_ways(sgd, X, Y).moves[0]["kernel"]
    np.testing.assert_allclose(move.after, move.before - 0.1 * move.gradient, rtol=1e-6)


def test_two_inputs_and_a_shared_layer_go_both_ways():
    model = branched()
    batch = both_ways(model, [X, X[:, :2]], np.zeros((20, 2)))
    assert all(gradient.shape == box.output.shape for gradient, box in zip(batch.gradients, batch.boxes, strict=True))
    shared = [moves for box, moves in zip(batch.boxes, batch.moves, strict=True) if box.name.startswith("shared")]
    assert len(shared) == 2
    np.testing.assert_array_equal(shared[0]["kernel"].gradient, shared[1]["kernel"].gradient)


# The walk through them.


def walk(state):
    kinds = []
    for number in range(len(state.steps)):
        state.go(number)
        kinds.append(state.now.kind)
    return kinds


def test_the_steps_of_each_stage():
    state = UnitViewState(sequential(), X, Y)
    assert walk(state) == ["input", "product", "product", "product", "bias", "sum", "activation"]
    state.choose(stage="layer")
    assert walk(state) == ["input", "kernel", "product", "bias", "activation"]
    state.choose(stage="batch")
    assert walk(state) == ["input", *["forward"] * 2, "loss", *["backward"] * 2, *["update"] * 2]
    state.go(99)
    assert state.step == 7
    state.go(-5)
    assert state.step == 0
    bare = UnitViewState(sequential(output=layers.Dense(1, use_bias=False)), X)
    bare.choose(box=1)
    assert "bias" not in walk(bare)
    bare.choose(stage="layer")
    assert "bias" not in walk(bare)


def test_other_layers_are_boxes_with_what_goes_in_and_out():
    model = sequential(layers.Dropout(0.5))
    state = UnitViewState(model, X, Y)
    state.choose(box=1)
    assert state.arithmetic is None
    assert walk(state) == ["input", "output"]
    np.testing.assert_array_equal(state.here.output, state.boxes[0].output)
    images = kcore.Sequential([kcore.Input((4, 4, 1)), layers.Conv2D(2, 3), layers.Flatten(), layers.Dense(2)])
    state = UnitViewState(images, np.zeros((3, 4, 4, 1)))
    assert state.box == 2  # the first Dense layer
    state.choose(box=0)
    assert state.units == 2


def test_changing_an_input_changes_this_units_sum_alone():
    model = sequential()
    state = UnitViewState(model, X, Y)
    before = state.arithmetic
    state.change(1, 5.0)
    state.change(0, float("nan"))
    after = state.arithmetic
    assert after.total == pytest.approx(before.total + (5.0 - X[0, 1]) * before.weights[1])
    np.testing.assert_array_equal(state.here.inputs[0][0], X[0])
    state.choose(sample=3)
    assert state.changed == {}
    np.testing.assert_allclose(state.arithmetic.inputs, X[3])


def test_the_sample_changes_without_losing_the_place_and_the_batch_begins_there():
    state = UnitViewState(sequential(), X, Y, batch_size=2)
    state.go(4)
    state.choose(sample=7)
    assert (state.step, state.now.kind) == (4, "bias")
    np.testing.assert_allclose(state.row, X[7])
    state.choose(stage="batch")
    np.testing.assert_array_equal(state.inputs[0], X[7:9])
    state.choose(batch_size=20)
    assert state.batch.answer.shape == (13, 1)  # what is left from there on
    for wrong in ({"sample": 20}, {"sample": -1}, {"batch_size": 0}, {"box": 9}, {"unit": 4}, {"stage": "heap"}):
        with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be"):
            state.choose(**wrong)


def test_without_targets_or_compile_there_is_a_way_forward_and_a_reason():
    state = UnitViewState(sequential(), X)
    state.choose(stage="batch")
    assert walk(state) == ["input", "forward", "forward"]
    assert state.problem
    model = kcore.Sequential([kcore.Input((3,)), layers.Dense(1)])
    state = UnitViewState(model, X, Y)
    state.choose(stage="batch")
    assert walk(state) == ["input", "forward"]
    assert "has not been compiled" in state.problem
    model.compile("sgd", loss="mse")
    state.refresh()
    assert walk(state)[-1] == "update"
    assert state.problem == ""


def test_a_step_is_taken_when_asked_and_the_numbers_follow():
    model = sequential(optimizer=kcore.optimizers.SGD(0.1))
    state = UnitViewState(model, X, Y, batch_size=20)
    state.choose(stage="batch")
    shown = state.batch
    assert state.take_step() == pytest.approx(shown.loss)
    np.testing.assert_array_equal(model.layers[0].kernel.value, shown.moves[0]["kernel"].after)
    assert state.batch.loss < shown.loss
    with pytest.raises(ValueError, match="missing"):
        UnitViewState(model, X).take_step()


def test_a_model_that_has_no_graph_and_data_that_do_not_fit_are_refused():
    class Own(kcore.Model):
        def call(self, inputs):
            return inputs

    with pytest.raises(ValueError, match="Own computes in a call of its own"):
        UnitViewState(Own(), X)
    with pytest.raises(TypeError, match="needs one as its first argument; got list"):
        UnitViewState([1], X)
    with pytest.raises(ValueError, match=r"shape"):
        UnitViewState(sequential(), X[:, :2])
    unbuilt = kcore.Sequential([layers.Dense(2)])
    assert UnitViewState(unbuilt, X).boxes[0].output.shape == (1, 2)


# The panel.


def press(panel, *directions):
    for by in directions:
        panel._stepper._hear(None, {"kind": "by", "by": by}, None)


def test_it_says_in_words_where_it_stands():
    panel = UnitView(sequential(), X, Y)
    assert repr(panel) == "UnitView: hidden → last; unit, step 1 of 7: input"
    assert panel._repr_mimebundle_()["text/plain"] == repr(panel)
    pictures = [panel._repr_mimebundle_()["image/png"]]
    for stage, steps in (("layer", [0]), ("batch", range(8))):
        for step in steps:
            panel.show(stage=stage, step=step)
            pictures.append(panel.still())
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert len(set(pictures)) > 6
    panel.show(stage="batch", step=3)
    assert repr(panel) == "UnitView: hidden → last; batch, step 4 of 8: loss"
    assert (panel.stage, panel.step) == ("batch", 3)
    with pytest.raises(ValueError, match="stage must be"):
        panel.show(stage="heap")
    with pytest.raises(TypeError):
        panel.show(steps=3)


def test_a_walk_through_a_unit_uncovers_one_number_after_the_other():
    panel = UnitView(sequential(), X, Y)
    unit = panel._state.arithmetic
    lines = list(panel._rows._lines.values())
    assert all("<b>?</b>" in line.value for line in lines)
    press(panel, 1)
    assert i18n.number(unit.products[0]) in panel._sentence.value
    assert ["<b>?</b>" in line.value for line in lines] == [False, True, True]
    press(panel, 1, 1, 1, 1, 1, 1, 1)
    assert panel.step == 6
    assert "?" not in panel._rows._sum.value
    assert i18n.number(unit.output) in panel._sentence.value
    assert i18n.number(unit.total) in panel._rows._sum.value
    press(panel, -1, -(10**6))
    assert panel.step == 0


def test_an_input_typed_over_changes_the_sum_and_the_panel_says_so():
    panel = UnitView(sequential(), X, Y)
    panel.show(step=6)
    before = panel._state.arithmetic
    panel._rows._boxes[1].value = 4.0
    after = panel._state.arithmetic
    assert after.total == pytest.approx(before.total + (4 - before.inputs[1]) * before.weights[1])
    assert "You changed the inputs" in panel._sentence.value
    panel._numbers["unit"].value = 2
    assert panel._state.changed == {}
    assert panel._state.unit == 2


def test_every_step_of_every_stage_has_its_words_and_numbers_in_both_languages():
    model = sequential(layers.Dropout(0.2), layers.LayerNormalization())
    panel = UnitView(model, X, Y)
    for language in ("ko", "en"):
        i18n.set_language(language)
        for stage in ("unit", "layer", "batch"):
            for box in range(len(panel._state.boxes)):
                panel.show(stage=stage, box=box)
                for step in range(len(panel._state.steps)):
                    panel.show(step=step)
                    assert len(panel._sentence.value) > 40
                    if stage != "unit":
                        assert "<table" in panel._page.value
    panel.show(stage="batch", box=0, step=4)
    assert "Forward: last takes (4, 4) and gives (4, 1)." in panel._sentence.value


class Other:
    heard = 0

    def hear(self):
        self.heard += 1


def test_the_button_takes_the_step_and_others_hear_of_it():
    model = sequential(optimizer=kcore.optimizers.SGD(0.1))
    other = Other()
    follow(model, other.hear)
    panel = UnitView(model, X, Y, stage="batch", batch_size=20)
    before = bits(model)
    panel.show(step=len(panel._state.steps) - 1)
    assert bits(model) == before
    shown = panel._state.batch.moves[0]["kernel"].after
    panel._take.click()
    np.testing.assert_array_equal(model.layers[0].kernel.value, shown)
    assert "One step was taken" in panel._says.widget.value
    assert other.heard == 1
    bare = UnitView(model, X, stage="batch")
    assert bare._take.disabled
    assert "no way back" in bare._sentence.value


def test_it_follows_a_training_and_takes_its_step_between_two_of_its():
    model = sequential()
    panel = UnitView(model, X, Y, stage="batch")
    session = TrainingSession(model, X, Y, epochs=3, batch_size=5)
    loss = panel._state.batch.loss
    session.run()
    assert panel._state.batch.loss < loss
    straight = session.history["loss"]
    assert len(straight) == 3
    session.reset()
    session.do(lambda: next(session.loop))  # one batch of the epoch is done
    panel._take.click()
    session.run(1)
    assert session.error is None
    assert len(session.history["loss"]) == 1
    panel.close()
    before = panel._page.value
    session.run(1)
    assert panel._page.value == before


def test_names_from_outside_are_escaped():
    model = kcore.Sequential([kcore.Input((3,), name="<i>x</i>"), layers.Dense(1, name="<b>d</b>")])
    panel = UnitView(model, X, stage="batch")
    assert "<b>d</b>" not in panel._page.value.replace("<b>&lt;b&gt;d&lt;/b&gt;</b>", "")
    assert "<i>x" not in panel._page.value
    panel.show(step=1)
    assert "&lt;b&gt;d" in panel._sentence.value


def test_rows_that_are_made_anew_leave_nothing_behind():
    panel = UnitView(sequential(), X, Y)
    held = len(_instances)
    for box in (1, 0, 1, 0):
        panel.show(box=box)
    assert len(_instances) == held
