"""The state of an optimizer in files: which of a file's arrays is which of ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kcore.files import Hdf5Reader, Hdf5Writer

KERAS2 = "optimizer_weights"  # group of whole models in .h5
KERAS3 = "optimizer/vars"
_ALONE = ("m_schedule", "momentum_cache", "_m_cache")  # numbers of Nadam's that belong to no weight


def write_keras3(writer: Hdf5Writer, optimizer: Any) -> None:
    """Write the state under numbers, as Keras 3 does."""
    store: dict[str, Any] = {}
    optimizer.save_own_variables(store)
    for number, array in store.items():
        writer.array(f"{KERAS3}/{number}", array)


def write_keras2(writer: Hdf5Writer, optimizer: Any) -> None:
    """Write the state under names in the layout of Keras 2."""
    store: dict[str, Any] = {}
    optimizer.save_own_variables(store)
    names: dict[str, Any] = {}
    for variable, array in zip(optimizer.variables, store.values(), strict=True):
        name, count = variable.path, 0
        while name in names:
            count += 1
            name = f"{variable.path}_{count}"
        names[name] = array
    writer.texts(KERAS2, "weight_names", list(names))
    for name, array in names.items():
        writer.array(f"{KERAS2}/{name}", array)


def restore(file: Hdf5Reader, model: Any, old: bool) -> None:
    """Give the optimizer of a compiled model the state that a file holds, if it holds one.

    Args:
        file: the open file.
        model: a compiled model with the weights it was saved with.
        old: whether Keras 2 wrote the file.

    Raises:
        ModelFileError: if the state is not that of this optimizer on this model.
    """
    names = file.texts(KERAS2, "weight_names")
    if names is not None:
        places: list[str | None] = [f"{KERAS2}/{name}" for name in names]
    else:
        names = [""] * len(file.names(KERAS3))
        places = [f"{KERAS3}/{i}" for i in range(len(names))]
    optimizer = model.optimizer
    if len(places) > 2 or (places and not old):
        optimizer.join(model.arena())
    own = optimizer.variables
    if not old and 0 < len(places) <= 2 < len(own):
        own = own[: len(places)]  # saved before its first step
    if old:
        places = _of_keras2(model, names, [place for place in places if place])
    if not places:
        return
    if len(places) != len(own):
        raise file.fail(
            KERAS2 if names[0] else KERAS3,
            f"{len(places)} arrays of the optimizer are there; {optimizer.name!r} has {len(own)} on this model. "
            "compile=False loads the model without.",
        )
    arrays = [
        variable.value if place is None else file.array(place, variable.shape, variable.dtype)
        for variable, place in zip(own, places, strict=True)
    ]
    for variable, array in zip(own, arrays, strict=True):
        variable.assign(array)


def _of_keras2(model: Any, names: Sequence[str], places: Sequence[str]) -> list[str | None]:
    """Paths in the order of our state; None where our own number stays (the learning rate is in the config)."""
    if not places:
        return []
    optimizer = model.optimizer
    own = optimizer.variables
    rates = [i for i, variable in enumerate(own) if variable.name == "learning_rate"]
    head: list[str | None] = [places[0], *[None] * len(rates)]
    rest = [(n, p) for n, p in zip(names[1:], places[1:], strict=True) if "learning_rate" not in n]
    if not any(names):  # a .keras file: the order is ours
        return [*head, *(place for _, place in rest)]
    variables = len(model.trainable_variables)
    rest = [(n, p) for n, p in rest if n.rpartition("/")[2].removesuffix(":0") not in _ALONE]
    kinds = optimizer.slots
    slots = _slots([n for n, _ in rest], [p for _, p in rest], variables)[: len(kinds)]
    ordered = [
        slots[kinds.index(kind)][j] if kinds.index(kind) < len(slots) else None
        for group in sorted({kind.group for kind in kinds})
        for j in range(variables)
        for kind in kinds
        if kind.group == group
    ]
    return [*head, *ordered]


def _slots(names: Sequence[str], places: Sequence[str], variables: int) -> list[list[str]]:
    """One list for each slot, in the order of the variables."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, place in zip(names, places, strict=True):
        parts = name.split("/")
        groups.setdefault(parts[1] if len(parts) > 2 else "", []).append(("/".join(parts[2:]), place))
    weights = [[weight for weight, _ in group] for group in groups.values()]
    if all(group == weights[0] and len(group) == variables for group in weights):  # 'Adam/m/dense/kernel:0', from 2.11
        return [[place for _, place in group] for group in groups.values()]
    return [list(places[i : i + variables]) for i in range(0, len(places), variables)]
