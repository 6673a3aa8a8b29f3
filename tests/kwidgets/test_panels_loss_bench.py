from __future__ import annotations

import numpy as np
import pytest

from kcore import losses, ops
from kwidgets.forms import names
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
    board.lead(1)
    assert board.losses[0].described == "huber(delta=3.0)"
    with pytest.raises(ValueError, match="delta must be a number > 0; got"):
        board.set(0, delta=-1.0)
    assert board.losses[0].options == {"delta": 3.0}
    board.step(0.1)  # leads: has a gradient
    board.lead(3)
    before = board.scores
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
    with pytest.raises(ValueError, match="1 to 24 samples of finite numbers"):
        Board("numbers", targets=np.zeros(99), scores=np.zeros(99))
    board = Board("numbers", ["mse"])
    board.remove(0)
    assert [loss.name for loss in board.losses] == ["mean_squared_error"]
    assert [task_of(one) for one in ("hinge", losses.Circle(), max)] == ["probability", "vectors", "numbers"]


def test_data_of_ones_own():
    board = Board("numbers", targets=[1.0, 2.0], scores=np.array([[0.0], [5.0]]))
    np.testing.assert_allclose(board.values(0), [1.0, 9.0])


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
