"""The graph of a functional model: which calls lead from its inputs to its outputs, and in which order."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from kcore import tree
from kcore.layers.calling import signature_of
from kcore.layers.layer import Layer
from kcore.masking import any_masks
from kcore.symbolic import KerasTensor, Node

Step = Callable[[list[Any], bool | None], None]
Readers = dict[int, list[Node | None]]  # the calls that take what stands at a place
Direct = tuple[Callable[..., Any], bool]  # what computes a layer's outputs, and whether it is told about training


class Graph:
    """Calls of layers in the order in which they can be computed.

    Args:
        inputs: places where data enter.
        outputs: places where answers come out.

    Attributes:
        nodes: the calls, those furthest from the outputs first, as Keras orders them.
        operations: layers and operations in the same order, each once.

    Raises:
        ValueError: if an output depends on something else than the inputs, or two layers share a name.
    """

    def __init__(self, inputs: Sequence[KerasTensor], outputs: Sequence[KerasTensor]) -> None:
        self.inputs, self.outputs = list(inputs), list(outputs)
        self.nodes, self.operations = _in_order(self.inputs, self.outputs)
        _check_names(self.operations)
        for node in self.nodes:
            node.in_model = True
        self._slots = {id(place): i for i, place in enumerate(self._places())}
        self._ins = [self._slots[id(place)] for place in self.inputs]
        self._outs = [self._slots[id(place)] for place in self.outputs]
        self.calls = [node for node in self.nodes if not _is_input(node) and not self._is_entered(node)]
        self.masked = any(node.operation.makes_masks for node in self.calls if isinstance(node.operation, Layer))
        moves = self._moves()
        self._chain = self._as_chain(moves)
        self._quick = [self._quick_step(*move) for move in moves] if self._chain is None else []
        self._careful = [self._careful_step(node) for node in self.calls]

    @property
    def numbers(self) -> dict[int, int]:
        """Which call of its operation each node is, counted among those in the graph; by the node's id."""
        inside = {id(node) for node in self.nodes}
        return {
            id(node): i
            for operation in self.operations
            for i, node in enumerate(n for n in operation.nodes if id(n) in inside)
        }

    @property
    def is_line(self) -> bool:
        """Whether one call follows the other, each of another layer with one input."""
        once = len({id(node.operation) for node in self.nodes}) == len(self.nodes)
        follows = all(node.inputs[0].node is before for before, node in itertools.pairwise(self.nodes) if node.inputs)
        return once and follows and all(len(node.inputs) <= 1 for node in self.nodes)

    def _places(self) -> list[KerasTensor]:
        places = [*self.inputs]
        for node in self.nodes:
            places.extend(tree.flatten(node.outputs))
        return list({id(place): place for place in places}.values())

    def _is_entered(self, node: Node) -> bool:
        """Whether data are given for what this call would compute."""
        given = {id(place) for place in self.inputs}
        return all(id(place) in given for place in tree.flatten(node.outputs))

    # -- running -------------------------------------------------------------------------------

    def run(self, values: Sequence[Any], training: bool | None) -> list[Any]:
        """The values at the outputs for values at the inputs."""
        if self._chain is not None and not self.masked:
            return [self.run_chain(values[0], training)]
        return self._run(values, training, self.masked or any_masks())

    @property
    def is_chain(self) -> bool:
        """Whether it leads from one input through one layer after the other to one output."""
        return self._chain is not None

    def run_chain(self, x: Any, training: bool | None) -> Any:
        """``run`` for a chain, quicker: from one value to one value."""
        if self.masked or any_masks():
            return self._run([x], training, masked=True)[0]
        for call, tells in self._chain or ():
            x = call(x, training=training) if tells else call(x)
        return x

    def _run(self, values: Sequence[Any], training: bool | None, masked: bool) -> list[Any]:
        slots: list[Any] = [None] * len(self._slots)
        for i, value in zip(self._ins, values, strict=True):
            slots[i] = value
        for step in self._careful if masked or self._chain is not None else self._quick:
            step(slots, training)
        return [slots[i] for i in self._outs]

    def _moves(self) -> list[tuple[Node, Node, Direct | None]]:
        """The calls, those that a layer computes together with its own as one: from where, to where, and how."""
        readers: Readers = {id(place): [None] for place in self.outputs}  # None: whoever runs the graph
        for node in self.calls:
            for place in node.inputs:
                readers.setdefault(id(place), []).append(node)
        moves: list[tuple[Node, Node, Direct | None]] = []
        taken: set[int] = set()
        for node in self.calls:
            if id(node) in taken:
                continue
            last, how = node, _direct(node.operation) if _is_plain(node) else None
            following = _line_after(node, readers) if how else []
            fused = node.operation.fuse([after.operation for after in following]) if following else None
            if fused is not None:
                how = fused[0], False
                last = following[fused[1] - 1]
                taken.update(id(after) for after in following[: fused[1]])
            moves.append((node, last, how))
        return moves

    def _as_chain(self, moves: list[tuple[Node, Node, Direct | None]]) -> list[Direct] | None:
        """The calls as a chain, each with whether it is told about training; None if the graph is none."""
        if len(self.inputs) != 1 or len(self.outputs) != 1:
            return None
        chain, place = [], self.inputs[0]
        for node, last, how in moves:
            if how is None or node.args != (place,):
                return None
            chain.append(how)
            place = last.outputs
        return chain if place is self.outputs[0] else None

    def _quick_step(self, node: Node, last: Node, how: Direct | None) -> Step:
        """A call of a layer that asks for nothing special, without its detours."""
        if how is None:
            return self._careful_step(node)
        argument, out = self._getter(node.args[0]), self._slots[id(last.outputs)]
        call, tells = how

        def step(slots: list[Any], training: bool | None) -> None:
            value = argument(slots)
            slots[out] = call(value, training=training) if tells else call(value)

        return step

    def _careful_step(self, node: Node) -> Step:
        """A call with everything that belongs to it: masks, several outputs, arguments by name."""
        operation = node.operation
        arguments = [self._getter(argument) for argument in node.args]
        named = {name: self._getter(value) for name, value in node.kwargs.items() if name != "training"}
        outs = [self._slots[id(place)] for place in tree.flatten(node.outputs)]
        fixed = node.kwargs.get("training")
        run = operation.run if isinstance(operation, Layer) else operation
        extra = isinstance(operation, Layer)

        def step(slots: list[Any], training: bool | None) -> None:
            kwargs = {name: value(slots) for name, value in named.items()}
            if extra:
                kwargs["training"] = fixed if training is None else training  # as Keras has it
            results = tree.flatten(run(*(argument(slots) for argument in arguments), **kwargs))
            for i, result in zip(outs, results, strict=True):
                slots[i] = result

        return step

    def _getter(self, argument: Any) -> Callable[[list[Any]], Any]:
        """What finds the value of an argument among the slots."""
        if isinstance(argument, KerasTensor):
            index = self._slots[id(argument)]
            return lambda slots: slots[index]
        if tree.is_nested(argument) and any(isinstance(leaf, KerasTensor) for leaf in tree.flatten(argument)):
            parts = [self._getter(leaf) for leaf in tree.flatten(argument)]
            if isinstance(argument, list) and not any(map(tree.is_nested, argument)):
                return lambda slots: [part(slots) for part in parts]
            return lambda slots: tree.pack_sequence_as(argument, [part(slots) for part in parts])
        return lambda _: argument


