"""Progress as a short code to copy and paste: for a Binder that forgets, and for an instructor's list.

A code is `KW`, then Crockford's base 32 in groups of four: for each lesson its number (5 bits), how many exercises
follow (3 bits), and their points in twelfths (4 bits each); the last two signs are a check sum. 0 and O, 1, I and L
are the same sign, and small letters, spaces and hyphens do not matter.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

ID: Final = re.compile(r"L(0[1-9]|[12]\d|3[01])\.([1-7])")
"""What an exercise's id looks like: lesson 1 to 31, exercise 1 to 7."""

_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LIKE: Final = str.maketrans("OIL", "011")
_POINTS: Final = 12


def encode(points: Mapping[str, float]) -> str:
    """The code of best points by exercise.

    Args:
        points: 0 to 1 by id, such as "L01.1".

    Raises:
        ValueError: for an id that is none.
    """
    found = sorted((*_place(name), round(value * _POINTS)) for name, value in points.items())
    bits = ""
    for lesson, entries in groupby(found, key=lambda entry: entry[0]):
        best = {exercise: value for _, exercise, value in entries}
        count = max(best)
        bits += f"{lesson:05b}{count:03b}" + "".join(f"{best.get(n + 1, 0):04b}" for n in range(count))
    bits += "0" * (-len(bits) % 5)
    signs = "".join(_SIGNS[int(bits[i : i + 5], 2)] for i in range(0, len(bits), 5))
    signs += _check(signs)
    return "-".join(["KW", *(signs[i : i + 4] for i in range(0, len(signs), 4))])


def decode(code: str) -> dict[str, float]:
    """The points of a code; exercises without points are not in it.

    Raises:
        ValueError: for a text that is no code, or one with a mistake in it.
    """
    plain = re.sub(r"[\s-]", "", code).upper()
    if not re.fullmatch(r"KW[0-9A-Z]{2,}", plain):
        raise ValueError(f"A progress code looks like KW-0K7F-M2; got {code.strip()[:40]!r}.")
    signs = plain[2:].translate(_LIKE)
    if set(signs) - set(_SIGNS) or _check(signs[:-2]) != signs[-2:]:
        raise ValueError("This progress code has a mistake in it: compare it sign by sign with where it was copied.")
    return dict(_entries("".join(f"{_SIGNS.index(sign):05b}" for sign in signs[:-2])))


def _entries(bits: str) -> Iterator[tuple[str, float]]:
    at = 0
    while len(bits) - at >= 8 and int(bits[at : at + 5], 2):
        lesson, count = int(bits[at : at + 5], 2), int(bits[at + 5 : at + 8], 2)
        at += 8
        for exercise in range(1, count + 1):
            value = int(bits[at : at + 4] or "0", 2)
            at += 4
            if value:
                yield f"L{lesson:02}.{exercise}", value / _POINTS


def _place(name: str) -> tuple[int, int]:
    found = ID.fullmatch(name)
    if found is None:
        raise ValueError(f"An exercise's id is such as 'L01.1', up to 'L31.7'; got {name!r}.")
    return int(found[1]), int(found[2])


def _check(signs: str) -> str:
    number = zlib.crc32(signs.encode()) & 0x3FF
    return _SIGNS[number >> 5] + _SIGNS[number & 31]
