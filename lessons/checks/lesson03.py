"""Lesson 3: count the parameters of Dense layers, set weights by hand, meet a number of parameters exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from kcore.layers import Dense
from kwidgets.checks import Verdict, exercise
from lessons.checks.judging import Unfit, answers, judging, model

FEATURES = 3
# The three models of the first exercise: units and whether there is a bias.
NETS: tuple[tuple[tuple[int, bool], ...], ...] = (
    ((4, True), (1, True)),
    ((8, True), (8, True), (1, True)),
    ((10, False), (2, True)),
)
SLOPE, INTERCEPT = 50.0, -5850.0
EXACT = 41


@exercise("L03.1")
@judging
def count_parameters(parameters: Sequence[int]) -> Verdict:
    """Whether three numbers are the parameters of the three models.

    Args:
        parameters: three whole numbers, in the order of the models.
    """
    try:
        given = [int(number) for number in parameters]
    except (TypeError, ValueError):
        raise Unfit("three_numbers", given=repr(parameters)[:60]) from None
    if len(given) != len(NETS) or any(number != float(raw) for number, raw in zip(given, parameters, strict=True)):
        raise Unfit("three_numbers", given=repr(parameters)[:60])
    right = [_count(net) for net in NETS]
    hits = [number == truth for number, truth in zip(given, right, strict=True)]
    points = sum(hits) / len(hits)
    if all(hits):
        return Verdict(True, 1.0, "right", {"first": right[0], "second": right[1], "third": right[2]})
    place = hits.index(False)
    net, said = NETS[place], given[place]
    slots = {"number": place + 1, "given": said}
    if said == _count(net, biases="none"):
        return Verdict(False, points, "no_bias", slots)
    if said == _count(net, biases="all"):
        return Verdict(False, points, "bias_switched_off", slots)
    if said == sum(units for units, _ in net):
        return Verdict(False, points, "units_only", slots)
    if said == _count(net, always_from_input=True):
        return Verdict(False, points, "always_from_input", slots)
    if said in {_count(net[:1]), _count(net[-1:], first=net[-2][0])}:
        return Verdict(False, points, "one_layer_only", slots)
    return Verdict(False, points, "wrong", slots)


def _count(
    net: Sequence[tuple[int, bool]], *, biases: str = "", always_from_input: bool = False, first: int = FEATURES
) -> int:
    """Parameters of Dense layers in a row, also as those count who make a certain mistake."""
    total, incoming = 0, first
    for units, bias in net:
        counted = {"none": False, "all": True}.get(biases, bias)
        total += (incoming + counted) * units
        incoming = FEATURES if always_from_input else units
    return total


@exercise("L03.2")
@judging
def set_by_hand(by_hand: Any) -> Verdict:
    """Whether a model computes `50 * flipper - 5850`.

    Args:
        by_hand: takes flipper lengths in mm, shape (samples, 1), and gives masses in g, shape (samples, 1).
    """
    made = model(by_hand)
    x = np.array([[0.0], [1.0], [172.0], [200.0], [231.0]], dtype="float32")
    if made.input_shape[1:] != (1,):
        raise Unfit("one_input", shape=str(made.input_shape))
    said = answers(lambda samples: made.predict(samples, verbose=0), x)
    intercept, slope = said[0], said[1] - said[0]
    slots = {"slope": float(slope), "intercept": float(intercept)}
    if np.allclose(said, SLOPE * x[:, 0] + INTERCEPT, atol=1.0):
        return Verdict(True, 1.0, "right", {"mass": float(said[3])})
    line = np.allclose(said, slope * x[:, 0] + intercept, atol=1.0)
    if not line:
        return Verdict(False, 0.25, "no_line", {"activation": _last_activation(made)})
    if np.isclose(slope, SLOPE, atol=0.1) and np.isclose(intercept, 0.0, atol=1.0):
        return Verdict(False, 0.5, "bias_forgotten", slots)
    if np.isclose(slope, SLOPE, atol=0.1) and np.isclose(intercept, -INTERCEPT, atol=1.0):
        return Verdict(False, 0.5, "sign", slots)
    if np.isclose(slope, INTERCEPT, rtol=0.01) and np.isclose(intercept, SLOPE, atol=1.0):
        return Verdict(False, 0.25, "swapped", slots)
    if np.isclose(intercept, 0.0, atol=1e-6):
        return Verdict(False, 0.0, "not_set", slots)
    return Verdict(False, 0.25, "other_line", slots)


def _last_activation(made: Any) -> str:
    last = made.layers[-1]
    return last.activation.__name__ if isinstance(last, Dense) else type(last).__name__


@exercise("L03.3")
@judging
def meet_exactly(exact: Any) -> Verdict:
    """Whether a model of three features and one answer has a hidden layer and exactly 41 parameters.

    Args:
        exact: the model.
    """
    made = model(exact)
    if made.input_shape[1:] != (FEATURES,) or made.output_shape[1:] != (1,):
        raise Unfit("ends", inputs=str(made.input_shape), outputs=str(made.output_shape))
    count = int(made.count_params())
    working = [layer for layer in made.layers if layer.weights]
    slots = {"count": count}
    if len(working) < 2:
        return Verdict(False, 0.25, "no_hidden_layer", slots)
    if count == EXACT:
        return Verdict(True, 1.0, "right", {"layers": len(working)})
    biases = sum(int(w.value.size) for layer in working for w in layer.weights if w.name == "bias")
    if count - biases == EXACT:
        return Verdict(False, 0.5, "without_biases", slots)
    return Verdict(False, 0.5 if abs(count - EXACT) <= 6 else 0.25, "more" if count > EXACT else "fewer", slots)
