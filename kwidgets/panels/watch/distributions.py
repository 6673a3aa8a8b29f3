"""How the weights, answers and gradients of a layer are spread, at a step and over time."""

from __future__ import annotations

from typing import Any, Final, Literal

import numpy as np

from kcore.autodiff import Tape, value_of
from kcore.models.graph import Graph
from kcore.training.samples import Samples, listed
from kcore.training.trial import on_trial
from kwidgets.panels.inspector.sample import looking

What = Literal["weights", "activations", "gradients"]
SHARES: Final = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
"""Of the values lie below the lines that are drawn over time."""

_PROBE: Final = 256  # samples
_MOST: Final = 20_000  # values of which the spread is judged
_BARS: Final = 30


class Layers:
    """The layers of a model whose numbers can be looked at.

    Args:
        model: the model.
        samples: a few of them are the probe; None: only weights can be looked at.
    """

    def __init__(self, model: Any, samples: Samples | None) -> None:
        self._model = model
        self._probe = None if samples is None else samples.part(slice(_PROBE))
        weighty = [layer for layer in model.flat_layers() if layer.weights and not layer.sublayers]
        self._weighty = {layer.name: layer for layer in weighty}
        self._places = {} if model.graph is None or self._probe is None else _places(model)

    @property
    def whats(self) -> tuple[What, ...]:
        """What can be looked at."""
        whats: tuple[What, ...] = ("weights", "activations", "gradients")
        has = {"weights": bool(self._weighty), "activations": bool(self._places),
               "gradients": bool(self._weighty) and self._probe is not None and self._probe.y is not None}  # fmt: skip
        return tuple(what for what in whats if has[what])

    def names(self, what: What) -> tuple[str, ...]:
        """The layers that have such numbers."""
        return tuple(self._places if what == "activations" else self._weighty)

    def values(self, what: What, name: str) -> Any:
        """The numbers of a layer as the model is now, shape `(n,)`; gradients are those of the probe, without chance.

        Raises:
            Exception: whatever a learner's layer raises.
        """
        if what == "weights":
            return _joined([variable.value for variable in self._weighty[name].weights])
        if what == "activations":
            return _joined(self._outputs(name))
        return _joined(self._gradients(name))

    def _outputs(self, name: str) -> list[Any]:
        probe = self._probe
        if probe is None:
            return []
        with looking(self._model):
            return [value_of(value) for value in self._places[name].run(listed(probe.x), False)]

    def _gradients(self, name: str) -> list[Any]:
        model, probe = self._model, self._probe
        if probe is None:
            return []
        with on_trial(model), np.errstate(all="ignore"):
            model.arena()
            with Tape() as tape:
                loss = model.objective.total(probe.y, model.forward(probe.x, False), probe.weight)
            stamp = tape.backward([(loss, np.ones_like(value_of(loss)))])
            variables = [v for v in self._weighty[name].weights if v.grad is not None]
            return [v.grad.copy() if v.stamp == stamp else np.zeros_like(v.value) for v in variables]


def _places(model: Any) -> dict[str, Graph]:
    """For each layer of a graph what computes its outputs."""
    nodes = {node.operation.name: node for node in model.graph.nodes if node.inputs}
    return {name: Graph(model.graph.inputs, list(_flat(node.outputs))) for name, node in nodes.items()}


def _flat(places: Any) -> list[Any]:
    return list(places) if isinstance(places, list | tuple) else [places]


def _joined(arrays: list[Any]) -> Any:
    """All values in one row, at most so many, evenly chosen."""
    values = np.concatenate([np.asarray(a, np.float32).ravel() for a in arrays]) if arrays else np.zeros(0, np.float32)
    return values if len(values) <= _MOST else values[np.linspace(0, len(values) - 1, _MOST).astype(int)]


def spread(values: Any) -> Any:
    """Below which value each of `SHARES` lies, shape `(7,)`; NaN where there is no finite number."""
    fine = values[np.isfinite(values)]
    return np.quantile(fine, SHARES).astype(np.float32) if len(fine) else np.full(len(SHARES), np.nan, np.float32)


def bars(values: Any) -> tuple[Any, Any]:
    """Shares of the values in percent, and the edges between which they lie."""
    fine = values[np.isfinite(values)].astype("float64")
    if not len(fine):
        return np.zeros(1), np.array([0.0, 1.0])
    low, high = float(fine.min()), float(fine.max())
    if low == high:
        low, high = low - (abs(low) or 1.0) * 0.05, high + (abs(high) or 1.0) * 0.05
    counts, edges = np.histogram(fine, _BARS, (low, high))
    return 100 * counts / len(fine), edges
