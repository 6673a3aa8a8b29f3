"""A part of what the commands of this folder do: damaged files, kills while a model is saved, a full disk."""

from __future__ import annotations

import subprocess
import sys


def command(module: str, *arguments: str) -> str:
    """In a process of its own, because it forks."""
    line = [sys.executable, "-m", f"tests.core.saving.{module}", *arguments]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_damaged_files():
    assert command("fuzz", "--count", "600").count(" 0 faults") == 6


def test_kills_and_full_disk():
    told = command("faulty_saves", "5")
    assert told.count("whole after 5 of 5 kills") == 4
    assert told.count("full disk: right") == 4
