from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import kcore
from kcore.custom_objects import CustomObjectScope
from kcore.naming import own_names
from kwidgets.code import compile_line, model_script, read_model
from kwidgets.panels.builder.assembly import BUDGET, assemble, carry_weights, compile_like
from kwidgets.panels.builder.blueprint import Blueprint, ImpossibleError, blueprint_of
from kwidgets.panels.builder.edits import configure
from kwidgets.panels.builder.history import History, Step
from kwidgets.panels.builder.matching import adopt
from kwidgets.panels.builder.ours import compiled_tree, own_things


class BuilderState:
    """The model that is built, and how it came to be. Knows no widget.

    Every edit makes a new model: one that was handed out stays what it is. The weights of parts that did not change
    go along. What makes no model is refused, and the last good one stays.

    Args:
        model: a Sequential or functional model; None for a small Sequential.
        own: layer classes and functions of the learner's own.

    Attributes:
        own: these, and those that the model holds, by name.
        lost_compile: whether the last edit made what the model was compiled with unfit, so that it is compiled no more.

    Raises:
        ImpossibleError: for a model class that computes in a call of its own.
    """

    def __init__(self, model: Any = None, own: Iterable[Any] = ()) -> None:
        self.own = {each.__name__: each for each in own}
        model = _first_model() if model is None else model
        self._history = History(Step(_blueprint(model), model))
        self.lost_compile = False
        self._waiting: dict[tuple[int, str], tuple[Any, ImpossibleError]] = {}
        self.own = {**own_things(model), **self.own}

    @property
    def blueprint(self) -> Blueprint:
        """What the model is."""
        return self._history.now.blueprint

    @property
    def model(self) -> Any:
        """The last good model."""
        return self._history.now.model

    @property
    def can_undo(self) -> bool:
        """Whether there is a way back."""
        return bool(self._history.back)

    @property
    def can_redo(self) -> bool:
        """Whether there is a way forth."""
        return bool(self._history.forth)

    @property
    def code(self) -> str:
        """The Keras code that makes the model, and compiles it if it is compiled.

        Raises:
            ValueError: for a value that no code can stand for.
        """
        return "\n".join([model_script(self.model), *filter(None, [compile_line(self.model)])])

    @property
    def json(self) -> str:
        """The config as JSON."""
        return str(self.model.to_json(indent=2))

    @property
    def yaml(self) -> str:
        """The config as YAML."""
        return str(self.model.to_yaml())

    def edit(self, change: Callable[[Blueprint], Blueprint]) -> None:
        """Change the blueprint.

        Raises:
            ImpossibleError: if that makes no model; nothing has changed then.
        """
        self._become(change(self.blueprint))

    def configure(self, key: int, **config: Any) -> None:
        """Give a part other arguments. What was refused before is tried again together with them.

        Two layers that must agree can only be changed one after the other: the first wish is refused and waits.

        Raises:
            ImpossibleError: if that makes no model.
        """
        wished = {(key, name): value for name, value in config.items()}
        waiting = {wish: value for wish, (value, _) in self._waiting.items()}
        try:
            if waiting:
                with contextlib.suppress(ImpossibleError):
                    self.edit(partial(_configured, waiting | wished))
                    self._waiting.clear()
                    return
            self.edit(partial(_configured, wished))
        except ImpossibleError as error:
            self._waiting |= {wish: (value, error) for wish, value in wished.items()}
            raise
        for wish in wished:
            self._waiting.pop(wish, None)

    def waiting(self, key: int) -> dict[str, tuple[Any, ImpossibleError]]:
        """Arguments of a part that were refused, by name, and why."""
        return {name: wish for (part, name), wish in self._waiting.items() if part == key}

    def read_code(self, code: str) -> bool:
        """Become the model that code describes.

        Returns:
            Whether the code says all that it needs, so that it runs as it is.

        Raises:
            ReadingError: if it describes none.
        """
        self._waiting.clear()
        reading = read_model(code, self.own, budget=BUDGET)
        read = _blueprint(reading.model)
        self._become(adopt(self.blueprint, replace(read, name=self._name(read)), named=False))
        return reading.whole

    def read_config(self, text: str, kind: str) -> None:
        """Become the model that a config describes; what it is compiled with stays.

        Args:
            text: JSON or YAML.
            kind: "json" or "yaml".

        Raises:
            ModelFileError: if it describes none.
        """
        self._waiting.clear()
        reader = kcore.models.model_from_json if kind == "json" else kcore.models.model_from_yaml
        with own_names():
            model = reader(text, self.own, budget=BUDGET)
        read = blueprint_of(model, self.blueprint.compiled)
        self._become(adopt(self.blueprint, read, named=True))

    def undo(self) -> None:
        """Go back to the model before the last edit. Weights learned since then go along where they fit."""
        self._waiting.clear()
        if self.can_undo:
            self._history.undone(self._again(self._history.back[-1]))

    def redo(self) -> None:
        """Take back what was undone."""
        self._waiting.clear()
        if self.can_redo:
            self._history.redone(self._again(self._history.forth[-1]))

    def follow_model(self) -> bool:
        """Notice what others have done to the model: layers added, compiled anew. Returns whether there was any."""
        now = adopt(self.blueprint, _blueprint(self.model), named=True)
        if now == self.blueprint:
            return False
        self.own = {**own_things(self.model), **self.own}
        self._history.go(Step(now, self.model))
        return True

    def _become(self, blueprint: Blueprint) -> None:
        before = self._history.now
        if blueprint == before.blueprint:
            return
        if _alike(blueprint, before.blueprint) and blueprint.compiled is not None:
            self._compile(blueprint)  # nothing but that: the model stays the same one
            self._history.go(Step(replace(blueprint, compiled=compiled_tree(self.model)), self.model))
            return
        model = self._made(blueprint)
        blueprint = _as_made(model, blueprint)
        carry_weights(before.model, before.blueprint, model, blueprint)
        self._history.go(Step(blueprint, model))

    def _again(self, step: Step) -> Step:
        """A step made anew, because the model of then may be in somebody's hands."""
        now = self._history.now
        if _alike(step.blueprint, now.blueprint) and step.blueprint.compiled is not None:
            self._compile(step.blueprint)
            return Step(step.blueprint, now.model)
        model = self._made(step.blueprint)
        if step.model is not None:
            carry_weights(step.model, step.blueprint, model, step.blueprint)
        carry_weights(now.model, now.blueprint, model, step.blueprint)
        return Step(step.blueprint, model)

    def _compile(self, blueprint: Blueprint) -> None:
        with CustomObjectScope(self.own):
            compile_like(self.model, blueprint.compiled)

    def _made(self, blueprint: Blueprint) -> Any:
        self.lost_compile = False
        try:
            return assemble(blueprint, self.own)
        except ImpossibleError as error:
            if error.key != "builder.problem.compile":
                raise
            # What it was compiled with may name an output that is gone: the model is good without it.
            self.lost_compile = True
            return assemble(replace(blueprint, compiled=None), self.own)

    def _name(self, read: Blueprint) -> str:
        """The model's name, where code leaves it to Keras."""
        automatic = read.name in ("sequential", "functional")
        return self.blueprint.name if automatic and read.sequential == self.blueprint.sequential else read.name


