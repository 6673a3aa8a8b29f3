"""Cures that change the data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import kcore
from kcore import tree
from kcore.autodiff import Array
from kwidgets.doctor.case import Case
from kwidgets.doctor.cures.cure import Cure, Treated
from kwidgets.doctor.cures.structure import with_inputs


def standardised_inputs() -> Cure:
    """Each column with mean 0 and deviation 1, by the training set's own; pixels from 0 to 1."""

    def change(case: Case) -> Case:
        several = isinstance(case.x, dict | list | tuple)
        xs, vxs = tree.flatten(case.x), [] if case.validation is None else tree.flatten(case.validation[0])
        scales = [_scale(np.asarray(x)) for x in xs]
        new = [scale(np.asarray(x)) for scale, x in zip(scales, xs, strict=True)]
        others = [scale(np.asarray(x)) for scale, x in zip(scales, vxs, strict=False)]
        return case.with_data(
            x=tree.pack_sequence_as(case.x, new) if several else new[0],
            vx=None if case.validation is None else tree.pack_sequence_as(case.x, others) if several else others[0],
        )

    def write(case: Case) -> str:
        x = np.asarray(tree.flatten(case.x)[0])
        first, _, other, _ = case.names
        names = [first, *([other] if case.validation is not None else [])]
        if _is_picture(x):
            return "\n".join(f"{name} = {name} / 255" for name in names)
        axis = _samples_of(x)
        lines = [f"mean, deviation = {first}.mean(axis={axis}), {first}.std(axis={axis})"]
        return "\n".join([*lines, *(f"{name} = ({name} - mean) / deviation" for name in names)])

    return _cure(change, write)


def standardised_targets() -> Cure:
    """Targets with mean 0 and deviation 1, by the training set's own."""

    def change(case: Case) -> Case:
        y = np.asarray(case.y, dtype="float32")
        mean, deviation = y.mean(axis=0), _not_zero(y.std(axis=0))
        return _other_targets(case, lambda part: ((part - mean) / deviation).astype("float32"))

    def write(case: Case) -> str:
        name = case.names[1]
        line = f"mean, deviation = {name}.mean(axis=0), {name}.std(axis=0)"
        return f"{line}\n{_target_code(case, '({} - mean) / deviation')}"

    return _cure(change, write)


def one_hot(classes: int) -> Cure:
    """Class numbers as rows with a single 1."""
    return _cure(
        lambda case: _other_targets(case, lambda part: kcore.utils.to_categorical(part.astype(int), classes)),
        lambda case: _target_code(case, "keras.utils.to_categorical({}, " + f"{classes})"),
    )


def zeros_and_ones() -> Cure:
    """Targets of -1 and 1 as 0 and 1."""
    return _cure(
        lambda case: _other_targets(case, lambda part: (part > 0).astype("float32")),
        lambda case: _target_code(case, '({} > 0).astype("float32")'),
    )


def without_holes() -> Cure:
    """Only the samples in which everything is a number."""

    def change(case: Case) -> Case:
        keep = _whole(case.x) & _whole(case.y)
        changed = case.with_data(x=_rows(case.x, keep), y=_rows(case.y, keep))
        if case.validation is None:
            return changed
        keep = _whole(case.validation[0]) & _whole(case.validation[1])
        return changed.with_data(vx=_rows(case.validation[0], keep), vy=_rows(case.validation[1], keep))

    def write(case: Case) -> str:
        pairs = [case.names[:2], *([case.names[2:]] if case.validation is not None else [])]
        lines = []
        for x, y in pairs:
            sound = [f"np.isfinite({name}).reshape(len({name}), -1).all(axis=1)" for name in (x, y)]
            lines += [f"whole = {' & '.join(sound)}", f"{x}, {y} = {x}[whole], {y}[whole]"]
        return "\n".join(lines)

    return _cure(change, write)


