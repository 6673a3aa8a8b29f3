from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets as widgets

from kwidgets.forms import give_back
from kwidgets.forms.lists import Dropdown, SelectMultiple
from kwidgets.i18n import bind
from kwidgets.panels.builder.blueprint import Blueprint, ImpossibleError, Part, Place
from kwidgets.panels.builder.problem import Problem
from kwidgets.panels.builder.wiring import dependents, joins


class Wires:
    """Where a part of a functional model gets its data from, and whether its answer is an output of the model.

    Args:
        asked: called with "connect" and (call, places), or "output" and whether it is one.

    Attributes:
        widget: the lists and the box; empty for a Sequential.
    """

    def __init__(self, asked: Callable[[str, Any], None]) -> None:
        self._asked = asked
        self._writing = False
        self._problem = Problem()
        self._output = widgets.Checkbox(indent=False)
        bind(self._output, "description", "builder.wires.output")
        bind(self._output, "tooltip", "builder.wires.output.tooltip")
        self._output.observe(lambda change: self._tell("output", change.new), "value")
        self._lists: list[Any] = []
        self.widget = widgets.VBox()
        self.widget.add_class("kw-wires")

    def show(self, part: Part | None, blueprint: Blueprint) -> None:
        """Show the wires of a part, or none."""
        self._problem.say(None)
        if part is None or blueprint.sequential:
            self.widget.children = ()
            give_back(self._lists)
            self._lists = []
            return
        after = dependents(blueprint, part.key)
        choices = [(name, place) for place, name in _places(blueprint) if place.part not in after]
        several = joins(part)
        wired = [] if part.is_operation else list(part.calls)
        kinds = [type(each) for each in self._lists]
        kind = SelectMultiple if several else Dropdown
        self._writing = True
        gone: list[Any] = []
        if kinds != [kind] * len(wired):
            gone, self._lists = self._lists, [self._list(kind, number) for number in range(len(wired))]
        for menu, call in zip(self._lists, wired, strict=True):
            places = [place for place in dict.fromkeys(call.places) if place in dict(choices).values()]
            menu.options = choices
            menu.value = tuple(places) if several else next(iter(places), None)
        self._output.value = any(end.part == part.key for end in blueprint.ends(blueprint.outputs))
        self._writing = False
        children = (*self._lists, *([] if part.is_input else [self._output]), self._problem.widget)
        if children != tuple(self.widget.children):
            self.widget.children = children
        give_back(gone)

    def close(self) -> None:
        """Give all widgets back: those that are not seen, too."""
        give_back([*self._lists, self._output, self._problem.widget])

    def refuse(self, error: ImpossibleError) -> None:
        """Say why a wire cannot be."""
        self._problem.say(error)

    def _list(self, kind: type, number: int) -> Any:
        menu = kind()
        menu.style.description_width = "initial"
        if number:
            bind(menu, "description", "builder.wires.again", number=number + 1)
        else:
            bind(menu, "description", "builder.wires.from")
        several = kind is SelectMultiple
        bind(menu, "tooltip", "builder.wires.several" if several else "builder.wires.from.tooltip")
        menu.observe(partial(self._chosen, number), "value")
        return menu

    def _chosen(self, number: int, change: Any) -> None:
        chosen = change.new if isinstance(change.new, tuple) else (change.new,)
        self._tell("connect", (number, [place for place in chosen if place is not None]))

    def _tell(self, act: str, value: Any) -> None:
        if not self._writing:
            self._asked(act, value)


def _places(blueprint: Blueprint) -> list[tuple[Place, str]]:
    """All places of a model and what they are called: the part's name, and which of its calls if there are more."""
    return [
        (Place(part.key, number), part.name if not number else f"{part.name} ({number + 1})")
        for part in blueprint.parts
        for number in range(len(part.calls) or 1)
    ]