def _direct(layer: Layer) -> Direct:
    """How a layer's outputs are computed."""
    signature = signature_of(type(layer))
    simple = layer.activity_regularizer is None and type(layer).run is Layer.run and not layer.sublayers
    if simple:
        return layer.call, signature.takes_training
    return layer.run, True


def _is_plain(node: Node) -> bool:
    """Whether a call takes a layer from one place, or several in a list, to one."""
    alone = len(node.args) == 1 and not node.kwargs
    return alone and isinstance(node.operation, Layer) and isinstance(node.outputs, KerasTensor)


def _line_after(node: Node, readers: Readers) -> list[Node]:
    """The next two calls that take nothing but what the one before them hands to them alone."""
    line: list[Node] = []
    while len(line) < 2:
        after = readers.get(id(node.outputs), [])
        if len(after) != 1 or after[0] is None or not _is_plain(after[0]) or after[0].args != (node.outputs,):
            break
        node = after[0]
        line.append(node)
    return line


def _is_input(node: Node) -> bool:
    return not node.inputs


def _in_order(inputs: list[KerasTensor], outputs: list[KerasTensor]) -> tuple[list[Node], list[Any]]:
    """Calls and operations from the inputs on, by their distance from the outputs."""
    entered = {id(place) for place in inputs}
    met: dict[int, int] = {}  # operations by the order in which a walk back from the outputs meets them
    done: list[Node] = []
    state: dict[int, bool] = {}  # nodes: False while their inputs are looked at, True afterwards
    waiting: list[tuple[KerasTensor, bool]] = [(place, False) for place in reversed(outputs)]
    while waiting:
        place, back = waiting.pop()
        node = place.node
        if node is None:
            raise ValueError(f"{place!r} leads nowhere: take places from Input(...) and from layers called on them.")
        if back:
            state[id(node)] = True
            done.append(node)
        elif id(node) not in state:
            state[id(node)] = False
            met.setdefault(id(node.operation), len(met))
            waiting.append((place, True))
            if not all(id(p) in entered for p in tree.flatten(node.outputs)):
                if not node.inputs:
                    raise ValueError(
                        f"An output depends on {place!r} of {node.operation.name!r}, which is not among the model's "
                        f"inputs {[p.name for p in inputs]}. Add it to inputs."
                    )
                waiting.extend((p, False) for p in reversed(node.inputs))
    for place in inputs:
        if place.node is not None and id(place.node) not in state:
            done.insert(0, place.node)
            met.setdefault(id(place.node.operation), len(met))
    depths, distances = _distances(done, entered)
    done.sort(key=lambda node: (-depths[id(node)],))
    operations = list({id(node.operation): node.operation for node in done}.values())
    operations.sort(key=lambda operation: (-distances[id(operation)], met[id(operation)]))
    return done, operations


def _distances(done: list[Node], entered: set[int]) -> tuple[dict[int, int], dict[int, int]]:
    """How far from the outputs each call and each operation is, by the longest way."""
    depths: dict[int, int] = {}
    operations: dict[int, int] = {}
    for node in reversed(done):
        depth = max(depths.get(id(node), 0), operations.get(id(node.operation), 0))
        depths[id(node)] = operations[id(node.operation)] = depth
        if not all(id(p) in entered for p in tree.flatten(node.outputs)):
            for place in node.inputs:
                if place.node is not None:
                    depths[id(place.node)] = max(depth + 1, depths.get(id(place.node), 0))
    return depths, operations


def _check_names(operations: list[Any]) -> None:
    seen: dict[str, Any] = {}
    for operation in operations:
        if operation.name in seen:
            raise ValueError(
                f"Two layers are named {operation.name!r}: {seen[operation.name]!r} and {operation!r}. Names must "
                "differ within a model."
            )
        seen[operation.name] = operation
