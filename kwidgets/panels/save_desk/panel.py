from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, ClassVar, Final

import ipywidgets as widgets

from kcore.files import ModelFileError
from kwidgets.forms import give_back
from kwidgets.i18n import Slot, bind, on_language, t
from kwidgets.panels.button import button
from kwidgets.panels.chooser import Chooser
from kwidgets.panels.code_view import CodeView
from kwidgets.panels.menu import Menu
from kwidgets.panels.pages import Pages
from kwidgets.panels.panel import Panel
from kwidgets.panels.save_desk.folder import ExistsError
from kwidgets.panels.save_desk.inside_page import InsidePage
from kwidgets.panels.save_desk.kinds import KINDS, SUFFIXES
from kwidgets.panels.save_desk.load_page import LoadPage
from kwidgets.panels.save_desk.state import SaveDeskState
from kwidgets.panels.save_desk.tables import facts_table, size_words
from kwidgets.panels.shown import chosen_of, hide_others

CONTROLS: Final = ("folder", "transfer", "code")


class SaveDesk(Panel):
    """Writes a model into files, shows what is inside each and what is not, and loads them.

    Args:
        model: a model of the engine.
        folder: where files are written and read; it need not be there yet.
        custom_objects: your own classes and functions by name, for files of models that have some.
        show: which of `CONTROLS` are shown: the folder, files from and to your computer, the code; None: all.
        language: "ko" or "en" for everything on the screen; None: as it is.

    Attributes:
        model: the model.
        loaded: the model that was built last from a file; None before.
        widget: the panel.

    Raises:
        TypeError: for what is no model, or a folder that is no path.
    """

    ROOM = "desk"
    SHEET: ClassVar[Path | None] = Path(__file__).with_name("save_desk.css")

    def __init__(
        self,
        model: Any,
        folder: str | Path = ".",
        *,
        custom_objects: Mapping[str, Any] | None = None,
        show: Collection[str] | None = None,
        language: str | None = None,
    ) -> None:
        if not (hasattr(model, "save_weights") and hasattr(model, "graph")):
            raise TypeError(f"SaveDesk saves a model, such as kcore.Sequential([...]); got {type(model).__name__}.")
        if not isinstance(folder, str | Path):
            raise TypeError(f"folder must be a text or a pathlib.Path; got {folder!r}.")
        shown = chosen_of("SaveDesk", CONTROLS, show)
        super().__init__(language=language)
        self.model = model
        self._state = SaveDeskState(model, folder, custom_objects)
        self._line: tuple[str, dict[str, Slot]] = ("", {})
        self._pending: Callable[[], None] | None = None
        self._replacing = self._url = ""

        self._folder = widgets.Text(str(folder), continuous_update=False)
        self._name = widgets.Text(model.name, continuous_update=False)
        for box, key in ((self._folder, "desk.folder"), (self._name, "desk.name")):
            box.style.description_width = "initial"
            bind(box, "description", key)
            bind(box, "tooltip", f"{key}.tooltip")
        self._folder.observe(lambda change: self._do(partial(self._go, change.new)), "value")
        self._name.observe(lambda _: self._do(self._show), "value")
        self._refresh = button("desk.folder.refresh", lambda: self._do(self._show))
        self._kind = Menu("desk.kind", tuple(KINDS), "keras", lambda _: self._do(self._show))
        save = button("desk.save", lambda: self._do(self._save))
        save.add_class("kw-save")
        self._save_code = CodeView(title="desk.code.save")
        self._said = widgets.HTML()
        self._question = self._asking()

        self._file = Chooser("desk.file", lambda number: self._do(partial(self._choose, number)))
        self._upload = widgets.FileUpload(accept=",".join(SUFFIXES), multiple=False, icon="")
        bind(self._upload, "description", "desk.upload")
        bind(self._upload, "tooltip", "desk.upload.tooltip")
        self._upload.observe(lambda change: self._do(partial(self._receive, change.new)), "value")
        self._download = button("desk.download", lambda: self._do(self._link))
        self._anchor = widgets.HTML()
        self._there = widgets.HTML()

        self._inside, self._load = InsidePage(self._state), LoadPage(self._state, self._do)
        self._facts = widgets.HTML()
        self._pages = Pages(
            "desk.pages",
            {"inside": self._inside.rows, "facts": [self._facts], "load": self._load.rows},
            lambda _: self._do(self._show),
        )
        rows = [
            _row(self._kind.widget, self._name, self._folder, save), self._question, self._said, self._save_code,
            self._there, _row(self._file.widget, self._refresh, self._upload, self._download), self._anchor,
            self._pages.widget,
        ]  # fmt: skip
        self._lay_out(rows, says_after=4)
        controls = ([self._folder, self._refresh, self._there], [self._upload, self._download], [self._save_code])
        hide_others(dict(zip(CONTROLS, controls, strict=True)), shown)
        self._show()
        on_language(self._speak)

    @property
    def loaded(self) -> Any:
        """The model that was built last from a file; None before."""
        return self._state.loaded

    def _words(self) -> str:
        chosen = f"; {self._state.chosen}" if self._state.chosen else ""
        return f"{self.model.name} ({type(self.model).__name__}){chosen}"

    def _rest(self) -> None:
        give_back([*self._inside.rows, self._facts, *self._load.rows])

    def _do(self, command: Callable[[], None]) -> None:
        self._do_between_steps(self.model, command)

    # What is asked for.

    def _go(self, folder: str) -> None:
        self._state.go(folder.strip() or ".")
        self._forget()
        self._show()

    def _choose(self, number: int) -> None:
        files = self._state.files()
        self._state.choose(files[number].name if number < len(files) else "")
        self._forget()
        self._show()

    def _save(self) -> None:
        self._write(partial(self._state.save, self._kind.value, self._name.value), "desk.saved")

    def _receive(self, uploaded: Any) -> None:
        for file in uploaded:
            name, data = str(file["name"]), bytes(file["content"])
            self._write(partial(self._state.receive, name, data), "desk.uploaded")
        if uploaded:
            self._upload.value = ()

    def _write(self, write: Callable[..., Any], said: str, *, overwrite: bool = False) -> None:
        """Write a file; ask first where one is there."""
        self._forget()
        try:
            write(overwrite=overwrite)
        except ExistsError as error:
            self._replacing = error.name
            self._pending = partial(self._write, write, said, overwrite=True)
        except ModelFileError as error:
            self._line = ("desk.refused", {"error": str(error)})
        except ValueError as error:
            self._line = ("desk.refused.name", {"error": str(error)})
        else:
            slots: dict[str, Slot] = {"name": self._state.chosen}
            if said == "desk.saved":
                slots["size"] = size_words(self._state.path.stat().st_size)
            self._line = (said, slots)
        self._show()

    def _replace(self) -> None:
        pending = self._pending
        if pending is not None:
            pending()

    def _keep(self) -> None:
        name = self._replacing
        self._forget()
        self._line = ("desk.kept", {"name": name})
        self._show()

    def _link(self) -> None:
        try:
            self._url = self._state.link()
        except ValueError as error:
            self._line = ("desk.refused", {"error": str(error)})
        self._show()

    def _forget(self) -> None:
        """What was asked or said before is settled."""
        self._pending, self._replacing, self._line, self._url = None, "", ("", {}), ""

    # What is seen.

    def _asking(self) -> widgets.VBox:
        """The question before a file is replaced."""
        self._asked = widgets.HTML()
        answers = widgets.HBox(
            [button("desk.replace", lambda: self._do(self._replace)), button("desk.keep", lambda: self._do(self._keep))]
        )
        answers.add_class("kw-controls")
        box = widgets.VBox([self._asked, answers])
        box.add_class("kw-question")
        return box

    def _speak(self) -> None:
        self._dare(self._show)  # what fails here must not keep other panels from the new language

    def _show(self) -> None:
        """Bring everything up to date: the folder, the file, the page or the language has changed."""
        if self._closed:
            return
        state, folder = self._state, str(self._state.folder.path)
        names = [file.name for file in state.files()]
        if state.chosen not in names:
            state.choose(names[0] if names else "")
            self._url = ""
        key = "here" if names else "empty" if state.folder.exists else "new"
        slots: dict[str, Slot] = {"folder": folder, **({"count": len(names)} if names else {})}
        self._there.value = f"<p>{escape(t(f'desk.folder.{key}', **slots))}</p>"
        self._file.offer(names, names.index(state.chosen) if state.chosen else 0)
        self._download.disabled = not state.chosen
        self._question.layout.display = "" if self._pending is not None else "none"
        self._asked.value = f'<p role="alert">{escape(t("desk.exists", name=self._replacing))}</p>'
        link, offer = escape(state.chosen), escape(t("desk.link", name=state.chosen))
        self._anchor.value = f'<a download="{link}" href="{self._url}">{offer}</a>' if self._url else ""
        line, said = self._line
        self._said.value = f'<div role="status">{escape(t(line, **said)) if line else ""}</div>'
        try:
            self._save_code.show(state.code(self._kind.value, self._name.value))
        except ValueError:
            self._save_code.show("")
        self._show_page()

    def _show_page(self) -> None:
        page = self._pages.value
        if page == "inside":
            self._inside.show()
        elif page == "load":
            self._load.show()
        else:
            found = self._state.compared()
            note = escape(t("desk.facts.note" if found else "desk.none"))
            self._facts.value = f'{facts_table(found) if found else ""}<p class="kw-note">{note}</p>'


def _row(*parts: widgets.Widget) -> widgets.HBox:
    row = widgets.HBox(list(parts))
    row.add_class("kw-row")
    return row