def without_columns(columns: tuple[int, ...]) -> Cure:
    """The table without some of its columns."""

    def treat(case: Case) -> Treated:
        x = np.delete(np.asarray(case.x), columns, axis=1)
        vx = None if case.validation is None else np.delete(np.asarray(case.validation[0]), columns, axis=1)
        changed = case.with_data(x=x, vx=vx).with_model(lambda model: with_inputs(model, x.shape[1:]))
        return Treated(changed, write(case))

    def write(case: Case) -> str:
        names = [case.names[0], *([case.names[2]] if case.validation is not None else [])]
        left = np.asarray(case.x).shape[1] - len(columns)
        return "\n".join(
            [*(f"{name} = np.delete({name}, {list(columns)}, axis=1)" for name in names), f"keras.Input(({left},))"]
        )

    return Cure(treat, write=write)


def without_repeated() -> Cure:
    """A validation set without the samples that are trained on."""

    def change(case: Case) -> Case:
        fresh = _fresh(case)
        if fresh.any():
            vx, vy = _validation(case)
            return case.with_data(vx=vx[fresh], vy=vy[fresh])
        x, y = np.asarray(case.x), np.asarray(case.y)  # all of them: a part of the training set is put aside instead
        cut = len(x) * 4 // 5
        return case.with_data(x[:cut], y[:cut], x[cut:], y[cut:])

    def write(case: Case) -> str:
        x, y, vx, vy = case.names
        if _fresh(case).any():
            lines = [
                f"known = {{row.tobytes() for row in {x}}}",
                f"fresh = [row.tobytes() not in known for row in {vx}]",
                f"{vx}, {vy} = {vx}[fresh], {vy}[fresh]",
            ]
        else:
            lines = [
                f"cut = len({x}) * 4 // 5",
                f"{vx}, {vy} = {x}[cut:], {y}[cut:]",
                f"{x}, {y} = {x}[:cut], {y}[:cut]",
            ]
        return "\n".join(lines)

    return _cure(change, write)


def _cure(change: Callable[[Case], Case], write: Callable[[Case], str]) -> Cure:
    """A cure that changes data, and begins anew with a model of the same structure."""
    return Cure(lambda case: Treated(change(case).with_model(), write(case)), write=write)


def _fresh(case: Case) -> Array:
    """Which validation samples are none of the training samples."""
    x, vx = (part.astype("float32").reshape(len(part), -1) for part in (np.asarray(case.x), _validation(case)[0]))
    known = {row.tobytes() for row in x}
    return np.array([row.tobytes() not in known for row in vx])


def _validation(case: Case) -> tuple[Array, Array]:
    x, y = case.validation or (np.zeros(0), np.zeros(0))
    return np.asarray(x), np.asarray(y)


def _samples_of(x: Array) -> Any:
    """The axes over which a mean is that of each column."""
    return 0 if x.ndim == 2 else tuple(range(x.ndim - 1))


def _scale(x: Array) -> Callable[[Array], Array]:
    if _is_picture(x):
        return lambda part: (part / 255).astype("float32")
    axis = _samples_of(x)
    mean, deviation = x.mean(axis=axis), _not_zero(x.std(axis=axis))
    return lambda part: ((part - mean) / deviation).astype("float32")


def _is_picture(x: Array) -> bool:
    """Whether numbers look like the brightness of pixels."""
    return bool(x.ndim > 1 and x[0].size >= 64 and x.min() == 0 and 128 <= x.max() <= 255)


def _other_targets(case: Case, change: Callable[[Array], Array]) -> Case:
    other = None if case.validation is None else change(_validation(case)[1])
    return case.with_data(y=change(np.asarray(case.y)), vy=other)


def _target_code(case: Case, pattern: str) -> str:
    names = [case.names[1], *([case.names[3]] if case.validation is not None else [])]
    return "\n".join(f"{name} = {pattern.format(name)}" for name in names)


def _whole(data: Any) -> Array:
    rows = [np.isfinite(np.asarray(leaf)).reshape(len(leaf), -1).all(axis=1) for leaf in tree.flatten(data)]
    return np.asarray(np.logical_and.reduce(rows))


def _rows(data: Any, keep: Array) -> Any:
    return tree.map_structure(lambda leaf: np.asarray(leaf)[keep], data)


def _not_zero(deviation: Array) -> Array:
    return np.where(deviation == 0, 1.0, deviation)
