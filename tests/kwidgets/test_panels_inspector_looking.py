"""Looking into models: parts, samples, what comes out of layers, gradients; the model is as it was afterwards."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import layers
from kwidgets.panels.inspector.activations import activations
from kwidgets.panels.inspector.edits import Edits
from kwidgets.panels.inspector.gradients import gradients
from kwidgets.panels.inspector.parts import ends, parts
from kwidgets.panels.inspector.sample import Samples, answers
from tests.core.saving.models import MAKERS, convnet, data, mlp, nested, recurrent, scramble, two_and_two


class Own(kcore.Model):
    """A class that uses one layer twice, has a class of its own inside, and a layer that it never calls."""

    def __init__(self, depth=1, **kwargs):
        super().__init__(**kwargs)
        self.depth = depth
        self.twice, self.last, self.idle = layers.Dense(4, name="twice"), layers.Dense(1, name="last"), layers.ReLU()
        self.inner = Own(depth - 1, name="inner") if depth else None

    def call(self, x):
        x = self.twice(self.twice(x))
        return self.last(x if self.inner is None else layers.concatenate([x, self.inner(x)]))


def state(model):
    return [w.tobytes() for w in model.get_weights()]


class TestParts:
    def test_models_inside_and_shared_layers_stand_at_their_places(self):
        found = {part.title: part for part in parts(nested(kcore))}
        assert [part.kind for part in found.values()][:4] == ["InputLayer", "Sequential", "Dense", "BatchNormalization"]
        assert all(title.startswith("inner › ") for title in list(found)[2:4])
        again = found["again"]
        assert [call.sources for call in again.calls] == [("x",), ("again",)]
        assert found["middle › twice"].calls[0].inputs == ((None, 4),)
        (added,) = [part for part in found.values() if part.kind == "Add"]
        assert added.calls[0].sources == ("entrance", "twice")
        assert found["middle"].is_model
        assert found["middle"].weights == []
        assert len(found["last"].weights) == 2

    def test_a_shared_model_is_taken_apart_once(self):
        place = kcore.Input((4,))
        inner = kcore.Sequential([kcore.Input((4,)), layers.Dense(4, name="d")], name="inner")
        model = kcore.Model(place, inner(inner(place)))
        titles = [part.title for part in parts(model)]
        assert titles.count("inner › d") == 1
        assert len(next(part for part in parts(model) if part.title == "inner").calls) == 2

    def test_operations_count_as_parts(self):
        place = kcore.Input((4,))
        kinds = [part.kind for part in parts(kcore.Model(place, place * 2.0 + 1.0))]
        assert kinds == ["InputLayer", "Multiply", "Add"]

    def test_a_class_of_ones_own_says_what_it_knows(self):
        model = Own()
        assert all(not part.calls for part in parts(model))
        assert ends(model) == ([], [])
        model(np.zeros((2, 4)))
        found = {part.title: part for part in parts(model)}
        assert found["twice"].calls[0].outputs == ((None, 4),)
        assert found["inner › last"].calls[0].inputs == ((None, 4),)

    def test_several_inputs_and_outputs(self):
        assert ends(two_and_two(kcore)) == (
            [("left", (None, 4)), ("right", (None, 3))],
            [("value", (None, 1)), ("kind", (None, 2))],
        )


class TestSamples:
    @pytest.mark.parametrize("make", MAKERS)
    def test_one_is_made_up_where_the_model_says_its_shape(self, make):
        model = make(kcore)
        samples = Samples(model)
        assert samples.made_up
        again = Samples(model)
        for one, other in zip(answers(model, samples.chosen), answers(model, again.chosen), strict=True):
            np.testing.assert_array_equal(one, other)

    def test_a_length_that_stays_open_gets_one(self):
        model = kcore.Sequential([kcore.Input((None, 3)), layers.SimpleRNN(2)])
        assert Samples(model).chosen.shape == (1, 8, 3)

    def test_one_of_the_data_by_number(self):
        model, x = mlp(kcore), np.arange(12.0).reshape(3, 4)
        samples = Samples(model, x, sample=1)
        np.testing.assert_array_equal(samples.chosen, x[1:2])
        samples.choose(2)
        np.testing.assert_array_equal(samples.chosen, x[2:])
        with pytest.raises(ValueError, match="0 to 2; got 3"):
            samples.choose(3)

    def test_one_given_by_itself(self):
        samples = Samples(mlp(kcore), np.zeros((3, 4)), sample=[1, 2, 3, 4])
        assert samples.given
        np.testing.assert_array_equal(samples.chosen, [[1, 2, 3, 4]])
        two = two_and_two(kcore)
        pair = [np.ones(4), np.zeros(3)]
        for given in (pair, {"left": pair[0], "right": pair[1]}):
            left, right = Samples(two, sample=given).chosen
            assert (left.shape, right.sum()) == ((1, 4), 0)
        with pytest.raises(ValueError, match="shape"):
            Samples(mlp(kcore), sample=[1, 2])

    def test_a_class_of_ones_own_needs_data(self):
        assert Samples(Own()).chosen is None
        assert Samples(Own(), np.zeros((3, 4))).chosen.shape == (1, 4)

    def test_data_that_do_not_fit_are_refused_in_the_engines_words(self):
        with pytest.raises(ValueError, match=r"\(5,\)"):
            Samples(mlp(kcore), np.zeros((3, 5)))


class TestActivations:
    @pytest.mark.parametrize("make", MAKERS)
    def test_the_last_is_the_answer_and_the_model_is_as_it_was(self, make):
        model = make(kcore)
        scramble(model)
        before = state(model)
        samples = Samples(model, data(model))
        found = activations(model, samples.chosen)
        ends_ = [a.value for a in found if a.path[0] in model.output_names and len(a.path) == 1]
        for value, answer in zip(ends_, answers(model, samples.chosen), strict=True):
            np.testing.assert_allclose(value, answer[0], rtol=1e-6)
        assert state(model) == before

    def test_each_is_what_the_layer_gives_by_itself(self):
        model = convnet(kcore)
        scramble(model)
        x = data(model)[:1]
        found = {a.title: a.value for a in activations(model, x)}
        for before, layer in zip([None, *model.layers], model.layers, strict=False):
            given = x if before is None else found[before.name][None]
            np.testing.assert_allclose(found[layer.name], layer(given)[0], rtol=1e-5, atol=1e-6)
        assert [a.kind for a in activations(model, x)][:3] == ["InputLayer", "Conv2D", "MaxPooling2D"]

    def test_shared_layers_and_models_inside(self):
        model = nested(kcore)
        scramble(model)
        x = data(model)[:1]
        found = {a.title: a.value for a in activations(model, x)}
        again = model.get_layer("again")
        np.testing.assert_allclose(found["again (1)"], again(x)[0], rtol=1e-6)
        np.testing.assert_allclose(found["again (2)"], again(again(x))[0], rtol=1e-6)
        middle = model.get_layer("middle")
        inside = model.get_layer("inner")(x)
        added = found[f"middle › {middle.layers[-1].name}"]
        np.testing.assert_allclose(added, middle(inside)[0], rtol=1e-5)
        np.testing.assert_array_equal(found["middle"], added)

    def test_a_class_of_ones_own_is_listened_to(self):
        model = Own()
        x = np.ones((1, 4), "float32")
        answer = model(x)
        found = {a.title: a.value for a in activations(model, x)}
        assert list(found) == [
            "input_1", "twice (1)", "twice (2)",
            "inner › twice (1)", "inner › twice (2)", "inner › last", "inner", "last",
        ]  # fmt: skip
        np.testing.assert_allclose(found["last"], answer[0])
        np.testing.assert_allclose(found["twice (1)"], model.twice(x)[0])
        assert all("call" not in vars(layer) for layer in model._flat())

    def test_a_call_that_fails_leaves_nobody_listening(self):
        class Broken(kcore.Model):
            def __init__(self):
                super().__init__()
                self.a = layers.Dense(2)

            def call(self, x):
                self.a(x)
                raise ZeroDivisionError

        model = Broken()
        with pytest.raises(ZeroDivisionError):
            activations(model, np.ones((1, 4), "float32"))
        assert "call" not in vars(model.a)

    def test_what_a_stateful_layer_remembers_stays(self):
        model = kcore.Sequential([kcore.Input(batch_shape=(3, 5, 2)), layers.GRU(2, stateful=True)])
        x = np.random.default_rng(0).standard_normal((3, 5, 2)).astype("float32")
        model.predict(x, verbose=0)
        kept = [s.value.copy() for s in model.layers[0].states]
        activations(model, x[:1])
        for one, other in zip(kept, model.layers[0].states, strict=True):
            np.testing.assert_array_equal(one, other.value)

    def test_dropout_is_off_and_draws_nothing(self):
        model = kcore.Sequential([kcore.Input((50,)), layers.Dropout(0.5)])
        x = np.ones((1, 50), "float32")
        kcore.utils.set_random_seed(1)
        expected = model(x, training=True)
        kcore.utils.set_random_seed(1)
        model = kcore.Sequential([kcore.Input((50,)), layers.Dropout(0.5)])
        assert activations(model, x)[-1].value.all()
        np.testing.assert_array_equal(model(x, training=True), expected)


class TestGradients:
    @pytest.mark.parametrize("make", [mlp, convnet, nested, recurrent, two_and_two])
    def test_they_are_what_a_step_of_sgd_takes_away(self, make):
        model = make(kcore)
        scramble(model)
        x = data(model)
        targets = [np.random.default_rng(i).random((6, *p.shape[1:])) for i, p in enumerate(model.outputs)]
        y = targets[0] if len(targets) == 1 else targets
        model.compile(kcore.optimizers.SGD(1.0), "mse" if len(targets) == 1 else ["mse"] * len(targets))
        before = [v.value.copy() for v in model.trainable_variables]
        everything = state(model)
        found = gradients(model, x, y)
        assert state(model) == everything
        loss = model.train_on_batch(x, y)
        np.testing.assert_allclose(found.loss, loss[0] if isinstance(loss, list) else loss, rtol=1e-5)
        for one, variable, old in zip(found.each, model.trainable_variables, before, strict=True):
            assert one.variable is variable
            assert one.part.weights
            np.testing.assert_allclose(old - variable.value, one.value, rtol=2e-4, atol=2e-5)

    def test_frozen_weights_have_none_and_weights_without_use_are_not_reached(self):
        model = mlp(kcore)
        model.layers[0].trainable = False
        model.compile("sgd", "mse")
        assert all(g.part.title != "dense" for g in gradients(model, data(model), np.zeros((6, 3))).each)
        own = Own(0)
        own.spare = own.add_weight((2,), name="spare")
        own.compile("sgd", "mse")
        found = {g.variable.name: g for g in gradients(own, np.ones((3, 4)), np.ones((3, 1))).each}
        assert not found["spare"].reached
        assert found["spare"].mean == 0

    def test_masked_steps_count_nothing(self):
        model = kcore.Sequential(
            [kcore.Input((5,)), layers.Embedding(7, 3, mask_zero=True), layers.SimpleRNN(2, return_sequences=True)]
        )
        model.compile(kcore.optimizers.SGD(1.0), "mse")
        x, y = np.array([[1, 2, 0, 0, 0], [3, 4, 5, 0, 0]]), np.ones((2, 5, 2))
        found = gradients(model, x, y)
        before = [v.value.copy() for v in model.trainable_variables]
        model.train_on_batch(x, y)
        for one, variable, old in zip(found.each, model.trainable_variables, before, strict=True):
            np.testing.assert_allclose(old - variable.value, one.value, rtol=1e-4, atol=1e-6)

    def test_a_training_goes_on_as_if_nobody_had_looked(self):
        def trained(look):
            kcore.utils.set_random_seed(3)
            model = kcore.Sequential(
                [kcore.Input((4,)), layers.Dense(5), layers.BatchNormalization(), layers.Dropout(0.3), layers.Dense(1)]
            )
            model.compile("adam", "mse", metrics=["mae"])
            x, y = np.random.default_rng(0).random((64, 4)), np.random.default_rng(1).random((64, 1))
            loop = model.train_loop(x, y, batch_size=8, epochs=2)
            samples = Samples(model, x)
            for _ in loop:
                if look:
                    gradients(model, x[:5], y[:5])
                    activations(model, samples.chosen)
            return state(model), loop.history

        assert trained(look=True) == trained(look=False)

    def test_what_is_missing_is_said_by_the_engine(self):
        with pytest.raises(RuntimeError, match="has not been compiled"):
            gradients(mlp(kcore), np.zeros((2, 4)), np.zeros((2, 3)))


class TestEdits:
    def test_numbers_are_set_and_put_back_one_by_one(self):
        model, edits = mlp(kcore), Edits()
        kernel, bias = model.layers[0].weights
        before = state(model)
        assert edits.set(kernel, (1, 2), 0.5)
        assert edits.set(kernel, (1, 2), 0.75)  # a slider on its way
        assert edits.set(bias, (0,), -1.0)
        assert not edits.set(bias, (0,), -1.0)
        assert (kernel.value[1, 2], bias.value[0], len(edits)) == (0.75, -1.0, 2)
        assert edits.undo().variable is bias
        assert bias.value[0] == 0
        edits.set(bias, (4,), 3.0)
        assert edits.undo_all() == 2
        assert edits.undo() is None
        assert state(model) == before

    def test_set_weights_are_those_that_training_goes_on_from(self):
        model = mlp(kcore)
        model.compile("sgd", "mse")
        x, y = data(model), np.zeros((6, 3))
        model.train_on_batch(x, y)
        kernel = model.layers[0].weights[0]
        Edits().set(kernel, (0, 0), 100.0)
        model.train_on_batch(x, y)
        assert model.get_weights()[0][0, 0] > 50

    @pytest.mark.parametrize("index", [(), (0,), (0, 5), (-1, 0), (4, 0), (0, 0, 0)])
    def test_an_index_outside_is_refused(self, index):
        with pytest.raises(ValueError, match="has no number at"):
            Edits().set(mlp(kcore).layers[0].weights[0], index, 1.0)

    @pytest.mark.parametrize("value", [float("nan"), float("inf"), "1", None, True])
    def test_what_is_no_finite_number_is_refused(self, value):
        kernel = mlp(kcore).layers[0].weights[0]
        before = kernel.value.copy()
        with pytest.raises(ValueError, match="finite number"):
            Edits().set(kernel, (0, 0), value)
        np.testing.assert_array_equal(kernel.value, before)
