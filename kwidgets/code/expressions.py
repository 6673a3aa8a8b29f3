"""The values of expressions in the code of a model."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from typing import Any, Final

from kcore import tree
from kcore.autodiff import Primitive
from kcore.layers import Layer
from kcore.models import Model
from kcore.symbolic import KerasTensor
from kwidgets.code.vocabulary import Module, NoSuchNameError, bare, member, near
from kwidgets.i18n import Slot, t, text

_LONGEST_PART: Final = 60  # characters of code in a message
_MOST_NUMBERS: Final = 10**7  # that an operation may be asked to make of one
_DIGITS: Final = 20  # of numbers that code computes
_OPERATORS: Final[dict[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.MatMult: operator.matmul,
}
_OPEN: Final = ("shape", "dtype", "name", "input", "output", "inputs", "outputs")  # attributes that may be read


class ReadingError(ValueError):
    """Code that is not understood. As a text it is English; `words` is in the language shown now.

    Args:
        line: the line, from 1.
        key: the key of the text that says what is wrong and what is understood.
        slots: what fills its slots.
    """

    def __init__(self, line: int, key: str, **slots: Slot) -> None:
        super().__init__(text(key, "en", **slots))
        self.line, self.key, self.slots = line, key, slots

    @property
    def words(self) -> str:
        """What is wrong, in the language shown now."""
        return t(self.key, **self.slots)


class Expressions:
    """Reads expressions.

    Args:
        code: all of the code, for messages.
        own: classes and functions of the learner's own, by name.

    Attributes:
        named: what names stand for.
        whole: whether all names were imported or made before they were used.
    """

    def __init__(self, code: str, own: dict[str, Any]) -> None:
        self.code, self.own = code, own
        self.named: dict[str, Any] = {}
        self.whole = True

    def value(self, expression: ast.expr) -> Any:
        """The value of an expression.

        Raises:
            ReadingError: where it is not understood, or the engine refuses.
        """
        match expression:
            case ast.Constant(value=value) if isinstance(value, bool | int | float | str | None | type(...)):
                return value
            case ast.List(elts=parts):
                return [self.value(part) for part in parts]
            case ast.Tuple(elts=parts):
                return tuple(self.value(part) for part in parts)
            case ast.Dict(keys=keys, values=values) if None not in keys:
                return {self.value(k): self.value(v) for k, v in zip(keys, values, strict=True) if k is not None}
            case ast.Name(id=name):
                return self._name(expression, name)
            case ast.Attribute(value=owner, attr=name):
                return self._attribute(expression, self.value(owner), name)
            case ast.Call():
                return self._call(expression)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
                value = self._number_or_place(operand)
                return self.asked(expression, operator.neg, [value], {}) if isinstance(sign, ast.USub) else value
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
                return self._computed(expression, sign, self._number_or_place(left), self._number_or_place(right))
            case ast.Subscript(value=owner, slice=index):
                return self._part(expression, self.value(owner), index)
        raise self.lost(expression)

    def arguments(self, call: ast.Call) -> tuple[list[Any], dict[str, Any]]:
        """What a call is given, by position and by name."""
        for keyword in call.keywords:
            if keyword.arg is None:
                raise self.lost(call)
        args = [self.value(argument) for argument in call.args]
        return args, {str(keyword.arg): self.value(keyword.value) for keyword in call.keywords}

    def asked(self, where: ast.AST, function: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]) -> Any:
        """What the engine makes of a call.

        Raises:
            ReadingError: with the engine's words, if it refuses.
        """
        try:
            return function(*args, **kwargs)
        except ReadingError:
            raise
        except MemoryError:
            raise ReadingError(_line(where), "reading.memory") from None
        except Exception as error:
            words = str(error) if isinstance(error, ValueError | TypeError) else f"{type(error).__name__}: {error}"
            raise ReadingError(_line(where), "reading.refused", words=words) from error

    def lost(self, where: ast.AST) -> ReadingError:
        """The error for code that is not understood."""
        part = ast.get_source_segment(self.code, where) or ast.unparse(where)
        part = " ".join(part.split())
        part = part if len(part) <= _LONGEST_PART else part[: _LONGEST_PART - 1] + "…"
        key = "reading.lambda" if isinstance(where, ast.Lambda) else "reading.lost"
        return ReadingError(_line(where), key, code=part)

    def unknown(self, where: ast.AST, error: NoSuchNameError) -> ReadingError:
        """The error for a name that means nothing."""
        key = "reading.near" if error.near else "reading.unknown"
        return ReadingError(_line(where), key, name=error.name, **({"near": error.near} if error.near else {}))

    def _name(self, where: ast.expr, name: str) -> Any:
        if name in self.named:
            return self.named[name]
        if name in self.own:
            return self.own[name]
        found = bare(name)
        if found is None:
            raise self.unknown(where, NoSuchNameError(name, near(name, [*self.named, *self.own])))
        self.whole = False
        return found

    def _attribute(self, where: ast.expr, owner: Any, name: str) -> Any:
        if isinstance(owner, Module):
            try:
                return member(owner, name)
            except NoSuchNameError as error:
                raise self.unknown(where, error) from None
        if isinstance(owner, KerasTensor | Layer) and name in _OPEN:
            return self.asked(where, getattr, [owner, name], {})
        if isinstance(owner, Model):
            raise ReadingError(where.lineno, "reading.method", name=name)
        raise self.lost(where)

    def _call(self, call: ast.Call) -> Any:
        function = self.value(call.func)
        if not callable(function) or isinstance(function, KerasTensor):
            raise self.lost(call)
        args, kwargs = self.arguments(call)
        if _is_operation(function):
            leaves = tree.flatten([args, list(kwargs.values())])
            if not any(isinstance(leaf, KerasTensor) for leaf in leaves):
                raise self.lost(call)  # arrays of numbers have no place in a model's code
            sizes = [abs(leaf) for leaf in leaves if isinstance(leaf, int) and leaf]
            if math.prod(sizes) > _MOST_NUMBERS:
                raise ReadingError(call.lineno, "reading.memory")
        return self.asked(call, function, args, kwargs)

    def _number_or_place(self, expression: ast.expr) -> Any:
        value = self.value(expression)
        if isinstance(value, bool) or not isinstance(value, int | float | KerasTensor):
            raise self.lost(expression)
        return value

    def _computed(self, where: ast.expr, sign: ast.operator, left: Any, right: Any) -> Any:
        numbers = not isinstance(left, KerasTensor) and not isinstance(right, KerasTensor)
        if numbers and isinstance(sign, ast.Pow) and abs(right) * math.log10(abs(left) + 1) > _DIGITS:
            raise self.lost(where)
        value = self.asked(where, _OPERATORS[type(sign)], [left, right], {})
        if numbers and (isinstance(value, complex) or abs(value) > 10**_DIGITS):
            raise self.lost(where)
        return value

    def _part(self, where: ast.expr, owner: Any, index: ast.expr) -> Any:
        if isinstance(owner, KerasTensor | list | tuple | dict):
            return self.asked(where, operator.getitem, [owner, self._index(index)], {})
        raise self.lost(where)

    def _index(self, index: ast.expr) -> Any:
        match index:
            case ast.Slice(lower=lower, upper=upper, step=step):
                return slice(*(None if end is None else self.value(end) for end in (lower, upper, step)))
            case ast.Tuple(elts=parts):
                return tuple(self._index(part) for part in parts)
        return self.value(index)


def _is_operation(function: Any) -> bool:
    return isinstance(function, Primitive) or str(getattr(function, "__module__", "")).startswith("kcore.ops")


def _line(where: ast.AST) -> int:
    return int(getattr(where, "lineno", 1))
