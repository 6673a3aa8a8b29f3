"""What a class has solved, from many progress codes and files: plain state for the instructor's overview."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kwidgets.checks.progress import Record
from kwidgets.checks.progress_code import decode

_CODE = re.compile(r"\bKW[-\s]*[0-9A-Za-z][-\s0-9A-Za-z]*$", re.IGNORECASE)


@dataclass
class ClassRecord:
    """Points of many learners.

    Attributes:
        learners: points by exercise, by name of the learner, in the order in which they came.
        refused: lines that could not be read, each with the reason.
    """

    learners: dict[str, dict[str, float]] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def exercises(self) -> list[str]:
        """Exercises that anybody tried, in order."""
        return sorted({name for points in self.learners.values() for name in points})

    def add_lines(self, text: str) -> None:
        """Read lines of a name and a code, such as `민지 KW-0K7F-M2`, one a learner."""
        for line in filter(None, (line.strip() for line in text.splitlines())):
            found = _CODE.search(line)
            if found is None:
                self.refused.append((line, "no_code"))
                continue
            try:
                points = decode(found[0])
            except ValueError:
                self.refused.append((line, "mistake"))
                continue
            self._add(line[: found.start()].strip(" ,;:\t"), points)

    def add_file(self, name: str, content: bytes) -> None:
        """Read a progress file; its name without ending is the learner's."""
        points = Record.from_json(content).points
        if points:
            self._add(name.rsplit(".", 1)[0], points)
        else:
            self.refused.append((name, "no_points"))

    def mean(self, exercise: str) -> float:
        """Mean points of an exercise over all learners, those who did not try it included."""
        return sum(points.get(exercise, 0.0) for points in self.learners.values()) / max(len(self.learners), 1)

    def solved(self, points: Mapping[str, float]) -> int:
        """How many exercises have at least nine tenths of the points."""
        return sum(value >= 0.9 for value in points.values())

    def to_csv(self) -> str:
        """A table with a row for each learner and a column for each exercise."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["name", *self.exercises])
        for name, points in self.learners.items():
            # A spreadsheet would take a name that begins like a formula for one.
            plain = f"'{name}" if name[:1] in "=+-@" else name
            writer.writerow([plain, *(f"{points.get(each, 0.0):.2f}" for each in self.exercises)])
        return text.getvalue()

    def _add(self, name: str, points: Mapping[str, float]) -> None:
        known = self.learners.setdefault(name or f"#{len(self.learners) + 1}", {})
        for exercise, value in points.items():
            known[exercise] = max(value, known.get(exercise, 0.0))
