"""What the gate must do with a file or text: refuse it for a stated reason, or open it rightly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Case:
    """One odd, damaged or hostile input.

    ``source`` is the input, or what makes it. ``reason`` is a piece of the message with which it is refused;
    None if it is opened, and ``value`` is then what must come out (None: no look is taken).
    """

    name: str
    source: Any
    reason: str | None = None
    value: Any = None


def ids(cases: list[Case]) -> list[str]:
    return [case.name for case in cases]


Maker = Callable[..., None]
