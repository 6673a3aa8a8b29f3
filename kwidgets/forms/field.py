from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from kcore.parameter import Parameter
from kwidgets.forms.controls import control
from kwidgets.i18n import bind, known, on_language, t


class Field:
    """One parameter as a row: its controls, and beside them what is wrong with the value typed.

    Args:
        owner: name of the class that the parameter belongs to; its help is looked up as
            `param.<owner>.<name>`, then as `param.<name>`, then by what fits, such as `param.any.initializer`.
        parameter: what is to be set.
        value: the value shown first.
        changed: called with the new value after each good change made in the page.

    Attributes:
        value: the last good value.
        widget: the row.
    """

    def __init__(self, owner: str, parameter: Parameter, value: Any, changed: Callable[[str, Any], None]) -> None:
        self.parameter = parameter
        self.value = value
        self._changed = changed
        self._control = control(parameter)
        self._message = widgets.HTML()
        self._message.add_class("kw-message")
        self._writing = False
        self._write(value)
        self._control.observe(self._typed)
        for widget in self._control.widgets:
            if hasattr(widget, "style"):
                widget.style.description_width = "initial"
            self._explain(owner, widget)
        row = widgets.HBox(self._control.widgets)
        row.add_class("kw-row")
        self.widget = widgets.VBox([row, self._message])
        self.widget.add_class("kw-field")
        on_language(self._speak)

    @property
    def problem(self) -> str:
        """What is wrong with the value typed last, in the engine's words; empty if nothing is."""
        return "" if self._error is None else str(self._error)

    def set(self, value: Any) -> None:
        """Show another value without telling anyone.

        Raises:
            ValueError, TypeError: when the parameter does not take the value (the engine's words).
        """
        value = self.parameter.check(value)
        self._write(value)
        self.value = value

    def _write(self, value: Any) -> None:
        self._writing = True
        try:
            self._control.write(value)
        finally:
            self._writing = False
        self._refuse(None)

    def _typed(self) -> None:
        if self._writing:
            return
        try:
            value = self.parameter.check(self._control.read())
        except (ValueError, TypeError) as error:
            self._refuse(error)
            return
        self._refuse(None)
        if value != self.value:
            self.value = value
            self._write(value)
            self._changed(self.parameter.name, value)

    def _refuse(self, error: Exception | None) -> None:
        self._error = error
        self._speak()

    def _speak(self) -> None:
        if self._error is None:
            self._message.value = ""
            return
        key = {"int": "form.whole", "float": "form.number"}.get(self.parameter.kind)
        words = str(self._error) if key is None else t(key, range=self._range())
        self._message.value = f'<span role="alert">{escape(words)}</span>'

    def _range(self) -> str:
        name, takes = self.parameter.name, self.parameter.range
        low = "" if takes.low is None else f"{takes.low:g} {'<' if takes.low_open else '≤'} "
        high = "" if takes.high is None else f" {'<' if takes.high_open else '≤'} {takes.high:g}"
        return f"{low}{name}{high}"

    def _explain(self, owner: str, widget: widgets.DOMWidget) -> None:
        key = help_key(owner, self.parameter)
        if key is None:
            widget.tooltip = self.parameter.name
        else:
            bind(widget, "tooltip", key)


def help_key(owner: str, parameter: Parameter) -> str | None:
    """The key of the text that says what a parameter of a class is for; None if there is none."""
    name = parameter.name
    keys = (f"param.{owner}.{name}", f"param.{name}", f"param.any.{parameter.family}")
    return next((key for key in keys if known(key)), None)
