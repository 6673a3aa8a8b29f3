from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as widgets

from kcore.configurable import to_tree
from kcore.files import plain, read_json, read_yaml, write_json
from kwidgets.i18n import t
from kwidgets.panels.code_view import CodeView
from kwidgets.panels.inspector.difference import as_html, differences
from kwidgets.panels.inspector.page_config import asked, side_by_side


class DifferencePage:
    """What differs between the model and another one, in words, and lit in the configs of both.

    Args:
        model: the model.
        other: another model, a config, or a text of JSON or YAML.

    Attributes:
        rows: what the page shows.

    Raises:
        TypeError, ValueError: where the other one is none of these.
    """

    def __init__(self, model: Any, other: Any) -> None:
        self._model, self._other = model, other
        differences(model, other)
        self._said = widgets.HTML()
        self._first = CodeView(title="inspector.difference.first")
        self._second = CodeView(title="inspector.difference.second")
        self.rows = [self._said, side_by_side(self._first, self._second)]

    def show(self, *, running: bool) -> None:
        """Bring the page up to date."""
        changes = differences(self._model, self._other)
        notes = [] if any(c.kind != "weights.equal" for c in changes) else [t("inspector.difference.same")]
        notes += [] if hasattr(self._other, "layers") else [t("inspector.difference.no_weights")]
        said = "".join(f'<p class="kw-note">{escape(note)}</p>' for note in notes)
        self._said.value = f'<div role="status">{as_html(changes)}{said}</div>'
        if not running:
            first, second = _text(self._model), _text(self._other)
            self._first.show(first, against=second)
            self._second.show(second, against=first)

    def made(self) -> list[widgets.Widget]:
        """All widgets of the page."""
        return self.rows

    def still(self) -> None:
        """There is no picture: the page is text."""


def _text(thing: Any) -> str:
    """The config of a model, or one that was given, as JSON; empty where a class cannot tell its own."""
    if isinstance(thing, str):
        tree = read_json(thing) if thing.lstrip().startswith("{") else read_yaml(thing)
    elif hasattr(thing, "get_config"):
        tree, _ = asked(lambda: to_tree(thing))
    else:
        tree = thing
    if isinstance(tree, dict) and isinstance(tree.get("config"), dict):
        tree = tree["config"]
    return "" if tree is None else write_json(plain(tree), indent=2)
