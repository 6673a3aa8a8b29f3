from __future__ import annotations

from html import escape

import ipywidgets as widgets

from kcore.files import ModelFileError
from kwidgets.i18n import t
from kwidgets.panels.code_view import CodeView
from kwidgets.panels.save_desk.state import SaveDeskState
from kwidgets.panels.save_desk.tables import size_words
from kwidgets.panels.tree_view import TreeView

MOST_TEXT = 60_000  # characters that are shown


class InsidePage:
    """What is inside the chosen file: a tree, and its text or that of the config in it.

    Args:
        state: the desk.

    Attributes:
        rows: what the page shows.
    """

    def __init__(self, state: SaveDeskState) -> None:
        self._state = state
        self._said = widgets.HTML()
        self._tree = TreeView("desk.tree")
        self._text = CodeView(title="desk.text")
        self.rows = [self._said, self._tree, self._text]

    def show(self) -> None:
        """Bring the page up to date."""
        state = self._state
        if not state.chosen:
            self._say(t("desk.none"))
            return
        try:
            found, size = state.look(), state.path.stat().st_size
        except (ModelFileError, OSError) as error:
            self._say(t("desk.refused", error=str(error)))
            return
        lines = [t(f"desk.inside.{found.kind}", name=state.chosen, size=size_words(size))]
        if len(found.text) > MOST_TEXT:
            lines.append(t("desk.text.cut", shown=f"{MOST_TEXT:,}", total=f"{len(found.text):,}"))
        self._say(*lines)
        self._tree.show(found.rows)
        self._text.entitle("desk.text" if found.form in {"json", "yaml"} else "desk.text.config")
        text = found.text[:MOST_TEXT]
        self._text.show(text, against=text)
        self._tree.layout.display = ""
        self._text.layout.display = "" if text else "none"

    def _say(self, *lines: str) -> None:
        self._said.value = "".join(f'<p role="status">{escape(line)}</p>' for line in lines)
        self._tree.layout.display = self._text.layout.display = "none"
