"""A chart as a file."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kwidgets import i18n, theme
from kwidgets.pictures import Axis, Band, Bars, Content, Layer, Line, Map, Mark, Points, said
from kwidgets.pictures.points import group_mark
from kwidgets.stills.look import Format, figure, hatched, saved, styled
from kwidgets.stills.names import GAP, write_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

_SHAPES: Final = {"circle": "o", "square": "s", "triangle": "^", "diamond": "D", "cross": "P", "down": "v"}


def chart_still(
    content: Content,
    *,
    language: str | None = None,
    file_format: Format = "png",
    size: tuple[float, float] | None = None,
) -> bytes:
    """A chart as a file: the same input gives the same bytes.

    Args:
        content: what it shows.
        language: `"ko"` or `"en"`; without it the current language.
        file_format: `"png"` (110 dots an inch) or `"svg"`.
        size: width and height in inches.

    Returns:
        The bytes of the file.
    """
    language = language or i18n.language()
    with styled():
        drawn = figure(size or ((6.4, 4.8) if content.equal else (7.2, 3.8)))
        axes = drawn.add_subplot()
        _Drawing(axes, content, language).draw()
        return saved(drawn, file_format)


class _Drawing:
    """Draws a content on axes of matplotlib."""

    def __init__(self, axes: Axes, content: Content, language: str) -> None:
        self._axes, self._content, self._language = axes, content, language
        self._names: list[tuple[float, str, str]] = []
        self._keys: list[Any] = []  # what the legend explains
        self._maps = any(isinstance(layer, Map) for layer in content.layers)

    def draw(self) -> None:
        content, axes = self._content, self._axes
        draw: dict[type[Layer], Callable[[Any], None]] = {
            Line: self._line, Band: self._band, Points: self._points,
            Bars: self._bars, Map: self._map, Mark: self._mark,
        }  # fmt: skip
        for layer in content.layers:
            draw[type(layer)](layer)
        x, (in_x, in_y, in_log) = content.x, content.ends
        axes.set_xscale("log" if x.log else "linear")
        axes.set_yscale("log" if content.log else "linear", **({"nonpositive": "clip"} if content.log else {}))
        axes.set_xlim(*(reversed(in_x) if x.reverse else in_x))
        ends = in_log if content.log else in_y
        axes.set_ylim(*(reversed(ends) if content.y.reverse else ends))
        self._label(x, axes.xaxis)
        self._label(content.y, axes.yaxis)
        axes.set_title(said(content.title, self._language), loc="left", fontweight="normal")
        if content.equal:
            axes.set_aspect("equal")
        if not self._maps:
            axes.grid(axis="y", color="0.9")
            axes.set_axisbelow(True)
        if self._names and len(self._names) * GAP <= 1:
            write_names(axes, self._names)
        if self._keys:
            columns = min(4, len(self._keys))
            axes.figure.legend(
                handles=self._keys, loc="outside lower center", ncols=columns, frameon=False, fontsize=10
            )

    def _label(self, axis: Axis, drawn: Any) -> None:
        label = said(axis.label, self._language)
        drawn.set_label_text(f"{label} ({axis.unit})" if label and axis.unit else label or axis.unit)
        if axis.categories:
            drawn.set_ticks(range(len(axis.categories)), [said(name, self._language) for name in axis.categories])
        elif axis.whole:
            from matplotlib.ticker import MaxNLocator

            drawn.set_major_locator(MaxNLocator(integer=True))

    def _line(self, layer: Line) -> None:
        x, y = np.asarray(layer.x), np.asarray(layer.y)
        finite = np.flatnonzero(np.isfinite(y) & np.isfinite(x))
        if not len(finite):
            return
        colour = theme.LOOKS[layer.look]
        mark: dict[str, Any] = {}
        if layer.mark == "arrow":
            for i in finite[1:]:
                if i - 1 in finite and i + 1 not in finite and (x[i], y[i]) != (x[i - 1], y[i - 1]):
                    style = {"arrowstyle": "-|>", "color": colour, "shrinkA": 0, "shrinkB": 0}
                    self._axes.annotate("", (x[i], y[i]), (x[i - 1], y[i - 1]), arrowprops=style)
        elif layer.mark:
            every = [int(finite[-1])] if layer.mark == "end" else max(1, len(x) // 25)
            mark = {"marker": "o" if layer.mark == "end" else "D", "markersize": 4.5, "markevery": every}
        (drawn,) = self._axes.plot(
            x, np.where(np.isfinite(y), y, np.nan), color=colour, linewidth=2.0, linestyle=_dash(layer.look), **mark
        )
        if layer.label:
            name = said(layer.label, self._language)
            if self._maps:
                drawn.set_label(name)
                self._keys.append(drawn)
            else:
                self._names.append((float(y[finite[-1]]), f"{name} {i18n.number(float(y[finite[-1]]))}", colour))

    def _band(self, layer: Band) -> None:
        low, high = np.asarray(layer.low), np.asarray(layer.high)
        drawn = self._axes.fill_between(
            np.asarray(layer.x), low, high, color=theme.LOOKS[layer.look], alpha=0.2, linewidth=0
        )
        if layer.label:
            drawn.set_label(said(layer.label, self._language))
            self._keys.append(drawn)

    def _points(self, layer: Points) -> None:
        x, y = np.asarray(layer.x), np.asarray(layer.y)
        style: dict[str, Any] = {"s": 0.6 * layer.size**2, "linewidths": 0.5, "edgecolors": "white"}
        if layer.groups is not None:
            for k, label in enumerate(layer.labels):
                chosen = np.asarray(layer.groups) == k
                shape, look = group_mark(k)
                drawn = self._axes.scatter(
                    x[chosen], y[chosen], color=theme.LOOKS[look], marker=_SHAPES[shape], zorder=3, **style
                )
                drawn.set_label(said(label, self._language))
                self._keys.append(drawn)
            return
        if layer.values is not None:
            low, high = layer.ends()
            style |= {
                "c": np.asarray(layer.values),
                "cmap": colours(layer.scale),
                "vmin": low,
                "vmax": high,
                "edgecolors": "0.3",
            }
        else:
            style |= {"color": theme.LOOKS[layer.look]}
        drawn = self._axes.scatter(x, y, zorder=3, **style)
        if layer.values is not None:
            self._axes.figure.colorbar(drawn, ax=self._axes, label=said(layer.label, self._language), shrink=0.9)
        elif layer.label:
            drawn.set_label(said(layer.label, self._language))
            self._keys.append(drawn)

    def _bars(self, layer: Bars) -> None:
        heights = np.asarray(layer.heights)
        groups, count = heights.shape
        for group, look in enumerate(layer.looks):
            if layer.edges is not None:
                edges = np.asarray(layer.edges)
                where, width = edges[:-1], np.diff(edges)
            else:
                where, width = np.arange(count) - 0.4 + 0.8 * group / groups, np.full(count, 0.8 / groups)
            drawn = self._axes.bar(
                where, heights[group], width, align="edge", color=theme.LOOKS[look], edgecolor="white", linewidth=0.6
            )
            if layer.names:
                drawn.set_label(said(layer.names[group], self._language))
                self._keys.append(drawn)

    def _mark(self, layer: Mark) -> None:
        colour, label = theme.LOOKS[layer.look], said(layer.label, self._language)
        style: dict[str, Any] = {"color": colour, "linewidth": 1.6, "linestyle": _dash(layer.look)}
        if layer.way == "vertical":
            self._axes.axvline(layer.value, **style)
            low, high = self._content.ends[0]
            left = layer.value > (low + high) / 2
            if label:
                self._axes.annotate(
                    label, (layer.value, 1), xycoords=("data", "axes fraction"), ha="right" if left else "left",
                    xytext=(-4 if left else 4, -12), textcoords="offset points",
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
                )  # fmt: skip
            return
        drawn = self._axes.axhline(layer.value, **style)
        if label and self._maps:
            drawn.set_label(label)
            self._keys.append(drawn)
        elif label:
            self._names.append((layer.value, f"{label} {i18n.number(layer.value)}", colour))

    def _map(self, layer: Map) -> None:
        from matplotlib.patches import Patch

        values = np.ma.masked_invalid(np.asarray(layer.values))
        low, high = layer.ends()
        x0, x1, y0, y1 = layer.edges
        rows, columns = values.shape
        if layer.scale == "classes":
            low, high = -0.5, 255.5
        self._axes.add_patch(
            hatched(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))  # seen where a cell has no value
        )
        image = self._axes.imshow(
            values, extent=(x0, x1, y0, y1), origin="lower", vmin=low, vmax=high, aspect="auto", zorder=1,
            cmap=colours(layer.scale, layer.steps),
            interpolation="bilinear" if layer.smooth else "nearest",
        )  # fmt: skip
        if layer.numbers and rows * columns <= 400:
            self._write_numbers(layer, image)
        if not layer.legend:
            return
        if layer.scale == "classes":
            paints = colours("classes")
            self._keys += [
                Patch(color=paints(k), label=said(label, self._language)) for k, label in enumerate(layer.labels)
            ]
        else:
            label = said(layer.label, self._language)
            text = f"{label} ({layer.unit})" if label and layer.unit else label or layer.unit
            self._axes.figure.colorbar(image, ax=self._axes, label=text, shrink=0.9)

    def _write_numbers(self, layer: Map, image: Any) -> None:
        values = np.asarray(layer.values)
        x0, x1, y0, y1 = layer.edges
        rows, columns = values.shape
        for row, column in np.argwhere(np.isfinite(values)):
            value = float(values[row, column])
            red, green, blue, _ = image.cmap(image.norm(value))
            dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.55
            where = (x0 + (column + 0.5) * (x1 - x0) / columns, y0 + (row + 0.5) * (y1 - y0) / rows)
            text = f"{value:.0f}" if value == round(value) else i18n.number(value)
            self._axes.annotate(text, where, ha="center", va="center", color="white" if dark else "black", fontsize=10)


@functools.cache
def colours(scale: str, steps: int = 0) -> Colormap:
    """A scale of the theme for matplotlib, as it is on light ground."""
    from matplotlib.colors import LinearSegmentedColormap, ListedColormap, to_rgb

    if scale == "classes":
        series = [np.array(to_rgb(colour)) for colour in theme.SERIES.values()]
        shades = [series[k % 6] + (1 - series[k % 6]) * (0.55 if k < 6 else 0.3) for k in range(256)]
        return ListedColormap(shades, "classes")
    return LinearSegmentedColormap.from_list(scale, theme.SCALES[scale]["light"], N=steps or 256)


def _dash(look: str) -> Any:
    dash = theme.DASHES[look]
    return (0, tuple(0.6 * length for length in dash)) if dash else "-"
