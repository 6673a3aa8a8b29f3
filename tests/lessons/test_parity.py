"""What of a lesson is given to real Keras; `make parity` runs all of it."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.lessons.parity import OURS, cells, under_keras, without_widgets


def test_lines_of_the_widgets_are_left_aside_and_all_that_comes_of_them():
    ours = set(OURS)
    cell = "import kwidgets as kw\nguess = kw.Guess('a', 0, 1)\nx = 3\ntold = guess.value\ny = told + x\nx = x + 1"
    assert without_widgets(cell, ours) == "x = 3\nx = x + 1"
    assert {"guess", "told", "y"} <= ours
    assert without_widgets("y = x\nprint(y)", ours) == "y = x\nprint(y)"
    assert "y" not in ours


def test_a_function_that_names_what_a_widget_made_is_left_aside_with_its_callers():
    ours = set(OURS) | {"panel"}
    assert without_widgets("def f():\n    return panel.model\nf()", ours) == ""


def test_only_the_import_is_changed():
    assert under_keras("import kcore as keras\nfrom kcore.datasets import bikes") == (
        "import keras\nfrom kcore.datasets import bikes"
    )


def test_a_lesson_runs_under_real_keras():
    assert len(list(cells("03-dense"))) > 8
    command = [sys.executable, "-m", "tests.lessons.parity", "--lesson", "3"]
    told = subprocess.run(
        command, env=os.environ | {"KERAS_BACKEND": "jax"}, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "on jax" in told.stdout
