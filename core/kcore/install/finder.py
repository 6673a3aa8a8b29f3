"""Finds ``keras``, ``tensorflow`` and ``tf_keras``: modules that stand for parts of the engine."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import kcore
from kcore import elsewhere
from kcore.install import tensorflow
from kcore.install.places import OLD, RENAMED, ROOTS

VERSION = "3.15.1+kcore"


class Stand(ModuleType):
    """A module that stands for others: it has their names, and answers for those that they do not have.

    Args:
        name: its name, such as 'keras.layers.core'.
        sources: modules that are asked for a name, in order.
        own: names of its own.
        failure: words for a name that nobody has.
    """

    def __init__(
        self, name: str, sources: Sequence[ModuleType], own: dict[str, Any], failure: Callable[[str], str]
    ) -> None:
        super().__init__(name, f"{name}, played by kcore")
        self.__path__: list[str] = []  # it may have modules inside
        self._sources, self._own, self._failure = sources, own, failure

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":
            return self.__dir__()
        if name in self._own:
            return self._own[name]
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        inside = f"{self.__name__}.{name}"
        if is_place(inside):
            return importlib.import_module(inside)
        for known in (name, RENAMED.get(name, name)):
            for source in self._sources:
                found = getattr(source, known, None)
                if isinstance(found, ModuleType):
                    found = importlib.import_module(f"keras{found.__name__[5:]}") if _is_ours(found) else None
                if found is not None:
                    return found
        text = self._failure(name)
        raise ImportError(text) if elsewhere.asked_by_import() else AttributeError(text, name=name, obj=self)

    def __dir__(self) -> list[str]:
        return sorted({name for source in self._sources for name in elsewhere.public(source)} | set(self._own))


class Finder(MetaPathFinder, Loader):
    """What ``install_as_keras`` puts in front of ``sys.meta_path``."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The plan for one of our modules; None for all others.

        Raises:
            ImportError: for a module of Keras or TensorFlow that has no counterpart here, saying where to go.
        """
        if fullname.partition(".")[0] not in ROOTS:
            return None
        if not is_place(fullname):
            parent, _, name = fullname.rpartition(".")
            raise ModuleNotFoundError(_failure(parent)(name), name=fullname)
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The stand-in itself."""
        name = spec.name
        keras = _below_keras(name)
        if keras is None:
            return Stand(name, (), tensorflow.names(name.partition(".")[2]), _failure(name))
        own = {} if keras else {"__version__": VERSION, "version": lambda: VERSION}
        return Stand(name, [_engine(place) for place in OLD.get(keras, (keras,))], own, _failure(name))

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is left to do."""


def _below_keras(name: str) -> str | None:
    """'layers.core' for 'keras.layers.core' and 'tensorflow.keras.layers.core'; None outside of Keras."""
    for root in ("tensorflow.python.keras", "tensorflow.keras", "tf_keras", "keras"):
        if name == root:
            return ""
        if name.startswith(root + "."):
            return name[len(root) + 1 :]
    return None


def _engine(place: str) -> ModuleType:
    module: Any = kcore
    for part in place.split(".") if place else ():
        module = getattr(module, part)
    found: ModuleType = module
    return found


def _is_ours(module: Any) -> bool:
    return isinstance(module, ModuleType) and module.__name__.startswith("kcore.")


def is_place(name: str) -> bool:
    """Whether there is a module of that name, 'keras.layers.core' or 'tensorflow.math'."""
    keras = _below_keras(name)
    if keras is None:
        return tensorflow.is_place(name.partition(".")[2])
    if keras in OLD:
        return True
    module: Any = kcore
    for part in keras.split(".") if keras else ():
        module = getattr(module, part, None)
        if not _is_ours(module):
            return False
    return True


def _failure(name: str) -> Callable[[str], str]:
    """Words for what is not in the module ``name``."""
    keras = _below_keras(name)
    if keras is None:
        return lambda wanted: tensorflow.missing(name, wanted)

    def words(wanted: str) -> str:
        place = OLD.get(keras, (keras,))[0]
        known = elsewhere.public(_engine(place)) if is_place(f"keras.{place}" if place else "keras") else []
        return elsewhere.message(name, wanted, known, place)

    return words
