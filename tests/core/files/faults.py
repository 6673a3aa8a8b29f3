"""Disturbing a save: kills at random moments, and a disk that is full. Used by tests and commands on Linux.

Each format is a pair of functions: ``save(path, number)`` writes version 0 or 1 of something, and
``load(path)`` reads it whole and tells which version it is.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from kcore.files import ModelFileError


class Format(NamedTuple):
    save: Callable[[Path, int], None]
    load: Callable[[Path], int]


def kill_while_saving(form: Format, path: Path, count: int, seed: int) -> tuple[int, int]:
    """Save again and again in a child process and kill it at a random moment, ``count`` times.

    Returns:
        How often the file was whole afterwards, and how often a save was under way when the kill came.
    """
    form.save(path, 0)
    began = time.perf_counter()
    form.save(path, 1)
    once = time.perf_counter() - began
    moments = random.Random(seed)
    whole = midway = 0
    for _ in range(count):
        child = os.fork()
        if child == 0:
            while True:
                form.save(path, 0)
                form.save(path, 1)
        time.sleep(once * (1 + 4 * moments.random()))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        leftovers = [p for p in path.parent.iterdir() if p.suffix == ".tmp"]
        midway += bool(leftovers)
        for leftover in leftovers:
            leftover.unlink()
        try:
            whole += form.load(path) in (0, 1)
        except ModelFileError as error:
            print(error)
    return whole, midway


def full_disk(form: Format, path: Path, limits: list[int]) -> list[str]:
    """Save where a file cannot grow beyond each limit. Returns what went wrong: nothing should."""
    form.save(path, 0)
    faults = []
    for limit in limits:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            try:
                form.save(path, 1)
            except ModelFileError:
                os._exit(0)
            except BaseException as error:
                print(f"{path.name} at {limit} bytes: {type(error).__name__}: {error}", flush=True)
            os._exit(1)
        _, status = os.waitpid(child, 0)
        if status:
            faults.append(f"at {limit} bytes the save ended with {status} instead of ModelFileError")
        if form.load(path) != 0:
            faults.append(f"at {limit} bytes the old file is not there any more")
        if len(list(path.parent.iterdir())) != 1:
            faults.append(f"at {limit} bytes something was left beside the file")
    return faults
