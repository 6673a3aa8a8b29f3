from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from kwidgets import theme
from kwidgets.pictures.axis import Span, span
from kwidgets.pictures.checks import check_look, check_scale, same_length
from kwidgets.pictures.layer import Floats, Layer, numbers
from kwidgets.pictures.words import Text


@dataclass(frozen=True, slots=True, eq=False)
class Points(Layer):
    """Points that stand alone.

    Args:
        x: where they lie, shape `(n,)`.
        y: shape `(n,)`.
        groups: class of each, shape `(n,)`: whole numbers that `labels` names, or anything that can be sorted.
            Each group has a colour and a shape.
        values: or a number for each, shape `(n,)`, shown as a colour of `scale` between `low` and `high`.
        labels: names of the groups, in the order of their numbers.
        look: colour of points without groups.
        label: what they are called.
        name: what callbacks call them.
        draggable: whether they can be moved, by pointer and by arrow keys.
        keys: whether the arrow keys walk from point to point.
        size: diameter in pixels.
        scale: `"sequential"` or `"diverging"`.
        low: value of the scale's first colour; None: the lowest.
        high: value of the scale's last colour; None: the highest.

    Raises:
        TypeError, ValueError: for what is not numbers, arrays of different lengths, more groups than `labels`.
    """

    KIND: ClassVar[str] = "points"
    x: ArrayLike
    y: ArrayLike
    groups: ArrayLike | None = None
    values: ArrayLike | None = None
    labels: Sequence[Text] = ()
    look: str = "a"
    label: Text = ""
    name: str = ""
    draggable: bool = False
    keys: bool = True
    size: float = 9.0
    scale: str = "diverging"
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        check_look(self.look)
        check_scale(self.scale, classes=False)
        if self.draggable and not self.name:
            raise ValueError("Points that can be dragged need a name, by which on_drag tells them; got name=''.")
        if self.groups is not None and self.values is not None:
            raise ValueError("Points are coloured by groups or by values; both were given.")
        x, y = same_length("Points", x=self.x, y=self.y)
        object.__setattr__(self, "x", x)
        object.__setattr__(self, "y", y)
        if self.values is not None:
            object.__setattr__(self, "values", same_length("Points", x=x, values=self.values)[1])
        if self.groups is not None:
            self._number_groups(len(x))

    def _number_groups(self, length: int) -> None:
        groups = np.asarray(self.groups).ravel()
        if len(groups) != length:
            raise ValueError(f"Points has {length} points and {len(groups)} groups: one group a point is wanted.")
        labels = list(self.labels)
        if not labels:
            names, groups = np.unique(groups, return_inverse=True)
            labels = [str(name) for name in names.tolist()]
        elif length and not (groups.min() >= 0 and groups.max() < len(labels)):
            raise ValueError(
                f"Points has {len(labels)} labels, so groups are whole numbers from 0 to {len(labels) - 1}; "
                f"got numbers from {groups.min()} to {groups.max()}."
            )
        object.__setattr__(self, "groups", groups.astype(np.float32))
        object.__setattr__(self, "labels", tuple(labels))

    def structure(self) -> dict[str, Any]:
        made: dict[str, Any] = {
            "kind": self.KIND, "look": self.look, "label": self.label, "name": self.name, "keys": self.keys,
            "draggable": self.draggable, "size": self.size,
        }  # fmt: skip
        if self.groups is not None:
            made["labels"] = list(self.labels)
            made["marks"] = [[*group_mark(k), label] for k, label in enumerate(self.labels)]
        elif self.values is not None:
            made["scale"] = self.scale
        else:
            made["marks"] = [["circle", self.look, self.label]]
        return made

    def arrays(self) -> Sequence[Floats]:
        of_each = self.groups if self.groups is not None else self.values
        extra = numbers() if of_each is None else np.asarray(of_each)
        return [np.asarray(self.x), np.asarray(self.y), extra, numbers(*self.ends())]

    def ends(self) -> Span:
        """Values of the first and the last colour."""
        low, high = (0.0, 1.0) if self.values is None else span(self.values)
        return low if self.low is None else self.low, high if self.high is None else self.high

    def spans(self) -> tuple[Span, Span]:
        return _with_margin(span(self.x)), _with_margin(span(self.y))


def group_mark(k: int) -> tuple[str, str]:
    """Shape and look of a group: each has both of its own, and beyond six the pairs are new ones."""
    looks = tuple(theme.SERIES)
    return theme.SHAPES[(k + k // len(looks)) % len(theme.SHAPES)], looks[k % len(looks)]


def _with_margin(ends: Span) -> Span:
    """A little room, so that no point lies on the frame."""
    margin = 0.03 * (ends[1] - ends[0])
    return ends[0] - margin, ends[1] + margin
