"""Losses and metrics of the registry against those of real Keras, on random targets, predictions and weights."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import config, registry
from kcore.autodiff import Variable
from tests.core.parity.draw import arguments, classes, functions
from tests.core.parity.live import keras, same, theirs
from tests.core.parity.rows import ABSENT, LOSSES, METRICS, Task
from tests.core.parity.slopes import check
from tests.core.parity.twin import make

DRAWS = 4


def each(family, names):
    return [(name, draw) for name in names if (family, name) not in ABSENT for draw in range(DRAWS)]


def examples(task, rng, draw):
    """Targets and predictions of a task."""
    shape = task.shapes[draw % len(task.shapes)]
    if task.kind == "numbers":
        return rng.normal(size=shape), rng.normal(size=shape)
    y_pred = rng.uniform(0.05, 0.95, shape)
    if task.kind == "shares":
        return rng.uniform(0.05, 0.95, shape), y_pred
    if task.kind == "binary":
        return rng.integers(2, size=shape).astype("float64"), y_pred
    if task.kind == "regions":
        return rng.integers(shape[-1], size=shape[:-1]), rng.integers(shape[-1], size=shape[:-1])
    if task.kind == "signs":
        return rng.choice([-1.0, 1.0], shape), y_pred
    if task.kind == "spelling":
        return np.array([[1, 2, 2], [3, 0, 0], [1, 2, 0], [0, 0, 0], [1, 1, 0], [2, 1, 3]]), rng.normal(size=shape)
    if task.kind == "neighbours":
        return np.array([0, 0, 1, 1, 2, 3]), y_pred / np.linalg.norm(y_pred, axis=-1, keepdims=True)
    y_pred /= y_pred.sum(axis=-1, keepdims=True)
    numbers = rng.integers(shape[-1], size=shape[:-1])
    if task.kind == "onehot":
        return np.eye(shape[-1])[numbers], y_pred
    assert task.kind in ("classes", "numbered"), task.kind
    return (numbers if task.kind == "numbered" or rng.random() < 0.5 else numbers[..., None]), y_pred


@pytest.mark.parametrize(("name", "draw"), each("loss", functions("loss")))
def test_a_loss_function(name, draw):
    """The loss of each sample."""
    task, rng = LOSSES.get(name, Task()), np.random.default_rng(draw)
    y_true, y_pred = examples(task, rng, draw)
    y_pred = y_pred.astype("float32")
    ours, real = registry.lookup("loss", name), theirs("loss", name)
    options = {argument: values[draw % len(values)] for argument, values in task.arguments.choices.items()}
    same(ours(y_true, y_pred, **options), real(y_true, y_pred, **options), tolerance=2e-5)


def made(family, name, draw, table):
    task, rng = table.get(name, Task()), np.random.default_rng(draw)
    cls = registry.lookup(family, name)
    given = arguments(cls, rng, task.arguments, share=(0.0, 1.0)[draw] if draw < 2 else 0.5)
    return task, rng, given, cls(**make(kcore, given)), theirs(family, name)(**make(keras, given))


@pytest.mark.parametrize(("name", "draw"), each("loss", classes("loss")))
def test_a_loss(name, draw):
    """The loss of all samples, with and without weights of the samples."""
    task, rng, given, ours, real = made("loss", name, draw, LOSSES)
    y_true, y_pred = examples(task, rng, draw)
    y_pred = y_pred.astype("float32")
    shape = np.shape(ours.call(y_true, y_pred))
    for weight in (None, rng.uniform(0.5, 1.5, shape), rng.uniform(0.5, 1.5, shape[:1])):
        if weight is not None and len(shape) == 0:
            continue
        shaped = weight if weight is None or weight.ndim == len(shape) else weight[:, None]
        same(ours(y_true, y_pred, shaped), real(y_true, y_pred, shaped), str(given), tolerance=2e-5)


@pytest.mark.parametrize(("name", "draw"), each("loss", classes("loss")))
def test_the_gradient_of_a_loss(name, draw, request):
    config.set_floatx("float64")
    request.addfinalizer(lambda: config.set_floatx("float32"))
    task, rng, given, ours, _ = made("loss", name, draw, LOSSES)
    y_true, y_pred = examples(task, rng, draw)
    answers = Variable(y_pred, dtype="float64")
    check(lambda: ours(y_true, answers * 1.0), [answers], rng, given)


@pytest.mark.parametrize(("name", "draw"), each("metric", classes("metric")))
def test_a_metric(name, draw):
    """The result after each of several updates, with and without weights, and after forgetting them."""
    task, rng, given, ours, real = made("metric", name, draw, METRICS)
    if task.ready:
        same(ours.result(), real.result(), str(given), tolerance=2e-5)
    for turn in range(4):
        if turn == 3:
            ours.reset_state()
            real.reset_state()
        if task.kind == "values":
            batch = (rng.normal(size=(6,) if turn % 2 else (6, 3)).astype("float32"),)
        else:
            y_true, y_pred = examples(task, rng, draw)
            batch = (y_true, y_pred if task.kind == "regions" else y_pred.astype("float32"))
        weight = rng.uniform(0.5, 1.5, 6) if turn % 2 and task.weighted else None
        if weight is not None and batch[-1].ndim > 2:
            weight = weight[:, None]
        ours.update_state(*batch, sample_weight=weight)
        real.update_state(*batch, sample_weight=weight)
        same(ours.result(), real.result(), f"update {turn}, {given}", tolerance=2e-5)
