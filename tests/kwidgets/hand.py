"""A form in the hands of a learner: values go through its widgets as a page sends them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import ipywidgets as widgets
import numpy as np

from kcore import registry
from kcore.parameter import Parameter
from kwidgets.forms import Field, Form

DTYPES = ("float16", "float32", "float64")
WORDS = ("a_name", "kernel 2", "층", "x" * 40)
# What is typed where Python values are asked for. Some of it fits here or there; the engine knows where.
NASTY = (
    *(
        "",
        " ",
        "import os",
        "open('mark', 'w')",
        "[1, 2",
        "()",
        "(0, 3)",
        "(-1,)",
        "[]",
        "{}",
        "'text'",
        "True",
        "None",
    ),
    *(
        "1e999",
        "-3",
        "0",
        "2.5",
        "(1, 2, 3, 4, 5)",
        "[1.5]",
        "(1, (2, 3))",
        "[None]",
        "9" * 30,
        "(" * 300,
        "한글",
        "🙂",
    ),
    *("<b>3</b>", "{'a': 1}", "b'1'", "[[1, 2], [3]]", "1 +", "lambda: 1", "__import__('os')", "0x10", "1_000", "nan"),
)


@dataclass(frozen=True)
class Chosen:
    """An object as it is chosen: a name from the list, and the arguments set in the form that opens."""

    family: str
    name: str
    arguments: dict[str, Any] = field(default_factory=dict)

    def made(self) -> Any:
        """The same written in code: the name where nothing else is said."""
        entry = registry.lookup(self.family, self.name)
        if self.arguments and not isinstance(entry, type):
            entry = next(
                cls
                for cls in (registry.lookup(self.family, name) for name in registry.names(self.family))
                if isinstance(cls, type) and cls.__name__.lower() == self.name.replace("_", "")
            )
        if not isinstance(entry, type) or (not self.arguments and self.family != "layer"):
            return self.name
        return entry(**made(self.arguments))


def made(values: dict[str, Any]) -> dict[str, Any]:
    """Arguments as one writes them in code."""
    return {name: value.made() if isinstance(value, Chosen) else value for name, value in values.items()}


def controls(row: Field) -> list[Any]:
    """The widgets of a row, as the page has them."""
    return list(row.widget.children[0].children)


def opens(row: Field) -> None:
    """Turns the switch on without which a box takes nothing, if a row has one."""
    if row.parameter.optional:
        sends(controls(row)[0], value=True)


def types(row: Field, value: Any) -> None:
    """Types something into the box of a row."""
    sends(controls(row)[int(row.parameter.optional)], value=value)


def message(row: Field) -> str:
    """What stands beside a row, as HTML."""
    return str(row.widget.children[1].value)


def sends(widget: widgets.Widget, **state: Any) -> None:
    """What arrives when something is done to a widget in the page."""
    widget.set_state(state)


def put(row: Field, value: Any) -> None:
    """Sets a value by hand."""
    parts = controls(row)
    menu = next((part for part in parts if isinstance(part, widgets.Dropdown)), None)
    if isinstance(value, Chosen):
        labels = [label for label, _ in menu.options]
        sends(menu, index=labels.index(value.name))
        if value.arguments:
            inner = row.open()
            assert inner is not None, f"{value.name} has arguments, and no form opens"
            fill(inner, value.arguments)
    elif menu is not None and row.parameter.family != "schedule":
        sends(menu, index=next(i for i, (_, option) in enumerate(menu.options) if option == value))
    else:
        if menu is not None:
            sends(menu, index=0)  # a number, no schedule
        if row.parameter.optional:
            sends(parts.pop(0), value=value is not None)
        if value is not None:
            sends(parts[0], value=repr(value) if _is_literal(row) else value)


def fill(form: Any, values: dict[str, Any]) -> None:
    """Sets values by hand, one row after the other."""
    for name, value in values.items():
        put(form.fields[name], value)


def _is_literal(row: Field) -> bool:
    """Whether Python's notation is typed into a row."""
    return row.parameter.kind in {"any", "shape", "axes", "numbers", "texts", "sizes"}


def values_for(form: Form, rng: np.random.Generator, share: float = 0.6, depth: int = 0) -> dict[str, Any]:
    """Random values that the rows of a form take one by one; of those that may be left out, about `share`."""
    rows = form.fields.items()
    return {
        name: drawn(row, rng, depth)
        for name, row in rows
        if row.parameter.kind != "any" and (row.parameter.required or rng.random() < share)
    }


def drawn(row: Field, rng: np.random.Generator, depth: int = 0) -> Any:
    """A random value that a row takes."""
    parameter = row.parameter
    if parameter.optional and not parameter.required and rng.random() < 0.2:
        return None
    if parameter.choices:
        return parameter.choices[rng.integers(len(parameter.choices))]
    if parameter.kind == "object" or (parameter.family == "schedule" and depth == 0 and rng.random() < 0.3):
        return _object(row, rng, depth)
    return _PLAIN[parameter.kind](parameter, rng)


def _object(row: Field, rng: np.random.Generator, depth: int) -> Any:
    (menu,) = (part for part in controls(row) if isinstance(part, widgets.Dropdown))
    listed = [label for label, option in menu.options if isinstance(option, str)]
    name = listed[rng.integers(len(listed))]
    put(row, chosen := Chosen(str(row.parameter.family), name))
    inner = row.open()
    if inner is None or depth > 1:
        return chosen
    return Chosen(chosen.family, name, values_for(inner, rng, 0.5, depth + 1))


def _int(parameter: Parameter, rng: np.random.Generator) -> int:
    low = -2 if parameter.low is None else int(parameter.low)
    high = low + 6 if parameter.high is None else int(parameter.high)
    return int(rng.integers(low, high + 1))


def _float(parameter: Parameter, rng: np.random.Generator) -> float:
    low = -2.0 if parameter.low is None else float(parameter.low)
    high = low + 4.0 if parameter.high is None else float(parameter.high)
    return round(low + (high - low) * float(rng.uniform(0.02, 0.98)), 4)


def _text(parameter: Parameter, rng: np.random.Generator) -> str:
    known = DTYPES if parameter.name == "dtype" else WORDS
    return known[rng.integers(len(known))]


def _sizes(parameter: Parameter, rng: np.random.Generator) -> Any:
    sizes = parameter.sizes
    return sizes.low + int(rng.integers(3)) if rng.random() < 0.5 else sizes.example()


def _several(one: Any, rng: np.random.Generator) -> Any:
    return one() if rng.random() < 0.4 else [one() for _ in range(1 + rng.integers(3))]


_PLAIN = {
    "any": lambda parameter, rng: None if parameter.optional else float(rng.integers(1, 9)),
    "int": _int,
    "float": _float,
    "bool": lambda parameter, rng: bool(rng.random() < 0.5),
    "str": _text,
    "sizes": _sizes,
    "axes": lambda parameter, rng: _several(lambda: int(rng.integers(-2, 4)), rng),
    "numbers": lambda parameter, rng: _several(lambda: _float(parameter, rng), rng),
    "texts": lambda parameter, rng: [_text(parameter, rng) for _ in range(2)],
    "shape": lambda parameter, rng: tuple(None if rng.random() < 0.3 else int(rng.integers(1, 9)) for _ in range(2)),
}
