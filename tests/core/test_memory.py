"""Freed memory is kept: what is measured is how often the system had to give out a page anew."""

from __future__ import annotations

import platform
import subprocess
import sys

FAULTS = """
import resource
import numpy as np
from kcore.memory import keep_freed
if {kept}:
    keep_freed()
def step():
    arrays = [np.ones(1 << 18) for _ in range(4)]
for _ in range(5):
    step()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    step()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(kept: bool) -> int:
    script = FAULTS.format(kept=kept)
    return int(subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout)


def test_a_step_finds_the_memory_of_the_last_one():
    if platform.libc_ver()[0] != "glibc":
        return  # other C libraries have their own ways
    assert faults(kept=False) > 10_000  # 8 MB in pages of 4 kB, ten times
    assert faults(kept=True) < 1_000
