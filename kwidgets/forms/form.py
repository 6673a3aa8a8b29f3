from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import ipywidgets as widgets

from kcore import registry
from kcore.configurable import parameters
from kcore.parameter import REQUIRED, Parameter
from kwidgets.forms.families import names
from kwidgets.forms.field import Field
from kwidgets.forms.give_back import give_back


class Form:
    """The controls for a class's arguments, read from its signature.

    Any layer, loss or optimizer has one, and a learner's own class as well. An argument that is an object has a form
    of its own, which opens below it.

    Args:
        target: the class.
        values: arguments that start with another value than the default; required ones must be here
            unless a number or a text can stand in for them.
        only: names of the arguments to show, in this order; None shows all of the class's own.

    Attributes:
        fields: the rows by name.
        widget: all rows, one below the other.

    Raises:
        TypeError: for an argument that the class does not have.
        ValueError, TypeError: for a value that the argument does not take.
    """

    def __init__(
        self, target: type, values: Mapping[str, Any] | None = None, *, only: Collection[str] | None = None
    ) -> None:
        self.target = target
        self._observers: list[Callable[[str, Any], None]] = []
        takes = {p.name: p for p in parameters(target) if p.kind != "unsupported"}
        values = dict(values or {})
        shown = [p.name for p in takes.values() if not p.inherited] if only is None else list(only)
        for name in (*shown, *values):
            if name not in takes:
                raise TypeError(f"{target.__name__} has no argument {name!r}. It takes: {', '.join(takes)}.")
        self._hidden = {name: takes[name].check(v) for name, v in values.items() if name not in shown}
        self.fields = {
            name: Field(target.__name__, takes[name], _first_value(target, takes[name], values), self._changed, Form)
            for name in shown
        }
        self.widget = widgets.VBox([field.widget for field in self.fields.values()])
        self.widget.add_class("kw-form")

    @property
    def values(self) -> dict[str, Any]:
        """The last good value of each argument that is shown or was given."""
        return {**self._hidden, **{name: field.value for name, field in self.fields.items()}}

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong with values typed last, by argument; empty if nothing is."""
        return {name: field.problem for name, field in self.fields.items() if field.problem}

    def observe(self, observer: Callable[[str, Any], None]) -> None:
        """Call `observer(name, value)` after each good change made in the page."""
        self._observers.append(observer)

    def set(self, **values: Any) -> None:
        """Show other values without telling the observers.

        Raises:
            KeyError: for an argument that is not shown.
            ValueError, TypeError: for a value that the argument does not take.
        """
        for name, value in values.items():
            self.fields[name].set(value)

    def build(self) -> Any:
        """An object of the class, with the values shown.

        Raises:
            ValueError, TypeError: when the class does not take these values together.
        """
        return self.target(**self.values)

    def close(self) -> None:
        """Give all widgets back: nobody shall see the form again."""
        for field in self.fields.values():
            field.close()
        give_back([self.widget])

    def _changed(self, name: str, value: Any) -> None:
        for observer in tuple(self._observers):
            observer(name, value)


_USUAL_LAYERS = ("Dense", "LSTM", "LSTMCell")  # what stands inside another layer until something else is chosen
# What the signature alone does not tell.
_USUAL = {
    ("PiecewiseConstantDecay", "boundaries"): [1000],
    ("PiecewiseConstantDecay", "values"): [0.01, 0.001],
    ("Rescaling", "scale"): 1.0,
}


def _first_value(target: type, parameter: Parameter, values: Mapping[str, Any]) -> Any:
    if parameter.name in values:
        return parameter.check(values[parameter.name])
    if parameter.default is not REQUIRED:
        return parameter.default
    if (target.__name__, parameter.name) in _USUAL:
        return _USUAL[target.__name__, parameter.name]
    if parameter.kind in {"int", "float"}:
        low = (parameter.low or 0) + int(parameter.low_open)
        return parameter.check(int(low) if parameter.kind == "int" else float(low))
    if parameter.family == "layer":
        usual = next(name for name in _USUAL_LAYERS if name in names("layer", parameter.among))
        return Form(registry.lookup("layer", usual)).build()
    choices = parameter.choices or (names(parameter.family) if parameter.family else ())
    if choices:
        return choices[0]
    if parameter.kind == "sizes":
        return parameter.sizes.example()
    return {"bool": False, "str": "", "shape": (1,), "axes": 1, "numbers": 0.5}.get(parameter.kind)
