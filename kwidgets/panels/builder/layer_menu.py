from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Final

import ipywidgets as widgets

from kwidgets.forms.lists import Dropdown, Select
from kwidgets.i18n import LANGUAGES, bind, known, on_language, t, text
from kwidgets.panels.builder.blueprint import Blueprint
from kwidgets.panels.builder.catalogue import FAMILIES
from kwidgets.panels.builder.edits import Spot, spots
from kwidgets.panels.builder.problem import Explained, Problem
from kwidgets.panels.button import button

_ALL, _OWN, _SHARED = "all", "own", "shared"
_ROWS: Final = 7


class LayerMenu:
    """All layers by family, with a search, and the place where the chosen one goes.

    Args:
        own: names of the learner's own layer classes.
        add: called with the name of a class, or the key of a layer of the model that is used again, and the spot.

    Attributes:
        widget: the menu.
    """

    def __init__(self, own: Sequence[str], add: Callable[[str | int, Spot], None]) -> None:
        self._own, self._add = tuple(own), add
        self._layers: tuple[tuple[str, int], ...] = ()  # of the model, which may be used again
        self._spots: list[Spot] = []
        self._names: dict[int, str] = {}
        self._search = widgets.Text(continuous_update=True)
        self._family, self._list, self._spot = Dropdown(), Select(rows=_ROWS), Dropdown()
        self._help = widgets.HTML()
        self._problem = Problem()
        for widget, key in (
            (self._search, "builder.menu.search"),
            (self._family, "builder.menu.family"),
            (self._list, "builder.menu.layer"),
            (self._spot, "builder.menu.spot"),
        ):
            widget.style.description_width = "initial"
            bind(widget, "description", key)
            bind(widget, "tooltip", f"{key}.tooltip")
        row = widgets.HBox([self._spot, button("builder.menu.add", self._asked)])
        row.add_class("kw-row")
        self.widget = widgets.VBox([self._search, self._family, self._list, self._help, row, self._problem.widget])
        self.widget.add_class("kw-layer-menu")
        self._search.observe(lambda _: self._find(), "value")
        self._family.observe(lambda _: self._find(), "value")
        self._list.observe(lambda _: self._explain(), "value")
        self._search.on_msg(self._entered)
        self._speak()
        on_language(self._speak)

    def show(self, blueprint: Blueprint, selected: int | None) -> None:
        """Show where something can be put in, near the chosen part or at the end."""
        self._problem.say(None)
        self._names = {part.key: part.name for part in blueprint.parts}
        self._spots = spots(blueprint, selected)
        layers = () if blueprint.sequential else tuple(
            (part.name, part.key) for part in blueprint.parts if not part.is_input and not part.is_operation
        )  # fmt: skip
        if layers != self._layers:
            self._layers = layers
            self._speak()
        self._spot.options = [(self._where(spot), number) for number, spot in enumerate(self._spots)]
        self._spot.value = 0 if self._spots else None

    def refuse(self, error: Explained) -> None:
        """Say why something cannot be put in."""
        self._problem.say(error)

    def _entered(self, _: object, content: Mapping[str, Any], __: object) -> None:
        if content.get("event") == "submit":
            self._asked()

    def _asked(self) -> None:
        if self._list.value is not None and self._spots:
            self._add(self._list.value, self._spots[self._spot.value or 0])

    def _find(self) -> None:
        wanted = self._search.value.strip().lower()
        family = self._family.value
        found: list[tuple[str, str | int]] = []
        for name, classes in self._families().items():
            if family in (_ALL, name):
                found += [(label, value) for label, value in classes if _matches(wanted, label, value)]
        chosen = self._list.value
        self._list.options = found
        values = [value for _, value in found]
        self._list.value = chosen if chosen in values else next(iter(values), None)
        self._explain()

    def _families(self) -> dict[str, list[tuple[str, str | int]]]:
        """What there is to choose from, by family: words and values."""
        found: dict[str, list[tuple[str, str | int]]] = {
            family: [(_shown(name), name) for name in names.split()] for family, names in FAMILIES.items()
        }
        if self._own:
            found = {_OWN: [(name, name) for name in self._own], **found}
        if self._layers:
            found[_SHARED] = list(self._layers)
        return found

    def _explain(self) -> None:
        value = self._list.value
        if value is None:
            words = t("builder.menu.nothing")
        elif isinstance(value, int):
            words = t("builder.menu.shared", name=self._names.get(value, ""))
        else:
            key = f"layer.{_shown(value)}"
            words = t(key) if known(key) else t("builder.part.own")
        self._help.value = f'<p aria-live="polite">{escape(words)}</p>'

    def _where(self, spot: Spot) -> str:
        if spot.source is None:
            return t("builder.spot.first")
        name = self._names[spot.source.part]
        if spot.source.call:
            name = f"{name} ({spot.source.call + 1})"
        if spot.branch:
            return t("builder.spot.branch", name=name)
        if spot.target is not None:
            return t("builder.spot.between", name=name, other=self._names[spot.target])
        return t("builder.spot.after", name=name)

    def _speak(self) -> None:
        families = [_ALL, *self._families()]
        chosen, spot = self._family.value, self._spot.value
        self._family.options = [(t(f"builder.family.{name}"), name) for name in families]
        self._family.value = chosen if chosen in families else _ALL
        self._spot.options = [(self._where(each), number) for number, each in enumerate(self._spots)]
        if spot is not None and spot < len(self._spots):
            self._spot.value = spot
        self._find()


def _shown(name: str) -> str:
    return "Input" if name == "InputLayer" else name


def _matches(wanted: str, label: str, value: str | int) -> bool:
    """Whether a layer's name, or what is said of it in any language, holds what is looked for."""
    key = f"layer.{_shown(value)}" if isinstance(value, str) else ""
    words = [text(key, language).lower() for language in LANGUAGES] if key and known(key) else []
    return wanted in label.lower() or any(wanted in said for said in words)
