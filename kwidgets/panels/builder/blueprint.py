"""A model as plain values that never change: its parts, how they are called, and where it begins and ends."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kcore import tree
from kcore.configurable import to_tree
from kcore.models import Model, Sequential
from kcore.models.structure import graph_config
from kcore.naming import snake_case
from kcore.symbolic import KerasTensor
from kwidgets.i18n import Slot, t, text

_keys: Iterator[int] = itertools.count(1)


class ImpossibleError(ValueError):
    """A choice that makes no model. As a text it is English; `words` is in the language shown now.

    Args:
        key: the key of the text that says why.
        part: key of the part that the trouble lies in, if it lies in one.
        slots: what fills the text's slots.
    """

    def __init__(self, key: str, part: int | None = None, **slots: Slot) -> None:
        super().__init__(text(key, "en", **slots))
        self.key, self.part, self.slots = key, part, slots

    @property
    def words(self) -> str:
        """Why not, in the language shown now."""
        return t(self.key, **self.slots)


@dataclass(frozen=True)
class Place:
    """What a call gives: data on their way through the model.

    Args:
        part: key of the part that is called.
        call: which of its calls.
        index: which of the call's results.
    """

    part: int
    call: int = 0
    index: int = 0


@dataclass(frozen=True)
class Call:
    """One call of a part.

    Args:
        args: what it is given by position, `Place`s among it, nested or not.
        kwargs: what it is given by name.
    """

    args: tuple[Any, ...]
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def places(self) -> list[Place]:
        """The places among what it is given, in order."""
        return [leaf for leaf in tree.flatten((self.args, dict(self.kwargs))) if isinstance(leaf, Place)]

    def rewired(self, wire: Callable[[Place], Place]) -> Call:
        """The same call with other places."""

        def end(leaf: Any) -> Any:
            return wire(leaf) if isinstance(leaf, Place) else leaf

        return Call(tree.map_structure(end, self.args), tree.map_structure(end, dict(self.kwargs)))


@dataclass(frozen=True)
class Part:
    """A layer, an operation, or a model inside the model.

    Args:
        key: tells it from others for as long as it is edited, whatever its name.
        name: its name in the model.
        described: module, class name and config (without the name), as Keras writes them.
        calls: its calls; none of an input, nor in a Sequential, where the order says it all.
    """

    key: int
    name: str
    described: Mapping[str, Any]
    calls: tuple[Call, ...] = ()

    @property
    def class_name(self) -> str:
        """Name of its class."""
        return str(self.described["class_name"])

    @property
    def config(self) -> Mapping[str, Any]:
        """Its arguments."""
        config: Mapping[str, Any] = self.described["config"]
        return config

    @property
    def is_input(self) -> bool:
        """Whether data enter here."""
        return self.class_name == "InputLayer"

    @property
    def is_operation(self) -> bool:
        """Whether it is a function of `keras.ops` and no layer."""
        return str(self.described.get("module")).startswith("keras.src.ops")

    @property
    def is_automatic(self) -> bool:
        """Whether its name is one that Keras gives by itself."""
        stem, _, number = self.name.rpartition("_")
        return snake_case(self.class_name) in (self.name, stem if number.isdigit() else "")


@dataclass(frozen=True)
class Blueprint:
    """A Sequential or functional model.

    Args:
        sequential: which of both.
        name: name of the model.
        parts: in an order in which they can be called.
        inputs: where data enter, nested as the model takes them; None in a Sequential.
        outputs: where answers come out; None in a Sequential.
        trainable: whether training changes its weights.
        compiled: what it is compiled with, as Keras writes it; None if it is not.
    """

    sequential: bool
    name: str
    parts: tuple[Part, ...]
    inputs: Any = None
    outputs: Any = None
    trainable: bool = True
    compiled: Mapping[str, Any] | None = None

    def part(self, key: int) -> Part:
        """The part with a key.

        Raises:
            KeyError: if there is none.
        """
        return next((part for part in self.parts if part.key == key), None) or _missing(key)

    def index(self, key: int) -> int:
        """Where a part stands among the parts."""
        return self.parts.index(self.part(key))

    def with_part(self, part: Part) -> Blueprint:
        """The same with another part in place of that with its key."""
        return replace(self, parts=tuple(part if each.key == part.key else each for each in self.parts))

    def edges(self) -> list[tuple[Place, int]]:
        """All ways: from which place to which part."""
        if self.sequential:
            return [(Place(a.key), b.key) for a, b in itertools.pairwise(self.parts)]
        return [(place, part.key) for part in self.parts for call in part.calls for place in call.places]

    def ends(self, which: Any) -> list[Place]:
        """The places among inputs or outputs, in order."""
        return [leaf for leaf in tree.flatten(which) if isinstance(leaf, Place)]

    def free_name(self, class_name: str) -> str:
        """A name that Keras would give and that is not taken."""
        taken, stem = {part.name for part in self.parts}, snake_case(class_name)
        numbers = itertools.count(1)
        return next(n for n in itertools.chain([stem], (f"{stem}_{i}" for i in numbers)) if n not in taken)


def new_key() -> int:
    """A key that no part has."""
    return next(_keys)


def blueprint_of(model: Any, compiled: Mapping[str, Any] | None = None) -> Blueprint:
    """The blueprint of a model.

    Args:
        model: a Sequential or functional model.
        compiled: what it is compiled with, as Keras writes it.

    Raises:
        ImpossibleError: for a model class that computes in a call of its own.
    """
    common = {"name": model.name, "trainable": model.trainable, "compiled": compiled}
    if isinstance(model, Sequential):
        entrance = [] if model.graph is None else [model.inputs[0].node.layer]  # type: ignore[union-attr]  # has one
        parts = tuple(Part(new_key(), layer.name, described_as(layer)) for layer in (*entrance, *model.layers))
        return Blueprint(sequential=True, parts=parts, **common)
    if not isinstance(model, Model) or model.graph is None or type(model).call is not Model.call:
        raise ImpossibleError("builder.problem.own_call", name=type(model).__name__)
    graph = model.graph
    keys = {id(operation): new_key() for operation in graph.operations}
    numbers = graph.numbers

    def place(leaf: Any) -> Any:
        if not isinstance(leaf, KerasTensor) or leaf.node is None:
            return leaf
        return Place(keys[id(leaf.node.operation)], numbers[id(leaf.node)], leaf.index)

    described = {layer["name"]: layer for layer in graph_config(model)["layers"]}
    parts = tuple(
        Part(
            keys[id(operation)],
            operation.name,
            described_as(operation, described[operation.name]),
            tuple(
                Call(tree.map_structure(place, node.args), tree.map_structure(place, node.kwargs))
                for node in operation.nodes
                if id(node) in numbers and node.inputs
            ),
        )
        for operation in graph.operations
    )
    ends = (tree.map_structure(place, structure) for structure in (model.input, model.output))
    return Blueprint(sequential=False, parts=parts, inputs=next(ends), outputs=next(ends), **common)


def described_as(layer: Any, found: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Module, class name and config of a layer or operation, without its name, its calls and its shapes.

    Args:
        layer: the layer or operation.
        found: how Keras writes an operation.
    """
    written = to_tree(layer) if found is None else found
    config = {key: value for key, value in written["config"].items() if key != "name"}
    if hasattr(layer, "primitive"):  # what an operation was given beside its places
        config = dict(layer.options)
    kept = {key: written.get(key) for key in ("module", "class_name", "registered_name")}
    return {**kept, "config": config}


def _missing(key: int) -> Part:
    raise KeyError(f"There is no part {key}.")
