from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from kcore.parameter import Parameter
from kwidgets.forms.controls import Control, control
from kwidgets.forms.objects import Inner, Nest, ObjectControl, RateControl, same
from kwidgets.i18n import Slot, bind, known, on_language, t


class Field:
    """One parameter as a row: its controls, and beside them what is wrong with the value typed.

    Args:
        owner: name of the class that the parameter belongs to; its help is looked up as
            `param.<owner>.<name>`, then as `param.<name>`, then by what fits, such as `param.any.initializer`.
        parameter: what is to be set.
        value: the value shown first.
        changed: called with the new value after each good change made in the page.
        nest: makes the form for the arguments of an object.

    Attributes:
        value: the last good value.
        widget: the row.
    """

    def __init__(
        self, owner: str, parameter: Parameter, value: Any, changed: Callable[[str, Any], None], nest: Nest
    ) -> None:
        self.parameter = parameter
        self.value = value
        self._changed = changed
        self._control = _control(parameter, nest)
        self._message = widgets.HTML()
        self._message.add_class("kw-message")
        self._writing = False
        self._write(value)
        self._control.observe(self._typed)
        for widget in self._control.widgets:
            if hasattr(widget, "style"):
                widget.style.description_width = "initial"
            self._explain(owner, widget)
        row = widgets.HBox([*self._control.widgets, *self._control.beside])
        row.add_class("kw-row")
        self.widget = widgets.VBox([row, self._message, *self._control.below])
        self.widget.add_class("kw-field")
        on_language(self._speak)

    @property
    def problem(self) -> str:
        """What is wrong with the value typed last, in the engine's words; empty if nothing is."""
        return self._problem or self._control.problem

    def open(self) -> Inner | None:
        """Show the form in which the arguments of an object are set, and return it; None where there are none."""
        return self._control.open() if isinstance(self._control, ObjectControl | RateControl) else None

    def set(self, value: Any) -> None:
        """Show another value without telling anyone.

        Raises:
            ValueError, TypeError: when the parameter does not take the value (the engine's words).
        """
        value = self.parameter.check(value)
        self._write(value)
        self.value = value

    def refuse(self, key: str, **slots: Slot) -> None:
        """Say beside the controls why the value shown cannot be used here, until the next one is shown.

        Args:
            key: key of the text.
            slots: what fills its slots.
        """
        self._explain_problem(t(key, **slots), key, slots)

    def close(self) -> None:
        """Give back the widgets that are kept and not shown."""
        self._control.close()

    def _write(self, value: Any) -> None:
        self._writing = True
        try:
            self._control.write(value)
        finally:
            self._writing = False
        self._explain_problem("")

    def _typed(self) -> None:
        if self._writing:
            return
        try:
            value = self.parameter.check(self._control.read())
        except (ValueError, TypeError) as error:
            self._explain_problem(str(error), *self._reason(str(error)))
            return
        self._explain_problem("")
        if not same(value, self.value):
            self.value = value
            self._write(value)
            self._changed(self.parameter.name, value)

    def _explain_problem(self, problem: str, key: str = "", slots: dict[str, Slot] | None = None) -> None:
        self._problem, self._key, self._slots = problem, key, slots or {}
        self._speak()

    def _speak(self) -> None:
        said = escape(t(self._key, **self._slots)) if self._problem else ""
        self._message.value = f'<span role="alert">{said}</span>' if said else ""

    def _reason(self, words: str) -> tuple[str, dict[str, Slot]]:
        """The text that says what fits here."""
        name, kind = self.parameter.name, self.parameter.kind
        if kind in ("int", "float") and "float32" not in words:  # in the range, and more than a model can hold
            return {"int": "form.whole", "float": "form.number"}[kind], {"range": self._range()}
        if kind == "sizes":
            return "form.sizes", {"name": name, "example": str(self.parameter.sizes.example())}
        if kind in ("shape", "axes", "numbers", "texts"):
            return f"form.{kind}", {"name": name}
        return "form.refused", {"words": words}

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


def _control(parameter: Parameter, nest: Nest) -> Control:
    """The control that fits a parameter."""
    if parameter.kind == "object":
        return ObjectControl(parameter, nest)
    return RateControl(parameter, nest) if parameter.family == "schedule" else control(parameter)
