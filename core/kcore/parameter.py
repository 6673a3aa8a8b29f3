"""What one argument may be: its kind, range, choices and default, and the check of a value against them.

The annotations of a constructor (``kcore.annotations``) say it.
"""

from __future__ import annotations

import dataclasses
import difflib
import inspect
import math
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Union

import numpy as np

from kcore import spatial
from kcore.annotations import Family, OrSchedule, Range, Unsupported

REQUIRED = inspect.Parameter.empty
LARGEST = float(np.finfo("float32").max)  # of what a model computes with


_ONE_AXIS = spatial.Sizes()


@dataclass(frozen=True)
class Parameter:
    """What one argument may be.

    ``kind`` is 'int', 'float', 'bool', 'str', 'choice', 'object', 'shape', 'axes',
    'numbers', 'texts', 'sizes', 'unsupported' or 'any';
    ``default`` is ``inspect.Parameter.empty`` where the argument is required;
    ``inherited`` tells the arguments that every layer or optimizer has from those of the class itself.
    """

    name: str
    kind: str
    default: Any = REQUIRED
    range: Range = field(default_factory=Range)
    choices: tuple[Any, ...] = ()
    optional: bool = False
    family: str | None = None
    among: str = ""
    reason: str = ""
    inherited: bool = False
    sizes: spatial.Sizes = _ONE_AXIS

    @property
    def low(self) -> float | None:
        return self.range.low

    @property
    def high(self) -> float | None:
        return self.range.high

    @property
    def low_open(self) -> bool:
        return self.range.low_open

    @property
    def high_open(self) -> bool:
        return self.range.high_open

    @property
    def required(self) -> bool:
        return self.default is REQUIRED

    def describe(self) -> str:
        """What fits, in words."""
        words = {
            "int": f"a whole number {self.range}".strip(),
            "float": f"a number {self.range}".strip(),
            "bool": "True or False",
            "str": "a text",
            "choice": "one of " + ", ".join(map(repr, self.choices)),
            "object": "a layer, such as Dense(8)"
            if self.family == "layer"
            else f"{_article(self.family)} by name, as an object or as a function",
            "shape": "a tuple of sizes (whole numbers >= 1, or None where the size is open)",
            "axes": "a whole number, or several in a list",
            "texts": "a list of texts",
            "numbers": f"a number {self.range}".strip() + ", or several in a list",
            "sizes": str(self.sizes),
        }.get(self.kind, "a value")
        return f"{words} or None" if self.optional else words

    def check(self, value: Any) -> Any:
        """Return ``value`` in the parameter's own type.

        Raises:
            TypeError: if the kind of value is wrong; ValueError: if it is out of range.
        """
        if value is None and (self.optional or self.default is None):
            return None
        checker = _CHECKERS.get(self.kind)
        return value if checker is None else checker(self, value)


def _article(noun: str | None) -> str:
    return f"{'an' if str(noun)[0] in 'aeiou' else 'a'} {noun}"


def _fail(parameter: Parameter, value: Any, kind: type[Exception], fix: str = "") -> typing.NoReturn:
    shown = repr(value) if len(repr(value)) <= 60 else repr(value)[:57] + "..."
    raise kind(f"{parameter.name} must be {parameter.describe()}; got {shown}.{' ' + fix if fix else ''}")


def _check_int(parameter: Parameter, value: Any) -> int:
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer):
        whole = isinstance(value, float) and value.is_integer()
        _fail(parameter, value, TypeError, f"Write {int(value)} without a decimal point." if whole else "")
    if int(value) not in parameter.range:
        _fail(parameter, value, ValueError)
    return int(value)


def _check_float(parameter: Parameter, value: Any) -> Any:
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.number):
        if hasattr(value, "shape") and np.shape(value) == ():
            return value  # a number in an array
        if parameter.family == "schedule" and (isinstance(value, dict) or callable(value)):
            return value
        _fail(parameter, value, TypeError, "A schedule will do, too." if parameter.family == "schedule" else "")
    number = float(value)
    if math.isnan(number) or number not in parameter.range:
        _fail(parameter, value, ValueError)
    if LARGEST < abs(number) < math.inf:
        _fail(parameter, value, ValueError, f"The largest number of float32 is {LARGEST:.3g}.")
    return number


def _check_bool(parameter: Parameter, value: Any) -> bool:
    if not isinstance(value, bool | np.bool_):
        _fail(parameter, value, TypeError)
    return bool(value)


def _check_str(parameter: Parameter, value: Any) -> str:
    if not isinstance(value, str):
        _fail(parameter, value, TypeError)
    return value


def _check_choice(parameter: Parameter, value: Any) -> Any:
    value = value.lower() if isinstance(value, str) and value.lower() in parameter.choices else value
    if value not in parameter.choices:
        near = difflib.get_close_matches(str(value), [str(c) for c in parameter.choices], n=1)
        _fail(parameter, value, ValueError, f"Did you mean {near[0]!r}?" if near else "")
    return value


