"""Loops and branches in the form that compiled backends ask for; here they are Python's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kcore.autodiff import value_of
from kcore.ops.shaping import stack


def cond(pred: Any, true_fn: Callable[[], Any], false_fn: Callable[[], Any]) -> Any:
    """What ``true_fn()`` returns if ``pred`` is true, else what ``false_fn()`` returns."""
    return true_fn() if bool(value_of(pred)) else false_fn()


def switch(index: Any, branches: Sequence[Callable[..., Any]], *operands: Any) -> Any:
    """What branch number ``index`` returns for the operands; numbers outside mean the first or the last."""
    place = int(value_of(index))
    return branches[max(0, min(place, len(branches) - 1))](*operands)


def fori_loop(lower: int, upper: int, body_fun: Callable[[int, Any], Any], init_val: Any) -> Any:
    """``value = body_fun(i, value)`` for i from lower to below upper."""
    value = init_val
    for i in range(int(lower), int(upper)):
        value = body_fun(i, value)
    return value


def while_loop(
    cond: Callable[..., Any], body: Callable[..., Any], loop_vars: Any, maximum_iterations: int | None = None
) -> Any:
    """``loop_vars = body(*loop_vars)`` as long as ``cond(*loop_vars)`` is true."""
    single = not isinstance(loop_vars, list | tuple)
    values, turns = ((loop_vars,) if single else tuple(loop_vars)), 0
    while bool(value_of(cond(*values))) and (maximum_iterations is None or turns < maximum_iterations):
        answer = body(*values)
        values = tuple(answer) if isinstance(answer, list | tuple) else (answer,)
        turns += 1
    return values[0] if single else values


def map(f: Callable[[Any], Any], xs: Any) -> Any:
    """``f`` of each element along the first axis, joined along it."""
    return stack([f(xs[i]) for i in range(len(xs))], axis=0)


def vectorized_map(function: Callable[[Any], Any], elements: Any) -> Any:
    """See ``map``."""
    return map(function, elements)
