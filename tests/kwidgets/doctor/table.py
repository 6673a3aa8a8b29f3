"""The table of what the doctor says about healthy and sick trainings."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable

from tests.kwidgets.doctor.healthy import HEALTHY
from tests.kwidgets.doctor.scene import Outcome, Scene, played
from tests.kwidgets.doctor.sick_before import BEFORE
from tests.kwidgets.doctor.sick_during import DURING

SICK = (*BEFORE, *DURING)


def outcomes(seed: int, scenes: Iterable[Scene] = (*HEALTHY, *SICK)) -> list[Outcome]:
    """What is said about each training with a seed of its own."""
    return [played(scene, 1000 * seed + number) for number, scene in enumerate(scenes)]


def rates(found: Iterable[Outcome]) -> tuple[float, float]:
    """The share of the sick that are named rightly, and of the healthy that are accused."""
    found = list(found)
    sick = [outcome.right for outcome in found if outcome.scene.sick]
    healthy = [not outcome.right for outcome in found if not outcome.scene.sick]
    return sum(sick) / max(len(sick), 1), sum(healthy) / max(len(healthy), 1)


def confusion(found: Iterable[Outcome]) -> str:
    """A line for each sickness: how many trainings had it, how many were named rightly, what the others were called."""
    found = list(found)
    kinds = list(dict.fromkeys(outcome.scene.sick[:1] for outcome in found))
    lines = [f"{'what it has':<26}{'runs':>5}{'right':>7}   called otherwise"]
    for kind in kinds:
        group = [outcome for outcome in found if outcome.scene.sick[:1] == kind]
        wrong = Counter(
            outcome.first or ("nothing" if outcome.scene.sick else ", ".join(sorted(outcome.accused)))
            for outcome in group
            if not outcome.right
        )
        others = ", ".join(f"{name} {count}" for name, count in wrong.most_common())
        right = sum(outcome.right for outcome in group)
        lines.append(f"{kind[0] if kind else 'nothing (healthy)':<26}{len(group):>5}{right:>7}   {others}".rstrip())
    named, accused = rates(found)
    sick = sum(bool(outcome.scene.sick) for outcome in found)
    lines.append(
        f"\n{sick} sick trainings, {named:.1%} named rightly; "
        f"{len(found) - sick} healthy ones, {accused:.1%} accused of anything at any time"
    )
    return "\n".join(lines)


def main(seeds: list[int], *, every: bool) -> None:
    began = time.perf_counter()
    found = []
    for seed in seeds:
        found += outcomes(seed)
        print(
            f"seed {seed}: {rates(found[-len(HEALTHY) - len(SICK) :])}, {time.perf_counter() - began:.0f} s", flush=True
        )
    for outcome in found if every else [each for each in found if not each.right]:
        sign = "right" if outcome.right else "WRONG"
        said = f"{', '.join(outcome.causes) or '-'}  | ever: {', '.join(sorted(outcome.accused)) or '-'}"
        print(f"{sign}  {outcome.scene.name:<44} {said}")
    print(confusion(found))
