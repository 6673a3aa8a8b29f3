"""How many parameters a layer has, as arithmetic: (inputs + 1) × units and the like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any, NamedTuple

from kcore.symbolic import Operation
from kwidgets.i18n import t


class Count(NamedTuple):
    """A number of parameters and the key and slots of the text that says how it comes about."""

    total: int
    key: str
    slots: dict[str, Any]

    @property
    def words(self) -> str:
        """The arithmetic in the language shown, such as `(4 inputs + 1 bias) × 5 units`; empty for no parameters."""
        slots = {name: slot.words if isinstance(slot, Count) else slot for name, slot in self.slots.items()}
        return t(self.key, **slots) if self.key else ""


NONE = Count(0, "", {})


def count(layer: Any) -> Count:
    """The parameters of a layer, from its formula; else from the shapes of its weights.

    Args:
        layer: a layer of any kind, a model among them, or an operation.
    """
    if isinstance(layer, Operation) or not layer.weights:
        return NONE
    total = layer.count_params()
    kinds = [kind.__name__ for kind in type(layer).__mro__ if kind.__module__.startswith("kcore.")]
    formula = next((FORMULAS[kind] for kind in kinds if kind in FORMULAS), None)
    found = None if formula is None else formula(layer)
    # A class derived from one of the engine's may have weights that its formula does not know.
    return found if found is not None and found.total == total else by_shapes(layer)


def by_shapes(layer: Any) -> Count:
    """The sizes of each weight multiplied, and all of them added up."""
    terms = [f"{v.name} {_times(v.shape) or 1}" for v in layer.weights]
    return Count(layer.count_params(), "inspector.count.shapes", {"terms": " + ".join(terms)})


def _times(sizes: Sequence[int]) -> str:
    return " × ".join(map(str, sizes))


def _count(total: int, key: str, **slots: Any) -> Count:
    return Count(total, f"inspector.count.{key}", slots)


def _dense(layer: Any) -> Count:
    inputs, units = layer.kernel.shape
    key = "dense" if layer.use_bias else "dense.no_bias"
    return _count((inputs + int(layer.use_bias)) * units, key, inputs=inputs, units=units)


def _embedding(layer: Any) -> Count:
    words, length = layer.embeddings.shape
    return _count(words * length, "embedding", words=words, length=length)


def _conv(layer: Any) -> Count:
    *window, channels, _ = layer.kernel.shape
    return _window(window, channels, layer.filters, layer.use_bias)


def _conv_transpose(layer: Any) -> Count:
    *window, _, channels = layer.kernel.shape
    return _window(window, channels, layer.filters, layer.use_bias)


def _window(window: Sequence[int], channels: int, filters: int, bias: bool) -> Count:
    key = "conv" if bias else "conv.no_bias"
    total = (prod(window) * channels + int(bias)) * filters
    return _count(total, key, window=_times(window), channels=channels, filters=filters)


def _depthwise(layer: Any) -> Count:
    *window, channels, multiplier = layer.kernel.shape
    key = "depthwise" if layer.use_bias else "depthwise.no_bias"
    total = (prod(window) + int(layer.use_bias)) * channels * multiplier
    return _count(total, key, window=_times(window), channels=channels, multiplier=multiplier)


def _separable(layer: Any) -> Count:
    *window, channels, multiplier = layer.depthwise_kernel.shape
    key = "separable" if layer.use_bias else "separable.no_bias"
    total = (prod(window) + layer.filters) * channels * multiplier + layer.filters * int(layer.use_bias)
    slots = {"window": _times(window), "channels": channels, "multiplier": multiplier, "filters": layer.filters}
    return _count(total, key, **slots)


def _simple_rnn(cell: Any) -> Count:
    return _recurrent(cell, gates=1, biases=1)


def _lstm(cell: Any) -> Count:
    return _recurrent(cell, gates=4, biases=1)


def _gru(cell: Any) -> Count:
    return _recurrent(cell, gates=3, biases=2 if cell.reset_after else 1)


def _recurrent(cell: Any, gates: int, biases: int) -> Count:
    inputs, units = cell.kernel.shape[0], cell.units
    biases = biases if cell.use_bias else 0
    key = "recurrent" + (".gates" if gates > 1 else "") + ("" if biases else ".no_bias")
    slots = {"inputs": inputs, "units": units, **({"gates": gates} if gates > 1 else {})}
    if biases:
        slots["biases"] = biases
    return _count(gates * (inputs + units + biases) * units, key, **slots)


def _rnn(layer: Any) -> Count:
    return count(layer.cell)


def _stacked(layer: Any) -> Count:
    return _sum([count(cell) for cell in layer.cells])


def _bidirectional(layer: Any) -> Count:
    inner = count(layer.forward_layer)
    return _count(2 * inner.total, "bidirectional", inner=inner)


def _wrapped(layer: Any) -> Count:
    return count(layer.layer)


def _model(model: Any) -> Count:
    return _sum([Count(c, "", {}) for c in (layer.count_params() for layer in model.layers) if c])


def _sum(counts: Sequence[Count]) -> Count:
    terms = " + ".join(each.words or f"{each.total:,}" for each in counts)
    return _count(sum(each.total for each in counts), "shapes", terms=terms)


def _vectors(layer: Any) -> Count | None:
    """Layers whose weights are vectors of one size: gamma, beta, moving averages."""
    shapes = {v.shape for v in layer.weights}
    if len(shapes) != 1:
        return None
    names = ", ".join(v.name for v in layer.weights)
    size = _times(next(iter(shapes))) or "1"
    return _count(layer.count_params(), "vectors", vectors=len(layer.weights), size=size, names=names)


FORMULAS: dict[str, Callable[[Any], Count | None]] = {
    "Dense": _dense,
    "Embedding": _embedding,
    "Conv": _conv,
    "ConvTranspose": _conv_transpose,
    "DepthwiseConv": _depthwise,
    "SeparableConv": _separable,
    "SimpleRNNCell": _simple_rnn,
    "LSTMCell": _lstm,
    "GRUCell": _gru,
    "RNN": _rnn,
    "StackedRNNCells": _stacked,
    "Bidirectional": _bidirectional,
    "TimeDistributed": _wrapped,
    "BatchNormalization": _vectors,
    "LayerNormalization": _vectors,
    "GroupNormalization": _vectors,
    "RMSNormalization": _vectors,
    "Model": _model,
}
"""Formulas by the engine's class; a class derived from one of these uses it, too."""
