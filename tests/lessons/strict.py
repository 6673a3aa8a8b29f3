"""Every notebook again and again: `python -m tests.lessons.strict`.

nbval runs all notebooks twice in a row on one thread and twice on two, and compares what each cell prints with what is
stored. A notebook may take a minute.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from lessons.src import build
from lessons.src.source import LANGUAGES

LONGEST = 60.0  # seconds
NBVAL = ("-m", "pytest", "-q", "--nbval", "--nbval-current-env", "--nbval-sanitize-with=lessons/nbval-sanitize.cfg")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def main() -> None:
    """Prints a line for each notebook and run, and fails if one was not as stored or took too long."""
    faults = 0
    for threads in (1, 2):
        environment = os.environ | dict.fromkeys(THREADS, str(threads))
        for turn in (1, 2):
            for path in build.sources():
                for language in LANGUAGES:
                    notebook = build.LESSONS / language / f"{path.stem}.ipynb"
                    start = time.perf_counter()
                    told = subprocess.run(
                        [sys.executable, *NBVAL, str(notebook)],
                        env=environment, cwd=build.LESSONS.parent, capture_output=True, text=True, check=False,
                    )  # fmt: skip
                    seconds = time.perf_counter() - start
                    right = told.returncode == 0 and seconds <= LONGEST
                    faults += not right
                    says = "as stored" if right else f"NOT as stored, or too slow\n{told.stdout}"
                    where = f"{language}/{path.stem}"
                    print(f"{threads} thread(s), run {turn}: {where:24} {seconds:5.1f} s  {says}", flush=True)
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
