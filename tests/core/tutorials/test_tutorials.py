"""Tutorials run unchanged under install_as_keras() and find what real Keras finds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import kcore

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
import run  # noqa: E402 - it lies beside this file

# Largest differences seen over all scripts: 6e-6 in numbers of size 1 (encoded_imgs 8e-6 of 2).
TOLERANCE = {"rtol": 2e-5, "atol": 2e-5}


def test_every_script_is_judged():
    scripts = {path.stem for path in run.SCRIPTS.glob("*.py")}
    assert scripts == set(run.RESULTS) == {path.stem for path in (HERE / "recorded").glob("*.npz")}


@pytest.mark.parametrize("name", run.RESULTS)
def test_tutorial_agrees_with_real_keras(name, tmp_path):
    out = tmp_path / "found.npz"
    paths = [str(Path(kcore.__file__).parents[1]), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    done = subprocess.run(
        [sys.executable, run.__file__, name, out, "--kcore"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    with np.load(out) as found, np.load(HERE / "recorded" / f"{name}.npz") as real:
        assert set(found) == set(real)
        for key in real:
            if real[key].dtype.kind == "U":
                assert found[key] == real[key]
            else:
                np.testing.assert_allclose(found[key], real[key], **TOLERANCE, err_msg=f"{name}: {key}")


def test_old_words_are_noted_once_each(tmp_path):
    done = subprocess.run(
        [sys.executable, run.__file__, "mnist_mlp", tmp_path / "found.npz", "--kcore"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(Path(kcore.__file__).parents[1])},
    )
    notes = [line for line in done.stderr.splitlines() if "UserWarning" in line]
    assert [note.rpartition("UserWarning: ")[2] for note in notes] == [
        "SGD: 'lr' is called 'learning_rate' today.",
        "SGD: 'decay' is a schedule today: learning_rate=schedules.InverseTimeDecay(0.05, 1, 0.001).",
        "fit: 'nb_epoch' is called 'epochs' today.",
    ]
