from __future__ import annotations

import time
from collections.abc import Callable, Collection
from html import escape
from pathlib import Path
from typing import Any, ClassVar, Final, Protocol

import ipywidgets as widgets

from kwidgets.forms import give_back
from kwidgets.i18n import on_language, t
from kwidgets.panels.inspector.page_activations import ActivationsPage
from kwidgets.panels.inspector.page_config import ConfigPage
from kwidgets.panels.inspector.page_difference import DifferencePage
from kwidgets.panels.inspector.page_gradients import GradientsPage
from kwidgets.panels.inspector.page_layers import LayersPage
from kwidgets.panels.inspector.page_weights import WeightsPage
from kwidgets.panels.inspector.sample import Samples
from kwidgets.panels.inspector.sample_box import SampleBox
from kwidgets.panels.pages import Pages
from kwidgets.panels.panel import Panel
from kwidgets.session import follow, session_of

PAGES: Final = ("layers", "config", "weights", "activations", "gradients", "difference")
_SHARE = 20.0  # a picture that takes long to compute comes so many times its own time later, while a training runs


class _Page(Protocol):
    rows: list[Any]

    def show(self, *, running: bool) -> None: ...

    def made(self) -> list[widgets.Widget]: ...

    def still(self) -> bytes | None: ...


class Inspector(Panel):
    """A model looked into: its layers, its config, its weights, what comes out of each layer, the gradients.

    It follows the model while that is trained, and computes only what is looked at.

    Args:
        model: a model of the engine, of any kind.
        other: what it is compared with: another model, a config (a dict), or a text of JSON or YAML; or None.
        x: inputs to look at the model with, or None: a sample is made up then.
        y: the right answers to them, for the gradients; or None.
        sample: number of the sample in `x`, or a sample itself.
        page: what is seen first, of `PAGES`; None: the difference where there is another one, else the first page.
        pages: which pages there are, of `PAGES`; None: all. "difference" needs something to compare with.
        language: "ko" or "en" for everything on the screen; None: as it is.

    Attributes:
        model: the model.
        widget: the panel.

    Raises:
        TypeError, ValueError: for what is no model, data that do not fit it, or a page that there is not.
    """

    ROOM = "inspector"
    SHEET: ClassVar[Path | None] = Path(__file__).with_name("inspector.css")

    def __init__(
        self,
        model: Any,
        other: Any = None,
        *,
        x: Any = None,
        y: Any = None,
        sample: Any = 0,
        page: str | None = None,
        pages: Collection[str] | None = None,
        language: str | None = None,
    ) -> None:
        if not (hasattr(model, "layers") and hasattr(model, "weights") and hasattr(model, "graph")):
            raise TypeError(
                f"Inspector looks into a model, such as kcore.Sequential([...]); got {type(model).__name__}."
            )
        super().__init__(language=language)
        self.model = model
        self._summary = widgets.HTML()
        self._due = 0.0
        samples = Samples(model, x, y, sample)
        self._box = box = SampleBox(samples, self._do, self._show)
        make: dict[str, Callable[[], _Page]] = {
            "layers": lambda: LayersPage(model),
            "config": lambda: ConfigPage(model),
            "weights": lambda: WeightsPage(model, samples, box, self._do),
            "activations": lambda: ActivationsPage(model, samples, box, self._do),
            "gradients": lambda: GradientsPage(model, samples, self._do),
            "difference": lambda: DifferencePage(model, other),
        }
        self._made = {name: make[name]() for name in _wanted(pages, compared=other is not None)}
        self._pages = Pages("inspector.pages", {name: made.rows for name, made in self._made.items()}, self._turned)
        if page is not None or "difference" in self._made:
            self._pages.turn(page or "difference")
        self._lay_out([self._summary, self._pages.widget], says_after=1)
        self._show()
        follow(model, self._follow)
        on_language(self._speak)

    @property
    def page(self) -> str:
        """Name of the page that is seen."""
        return self._pages.value

    def turn(self, page: str) -> None:
        """Turn to another page, as a click on its tab does.

        Raises:
            ValueError: where there is no such page.
        """
        self._pages.turn(page)

    def still(self) -> bytes | None:
        """The picture of the page as the bytes of a PNG file; None where it has none."""
        return self._made[self.page].still()

    def _words(self) -> str:
        layers, parameters = len(self.model.layers), self.model.count_params()
        return f"{self.model.name} ({type(self.model).__name__}), {layers} layers, {parameters} parameters; {self.page}"

    def _rest(self) -> None:
        # What is not seen now is no child of the panel: it would stay behind.
        give_back([self._box.widget, *(widget for page in self._made.values() for widget in page.made())])

    def _do(self, command: Callable[[], None]) -> None:
        self._do_between_steps(self.model, command)

    def _turned(self, name: str) -> None:
        self._do(self._show)

    def _speak(self) -> None:
        self._dare(self._show)  # what fails here must not keep other panels from the new language

    def _follow(self) -> None:
        """The weights have changed: by a training, another panel, or a cell."""
        session = session_of(self.model)
        running = session is not None and session.running
        began = time.perf_counter()
        if not running or began >= self._due:
            self._dare(lambda: self._show(running=running))
            ended = time.perf_counter()
            self._due = ended + _SHARE * (ended - began)

    def _show(self, *, running: bool = False) -> None:
        """Bring what is seen up to date.

        Args:
            running: whether nothing but the weights can have changed, and will soon again.
        """
        if self._closed:
            return
        model = self.model
        said = t(
            "inspector.summary",
            name=model.name,
            kind=type(model).__name__,
            layers=len(model.layers),
            parameters=f"{model.count_params():,}",
            trainable=f"{sum(int(v.value.size) for v in model.trainable_weights):,}",
        )
        self._summary.value = f"<p>{escape(said)}</p>"
        self._made[self.page].show(running=running)


def _wanted(pages: Collection[str] | None, *, compared: bool) -> list[str]:
    """The pages that there are, in their order."""
    asked = [name for name in PAGES if compared or name != "difference"] if pages is None else pages
    for name in asked:
        if name not in PAGES:
            raise ValueError(f"Inspector has no page {name!r}. It has: {', '.join(PAGES)}.")
    if not asked:
        raise ValueError(f"Inspector needs a page to show, of {', '.join(PAGES)}.")
    if "difference" in asked and not compared:
        raise ValueError('The page "difference" needs another model or a config: Inspector(model, other, ...).')
    return [name for name in PAGES if name in asked]
