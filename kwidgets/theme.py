"""Colours that mean something, one table for live pictures and stills.

From the palette of Okabe and Ito, which colour-blind eyes tell apart. Colour is never alone: lines differ in dash and
mark too. The live views mix a little of the text's colour in, so that the same colour stands out on light and dark.
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
