from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import kcore
from kcore import layers
from kwidgets.doctor import Watcher, examine
from kwidgets.session import TrainingSession
from tests.kwidgets.doctor.tasks import Task


@dataclass(frozen=True)
class Scene:
    """A training to be examined.

    Args:
        name: what it is called in the table.
        task: the data.
        model: makes the compiled model; the seed is set before.
        fit: arguments of the session: epochs, batch_size and the like.
        sick: names of the diagnoses of which the first cause must be one; empty for a healthy training.
    """

    name: str
    task: Callable[[], Task]
    model: Callable[[Task], Any]
    fit: dict[str, Any] = field(default_factory=dict)
    sick: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What the doctor said.

    Args:
        scene: the training.
        first: the first cause at the end; empty for none.
        causes: all causes at the end.
        accused: everything that was ever called a cause while it ran.
    """

    scene: Scene
    first: str
    causes: tuple[str, ...]
    accused: frozenset[str]

    @property
    def right(self) -> bool:
        """Whether a sick one is named rightly, or a healthy one never accused."""
        return self.first in self.scene.sick if self.scene.sick else not self.accused


@np.errstate(all="ignore")  # what bursts says so often enough
def played(scene: Scene, seed: int) -> Outcome:
    """Train, and ask the doctor before the first step, after each epoch and at the end, as the panel does."""
    kcore.utils.set_random_seed(seed)
    task = scene.task()
    model = scene.model(task)
    data = {"validation_data": (task.vx, task.vy)}
    try:
        session = TrainingSession(model, task.x, task.y, **{**data, "seed": seed, **scene.fit})
    except ValueError:  # the engine refuses the data: all that can be said is said before
        found = examine(model, task.x, task.y, (task.vx, task.vy))
        names = tuple(finding.name for finding in found.causes)
        return Outcome(scene, names[0] if names else "", names, frozenset(names))
    watcher = Watcher()
    watcher.attend(session)
    accused = {finding.name for finding in watcher.examination.causes}
    for _ in range(session.loop.epochs):
        if session.model.stop_training and session.loop.step:
            break
        session.run(1)
        accused |= {finding.name for finding in watcher.examination.causes}
    assert watcher.error is None, watcher.error
    names = tuple(finding.name for finding in watcher.examination.causes)
    session.close()
    return Outcome(scene, names[0] if names else "", names, frozenset(accused))


def dense(
    *units: int,
    act: Any = "relu",
    out: str | None = None,
    outputs: int | None = None,
    loss: Any = None,
    optimizer: Any = "adam",
    between: Callable[[], Any] | None = None,
    metrics: tuple[str, ...] | None = None,
    **options: Any,
) -> Callable[[Task], Any]:
    """Makes a network of Dense layers that fits a task, unless it is told otherwise.

    Args:
        units: units of each hidden layer.
        act: their function.
        out: function of the output layer; None: what fits.
        outputs: units of the output layer; None: what fits.
        loss: the loss; None: what fits.
        optimizer: name, or a function that makes one.
        between: makes a layer that follows each hidden one.
        metrics: the metrics; None: what fits.
        **options: further arguments of the hidden layers.
    """

    def make(task: Task) -> Any:
        one_hot = task.y.ndim > 1 and task.y.shape[-1] > 1
        kinds = {
            "numbers": ("linear", 1, "mse"),
            "binary": ("sigmoid", 1, "binary_crossentropy"),
            "classes": ("softmax", task.classes, "sparse_categorical_crossentropy"),
        }
        usual_out, usual_units, usual_loss = kinds[task.kind]
        if one_hot:
            usual_out, usual_units, usual_loss = "softmax", task.y.shape[-1], "categorical_crossentropy"
        stack = [kcore.Input(task.x.shape[1:])]
        for width in units:
            stack.append(layers.Dense(width, activation=act, **options))
            if between is not None:
                stack.append(between())
        stack.append(layers.Dense(outputs or usual_units, activation=out or usual_out))
        asked = metrics if metrics is not None else (("mae",) if task.kind == "numbers" else ("accuracy",))
        return compiled(kcore.Sequential(stack), loss or usual_loss, optimizer, asked)

    return make


def compiled(model: Any, loss: Any, optimizer: Any = "adam", metrics: tuple[str, ...] = ()) -> Any:
    model.compile(optimizer() if callable(optimizer) else optimizer, loss, metrics=list(metrics))
    return model
