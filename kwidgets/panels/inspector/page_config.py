from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from kcore.files import plain
from kwidgets.i18n import t
from kwidgets.panels.code_view import CodeView
from kwidgets.panels.tree_view import TreeView, rows_of


class ConfigPage:
    """What the model says about itself: the tree of its config, and the same as JSON and as YAML.

    Args:
        model: the model.

    Attributes:
        rows: what the page shows.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self._note = widgets.HTML()
        self._tree = TreeView("inspector.config.tree")
        self._json = CodeView(title="inspector.config.json")
        self._yaml = CodeView(title="inspector.config.yaml")
        texts = side_by_side(self._json, self._yaml)
        self.rows = [self._note, self._tree, texts]

    def show(self, *, running: bool) -> None:
        """Bring the page up to date. A training changes nothing of it."""
        if running:
            return
        tree, error = asked(lambda: plain(self._model.get_config()))
        json, _ = asked(lambda: self._model.to_json(indent=2))
        yaml, _ = asked(self._model.to_yaml)
        self._tree.show([] if tree is None else rows_of(tree))
        self._json.show(json or "")
        self._yaml.show(yaml or "")
        key = "inspector.config.refused" if error else "inspector.config.note"
        self._note.value = f'<p class="kw-note">{escape(t(key, **({"error": error} if error else {})))}</p>'

    def made(self) -> list[widgets.Widget]:
        """All widgets of the page."""
        return self.rows

    def still(self) -> None:
        """There is no picture: the page is text."""


def side_by_side(*views: widgets.Widget) -> widgets.HBox:
    """Views beside each other, or below each other where there is no room."""
    box = widgets.HBox(list(views))
    box.add_class("kw-beside")
    return box


def asked(question: Callable[[], Any]) -> tuple[Any, str]:
    """An answer, or why there is none: a class of the learner's may not have one."""
    try:
        return question(), ""
    except Exception as error:
        return None, f"{type(error).__name__}: {error}"