def _check_object(parameter: Parameter, value: Any) -> Any:
    if parameter.family == "layer":  # the class that goes around it knows better what fits
        return value
    known = isinstance(value, str | dict) or callable(value) or hasattr(value, "get_config")
    if not known and not (parameter.family == "initializer" and isinstance(value, np.ndarray)):
        _fail(parameter, value, TypeError)
    return value


def _check_shape(parameter: Parameter, value: Any) -> tuple[int | None, ...]:
    sizes = (value,) if isinstance(value, int | np.integer) and not isinstance(value, bool) else value
    if isinstance(sizes, str) or not hasattr(sizes, "__iter__"):
        _fail(parameter, value, TypeError, "A single size is written with a comma: (3,).")
    sizes = tuple(sizes)
    for size in sizes:
        if size is not None and (isinstance(size, bool) or not isinstance(size, int | np.integer)):
            _fail(parameter, value, TypeError)
        if size is not None and size < 1:
            _fail(parameter, value, ValueError)
    return tuple(None if size is None else int(size) for size in sizes)


def _check_axes(parameter: Parameter, value: Any) -> Any:
    several = value if isinstance(value, list | tuple) else (value,)
    if any(isinstance(axis, bool) or not isinstance(axis, int | np.integer) for axis in several):
        _fail(parameter, value, TypeError)
    return value


def _check_numbers(parameter: Parameter, value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype.kind in "iuf" and parameter.range == Range():
        return value  # many numbers, none of which is looked at
    several = np.asarray(value, dtype=object)
    for number in several.reshape(-1):
        if isinstance(number, bool | np.bool_) or not isinstance(number, int | float | np.number):
            _fail(parameter, value, TypeError)
        if float(number) not in parameter.range:
            _fail(parameter, value, ValueError)
    return value


def _check_texts(parameter: Parameter, value: Any) -> list[str]:
    if isinstance(value, str) or not hasattr(value, "__iter__") or not all(isinstance(text, str) for text in value):
        _fail(parameter, value, TypeError)
    return list(value)


def _check_sizes(parameter: Parameter, value: Any) -> Any:
    sizes = parameter.sizes.read(value)
    if sizes is None:
        _fail(parameter, value, ValueError)
    return sizes


def _check_unsupported(parameter: Parameter, value: Any) -> Any:
    if value != parameter.default and (value or parameter.default):  # None and False ask for nothing
        raise ValueError(f"{parameter.name}={value!r} is left to real Keras: {parameter.reason}. Leave it out here.")
    return value


_CHECKERS: dict[str, Callable[[Parameter, Any], Any]] = {
    "int": _check_int,
    "float": _check_float,
    "bool": _check_bool,
    "str": _check_str,
    "choice": _check_choice,
    "object": _check_object,
    "shape": _check_shape,
    "axes": _check_axes,
    "numbers": _check_numbers,
    "texts": _check_texts,
    "sizes": _check_sizes,
    "unsupported": _check_unsupported,
}


def read_parameter(name: str, annotation: Any, default: Any, inherited: bool, rank: int) -> Parameter:
    """One parameter of a signature from its annotation; ``rank`` is the number of spatial axes of its class."""
    sizes = _ONE_AXIS
    range_, family, among, choices, optional, reason, kind = Range(), None, "", (), default is None, "", "any"
    while typing.get_origin(annotation) in (Union, types.UnionType, Annotated):
        if typing.get_origin(annotation) is not Annotated:
            members = [a for a in typing.get_args(annotation) if a is not type(None)]
            optional = optional or len(members) < len(typing.get_args(annotation))
            annotation = members[0] if len(members) == 1 else Any
            continue
        annotation, *notes = typing.get_args(annotation)
        for note in notes:
            if isinstance(note, Range):
                range_ = note
            elif isinstance(note, Family):
                kind, family, among = "object", note.name, note.among
            elif isinstance(note, OrSchedule):
                family = "schedule"
            elif isinstance(note, Unsupported):
                kind, reason = "unsupported", note.reason
            elif note in ("shape", "axes", "numbers", "texts"):
                kind = note
            elif isinstance(note, spatial.Sizes):
                kind, sizes = "sizes", dataclasses.replace(note, rank=rank)
                default = (default,) * rank if isinstance(default, int) and rank > 1 else default
            elif note == "shape":
                kind = "shape"
    if typing.get_origin(annotation) is Literal:
        kind, choices = "choice", typing.get_args(annotation)
    elif annotation in (int, float, bool, str) and kind == "any":
        kind = annotation.__name__
    return Parameter(name, kind, default, range_, choices, optional, family, among, reason, inherited, sizes)
