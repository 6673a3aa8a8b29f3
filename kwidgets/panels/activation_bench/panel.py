from __future__ import annotations

from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import Any

from kwidgets.i18n import number, on_language
from kwidgets.panels.activation_bench.curve_view import CurveView
from kwidgets.panels.activation_bench.curves import Curves
from kwidgets.panels.activation_bench.functions import function
from kwidgets.panels.activation_bench.source import Source
from kwidgets.panels.activation_bench.vector import Vector
from kwidgets.panels.activation_bench.vector_view import VectorView
from kwidgets.panels.pages import Pages
from kwidgets.panels.panel import Panel
from kwidgets.panels.shown import chosen_of

CONTROLS = ("faces", "add", "slope", "data")
_USUAL = ("relu", "sigmoid", "tanh")


class ActivationBench(Panel):
    """Activations on the bench: their curves and slopes, and what they do to data.

    Several lie over each other. An input is dragged on the curves, and value and slope are read as numbers; the
    slopes come from the engine's own gradients. A softmax, which looks at several numbers together, has a face of its
    own.

    Args:
        *activations: names, or functions of a learner's own that compute with `keras.ops`; none: relu, sigmoid, tanh.
        data: numbers that are sent through them, of any shape; None: a built-in normal sample.
        layer: a Dense layer that gets the data; its sums are sent through the activations. None: the data themselves.
        show: what is shown beside the values, of `CONTROLS`: the tabs of both faces, the lists of other functions, the
            slopes, what is done to data; None: all.
        language: "ko" or "en" for everything on the screen; None: as it is.

    Attributes:
        widget: the panel.

    Raises:
        ValueError, TypeError: for what is no activation, more than six, data that cannot be used, or a name in `show`
            that there is not.
    """

    ROOM = "activation"
    SHEET = Path(__file__).parents[1] / "bench.css"

    def __init__(
        self,
        *activations: Any,
        data: Any = None,
        layer: Any = None,
        show: Collection[str] | None = None,
        language: str | None = None,
    ) -> None:
        super().__init__(language=language)
        shown = chosen_of("ActivationBench", CONTROLS, show)
        made = [function(one) for one in activations]
        together = [one for one in made if not one.elementwise]
        alone = [one for one in made if one.elementwise]
        source = Source(data, layer)
        self._source = source
        self._curves = Curves(alone or _USUAL, source.values())
        self._vector = Vector(together[0] if together else "softmax")
        self._curve_view = CurveView(self._curves, source, self._do, shown)
        self._vector_view = VectorView(self._vector, self._do, shown)
        pages = {"curves": [self._curve_view.widget], "vector": [self._vector_view.widget]}
        self._pages = Pages("activation.face", pages, lambda _: self._do(self._show), switch="faces" in shown)
        self._lay_out([self._pages.widget])
        if together and not alone:
            self._pages.turn("vector")
        on_language(self._show)

    @property
    def x(self) -> float:
        """The input that is looked at."""
        return self._curves.x

    def look_at(self, x: float) -> None:
        """Look at another input, as a learner does by dragging."""
        self._do(partial(self._look, x))

    def still(self) -> bytes:
        """The curves as the bytes of a PNG file."""
        view = self._curve_view.value if self._pages.value == "curves" else self._vector_view.outputs
        return view.still()

    def _words(self) -> str:
        if self._pages.value == "vector":
            inputs = ", ".join(map(number, self._vector.inputs))
            return f"{self._vector.function.name}({inputs})"
        names = ", ".join(one.described for one in self._curves.functions)
        return f"{names} at x = {number(self.x)}; {self._source.words()}"

    def _rest(self) -> None:
        self._pages.close()

    def _look(self, x: float) -> None:
        self._curves.look_at(x)
        self._curve_view.show()

    def _show(self) -> None:
        (self._curve_view if self._pages.value == "curves" else self._vector_view).show()
