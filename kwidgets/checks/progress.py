"""What a learner has solved and predicted: kept in memory, and in a small file where that can be written."""

from __future__ import annotations

import json
import math
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Prediction:
    """What was predicted before a run, and what happened.

    Attributes:
        guess: the number that was predicted.
        actual: the number that came out; None until then.
    """

    guess: float
    actual: float | None = None


@dataclass
class Record:
    """Points and predictions of one learner.

    Attributes:
        points: best points by exercise, 0 to 1.
        predictions: by key, such as "L01.first_error".
    """

    points: dict[str, float] = field(default_factory=dict)
    predictions: dict[str, Prediction] = field(default_factory=dict)

    def join(self, other: Record) -> None:
        """Take over what the other one has: the better points, the newer predictions."""
        for name, points in other.points.items():
            self.points[name] = max(points, self.points.get(name, 0.0))
        self.predictions.update(other.predictions)

    def to_json(self) -> str:
        """The text of a progress file."""
        predictions = {key: [each.guess, each.actual] for key, each in sorted(self.predictions.items())}
        return json.dumps({"points": dict(sorted(self.points.items())), "predictions": predictions}, indent=1)

    @classmethod
    def from_json(cls, text: str | bytes) -> Record:
        """The record in the text of a progress file; what makes no sense in it counts as not there."""
        try:
            content = json.loads(text)
        except ValueError:
            return cls()
        parts = content if isinstance(content, dict) else {}
        points = {str(name): float(p) for name, p in _entries(parts, "points") if _number(p) and 0 <= p <= 1}
        predictions = {
            str(key): Prediction(float(pair[0]), None if pair[1] is None else float(pair[1]))
            for key, pair in _entries(parts, "predictions")
            if isinstance(pair, list) and len(pair) == 2 and _number(pair[0]) and (pair[1] is None or _number(pair[1]))
        }
        return cls(points, predictions)


_memory = Record()


def load() -> Record:
    """All that is known of the learner, here or from another notebook."""
    record = _stored()
    record.join(_memory)
    record.points = dict(sorted(record.points.items()))
    return record


def record_points(exercise: str, points: float) -> float:
    """Note the points of a try; the best one counts.

    Args:
        exercise: an id such as "L01.1".
        points: 0 to 1.

    Returns:
        The best points so far.
    """
    add(Record(points={exercise: points}))
    return load().points[exercise]


def record_prediction(key: str, guess: float, actual: float | None = None) -> None:
    """Note what was predicted, and later what happened."""
    add(Record(predictions={key: Prediction(float(guess), None if actual is None else float(actual))}))


def add(record: Record) -> None:
    """Join points and predictions to what is known, and keep it."""
    _memory.join(record)
    _write(load())


def all_points() -> dict[str, float]:
    """Best points of every exercise that was tried, here or in another notebook, in the order of the ids."""
    return load().points


def forget() -> None:
    """Start over: clear the memory and the file."""
    _memory.points.clear()
    _memory.predictions.clear()
    _write(Record())


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


def _stored() -> Record:
    try:
        return Record.from_json(file().read_bytes())
    except OSError:
        return Record()


def _write(record: Record) -> None:
    """Replace the file in one step. Where nothing may be written, memory has to do."""
    path = file()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".progress-", suffix=".json")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(record.to_json())
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def _entries(parts: Mapping[str, Any], name: str) -> list[tuple[str, Any]]:
    found = parts.get(name)
    return list(found.items()) if isinstance(found, dict) else []


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
