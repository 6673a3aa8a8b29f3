"""Colours that mean something, one table for live pictures and stills.

From the palette of Okabe and Ito, which colour-blind eyes tell apart. Colour is never alone: lines differ in dash,
points in shape. The live views mix a little of the text's colour in, so that the same colour stands out on light and
dark.
"""

from __future__ import annotations

from typing import Final

COLOURS: Final = {
    "train": "#0072B2",
    "validation": "#D55E00",
    "baseline": "#7A7A7A",
    "guess": "#009E73",
    "alarm": "#CC79A7",
}
"""Looks with a meaning that is the same in every picture."""

SERIES: Final = {
    "a": "#0072B2",
    "b": "#E69F00",
    "c": "#009E73",
    "d": "#CC79A7",
    "e": "#56B4E9",
    "f": "#D55E00",
}
"""Looks of things of one kind: runs, classes, functions."""

LOOKS: Final = COLOURS | SERIES

SHARES: Final = {
    "train": 76, "validation": 80, "baseline": 60, "guess": 76, "alarm": 84,
    "a": 84, "b": 84, "c": 86, "d": 86, "e": 84, "f": 88,
}  # fmt: skip
"""How many hundredths of a look are its own colour in the live views; the rest is the text's."""

DASHES: Final = {
    "train": (), "validation": (7, 5), "baseline": (14, 5, 2, 5), "guess": (2, 5), "alarm": (3, 4),
    "a": (), "b": (9, 4), "c": (3, 4), "d": (12, 4, 3, 4), "e": (6, 3), "f": (14, 3, 2, 3, 2, 3),
}  # fmt: skip
"""Lengths of strokes and gaps of a look's lines, in pixels; empty for a line without gaps."""

SHAPES: Final = ("circle", "square", "triangle", "diamond", "cross", "down")
"""Marks of points, in the order of the series."""

SCALES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "sequential": {
        "light": ("#FBFBE8", "#C9E7B9", "#63BCC1", "#2370B4", "#0B2361"),
        "dark": ("#171C33", "#22508F", "#3D9FA6", "#A9DA80", "#FDF8BE"),
    },
    "diverging": {
        "light": ("#A85500", "#E69F00", "#F6F4EF", "#4FA3D9", "#005A96"),
        "dark": ("#FFC266", "#C77F0A", "#2B2C30", "#2F7FBD", "#8CCBF5"),
    },
    "boundary": {
        "light": ("#E8A23C", "#F3CB8E", "#F8F6F2", "#A6CFEC", "#5BA6DC"),
        "dark": ("#A8690F", "#6B4717", "#2B2C30", "#1F4A6B", "#2674AC"),
    },
    "heights": {
        "light": ("#F7F9F5", "#DDEBDD", "#C2D9D8", "#A7C1D2", "#8DA7C8"),
        "dark": ("#14171B", "#1B2A32", "#234049", "#2D565B", "#3C6D69"),
    },
    "grey": {"light": ("#000000", "#FFFFFF"), "dark": ("#000000", "#FFFFFF")},
}
"""Colours of maps from low to high, at equal distances, with straight lines in RGB between. More is more ink: on dark
grounds more is brighter. The middle of the diverging one is the ground, orange is below it, blue above; `boundary` is
the same, paler, so that points stand out on it; on `heights` lines and points of all looks do."""
