"""Command: kill saves of models at random moments, and let the disk run full.

``python -m tests.core.saving.faulty_saves 100`` kills 100 saves of each format.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import kcore
from kcore.saving import load_model
from tests.core.files.faults import Format, full_disk, kill_while_saving

MODEL = kcore.Sequential([kcore.Input((200,)), kcore.layers.Dense(300), kcore.layers.Dense(2)])
MODEL.compile("adam", "mse")
MODEL.train_on_batch(np.zeros((2, 200)), np.zeros((2, 2)))


def save(how: Callable[[Path], None]) -> Callable[[Path, int], None]:
    def saved(path: Path, version: int) -> None:
        for variable in MODEL.weights:
            variable.assign(np.full(variable.shape, version))
        how(path)

    return saved


def version_of(model: Any) -> int:
    """Which version a model holds; every number of every weight must be of it."""
    found = {float(number) for weights in model.get_weights() for number in np.unique(weights)}
    assert len(found) == 1, found
    return int(found.pop())


def loaded_weights(path: Path) -> int:
    MODEL.load_weights(path)
    return version_of(MODEL)


FORMATS = {
    "m.keras": Format(save(MODEL.save), lambda path: version_of(load_model(path))),
    "m.h5": Format(save(MODEL.save), lambda path: version_of(load_model(path))),
    "w.h5": Format(save(MODEL.save_weights), loaded_weights),
    "w.weights.h5": Format(save(MODEL.save_weights), loaded_weights),
}


def main(count: int) -> int:
    bad = 0
    for name, form in FORMATS.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            whole, midway = kill_while_saving(form, path, count, seed=count)
            faults = full_disk(form, path, [0, 100, 5000, 100_000, 240_000])
        print(f"{name}: whole after {whole} of {count} kills, {midway} of them midway; full disk: {faults or 'right'}")
        bad += count - whole + len(faults)
    return bad


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
