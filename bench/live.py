"""What runs in the notebook's kernel: one training, made three ways, and the CPU time that each takes."""

from __future__ import annotations

import asyncio
import time
from functools import partial

import kcore
import kwidgets as kw
from kcore.datasets import seattle_weather
from kwidgets.live import Progress
from kwidgets.panels.course import Now, Track
from kwidgets.panels.triad.model import METRIC
from kwidgets.panels.triad.picture import Picture

EPOCHS_AT_FIRST = 100

spent: list[float] = []
"""CPU seconds of the trainings that are over."""


def weather():
    """Lesson 1's data: inputs and targets, then those of validation, standardised."""
    (x, y), (x_test, y_test) = seattle_weather.load_data()
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    return (x - mean) / deviation, y, ((x_test - mean) / deviation, y_test)


def session(epochs):
    """A training from the start."""
    x, y, validation = weather()
    kcore.utils.set_random_seed(1)
    model = kcore.Sequential([kcore.Input((5,)), kcore.layers.Dense(16, activation="relu"), kcore.layers.Dense(1)])
    model.compile(optimizer=kcore.optimizers.Adam(0.01), loss="mean_squared_error", metrics=["mean_absolute_error"])
    return kw.TrainingSession(model, x, y, validation_data=validation, epochs=epochs, seed=1)


def epochs_in(seconds):
    """How many epochs this machine trains in so many seconds."""
    first = session(EPOCHS_AT_FIRST)
    first.run()
    began = time.perf_counter()
    first.run(EPOCHS_AT_FIRST)
    return round(EPOCHS_AT_FIRST * seconds / (time.perf_counter() - began))


def blocking(epochs):
    """Trains without a picture, and returns when all is done."""
    training = session(epochs)
    began = time.process_time()
    training.run()
    spent.append(time.process_time() - began)


def driven(epochs):
    """Trains without a picture on the kernel's event loop."""
    _start(session(epochs))


def shown(epochs, picture, hertz):
    """Trains on the event loop with the panel's picture."""
    training = session(epochs)
    picture.follow(training)
    training.listen(picture.follow, hertz)
    _start(training)


def picture():
    """The picture of a panel; its `view` is to be displayed."""
    return Picture("°C", 1.0, 2.24)


async def frames_alone(picture, hertz, seconds):
    """Sends the picture as it is, again and again, while nothing is trained, and the answers of the page come in.

    What the kernel takes in as many turns without a picture is not the picture's.
    """
    error = [1 / (epoch + 1) for epoch in range(1000)]
    track, progress = Track({METRIC: error, f"val_{METRIC}": error}), Progress(0, 1)
    turns, idle = round(seconds * hertz), time.process_time()
    for _ in range(turns):
        await asyncio.sleep(1 / hertz)
    idle = time.process_time() - idle
    before, began = frames(picture), time.process_time()
    for _ in range(turns):
        picture.course.follow([track], Now(progress, running=True))
        await asyncio.sleep(1 / hertz)
    spent.append((time.process_time() - began - idle) / (frames(picture) - before))
    picture.course.follow([track], Now(progress, running=False))


def frames(shown_picture):
    """Number of the newest frame."""
    return int.from_bytes(shown_picture.view.frame[:4], "little")


def _start(training):
    training.listen(partial(_finished, time.process_time()))
    training.play()


def _finished(began, training):
    if training.finished and not training.running:
        spent.append(time.process_time() - began)
