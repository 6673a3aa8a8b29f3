"""Numbers that were read and checked, on their way to the variables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kcore.autodiff import Array, Variable
from kcore.files import Hdf5Reader, ModelFileError
from kcore.models.report import LoadReport, Reason
from kcore.training.interrupt import BetweenSteps


class Found(NamedTuple):
    """What a file gives to a model. Nothing has been changed yet: ``put`` does that."""

    numbers: list[tuple[Variable, Array]]
    report: LoadReport


def put(numbers: list[tuple[Variable, Array]]) -> None:
    """Give the variables their numbers, all of which fit; an interrupt waits until all have theirs."""
    with BetweenSteps():
        for variable, array in numbers:
            variable.take(array)


def read_layer(
    file: Hdf5Reader,
    name: str,
    source: str,
    wanted: Sequence[tuple[Variable, str]],
    skip_mismatch: bool,
    report: LoadReport,
) -> list[tuple[Variable, Array]]:
    """The numbers of one layer.

    Args:
        file: where they lie.
        name: the layer's name, for the report.
        source: the group that they lie in, for the report.
        wanted: its variables, each with its path in the file.
        skip_mismatch: whether a layer whose shapes differ is left as it is; else that is an error.
        report: is told what became of the layer.

    Raises:
        ModelFileError: if something is missing or of another shape and is not to be skipped.
    """
    reason = _misfit(file, wanted) if skip_mismatch else None
    if reason is not None:
        report.skipped[name] = reason
        return []
    found = [(v, file.array(place, v.shape, v.dtype)) for v, place in wanted]
    report.filled[name] = source
    return found


def _misfit(file: Hdf5Reader, wanted: Sequence[tuple[Variable, str]]) -> Reason | None:
    """Why these variables cannot all be filled; None if they can."""
    for variable, place in wanted:
        shape = file.shape(place)
        if shape is None:
            return Reason("missing", f"{place} is missing", place=place)
        if shape != variable.shape:
            text = f"{place} has shape {shape}; {variable.path} has {variable.shape}"
            return Reason("shape", text, place=place, weight=variable.path, found=shape, wanted=variable.shape)
    return None


def absent() -> Reason:
    """Why a layer that is not in the file is left as it was."""
    return Reason("absent", "not in the file")


def no_match(file: Hdf5Reader, message: str) -> ModelFileError:
    """The error of a file that belongs to another model."""
    return file.fail("", message + " Is it the file of another model? by_name=True fills the layers of equal name.")
