"""Command: record what real Keras finds in the tutorials, ``python tests/core/tutorials/record.py KIND PYTHON [NAME]``.

KIND names an engine, PYTHON one that has it:

- keras3-torch: ``pip install keras==3.15.1 torch==2.13.0`` and KERAS_BACKEND=torch
- keras3-tensorflow: ``pip install keras==3.15.1 tensorflow-cpu==2.21.0``, for scripts that import tensorflow. (The
  others are left to torch: with tensorflow, RMSprop squares each part of the gradient of an Embedding by itself.)
- keras215: ``pip install tensorflow-cpu==2.15.1``
- keras231: ``pip install keras==2.3.1 Theano==1.0.5 "numpy<1.24" "h5py<4" setuptools``, with KERAS_BACKEND=theano and
  THEANO_FLAGS=cxx=,blas.ldflags=,floatX=float32,optimizer=fast_compile

``record.py digits`` makes the small pictures of digits, which are nobody's: they are drawn here.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import run

RECORDED = Path(__file__).parent / "recorded"
# 3 x 5 pixels each, rows from the top
GLYPHS = (
    "111101101101111", "010110010010111", "111001111100111", "111001111001111", "101101111001001",
    "111100111001111", "111100111101111", "111001010010010", "111101111101111", "111101111001111",
)  # fmt: skip
SIZES = {"train": 600, "test": 120}


def digits() -> None:
    """Digits of 3 x 5 pixels somewhere in 8 x 8, of different strength, with noise."""
    draws = np.random.default_rng(0)
    arrays = {}
    for part, size in SIZES.items():
        labels = draws.integers(0, 10, size)
        pictures = draws.integers(0, 60, (size, 8, 8))
        for picture, label in zip(pictures, labels, strict=True):
            glyph = np.array([int(bit) for bit in GLYPHS[label]]).reshape(5, 3)
            top, left = draws.integers(1, 3), draws.integers(1, 4)
            picture[top : top + 5, left : left + 3] += glyph * draws.integers(120, 190)
        arrays |= {f"x_{part}": pictures.astype("uint8"), f"y_{part}": labels.astype("uint8")}
    np.savez_compressed(run.SCRIPTS / "digits.npz", **arrays)


def main() -> None:
    if sys.argv[1:] == ["digits"]:
        digits()
        return
    kind, python, *names = sys.argv[1:]
    RECORDED.mkdir(exist_ok=True)
    for name in names or [name for name, (real, *_) in run.RESULTS.items() if real == kind]:
        print(name, flush=True)
        subprocess.run([python, run.__file__, name, RECORDED / f"{name}.npz"], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
