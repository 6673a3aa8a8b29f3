"""Layers in words: what a screen reader reads, and what a notebook compares."""

from __future__ import annotations

import math

import numpy as np

from kwidgets.i18n import number, t
from kwidgets.pictures.axis import Axis, span
from kwidgets.pictures.bars import Bars
from kwidgets.pictures.layer import Layer
from kwidgets.pictures.lines import Band, Line, Mark
from kwidgets.pictures.maps import Map
from kwidgets.pictures.points import Points
from kwidgets.pictures.words import said


def in_words(layer: Layer, x: Axis, y: Axis) -> str:
    """A layer in a few words; empty for one that only goes with others."""
    match layer:
        case Line(mark="arrow"):
            return said(layer.label)
        case Line():
            return _line(layer, y.unit)
        case Points():
            return _points(layer)
        case Bars():
            return _bars(layer, x, y.unit)
        case Map():
            return _map(layer)
        case Mark():
            unit = x.unit if layer.way == "vertical" else y.unit
            return f"{said(layer.label) or t('live.words.mark')} {number(layer.value, unit)}"
        case Band():
            return said(layer.label)
    return ""


def _line(layer: Line, unit: str) -> str:
    y = np.asarray(layer.y)
    name = said(layer.label) or t("live.words.line")
    finite = y[np.isfinite(y)]
    if not finite.size:
        return t("live.words.nothing", name=name)
    low, high = span(finite)
    last = number(float(y[-1]), unit)
    return t("live.words.course", name=name, last=last, low=number(low), high=number(high))


def _points(layer: Points) -> str:
    count = len(np.asarray(layer.x))
    words = t("live.words.points", name=said(layer.label), count=count).strip()
    if layer.groups is None:
        return words
    counts = np.bincount(np.asarray(layer.groups, dtype=int), minlength=len(layer.labels))
    return f"{words} ({', '.join(f'{said(label)} {n}' for label, n in zip(layer.labels, counts, strict=True))})"


def _bars(layer: Bars, x: Axis, unit: str) -> str:
    heights = np.asarray(layer.heights)
    parts = []
    for group, row in enumerate(heights):
        name = said(layer.names[group]) if layer.names else said(layer.label) or t("live.words.bars")
        if not np.isfinite(row).any():
            parts.append(t("live.words.nothing", name=name))
            continue
        top = int(np.nanargmax(np.where(np.isfinite(row), row, np.nan)))
        if layer.edges is not None:
            edges = np.asarray(layer.edges)
            where = f"{number(float(edges[top]))}–{number(float(edges[top + 1]), x.unit)}"
        else:
            where = said(x.categories[top]) if top < len(x.categories) else str(top)
        parts.append(t("live.words.highest", name=name, value=number(float(row[top]), unit), where=where))
    return ", ".join(parts)


def _map(layer: Map) -> str:
    rows, columns = np.shape(layer.values)
    name = said(layer.label) or t("live.words.map")
    low, high = span(layer.values)
    if layer.scale == "classes" or math.isnan(low):
        return t("live.words.cells", name=name, rows=rows, columns=columns)
    return t(
        "live.words.cells.from", name=name, rows=rows, columns=columns, low=number(low), high=number(high, layer.unit)
    )
