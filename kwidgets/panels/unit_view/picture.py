"""What is looked at as a still picture, for files and pages that run no kernel."""

from __future__ import annotations

import numpy as np

from kcore.autodiff import Array
from kwidgets import stills
from kwidgets.panels.unit_view.state import UnitViewState
from kwidgets.pictures import Axis, Bars, Content, Map

_MOST = 24  # rows and columns that can be read


def still(state: UnitViewState) -> bytes:
    """A unit's products, bias and sum as bars, anything else as a map of its numbers; the bytes of a PNG file."""
    unit = state.arithmetic if state.stage == "unit" else None
    if unit is None:
        values = _grid(_seen(state))
        sides = Axis("", whole=True), Axis("", whole=True, reverse=True)
        content = Content(state.here.name, *sides)
        content.show([Map(values, numbers=True)])
        return stills.chart_still(content)
    parts = {f"x{i + 1} · w{i + 1}": float(unit.products[i]) for i in unit.shown}
    if len(unit.shown) < unit.inputs.size:
        parts["…"] = unit.rest
    parts |= {"b": unit.bias or 0.0, "z": unit.total, f"{unit.activation}(z)": unit.output}
    content = Content(f"{state.here.name}, {state.unit}", Axis(), Axis())
    content.show([Bars(list(parts.values()), labels=list(parts))])
    return stills.chart_still(content)


def _seen(state: UnitViewState) -> Array:
    """The array that the step is about."""
    if state.stage == "layer":
        return state.here.output
    batch, now = state.batch, state.now
    if now.kind == "input":
        return state.inputs[0]
    if now.kind == "backward":
        gradient = batch.gradients[now.number]
        return batch.answer if gradient is None else gradient
    if now.kind == "update":
        return next(iter(batch.moves[now.number].values())).after
    return batch.answer if now.kind == "loss" else batch.boxes[now.number].output


def _grid(array: Array) -> Array:
    """Any array as rows of numbers, cut where they can no longer be read."""
    rows = np.asarray(array, dtype=float).reshape(len(array) if array.ndim > 1 else 1, -1)
    return rows[:_MOST, :_MOST]
