"""What a call of a layer needs to know: its signature, the call around it, the shapes of what it is given."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from kcore import tree
from kcore.autodiff import Tensor, Variable, value_of
from kcore.symbolic import KerasTensor, Shape

POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class _Around(threading.local):
    """The calls that this thread is inside of."""

    training: bool | None = None
    scope: tuple[str, ...] = ()


around = _Around()


@contextmanager
def inside(name: str) -> Iterator[None]:
    """Within the block, layers that are built or called are inside the layer ``name``."""
    before = around.training, around.scope
    around.scope = (*before[1], name)
    try:
        yield
    finally:
        around.training, around.scope = before


class CallSignature:
    """The arguments of a layer's ``call``.

    Args:
        function: the class's ``call``.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        parameters = list(inspect.signature(function).parameters.values())[1:]
        self.names = [p.name for p in parameters if p.kind in POSITIONAL]
        self.named = {p.name for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY}
        self.open_args = any(p.kind is inspect.Parameter.VAR_POSITIONAL for p in parameters)
        self.open_kwargs = any(p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters)
        self.needed = [p.name for p in parameters if p.kind in POSITIONAL and p.default is inspect.Parameter.empty]
        self.takes_training = self.takes("training")
        self.takes_mask = self.takes("mask")
        self.training = next((p.default for p in parameters if p.name == "training"), None)  # its default

    def takes(self, name: str) -> bool:
        """Whether ``call`` has an argument of this name."""
        return name in self.names or name in self.named

    def bind(self, layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        """Arguments of a call by name; ``training`` is always understood.

        Raises:
            TypeError: for unknown, repeated or missing arguments.
        """
        if len(args) > len(self.names):
            raise TypeError(
                f"{layer.name} ({type(layer).__name__}) takes {len(self.names)} argument(s) by position "
                f"({', '.join(self.names)}); got {len(args)}. Several inputs go into one list: layer([a, b])."
            )
        bound = dict(zip(self.names, args, strict=False))
        for name, value in kwargs.items():
            if name in bound:
                raise TypeError(f"{layer.name} ({type(layer).__name__}) got {name!r} twice.")
            if not (self.takes(name) or self.open_kwargs or name in ("training", "mask")):
                raise TypeError(
                    f"{layer.name} ({type(layer).__name__}) is called with {', '.join(self.names)}; "
                    f"it has no argument {name!r}."
                )
            bound[name] = value
        missing = [name for name in self.needed if name not in bound]
        if missing:
            raise TypeError(f"{layer.name} ({type(layer).__name__}) is called without {missing[0]!r}.")
        return bound


_signatures: dict[Callable[..., Any], CallSignature] = {}


def signature_of(cls: type) -> CallSignature:
    """The signature of a layer class's ``call``, looked up once."""
    function: Callable[..., Any] = cls.call  # type: ignore[attr-defined]  # every layer has one
    found = _signatures.get(function)
    if found is None:
        found = _signatures[function] = CallSignature(function)
    return found


def is_array(value: Any) -> bool:
    """Whether it is an array, a tensor, a variable or a place in a model."""
    return isinstance(value, np.ndarray | np.generic | Tensor | Variable | KerasTensor)


def shape_of(value: Any) -> Shape:
    """The shape of something that ``is_array``, with the batch left open."""
    if isinstance(value, KerasTensor):
        return value.shape
    shape: Shape = np.shape(value_of(value))
    return (None, *shape[1:])


def shapes_of(structure: Any) -> Any:
    """Shapes in place of the arrays of a nested structure."""
    return tree.map_structure(lambda leaf: shape_of(leaf) if is_array(leaf) else None, structure)


def is_shape(value: Any) -> bool:
    """Whether it is one shape, not a list of shapes."""
    return isinstance(value, list | tuple) and all(n is None or isinstance(n, int | np.integer) for n in value)


def map_shapes(function: Callable[[Shape], Any], shapes: Any) -> Any:
    """A nested structure of shapes with ``function(shape)`` in place of each."""
    if is_shape(shapes):
        return function(tuple(shapes))
    if isinstance(shapes, dict):
        return {key: map_shapes(function, shape) for key, shape in shapes.items()}
    if isinstance(shapes, list | tuple):
        parts = [map_shapes(function, shape) for shape in shapes]
        return parts if isinstance(shapes, list) else tuple(parts)
    return shapes


def with_shapes(function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """Call ``build`` or ``compute_output_shape``.

    With one parameter it gets the shape of the first argument; with several, those called ``<argument>_shape``.

    Args:
        function: a bound method.
        arguments: shapes by the name of the call's argument.
    """
    parameters = [p for p in inspect.signature(function).parameters.values() if p.kind in POSITIONAL]
    if len(parameters) <= 1:
        return function(next(iter(arguments.values())))
    others = parameters[1:]
    given = {p.name: arguments[p.name.removesuffix("_shape")] for p in others
             if arguments.get(p.name.removesuffix("_shape")) is not None}  # fmt: skip
    return function(next(iter(arguments.values())), **given)


def check_sizes(layer: Any, axes: Any, shape: Shape) -> None:
    """Compare a shape with the one that a layer was built for, along axes for whose sizes it has weights.

    Raises:
        ValueError: if they differ.
    """
    built = (layer.build_config or {}).get("input_shape")
    if built is None:
        return
    along = [axis for axis in tree.flatten(axes) if -len(shape) <= axis < len(shape)]
    if len(built) != len(shape) or any(None not in (built[a], shape[a]) and built[a] != shape[a] for a in along):
        raise ValueError(
            f"{type(layer).__name__} {layer.name!r} was built for arrays of shape {tuple(built)}; got one of shape "
            f"{tuple(shape)}."
        )
