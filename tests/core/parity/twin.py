"""Values that each package makes for itself, and what a signature cannot say about arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kcore import registry
from tests.core.parity.live import keras, theirs


@dataclass(frozen=True)
class Twin:
    """Something that each package makes of its own: a function, or an object of a class."""

    family: str
    name: str
    arguments: Mapping[str, Any] | None = None  # None: a function, as it stands

    def of(self, package: Any) -> Any:
        own = theirs(self.family, self.name) if package is keras else registry.lookup(self.family, self.name)
        return own if self.arguments is None else own(**make(package, self.arguments))


def make(package: Any, value: Any) -> Any:
    """A drawn value as a package wants it."""
    if isinstance(value, Twin):
        return value.of(package)
    if isinstance(value, Mapping):
        return {name: make(package, item) for name, item in value.items()}
    return [make(package, item) for item in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class Extra:
    """What a signature cannot say about the arguments of a class.

    ``choices``: values to draw from, by argument. ``without``: arguments that are never given, because they
    exclude others. ``apart``: groups of arguments of which at most one is given.
    """

    choices: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    without: Sequence[str] = ()
    apart: Sequence[Sequence[str]] = ()
