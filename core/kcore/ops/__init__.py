"""Operations on arrays, spelled as ``keras.ops`` spells them, that know their gradients.

Outside a tape each takes and returns plain NumPy arrays; inside, tensors. What has a gradient of its own is a row of
the table ``kcore.autodiff.TABLE``, and a test checks each row against differences; everything else is put together
from rows. What Keras does not have (``dense``, ``lstm`` and the like) is a whole layer in one row.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from typing import Any

from kcore import elsewhere, lazy
from kcore.autodiff import TABLE, Primitive
from kcore.ops import compare, elementwise, linalg, shaping  # noqa: F401 - Python's operators need their rows

__all__ = [*lazy.public("op")]


def __getattr__(name: str) -> Any:
    return lazy.fetch(__name__, name, "op")


def __dir__() -> list[str]:
    return lazy.listed(__name__, "op")


def row(name: str) -> Primitive | None:
    """The row of the table of primitives with this name, after its module was read; None if there is none."""
    if name not in TABLE:
        read_all()
    return TABLE.get(name)


def read_all() -> None:
    """Read every module of operations, so that the table of primitives is complete."""
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        importlib.import_module(module.name)


elsewhere.teach(sys.modules[__name__])
