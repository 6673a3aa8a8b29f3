"""Packages that read a module when one of its names is first asked for."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any

from kcore.homes import homes_of


def fetch(package: str, name: str, family: str, lookup: Callable[[str, str], Any] | None = None) -> Any:
    """What a package's ``__getattr__`` returns: the entry of a family, from its module; kept for the next time.

    ``lookup`` finds what stands under a text that is no name in its module.

    Raises:
        AttributeError: if the family has no such name.
    """
    home = homes_of(family).get(name)
    if home is None:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    module = importlib.import_module(home)
    found = getattr(module, name, None)
    if found is None and lookup is not None:  # a text under which something may be given
        found = lookup(family, name)
    setattr(sys.modules[package], name, found)
    return found


def public(family: str, *others: str) -> list[str]:
    """What a package exports: the names of a family, and others of its own."""
    return [*homes_of(family), *others]


def listed(package: str, family: str) -> list[str]:
    """What a package's ``__dir__`` returns."""
    return sorted({*vars(sys.modules[package]), *homes_of(family)})