def _configured(wishes: Mapping[tuple[int, str], Any], blueprint: Blueprint) -> Blueprint:
    for (key, name), value in wishes.items():
        if any(part.key == key for part in blueprint.parts):
            blueprint = configure(blueprint, key, **{name: value})
    return blueprint


def _blueprint(model: Any) -> Blueprint:
    return blueprint_of(model, compiled_tree(model) if hasattr(model, "compiled") else None)


def _alike(one: Blueprint, other: Blueprint) -> bool:
    """Whether nothing differs but what they are compiled with."""
    return replace(one, compiled=None) == replace(other, compiled=None)


def _as_made(model: Any, blueprint: Blueprint) -> Blueprint:
    """The blueprint with its parts and calls as the model has them, so that what is equal compares equal.

    Raises:
        ImpossibleError: if a part leads nowhere, so that the model has no place for it.
    """
    made = adopt(blueprint, _blueprint(model), named=True)
    for part in blueprint.parts:
        if all(part.key != each.key for each in made.parts):
            raise ImpossibleError("builder.problem.leads_nowhere", part.key, name=part.name)
    return made


def _first_model() -> Any:
    with own_names():
        layers = [kcore.Input((4,)), kcore.layers.Dense(8, activation="relu"), kcore.layers.Dense(1)]
        return kcore.Sequential(layers)
