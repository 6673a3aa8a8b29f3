"""From a blueprint to a model, shapes first; what does not fit is said with the part and the shapes it lies in."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

import numpy as np

import kcore
from kcore import tree
from kcore.custom_objects import CustomObjectScope
from kcore.models.compile_config import compile_from
from kcore.models.dialects import Dialect
from kcore.models.structure import layer_from_config
from kcore.naming import own_names
from kcore.shapes_first import ShapesFirst
from kcore.symbolic import KerasTensor, Operation, places
from kwidgets.i18n import Slot
from kwidgets.panels.builder.blueprint import Blueprint, ImpossibleError, Part, Place

BUDGET: Final = 1 << 28  # bytes that the weights may take


def assemble(blueprint: Blueprint, own: Mapping[str, Any] | None = None, budget: int = BUDGET) -> Any:
    """The model that a blueprint describes, with fresh weights, compiled as it says.

    Args:
        blueprint: what to make.
        own: classes and functions of the learner's own, by name.
        budget: bytes that the weights may take.

    Raises:
        ImpossibleError: if there is no such model.
    """
    block = ShapesFirst(budget)
    with CustomObjectScope(own), own_names():
        with block:
            model = _Assembly(blueprint, dict(own or {}), block).model()
        block.fill()
        compile_like(model, blueprint.compiled)
    return model


def compile_like(model: Any, compiled: Mapping[str, Any] | None) -> None:
    """Compile a model with what another one was compiled with.

    Raises:
        ImpossibleError: if that does not fit this model.
    """
    if compiled is not None:
        try:
            compile_from(model, copy.deepcopy(dict(compiled)), Dialect(None, "3"), "compile")
        except (ValueError, TypeError) as error:
            raise ImpossibleError("builder.problem.compile", words=_words(error)) from error


def carry_weights(old: Any, before: Blueprint, new: Any, after: Blueprint) -> None:
    """Give a model the weights of another one, for all parts that both have with equal shapes.

    Args:
        old: whose weights are taken.
        before: its blueprint.
        new: which gets them.
        after: its blueprint; equal keys are the same part.
    """
    names = {part.key: part.name for part in before.parts if not part.is_operation}
    for part in after.parts:
        if part.key not in names or part.is_operation or part.is_input:
            continue
        source = next((layer for layer in old.layers if layer.name == names[part.key]), None)
        given, taker = [] if source is None else source.get_weights(), new.get_layer(part.name)
        shapes = [weight.shape for weight in taker.get_weights()]
        if shapes and shapes == [np.shape(weight) for weight in given]:
            taker.set_weights(given)


class _Assembly:
    def __init__(self, blueprint: Blueprint, own: dict[str, Any], block: ShapesFirst) -> None:
        self._blueprint, self._own, self._block = blueprint, own, block

    def model(self) -> Any:
        blueprint = self._blueprint
        model = self._sequential() if blueprint.sequential else self._functional()
        if not blueprint.trainable:
            model.trainable = False
        return model

    def _sequential(self) -> Any:
        model = kcore.Sequential(name=self._blueprint.name)
        for part in self._blueprint.parts:
            layer = self._layer(part)
            with self._explained(part, lambda: [] if model.graph is None else model.output):
                model.add(layer)
        return model

    def _functional(self) -> Any:
        blueprint = self._blueprint
        layers = {part.key: self._layer(part) for part in blueprint.parts}
        results: dict[tuple[int, int], list[KerasTensor]] = {
            (part.key, 0): [layers[part.key].place] for part in blueprint.parts if part.is_input
        }
        waiting = [(part, number) for part in blueprint.parts for number in range(len(part.calls))]
        while waiting:
            later = []
            for part, number in waiting:
                call = part.calls[number]
                if any((place.part, place.call) not in results for place in call.places):
                    later.append((part, number))
                    continue
                args, kwargs = (_wired(what, results) for what in (call.args, dict(call.kwargs)))
                with self._explained(part, partial(tuple, (args, kwargs))):
                    results[part.key, number] = tree.flatten(_called(layers[part.key], args, kwargs))
            if len(later) == len(waiting):
                raise ImpossibleError("builder.problem.circle", later[0][0].key, name=later[0][0].name)
            waiting = later
        ends = (_wired(structure, results) for structure in (blueprint.inputs, blueprint.outputs))
        with self._explained(None):
            return kcore.Model(next(ends), next(ends), name=blueprint.name)

    def _layer(self, part: Part) -> Any:
        config = {**copy.deepcopy(dict(part.config)), "name": part.name}
        with self._explained(part):
            if part.is_operation:
                described = {**part.described, "config": {"name": part.name}}
                made = layer_from_config(described, {})
                made.options.update({key: value for key, value in config.items() if key != "name"})
                return made
            return layer_from_config({**part.described, "config": config}, self._own)

    @contextmanager
    def _explained(self, part: Part | None, given: Callable[[], Any] = tuple) -> Iterator[None]:
        """Whatever goes wrong within the block is the part's trouble with what it is given, if that is known."""
        try:
            yield
        except ImpossibleError:
            raise
        except MemoryError:
            raise ImpossibleError("builder.problem.memory", part.key if part else None) from None
        except Exception as error:
            slots: dict[str, Slot] = {"name": part.name if part else self._blueprint.name, "words": _words(error)}
            key = "builder.problem.made"
            if self._block.bytes > self._block.most:
                key = "builder.problem.large"
                slots = {"name": slots["name"], "most": self._block.most >> 20}
            elif places(given()):
                key = "builder.problem.fit"
                slots["shapes"] = ", ".join(str(place.shape) for place in places(given()))
            raise ImpossibleError(key, part.key if part else None, **slots) from error


def _called(layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return layer.applied(args) if isinstance(layer, Operation) else layer(*args, **kwargs)


def _wired(structure: Any, results: Mapping[tuple[int, int], list[KerasTensor]]) -> Any:
    """Places of the model in place of those of the blueprint."""

    def found(leaf: Any) -> Any:
        return results[leaf.part, leaf.call][leaf.index] if isinstance(leaf, Place) else leaf

    return tree.map_structure(found, structure)


def _words(error: Exception) -> str:
    return str(error) if isinstance(error, ValueError | TypeError) else f"{type(error).__name__}: {error}"
