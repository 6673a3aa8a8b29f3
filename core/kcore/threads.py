"""How many threads NumPy's matrix products may use.

Lesson-sized products are over before a second thread has woken up, and OpenBLAS threads that wait for
each other lose most of a busy machine. So training runs on one thread unless the caller asks for more.
"""

from __future__ import annotations

import ctypes
import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from kcore.memory import keep_freed

_NAMES = ("scipy_openblas_{}_num_threads64_", "openblas_{}_num_threads64_", "openblas_{}_num_threads")
_asked: dict[str, int] = {}


def _libraries() -> list[Path]:
    """OpenBLAS libraries that may lie beside NumPy's wheel (Linux, Windows, macOS)."""
    root = Path(np.__file__).parent
    folders = (root.parent / "numpy.libs", root / ".dylibs", root / ".libs")
    return [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*openblas*"))]


@functools.cache
def _controls() -> tuple[Callable[[int], None], Callable[[], int]] | None:
    """The (set, get) pair of the OpenBLAS that NumPy has loaded; None where there is none to steer."""
    for path in _libraries():
        try:
            library = ctypes.CDLL(str(path))
        except OSError:
            continue
        for name in _NAMES:
            setter = getattr(library, name.format("set"), None)
            getter = getattr(library, name.format("get"), None)
            if setter is not None and getter is not None:
                return setter, getter
    return None


def set_threads(count: Any) -> None:
    """Let matrix products use ``count`` threads from now on, in training too.

    Without this call, training and prediction use one thread and everything else what NumPy came with.
    Where NumPy was built on another library than OpenBLAS the call changes nothing but is remembered.

    Args:
        count: whole number of threads, at least 1.

    Raises:
        ValueError: if ``count`` is not a whole number of at least 1.
    """
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise ValueError(f"set_threads(count): a whole number >= 1 is asked for; got {count!r}.")
    _asked["count"] = count
    controls = _controls()
    if controls is not None:
        controls[0](count)


@contextmanager
def training_threads() -> Iterator[None]:
    """Inside the block matrix products run on one thread, or on as many as ``set_threads`` was told."""
    keep_freed()
    controls = None if sys.platform == "emscripten" else _controls()
    if controls is None or "count" in _asked:
        yield
        return
    setter, getter = controls
    before = getter()
    setter(1)
    try:
        yield
    finally:
        setter(before)
