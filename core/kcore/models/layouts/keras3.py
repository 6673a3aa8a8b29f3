"""The layout of Keras 3 (``.weights.h5``): paths follow attributes and classes, variables are numbered.

``layers/dense/vars/0`` is the first variable of the first Dense of a model, whatever that layer is called.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from kcore.autodiff import Variable
from kcore.files import Hdf5Reader, Hdf5Writer
from kcore.layers.weights import Weights
from kcore.models.layouts.places import Found, absent, no_match, read_layer
from kcore.models.report import LoadReport, Reason
from kcore.naming import snake_case

_BOOKKEEPING: Final = {"own_variables", "tracked", "held", "nodes", "gathered_losses", "graph", "history",
                       "_parts", "_chain", "_entrance", "_places", "_first_weights", "optimizer"}  # fmt: skip


def owners(model: Any) -> Iterator[tuple[str, Any]]:
    """Everything that owns variables in a model, each once, with its path; a layer comes before those inside it."""
    seen: set[int] = set()
    waiting: list[tuple[str, Any]] = [("", model)]
    while waiting:
        path, owner = waiting.pop()
        if id(owner) not in seen:
            seen.add(id(owner))
            yield path, owner
            waiting.extend(reversed(list(_inside(path, owner))))


def _inside(path: str, owner: Any) -> Iterator[tuple[str, Any]]:
    """The owners directly inside one, in Keras's order."""
    parts = {name: value for name, value in vars(owner).items() if name not in _BOOKKEEPING}
    names = [(_public(owner, name), name) for name in parts]
    names.sort(key=lambda pair: (pair[0].startswith("_"), pair[0]))
    if hasattr(owner, "graph"):  # a model
        entries: list[tuple[str, Any]] = [("layers", list(owner.layers))]
        rest = [(shown, parts[name]) for shown, name in names]
        at = 0 if owner.graph is not None else sum(shown < "layers" for shown, _ in names)
        entries = [*rest[:at], *entries, *rest[at:]]
    else:
        entries = [(shown, parts[name]) for shown, name in names]
    for shown, value in entries:
        place = f"{path}/{shown}" if path else shown
        if isinstance(value, Weights):
            yield place, value
        elif isinstance(value, list | tuple | dict):
            used: Counter[str] = Counter()
            for item in value.values() if isinstance(value, dict) else value:
                if isinstance(item, Weights):
                    name = snake_case(type(item).__name__)
                    yield f"{place}/{name}_{used[name]}" if used[name] else f"{place}/{name}", item
                    used[name] += 1


def _public(owner: Any, name: str) -> str:
    """The name without underscore where the class shows the attribute under it, too."""
    return name[1:] if name.startswith("_") and isinstance(getattr(type(owner), name[1:], None), property) else name


def own_variables(owner: Any) -> list[Variable]:
    """The variables of an owner itself: those that training changes first, frozen or not."""
    held = {id(v) for v in owner.held}
    moving = [v for v in owner.own_variables if v.trainable or id(v) in held]
    return moving + [v for v in owner.own_variables if not v.trainable and id(v) not in held]


def write(writer: Hdf5Writer, model: Any) -> None:
    """Write the weights of a model."""
    writer.text("vars", "name", model.name)  # also a model without weights has its file
    for path, owner in owners(model):
        place = f"{path}/vars" if path else "vars"
        for i, variable in enumerate(own_variables(owner)):
            writer.array(f"{place}/{i}", variable.value)
        if path.startswith("layers/") and path.count("/") == 1 and owner.weights:
            writer.text(place, "name", owner.name)  # by which ``read_by_name`` finds it


def is_layout(file: Hdf5Reader) -> bool:
    """Whether a file has this layout."""
    return file.has("layers") or file.has("vars")


def read(file: Hdf5Reader, model: Any, skip_mismatch: bool = False) -> Found:
    """The numbers for a model of the same structure.

    Raises:
        ModelFileError: if a variable is missing, there are too many, or shapes differ (unless that is skipped).
    """
    report, numbers = LoadReport(), []
    for path, owner in owners(model):
        variables = own_variables(owner)
        place = f"{path}/vars" if path else "vars"
        if not skip_mismatch and file.has(f"{place}/{len(variables)}"):
            raise no_match(file, f"{place} has more variables than the {len(variables)} of {owner.name!r}.")
        if variables:
            wanted = [(variable, f"{place}/{i}") for i, variable in enumerate(variables)]
            numbers += read_layer(file, owner.name, path or "vars", wanted, skip_mismatch, report)
        if hasattr(owner, "graph") and not skip_mismatch:
            _check_layers(file, path, owner)
    return Found(numbers, report)


def _check_layers(file: Hdf5Reader, path: str, model: Any) -> None:
    """Layers in the file that the model has not."""
    place = f"{path}/layers" if path else "layers"
    known = {p for p, _ in _inside(path, model)}
    for name in file.names(place):
        if f"{place}/{name}" not in known and file.has(f"{place}/{name}/vars/0"):
            raise no_match(file, f"{place}/{name} holds weights; {model.name!r} has no such layer.")


def _too_many(file: Hdf5Reader, place: str, wanted: int) -> Reason | None:
    """Why an owner of so many variables cannot be filled from a place with more; None where there are not more."""
    if not file.has(f"{place}/{wanted}"):
        return None
    found = len(file.names(place))
    text = f"{found} weights in the file under {place!r}; it has {wanted}"
    return Reason("count", text, place=place, found=found, wanted=wanted)


def read_by_name(file: Hdf5Reader, model: Any, skip_mismatch: bool = False) -> Found:
    """The numbers for the layers of a model that bear names of the file. Raises: see ``read``."""
    report, numbers = LoadReport(), []
    there: dict[str, str] = {}
    for entry in file.names("layers"):
        name = file.text(f"layers/{entry}/vars", "name") or entry
        there[name] = f"layers/{entry}"
    for layer in model.layers:
        if not layer.weights:
            continue
        base = there.pop(layer.name, None)
        if base is None:
            report.skipped[layer.name] = absent()
            continue
        wanted: list[tuple[Variable, str]] = []
        reason = None
        for path, owner in owners(layer):
            place, own = "/".join(part for part in (base, path, "vars") if part), own_variables(owner)
            wanted += [(variable, f"{place}/{i}") for i, variable in enumerate(own)]
            reason = reason or _too_many(file, place, len(own))
        if reason is not None:
            if not skip_mismatch:
                raise file.fail(base, f"layer {layer.name!r}: {reason}.")
            report.skipped[layer.name] = reason
            continue
        numbers += read_layer(file, layer.name, base, wanted, skip_mismatch, report)
    report.unused = [name for name, base in there.items() if file.names(f"{base}/vars")]
    return Found(numbers, report)
