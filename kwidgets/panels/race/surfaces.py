"""Landscapes of two values: the classical ones, and a learner's own function."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kcore.autodiff import Tape, Variable, value_of

Extent = tuple[float, float, float, float]
SURE_FINITE: Final = 1e30  # what lies above is drawn as high as this


@dataclass(frozen=True)
class Surface:
    """A function of two values, and the part of it that is shown.

    Args:
        name: such as "rosenbrock"; "own" for a learner's own.
        function: takes x and y, and gives the height there; written with `kcore.ops` or plain operators.
        extent: `(left, right, bottom, top)` of what is shown.
        start: where the lanes start.
        rate: a learning rate that plain SGD can live with here.
        lowest: the least height where it is known; else None.
        lowest_at: where that is; empty where it is not known.
    """

    name: str
    function: Callable[[Any, Any], Any]
    extent: Extent
    start: tuple[float, float]
    rate: float = 0.01
    lowest: float | None = None
    lowest_at: tuple[tuple[float, float], ...] = ()

    def slope(self, at: Variable) -> float:
        """Height at a place; leaves the gradient there in `at.grad`.

        Args:
            at: variable of shape `(2,)`: x and y.

        Raises:
            TypeError: for a function that gives no single number, or one in which gradients get lost.
        """
        with Tape() as tape:
            height = self.function(at[0], at[1])
        number = np.asarray(value_of(height))
        if number.shape != () or number.dtype.kind not in "fiu":
            raise TypeError(
                f"The function must give one number for two numbers; it gave {_told(number)}. "
                "Add up what it computes, as in ops.sum(...)."
            )
        stamp = tape.backward([(height, np.ones_like(number))])
        if at.stamp != stamp:
            at.grad = np.zeros_like(at.value)  # a flat place: the height does not depend on x or y
        return float(number)

    def heights(self, count: int) -> NDArray[np.float64]:
        """The heights on a grid over what is shown.

        Args:
            count: points along each side.

        Returns:
            Array of shape `(count, count)`; the first row is the bottom.
        """
        left, right, bottom, top = self.extent
        x, y = np.meshgrid(np.linspace(left, right, count), np.linspace(bottom, top, count))
        with np.errstate(all="ignore"):
            try:
                found = np.asarray(value_of(self.function(x, y)), float)
            except (ValueError, TypeError, ArithmeticError):  # an `if` of two numbers, or math.sin
                found = np.zeros(0)
            if found.shape != x.shape:
                one = [_number(self.function, *place) for place in zip(x.flat, y.flat, strict=True)]
                found = np.array(one).reshape(x.shape)
        return np.clip(np.nan_to_num(found, nan=SURE_FINITE), -SURE_FINITE, SURE_FINITE)

    def source(self) -> str | None:
        """The text of the function from `def` on, named `surface`; None where nobody wrote one down."""
        try:
            text = textwrap.dedent(inspect.getsource(self.function))
            node = ast.parse(text).body[0]
        except (OSError, TypeError, SyntaxError):
            return None
        if not isinstance(node, ast.FunctionDef):
            return None  # a lambda, or a method
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            argument.annotation = None
        lines = text.rstrip().split("\n")
        first = node.body[0].lineno - 1
        while lines[first - 1].lstrip().startswith("#"):
            first -= 1
        return "\n".join([f"def surface({ast.unparse(node.args)}):", *lines[first:]]).replace("kcore.", "keras.")


def rosenbrock(x: Any, y: Any) -> Any:  # noqa: D103  (its formula says it)
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def beale(x: Any, y: Any) -> Any:  # noqa: D103  (its formula says it)
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def saddle(x: Any, y: Any) -> Any:  # noqa: D103  (its formula says it)
    return x**2 - y**2 + y**4 / 4


def ravine(x: Any, y: Any) -> Any:  # noqa: D103  (its formula says it)
    return 0.05 * x**2 + 2 * y**2


def minima(x: Any, y: Any) -> Any:  # noqa: D103  (its formula says it)
    return (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2


SURFACES: Final = {
    surface.name: surface
    for surface in (
        Surface("ravine", ravine, (-8, 8, -4, 4), (-7, 3), rate=0.4, lowest=0.0, lowest_at=((0, 0),)),
        Surface("rosenbrock", rosenbrock, (-2, 2, -1, 3), (-1.5, 2.5), rate=0.001, lowest=0.0, lowest_at=((1, 1),)),
        Surface("beale", beale, (-4.5, 4.5, -4.5, 4.5), (-2, 2), rate=0.005, lowest=0.0, lowest_at=((3, 0.5),)),
        Surface("saddle", saddle, (-2, 2, -2, 2), (-1.8, 0.001), rate=0.1, lowest=-1.0,
                lowest_at=((0, 2**0.5), (0, -(2**0.5)))),
        Surface("minima", minima, (-4.5, 4.5, -4.5, 4.5), (0, 4.2), rate=0.02, lowest=-78.33233,
                lowest_at=((-2.903534, -2.903534),)),
    )
}  # fmt: skip


def own(function: Callable[[Any, Any], Any], extent: Extent | None = None, start: Any = None) -> Surface:
    """A learner's function as a surface.

    Args:
        function: takes x and y; written with `kcore.ops` or plain operators.
        extent: `(left, right, bottom, top)` of what is shown; None: -3 to 3.
        start: where the lanes start; None: left, above the middle.

    Raises:
        TypeError, ValueError: if it is no function of two numbers, or the places are none; the message says why.
    """
    left, right, bottom, top = extent = extent_of(extent or (-3, 3, -3, 3))
    place = start_of(start or (left + 0.15 * (right - left), bottom + 0.75 * (top - bottom)))
    surface = Surface("own", function, extent, place)
    try:
        surface.slope(Variable(place))
    except TypeError as error:
        raise TypeError(
            f"{getattr(function, '__name__', function)!s} cannot be raced on: {error} It is called with x and y, and "
            "must give one number. Write it with + - * / ** and with kcore.ops (ops.sin, ops.exp ...), not with NumPy "
            "or math: only these know their gradients."
        ) from error
    return surface


def placed(surface: Surface | str, start: Any) -> tuple[Surface, tuple[float, float]]:
    """A surface, perhaps by its name, and where the lanes start on it; None: where it says.

    Raises:
        ValueError: for a name that there is not, or no place.
    """
    if not isinstance(surface, Surface):
        if surface not in SURFACES:
            raise ValueError(f"surface is one of {', '.join(SURFACES)}, or a function of two values; got {surface!r}.")
        surface = SURFACES[surface]
    return surface, surface.start if start is None else start_of(start)


def extent_of(given: Any) -> Extent:
    """Four finite numbers, left below right and bottom below top.

    Raises:
        ValueError: if they are not.
    """
    numbers = tuple(float(number) for number in given)
    if len(numbers) != 4 or not np.isfinite(numbers).all() or numbers[0] >= numbers[1] or numbers[2] >= numbers[3]:
        raise ValueError(f"extent is (left, right, bottom, top) with left < right and bottom < top; got {given!r}.")
    return numbers


def start_of(given: Any) -> tuple[float, float]:
    """Two finite numbers.

    Raises:
        ValueError: if they are not.
    """
    numbers = tuple(float(number) for number in given)
    if len(numbers) != 2 or not np.isfinite(numbers).all():
        raise ValueError(f"start is a place (x, y): two finite numbers; got {given!r}.")
    return numbers


def _number(function: Callable[[Any, Any], Any], x: float, y: float) -> float:
    try:
        return float(value_of(function(x, y)))
    except (ValueError, TypeError, ArithmeticError):
        return np.nan  # the function has no value there


def _told(value: NDArray[Any]) -> str:
    return f"an array of shape {value.shape}" if value.shape else f"a {value.dtype}"
