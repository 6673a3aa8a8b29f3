"""Right and wrong answers to the exercises of lesson 8."""

from __future__ import annotations

import numpy as np
import pytest

import kcore as keras
from kcore.datasets import bikes
from kcore.layers import Dense
from kcore.optimizers import SGD, Adam, RMSprop
from kwidgets import OptimizerRace
from kwidgets.checks import check
from kwidgets.panels.race import Lane
from tests.lessons.checks.judged import judged

(X, Y), _ = bikes.load_data()
Z, TARGET = (X - X.mean(axis=0)) / X.std(axis=0), (Y - Y.mean()) / Y.std()


@pytest.mark.parametrize("rates", [(0.4, 0.8), (0.35, 0.7), ("0.3", 0.6), (np.float32(0.4), np.array(0.75))])
def test_right_rates(rates):
    assert judged("L08.1", *rates) == (True, "right")


@pytest.mark.parametrize(
    ("rates", "reason"),
    [
        ((0.1, 1.0), "too_wide"),
        ((0.3, 0.9), "too_wide"),
        ((0.1, 0.2), "still_lives"),
        ((0.8, 1.2), "broken_already"),
        ((0.8, 0.4), "order"),
        ((0.4, 0.4), "order"),
        ((0.0, 1.0), "no_rate"),
        ((0.4, float("nan")), "no_rate"),
        (("<b>0.4</b>", 0.8), "no_rate"),
        (([0.4, 0.8], 0.8), "no_rate"),
    ],
)
def test_wrong_rates(rates, reason):
    assert judged("L08.1", *rates) == (False, reason)


def network():
    return keras.Sequential([keras.Input((8,)), Dense(16, "relu"), Dense(16, "relu"), Dense(1)])


def race(*optimizers, run=True):
    """One epoch from one seed is enough here: the judge trains again by itself."""
    made = OptimizerRace(
        network, Z, TARGET, loss="mean_squared_error", optimizers=optimizers, epochs=1, seeds=1, ask=False
    )
    return made.run() if run else made


def varied(knob, *values):
    made = race(SGD(0.01), SGD(0.01), run=False)
    made.vary(knob, values)
    return made.run()


@pytest.mark.parametrize(
    "make",
    [
        lambda: race(SGD(0.01), SGD(0.1)),
        lambda: race(Adam(0.01), SGD(0.01)),
        lambda: varied("momentum", 0.0, 0.9),
        lambda: varied("batch_size", 32, 8),
        lambda: race(SGD(0.01), SGD(0.001), RMSprop(0.01)),
    ],
)
def test_right_races(make):
    assert judged("L08.2", make()) == (True, "right")


def on_a_landscape():
    return OptimizerRace(surface="ravine", steps=60, optimizers=[SGD(0.01), SGD(0.49)], ask=False).run()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: race(SGD(0.01), SGD(0.01), run=False), "all_equal"),
        (lambda: race(SGD(0.01), SGD(0.1), run=False), "not_run"),
        (lambda: race(SGD(0.01), SGD(0.0001)), "lost"),
        (lambda: race(SGD(0.01), SGD(10.0)), "lost"),
        (lambda: race(SGD(0.01), SGD(0.05, momentum=0.9)), "several"),
        (lambda: race(SGD(0.01), Adam(0.001), RMSprop(0.02)), "several"),
        (lambda: race(SGD(0.001), SGD(0.1)), "champion_gone"),
        (lambda: race(Lane(SGD, {"learning_rate": 0.01}, 512), SGD(0.02), run=False), "champion_gone"),
        (on_a_landscape, "another_course"),
        (lambda: ["SGD", "Adam"], "not_a_race"),
        (network, "not_a_race"),
    ],
)
def test_wrong_races(make, reason):
    assert judged("L08.2", make()) == (False, reason)


@pytest.mark.parametrize(
    "story", [["C", "F", "A", "D"], "CFAD", ("c", " f", "A ", "d"), np.array(["C", "F", "A", "D"])]
)
def test_right_stories(story):
    assert judged("L08.3", story) == (True, "right")


@pytest.mark.parametrize(
    ("story", "reason"),
    [
        (["?"] * 4, "unknown"),
        (["E", "F", "A", "D"], "data"),
        (["C", "F", "A", "B"], "compile"),
        (["G", "F", "A", "D"], "backwards"),
        (["D", "C", "F", "A"], "first"),
        (["C", "A", "F", "D"], "infinite_first"),
        (["C", "F", "D", "A"], "order"),
        (["C", "F", "F", "D"], "twice"),
        (["C", "F", "A"], "four_letters"),
        (["<i>", "F", "A", "D"], "four_letters"),
        (4, "four_letters"),
        (None, "four_letters"),
    ],
)
def test_wrong_stories(story, reason):
    assert judged("L08.3", story) == (False, reason)


def test_a_right_place_earns_its_share():
    assert check("L08.3", ["C", "F", "D", "A"]).points == 0.5
