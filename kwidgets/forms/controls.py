"""The ipywidgets with which a value of each kind is set. A control does not judge: it hands on what was typed."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from kcore.parameter import Parameter
from kwidgets.forms.lists import Dropdown
from kwidgets.forms.slider import Slider, join

# A step of these means a factor, not a difference: they get a slider that is even in powers of ten.
_FACTORS = {"learning_rate": (1e-5, 10.0)}


class Control:
    """What a field needs of its control.

    Attributes:
        widgets: what holds the value; each gets the parameter's help as its tooltip.
        beside: what else stands in the row.
        below: what stands below the row.
    """

    widgets: list[Any]
    beside: tuple[Any, ...] = ()
    below: tuple[Any, ...] = ()

    @property
    def problem(self) -> str:
        """What is wrong further in, where it is explained already; empty if nothing is."""
        return ""

    def read(self) -> Any:
        """What was set; raises ValueError for a text that is no value."""
        raise NotImplementedError

    def write(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def observe(self, changed: Callable[[], None]) -> None:
        """Call `changed()` after each change, by the page or by `write`."""
        raise NotImplementedError

    def close(self) -> None:
        """Give back the widgets that are kept and not shown."""


def control(parameter: Parameter) -> Control:
    """The control that fits a parameter that is no object."""
    if parameter.choices:
        return _Menu(parameter)
    inner: Control
    if parameter.kind == "bool":
        inner = _Plain(widgets.Checkbox(description=parameter.name, indent=False))
    elif parameter.kind == "int":
        inner = _Plain(widgets.IntText(description=parameter.name), empty=_low(parameter))
    elif parameter.name in _FACTORS:
        inner = Factor(parameter)
    elif parameter.kind == "float":
        inner = _Plain(widgets.FloatText(description=parameter.name, step=None), empty=float(_low(parameter)))
    elif parameter.kind == "str":
        inner = _Plain(widgets.Text(description=parameter.name, continuous_update=False), empty="")
    else:
        inner = _Literal(parameter)
    return _Optional(inner) if parameter.optional else inner


class _Plain(Control):
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


class Factor(Control):
    """A number box that takes any number, and a slider even in powers of ten."""

    def __init__(self, parameter: Parameter) -> None:
        low, high = _FACTORS[parameter.name]
        self._box = widgets.FloatText(description=parameter.name, step=None)
        self._slider = Slider(low, high, 0.05, log=True, description=parameter.name)
        self.widgets = [self._box, self._slider]
        join(self._box, self._slider)

    def read(self) -> Any:
        return self._box.value

    def write(self, value: Any) -> None:
        self._box.value = value

    def observe(self, changed: Callable[[], None]) -> None:
        self._box.observe(lambda _: changed(), "value")


class _Menu(Control):
    """A list of the given choices."""

    def __init__(self, parameter: Parameter) -> None:
        options: list[tuple[str, Any]] = [(str(choice), choice) for choice in parameter.choices]
        if parameter.optional and None not in parameter.choices:
            options.insert(0, ("None", None))
        self.widgets = [Dropdown(options=options, description=parameter.name)]

    def read(self) -> Any:
        return self.widgets[0].value

    def write(self, value: Any) -> None:
        self.widgets[0].value = value

    def observe(self, changed: Callable[[], None]) -> None:
        self.widgets[0].observe(lambda _: changed(), "value")


class _Literal(Control):
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


class _Optional(Control):
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


def _low(parameter: Parameter) -> int:
    return int(parameter.low or 0) + int(parameter.low_open)
