from __future__ import annotations

import math

import numpy as np
import pytest

import kcore
from kcore import layers
from kwidgets.live import Progress
from kwidgets.panels.course import CoursePicture, Now, SessionCourse, Track, run_name
from kwidgets.panels.course.run_curves import RunCurves, smoothed
from kwidgets.session import Reading, RecordedSession, TrainingSession

X = np.random.default_rng(0).normal(size=(64, 3)).astype("float32")
Y = X[:, :1] - X[:, 1:2]


def session(kind=RecordedSession, **options):
    kcore.utils.set_random_seed(3)
    model = kcore.Sequential([kcore.Input((3,)), layers.Dense(4, activation="relu"), layers.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    return kind(model, X[:48], Y[:48], **{"validation_data": (X[48:], Y[48:]), "batch_size": 16, "epochs": 3,
                                          "seed": 1, **options})  # fmt: skip


def points(curve):
    return curve.points().tolist()


def shown(picture):
    """The lines by name, as somebody would see them."""
    course = picture._course()
    return {layer.name: np.column_stack([layer.x, layer.y]).tolist() for layer in course.layers if layer.KIND == "line"}


def now(at=None, running=False, **progress):
    return Now(Progress(3, 6, **progress), running, at)


def test_epochs_and_readings_are_one_curve_and_grow():
    curves = RunCurves("loss", scale=2)
    history = {"loss": [3.0], "val_loss": [4.0]}
    readings = [Reading(0.5, 2, {"loss": 5.0}), Reading(1.5, 6, {"loss": 2.0})]
    curves.follow(history, readings, 0, 0)
    assert points(curves.train) == [[0.5, 10], [1, 6], [1.5, 4]]
    history["loss"].append(1.0)
    history["val_loss"].append(2.0)
    curves.follow(history, readings, 0, 0)
    assert points(curves.train) == [[0.5, 10], [1, 6], [1.5, 4], [2, 2]]
    assert points(curves.validation) == [[1, 8], [2, 4]]
    curves.follow({"loss": [3.0, 9.0]}, readings[:1], 1, 0)
    assert points(curves.train) == [[0.5, 10], [1, 6], [2, 18]]
    assert points(curves.validation) == []


@pytest.mark.parametrize(("rhythm", "at"), [(2, [[2, 4], [4, 2]]), ([1, 4], [[1, 4], [4, 2]])])
def test_validations_lie_where_they_were_made(rhythm, at):
    curves = RunCurves("loss", rhythm=rhythm)
    curves.follow({"loss": [4.0, 3.0, 2.0, 1.0], "val_loss": [4.0, 2.0]}, [], 0, 0)
    assert points(curves.validation) == at


def test_a_later_first_epoch_shifts_the_curve_and_many_numbers_are_left_out():
    curves = RunCurves("loss")
    curves.follow({"loss": [4.0, 3.0]}, [], 0, 5)
    assert points(curves.train) == [[6, 4], [7, 3]]
    strange = RunCurves("matrix")
    strange.follow({"matrix": [np.eye(2)]}, [], 0, 0)
    assert points(strange.train) == []


def test_the_best_of_an_accuracy_is_the_highest():
    curves = RunCurves("accuracy", highest=True)
    curves.follow({"accuracy": [0.5, 0.9, 0.9, 0.7]}, [], 0, 0)
    assert curves.train.best == (2, 0.9)


def test_smoothing_is_a_weighted_mean_of_what_came_before():
    values = np.array([4.0, 2.0, math.nan, 2.0])
    assert smoothed(values, 0.0) is values
    made = smoothed(values, 0.5)
    assert made[0] == 4
    assert made[1] == pytest.approx((0.5 * 4 * 0.5 + 0.5 * 2) / 0.75)
    assert math.isnan(made[2])
    assert made[3] == pytest.approx((0.125 * 4 + 0.25 * 2 + 0.5 * 2) / 0.875)


def test_runs_lie_side_by_side_and_the_one_at_work_has_both_curves():
    picture = CoursePicture("loss")
    first = Track({"loss": [3.0, 2.0], "val_loss": [4.0, 3.0]}, label="run 1")
    bare = Track({"loss": [5.0]}, label="run 2")
    main = Track({"loss": [1.0], "val_loss": [2.0]}, label="run 3")
    picture.follow([first, bare, main], now())
    lines = shown(picture)
    assert lines["train"] == [[1, 1]]
    assert lines["validation"] == [[1, 2]]
    assert lines["b"] == [[1, 4], [2, 3]]  # the validation, where there is one
    assert lines["c"] == [[1, 5]]
    rows = picture._course().rows
    assert [(row.label, row.now) for row in rows[2:]] == [("run 1", 3.0), ("run 2", 5.0)]
    picture.follow([main], now())
    assert set(shown(picture)) == {"train", "validation"}


def test_many_long_runs_still_make_small_frames():
    picture = CoursePicture("loss")
    values = np.random.default_rng(0).normal(size=5000).tolist()
    tracks = [Track({"loss": values, "val_loss": values}, label=str(i)) for i in range(5)]
    picture.view._hear(None, {"kind": "hello", "view": "a"}, None)
    picture.follow(tracks, now(running=True))
    assert 2000 < len(picture.view.frame) <= 6000


def test_where_one_looks_back_to_is_marked_and_the_numbers_are_those_of_then():
    picture = CoursePicture("loss")
    picture.follow([Track({"loss": [3.0, 2.0, 1.0], "val_loss": [4.0, 3.0, 2.0]})], now(at=2.0))
    course = picture._course()
    marks = [layer.value for layer in course.layers if layer.KIND == "mark"]
    assert marks == [2.0]
    assert [row.now for row in course.rows] == [2.0, 3.0]
    assert [row.best for row in course.rows] == [1.0, 2.0]


def test_lines_and_divergence():
    picture = CoursePicture("loss")
    picture.set_line("baseline", 2.5)
    picture.follow([Track({"loss": [3.0, math.inf]})], now())
    assert picture.diverged
    course = picture._course()
    assert course.diverged == 2
    assert course.rows[-1].level
    picture.set_line("baseline", None)
    assert picture.lines == {}


def test_a_session_with_forks():
    made = session()
    made.run()
    course, picture = SessionCourse(), CoursePicture("mae")
    course.follow(made, seen=True)
    picture.follow(course.tracks, course.now)
    whole = shown(picture)
    assert len(whole["train"]) == 3
    assert whole["validation"][-1] == [3, pytest.approx(made.history["val_mae"][-1])]
    assert course.now.progress.epoch == 3
    assert course.now.at is None

    made.seek(4)
    course.follow(made, seen=True)
    assert course.now.at == pytest.approx(4 / 3)
    assert (course.now.progress.epoch, course.now.progress.batch) == (1, 1)
    made.fork({"learning_rate": 0.5})
    course.follow(made, seen=True)
    picture.follow(course.tracks, course.now)
    lines = shown(picture)
    assert lines["b"] == whole["validation"]
    assert lines["train"] == whole["train"][:1]
    assert [run_name(run) for run in made.runs] == ["run 1", "run 2: learning_rate=0.5"]


def test_a_run_that_goes_on_from_the_past_is_drawn_anew():
    made = session()
    made.run()
    course, picture = SessionCourse(), CoursePicture("loss")
    course.follow(made, seen=True)
    picture.follow(course.tracks, course.now)
    whole = shown(picture)
    made.seek(3)
    made.run(1)
    course.follow(made, seen=True)
    picture.follow(course.tracks, course.now)
    assert shown(picture)["train"] == whole["train"][:2]
    made.run()
    course.follow(made, seen=True)
    picture.follow(course.tracks, course.now)
    assert shown(picture) == whole


@pytest.mark.parametrize("kind", [TrainingSession, RecordedSession])
def test_epochs_that_take_long_are_read_in_between_only_if_somebody_looks(kind, monkeypatch):
    made = session(kind)
    course = SessionCourse()
    for _ in range(2):
        next(made.loop)
        for _ in range(5):
            course.follow(made, seen=False)
    assert course.tracks[0].readings == []
    course.follow(made, seen=True)
    assert [reading.step for reading in course.tracks[0].readings] == [2]
    assert course.tracks[0].readings[0].place == pytest.approx(2 / 3)
    monkeypatch.setattr("kwidgets.panels.course.of_session._MOST", 10)
    for step in range(20):
        course.tracks[0].readings.append(Reading(1 + step / 100, 3 + step, {}))
    course.follow(made, seen=True)
    assert len(course.tracks[0].readings) <= 21
    assert course.tracks[0].pruned == 1


def test_no_session():
    course = SessionCourse()
    course.follow(None, seen=True)
    assert course.tracks == ()
    picture = CoursePicture("loss")
    picture.follow(course.tracks, course.now)
    assert shown(picture) == {"train": [], "validation": []}
