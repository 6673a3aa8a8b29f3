"""A lesson's code run outside of a notebook, from its first cell on, and its exercises answered."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from typing import Any, Final

from lessons.src import build
from lessons.src.source import read

# The cell of an exercise hands an answer to its check.
EXERCISE = re.compile(r"kw\.check\(\s*[\"'](L\d+\.\d+)[\"']")


@dataclass(frozen=True)
class Lesson:
    """A lesson's code cells, and the answers to its exercises.

    Attributes:
        name: of its files, such as "03-dense".
        cells: the code of each, in order.
        reference: for each exercise the code of its cell that solves it.
        planted: for each exercise wrong answers likewise, by the reason that the check gives for them.
    """

    name: str
    cells: list[str]
    reference: Mapping[str, str]
    planted: Mapping[str, Mapping[str, str]]

    @property
    def exercises(self) -> dict[str, int]:
        """In which cell each exercise is."""
        found = ((EXERCISE.search(cell), place) for place, cell in enumerate(self.cells))
        return {match.group(1): place for match, place in found if match}


def lessons() -> dict[str, Lesson]:
    """All lessons by the names of their files."""
    found = {}
    for path in build.sources():
        answers = import_module(f"tests.lessons.answers.lesson{path.name[:2]}")
        cells = [cell.text for cell in read(path).cells if cell.kind == "code"]
        found[path.stem] = Lesson(path.stem, cells, answers.REFERENCE, answers.PLANTED)
    return found


class Walk:
    """A learner's way through a lesson, with every exercise solved.

    Args:
        lesson: which.
    """

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self._names: dict[str, Any] = {"SEED": 1}
        self._place = 0

    def to(self, exercise: str) -> None:
        """Run all cells before that of an exercise."""
        solved = {place: self.lesson.reference[name] for name, place in self.lesson.exercises.items()}
        while self._place < self.lesson.exercises[exercise]:
            run(solved.get(self._place, self.lesson.cells[self._place]), self._names)
            self._place += 1

    def answer(self, code: str, seed: int) -> Any:
        """What the check says to an answer typed into the cell reached; the way goes on as if it were not there."""
        return run(code, {**self._names, "SEED": seed})


def run(code: str, names: dict[str, Any]) -> Any:
    """Run a cell without printing, and return the value of its last line if that is an expression."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with redirect_stdout(StringIO()):
        exec(compile(tree, "<cell>", "exec"), names)  # noqa: S102  our own lessons
        return None if last is None else eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)  # noqa: S307


LESSONS: Final = lessons()
