"""Sequences of different lengths as one array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from kcore.autodiff import Array


def pad_sequences(
    sequences: Sequence[Sequence[Any]],
    maxlen: int | None = None,
    dtype: Any = "int32",
    padding: Literal["pre", "post"] = "pre",
    truncating: Literal["pre", "post"] = "pre",
    value: Any = 0.0,
) -> Array:
    """Bring sequences to one length.

    Args:
        sequences: one list or array for each sample; all steps of one shape.
        maxlen: the length, at least 1; that of the longest if None.
        dtype: type of the result; ``object`` for texts.
        padding: 'pre' puts ``value`` in front of short sequences, 'post' behind them.
        truncating: 'pre' cuts long sequences in front, 'post' behind.
        value: what fills up.

    Returns:
        Array of shape (samples, maxlen, ...steps).

    Raises:
        ValueError: if a sequence is none, or its steps have another shape than those of the others.

    >>> pad_sequences([[1], [2, 3, 4]], maxlen=2)
    array([[0, 1],
           [3, 4]], dtype=int32)
    """
    for name, choice in (("padding", padding), ("truncating", truncating)):
        if choice not in ("pre", "post"):
            raise ValueError(f"pad_sequences: {name} must be 'pre' or 'post'; got {choice!r}.")
    if isinstance(sequences, str) or not hasattr(sequences, "__len__"):
        raise ValueError(f"pad_sequences: sequences must be a list of sequences; got {type(sequences).__name__}.")
    odd = [i for i, s in enumerate(sequences) if not hasattr(s, "__len__")]
    if odd:
        raise ValueError(
            f"pad_sequences: every sample must be a sequence; sample {odd[0]} is {sequences[odd[0]]!r}. A single "
            "sequence goes into a list: pad_sequences([sequence])."
        )
    length = max((len(s) for s in sequences), default=0) if maxlen is None else maxlen
    steps = next((np.asarray(s).shape[1:] for s in sequences if len(s)), ())
    kind = np.dtype(dtype)
    if isinstance(value, str) and kind.kind not in "OUS":
        raise ValueError(f"pad_sequences: value={value!r} is a text; dtype {kind.name!r} cannot hold it: dtype=object.")
    padded = np.full((len(sequences), length, *steps), value, dtype=kind)
    for row, sequence in zip(padded, sequences, strict=True):
        if not len(sequence) or not length:
            continue
        kept = np.asarray(sequence[-length:] if truncating == "pre" else sequence[:length], dtype=kind)
        if kept.shape[1:] != steps:
            raise ValueError(
                f"pad_sequences: the steps of all samples must have one shape; got {kept.shape[1:]} and {steps}."
            )
        row[slice(-len(kept), None) if padding == "pre" else slice(len(kept))] = kept
    return padded
