from __future__ import annotations

import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances

from kcore import ops
from kcore.configurable import parameters
from kcore.initializers.scaling import GlorotUniform
from kcore.layers import Dense, Flatten
from kwidgets import ActivationBench, i18n
from kwidgets.forms import help_key, names
from kwidgets.panels.activation_bench import data
from kwidgets.panels.activation_bench.curves import Curves
from kwidgets.panels.activation_bench.functions import function, known
from kwidgets.panels.activation_bench.vector import Vector

POINTS = np.array([-4.1, -2.3, -1.2, -0.7, -0.2, 0.15, 0.6, 1.3, 2.9, 4.4])  # no corner lies here
H = 1e-5


def test_every_activation_of_the_engine_stands_on_one_side_of_the_bench():
    assert sorted(known(elementwise=True) + known(elementwise=False)) == sorted(names("activation"))
    assert known(elementwise=False) == ("softmax", "log_softmax", "sparsemax", "glu")


@pytest.mark.parametrize("name", known(elementwise=True))
def test_the_slope_shown_is_the_numeric_one(name):
    made = function(name)
    numeric = (made.value(POINTS + H) - made.value(POINTS - H)) / (2 * H)
    np.testing.assert_allclose(made.slope(POINTS), numeric, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", known(elementwise=False))
def test_the_slopes_of_an_output_are_the_numeric_ones(name):
    vector = Vector(name, [0.5, -1.0, 0.2, 0.3])
    for output in range(vector.outputs.size):
        vector.output = output
        numeric = []
        for i in range(4):
            ends = []
            for step in (H, -H):
                moved = Vector(name, vector.inputs + step * np.eye(4)[i])
                ends.append(moved.outputs[output])
            numeric.append((ends[0] - ends[1]) / (2 * H))
        np.testing.assert_allclose(vector.slopes, numeric, rtol=1e-5, atol=1e-8)


def test_arguments_change_the_curve():
    curves = Curves(["relu"], POINTS)
    curves.set(0, negative_slope=0.5, max_value=2.0)
    np.testing.assert_allclose(curves.functions[0].value(np.array([-2.0, 1.0, 5.0])), [-1.0, 1.0, 2.0])
    np.testing.assert_allclose(curves.functions[0].slope(np.array([-2.0, 1.0, 5.0])), [0.5, 1.0, 0.0])
    before = curves.functions[0]
    with pytest.raises(TypeError, match="max_value must be a number or None"):
        curves.set(0, max_value="much")
    assert curves.functions[0] == before


def test_a_function_of_ones_own_with_arguments():
    def steep(x, factor=2.0):
        return ops.tanh(factor * x)

    curves = Curves([steep, lambda x: x * x], POINTS)
    curves.set(0, factor=3.0)
    assert curves.functions[0].name == "steep"
    np.testing.assert_allclose(curves.functions[0].slope(POINTS), 3 * (1 - np.tanh(3 * POINTS) ** 2), atol=1e-12)
    np.testing.assert_allclose(curves.functions[1].slope(POINTS), 2 * POINTS)


def test_a_function_of_numpys_has_a_curve_and_no_slope():
    curves = Curves([np.tanh, lambda x: np.maximum(x, 0)], POINTS)
    curves.look_at(-1.0)
    assert curves.here(0) == (pytest.approx(np.tanh(-1.0)), None)
    assert curves.effect(1).flat is None
    assert curves.effect(1).after.min() == 0.0


def test_what_cannot_be_drawn_is_refused_and_changes_nothing():
    curves = Curves(["tanh"], POINTS)
    with pytest.raises(ValueError, match="softmax looks at several numbers together"):
        curves.add("softmax")
    with pytest.raises(ValueError, match="Did you mean 'relu'"):
        curves.add("rellu")
    with pytest.raises(ValueError, match="no finite value between -6 and 6"):
        curves.add(lambda x: x / 0.0)
    with pytest.raises(TypeError, match="got 3"):
        curves.add(3)
    for name in ("relu", "elu", "selu", "gelu", "silu"):
        curves.add(name)
    with pytest.raises(ValueError, match="At most 6"):
        curves.add("mish")
    assert [f.name for f in curves.functions] == ["tanh", "relu", "elu", "selu", "gelu", "silu"]
    for _ in range(9):
        curves.remove(0)
    assert [f.name for f in curves.functions] == ["silu"]


def test_the_input_stays_in_the_picture():
    curves = Curves(["sigmoid"], POINTS)
    for wanted, got in ((0.25, 0.25), (99.0, 6.0), (-99.0, -6.0), (float("nan"), -6.0)):
        curves.look_at(wanted)
        assert curves.x == got
    curves.look_at(0.0)
    assert curves.here(0) == (0.5, 0.25)


def test_what_activations_do_to_data():
    curves = Curves(["relu", "sigmoid", "linear"], data.normal(0.0, 1.0))
    relu, sigmoid, linear = (curves.effect(i) for i in range(3))
    assert relu.flat == 0.5  # half of a normal sample lies below 0
    assert relu.after.min() == 0.0
    assert sigmoid.flat == 0.0
    assert (linear.mean, linear.deviation) == (pytest.approx(0), pytest.approx(1))
    curves.values = data.normal(0.0, 10.0)
    assert curves.effect(1).flat > 0.5  # most of the sigmoids are saturated
    assert (curves.effect(1).after > 0.99).mean() + (curves.effect(1).after < 0.01).mean() > 0.5


def test_a_histogram_counts_every_value_once():
    values = np.array([-100.0, 0.1, 0.2, 0.9, 100.0])
    shares = data.histogram(values, np.linspace(0, 1, 5))
    np.testing.assert_allclose(shares, [60, 0, 0, 40])
    assert data.histogram(np.array([np.nan, 0.5]), np.linspace(0, 1, 3)).sum() == 50.0
    edges = data.edges_for([np.zeros(10), np.full(10, np.nan)])
    assert edges[0] < 0 < edges[-1]
    assert data.histogram(np.zeros(10), edges).max() == 100.0
    far = data.edges_for([np.array([-50.0, 0.5, 80.0])], reach=3.0)
    assert (far[0], far[-1]) == (pytest.approx(-3.24), pytest.approx(3.24))
    assert data.histogram(np.array([-50.0, 0.5, 80.0]), far)[[0, -1]].tolist() == pytest.approx([100 / 3] * 2)


def test_the_sums_of_a_dense_layer_depend_on_how_it_is_filled():
    good, wide = data.dense(100, "glorot_uniform"), data.dense(100, "random_normal")
    assert good.std() == pytest.approx(np.sqrt(200 / 164), rel=0.05)  # variance: 100 inputs times 2 / (100 + 64)
    assert wide.std() == pytest.approx(0.05 * 10, rel=0.05)
    assert data.dense(100, "ones").std() == pytest.approx(10, rel=0.3)
    assert (data.dense(50) == data.dense(50)).all()
    assert np.ptp(data.dense(9, "zeros")) == 0.0


def test_a_learners_own_layer_and_data():
    layer = Dense(3, activation="relu", kernel_initializer=GlorotUniform(seed=1), bias_initializer="ones")
    x = np.arange(8.0).reshape(4, 2)
    shown = data.sums(layer, x).reshape(4, 3)
    np.testing.assert_allclose(shown, x @ layer.kernel.value + 1.0, atol=1e-6)
    np.testing.assert_allclose(np.maximum(shown, 0), layer(x), atol=1e-6)
    with pytest.raises(TypeError, match="must be a Dense layer"):
        data.sums(Flatten(), x)
    with pytest.raises(ValueError, match="last axis must be 2"):
        data.sums(layer, np.zeros((4, 3)))
    assert data.numbers([[1, 2], [3, 4]]).tolist() == [1, 2, 3, 4]
    assert data.numbers(np.zeros(10**6)).size <= data.MOST
    for bad, words in (([], "got none"), ([1.0, np.inf], "1 that are NaN or infinite"), (["a"], "must be numbers")):
        with pytest.raises(ValueError, match=words):
            data.numbers(bad)


def test_a_softmax_shares_a_whole_and_does_not_notice_a_shift():
    vector = Vector("softmax", [2.0, 1.0, -1.0])
    before = vector.outputs
    assert before.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(before, np.exp([2, 1, -1]) / np.exp([2, 1, -1]).sum())
    vector.shift(3.0)
    np.testing.assert_allclose(vector.inputs, [5, 4, 2])
    np.testing.assert_allclose(vector.outputs, before)
    vector.shift(100.0)
    assert vector.inputs.max() == 10.0
    assert vector.slopes.sum() == pytest.approx(0.0, abs=1e-12)  # what one gains the others lose


def test_a_vector_takes_only_what_its_function_takes():
    vector = Vector("glu", [1.0, 2.0, 0.0, 0.0])
    np.testing.assert_allclose(vector.outputs, [0.5, 1.0])
    with pytest.raises(ValueError, match="must be even"):
        vector.resize(3)
    assert vector.inputs.size == 4
    vector.output = 1
    vector.resize(2)
    assert vector.output == 0
    vector.set(0, 50.0)
    vector.set(1, float("nan"))
    assert vector.inputs.tolist() == [10.0, 2.0]
    with pytest.raises(ValueError, match="2 to 6"):
        vector.resize(40)


# The panel.


def turn(dial, value):
    dial._box.value = value


def test_it_says_in_words_what_it_shows():
    bench = ActivationBench()
    assert repr(bench) == "ActivationBench: relu, sigmoid, tanh at x = 1.00; normal(0, 1.00)"
    bench.look_at(-2.0)
    assert bench.x == -2.0
    bundle = bench._repr_mimebundle_()
    assert bundle["text/plain"] == repr(bench) == "ActivationBench: relu, sigmoid, tanh at x = −2.00; normal(0, 1.00)"
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert repr(ActivationBench("softmax")) == "ActivationBench: softmax(2.00, 1.00, −1.00, 0)"
    assert repr(ActivationBench("elu", data=[1.0, 2.0])).endswith("elu at x = 1.00; own data")
    with pytest.raises(ValueError, match="give data, too"):
        ActivationBench(layer=Dense(2))


def test_dragging_the_line_reads_values_and_slopes():
    bench = ActivationBench("relu", "sigmoid")
    view = bench._curve_view
    for chart in (view.value, view._slope):
        chart._said("drag", {"name": "x", "index": 0, "x": -1.0, "y": 0.0, "turn": 1})
        assert bench.x == -1.0
        bench.look_at(3.0)
    words = [row._words.value for row in view._rows._rows]
    assert "f(3.00) = <b>3.00</b>" in words[0]
    assert "f′(3.00) = <b>1.00</b>" in words[0]
    assert f"f′(3.00) = <b>{i18n.number(float(function('sigmoid').slope(np.array([3.0]))[0]))}</b>" in words[1]
    turn(view._x, -6.0)
    assert bench.x == -6.0


def test_rows_that_are_made_anew_leave_nothing_behind():
    bench = ActivationBench("relu")
    held = len(_instances)
    for _ in range(3):
        bench._curve_view._add("elu")
        bench._curve_view._remove(1)
    assert len(_instances) == held


def test_functions_come_and_go_and_their_arguments_act_at_once():
    bench = ActivationBench("relu")
    view = bench._curve_view
    assert "relu" not in view._adder._names
    view._adder.widget.value = "squareplus"
    assert [f.name for f in bench._curves.functions] == ["relu", "squareplus"]
    assert view._adder.widget.value == ""
    box = view._rows._rows[1]._form.fields["b"].widget.children[0].children[0]
    box.value = 9.0
    assert bench._curves.functions[1].options == {"b": 9.0}
    box.value = -100.0  # no root of a negative number
    assert "no finite value" in view._rows._rows[1]._message.value
    assert bench._curves.functions[1].options == {"b": 9.0}
    view._rows._rows[0]._away.click()
    assert repr(bench).startswith("ActivationBench: squareplus(b=9.0) at")
    assert view._rows._rows[0]._away.layout.display == "none"


def test_the_data_follow_what_is_turned_and_what_cannot_be_springs_back():
    bench = ActivationBench("sigmoid")
    view = bench._curve_view
    flat = view._effects[0].flat
    turn(view._dials["deviation"], 15.0)
    assert view._effects[0].flat > flat + 0.4
    view._kind.widget.value = "dense"
    assert bench._curves.values.std() == pytest.approx(15 * np.sqrt(200 / 164), rel=0.05)
    menu = view._form.fields["kernel_initializer"]._control.widgets[0]
    menu.value = "Zeros"
    assert np.ptp(bench._curves.values) == 0.0
    before = bench._source.initializer
    menu.value = "STFT"  # no kernel of a Dense layer can be filled by it
    assert "STFT makes kernels of shape" in bench._says.widget.value
    assert bench._source.initializer is before
    turn(view._dials["inputs"], 7)
    assert bench._curves.values.size == 64 * 31
    assert bench._says.key == ""


def test_softmax_has_a_face_of_its_own():
    bench = ActivationBench("softmax")
    view = bench._vector_view
    assert bench._pages.value == "vector"
    turn(view._dials[2], 3.0)
    np.testing.assert_allclose(bench._vector.inputs, [2, 1, 3, 0])
    assert "together 1.00" in view._said.value
    view._shift.click()
    np.testing.assert_allclose(bench._vector.inputs, [3, 2, 4, 1])
    assert "together 1.00" in view._said.value
    view._output.value = "3"
    assert bench._vector.output == 2
    view._function.value = "glu"
    assert bench._vector.function.name == "glu"
    view._size.value = "3"  # cannot be halved: says so and springs back
    assert "must be even" in bench._says.widget.value
    assert view._size.value == "4"
    view._size.value = "2"
    assert bench._says.widget.value == '<div role="status"></div>'
    bench._pages.turn("curves")
    assert repr(bench).startswith("ActivationBench: relu, sigmoid, tanh at")


def test_every_argument_of_every_activation_is_explained():
    unexplained = {
        f"{name}.{parameter.name}"
        for name in names("activation")
        for parameter in parameters(function(name).arguments)
        if parameter.name in function(name).options and help_key(name, parameter) is None
    }
    assert unexplained == set()


def test_only_what_a_lesson_needs_is_shown():
    bench = ActivationBench("linear", "relu", show=["slope"])
    view = bench._curve_view
    hidden = [view._adder.widget, view._before, view._kind.widget, bench._pages._menu.widget]
    assert [is_seen(bench.widget, widget) for widget in hidden] == [False] * 4
    assert is_seen(bench.widget, view._slope)
    assert "f′(" in view._rows._rows[1]._words.value
    assert "mean" not in view._rows._rows[1]._words.value
    bare = ActivationBench("softmax", show=[])
    assert not is_seen(bare.widget, bare._vector_view._slopes)
    assert is_seen(bare.widget, bare._vector_view.outputs)
    with pytest.raises(ValueError, match="ActivationBench has no control 'curve' to show"):
        ActivationBench(show=["curve"])


def is_seen(widget, wanted):
    """Whether a widget and all that it lies in are not hidden."""
    if widget.layout.display == "none":
        return False
    return widget is wanted or any(is_seen(child, wanted) for child in getattr(widget, "children", ()))


def test_a_closed_bench_takes_no_clicks():
    before = set(_instances)
    bench = ActivationBench(show=[])
    made = set(_instances) - before
    bench.close()
    turn(bench._curve_view._x, 3.0)
    assert bench.x == 1.0
    assert len(made & set(_instances)) < 10  # all but the last words
