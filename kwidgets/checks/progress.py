"""What a learner has solved: kept in memory, and in a small file where that can be written."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

_points: dict[str, float] = {}


def record(exercise: str, points: float) -> float:
    """Note the points of a try; the best one counts.

    Args:
        exercise: an id such as "L01.1".
        points: 0 to 1.

    Returns:
        The best points so far.
    """
    best = max(points, points_of(exercise))
    _points[exercise] = best
    _write(all_points())
    return best


def points_of(exercise: str) -> float:
    """Best points of an exercise so far, 0 if it was never tried."""
    return all_points().get(exercise, 0.0)


def all_points() -> dict[str, float]:
    """Best points of every exercise that was tried, here or in another notebook, in the order of the ids."""
    stored = _stored()
    names = sorted({*stored, *_points})
    return {name: max(stored.get(name, 0.0), _points.get(name, 0.0)) for name in names}


def forget() -> None:
    """Start over: clear the memory and the file."""
    _points.clear()
    _write({})


def file() -> Path:
    """Where progress is kept: in `KWIDGETS_STATE`, or the user's folder for such things."""
    folder = os.environ.get("KWIDGETS_STATE")
    if folder:
        return Path(folder) / "progress.json"
    if sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA", "~/AppData/Local"))
    elif sys.platform == "darwin":
        root = Path("~/Library/Application Support")
    else:
        root = Path(os.environ.get("XDG_STATE_HOME", "~/.local/state"))
    return root.expanduser() / "kwidgets" / "progress.json"


def _stored() -> dict[str, float]:
    """The points in the file; a missing or damaged file counts as none."""
    try:
        content = json.loads(file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {
        str(name): float(points)
        for name, points in content.items()
        if isinstance(points, (int, float)) and 0.0 <= points <= 1.0
    }


def _write(points: dict[str, float]) -> None:
    """Replace the file in one step. Where nothing may be written, memory has to do."""
    path = file()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".progress-", suffix=".json")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(points, stream, indent=1)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
