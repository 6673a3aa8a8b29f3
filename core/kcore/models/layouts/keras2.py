"""The layout of Keras 2 (``.h5``, ``.hdf5``): a group a layer, under its name; lists of names in attributes."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from kcore.autodiff import Array, Variable
from kcore.files import Hdf5Reader, Hdf5Writer
from kcore.models.layouts.places import Found, absent, no_match, read_layer
from kcore.models.report import LoadReport, Reason

VERSION: Final = "3.15.0"  # of the Keras whose forms are written
BACKEND: Final = "numpy"
_CONVOLUTIONS: Final = ("Conv", "SeparableConv", "DepthwiseConv")
_TURNED: Final = ("theano",)  # back ends that convolve with the kernel turned round


def layer_weights(layer: Any) -> list[Variable]:
    """The variables of a layer in the order of Keras 2: first all that training changes, then all others."""
    return [*layer.trainable_weights, *layer.non_trainable_weights]


def write(writer: Hdf5Writer, model: Any, place: str = "") -> None:
    """Write the weights of a model into a group."""
    layers = model.layers
    writer.texts(place, "layer_names", [layer.name for layer in layers])
    writer.text(place, "backend", BACKEND)
    writer.text(place, "keras_version", VERSION)
    for layer in layers:
        variables = layer_weights(layer)
        names = _names(layer, variables)
        group = _join(place, layer.name)
        writer.texts(group, "weight_names", names)
        for variable, name in zip(variables, names, strict=True):
            writer.array(f"{group}/{name}", variable.value)
    writer.texts(_join(place, "top_level_model_weights"), "weight_names", [])


def _names(layer: Any, variables: list[Variable]) -> list[str]:
    """'dense/kernel:0' and the like, each once."""
    names: dict[str, None] = {}
    for variable in variables:
        path = "/" + variable.path
        at = path.find(f"/{layer.name}/")
        name = path[at + 1 :] if at >= 0 else variable.path
        count = 0
        while (full := f"{name}{f'_{count}' if count else ''}:0") in names:
            count += 1
        names[full] = None
    return list(names)


def is_layout(file: Hdf5Reader, place: str = "") -> bool:
    """Whether a group has this layout."""
    return file.texts(place, "layer_names") is not None


def _entries(file: Hdf5Reader, place: str) -> list[tuple[str, list[str]]]:
    """Names of the layers with weights, each with the paths of these."""
    found = []
    for name in file.texts(place, "layer_names") or []:
        group = _join(place, name)
        weights = file.texts(group, "weight_names")
        if weights is None:
            raise file.fail(f"{group}@weight_names", "is missing: the names of the layer's weights.")
        if weights:
            found.append((name, [f"{group}/{weight}" for weight in weights]))
    return found


def read(file: Hdf5Reader, model: Any, skip_mismatch: bool = False, place: str = "") -> Found:
    """The numbers for a model with the same layers in the same order, whatever they are called.

    Raises:
        ModelFileError: if the number of layers, of weights in one, or a shape differs (unless that is skipped).
    """
    report, numbers = LoadReport(), []
    entries = _entries(file, place)
    layers = [layer for layer in model.layers if layer.weights]
    if len(entries) != len(layers):
        raise no_match(file, f"{len(entries)} layers with weights are in the file; {model.name!r} has {len(layers)}.")
    for (name, places), layer in zip(entries, layers, strict=True):
        numbers += _layer(file, _join(place, name), places, layer, skip_mismatch, report)
    return Found(_turned(file, place, model, numbers), report)


def read_by_name(file: Hdf5Reader, model: Any, skip_mismatch: bool = False, place: str = "") -> Found:
    """The numbers for the layers of a model that bear names of the file. Raises: see ``read``."""
    report, numbers = LoadReport(), []
    entries = dict(_entries(file, place))
    for layer in model.layers:
        if layer.weights and layer.name not in entries:
            report.skipped[layer.name] = absent()
        elif layer.weights:
            source = _join(place, layer.name)
            numbers += _layer(file, source, entries.pop(layer.name), layer, skip_mismatch, report)
    report.unused = list(entries)
    return Found(_turned(file, place, model, numbers), report)


def _layer(
    file: Hdf5Reader, source: str, places: list[str], layer: Any, skip_mismatch: bool, report: LoadReport
) -> list[tuple[Variable, Array]]:
    variables = layer_weights(layer)
    if len(places) == len(variables):
        return read_layer(file, layer.name, source, list(zip(variables, places, strict=True)), skip_mismatch, report)
    text = f"{len(places)} weights in the file under {source!r}; it has {len(variables)}"
    reason = Reason("count", text, place=source, found=len(places), wanted=len(variables))
    if not skip_mismatch:
        raise file.fail(source, f"layer {layer.name!r}: {reason}.")
    report.skipped[layer.name] = reason
    return []


def _turned(
    file: Hdf5Reader, place: str, model: Any, numbers: list[tuple[Variable, Array]]
) -> list[tuple[Variable, Array]]:
    """Kernels of convolutions as they are here: Theano turned them round before it convolved."""
    kernels = {
        id(variable)
        for layer in model.flat_layers()
        if type(layer).__name__.startswith(_CONVOLUTIONS)
        for variable in layer.own_variables
        if variable.name in ("kernel", "depthwise_kernel")
    }
    if not kernels or file.text(place, "backend") not in _TURNED:
        return numbers
    return [
        (variable, np.flip(array, tuple(range(array.ndim - 2))) if id(variable) in kernels else array)
        for variable, array in numbers
    ]


def _join(place: str, name: str) -> str:
    return f"{place}/{name}" if place else name
