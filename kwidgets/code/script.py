from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kcore import registry
from kcore.parameter import REQUIRED
from kwidgets.code.model import model_script
from kwidgets.code.values import automatic, call, layer_call, shift, value

_FIT_DEFAULTS = {"batch_size": 32, "epochs": 1, "shuffle": True, "validation_data": None}


def script(
    layers: Sequence[Any],
    compile_arguments: Mapping[str, Any],
    fit_arguments: Mapping[str, Any],
    *,
    names: Sequence[str] = ("x_train", "y_train"),
    seed: int | None = None,
) -> str:
    """The whole code of a sequential model, from the import to `fit`.

    Args:
        layers: the layers, an `InputLayer` or what `Input` returned among them.
        compile_arguments: what `compile` is given: optimizer, loss, metrics.
        fit_arguments: what `fit` is given beside the data: batch_size, epochs.
        names: what the inputs and the targets are called, and after them those of validation.
        seed: for `set_random_seed`, or None.

    Returns:
        Lines of Python without a line end at the end.

    Raises:
        ValueError: for a value that no code can stand for, such as a lambda.
    """
    model = ["model = keras.Sequential([", *(f"    {shift(layer_call(layer))}," for layer in layers), "])"]
    return "\n".join(["import keras", "", *_whole(model, compile_arguments, fit_arguments, names, seed)])


def training_script(
    model: Any,
    compile_arguments: Mapping[str, Any],
    fit_arguments: Mapping[str, Any],
    *,
    names: Sequence[str] = ("x_train", "y_train"),
    seed: int | None = None,
) -> str:
    """The whole code of any model that code can stand for, from the import to `fit`. Arguments: see `script`.

    Raises:
        ValueError: as `model_script` and `script`.
    """
    head, _, *lines = model_script(model).split("\n")
    return "\n".join([head, "", *_whole(lines, compile_arguments, fit_arguments, names, seed)])


def _whole(
    model: Sequence[str],
    compile_arguments: Mapping[str, Any],
    fit_arguments: Mapping[str, Any],
    names: Sequence[str],
    seed: int | None,
) -> list[str]:
    """The lines that make a model, with seed, `compile` and `fit` around them."""
    x, y, *validation = names
    fit = [f"{k}={value(v)}" for k, v in fit_arguments.items() if _FIT_DEFAULTS.get(k, REQUIRED) != v]
    if validation:
        fit.append(f"validation_data=({', '.join(validation)})")
    settings = [f"{k}={value(v)}" for k, v in compile_arguments.items() if v is not None]
    return [
        *([] if seed is None else [f"keras.utils.set_random_seed({seed})"]),
        *model,
        call("model.compile", settings),
        "history = " + call("model.fit", [x, y, *fit]),
    ]


def compile_line(model: Any) -> str:
    """The call that compiles a model as this one is; empty if it is not compiled."""
    if model.compiled is None:
        return ""
    names = ("loss", "loss_weights", "metrics", "weighted_metrics")
    settings = {name: _in_order(model, getattr(model.compiled, name)) for name in names}
    arguments = [f"{name}={value(setting)}" for name, setting in settings.items() if setting is not None]
    return call("model.compile", [f"optimizer={_optimizer(model.optimizer)}", *arguments])


def _in_order(model: Any, setting: Any) -> Any:
    """What is given by the names of outputs, by their order instead: automatic names are not in the code."""
    if not isinstance(setting, dict) or model.graph is None or isinstance(model.output, dict):
        return setting
    named = {layer.name for layer in model.layers if not automatic(type(layer), layer.name)}
    names = model.output_names
    return setting if named >= set(names) or len(set(names)) < len(names) else [setting.get(name) for name in names]


def _optimizer(optimizer: Any) -> str:
    """An optimizer with nothing but defaults by its name alone."""
    made, name = value(optimizer), type(optimizer).__name__.lower()
    return f'"{name}"' if made.endswith("()") and registry.knows("optimizer", name) else made
