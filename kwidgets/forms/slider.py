from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import anywidget
import traitlets

_HERE = Path(__file__).parent


class Slider(anywidget.AnyWidget):
    """A slider that a screen reader can name. It moves between two bounds, but shows any value at its ends.

    Args:
        low: value at the left end; above 0 if `log`.
        high: value at the right end.
        step: distance of neighbouring values, in powers of ten if `log`.
        log: whether equal ways are equal factors; values then have two digits.
        **traits: `value`, `description` (its name), `tooltip`, `disabled`.
    """

    # Texts: anywidget keeps every widget whose script is given as a path.
    _esm = (_HERE / "slider.js").read_text(encoding="utf-8")
    _css = (_HERE / "slider.css").read_text(encoding="utf-8")
    value = traitlets.Float().tag(sync=True)
    low = traitlets.Float().tag(sync=True)
    high = traitlets.Float().tag(sync=True)
    step = traitlets.Float().tag(sync=True)
    log = traitlets.Bool(False).tag(sync=True)
    description = traitlets.Unicode("").tag(sync=True)
    tooltip = traitlets.Unicode("").tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)

    def __init__(self, low: float, high: float, step: float, *, log: bool = False, **traits: Any) -> None:
        super().__init__(low=low, high=high, step=step, log=log, **{"value": low, **traits})


def join(one: Any, other: Any) -> None:
    """Keep the values of two widgets equal, whichever changes, also where one of them corrects what it is given.

    traitlets' own link breaks there: it expects the value that was announced, not the corrected one.
    """

    def follow(source: Any, target: Any) -> None:
        def copy(_: object) -> None:
            if target.value != source.value and not math.isnan(source.value):
                target.value = source.value

        source.observe(copy, "value")

    follow(one, other)
    follow(other, one)
