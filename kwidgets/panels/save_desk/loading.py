"""What becomes of the layers when weights are loaded, before it is done and afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kcore.files import ModelFileError, read_bytes
from kcore.files.tree import LIMITS
from kcore.models.report import LoadReport, Reason
from kcore.models.restore import model_from_json, model_from_yaml
from kcore.models.weights_files import would_load
from kcore.models.whole import load_model
from kwidgets.i18n import t
from kwidgets.panels.save_desk.contents import Contents


class Fate(NamedTuple):
    """What becomes of a layer: "filled" from a place in the file, "skipped" for a reason, or "unused".

    An unused layer is one of the file that the model has no place for.
    """

    layer: str
    kind: str
    place: str
    reason: Reason | None

    @property
    def why(self) -> str:
        """The reason in the language shown; empty where there is none."""
        if self.reason is None:
            return ""
        return t(f"desk.reason.{self.reason.kind}", **{name: str(fact) for name, fact in self.reason.facts.items()})


class Plan(NamedTuple):
    """What loading would do.

    Attributes:
        fates: what would become of each layer; where the file is refused, of those that would fit if the others were
            skipped.
        refused: why nothing would be loaded, in the engine's words; empty where it would.
    """

    fates: tuple[Fate, ...]
    refused: str


def planned(model: Any, path: Path, *, by_name: bool, skip_mismatch: bool) -> Plan:
    """What loading weights would do; nothing is changed.

    Args:
        model: the model.
        path: the file.
        by_name: whether layers are matched by name.
        skip_mismatch: whether layers whose shapes differ are left as they are.
    """
    try:
        return Plan(fates(would_load(model, path, skip_mismatch, by_name)), "")
    except ModelFileError as error:
        refused = str(error)
    try:
        return Plan(fates(would_load(model, path, True, by_name)), refused)
    except ModelFileError:
        return Plan((), refused)


def fates(report: LoadReport) -> tuple[Fate, ...]:
    """What became of each layer, from the engine's report."""
    return (
        *(Fate(name, "filled", place, None) for name, place in report.filled.items()),
        *(Fate(name, "skipped", "", reason) for name, reason in report.skipped.items()),
        *(Fate(name, "unused", "", None) for name in report.unused),
    )


def built(path: Path, found: Contents, custom_objects: Mapping[str, Any] | None) -> Any:
    """A new model from a file that holds a structure, with its weights where the file has them.

    Raises:
        ModelFileError: where it cannot be built (the engine's words).
    """
    if found.form in {"json", "yaml"}:
        make = model_from_json if found.form == "json" else model_from_yaml
        return make(read_bytes(path, LIMITS.text), custom_objects)
    return load_model(path, custom_objects)
