"""Models that are built by the same code with either package: k is ``kcore`` or real ``keras``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MODELS: dict[str, Callable[[Any], Any]] = {}


def model(build: Callable[[Any], Any]) -> Callable[[Any], Any]:
    MODELS[build.__name__] = build
    return build


@model
def two_ways(k: Any) -> Any:
    """Two inputs, a shared layer, operators between places, an inner Sequential, answers in a dict."""
    a, b = k.Input((4,), name="a"), k.Input((3,), name="b")
    shared = k.layers.Dense(3, activation="tanh", name="shared")
    x, y = shared(a), shared(k.layers.Dense(4, name="wider")(b))
    joined = k.layers.Concatenate(name="joined")([x, y]) + 1.0
    summed = k.layers.Add()([x, y * 2])
    inner = k.Sequential([k.Input((6,)), k.layers.Dense(5), k.layers.Dense(2)], name="inner")
    return k.Model([a, b], {"one": inner(joined), "two": k.layers.Dense(1, name="two")(summed[:, 1:])}, name="two_ways")


@model
def residual(k: Any) -> Any:
    place = k.Input((6,))
    x = place
    for _ in range(3):
        x = k.layers.Add()([x, k.layers.Dense(6, activation="relu")(x)])
        x = k.layers.BatchNormalization()(x)
    return k.Model(place, k.layers.Dense(2, activation="softmax")(x), name="residual")


@model
def nested(k: Any) -> Any:
    """A functional model inside one inside one, used twice."""
    low_in = k.Input((4,))
    low = k.Model(low_in, k.layers.Dense(4, activation="relu")(low_in), name="low")
    mid_in = k.Input((4,))
    mid = k.Model(mid_in, low(low(mid_in)), name="mid")
    place = k.Input((4,), name="place")
    return k.Model(place, [mid(place), k.layers.Dense(2)(mid(place))], name="nested")


@model
def line(k: Any) -> Any:
    """A functional model that is a line, like a Sequential."""
    place = k.Input((5,))
    return k.Model(place, k.layers.Dense(2)(k.layers.Dropout(0.3)(k.layers.Dense(4)(place))), name="line")


@model
def called_twice(k: Any) -> Any:
    place, layer = k.Input((4,)), k.layers.Dense(4, name="again")
    return k.Model(place, layer(layer(place)), name="called_twice")


@model
def frozen(k: Any) -> Any:
    m = k.Sequential(
        [k.Input((4,)), k.layers.Dense(3), k.layers.BatchNormalization(), k.layers.Dense(1)], name="frozen"
    )
    m.layers[0].trainable = False
    return m


@model
def in_a_dict(k: Any) -> Any:
    a, b = k.Input((4,), name="left"), k.Input((4,), name="right")
    return k.Model({"left": a, "right": b}, k.layers.Subtract()([a, b]), name="in_a_dict")


@model
def from_the_middle(k: Any) -> Any:
    """A model between places of another one."""
    place = k.Input((4,))
    hidden = k.layers.Dense(3, name="hidden")(place)
    return k.Model(place, [hidden, k.layers.Dense(2, name="head")(hidden)], name="from_the_middle")


@model
def without_a_name(k: Any) -> Any:
    return k.Sequential([k.layers.Dense(3, input_dim=4), k.layers.Activation("relu"), k.layers.Dense(1)])


@model
def unbuilt(k: Any) -> Any:
    return k.Sequential([k.layers.Dense(3), k.layers.Dense(1)], name="unbuilt")
