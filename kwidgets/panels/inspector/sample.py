"""The sample that a model is looked at with: one of the learner's data, one given by itself, or a made-up one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from kcore.autodiff import value_of
from kcore.threads import training_threads
from kcore.training.samples import Arrays, count, each

_LENGTH = 8  # of a made-up sequence, where the model leaves it open


class Samples:
    """Data to look at a model with, checked as the model checks them.

    Args:
        model: the model.
        x: its inputs, first axis the samples; None: one sample is made up, if the model says what shape it has.
        y: the right answers to them, or None.
        sample: number of a sample in `x`, or a sample itself (without the first axis).

    Attributes:
        number: which sample of `x` is looked at.
        made_up: whether no data were given.
        problem: what a class of the learner's raised when the data were tried on it; empty if nothing.
        x: the checked inputs: an array, or a tuple of arrays; None where there is none to be had.

    Raises:
        ValueError, TypeError: for data that do not fit the model.
    """

    def __init__(self, model: Any, x: Any = None, y: Any = None, sample: Any = 0) -> None:
        self._model = model
        self.made_up = x is None and isinstance(sample, int | np.integer)
        self._given: Arrays | None = None
        self.x: Arrays | None = None
        self.y = y
        self.number = 0
        self.problem = ""
        try:
            if x is not None:
                self.x = model.intake.inputs("x", x)
            elif self.made_up:
                self.x = _invented(model)
            if isinstance(sample, int | np.integer):
                self.choose(int(sample))
            else:
                self.give(sample)
        except (ValueError, TypeError):  # data that do not fit
            raise
        except Exception as error:  # the rest of the panel is of use all the same
            self.problem = f"{type(error).__name__}: {error}"

    @property
    def total(self) -> int:
        """How many samples there are to choose from."""
        return 0 if self.x is None else count(self.x)

    @property
    def chosen(self) -> Arrays | None:
        """The sample, with a first axis of length 1; None where there is none."""
        if self._given is not None:
            return self._given
        return None if self.x is None else each(lambda a: a[self.number : self.number + 1], self.x)

    @property
    def given(self) -> bool:
        """Whether the sample is one that was given by itself."""
        return self._given is not None

    def choose(self, number: int) -> None:
        """Look at another sample of the data.

        Raises:
            ValueError: where there is none of this number.
        """
        if self.total and not 0 <= number < self.total:
            raise ValueError(f"sample must be the number of one of the {self.total} samples, 0 to {self.total - 1}; "
                             f"got {number}.")  # fmt: skip
        self._given, self.number = None, number if self.total else 0

    def give(self, sample: Any) -> None:
        """Look at a sample of the learner's own.

        Args:
            sample: an array without the axis of the samples; several in a list or dict where the model has several
                inputs.

        Raises:
            ValueError, TypeError: where it does not fit the model.
        """
        several = self._model.graph is not None and len(self._model.inputs) > 1
        if isinstance(sample, dict):
            batch: Any = {name: np.asarray(part)[None] for name, part in sample.items()}
        elif several and isinstance(sample, list | tuple):
            batch = [np.asarray(part)[None] for part in sample]
        else:
            batch = np.asarray(sample)[None]
        self._given = self._model.intake.inputs("sample", batch)

    def batch(self, size: int) -> tuple[Any, Any]:
        """The first samples and their answers, as they were given."""
        y = self.y
        if isinstance(y, dict):
            return each(lambda a: a[:size], self.x), {name: np.asarray(part)[:size] for name, part in y.items()}
        several = self._model.graph is not None and len(self._model.outputs) > 1
        parts = [np.asarray(part)[:size] for part in y] if several else np.asarray(y)[:size]
        return each(lambda a: a[:size], self.x), parts


def _invented(model: Any) -> Arrays | None:
    """One sample of the shape that the model takes: small whole numbers for an Embedding, else random numbers."""
    if model.graph is None:
        return None
    chance = np.random.default_rng(0)
    arrays = []
    for place in model.inputs:
        shape = (1, *(_LENGTH if n is None else n for n in place.shape[1:]))
        words = _words(model, place)
        if words is not None:
            arrays.append(chance.integers(0, words, shape).astype(place.dtype))
        else:
            arrays.append(chance.standard_normal(shape).astype(place.dtype))
    return model.intake.inputs("x", arrays if len(arrays) > 1 else arrays[0])


def _words(model: Any, place: Any) -> int | None:
    """How many different words the Embedding knows that reads a place; None where none reads it."""
    sizes = [
        int(node.operation.input_dim)
        for node in model.graph.nodes
        if any(read is place for read in node.inputs) and type(node.operation).__name__ == "Embedding"
    ]
    return min(sizes, default=None)


@contextmanager
def looking(model: Any) -> Iterator[None]:
    """A block in which a model may be called, though not trained: it is as it was afterwards.

    What a stateful layer remembers belongs to other sequences, and is put back.
    """
    stateful = [layer for layer in model.flat_layers() if vars(layer).get("states") is not None]
    remembered = [vars(layer)["states"] for layer in stateful]
    for layer in stateful:
        object.__setattr__(layer, "states", None)
    try:
        with training_threads(), np.errstate(all="ignore"):
            yield
    finally:
        model.forget_losses()
        for layer, states in zip(stateful, remembered, strict=True):
            object.__setattr__(layer, "states", states)


def answers(model: Any, x: Arrays) -> list[Any]:
    """What a model answers outside training, an array for each output."""
    with looking(model):
        found = model.forward(x, False)
    return [value_of(answer) for answer in (found if isinstance(found, tuple) else (found,))]
