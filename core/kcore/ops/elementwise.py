"""Arithmetic element by element, with NumPy's broadcasting."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.samples import arrays

Saved = tuple[Any, ...]


def unbroadcast(g: Array, like: Any) -> Array:
    """Sum a gradient back to the shape its argument had before broadcasting."""
    shape = np.shape(like)
    if g.shape == shape:
        return g
    g = g.sum(axis=tuple(range(g.ndim - len(shape)))) if g.ndim > len(shape) else g
    stretched = tuple(i for i, size in enumerate(shape) if size == 1 and g.shape[i] != 1)
    return g.sum(axis=stretched, keepdims=True) if stretched else g


def _add(x1: Array, x2: Array) -> tuple[Array, Saved]:
    """x1 + x2."""
    return np.add(x1, x2), (x1, x2)


def _add_gradient(g: Array, x: Array, y: Array) -> tuple[Part, ...]:
    return unbroadcast(g, x), unbroadcast(g, y)


def _subtract(x1: Array, x2: Array) -> tuple[Array, Saved]:
    """x1 - x2."""
    return np.subtract(x1, x2), (x1, x2)


def _subtract_gradient(g: Array, x: Array, y: Array) -> tuple[Part, ...]:
    return unbroadcast(g, x), lambda _: unbroadcast(-g, y)


def _multiply(x1: Array, x2: Array) -> tuple[Array, Saved]:
    """x1 · x2."""
    return np.multiply(x1, x2), (x1, x2)


def _multiply_gradient(g: Array, x: Array, y: Array) -> tuple[Part, ...]:
    return lambda _: unbroadcast(g * y, x), lambda _: unbroadcast(g * x, y)


def _divide(x1: Array, x2: Array) -> tuple[Array, Saved]:
    """x1 / x2."""
    return np.divide(x1, x2), (x1, x2)


def _divide_gradient(g: Array, x: Array, y: Array) -> tuple[Part, ...]:
    return lambda _: unbroadcast(g / y, x), lambda _: unbroadcast(-g * x / (y * y), y)


def _power(x1: Array, x2: Array) -> tuple[Array, Saved]:
    """x1 to the power of x2."""
    value = np.power(x1, x2)
    return value, (x1, x2, value)


def _power_gradient(g: Array, x: Array, y: Array, value: Array) -> tuple[Part, ...]:
    return (
        lambda _: unbroadcast(g * y * np.power(x, y - 1), x),
        lambda _: unbroadcast(g * value * np.log(np.where(np.asarray(x) > 0, x, 1)), y),
    )


def _negative(x: Array) -> tuple[Array, Saved]:
    """-x."""
    return np.negative(x), ()


def _negative_gradient(g: Array) -> tuple[Part, ...]:
    return (-g,)


def _absolute(x: Array) -> tuple[Array, Saved]:
    """|x|; the gradient at 0 is 0."""
    return np.absolute(x), (x,)


def _absolute_gradient(g: Array, x: Array) -> tuple[Part, ...]:
    return (g * np.sign(x),)


def _exp(x: Array) -> tuple[Array, Saved]:
    """e to the power of x."""
    value = np.exp(x)
    return value, (value,)


def _exp_gradient(g: Array, value: Array) -> tuple[Part, ...]:
    return (g * value,)


def _log(x: Array) -> tuple[Array, Saved]:
    """Natural logarithm, for x above 0."""
    return np.log(x), (x,)


def _log_gradient(g: Array, x: Array) -> tuple[Part, ...]:
    return (g / x,)


def _sqrt(x: Array) -> tuple[Array, Saved]:
    """Square root, for x of at least 0."""
    value = np.sqrt(x)
    return value, (value,)


def _sqrt_gradient(g: Array, value: Array) -> tuple[Part, ...]:
    return (g / (value + value),)


def _square(x: Array) -> tuple[Array, Saved]:
    """x²."""
    return np.square(x), (x,)


def _square_gradient(g: Array, x: Array) -> tuple[Part, ...]:
    return (g * (x + x),)


def _maximum(x1: Array, x2: Array) -> tuple[Array, Saved]:
    """The larger of the two; where equal, the gradient goes to x1."""
    return np.maximum(x1, x2), (x1, x2)


def _maximum_gradient(g: Array, x: Array, y: Array) -> tuple[Part, ...]:
    first = np.greater_equal(x, y)
    return lambda _: unbroadcast(g * first, x), lambda _: unbroadcast(g * ~first, y)


def _minimum(x1: Array, x2: Array) -> tuple[Array, Saved]:
    """The smaller of the two; where equal, the gradient goes to x1."""
    return np.minimum(x1, x2), (x1, x2)


def _minimum_gradient(g: Array, x: Array, y: Array) -> tuple[Part, ...]:
    first = np.less_equal(x, y)
    return lambda _: unbroadcast(g * first, x), lambda _: unbroadcast(g * ~first, y)


def _clip(x: Array, *, x_min: float, x_max: float) -> tuple[Array, Saved]:
    """x kept between x_min and x_max; outside, the gradient is 0."""
    return np.clip(x, x_min, x_max), (x, x_min, x_max)


def _clip_gradient(g: Array, x: Array, low: float, high: float) -> tuple[Part, ...]:
    return (g * ((x >= low) & (x <= high)),)


def _where(condition: Array, x1: Array | None = None, x2: Array | None = None) -> tuple[Array, Saved]:
    """x1 where the condition holds, x2 elsewhere; without them the places where it holds."""
    if x1 is None or x2 is None:
        places: Any = tuple(np.asarray(place, "int32") for place in np.nonzero(condition))
        return places, ()
    return np.where(condition, x1, x2), (condition, x1, x2)


def _where_gradient(g: Array, condition: Array, x1: Array, x2: Array) -> tuple[Part, ...]:
    return None, lambda _: unbroadcast(g * condition, x1), lambda _: unbroadcast(g * np.logical_not(condition), x2)


def _where_sample(rng: np.random.Generator) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (rng.random((3, 4)) < 0.5, rng.normal(size=(3, 4)), rng.normal(size=(3, 1))), {}


def _cast(x: Array, *, dtype: Any) -> tuple[Array, Saved]:
    """x in another element type."""
    array = np.asarray(x)
    return array.astype(dtype), (array.dtype,)


def _cast_gradient(g: Array, before: Any) -> tuple[Part, ...]:
    return (g.astype(before) if before.kind == "f" and g.dtype.kind == "f" else None,)


def _nan_to_num(
    x: Array, *, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None
) -> tuple[Array, Saved]:
    """x with numbers in place of NaN and of both infinities (the largest and smallest there are, if None)."""
    return np.nan_to_num(x, nan=nan, posinf=posinf, neginf=neginf), (x,)


def _nan_to_num_gradient(g: Array, x: Array) -> tuple[Part, ...]:
    return (g * np.isfinite(x),)


def _stop_gradient(variable: Array) -> tuple[Array, Saved]:
    """The same numbers; no gradient passes."""
    return np.asarray(variable), ()


add = primitive("add", _add, _add_gradient, arrays((3, 4), (4,)))
subtract = primitive("subtract", _subtract, _subtract_gradient, arrays((3, 4), (3, 1)))
multiply = primitive("multiply", _multiply, _multiply_gradient, arrays((3, 4), (4,)))
divide = primitive("divide", _divide, _divide_gradient, arrays((3, 4), (3, 1)))
power = primitive("power", _power, _power_gradient, arrays((3, 4), (4,), positive=True))
negative = primitive("negative", _negative, _negative_gradient, arrays((3, 4)))
absolute = primitive("absolute", _absolute, _absolute_gradient, arrays((3, 4)))
exp = primitive("exp", _exp, _exp_gradient, arrays((3, 4)))
log = primitive("log", _log, _log_gradient, arrays((3, 4), positive=True))
sqrt = primitive("sqrt", _sqrt, _sqrt_gradient, arrays((3, 4), positive=True))
square = primitive("square", _square, _square_gradient, arrays((3, 4)))
maximum = primitive("maximum", _maximum, _maximum_gradient, arrays((3, 4), (4,)))
minimum = primitive("minimum", _minimum, _minimum_gradient, arrays((3, 4), (4,)))
clip = primitive("clip", _clip, _clip_gradient, arrays((3, 4), x_min=-0.7, x_max=0.6))
where = primitive("where", _where, _where_gradient, _where_sample)
cast = primitive("cast", _cast, _cast_gradient, arrays((3, 4), dtype="float64"))
nan_to_num = primitive("nan_to_num", _nan_to_num, _nan_to_num_gradient, arrays((3, 4)))
stop_gradient = primitive("stop_gradient", _stop_gradient, None, arrays((3, 4)))
abs = absolute
true_divide = divide
