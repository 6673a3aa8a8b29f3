"""The names that code of models is written with, and what of the engine each stands for. Nothing else can be named."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any, Final

import kcore
from kcore import registry

_FAMILIES: Final = {module: family for family, module in registry.FAMILIES.items()}
_MODELS: Final = {"Sequential": kcore.Sequential, "Model": kcore.Model}
_TOP: Final = {**_MODELS, "Input": kcore.Input}
_INSIDE: Final = {  # names of a module that are none of its family's
    "keras": _TOP,
    "keras.models": _MODELS,
    "keras.layers": {"Input": kcore.Input},
    "keras.optimizers": {},
    "tensorflow": {},
}
_HIDDEN: Final = {"keras.layers": ("Sequential", "Functional", "Model")}
_MODULES: Final = {"keras.models", "keras.ops", *_FAMILIES}


@dataclass(frozen=True)
class Module:
    """A module of Keras.

    Args:
        path: such as `keras.layers`; TensorFlow's is `tensorflow`.
    """

    path: str


class NoSuchNameError(LookupError):
    """A name that a module does not have here.

    Args:
        name: the whole name.
        near: the nearest one that there is; empty if none is near.
    """

    def __init__(self, name: str, near: str) -> None:
        super().__init__(f"There is no {name} here." + (f" Did you mean {near}?" if near else ""))
        self.name, self.near = name, near


def module(path: str) -> Module | None:
    """The module that is imported under a path; None for one that means nothing here."""
    path = "keras" if path == "kcore" else path.removeprefix("tensorflow.")
    path = path.replace("keras.api.", "keras.")
    return Module(path) if path in {"keras", "tensorflow", *_MODULES} else None


def member(owner: Module, name: str) -> Any:
    """What a name means in a module: another module, a class, or a function.

    Raises:
        NoSuchNameError: for a name that means nothing here.
    """
    path = owner.path
    if path == "tensorflow" and name == "keras":
        return Module("keras")
    if f"{path}.{name}" in _MODULES:
        return Module(f"{path}.{name}")
    known = _INSIDE.get(path, {})
    if name in known:
        return known[name]
    if path == "keras.ops" and name in kcore.ops.__all__:
        return getattr(kcore.ops, name)
    family = _FAMILIES.get(path)
    if family is not None and registry.knows(family, name) and name not in _HIDDEN.get(path, ()):
        # beside the classes of layers there are functions that join places, such as add([x, y])
        return getattr(kcore.layers, name) if path == "keras.layers" else registry.lookup(family, name)
    raise NoSuchNameError(f"{path}.{name}", _near(path, name))


def bare(name: str) -> Any:
    """What a name means that no line has imported: `keras`, `tf`, `layers`, `Dense`; None if it means nothing."""
    found = module({"tf": "tensorflow"}.get(name, name)) or module(f"keras.{name}")
    if found is not None:
        return found
    for place in ("keras", "keras.layers"):
        try:
            return member(Module(place), name)
        except NoSuchNameError:
            continue
    return None


def near(name: str, others: Any = ()) -> str:
    """The nearest name that can stand alone, of these and of what `bare` knows; empty if none is near."""
    words = [*others, "keras", "layers", "tf", *_TOP, *registry.names("layer")]
    return next(iter(difflib.get_close_matches(name, words, n=1)), "")


def _near(path: str, name: str) -> str:
    family = _FAMILIES.get(path)
    words = [*_INSIDE.get(path, {}), *(registry.names(family) if family else ())]
    words += [each.removeprefix(f"{path}.") for each in _MODULES if each.startswith(f"{path}.")]
    words += kcore.ops.__all__ if path == "keras.ops" else []
    return next((f"{path}.{found}" for found in difflib.get_close_matches(name, words, n=1)), "")
