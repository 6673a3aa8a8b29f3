"""Checks of what a layer is given. An error says what was wanted, and what came."""

from __future__ import annotations

import difflib
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from kwidgets import theme


def floats(layer: str, name: str, values: object, dimensions: Collection[int] = (1,)) -> NDArray[np.float32]:
    """An array of float32 of an allowed number of dimensions.

    Raises:
        TypeError: it is not made of numbers.
        ValueError: it has another number of dimensions.
    """
    try:
        with np.errstate(over="ignore"):  # what float32 cannot hold is infinite, and the picture says so
            array = np.asarray(values, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{layer} wants numbers as {name}; got {type(values).__name__}: {error}.") from None
    if array.ndim not in dimensions:
        wanted = " or ".join(str(n) for n in dimensions)
        raise ValueError(f"{layer} wants {name} of {wanted} dimension(s); got shape {array.shape}.")
    return array


def same_length(layer: str, **arrays: object) -> list[NDArray[np.float32]]:
    """Arrays of float32 of one dimension and one length.

    Raises:
        TypeError, ValueError: they are not.
    """
    made = {name: floats(layer, name, values) for name, values in arrays.items()}
    if len({len(array) for array in made.values()}) > 1:
        lengths = ", ".join(f"{name} has {len(array)}" for name, array in made.items())
        raise ValueError(f"{layer} wants arrays of the same length; {lengths}.")
    return list(made.values())


def check_look(look: str) -> None:
    """Refuse a look that is not in the theme."""
    _one_of("look", look, theme.LOOKS)


def check_scale(scale: str, *, classes: bool) -> None:
    """Refuse a scale of colours that is not in the theme."""
    _one_of("scale", scale, [*theme.SCALES, *(["classes"] if classes else [])])


def _one_of(what: str, given: str, known: Collection[str]) -> None:
    if given not in known:
        near = difflib.get_close_matches(str(given), known, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"A {what} is one of {', '.join(known)}; got {given!r}.{hint}")
