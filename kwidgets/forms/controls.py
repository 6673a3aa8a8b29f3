"""The ipywidgets with which a value of each kind is set. A control does not judge: it hands on what was typed."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from typing import Any, Protocol

import ipywidgets as widgets

from kcore import registry
from kcore.parameter import Parameter
from kwidgets.forms.slider import Slider

# A step of these means a factor, not a difference: they get a slider that is even in powers of ten.
_FACTORS = {"learning_rate": (1e-5, 10.0)}


class Control(Protocol):
    """What a field needs of its control."""

    widgets: list[widgets.DOMWidget]

    def read(self) -> Any:
        """What was set; raises ValueError for a text that is no value."""

    def write(self, value: Any) -> None:
        """Show a value."""

    def observe(self, changed: Callable[[], None]) -> None:
        """Call `changed()` after each change, by the page or by `write`."""


def control(parameter: Parameter) -> Control:
    """The control that fits a parameter."""
    if parameter.kind == "object" or parameter.choices:
        return _Menu(parameter)
    inner: Control
    if parameter.kind == "bool":
        inner = _Plain(widgets.Checkbox(description=parameter.name, indent=False))
    elif parameter.kind == "int":
        inner = _Plain(widgets.IntText(description=parameter.name), empty=_low(parameter))
    elif parameter.name in _FACTORS:
        inner = _Factor(parameter)
    elif parameter.kind == "float":
        inner = _Plain(widgets.FloatText(description=parameter.name, step=None), empty=float(_low(parameter)))
    elif parameter.kind == "str":
        inner = _Plain(widgets.Text(description=parameter.name, continuous_update=False), empty="")
    else:
        inner = _Literal(parameter)
    return _Optional(inner) if parameter.optional else inner


class _Plain:
    """One widget that holds the value itself."""

    def __init__(self, widget: widgets.DOMWidget, empty: Any = False) -> None:
        self.widgets = [widget]
        self._empty = empty

    def read(self) -> Any:
        return self.widgets[0].value

    def write(self, value: Any) -> None:
        self.widgets[0].value = self._empty if value is None else value

    def observe(self, changed: Callable[[], None]) -> None:
        self.widgets[0].observe(lambda _: changed(), "value")


class _Factor:
    """A number box that takes any number, and a slider even in powers of ten."""

    def __init__(self, parameter: Parameter) -> None:
        low, high = _FACTORS[parameter.name]
        self._box = widgets.FloatText(description=parameter.name, step=None)
        self._slider = Slider(low, high, 0.05, log=True, description=parameter.name)
        self.widgets = [self._box, self._slider]
        widgets.link((self._box, "value"), (self._slider, "value"))

    def read(self) -> Any:
        return self._box.value

    def write(self, value: Any) -> None:
        self._box.value = value

    def observe(self, changed: Callable[[], None]) -> None:
        self._box.observe(lambda _: changed(), "value")


class _Menu:
    """A list to choose from: the given choices, or the names of a registered family."""

    def __init__(self, parameter: Parameter) -> None:
        self._family = parameter.family
        options: list[tuple[str, Any]]
        if parameter.choices:
            options = [(str(choice), choice) for choice in parameter.choices]
        else:
            options = [(name, name) for name in names(parameter.family or "")]
        if parameter.optional and all(value is not None for _, value in options):
            options.insert(0, ("None", None))
        self.widgets = [widgets.Dropdown(options=options, description=parameter.name)]

    def read(self) -> Any:
        return self.widgets[0].value

    def write(self, value: Any) -> None:
        menu = self.widgets[0]
        name = value
        if self._family is not None and value is not None:
            name = _name_in(self._family, value)
        if name is not None and name not in [option for _, option in menu.options]:
            # An object or a learner's own function: it joins the list under its name.
            menu.options = [*menu.options, (getattr(value, "__name__", type(value).__name__), value)]
            name = value
        menu.value = name

    def observe(self, changed: Callable[[], None]) -> None:
        self.widgets[0].observe(lambda _: changed(), "value")


class _Literal:
    """A text box for shapes, tuples and anything else that Python can write down."""

    def __init__(self, parameter: Parameter) -> None:
        self._name = parameter.name
        self.widgets = [widgets.Text(description=parameter.name, continuous_update=False)]

    def read(self) -> Any:
        text = self.widgets[0].value.strip()
        try:
            return ast.literal_eval(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            raise ValueError(f"{self._name}: {text!r} is no Python value, such as 3, (2, 3) or 'text'.") from None

    def write(self, value: Any) -> None:
        self.widgets[0].value = repr(value)

    def observe(self, changed: Callable[[], None]) -> None:
        self.widgets[0].observe(lambda _: changed(), "value")


class _Optional:
    """Another control with a switch before it; switched off means None."""

    def __init__(self, inner: Control) -> None:
        self._inner = inner
        self._switch = widgets.Checkbox(value=False, indent=False, layout=widgets.Layout(width="auto"))
        self.widgets = [self._switch, *inner.widgets]
        self._show()

    def _show(self) -> None:
        for widget in self._inner.widgets:
            widget.disabled = not self._switch.value

    def read(self) -> Any:
        return self._inner.read() if self._switch.value else None

    def write(self, value: Any) -> None:
        if value is not None:
            self._inner.write(value)
        self._switch.value = value is not None
        self._show()

    def observe(self, changed: Callable[[], None]) -> None:
        def switched(_: Any) -> None:
            self._show()
            changed()

        self._switch.observe(switched, "value")
        self._inner.observe(changed)


def names(family: str) -> tuple[str, ...]:
    """The names of a family to choose from: of functions and their classes only the functions."""
    entries = {name: registry.lookup(family, name) for name in registry.names(family)}
    functions = tuple(name for name, entry in entries.items() if inspect.isfunction(entry))
    return functions or tuple(entries)


def _name_in(family: str, value: Any) -> Any:
    """The listed name of a value that may be an alias or a registered function; else the value."""
    try:
        entry = registry.lookup(family, value) if isinstance(value, str) else value
    except ValueError:
        return value
    return next((name for name in registry.names(family) if registry.lookup(family, name) is entry), value)


def _low(parameter: Parameter) -> int:
    return int(parameter.low or 0) + int(parameter.low_open)
