from __future__ import annotations

import html

import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances

from kcore import losses, ops
from kcore.configurable import parameters
from kwidgets import LossBench, i18n
from kwidgets.forms import help_key, names
from kwidgets.panels.chosen import Chosen
from kwidgets.panels.loss_bench.board import Board
from kwidgets.panels.loss_bench.cases import CASES
from kwidgets.panels.loss_bench.tasks import TASKS, task_of
from kwidgets.panels.loss_bench.trials import EPOCHS

PAIRS = [(task, loss) for task in TASKS.values() for loss in task.losses]
H = 1e-5


def test_every_loss_of_the_engine_is_offered_for_some_task():
    assert {loss for _, loss in PAIRS} == set(names("loss"))


@pytest.mark.parametrize(("task", "loss"), PAIRS, ids=lambda part: getattr(part, "name", part))
def test_the_gradient_shown_is_the_numeric_one(task, loss):
    board = Board(task.name, [loss])
    board.scores = board.scores + 0.01 * np.random.default_rng(0).normal(size=board.scores.shape)  # off the corners
    scores, numeric = board.scores, np.zeros(board.scores.shape)
    for index in np.ndindex(scores.shape):
        ends = []
        for step in (H, -H):
            board.scores = scores.copy()
            board.scores[index] += step
            ends.append(board.values(0).sum())
        numeric[index] = (ends[0] - ends[1]) / (2 * H)
    board.scores = scores
    np.testing.assert_allclose(board.gradient(0), numeric, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(("task", "loss"), PAIRS, ids=lambda part: getattr(part, "name", part))
def test_the_curve_goes_through_the_answer_with_the_gradient_as_its_slope(task, loss):
    board = Board(task.name, [loss])
    board.selected = tuple(size - 1 for size in board.scores.shape)
    here = board.scores[board.selected]
    low, value, high = board.curve(0, np.array([here - H, here, here + H]))
    losses_now = board.values(0)
    assert value == pytest.approx(losses_now[board.selected[0]] if losses_now.ndim else losses_now)
    assert (high - low) / (2 * H) == pytest.approx(board.gradient(0)[board.selected], rel=1e-4, abs=1e-5)


def test_an_outlier_pulls_the_mean_and_not_the_median():
    board = Board("numbers", ["mean_squared_error", "mean_absolute_error", "huber"])
    assert board.best_constant(0) == pytest.approx(np.mean(board.targets), abs=1e-3)
    assert board.best_constant(1) == pytest.approx(np.median(board.targets), abs=1e-3)
    board.aim(4, 10.0)
    assert board.best_constant(0) == pytest.approx(np.mean([2, 3, 3.5, 4, 10]), abs=1e-3)
    assert board.best_constant(1) == pytest.approx(3.5, abs=1e-3)


def test_a_saturated_answer_has_nearly_no_gradient_by_squared_error():
    board = Board("logit", ["mean_squared_error", "binary_crossentropy"])
    board.drag((0, 0), -8.0)  # the target is 1: as wrong as can be
    assert abs(board.gradient(0)[0, 0]) < 0.001
    assert board.gradient(1)[0, 0] == pytest.approx(-1.0, abs=0.001)


def test_a_softmax_with_crossentropy_has_the_famous_gradient():
    board = Board("classes", ["categorical_crossentropy", "sparse_categorical_crossentropy"])
    board.aim(0, 2)
    expected = board.answers - np.eye(4)[[2]]
    np.testing.assert_allclose(board.gradient(0), expected, atol=1e-12)
    np.testing.assert_allclose(board.gradient(1), expected, atol=1e-12)


@pytest.mark.parametrize("task", TASKS)
def test_steps_against_the_gradient_make_the_loss_smaller(task):
    board = Board(task)
    before = board.values(0).sum()
    for _ in range(20):
        board.step(TASKS[task].rate)
    assert board.values(0).sum() < before


def test_what_is_dragged_stays_in_the_picture():
    board = Board("probability")
    for wanted, got in ((0.3, 0.3), (7.0, 0.999), (-1.0, 0.001), (float("nan"), 0.001)):
        board.drag((2, 0), wanted)
        assert board.scores[2, 0] == got
    assert board.selected == (2, 0)
    board.aim(0, 0.2)
    board.aim(3, 0.9)
    board.aim(4, float("inf"))
    assert board.targets.tolist() == [0, 1, 1, 1, 0]
    classes = Board("classes")
    classes.aim(0, 99)
    assert classes.targets.tolist() == [3]
    board = Board("sequence")
    board.aim(0, 5)
    assert board.targets.tolist() == [[1, 2]]


def test_losses_with_arguments_and_of_ones_own():
    def asymmetric(y_true, y_pred, factor=3.0):
        miss = y_pred - y_true
        return ops.mean(ops.maximum(miss, -factor * miss), axis=-1)

    class Cubed(losses.Loss):
        def call(self, y_true, y_pred):
            return ops.mean(ops.absolute(y_pred - y_true) ** 3, axis=-1)

    board = Board("numbers", [asymmetric, losses.Huber(delta=3.0), Cubed(), lambda y, p: np.abs(y - p)[:, 0]])
    assert [loss.described for loss in board.losses] == ["asymmetric", "huber(delta=3.0)", "cubed", "<lambda>"]
    np.testing.assert_allclose(board.gradient(0)[:, 0], [1, 1, 0, -3, -3], atol=1.5)
    assert board.gradient(0)[0, 0] == 1.0
    assert board.gradient(2)[4, 0] == pytest.approx(-3 * 4.5**2)
    assert board.gradient(3) is None  # NumPy's own functions leave no trace on the tape
    assert board.values(3)[4] == 4.5
    board.set(0, factor=1.0)
    np.testing.assert_allclose(board.values(0), Board("numbers", ["mae"]).values(0))
    with pytest.raises(ValueError, match="delta must be a number > 0; got"):
        board.set(1, delta=-1.0)
    assert board.losses[1].options == {"delta": 3.0}
    board.leading, before = 1, board.scores
    board.step(0.1)
    assert (board.scores != before).any()
    board.leading, before = 3, board.scores
    board.step(0.1)  # has none: nothing moves
    assert (board.scores == before).all()


def test_what_does_not_fit_is_refused_in_words():
    with pytest.raises(ValueError, match="must be one of 'numbers'"):
        Board("regression")
    with pytest.raises(ValueError, match="Did you mean 'mean_squared_error'"):
        Board("numbers", ["mean_square_error"])
    with pytest.raises(ValueError, match="ctc does not fit here: ctc takes labels"):
        Board("numbers", ["ctc"])
    with pytest.raises(ValueError, match=r"one number a sample, shape \(5,\); it gave \(5, 1\)"):
        Board("numbers", [lambda y, p: y - p])
    with pytest.raises(ValueError, match="5 in y_pred and 2 in y_true"):
        Board("numbers", targets=[1, 2])
    with pytest.raises(ValueError, match=r"looks like shape \(1, 4\); got \(2,\)"):
        Board("classes", scores=[1.0, 2.0])
    with pytest.raises(ValueError, match="y_pred must be numbers"):
        Board("numbers", scores="many")
    with pytest.raises(ValueError, match=r"1 to 24 sample\(s\) of finite numbers"):
        Board("numbers", targets=np.zeros(99), scores=np.zeros(99))
    with pytest.raises(ValueError, match="1 to 1 sample"):
        Board("classes", scores=np.zeros((2, 3)))
    board = Board("numbers", ["mse"])
    board.remove(0)
    assert [loss.name for loss in board.losses] == ["mean_squared_error"]
    assert [task_of(one) for one in ("hinge", losses.Circle(), max)] == ["probability", "vectors", "numbers"]


def test_data_of_ones_own():
    board = Board("numbers", targets=[1.0, 2.0], scores=np.array([[0.0], [5.0]]))
    np.testing.assert_allclose(board.values(0), [1.0, 9.0])
    cold = Board("numbers", targets=[-20.0, 35.0], scores=[0.0, 30.0])
    assert cold.low < -20
    assert cold.high > 35
    cold.aim(0, -25.0)
    assert cold.targets[0] == -25.0
    assert Board("probability", targets=[1], scores=[7.0]).scores.tolist() == [[0.999]]
    many = Board("classes", targets=[5], scores=[np.zeros(6)])
    assert many.answers.shape == (1, 6)
    with pytest.raises(ValueError, match="does not fit here"):
        Board("classes", targets=[9])


BETTER = {  # what the right recipe reaches and the wrong one does not, from the runs of both
    "softmax_one_unit": (0.5, 0.95), "saturated_mse": (0.55, 0.95), "linear_crossentropy": (0.55, 0.95),
    "class_numbers_mse": (0.9, 0.93), "softmax_labels": (0.8, 0.95),
}  # fmt: skip
WORSE = {"relu_below_zero": (1.0, 0.2), "sigmoid_range": (0.8, 0.3), "percentage_zero": (10.0, 0.4)}  # mean errors
REFUSED = {
    "one_hot_sparse": "For one-hot targets use categorical_crossentropy",
    "numbers_categorical": "needs one-hot targets",
    "one_unit_classes": "give the last layer 3 units",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_said_of_a_mistake_really_happens(case):
    wrong, right = case.outcomes
    assert not right.refused
    assert len(right.scores) == EPOCHS + 1
    if case.name in REFUSED:
        assert REFUSED[case.name] in wrong.refused
    elif case.name in BETTER:
        at_most, at_least = BETTER[case.name]
        assert wrong.scores[-1] <= at_most < at_least <= right.scores[-1]
    elif case.name in WORSE:
        at_least, at_most = WORSE[case.name]
        assert right.scores[-1] <= at_most < at_least <= wrong.scores[-1]
    elif case.name == "sigmoid_twice":
        assert wrong.losses[-1] > 0.5
        assert right.losses[-1] < 0.1
    else:
        assert case.name == "sigmoid_exclusive"
        assert np.abs(wrong.answers.sum(axis=1) - 1).max() > 0.1
        np.testing.assert_allclose(right.answers.sum(axis=1), 1, atol=1e-6)
    assert case.outcomes is case.outcomes


def test_the_gradients_that_explain_a_mistake():
    found = {case.name: [outcome.gradients for outcome in case.outcomes] for case in CASES}
    assert found["softmax_one_unit"][0] == (0.0, 0.0)
    assert found["saturated_mse"][0][0] < 0.01 * found["saturated_mse"][1][0]
    assert found["linear_crossentropy"][0][0] > 100  # a step that leads beyond 0 and 1,
    assert found["linear_crossentropy"][0][1] == 0.0  # from where no gradient leads back


# The panel.


def drag(chart, name, index, x, y):
    chart._said("drag", {"name": name, "index": index, "x": x, "y": y, "turn": 1})


def test_it_says_in_words_what_it_shows():
    bench = LossBench()
    assert repr(bench) == "LossBench: numbers: mean_squared_error 4.50, mean_absolute_error 1.40, huber 1.02"
    bundle = bench._repr_mimebundle_()
    assert bundle["text/plain"] == repr(bench)
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert repr(LossBench("hinge", task="logit")) == "LossBench: logit: hinge 1.70"
    assert repr(LossBench(case="saturated_mse")) == "LossBench: saturated_mse"
    with pytest.raises(ValueError, match="case must be one of 'softmax_one_unit'"):
        LossBench(case="nothing")


@pytest.mark.parametrize("task", TASKS)
def test_every_point_can_be_dragged_and_the_numbers_follow(task):
    bench = LossBench(task=task)
    view, board = bench._board_view, bench.board
    before = view._table.value
    x, y = (np.cos(1.0), np.sin(1.0)) if task == "vectors" else (1.0, 0.3)
    last = board.scores.size - 1
    drag(view.answers, "points", last, x, y)
    index = np.unravel_index(last, board.scores.shape)
    assert board.selected == index
    assert board.scores[index] == pytest.approx(1.0 if task == "vectors" else 0.3)
    assert view._table.value != before
    assert i18n.number(float(board.scores[index])) in view._table.value
    drag(view._curves, "here", 0, 0.5, 0.0)
    assert board.scores[index] == 0.5
    points = next(layer for layer in view.answers._content.layers if getattr(layer, "name", "") == "points")
    has_targets = task not in ("sequence", "vectors")
    assert len(points.x) == board.scores.size + (len(board.targets) if has_targets else 0)


def test_targets_are_dragged_as_their_task_has_them():
    numbers = LossBench()
    drag(numbers._board_view.answers, "points", 9, 5.0, 2.5)  # the outlier joins the others
    assert numbers.board.targets.tolist() == [2, 3, 3.5, 4, 2.5]
    logit = LossBench(task="logit")
    drag(logit._board_view.answers, "points", 5, 1.0, -3.0)
    assert logit.board.targets.tolist() == [0, 1, 1, 0, 0]
    classes = LossBench(task="classes")
    drag(classes._board_view.answers, "points", 4, 2.2, 0.0)
    assert classes.board.targets.tolist() == [2]


def test_arrows_are_steps_against_the_gradient_and_can_be_taken():
    bench = LossBench("mean_squared_error")
    view, board = bench._board_view, bench.board
    arrow = view.answers._content.layers[0]
    ends = np.asarray(arrow.y).reshape(-1, 3)[:, 1]
    np.testing.assert_allclose(ends, board.scores[:, 0] - 0.3 * board.gradient(0)[:, 0], rtol=1e-6)
    view._buttons[0].click()
    np.testing.assert_allclose(board.scores[:, 0], ends, rtol=1e-6)
    view._buttons[1].click()
    assert board.scores[:, 0].tolist() == [3, 3.5, 3.5, 3, 4.5]
    view._dial._box.value = 0.01
    ends = np.asarray(view.answers._content.layers[0].y).reshape(-1, 3)[:, 1]
    np.testing.assert_allclose(ends, board.scores[:, 0] - 0.01 * board.gradient(0)[:, 0], rtol=1e-6)


def test_losses_come_go_lead_and_change():
    def mine(y_true, y_pred, power=3.0):
        return ops.mean(ops.absolute(y_pred - y_true) ** power, axis=-1)

    bench = LossBench("mean_squared_error", mine)
    view = bench._board_view
    view._adder.widget.value = "huber"
    assert [loss.name for loss in bench.board.losses] == ["mean_squared_error", "mine", "huber"]
    form = view._rows._rows[2]._form
    form.fields["delta"].widget.children[0].children[0].value = 2.0
    assert bench.board.losses[2].described == "huber(delta=2.0)"
    form.fields["delta"].widget.children[0].children[0].value = -2.0
    assert "delta" in form.problems
    view._leading.value = 2
    assert bench.board.leading == 2
    view._rows._rows[0]._away.click()
    assert bench.board.leading == 1
    view._rows._rows[0]._away.click()
    assert "mine" in view._adder._names  # a learner's own can come back
    view._adder.widget.value = "mine"
    assert bench.board.losses[1].name == "mine"


def test_another_task_brings_its_own_answers_and_coming_back_finds_the_first_ones():
    bench = LossBench(y_true=[1.0, 2.0], y_pred=[0.0, 5.0])
    first = bench.board
    view = bench._board_view
    for task in TASKS:
        view._task.widget.value = task
        assert bench.board.task.name == task
    view._task.widget.value = "probability"
    view._adder.widget.value = "mean_squared_error"
    view._task.widget.value = "logit"
    assert [loss.name for loss in bench.board.losses] == ["binary_crossentropy", "mean_squared_error"]
    tangent = next(layer for layer in view._curves._content.layers if getattr(layer, "look", "") == "baseline")
    (x0, x1), (y0, y1) = tangent.x, tangent.y
    assert (y1 - y0) / (x1 - x0) == pytest.approx(bench.board.gradient(0)[0, 0], rel=1e-4)
    view._task.widget.value = "numbers"
    assert bench.board is first


def test_every_case_is_told_in_both_languages_with_what_happened():
    bench = LossBench(case=CASES[0].name)
    view = bench._case_view
    for language in ("ko", "en"):
        i18n.set_language(language)
        for case in CASES:
            view._menu.widget.value = case.name
            wrong, right = (card.value for card in view._cards)
            assert html.escape(i18n.t(f"lossbench.case.{case.name}.wrong")) in wrong
            assert html.escape(i18n.t(f"lossbench.case.{case.name}.right")) in right
            said = case.outcomes[0]
            assert (html.escape(said.refused) in wrong) if said.refused else ("<table" in wrong)
            assert len(view.scores._content.layers) == (1 if said.refused else 2)


def test_every_argument_of_every_loss_is_explained():
    unexplained = set()
    for name in names("loss"):
        chosen = Chosen.of("loss", name, 2)
        unexplained |= {
            f"{name}.{parameter.name}"
            for parameter in parameters(chosen.arguments)
            if parameter.name in chosen.options and help_key(name, parameter) is None
        }
    assert unexplained == set()


def test_only_what_a_lesson_needs_is_shown():
    bench = LossBench("mean_squared_error", "mean_absolute_error", show=["table"])
    view = bench._board_view
    hidden = (view._task.widget, view._adder.widget, view._leading, view._dial.widget, bench._pages._menu.widget)
    assert {widget.layout.display for widget in hidden} == {"none"}
    assert view._table.layout.display is None
    assert view._buttons[1].layout.display is None, "back to the start is always there"
    with pytest.raises(ValueError, match="LossBench has no control 'steps' to show"):
        LossBench(show=["steps"])


def test_a_closed_bench_takes_no_clicks():
    before = set(_instances)
    bench = LossBench(show=[])
    bench.close()
    drag(bench._board_view.answers, "points", 0, 1.0, 9.0)
    assert bench.board.scores[0, 0] == 3.0
    assert len(set(_instances) - before) < 10  # all but the last words


def test_an_index_that_is_too_short_means_the_first_number_of_an_answer():
    board = Board("classes")
    board.drag((0,), 1.5)
    assert board.selected == (0, 0)
    assert board.scores[0, 0] == 1.5
