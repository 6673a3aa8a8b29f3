"""The code of a model is read, not run: what it says is built through the registry, and nothing else can be said."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kcore.models import Model
from kcore.naming import own_names
from kcore.shapes_first import ShapesFirst
from kwidgets.code.expressions import Expressions, ReadingError
from kwidgets.code.vocabulary import Module, NoSuchNameError, member, module

LONGEST: Final = 50_000  # characters
BUDGET: Final = 1 << 28  # bytes that the weights may take


@dataclass(frozen=True)
class Reading:
    """What code says.

    Args:
        model: the model, compiled if the code compiles it.
        whole: whether the code imports all that it names, so that it runs as it is.
    """

    model: Any
    whole: bool


def read_model(code: str, own: Mapping[str, Any] | None = None, *, budget: int = BUDGET) -> Reading:
    """The model that Keras code describes: the inverse of `model_script`.

    Understood are imports of Keras, names for values, `Sequential([...])` and `model.add(...)`, `Input`, layers that
    are called, operations on places, `Model(inputs, outputs)` and `model.compile(...)`. No code is run.

    Args:
        code: Python.
        own: classes and functions of the learner's own, by name.
        budget: bytes that the weights may take.

    Raises:
        ReadingError: for anything else; it names the line.
    """
    statements = _parsed(code)
    reader = _Reader(code, dict(own or {}))
    block = ShapesFirst(budget)
    with own_names():
        with block:
            for statement in statements:
                reader.statement(statement)
            model = reader.model()
        block.fill()
        reader.compile()
    return Reading(model, reader.whole)


def read_value(code: str, own: Mapping[str, Any] | None = None) -> Any:
    """The value of an expression: numbers, texts, lists, and objects such as `keras.layers.LSTMCell(8)`.

    Raises:
        ReadingError: for anything else.
    """
    match _parsed(code):
        case [ast.Expr(value=expression)]:
            with own_names():
                return Expressions(code, dict(own or {})).value(expression)
    raise ReadingError(1, "reading.expression")


def _parsed(code: str) -> list[ast.stmt]:
    if len(code) > LONGEST:
        raise ReadingError(1, "reading.long", most=LONGEST)
    try:
        return ast.parse(code).body
    except SyntaxError as error:
        raise ReadingError(error.lineno or 1, "reading.syntax", words=error.msg) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise ReadingError(1, "reading.syntax", words=str(error) or type(error).__name__) from None


class _Reader(Expressions):
    """Statements, one after the other."""

    def __init__(self, code: str, own: dict[str, Any]) -> None:
        super().__init__(code, own)
        self._compiling: list[tuple[ast.stmt, Any, tuple[list[Any], dict[str, Any]]]] = []
        self._last: Any = None  # the model named last

    def statement(self, statement: ast.stmt) -> None:
        """Do what a statement says.

        Raises:
            ReadingError: where it is not understood, or the engine refuses.
        """
        match statement:
            case ast.Import(names=names):
                for name in names:
                    self._import(statement, name)
            case ast.ImportFrom(module=path, names=names, level=0) if path is not None:
                for name in names:
                    self._import_from(statement, path, name)
            case ast.Assign(targets=[target], value=value):
                self._assign(target, self.value(value))
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=verb)) as call) if isinstance(
                self.named.get(name), Model
            ):
                self._tell(statement, self.named[name], verb, call)
            case ast.Expr(value=ast.Constant(value=str())) | ast.Pass():
                pass
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                raise ReadingError(statement.lineno, "reading.own", name=name)
            case _:
                raise self.lost(statement)

    def model(self) -> Any:
        """What the code has made: the model named `model`, or the last one.

        Raises:
            ReadingError: if there is none.
        """
        found = self.named.get("model")
        found = found if isinstance(found, Model) else self._last
        if found is None:
            raise ReadingError(max(1, self.code.rstrip().count("\n") + 1), "reading.no_model")
        return found

    def compile(self) -> None:
        """Compile the models that the code compiles, now that their weights are there."""
        for statement, model, (args, kwargs) in self._compiling:
            self.asked(statement, model.compile, args, kwargs)

    def _tell(self, statement: ast.stmt, model: Any, verb: str, call: ast.Call) -> None:
        """A model's method stands alone in a line."""
        if verb in ("add", "build"):
            self.asked(statement, getattr(model, verb, None) or self._no_verb(statement, verb), *self.arguments(call))
        elif verb == "compile":
            self._compiling.append((statement, model, self.arguments(call)))
        else:
            self._no_verb(statement, verb)

    def _no_verb(self, statement: ast.stmt, verb: str) -> Any:
        raise ReadingError(statement.lineno, "reading.method", name=verb)

    def _assign(self, target: ast.expr, value: Any) -> None:
        match target:
            case ast.Name(id=name):
                self.named[name] = value
                if isinstance(value, Model):
                    self._last = value
            case ast.Tuple(elts=parts) | ast.List(elts=parts) if (
                isinstance(value, list | tuple)
                and len(parts) == len(value)
                and all(isinstance(part, ast.Name) for part in parts)
            ):
                for part, one in zip(parts, value, strict=True):
                    self._assign(part, one)
            case _:
                raise self.lost(target)

    def _import(self, statement: ast.stmt, name: ast.alias) -> None:
        found = module(name.name)
        if found is None:
            raise ReadingError(statement.lineno, "reading.import", name=name.name)
        if name.asname is not None:
            self.named[name.asname] = found
        else:
            first = name.name.partition(".")[0]
            self.named[first] = module(first)

    def _import_from(self, statement: ast.stmt, path: str, name: ast.alias) -> None:
        called, owner = name.asname or name.name, module(path)
        if owner is None and name.name in self.own:
            self.named[called] = self.own[name.name]
        elif owner is None or name.name == "*":
            raise ReadingError(statement.lineno, "reading.import", name=f"{path}.{name.name}")
        else:
            try:
                self.named[called] = member(Module(owner.path), name.name)
            except NoSuchNameError as error:
                raise self.unknown(statement, error) from None
