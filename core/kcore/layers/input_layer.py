"""Where data enter a model."""

from __future__ import annotations

from typing import Annotated, Any

from kcore import registry
from kcore.annotations import PositiveInt, Shape, Unsupported
from kcore.config import floatx
from kcore.layers.layer import Layer
from kcore.symbolic import KerasTensor, Node
from kcore.symbolic import Shape as OpenShape

Sparse = Annotated[bool | None, Unsupported("sparse and ragged arrays need another backend than NumPy")]
OwnTensor = Annotated[Any, Unsupported("an input made of an existing symbolic tensor")]


@registry.register("layer")
class InputLayer(Layer):
    """The layer behind ``Input``: it has no weights and hands its inputs on.

    Args:
        shape: shape of one sample, without the batch.
        batch_size: size of the batch, or None for any.
        dtype: element type of the data; the engine's float type if None.
        batch_shape: ``shape`` with the batch size in front, instead of both.
        name: name of the layer; automatic if None.
    """

    def __init__(
        self,
        shape: Shape | None = None,
        batch_size: PositiveInt | None = None,
        dtype: Any = None,
        sparse: Sparse = None,
        ragged: Sparse = None,
        batch_shape: Shape | None = None,
        input_tensor: OwnTensor = None,
        optional: Annotated[bool, Unsupported("optional inputs")] = False,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, dtype=dtype, **kwargs)
        if (shape is None) == (batch_shape is None):
            raise ValueError(
                f"Input takes shape (of one sample, e.g. shape=(4,)) or batch_shape (e.g. (None, 4)), exactly one of "
                f"them; got shape={shape!r} and batch_shape={batch_shape!r}."
            )
        self.batch_shape: OpenShape = tuple(batch_shape) if batch_shape is not None else (batch_size, *(shape or ()))
        self.built = True
        self.place = KerasTensor(self.batch_shape, self.dtype, self.name)
        Node(self, (), {}, self.place)

    def call(self, inputs: Any) -> Any:
        return inputs

    def compute_output_shape(self, input_shape: OpenShape) -> OpenShape:
        return self.batch_shape

    def get_config(self) -> dict[str, Any]:
        return {
            "batch_shape": self.batch_shape,
            "dtype": self.dtype,
            "sparse": False,
            "ragged": False,
            "name": self.name,
            "optional": False,
        }


def Input(  # noqa: N802 - Keras's own name
    shape: Any = None,
    batch_size: int | None = None,
    dtype: Any = None,
    sparse: bool | None = None,
    ragged: bool | None = None,
    batch_shape: Any = None,
    name: str | None = None,
    tensor: Any = None,
    optional: bool = False,
) -> KerasTensor:
    """The place where data enter a model.

    Args:
        shape: shape of one sample, without the batch: ``(4,)`` for rows of four numbers.
        batch_size: size of the batch, or None for any.
        dtype: element type of the data; the engine's float type if None.
        batch_shape: ``shape`` with the batch size in front, instead of both.
        name: name of the input; automatic if None.
        sparse: left to real Keras, like ``ragged``, ``tensor`` and ``optional``: only the default is taken.
        ragged: see ``sparse``.
        tensor: see ``sparse``.
        optional: see ``sparse``.

    Returns:
        A ``KerasTensor`` of shape (batch, *shape).

    Raises:
        ValueError: for shapes that are none, and for what is left to real Keras (sparse, ragged, tensor).
    """
    layer = InputLayer(shape, batch_size, dtype or floatx(), sparse, ragged, batch_shape, tensor, optional, name)
    return layer.place
