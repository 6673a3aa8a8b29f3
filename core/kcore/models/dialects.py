"""Structures of models as files hold them -> the form of Keras 3, with every class name and call looked at.

Read are Keras 3, Keras 2.0 to 2.15 and tf.keras: bare lists of layers, calls as lists, older names of arguments.
"""

from __future__ import annotations

from typing import Any, Final

from kcore import registry
from kcore.activations.keras2 import hard_sigmoid
from kcore.configurable import parameters
from kcore.custom_objects import get_registered_name, get_registered_object
from kcore.files import ModelFileError, PathLike, Tree, shown

TENSOR: Final = "__keras_tensor__"
_MODELS: Final = ("Functional", "Sequential")
_CODE: Final = ("__lambda__", "__bytes__", "__serializable_lambda__")
_RENAMED: Final = {
    "LeakyReLU": {"alpha": "negative_slope"},
    "InputLayer": {"batch_input_shape": "batch_shape", "input_shape": "shape"},
}
# what Keras 2 wrote and what decides nothing here
_DROPPED: Final = (
    "implementation", "time_major", "input_length", "fused", "virtual_batch_size", "adjustment", "dynamic",
    "experimental_autocast", "input_dtype", "ragged", "type_spec", "vocabulary_size", "sparse",
    "renorm", "renorm_clipping", "renorm_momentum", "rank",
    "groups", "kernel_initializer", "kernel_regularizer", "kernel_constraint",  # of depthwise, separable, transposed
)  # fmt: skip
_RECURRENT: Final = ("RNN", "SimpleRNN", "LSTM", "GRU", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "Bidirectional")


