"""One signature: a constructor's annotated parameters are the only declaration of what it takes.

From it follow the checks of arguments with errors that teach, ``get_config`` and ``from_config``, the form
in the model builder, the exported code and the documentation. A class keeps each argument under its own name
(``self.units = units``); a parameter without annotation is taken as it comes.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import inspect
import math
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, Self, Union

import numpy as np

from kcore import spatial
from kcore.custom_objects import get_registered_name
from kcore.words import OldWords, modernised, words_of

REQUIRED = inspect.Parameter.empty
KNOWN_AS = "keras_registered_name"  # attribute of classes that Keras registers under a name


@dataclass(frozen=True)
class Range:
    """Bounds of a number; an open bound is itself not allowed."""

    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: float) -> bool:
        above = self.low is None or (value > self.low if self.low_open else value >= self.low)
        below = self.high is None or (value < self.high if self.high_open else value <= self.high)
        return above and below

    def __str__(self) -> str:
        low = None if self.low is None else f"{'>' if self.low_open else '>='} {self.low:g}"
        high = None if self.high is None else f"{'<' if self.high_open else '<='} {self.high:g}"
        return " and ".join(part for part in (low, high) if part)


@dataclass(frozen=True)
class Family:
    """An object of a registered family, given by name, config, object or function."""

    name: str


@dataclass(frozen=True)
class OrSchedule:
    """A number, or a schedule that gives it step by step."""


@dataclass(frozen=True)
class Unsupported:
    """A Keras parameter that this engine leaves to real Keras; only its default is accepted."""

    reason: str


PositiveInt = Annotated[int, Range(low=1)]
Fraction = Annotated[float, Range(low=0, high=1, high_open=True)]
UnitInterval = Annotated[float, Range(low=0, high=1)]
NonNegative = Annotated[float, Range(low=0)]
Positive = Annotated[float, Range(low=0, low_open=True)]
LearningRate = Annotated[float, Range(low=0), OrSchedule()]
Shape = Annotated[Any, "shape"]
Axes = Annotated[Any, "axes"]
Numbers = Annotated[Any, "numbers"]
Texts = Annotated[Any, "texts"]
DataFormat = Literal["channels_last", "channels_first"]
Sizes = Annotated[Any, spatial.Sizes()]
NonNegativeSizes = Annotated[Any, spatial.Sizes(low=0)]
Margins = Annotated[Any, spatial.Margins(low=0)]
ActivationLike = Annotated[Any, Family("activation")]
InitializerLike = Annotated[Any, Family("initializer")]
RegularizerLike = Annotated[Any, Family("regularizer")]
ConstraintLike = Annotated[Any, Family("constraint")]


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
    range: Range = Range()
    choices: tuple[Any, ...] = ()
    optional: bool = False
    family: str | None = None
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
            "object": f"{_article(self.family)} by name, as an object or as a function",
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


def _read(name: str, annotation: Any, default: Any, inherited: bool, rank: int) -> Parameter:
    """One parameter of a signature from its annotation; ``rank`` is the number of spatial axes of its class."""
    sizes = _ONE_AXIS
    range_, family, choices, optional, reason, kind = Range(), None, (), default is None, "", "any"
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
                kind, family = "object", note.name
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
    return Parameter(name, kind, default, range_, choices, optional, family, reason, inherited, sizes)


_known: dict[type, tuple[Parameter, ...]] = {}  # signatures are read once


def parameters(cls: type) -> tuple[Parameter, ...]:
    """The arguments of a class's constructor in the order of its signature.

    A constructor that ends in ``**kwargs`` also takes the arguments of the class above it: they follow,
    marked as inherited.
    """
    if cls not in _known:
        _known[cls] = tuple(_found(cls).values())
    return _known[cls]


def _found(cls: type) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    axes = getattr(cls, "rank", 1)
    rank = axes if isinstance(axes, int) else 1
    settled = getattr(cls, "settles", ())
    for depth, owner in enumerate(k for k in cls.__mro__ if "__init__" in vars(k) and k is not object):
        init = vars(owner)["__init__"]
        init = getattr(init, "__wrapped__", init)
        hints = typing.get_type_hints(init, include_extras=True)
        open_ended = False
        for name, parameter in list(inspect.signature(init).parameters.items())[1:]:
            if parameter.kind is inspect.Parameter.VAR_KEYWORD:
                open_ended = True
            elif parameter.kind is not inspect.Parameter.VAR_POSITIONAL and name not in settled:
                inherited = depth > 0 or vars(owner).get("shared_arguments", False)
                found.setdefault(name, _read(name, hints.get(name, Any), parameter.default, inherited, rank))
        if not open_ended:
            break
    return found


def bind(cls: type, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """Match call arguments with a class's parameters and check each.

    Raises:
        TypeError: for an unknown, repeated or missing argument; TypeError or ValueError from ``check``.
    """
    known = parameters(cls)
    own = [p for p in known if not p.inherited]
    if len(args) > len(own):
        raise TypeError(
            f"{cls.__name__} takes at most {len(own)} arguments by position "
            f"({', '.join(p.name for p in own)}); got {len(args)}. Give the others by name."
        )
    given = {p.name: value for p, value in zip(own, args, strict=False)}
    by_name = {p.name: p for p in known}
    for name, value in kwargs.items():
        if name in given:
            raise TypeError(
                f"{cls.__name__}: {name} is given twice, by position ({given[name]!r}) and by name ({value!r})."
            )
        given[name] = value
    given = modernised(cls, cls.__name__, words_of(cls), by_name, given)
    for name in given:
        if name not in by_name and not getattr(cls, "takes_more", False):
            near = difflib.get_close_matches(name, list(by_name), n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]!r}?" if near else f"It takes: {', '.join(p.name for p in own)}."
            raise TypeError(f"{cls.__name__} has no argument {name!r}. {hint}")
    for parameter in known:
        if parameter.required and parameter.name not in given:
            raise TypeError(
                f"{cls.__name__} needs {parameter.name}: {parameter.describe()}. "
                f"For example {cls.__name__}({parameter.name}=...)."
            )
    for name, value in given.items():
        try:
            given[name] = by_name[name].check(value) if name in by_name else value
        except (TypeError, ValueError) as error:
            raise type(error)(f"{cls.__name__}: {error}") from None
    return given


def to_tree(value: Any) -> Any:
    """A value as plain dicts, lists, texts and numbers, in the form Keras writes into configs."""
    if hasattr(value, "get_config") and not isinstance(value, type):
        own = "keras_module" not in vars(type(value))  # a class of the user's, perhaps derived from one of ours
        extras = value.config_extras() if hasattr(value, "config_extras") else {}
        return {
            "module": None if own else value.keras_module,
            "class_name": type(value).__name__,
            "config": value.get_config(),
            "registered_name": get_registered_name(type(value)) if own else getattr(value, KNOWN_AS, None),
            **to_tree(extras),
        }
    if isinstance(value, dict):
        return {name: to_tree(part) for name, part in value.items()}
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    if isinstance(value, tuple | list):
        return type(value)(to_tree(v) for v in value)
    return get_registered_name(value) if callable(value) else value


class Configurable:
    """Base of everything that is built from a signature: arguments are checked before ``__init__`` runs.

    ``old_words`` of a class names arguments of the Keras 2 era that are still taken: see ``kcore.words``.
    ``settles`` names arguments that it gives the class above it by itself.
    """

    old_words: ClassVar[OldWords] = {}
    settles: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "__init__" in vars(cls):
            cls.__init__ = _checked(cls.__init__)  # type: ignore[method-assign]  # same signature, checked first

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments as plain values: ``type(self).from_config(config)`` builds the like."""
        return {p.name: to_tree(getattr(self, p.name)) for p in parameters(type(self)) if p.kind != "unsupported"}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Build an object from what ``get_config`` returned."""
        return cls(**config)


def _checked(init: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(init)
    def checked(self: Any, *args: Any, **kwargs: Any) -> None:
        if "_binding" in vars(self):  # a class above the one being built: its caller checked already
            init(self, *args, **kwargs)
            return
        given = bind(type(self), args, kwargs)
        object.__setattr__(self, "_binding", True)
        try:
            init(self, **given)
        finally:
            object.__delattr__(self, "_binding")

    return checked
