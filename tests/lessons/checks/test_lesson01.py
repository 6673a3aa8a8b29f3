"""Right and wrong answers to the exercise of lesson 1. Thresholds are those of these runs, on ten seeds."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest

import kcore as keras
from kcore.datasets import seattle_weather
from kwidgets import set_language
from kwidgets.checks import check, exercises

import_module("lessons.checks")  # makes the exercises known

(X, Y), (X_TEST, Y_TEST) = seattle_weather.load_data()
X_TRAIN, Y_TRAIN = X[:730], Y[:730]
MEAN, DEVIATION = X_TRAIN.mean(axis=0), X_TRAIN.std(axis=0)
SEEDS = range(1, 11)


def scaled(x):
    return (x - MEAN) / DEVIATION


def raw(x):
    return x


def learn(x, y, optimizer, epochs, hidden=(16,), activation="relu", seed=1, prepare=scaled):
    keras.utils.set_random_seed(seed)
    inner = [keras.layers.Dense(units, activation=activation) for units in hidden]
    model = keras.Sequential([keras.Input((5,)), *inner, keras.layers.Dense(1)])
    model.compile(optimizer, loss="mean_squared_error")
    model.fit(prepare(x), y, epochs=epochs, verbose=0)
    return lambda days: model.predict(prepare(days), verbose=0)


def reason_of(forecast):
    """The reason alone; the feedback is put into words as well, in both languages."""
    feedback = check("L01.1", forecast)
    for language in ("ko", "en"):
        set_language(language)
        assert repr(feedback)
    return feedback.verdict.reason


@pytest.fixture(autouse=True)
def no_hints_given(monkeypatch):
    monkeypatch.setattr(exercises._exercises["L01.1"], "given", 0)


RIGHT = {
    "hint 3": lambda seed: learn(X_TRAIN, Y_TRAIN, keras.optimizers.SGD(0.003), 60, seed=seed),
    "all years before": lambda seed: learn(X, Y, keras.optimizers.Adam(0.01), 60, seed=seed),
    "no hidden layer": lambda seed: learn(X_TRAIN, Y_TRAIN, keras.optimizers.SGD(0.01), 60, (), seed=seed),
    "tanh": lambda seed: learn(X_TRAIN, Y_TRAIN, keras.optimizers.SGD(0.01), 60, activation="tanh", seed=seed),
}


@pytest.mark.parametrize("solution", RIGHT)
@pytest.mark.parametrize("seed", SEEDS)
def test_right_solutions_pass_on_every_seed(solution, seed):
    feedback = check("L01.1", RIGHT[solution](seed))
    assert feedback.passed, repr(feedback)
    assert feedback.points == 1.0


PLANTED = {
    "flat": lambda seed: learn(X_TRAIN, Y_TRAIN, keras.optimizers.SGD(0.01), 60, seed=seed, prepare=raw),
    "by_heart": lambda seed: learn(X_TRAIN, Y_TRAIN, keras.optimizers.Adam(0.003), 300, (128, 128, 128), seed=seed),
    "leak": lambda seed: learn(X_TEST, Y_TEST, keras.optimizers.Adam(0.01), 200, seed=seed),
    "close": lambda seed: learn(X_TRAIN, Y_TRAIN, keras.optimizers.SGD(0.001), 6, seed=seed),
}


@pytest.mark.parametrize("reason", PLANTED)
@pytest.mark.parametrize("seed", SEEDS)
def test_planted_faults_are_recognised_on_every_seed(reason, seed):
    with np.errstate(all="ignore"):  # unscaled numbers overflow: that is the fault
        found = reason_of(PLANTED[reason](seed))
    # Unscaled, the weights blow up: to NaN on some seeds, to a network that is off on the others.
    assert found in ({"flat", "not_finite"} if reason == "flat" else {reason})


@pytest.fixture(scope="module")
def good():
    return RIGHT["hint 3"](1)


def test_faults_in_using_a_good_model(good):
    answer_mean, answer_deviation = Y_TRAIN.mean(), Y_TRAIN.std()
    assert reason_of(good) == "beaten"
    assert reason_of(lambda x: (good(x) - answer_mean) / answer_deviation) == "in_deviations"
    assert reason_of(lambda x: good(x) + answer_mean) == "too_warm"
    assert reason_of(lambda x: good(x) - answer_mean) == "too_cold"
    assert reason_of(lambda x: good(x - x.mean(axis=0) + MEAN)) == "peeks"
    assert reason_of(lambda x: 3 * good(x) - 36) == "worse_than_mean"


def test_rules_without_a_model():
    assert reason_of(lambda x: x[:, :1]) == "same_as_today"
    assert reason_of(lambda x: np.full(len(x), Y_TRAIN.mean())) == "flat"
    assert reason_of(lambda x: np.append(x[1:, 0], 10.0)) == "peeks", "the next row is tomorrow"
    assert reason_of(lambda x: Y_TEST[: len(x)]) == "peeks"


def test_a_table_of_the_answers_is_recognised():
    table = {tuple(day): answer for day, answer in zip(X_TEST.tolist(), Y_TEST[:, 0], strict=True)}
    assert reason_of(lambda x: [table.get(tuple(day), day[0]) for day in x.tolist()]) == "leak"


def refuse(x):
    raise RuntimeError("no <b>model</b> {yet}")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (np.zeros((365, 1)), "not_a_function"),
        (refuse, "raised"),
        (lambda: 0, "raised"),
        (lambda _: None, "no_numbers"),
        (lambda _: "warm", "no_numbers"),
        (lambda x: np.ones((len(x), 5)), "shape"),
        (lambda _: 15.0, "shape"),
        (lambda x: x[:, 0] * np.nan, "not_finite"),
    ],
)
def test_what_is_no_forecast_gets_no_points(answer, reason):
    assert reason_of(answer) == reason
    assert check("L01.1", answer).points == 0.0


def test_a_forecast_cannot_change_what_it_is_judged_by(good):
    def vandal(x):
        answer = good(x)
        x[:] = 0
        return answer

    assert reason_of(vandal) == "beaten"


def test_what_a_learner_raised_is_escaped_in_html():
    html = check("L01.1", refuse)._repr_mimebundle_()["text/html"]
    assert "no &lt;b&gt;model&lt;/b&gt; {yet}" in html
