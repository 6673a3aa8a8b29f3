"""Trainings drawn at random: other tasks, networks, optimizers and sizes each time, healthy or with one thing spoilt.

Whether a training is healthy is not taken for granted but seen from how it came out, without the doctor.
"""

from __future__ import annotations

from collections import Counter
from functools import partial

import numpy as np

import kcore
from kcore import layers
from kcore.initializers import RandomNormal
from kcore.optimizers import SGD, Adagrad, Adam, AdamW, Nadam, RMSprop
from kwidgets.doctor.baseline import baseline
from tests.kwidgets.doctor import tasks
from tests.kwidgets.doctor.scene import Scene, dense, played

_TASKS = (
    *(tasks.warmth, tasks.rides, tasks.dust, tasks.mass, tasks.rain, tasks.warm, tasks.busy, tasks.sex),
    *(tasks.cats, tasks.season, tasks.species, tasks.ciphers, tasks.mnist, tasks.clothes, tasks.beasts),
)
# Optimizers with the rates between which a reasonable choice lies.
_RATES = {
    SGD: (0.01, 0.1), RMSprop: (5e-4, 3e-3), Adam: (1e-3, 1e-2), AdamW: (1e-3, 1e-2), Nadam: (1e-3, 5e-3),
    Adagrad: (0.01, 0.1), partial(SGD, momentum=0.9): (0.003, 0.03),
}  # fmt: skip
KINDS = {
    "": (),
    "high": ("rate_too_high", "not_a_number"),
    "low": ("rate_too_low",),
    "deep": ("vanishing_gradient",),
    "raw": ("unscaled_inputs",),
    "large": ("saturated_units",),
    "burst": ("exploding_gradient", "not_a_number"),
    "zero": ("equal_weights",),
}


def drawn(seed: int, kind: str = "") -> Scene:
    """A training drawn at random, with what `kind` says spoilt."""
    chance = np.random.default_rng([seed, 7])
    task = _TASKS[chance.integers(len(_TASKS))]
    optimizer = list(_RATES)[chance.integers(len(_RATES))]
    low, high = _RATES[optimizer]
    rate = float(np.exp(chance.uniform(np.log(low), np.log(high))))
    act = str(chance.choice(["relu", "relu", "tanh", "sigmoid", "elu", "gelu", "selu"]))
    depth = 1 if act == "sigmoid" else int(chance.integers(1, 4))
    units, batch = int(chance.choice([8, 16, 32, 64])), int(chance.choice([8, 16, 32, 32, 64, 128]))
    between = [None, None, partial(layers.Dropout, 0.2), layers.BatchNormalization][chance.integers(4)]
    steps, first = int(chance.choice([400, 800, 1500])), None
    if kind == "high":
        rate *= float(10 ** chance.uniform(1.2, 3.0))
    elif kind == "low":
        rate *= float(10 ** chance.uniform(-4.0, -2.0))
    elif kind == "raw":
        task = partial(task, raw=True)
    elif kind == "deep":
        act, depth, between = "sigmoid", int(chance.integers(4, 8)), None
    elif kind == "large":
        act, first = str(chance.choice(["tanh", "sigmoid"])), RandomNormal(stddev=float(chance.uniform(1, 5)))
    elif kind == "burst":
        act, depth, between = "relu", int(chance.integers(3, 7)), None
        first = RandomNormal(stddev=float(chance.uniform(0.5, 1.5)))
    elif kind == "zero":
        act, first, between = "relu", "zeros", None
    epochs = max(2, round(steps * batch / len(task().x)))
    loss = str(chance.choice(["mse", "mae", "huber"])) if task().kind == "numbers" else None
    options = {} if first is None else {"kernel_initializer": first}
    model = dense(*[units] * depth, act=act, loss=loss, optimizer=partial(optimizer, rate), between=between, **options)
    name = f"{kind or 'healthy'} {seed}: {task().name}, {depth} x {units} {act}, rate {rate:.2g}, {epochs} epochs"
    return Scene(name, task, model, {"epochs": epochs, "batch_size": batch}, KINDS[kind])


@np.errstate(all="ignore")
def came_out_well(scene: Scene, seed: int) -> bool:
    """Whether the same training without the doctor beats the simplest answer by much, and did not get worse again."""
    kcore.utils.set_random_seed(seed)
    task = scene.task()
    model = scene.model(task)
    kcore.utils.set_random_seed(seed)
    history = model.fit(task.x, task.y, validation_data=(task.vx, task.vy), verbose=0, **scene.fit).history
    simple = _simple(model, task)
    last, checked = history["loss"][-1], history["val_loss"]
    return bool(last < 0.92 * simple and checked[-1] < 0.92 * simple and checked[-1] < 1.05 * min(checked))


def _simple(model, task):
    from kwidgets.doctor.anatomy import anatomy

    samples = model.intake.samples(task.vx, task.vy)
    return baseline(anatomy(model).heads[0], samples.y)


def report(count: int, first: int) -> str:
    """What is said about `count` trainings of each kind; those of the sick that came out well are left out."""
    lines = []
    for kind in KINDS:
        right, wrong, accused, others = 0, Counter(), 0, 0
        for seed in range(first, first + count):
            scene = drawn(seed, kind)
            well = came_out_well(scene, seed)
            if well is bool(kind):
                others += 1
                continue
            outcome = played(scene, seed)
            right += outcome.right
            accused += not kind and bool(outcome.first)
            if not outcome.right:
                wrong[outcome.first or ", ".join(sorted(outcome.accused)) or "nothing"] += 1
        total = count - others
        called = ", ".join(f"{name} {number}" for name, number in wrong.most_common())
        at_end = f", {accused} accused at the end" if not kind else ""
        lines.append(f"{KINDS[kind][0] if kind else 'nothing (healthy)':<22}{total:>4}{right:>5}   {called}{at_end}")
    return "\n".join([f"{'what it has':<22}runs right  called otherwise", *lines])
