"""Lesson 2: one network written in both ways, a wrong connection mended, a model that no Sequential can be."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import tree
from kcore.datasets import seattle_weather
from kcore.layers import Dense
from kcore.models import Model, Sequential
from kcore.symbolic import KerasTensor
from kwidgets.checks import Verdict, exercise
from lessons.checks.judging import Unfit, answers, judging, model, plan

FEATURES = 5
PLAN = (16, 8, 1)
# °C: forecasts that differ by less are the same; two nets with weights of their own were 1 and more apart.
SAME = 0.001


@exercise("L02.1")
@judging
def write_both_ways(my_sequential: Any, my_functional: Any) -> Verdict:
    """Whether two models are one network, written as a Sequential and as a functional model.

    Args:
        my_sequential: one of them; the order does not matter.
        my_functional: the other one.
    """
    given: list[Any] = [model(my_sequential), model(my_functional)]
    kinds = [isinstance(made, Sequential) for made in given]
    if all(kinds):
        raise Unfit("two_sequential", 0.25)
    if not any(kinds):
        raise Unfit("two_functional", 0.25)
    one, other = given if kinds[0] else given[::-1]
    for made in (one, other):
        _ends(made)
    if any(isinstance(layer, Model) for layer in other.layers):
        raise Unfit("wrapped", 0.25)
    if {id(v) for v in one.weights} & {id(v) for v in other.weights}:
        raise Unfit("shared", 0.5)
    first, second = (_working(made) for made in (one, other))
    if len(first) < 3:
        raise Unfit("hidden_layers", 0.25, count=max(len(first) - 1, 0))
    if len(first) != len(second):
        raise Unfit("other_length", 0.25, first=len(first), second=len(second))
    if not other.graph.is_line:
        raise Unfit("no_line", 0.25)
    for number, (layer, twin) in enumerate(zip(plan(one), plan(other), strict=False), 1):
        for argument, value in layer.items():
            if twin.get(argument) != value:
                slots = {"number": number, "argument": argument, "first": str(value)}
                raise Unfit("other_layer", 0.5, second=str(twin.get(argument)), **slots)
    days = _days()
    said = [_forecasts(made, days) for made in (one, other)]
    gap = float(np.abs(said[0] - said[1]).max())
    if gap > SAME:
        raise Unfit("other_weights", 0.75, gap=gap)
    if np.std(said[0]) < SAME:
        raise Unfit("constant", 0.75, answer=float(said[0][0]))
    return Verdict(True, 1.0, "right", {"count": int(one.count_params()), "days": len(days)})


@exercise("L02.2")
@judging
def mend_names(repaired: Any) -> Verdict:
    """Whether a model follows the plan 5 -> 16 -> 8 -> 1.

    Args:
        repaired: the model.
    """
    made: Any = model(repaired)
    _ends(made)
    layers = _working(made)
    units = [layer.units if isinstance(layer, Dense) else 0 for layer in layers]
    slots = {"units": " → ".join(map(str, [FEATURES, *units])), "count": int(made.count_params())}
    if not all(isinstance(layer, Dense) for layer in layers) or any(count not in PLAN for count in units):
        raise Unfit("other_layers", 0.0, **slots)
    if len(units) < len(PLAN):
        missing = next(count for count in PLAN if count not in units)
        raise Unfit("left_out", 0.25 * len(units), missing=missing, **slots)
    if not made.graph.is_line:
        raise Unfit("branches", 0.5, **slots)
    if tuple(units) != PLAN:
        raise Unfit("order", 0.5, **slots)
    if any(layer.activation.__name__ != "relu" for layer in layers[:-1]):
        raise Unfit("activation", 0.75, **slots)
    return Verdict(True, 1.0, "right", slots)


@exercise("L02.3")
@judging
def express_line(builder: Any) -> Verdict:
    """Whether one way leads through a hidden layer and another one past it.

    Args:
        builder: a `ModelBuilder`, or a model.
    """
    made: Any = model(getattr(builder, "model", builder))
    if made.graph is not None and len(made.outputs) > 1:
        raise Unfit("two_outputs", 0.5, count=len(made.outputs))
    _ends(made)
    if isinstance(made, Sequential):
        raise Unfit("sequential", 0.0)
    least, most = _layers_on_the_way(made.outputs[0], {})
    if most < 2:
        raise Unfit("no_hidden_layer", 0.25)
    if made.graph.is_line:
        raise Unfit("still_a_line", 0.25)
    if least == most:
        raise Unfit("no_express", 0.5, count=most - 1)
    return Verdict(True, 1.0, "right", {"count": int(made.count_params())})


def _ends(made: Any) -> None:
    """Refuse a model that does not take five features and give one number, or does not show its ways."""
    if made.graph is None:
        raise Unfit("no_graph")
    inputs, outputs = ([place.shape for place in ends] for ends in (made.inputs, made.outputs))
    if inputs != [(None, FEATURES)] or outputs != [(None, 1)]:
        raise Unfit("ends", inputs=", ".join(map(str, inputs)), outputs=", ".join(map(str, outputs)))


def _forecasts(made: Any, days: Any) -> Any:
    """Of each day, also where the model was given its one output in a list."""
    return answers(lambda x: tree.flatten(made.predict(x, verbose=0))[0], days)


def _working(made: Any) -> list[Any]:
    """The layers with weights, in order."""
    return [layer for layer in made.layers if layer.weights]


def _days() -> Any:
    """The days of 2015, standardized by the years before."""
    (x, _), (x_test, _) = seattle_weather.load_data()
    return (x_test - x.mean(axis=0)) / x.std(axis=0)


def _layers_on_the_way(place: KerasTensor, known: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """How many layers with weights the shortest and the longest way from the inputs to a place leads through."""
    if id(place) not in known:
        node = place.node
        before = [_layers_on_the_way(source, known) for source in node.inputs] if node is not None else []
        own = int(node is not None and bool(getattr(node.operation, "weights", [])))
        least, most = (min(b[0] for b in before), max(b[1] for b in before)) if before else (0, 0)
        known[id(place)] = least + own, most + own
    return known[id(place)]
