"""The examples in docstrings are run, in a process where real Keras has not been imported."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import doctest, importlib, pkgutil
import kcore
tried = failed = 0
for module in ["kcore", *(m.name for m in pkgutil.walk_packages(kcore.__path__, "kcore."))]:
    kcore.utils.clear_session()
    done = doctest.testmod(importlib.import_module(module))
    tried, failed = tried + done.attempted, failed + done.failed
print(tried, failed)
"""


def test_examples():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    tried, failed = map(int, done.stdout.splitlines()[-1].split())
    assert failed == 0, done.stdout
    assert tried > 20
