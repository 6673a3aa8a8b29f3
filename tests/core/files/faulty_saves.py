"""Command: kill saves of plain files, and let the disk run full. ``python -m tests.core.files.faulty_saves 100``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

from kcore.files import open_hdf5, read_archive, read_bytes, write_archive, write_bytes, write_hdf5
from tests.core.files.faults import Format, full_disk, kill_while_saving

SIZE = 200_000


def numbers(version: int) -> np.ndarray:
    return np.full(SIZE, version, "f4")


def load_text(path: Path) -> int:
    data = read_bytes(path, 4 * SIZE)
    assert len(data) == 4 * SIZE
    assert data == numbers(data[3] == 0x3F).tobytes()
    return int(data[3] == 0x3F)


def save_hdf5(path: Path, version: int) -> None:
    write_hdf5(path, lambda writer: writer.array("a/b", numbers(version)))


def load_hdf5(path: Path) -> int:
    with open_hdf5(path) as file:
        found = file.array("a/b", (SIZE,))
    np.testing.assert_array_equal(found, numbers(int(found[0])))
    return int(found[0])


def load_archive(path: Path) -> int:
    data = read_archive(path, {"a": 4 * SIZE})["a"]
    return int(np.frombuffer(data, "f4")[0])


FORMATS = {
    "text": Format(lambda path, version: write_bytes(path, numbers(version).tobytes()), load_text),
    "hdf5": Format(save_hdf5, load_hdf5),
    "archive": Format(lambda path, version: write_archive(path, {"a": numbers(version).tobytes()}), load_archive),
}


def main(count: int) -> int:
    bad = 0
    for name, form in FORMATS.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            whole, midway = kill_while_saving(form, path, count, seed=count)
            faults = full_disk(form, path, [0, 100, 5000, SIZE])
            print(
                f"{name}: whole after {whole} of {count} kills, {midway} of them midway; full disk: {faults or 'right'}"
            )
            bad += count - whole + len(faults)
    return bad


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
