"""Arrays without numbers: the shapes that flow through a model while it is being put together."""

from __future__ import annotations

from typing import Any

from kcore.naming import auto_name

Shape = tuple[int | None, ...]


class KerasTensor:
    """A place in a model: shape, dtype, and the node that will compute it.

    Args:
        shape: sizes, None where a size is open (the batch).
        dtype: name of the element type.
        name: name of the place; automatic if None.
    """

    def __init__(self, shape: Shape, dtype: str = "float32", name: str | None = None) -> None:
        self.shape = tuple(shape)
        self.dtype = dtype
        self.name = name or auto_name("keras_tensor")
        self.node: Node | None = None

    @property
    def ndim(self) -> int:
        return len(self.shape)

    def __repr__(self) -> str:
        return f"<KerasTensor shape={self.shape}, dtype={self.dtype}, name={self.name}>"


class Node:
    """One call of a layer while a model is put together: which layer, from what, to what."""

    def __init__(self, layer: Any, inputs: tuple[KerasTensor, ...], output: KerasTensor) -> None:
        self.layer, self.inputs, self.output = layer, inputs, output
        output.node = self
