"""How often the answers to the exercises are judged as they should be: `python -m tests.lessons.thresholds`.

Each exercise is answered as a learner would who typed the reference answer, then each of the planted wrong ones, with
ten seeds. The reference must pass each time, and a wrong answer fail each time for its own reason.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.lessons.walk import LESSONS, Lesson, Walk


@dataclass(frozen=True)
class Tally:
    """How an answer was judged.

    Attributes:
        exercise: which.
        answer: "reference", or the reason for which a planted one should fail.
        judged: the reason given with each seed; that of an answer that passed begins with "passed".
        points: the points given with each seed.
    """

    exercise: str
    answer: str
    judged: Sequence[str]
    points: Sequence[float]

    @property
    def right(self) -> int:
        """How often it was judged as it should be."""
        reference = self.answer == "reference"
        return sum(said.startswith("passed") if reference else said == self.answer for said in self.judged)


def tallies(lesson: Lesson, seeds: Sequence[int]) -> Iterator[Tally]:
    """Every answer to every exercise of a lesson, judged with each seed; once where no seed matters."""
    walk = Walk(lesson)
    for exercise in lesson.exercises:
        walk.to(exercise)
        for name, code in {"reference": lesson.reference[exercise], **lesson.planted[exercise]}.items():
            said = [walk.answer(code, seed) for seed in (seeds if "SEED" in code else seeds[:1])]
            judged = [f"passed: {f.verdict.reason}" if f.passed else f.verdict.reason for f in said]
            yield Tally(exercise, name, judged, [feedback.points for feedback in said])


def main() -> None:
    """Prints a line for each answer, and fails if one was ever judged otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tests.lessons.thresholds", description=main.__doc__)
    parser.add_argument("--seeds", type=int, default=10, help="how many (default: 10)")
    parser.add_argument("--lesson", type=int, action="append", help="its number; without it, all")
    arguments = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as state:
        os.environ["KWIDGETS_STATE"] = state
        for name, lesson in LESSONS.items():
            if arguments.lesson and int(name[:2]) not in arguments.lesson:
                continue
            print(name)
            for tally in tallies(lesson, range(1, arguments.seeds + 1)):
                others = {said for said in tally.judged if tally.answer not in {"reference", said}}
                told = f"  but: {', '.join(sorted(others))}" if others else ""
                points = f"{min(tally.points):.2f} to {max(tally.points):.2f} points"
                count = f"{tally.right:2} of {len(tally.judged)}"
                print(f"  {tally.exercise}  {tally.answer:28} {count:8} {points}{told}", flush=True)
                wrong += tally.right < len(tally.judged)
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
