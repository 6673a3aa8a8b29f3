"""Structures of models that are wrong, hostile or odd. Each is a change of a good one, read as JSON and as YAML."""

from __future__ import annotations

import copy
from typing import Any

from tests.core.files.cases import Case


def dense(**config: Any) -> dict[str, Any]:
    return {"module": "keras.layers", "class_name": "Dense", "config": {"units": 3, **config}, "registered_name": None}


def entrance(name: str = "x", size: Any = 4) -> dict[str, Any]:
    return {"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [None, size], "name": name}}


def chain(*layers: Any, **config: Any) -> dict[str, Any]:
    """A Sequential."""
    return {"module": "keras", "class_name": "Sequential", "config": {"name": "net", "layers": list(layers), **config}}


def place(name: Any, call: Any = 0, result: Any = 0) -> dict[str, Any]:
    config = {"shape": [None, 4], "dtype": "float32", "keras_history": [name, call, result]}
    return {"class_name": "__keras_tensor__", "config": config}


def called(layer: dict[str, Any], name: str, *calls: Any) -> dict[str, Any]:
    """A layer in a functional model; each call is what it is given."""
    made = copy.deepcopy(layer)
    made["config"]["name"] = name
    return {**made, "name": name, "inbound_nodes": [{"args": [args], "kwargs": {}} for args in calls]}


def graph(*layers: Any, inputs: Any = ("x", 0, 0), outputs: Any = ("y", 0, 0)) -> dict[str, Any]:
    config = {"name": "net", "layers": list(layers), "input_layers": list(inputs), "output_layers": list(outputs)}
    return {"module": "keras", "class_name": "Functional", "config": config}


def old(*calls: Any, **more: Any) -> dict[str, Any]:
    """A functional model of Keras 2 with these calls of a Dense."""
    layer = {"class_name": "Dense", "name": "y", "config": {"name": "y", "units": 2}, "inbound_nodes": list(calls)}
    first = {
        "class_name": "InputLayer",
        "name": "x",
        "config": {"name": "x", "batch_input_shape": [None, 4]},
        "inbound_nodes": [],
    }
    config = {
        "name": "net",
        "layers": [first, layer],
        "input_layers": [["x", 0, 0]],
        "output_layers": [["y", 0, 0]],
        **more,
    }
    return {"class_name": "Model", "keras_version": "2.3.1", "config": config}


def code(class_name: str, **config: Any) -> dict[str, Any]:
    return {"module": "builtins", "class_name": class_name, "config": config}


def deep(levels: int) -> dict[str, Any]:
    """Models in models."""
    made = chain(entrance(), dense())
    for i in range(levels):
        made = chain(made, name=f"net{i}")
    return made


X = place("x")
GOOD = chain(entrance(), dense())
MARSHALLED = "4wAAAAAAAAAAAAAAAAEAAAABAAAAQwAAAHMEAAAAfABTACkBTqkAKQHaAXhyAQAAAHIBAAAA"

CASES = [
    Case("a chain", GOOD),
    Case("a graph", graph(entrance(), called(dense(), "y", X))),
    Case("a graph of Keras 2", old([["x", 0, 0, {}]])),
    Case("a call of Keras 2 without arguments", old([["x", 0, 0]])),
    Case(
        "a layer called 300 times",
        graph(entrance(size=3), called(dense(), "y", X, *(place("y", i) for i in range(299))), outputs=("y", 299, 0)),
    ),
    Case("1000 layers", chain(entrance(size=3), *(dense() for _ in range(1000)))),
    Case("models in models", deep(10)),
    Case("names of other alphabets", chain(entrance(), dense(name="층/1"))),
    Case("module of nobody's", {**GOOD, "module": "os"}),
    Case("a chain without shape", chain(dense())),
    Case("a chain of nothing", chain()),
    Case("nothing", None, "no structure of a model"),
    Case("a number", 3, "no structure of a model"),
    Case("an empty dict", {}, "no structure of a model"),
    Case("a list of numbers", [1, 2], "config.layers[0]: a dict with class_name and config is expected"),
    Case("config missing", {"class_name": "Sequential"}, "config: a dict with a list of layers is expected"),
    Case("config is a text", {"class_name": "Sequential", "config": "x"}, "config: a dict with a list of layers"),
    Case("layers are a dict", {"class_name": "Sequential", "config": {"layers": {}}}, "a dict with a list of layers"),
    Case("a layer is None", chain(entrance(), None), "config.layers[1]: a dict with class_name"),
    Case(
        "class_name is a number", chain({"class_name": 3, "config": {}}), "config.layers[0].class_name: the name of a"
    ),
    Case("class_name is a list", {"class_name": ["Dense"], "config": {}}, "class_name: the name of a class"),
    Case(
        "config of a layer is a list", chain({"class_name": "Dense", "config": [3]}), "config.layers[0].config: a dict"
    ),
    Case("unknown class", chain({"class_name": "Denze", "config": {}}), "'Denze' is not known"),
    Case(
        "a class of Python's",
        chain({"module": "subprocess", "class_name": "Popen", "config": {"args": "true"}}),
        "not known",
    ),
    Case("a function of Python's", chain({"module": "os", "class_name": "system", "config": {}}), "not known"),
    Case("a path for a class", chain({"class_name": "os.system", "config": {}}), "not known"),
    Case("a dunder for a class", chain({"class_name": "__class__", "config": {}}), "not known"),
    Case("the base of layers", chain(entrance(), {"class_name": "Layer", "config": {}}), "not known"),
    Case("a loss for a layer", chain(entrance(), {"class_name": "MeanSquaredError", "config": {}}), "not known"),
    Case(
        "registered name of nobody's",
        chain(entrance(), {**dense(), "class_name": "X", "registered_name": "a>X"}),
        "not known",
    ),
    Case("unknown argument", chain(entrance(), dense(unitz=3)), "no argument 'unitz'"),
    Case("argument missing", chain(entrance(), {"class_name": "Dense", "config": {}}), "needs units"),
    Case("units: a text", chain(entrance(), dense(units="3")), "units must be a whole number"),
    Case("units: with decimal point", chain(entrance(), dense(units=3.0)), "without a decimal point"),
    Case("units: True", chain(entrance(), dense(units=True)), "units must be a whole number"),
    Case("units: 0", chain(entrance(), dense(units=0)), "units must be a whole number >= 1"),
    Case("units: negative", chain(entrance(), dense(units=-5)), ">= 1"),
    Case("units: None", chain(entrance(), dense(units=None)), "units must be"),
    Case("units: a list", chain(entrance(), dense(units=[3])), "units must be"),
    Case("units: a billion", chain(entrance(), dense(units=10**9)), "1073741824 are allowed"),
    Case("units: 2 to the 62", chain(entrance(), dense(units=2**62)), "1073741824 are allowed"),
    Case(
        "a gigabyte in small pieces",
        chain(entrance(size=1024), *(dense(units=1024) for _ in range(300))),
        "are allowed",
    ),
    Case("a huge input", chain(entrance(size=2**40), dense()), "1073741824 are allowed"),
    Case("a negative input", chain(entrance(size=-4), dense()), "batch_shape must be"),
    Case("an input of texts", chain(entrance(size="4"), dense()), "batch_shape must be"),
    Case(
        "an input of type text",
        chain({**entrance(), "config": {"batch_shape": [None, 4], "dtype": "string"}}, dense()),
        "cannot",
    ),
    Case("a type of nobody's", chain(entrance(), dense(dtype="float33")), "float33"),
    Case(
        "a type that is a dict",
        chain(entrance(), dense(dtype={"class_name": "DTypePolicy", "config": {"name": [1]}})),
        "cannot",
    ),
    Case("use_bias: a text", chain(entrance(), dense(use_bias="yes")), "use_bias must be True or False"),
    Case("unknown activation", chain(entrance(), dense(activation="relo")), "'relu'"),
    Case("activation: a path", chain(entrance(), dense(activation="os.system")), "no activation named"),
    Case("activation: a number", chain(entrance(), dense(activation=3)), "activation must be"),
    Case(
        "unknown initializer",
        chain(entrance(), dense(kernel_initializer={"class_name": "Evil", "config": {}})),
        "named 'Evil'",
    ),
    Case(
        "initializer with unknown argument",
        chain(entrance(), dense(kernel_initializer={"class_name": "Zeros", "config": {"a": 1}})),
        "'a'",
    ),
    Case(
        "unknown regularizer",
        chain(entrance(), dense(kernel_regularizer={"class_name": "Popen", "config": {}})),
        "named 'Popen'",
    ),
    Case("two inputs in a chain", chain(entrance(), entrance("z"), dense()), "Input must come first"),
    Case("two layers of one name", chain(entrance(), dense(name="a"), dense(name="a")), "named 'a'"),
    Case("layers that do not fit", chain({**entrance(), "config": {"batch_shape": [None]}}, dense()), "cannot follow"),
    Case("low rank", chain(entrance(), dense(lora_rank=2)), "left to real Keras"),
    Case(
        "marshalled Lambda of Keras 3",
        chain(
            entrance(),
            {
                "class_name": "Lambda",
                "config": {"function": code("__lambda__", code=MARSHALLED, defaults=None, closure=None)},
            },
        ),
        "Code in files is never run",
    ),
    Case(
        "marshalled Lambda of Keras 2",
        chain(
            entrance(),
            {"class_name": "Lambda", "config": {"function": [MARSHALLED, None, None], "function_type": "lambda"}},
        ),
        "Code in files is never run",
    ),
    Case(
        "Lambda without list",
        chain(entrance(), {"class_name": "Lambda", "config": {"function": MARSHALLED, "function_type": "lambda"}}),
        "Code in files is never run",
    ),
    Case("code as activation", chain(entrance(), dense(activation=code("__lambda__", code=MARSHALLED))), "never run"),
    Case(
        "code deep inside",
        chain(
            entrance(),
            dense(
                kernel_initializer={
                    "class_name": "Zeros",
                    "config": {"a": [{"b": code("__lambda__", code=MARSHALLED)}]},
                }
            ),
        ),
        "never run",
    ),
    Case("code as layer", chain(code("__lambda__", code=MARSHALLED)), "never run"),
    Case("code as model", code("__lambda__", code=MARSHALLED), "never run"),
    Case(
        "a function of Python's as activation",
        chain(entrance(), dense(activation=code("function") | {"config": "eval"})),
        "no activation named 'eval'",
    ),
    Case("inputs missing", {"class_name": "Functional", "config": {"layers": []}}, "input_layers is missing"),
    Case("inputs are a number", graph(entrance(), inputs=[3]), "places [layer, call, result]"),
    Case("no outputs", graph(entrance(), outputs=[]), "config.output_layers: places"),
    Case(
        "an output of nobody's",
        graph(entrance(), called(dense(), "y", X), outputs=("z", 0, 0)),
        "result 0 of call 0 of a layer 'z'",
    ),
    Case("a result too many", graph(entrance(), called(dense(), "y", X), outputs=("y", 0, 7)), "result 7"),
    Case("a negative call", graph(entrance(), called(dense(), "y", place("x", -1))), "a place [layer, call, result]"),
    Case(
        "a call that is true",
        graph(entrance(), called(dense(), "y", place("x", True))),
        "a place [layer, call, result]",
    ),
    Case("a place of three numbers", graph(entrance(), called(dense(), "y", place(1, 2, 3))), "a place [layer, call"),
    Case(
        "a place without history",
        graph(entrance(), called(dense(), "y", {"class_name": "__keras_tensor__", "config": {}})),
        "a place",
    ),
    Case("a layer of nobody's", graph(entrance(), called(dense(), "y", place("z"))), "there is no such call"),
    Case("a call of nobody's", graph(entrance(), called(dense(), "y", place("x", 5))), "there is no such call"),
    Case("a layer that waits for itself", graph(entrance(), called(dense(), "y", place("y"))), "in a circle"),
    Case(
        "two that wait for each other",
        graph(entrance(), called(dense(), "y", place("z")), called(dense(), "z", place("y"))),
        "in a circle",
    ),
    Case(
        "a graph with one name twice", graph(entrance(), called(dense(), "y", X), called(dense(), "y", X)), "named 'y'"
    ),
    Case(
        "calls are a text",
        {
            **graph(entrance()),
            "config": {**graph(entrance())["config"], "layers": [{**entrance(), "inbound_nodes": "x"}]},
        },
        "config.layers[0].inbound_nodes: a list of calls",
    ),
    Case("a call is a number", old(3), "config.layers[1].inbound_nodes[0]: a list of places"),
    Case("a call of nothing", old([]), "a list of places"),
    Case("a place too short", old([["x", 0]]), "inbound_nodes[0][0]: a place"),
    Case("arguments that are a list", old([["x", 0, 0, [1]]]), "arguments in a dict are expected"),
    Case("arguments that call does not take", old([["x", 0, 0, {"evil": 1}]]), "evil"),
    Case(
        "a call without args",
        graph(entrance(), {**called(dense(), "y"), "inbound_nodes": [{"args": 3, "kwargs": {}}]}),
        "args in a list",
    ),
    Case("build_config of nonsense", {**chain(dense()), "build_config": {"input_shape": "abc"}}, "cannot be built"),
    Case(
        "built for a negative shape", {**chain(dense()), "build_config": {"input_shape": [None, -3]}}, "cannot be built"
    ),
]
