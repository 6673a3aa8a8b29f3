"""Whether the engine learns as well as real Keras: the same tasks, several seeds, means beside each other."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from bench.report import Report
from bench.tasks import TASKS

SEEDS = 5


def measure(report: Report, keras_python: str | None) -> None:
    """Prints the mean scores, and how far the two means lie apart in standard errors of their difference.

    Args:
        report: takes the figures.
        keras_python: a Python with real Keras, or None.
    """
    report.title(f"what is learned, means of {SEEDS} seeds")
    for name, task in TASKS.items():
        ours = _scores(sys.executable, "kcore", name)
        words = str(task.__doc__).strip().rstrip(".")
        report.figure(f"{words}: kcore", statistics.mean(ours), "")
        if keras_python:
            theirs = _scores(keras_python, "keras", name)
            report.figure(f"{words}: Keras", statistics.mean(theirs), "")
            spread = (statistics.variance(ours) / SEEDS + statistics.variance(theirs) / SEEDS) ** 0.5
            apart = abs(statistics.mean(ours) - statistics.mean(theirs)) / max(spread, 1e-9)
            report.figure("  means apart, in standard errors", apart, "", ("<=", 3.0))


def _scores(python: str, engine: str, task: str) -> list[float]:
    script = Path(__file__).with_name("tasks.py")
    done = subprocess.run(
        [python, str(script), engine, task, str(SEEDS)],
        capture_output=True, text=True, check=False, cwd=script.parent, env=os.environ,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"{python} {script.name} {engine} {task} ended: {done.stderr.strip().splitlines()[-1:]}")
    scores: list[float] = json.loads(done.stdout.strip().splitlines()[-1])
    return scores
