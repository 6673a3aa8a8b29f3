"""What is known of the data before anything is trained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kcore import tree
from kcore.autodiff import Array, value_of
from kcore.training.samples import Samples, listed
from kwidgets.doctor.anatomy import Head
from kwidgets.doctor.columns import Columns, Leak, columns, leak, numbers, repeated
from kwidgets.doctor.targets import Targets, targets


@dataclass(frozen=True)
class Data:
    """Inputs and targets, of training and validation.

    Args:
        inputs: each input.
        targets: for each output its targets; None where there are none.
        validation: for each output the targets of validation; None where there are none.
        samples: how many there are.
        validation_samples: how many there are to validate.
        leak: columns of the first input that give the first output's target away, or None.
        repeated: how many of the validation samples stand in the training set, too.
        twins: share of the training samples that have an equal one among themselves.
        strangers: for each output the share of the validation samples whose class is not in the training set.
        stretches: for each output how much of the targets' variance lies between the batches when samples come in
            their given order: about 1 / batch size in a mixed order, 1 where each batch has one value.
    """

    inputs: tuple[Columns, ...]
    targets: tuple[Targets | None, ...]
    validation: tuple[Targets | None, ...] = ()
    samples: int = 0
    validation_samples: int = 0
    leak: Leak | None = None
    repeated: int = 0
    twins: float = 0.0
    strangers: tuple[float, ...] = ()
    stretches: tuple[float, ...] = ()


def look_at(
    heads: Sequence[Head], names: Sequence[str], x: Any, y: Any, validation: Any = None, batch_size: int = 32
) -> Data:
    """Look at data as a user gives them to `fit`.

    Args:
        heads: the outputs.
        names: names of the inputs, if there are several.
        x: inputs, an array, or several in a list or dict.
        y: targets, nested likewise.
        validation: `(x, y)`, or None.
        batch_size: samples in a batch.
    """
    xs, ys = _several(x, names), _several(y, [head.name for head in heads])
    found = [columns(name if len(xs) > 1 else "", array) for name, array in zip(_named(names, xs), xs, strict=True)]
    aims = tuple(targets(name, array) for name, array in zip(_named([h.name for h in heads], ys), ys, strict=True))
    other_x, other_y = ([], []) if validation is None else _pair(validation, names, heads)
    checked = tuple(targets(name, array) for name, array in zip(_named([h.name for h in heads], other_y), other_y,
                                                                strict=True))  # fmt: skip
    first, aim = numbers(xs[0]) if xs else None, numbers(ys[0]) if ys else None
    give_away, stood, twins = None, 0, 0.0
    others = numbers(other_x[0]) if other_x else None
    if first is not None and aim is not None and first.ndim > 1 and aim.ndim > 0 and len(first) == len(aim):
        if aims[0] is not None and not aims[0].holes:
            give_away = _leak(first, aim, aims[0], heads)
        if others is not None and others.shape[1:] == first.shape[1:]:
            stood, twins = repeated(first, aim, others, numbers(other_y[0]) if other_y else None)
    return Data(
        tuple(each for each in found if each is not None),
        aims,
        checked,
        samples=0 if first is None else len(first),
        validation_samples=0 if others is None else len(others),
        leak=give_away,
        repeated=stood,
        twins=twins,
        strangers=tuple(_strangers(aim, array) for aim, array in zip(aims, other_y, strict=False)),
        stretches=tuple(_stretch(array, aim, batch_size) for array, aim in zip(ys, aims, strict=True)),
    )


def given_by(samples: Samples | None) -> tuple[Any, Any]:
    """Inputs and targets as they may be given to `look_at`, from checked samples."""
    if samples is None:
        return None, None
    return _listed(samples.x), _listed(samples.y)


def _listed(part: Any) -> Any:
    return None if part is None else listed(part) if isinstance(part, tuple) else part


def _leak(x: Array, y: Array, aim: Targets, heads: Sequence[Head]) -> Leak | None:
    numeric = bool(heads) and heads[0].measures_numbers
    if aim.labels is not None and not (numeric and aim.form == "classes"):
        return leak(x, aim.labels, aim.classes)
    return leak(x, y.reshape(len(y)), 0) if y.size == len(y) else None


def _several(data: Any, names: Sequence[str]) -> list[Any]:
    """The arrays of a list or dict, or the one array."""
    if data is None:
        return []
    if isinstance(data, dict):
        return [data[name] for name in names if name in data] or list(data.values())
    if isinstance(data, tuple) or (isinstance(data, list) and data and all(hasattr(a, "shape") for a in data)):
        return [value_of(leaf) for leaf in tree.flatten(data)]
    return [data]


def _pair(validation: Any, names: Sequence[str], heads: Sequence[Head]) -> tuple[list[Any], list[Any]]:
    if not isinstance(validation, tuple | list) or len(validation) < 2:
        return [], []
    return _several(validation[0], names), _several(validation[1], [head.name for head in heads])


def _named(names: Sequence[str], arrays: Sequence[Any]) -> list[str]:
    return list(names) if len(names) == len(arrays) else [""] * len(arrays)


def _strangers(aim: Targets | None, other: Any) -> float:
    """The share of other targets whose class is none of the training set's."""
    array = numbers(other)
    if aim is None or aim.labels is None or array is None or not array.size or aim.form == "sides":
        return 0.0
    labels = array.argmax(axis=1) if aim.form == "one_hot" and array.ndim == 2 else array.reshape(-1)
    return float(1 - np.isin(labels, aim.labels).mean())


def _stretch(y: Any, aim: Targets | None, size: int) -> float:
    """The share of the targets' variance that lies between batches of neighbours."""
    if aim is None or aim.holes or size < 2:
        return 0.0
    array = numbers(y)
    assert array is not None  # noqa: S101 - its targets were looked at
    if aim.labels is not None:
        rows = np.eye(aim.classes)[aim.labels] if aim.classes > 1 else np.zeros((len(array), 1))
    else:
        rows = array.reshape(len(array), -1).astype("float64")
    whole = rows[: len(rows) // size * size]
    if len(whole) < 2 * size:
        return 0.0
    middle = whole.mean(axis=0)
    between = ((whole.reshape(-1, size, whole.shape[1]).mean(axis=1) - middle) ** 2).mean(axis=0).sum()
    total = ((whole - middle) ** 2).mean(axis=0).sum()
    return float(between / total) if total > 0 else 0.0
