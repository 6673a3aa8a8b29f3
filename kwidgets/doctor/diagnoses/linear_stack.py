from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kcore.layers import Dense
from kwidgets.doctor.anatomy import function_of, maker
from kwidgets.doctor.cures.structure import other_hidden
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs


class LinearStack(Diagnosis):
    """Looks for Dense layers with no function between them. No threshold: together they are one layer.

    A layer with fewer units than come in and go out is none of them: there fewer numbers are the point.
    """

    name = "linear_stack"
    lesson = 4
    stage = "start"
    severity = "hint"
    explains = ("nothing_learned",)

    def find(self, signs: Signs) -> Iterable[Finding]:
        model = signs.case.model
        found = list(_pairs(model)) if getattr(model, "graph", None) is not None else []
        if found:
            layers = {layer.name: layer for pair in found for layer in pair}
            first, last = found[0][0], found[-1][1]
            inputs, units = first.kernel.shape[0], last.units
            yield self.finding(
                cure=other_hidden("relu"), layers=", ".join(layers), units=units,
                parameters=sum(layer.count_params() for layer in layers.values()), one=int((inputs + 1) * units),
            )  # fmt: skip


def _pairs(model: Any) -> Iterator[tuple[Any, Any]]:
    """Each Dense layer that takes what another one gives as it is."""
    for node in model.graph.calls:
        layer = node.operation
        before = maker(node.inputs[0]) if isinstance(layer, Dense) else None
        if not isinstance(before, Dense) or function_of(before) != "linear":
            continue
        if before.units >= min(before.kernel.shape[0], layer.units):
            yield before, layer