class Dialect:
    """Reads the structures of one file.

    Args:
        path: the file, for messages.
        version: the version of Keras that the file names, if it does.
        old: whether it is of Keras 2; found out from ``version`` and the structure if None.
    """

    def __init__(self, path: PathLike | None, version: str | None = None) -> None:
        self.path, self.version = path, version
        self.old = False

    def fail(self, place: str, message: str) -> ModelFileError:
        """An error that names a place in the file."""
        return ModelFileError(self.path, place, message)

    def model(self, tree: Tree) -> dict[str, Any]:
        """The structure of a whole model in the form of Keras 3.

        Raises:
            ModelFileError: if it is none.
        """
        if isinstance(tree, list):  # the oldest files: the layers of a Sequential
            tree = {"class_name": "Sequential", "config": tree}
        if not isinstance(tree, dict) or "class_name" not in tree:
            raise self.fail(
                "", f"no structure of a model: a dict with class_name and config is expected; got {shown(tree)}."
            )
        version = self.version or tree.get("keras_version")
        if isinstance(version, str):
            self.old = version.startswith(("1.", "2."))
        else:
            self.old = "module" not in tree
        return self.object(tree, "")

    def object(self, described: Tree, place: str) -> dict[str, Any]:
        """An object's description: its class is looked at, and what lies in its config."""
        if not isinstance(described, dict):
            raise self.fail(place, f"a dict with class_name and config is expected; got {shown(described)}.")
        name = described.get("class_name")
        if not isinstance(name, str):
            raise self.fail(_at(place, "class_name"), f"the name of a class is expected; got {shown(name)}.")
        if name in _CODE:
            raise self.fail(
                place,
                "holds Python code. Code in files is never run: hand the function over by name with custom_objects.",
            )
        config = described.get("config", {})
        if name in ("function", "__keras_tensor__", "__slice__", "__tensor__", "__numpy__", "__tuple__"):
            return described
        name = self._class_name(name)
        if name in _MODELS:
            config = self._layers(name, config, _at(place, "config"))
        elif not isinstance(config, dict):
            raise self.fail(_at(place, "config"), f"a dict is expected; got {shown(config)}.")
        else:
            config = self._config(name, config, _at(place, "config"))
        return {**described, "class_name": name, "config": config}

    def _class_name(self, name: str) -> str:
        if get_registered_object(name) is not None:
            return name
        if name == "Model":
            return "Functional"
        return name.removeprefix("Custom>").removesuffix("V2") if self.old else name

    def _config(self, name: str, config: dict[str, Any], place: str) -> dict[str, Any]:
        if name == "Lambda":
            self._no_code(config, place)
        if self.old:
            config = self._todays(name, config)
        return {key: self._value(value, _at(place, key)) for key, value in config.items()}

    def _no_code(self, config: dict[str, Any], place: str) -> None:
        function = config.get("function")
        if isinstance(function, list) or config.get("function_type") == "lambda":
            raise self.fail(
                _at(place, "function"),
                "holds Python code. Code in files is never run: hand the function over by name with custom_objects.",
            )

    def _value(self, value: Tree, place: str) -> Tree:
        if isinstance(value, dict):
            if "class_name" in value and "config" in value:
                return self.object(value, place)
            return {key: self._value(part, _at(place, key)) for key, part in value.items()}
        if isinstance(value, list):
            return [self._value(part, f"{place}[{i}]") for i, part in enumerate(value)]
        return value

    def _todays(self, name: str, config: dict[str, Any]) -> dict[str, Any]:
        """A config of Keras 2 with today's words, and with what Keras 2 meant where it said nothing."""
        renamed = _RENAMED.get(name, {})
        config = {renamed.get(key, key): value for key, value in config.items()}
        try:
            known = {p.name for p in parameters(registry.lookup("layer", name))}
        except ValueError:
            known = set(config)  # of the user's own, or of another kind: its own matter
            if name in registry.names("initializer"):
                known -= {"dtype"}
        config = {k: v for k, v in config.items() if k in known or k not in {*_DROPPED, "dtype"}}
        if name == "BatchNormalization" and isinstance(config.get("axis"), list) and len(config["axis"]) == 1:
            config["axis"] = config["axis"][0]
        if name in ("GRU", "GRUCell"):
            config.setdefault("reset_after", False)
        if name == "VarianceScaling" and config.get("distribution") == "normal":
            config["distribution"] = "truncated_normal"
        return {k: OLD_SIGMOID if v == "hard_sigmoid" else v for k, v in config.items()}

    # -- models --------------------------------------------------------------------------------

    def _layers(self, name: str, config: Tree, place: str) -> dict[str, Any]:
        if isinstance(config, list):
            self.old = True  # Keras 1 and 2 before 2.2.3
            config = {"layers": config}
        if not isinstance(config, dict) or not isinstance(config.get("layers"), list):
            raise self.fail(place, f"a dict with a list of layers is expected; got {shown(config)}.")
        layers = []
        for i, described in enumerate(config["layers"]):
            at = f"{place}.layers[{i}]"
            layer = self.object(described, at)
            if name == "Functional" and "inbound_nodes" in layer:
                calls = layer["inbound_nodes"]
                if not isinstance(calls, list):
                    raise self.fail(f"{at}.inbound_nodes", f"a list of calls is expected; got {shown(calls)}.")
                layer["inbound_nodes"] = [
                    self._call(layer["class_name"], call, f"{at}.inbound_nodes[{n}]") for n, call in enumerate(calls)
                ]
            layers.append(layer)
        config = {**config, "layers": layers}
        if self.old:
            config = {k: v for k, v in config.items() if k in _MODEL_KEYS}
        if name == "Functional":
            for key in ("input_layers", "output_layers"):
                if key not in config:
                    raise self.fail(place, f"{key} is missing.")
                config[key] = self._ends(config[key], f"{place}.{key}")
            _count_from_zero(config)
        return config

    def _call(self, layer_class: str, call: Tree, place: str) -> dict[str, Any]:
        """A call as {'args': ..., 'kwargs': ...}."""
        if isinstance(call, dict) and "args" in call:
            if not isinstance(call["args"], list) or not isinstance(call.get("kwargs"), dict):
                raise self.fail(place, "args in a list and kwargs in a dict are expected.")
            self._histories(call, place)
            return call
        if isinstance(call, dict):
            return {"args": [{key: self._place(v, f"{place}.{key}") for key, v in call.items()}], "kwargs": {}}
        if not isinstance(call, list) or not call:
            raise self.fail(place, f"a list of places [layer, call, result, ...] is expected; got {shown(call)}.")
        if isinstance(call[0], str):
            call = [call]
        places = [self._place(entry, f"{place}[{i}]") for i, entry in enumerate(call)]
        kwargs = call[0][3] if len(call[0]) > 3 else {}
        if not isinstance(kwargs, dict):
            raise self.fail(f"{place}[0][3]", f"arguments in a dict are expected; got {shown(kwargs)}.")
        kwargs = {key: self._references(value) for key, value in kwargs.items()}
        if layer_class in _RECURRENT and len(places) > 1:  # Keras 2 handed first states over among the inputs
            return {"args": [places[0]], "kwargs": {**kwargs, "initial_state": places[1:]}}
        return {"args": [places[0] if len(places) == 1 else places], "kwargs": kwargs}

    def _histories(self, value: Tree, place: str) -> None:
        """Refuse places that are none."""
        if isinstance(value, dict):
            if value.get("class_name") == TENSOR:
                config = value.get("config")
                history = config.get("keras_history") if isinstance(config, dict) else None
                if not _is_place(history):
                    raise self.fail(place, f"a place [layer, call, result] is expected; got {shown(history)}.")
                return
            for key, part in value.items():
                self._histories(part, _at(place, key))
        elif isinstance(value, list):
            for i, part in enumerate(value):
                self._histories(part, f"{place}[{i}]")

    def _references(self, value: Tree) -> Tree:
        """Places among the arguments of a call of Keras 2."""
        if isinstance(value, list):
            return _tensor(value) if _is_place(value) else [self._references(part) for part in value]
        return value

    def _place(self, entry: Tree, place: str) -> Tree:
        if not _is_place(entry):
            raise self.fail(place, f"a place [layer, call, result] is expected; got {shown(entry)}.")
        return _tensor(entry)

    def _ends(self, ends: Tree, place: str) -> Tree:
        if isinstance(ends, dict):
            return {key: self._ends(part, _at(place, key)) for key, part in ends.items()}
        if not isinstance(ends, list) or not ends:
            raise self.fail(place, f"places [layer, call, result] in a list are expected; got {shown(ends)}.")
        if _is_place(ends):
            return ends[:3]
        inner = [self._ends(part, f"{place}[{i}]") for i, part in enumerate(ends)]
        return inner[0] if self.old and len(inner) == 1 else inner


