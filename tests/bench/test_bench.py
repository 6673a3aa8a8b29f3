"""That the bench can still measure. What it measures is judged by nobody here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bench import engine, live, trainings
from bench.report import Report


def test_a_figure_is_printed_with_its_goal(capsys):
    report = Report()
    report.title("group")
    report.figure("free", 1234.5, "steps/s")
    report.figure("small enough", 1.3, "x", ("<=", 1.3))
    report.figure("too slow", 0.9, "x", (">=", 1.15))
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in lines[2:]] == ["steps/s", "pass", "MISS"]
    assert report.verdict().strip() == "1 of 2 goals reached"


@pytest.mark.parametrize("name", trainings.SIZES)
def test_each_net_trains_on_its_data(name):
    x, y = trainings.data(name)
    history = trainings.model("kcore", name).fit(x[:64], y[:64], epochs=1, verbose=0)
    assert np.isfinite(history.history["loss"][0])
    trainings.products(name)()
    assert name in engine.GOALS
    assert name in engine.NETS


def test_a_worker_answers_each_line_with_steps_and_seconds():
    script = Path(trainings.__file__)
    done = subprocess.run(
        [sys.executable, script, "kcore", "moons"], input="go\ngo\n", capture_output=True, text=True, check=True
    )
    for answer in map(json.loads, done.stdout.splitlines()):
        assert answer["seconds"] > 0
        assert answer["steps"] % 32 == 0  # whole epochs of 1000 samples in batches of 32
    assert len(done.stdout.splitlines()) == 2


def test_the_training_of_the_widgets_bench_takes_the_epochs_it_is_told():
    before = len(live.spent)
    live.blocking(2)
    assert len(live.spent) == before + 1
    shown = live.session(2)
    picture = live.picture()
    shown.listen(picture.follow)
    shown.run()
    assert shown.epochs_done == 2
