"""Controls for objects: a class is chosen from a list, and its own arguments are set in a form that opens below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import ipywidgets as widgets

from kcore.configurable import parameters
from kcore.parameter import Parameter
from kwidgets.forms.controls import Control, Factor
from kwidgets.forms.families import class_of, names, own_classes, taken_apart
from kwidgets.forms.lists import Dropdown
from kwidgets.i18n import bind

_LONGEST = 24  # characters of the arguments on the button that opens them


class Inner(Protocol):
    """The form of an object's own arguments: a `Form`, which stands on this module."""

    target: type
    fields: dict[str, Any]
    widget: widgets.VBox

    @property
    def values(self) -> dict[str, Any]:
        """The last good values."""

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong with values typed last."""

    def observe(self, observer: Callable[[str, Any], None]) -> None:
        """Hear of changes."""

    def set(self, **values: Any) -> None:
        """Show other values."""

    def close(self) -> None:
        """Give all widgets back."""


Nest = Callable[[type, Mapping[str, Any]], Inner]


class ObjectControl(Control):
    """A list of names, and a button that opens the form of the chosen one's arguments.

    With nothing but defaults the value is the name, as one would write it; else an object.

    Args:
        parameter: of kind "object".
        nest: makes the form of a class with arguments.
    """

    def __init__(self, parameter: Parameter, nest: Nest) -> None:
        self._family, self._nest = parameter.family or "", nest
        options: list[tuple[str, Any]] = [(name, name) for name in names(self._family, parameter.among)]
        options += [(cls.__name__, cls) for cls in own_classes(self._family)]
        if parameter.optional:
            options.insert(0, ("None", None))
        self._menu = Dropdown(options=options, description=parameter.name)
        self._button = widgets.ToggleButton()
        self._button.add_class("kw-open")
        bind(self._button, "tooltip", "form.open", name=lambda: self._menu.label or "")
        self._box = widgets.VBox()
        self._box.add_class("kw-nested")
        self.widgets, self.beside, self.below = [self._menu], (self._button,), (self._box,)
        self._given: dict[str, Any] = {}  # arguments of what is chosen, while its form is not made
        self.form: Inner | None = None
        # Forms are made once and shown again: a page keeps something of each widget for good, even of a closed one.
        self._forms: dict[type, Inner] = {}
        self._writing = False
        self._changed: Callable[[], None] = lambda: None
        self._menu.observe(self._chosen, "value")
        self._button.observe(lambda _: self._show(), "value")

    @property
    def problem(self) -> str:
        return "" if self.form is None else next(iter(self.form.problems.values()), "")

    def open(self) -> Inner | None:
        """The form of what is chosen, shown from now on; None if it has no arguments."""
        if self._class is not None and self._takes(self._class):
            self._button.value = True
        return self.form

    def read(self) -> Any:
        cls, choice = self._class, self._menu.value
        if cls is None:
            return choice
        arguments = dict(self._given) if self.form is None else self.form.values
        defaults = {p.name: p.default for p in parameters(cls)}
        special = {name: value for name, value in arguments.items() if not same(value, defaults[name])}
        return cls(**special) if special or isinstance(choice, type) or self._family == "layer" else choice

    def write(self, value: Any) -> None:
        choice, arguments = taken_apart(self._family, value)
        self._writing = True
        try:
            if not any(option is choice or option == choice for _, option in self._menu.options):
                label = getattr(choice, "__name__", type(choice).__name__)
                self._menu.options = [*self._menu.options, (label, choice)]
            same = self._menu.value == choice
            self._menu.value = choice
            self._put(arguments, keep=same)
        finally:
            self._writing = False

    def observe(self, changed: Callable[[], None]) -> None:
        self._changed = changed

    def close(self) -> None:
        self._box.children = []
        for form in self._forms.values():
            form.close()
        self.form = None

    @property
    def _class(self) -> type | None:
        return class_of(self._family, self._menu.value)

    def _chosen(self, _: Any) -> None:
        if not self._writing:
            self._put({}, keep=False)
            self._changed()

    def _put(self, arguments: dict[str, Any], *, keep: bool) -> None:
        """Show arguments, in the form that is there if it is of the same class."""
        self._given = arguments
        if keep and self.form is not None:
            self._fill(self.form, arguments)
        else:
            self.form = None
        self._show()

    def _made(self, cls: type) -> Inner:
        if cls in self._forms:
            self._fill(self._forms[cls], self._given)
        else:
            self._forms[cls] = self._nest(cls, self._given)
            self._forms[cls].observe(self._argued)
        return self._forms[cls]

    def _fill(self, form: Inner, arguments: Mapping[str, Any]) -> None:
        shown = [p for p in parameters(form.target) if p.name in form.fields]
        now = {p.name: arguments.get(p.name, p.default) for p in shown if p.name in arguments or not p.required}
        form.set(**{name: value for name, value in now.items() if not same(value, form.values[name])})

    def _show(self) -> None:
        cls = self._class
        takes = cls is not None and self._takes(cls)
        needs = cls is not None and any(p.required for p in parameters(cls))
        if cls is not None and self.form is None and takes and (needs or self._button.value):
            self.form = self._made(cls)
        self._box.children = [self.form.widget] if self.form is not None and self._button.value else []
        self._button.layout.display = "" if takes else "none"
        self._name_button()

    def _argued(self, _: str, __: Any) -> None:
        self._name_button()
        self._changed()

    def _name_button(self) -> None:
        cls = self._class
        if cls is None:
            return
        values = self._given if self.form is None else self.form.values
        shown = [f"{p.name}={_short(values[p.name])}" for p in parameters(cls) if _is_news(p, values)]
        words = ", ".join(shown) or "…"
        self._button.description = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"

    def _takes(self, cls: type) -> bool:
        """Whether a class has arguments of its own."""
        return any(not p.inherited and p.kind != "unsupported" for p in parameters(cls))


class RateControl(Control):
    """A learning rate: a number, or a schedule that is chosen from a list and opened."""

    def __init__(self, parameter: Parameter, nest: Nest) -> None:
        self._number, self._schedule = Factor(parameter), ObjectControl(parameter, nest)
        menu = self._schedule.widgets[0]
        menu.options, menu.description = [("—", None), *menu.options], "schedule"
        menu.index = 0
        bind(menu, "tooltip", "form.schedule")
        self.widgets = self._number.widgets
        self.beside, self.below = (menu, *self._schedule.beside), self._schedule.below

    @property
    def form(self) -> Inner | None:
        """The form of the schedule, if there is one."""
        return self._schedule.form

    @property
    def problem(self) -> str:
        return self._schedule.problem

    def open(self) -> Inner | None:
        """The form of the schedule; None for a number."""
        return self._schedule.open()

    def read(self) -> Any:
        schedule = self._schedule.read()
        return self._number.read() if schedule is None else schedule

    def write(self, value: Any) -> None:
        scheduled = isinstance(value, Mapping) or callable(value)
        self._schedule.write(value if scheduled else None)
        if not scheduled:
            self._number.write(value)
        for widget in self._number.widgets:
            widget.disabled = scheduled

    def observe(self, changed: Callable[[], None]) -> None:
        self._number.observe(changed)
        self._schedule.observe(changed)

    def close(self) -> None:
        self._schedule.close()


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same argument; objects are compared as such."""
    return one is other or (type(one) is type(other) and not hasattr(one, "shape") and bool(one == other))


def _short(value: Any) -> str:
    return (
        f"{value:.6g}" if isinstance(value, float) else repr(value)
    )  # 0.001 as a model holds it: 0.0010000000474974513


def _is_news(parameter: Parameter, values: Mapping[str, Any]) -> bool:
    name = parameter.name
    return name in values and not parameter.inherited and not same(values[name], parameter.default)
