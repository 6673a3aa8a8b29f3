"""Which facts about a model a file holds, as they were really found in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from kcore import registry
from kwidgets.i18n import t

FACTS = ("architecture", "weights", "optimizer", "compile", "history", "data", "code")
_STATE = ("optimizer/", "optimizer_weights/")  # where the optimizer's state lies


class Fact(NamedTuple):
    """Whether a file holds something, and what exactly: key and slots of a text."""

    there: bool
    key: str
    slots: dict[str, Any]

    @property
    def words(self) -> str:
        """What was found, in the language shown."""
        return t(f"desk.fact.{self.key}", **self.slots)


class Facts:
    """Gathers what is found in a file."""

    def __init__(self) -> None:
        self._found: dict[str, Fact] = {}

    def structure(self, tree: Mapping[str, Any]) -> None:
        """Note what a config of a model tells: its layers, and classes that are not the engine's."""
        kinds = _kinds(tree)
        if kinds:
            self._found["architecture"] = Fact(True, "architecture.layers", {"count": len(kinds)})
        own = _own_classes(tree)
        if any(name in _CODE for name in own):
            self._found["code"] = Fact(True, "own_code.lambda", {})
        elif own:
            self._found["code"] = Fact(False, "own_code.names", {"names": ", ".join(own)})

    def compiled(self, tree: Any) -> None:
        """Note what the model was compiled with."""
        if not isinstance(tree, Mapping):
            return
        described = tree.get("optimizer", tree.get("optimizer_config"))
        name = described.get("class_name") if isinstance(described, Mapping) else described
        self._found["compile"] = Fact(True, "compile.with", {"optimizer": str(name), "loss": _name(tree.get("loss"))})

    def arrays(self, sizes: Mapping[str, int]) -> None:
        """Note the numbers in a file: weights, and the optimizer's state.

        Args:
            sizes: how many numbers each array holds, by its path.
        """
        state = {place: size for place, size in sizes.items() if place.startswith(_STATE)}
        weights = {place: size for place, size in sizes.items() if place not in state}
        for name, found in (("weights", weights), ("optimizer", state)):
            if found:
                slots = {"arrays": len(found), "numbers": f"{sum(found.values()):,}"}
                self._found[name] = Fact(True, "numbers", slots)

    def all(self) -> dict[str, Fact]:
        """All facts; what was not found is not there."""
        return {name: self._found.get(name, Fact(False, "none", {})) for name in FACTS}


def _kinds(tree: Mapping[str, Any]) -> list[str]:
    """Classes of the layers of a model; of a class of one's own, which tells no layers, its own."""
    config = tree.get("config", tree)
    layers = config if isinstance(config, list) else config.get("layers") if isinstance(config, Mapping) else None
    if isinstance(layers, list):
        return [str(layer.get("class_name")) for layer in layers if isinstance(layer, Mapping)]
    return [str(tree["class_name"])] if "class_name" in tree else []


def _own_classes(tree: Any) -> list[str]:
    """Names of classes in a tree that are not the engine's: those of a learner's own, and code that was packed in."""
    found: dict[str, None] = {}
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            name, module = part.get("class_name"), part.get("module")
            keras = isinstance(module, str) and module.startswith("keras")
            if isinstance(name, str) and "config" in part and not keras and not _known(name):
                found[name] = None
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return sorted(found)


def _known(name: str) -> bool:
    return name in _STRUCTURAL or any(registry.knows(family, name) for family in registry.FAMILIES)


_STRUCTURAL = ("DTypePolicy", "Functional", "Model", "Sequential", "function", "__keras_tensor__", "__slice__")
_CODE = ("__lambda__", "__bytes__", "__serializable_lambda__")


def _name(loss: Any) -> str:
    """A loss, or several, by name."""
    if isinstance(loss, Mapping):
        if isinstance(loss.get("class_name"), str):
            return str(loss["class_name"])
        return ", ".join(f"{key}: {_name(part)}" for key, part in loss.items())
    if isinstance(loss, list):
        return ", ".join(map(_name, loss))
    return str(loss)
