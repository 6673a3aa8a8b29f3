"""Command: damage good files byte by byte and load them. ``python -m tests.core.saving.fuzz --count 20000``.

Each file is loaded in a child process, because HDF5's C library may crash. Looked for: code that runs, other files
that are opened, hangs (10 s), memory over the budget, weights changed by a failed load, exceptions other than
``ModelFileError``, crashes. The same seed gives the same files.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import kcore
from kcore.models import load_model, model_from_json, model_from_yaml
from kcore.saving import ModelFileError

SECONDS, ROOM = 10, 1 << 30
FORBIDDEN = (
    "exec", "import", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.remove", "os.rename", "shutil.",
    "subprocess.Popen", "socket.", "pickle.find_class", "marshal.loads", "ctypes.dlopen",
)  # fmt: skip


class Format(NamedTuple):
    name: str
    data: bytes
    load: Callable[[Path], Any]


def trained() -> Any:
    """A model with weights of several shapes, some of which stand still, and an optimizer that has begun."""
    model = kcore.Sequential([
        kcore.Input((4,)),
        kcore.layers.Dense(3, activation="relu", kernel_regularizer="l2"),
        kcore.layers.BatchNormalization(),
        kcore.Sequential([kcore.Input((3,)), kcore.layers.Dense(2, activation="softmax")]),
    ])  # fmt: skip
    model.compile("adam", "mse", metrics=["mae"])
    model.train_on_batch(np.ones((2, 4)), np.ones((2, 2)))
    return model


def formats(folder: Path, model: Any) -> list[Format]:
    """A good file of each format, and what loads it."""
    made = []
    for name in ("w.h5", "w.weights.h5"):
        model.save_weights(folder / name)
        made.append(Format(name, (folder / name).read_bytes(), model.load_weights))
    for name in ("m.h5", "m.keras"):
        model.save(folder / name)
        made.append(Format(name, (folder / name).read_bytes(), load_model))
    made.append(Format("m.json", model.to_json().encode(), lambda path: model_from_json(path.read_bytes())))
    made.append(Format("m.yaml", model.to_yaml().encode(), lambda path: model_from_yaml(path.read_bytes())))
    return made


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Some bytes turned, set, cut out, doubled or exchanged; most often one."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 16))):
        at = chance.randrange(len(made))
        kind = chance.randrange(8)
        if kind < 3:
            made[at] ^= 1 << chance.randrange(8)
        elif kind < 5:
            made[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        elif kind == 5:
            del made[at : at + chance.randrange(1, 64)]
        elif kind == 6:
            made[at:at] = made[at : at + chance.randrange(1, 64)]
        else:
            other, size = chance.randrange(len(made)), chance.randrange(1, 16)
            made[at : at + size] = made[other : other + size]
        if not made:
            return b""
    return bytes(made[: chance.randrange(len(made))] if chance.random() < 0.05 else made)


class Watch:
    """Takes note of what Python is asked to do while a file is loaded."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.active, self.seen = str(folder), False, ""
        sys.addaudithook(self)

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.active:
            return
        outside = event == "open" and not str(args[0]).startswith(self.folder)
        if outside or event.startswith(FORBIDDEN):
            self.seen = f"{event} {args[:2]}"


def one(form: Format, path: Path, model: Any, before: list[np.ndarray], watch: Watch) -> str:
    """Load a file. Returns what went wrong, 'refused' or 'opened'."""
    watch.seen, watch.active = "", True
    signal.alarm(SECONDS)
    try:
        form.load(path)
        verdict = "opened"
    except ModelFileError as error:
        verdict = "refused" if len(str(error)) <= 500 else f"message of {len(str(error))} characters"
    except Exception as error:
        verdict = f"{type(error).__name__}: {error}"
    finally:
        signal.alarm(0)
        watch.active = False
    same = all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
    if verdict == "refused" and not same:
        verdict = "weights changed"
    if not same:
        model.set_weights(before)
    return f"asked for {watch.seen}" if watch.seen else verdict


def worker(form: Format, model: Any, folder: Path, numbers: range, seed: int, pipe: int) -> None:
    """In the child: one line for each file."""
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (16 * ROOM, 16 * ROOM))  # so that a fault does not take the machine along
    watch, path, before = Watch(folder), folder / form.name, model.get_weights()
    path.write_bytes(form.data)
    form.load(path)  # what is imported late is imported now
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in numbers:
        path.write_bytes(damaged(form.data, random.Random(f"{seed} {form.name} {number}")))
        os.write(pipe, f"{number}\t".encode())
        verdict = one(form, path, model, before, watch)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start) << 10
        if grown > ROOM:
            verdict = f"took {grown >> 20} MB"
        os.write(pipe, (" ".join(verdict.split()) + "\n").encode())


def run(form: Format, model: Any, folder: Path, count: int, seed: int) -> Iterator[tuple[int, str]]:
    """Number and verdict of each file; a child that dies is replaced."""
    done = 0
    while done < count:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                worker(form, model, folder, range(done, count), seed, writing)
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as lines:
            for line in lines:
                number, _, verdict = line.rstrip("\n").partition("\t")
                done = int(number) + 1
                if line.endswith("\n"):
                    yield int(number), verdict
                else:
                    _, status = os.waitpid(child, 0)
                    sign = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else str(status)
                    yield int(number), f"hang of {SECONDS} s" if sign == "SIGALRM" else f"crash: {sign}"
                    child = 0
        if child:
            os.waitpid(child, 0)


def main(count: int, seed: int) -> int:
    """Fuzz all formats; returns the number of faults."""
    faults = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        model = trained()
        made = formats(folder, model)
        for i, form in enumerate(made):
            share = count // len(made) + (i < count % len(made))
            verdicts: Counter[str] = Counter()
            for number, verdict in run(form, model, folder, share, seed):
                verdicts[verdict if verdict in ("refused", "opened") else "faults"] += 1
                if verdict not in ("refused", "opened"):
                    print(f"{form.name} {number}: {verdict[:300]}")
            faults += verdicts["faults"]
            told = ", ".join(f"{verdicts[key]} {key}" for key in ("refused", "opened", "faults"))
            print(f"{form.name}: {verdicts.total()} files, {told}", flush=True)
            if verdicts.total() != share:
                faults += 1
    return faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Damage good files byte by byte and load them.")
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sys.exit(min(main(options.count, options.seed), 100))
