"""The engine: steps a second, import, and the first loss. Ratios within one run, one core, CPU time, medians."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.report import Report

# Against real Keras on the same core: how many times as many steps a second.
GOALS = {"forecast": 6.0, "moons": 6.0, "digits": 1.15}
NETS = {
    "forecast": "forecast: Dense 5-16-1, batch 32",
    "moons": "moons: Dense 2-8-8-1, batch 32",
    "digits": "digits: Dense 784-512-512-10, dropout, batch norm",
}
FIRST_LOSS = """
import numpy as np, kcore
x = np.random.default_rng(0).random((320, 20), dtype="float32")
y = (x.sum(1, keepdims=True) > 10).astype("float32")
model = kcore.Sequential([
    kcore.Input((20,)), kcore.layers.Dense(16, activation="relu"), kcore.layers.Dense(1, activation="sigmoid")
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=1, verbose=0)
"""
# One thread for every library: a core is shared by no pool of threads.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def measure(report: Report, rounds: int, keras_python: str | None) -> None:
    """Prints the engine's figures.

    Args:
        report: takes the figures.
        rounds: rounds of each measurement.
        keras_python: a Python with real Keras, or None.
    """
    with _one_core():
        report.title(f"training, one core, medians of {rounds} interleaved rounds")
        for name, words in NETS.items():
            _training(report, name, words, rounds, keras_python)
        report.title(f"fresh processes, medians of {rounds} interleaved rounds")
        _start(report, rounds)


def _training(report: Report, name: str, words: str, rounds: int, keras_python: str | None) -> None:
    peers = {"kcore": sys.executable, "products": sys.executable}
    if keras_python:
        peers["keras"] = keras_python
    with ExitStack() as stack:
        workers = {peer: stack.enter_context(_worker(python, peer, name)) for peer, python in peers.items()}
        seen: list[dict[str, float]] = []
        order = list(workers)
        for _ in range(rounds):
            seen.append({peer: _round(workers[peer]) for peer in order})
            order = order[1:] + order[:1]  # nobody is always the first
    report.figure(words, statistics.median(rates["kcore"] for rates in seen), "steps/s")
    share = statistics.median(rates["kcore"] / rates["products"] for rates in seen)
    report.figure("  of that, time in matrix products", 100 * share, "%")
    if keras_python:
        ratio = statistics.median(rates["kcore"] / rates["keras"] for rates in seen)
        report.figure("  steps of kcore for one of Keras", ratio, "x", (">=", GOALS[name]))


def _start(report: Report, rounds: int) -> None:
    jobs = {"import numpy": "import numpy", "import kcore": "import kcore", "first loss": FIRST_LOSS}
    for code in jobs.values():  # the first time, files come from the disk
        _process(code)
    seen = [{job: _process(code) for job, code in jobs.items()} for _ in range(rounds)]
    for job, goal in (("import kcore", 1.3), ("first loss", 2.1)):
        seconds = statistics.median(one[job][0] for one in seen)
        ratio = statistics.median(one[job][0] / one["import numpy"][0] for one in seen)
        report.figure(f"{job}, CPU", 1000 * seconds, "ms")
        report.figure("  against a process with `import numpy` alone", ratio, "x", ("<=", goal))
    report.figure("first loss, memory", statistics.median(one["first loss"][1] for one in seen), "MB", ("<=", 60))


@contextmanager
def _one_core() -> Iterator[None]:
    """What is started inside runs on one core, where the system can be told so."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def _worker(python: str, engine: str, name: str) -> Iterator[subprocess.Popen[str]]:
    script = Path(__file__).with_name("trainings.py")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # The checkout is no working directory of theirs: what they import is what their Python has.
    process = subprocess.Popen(
        [python, str(script), engine, name], **pipes, text=True, env=os.environ | ONE_THREAD, cwd=script.parent
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _round(worker: subprocess.Popen[str]) -> float:
    """Steps a CPU second of one round."""
    assert worker.stdin
    assert worker.stdout
    assert worker.stderr
    try:
        worker.stdin.write("go\n")
        worker.stdin.flush()
        answer = json.loads(worker.stdout.readline())
    except (BrokenPipeError, json.JSONDecodeError):
        worker.wait(timeout=60)
        last = worker.stderr.read().strip().splitlines()[-1:]
        sys.exit(f"{' '.join(map(str, worker.args))} ended: {' '.join(last)}")
    return answer["steps"] / answer["seconds"]


def _process(code: str) -> tuple[float, float]:
    """CPU seconds and peak memory in MB of a fresh Python."""
    # As anywhere else, what was imported once lies there compiled.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen([sys.executable, "-c", code], env=environment | ONE_THREAD)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, code
    memory = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return used.ru_utime + used.ru_stime, memory