OLD_SIGMOID: Final = get_registered_name(hard_sigmoid)
_MODEL_KEYS: Final = ("name", "trainable", "layers", "input_layers", "output_layers", "build_input_shape")


def _at(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _is_place(entry: Tree) -> bool:
    return (
        isinstance(entry, list)
        and len(entry) in (3, 4)
        and isinstance(entry[0], str)
        and all(type(number) is int and number >= 0 for number in entry[1:3])
    )


def _tensor(entry: Tree) -> dict[str, Any]:
    return {"class_name": TENSOR, "config": {"shape": None, "dtype": "float32", "keras_history": entry[:3]}}


def _count_from_zero(config: dict[str, Any]) -> None:
    """Keras 2 counted a model's own graph as its first call: calls of nested models then begin with 1."""
    models = {layer.get("name") for layer in config["layers"] if layer["class_name"] in _MODELS}
    uses: dict[str, list[list[Any]]] = {}
    waiting: list[Tree] = [config["input_layers"], config["output_layers"]]
    waiting += [layer.get("inbound_nodes", []) for layer in config["layers"]]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting.extend(part.values())
        elif _is_place(part):
            if part[0] in models:
                uses.setdefault(part[0], []).append(part)
        elif isinstance(part, list):
            waiting.extend(part)
    for places in uses.values():
        if min(place[1] for place in places) > 0:
            for place in {id(place): place for place in places}.values():
                place[1] -= 1
