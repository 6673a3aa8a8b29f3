"""Classes and functions of the learner's own that a model holds: without them it could not be made anew."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from kcore import tree
from kcore.custom_objects import get_registered_name
from kcore.models.compile_config import compile_config


def own_things(model: Any) -> dict[str, Any]:
    """Own layer classes, functions, initializers, losses and the like of a model, by the names in its config."""
    found: dict[str, Any] = {}
    for thing in _things(model):
        entry = thing if inspect.isroutine(thing) else type(thing)
        if not str(getattr(entry, "__module__", "")).startswith("kcore."):
            found[get_registered_name(entry)] = entry
    return found


def _things(model: Any) -> Iterator[Any]:
    compiled = model.compiled
    given = [] if compiled is None else [compiled.loss, compiled.metrics, compiled.weighted_metrics, model.optimizer]
    for value in [*model.flat_layers(), *(v for layer in model.flat_layers() for v in vars(layer).values()), *given]:
        for leaf in tree.flatten(value):
            if inspect.isfunction(leaf) or (hasattr(leaf, "get_config") and not isinstance(leaf, type)):
                yield leaf


def compiled_tree(model: Any) -> dict[str, Any] | None:
    """What a model is compiled with, as plain values; the optimizer's name, which decides nothing, is left out."""
    written = compile_config(model)
    if written is None:
        return None
    optimizer = written["optimizer"]
    config = {key: value for key, value in optimizer["config"].items() if key != "name"}
    return {**written, "optimizer": {**optimizer, "config": config}}
