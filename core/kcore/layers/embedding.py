"""Embedding: a row of numbers for each id."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import numpy as np

from kcore import constraints, initializers, ops, registry, regularizers
from kcore.annotations import ConstraintLike, InitializerLike, PositiveInt, RegularizerLike, Unsupported
from kcore.autodiff import Array, value_of
from kcore.configurable import to_tree
from kcore.layers.layer import Layer
from kcore.symbolic import Shape

LowRank = Annotated[Any, Unsupported("low-rank adapters belong to large models")]
Quantization = Annotated[Any, Unsupported("quantization belongs to deployment")]


@registry.register("layer")
class Embedding(Layer):
    """A table with a row of ``output_dim`` numbers for each id; training moves the rows.

    Args:
        input_dim: number of rows; ids run from 0 to ``input_dim`` - 1.
        output_dim: numbers in a row.
        embeddings_initializer: first values of the table (input_dim, output_dim).
        embeddings_regularizer: penalty on the table, or None.
        embeddings_constraint: rule for the table, or None.
        mask_zero: whether id 0 stands for "nothing here": layers that mind masks pass over those steps.
        weights: first values of the table, an array or a list of one, or None.

    Input (batch, ...) of ids; output (batch, ..., output_dim). Source: Bengio et al. (2003).
    """

    old_words: ClassVar = {"input_length": "input_shape"}

    def __init__(
        self,
        input_dim: PositiveInt,
        output_dim: PositiveInt,
        embeddings_initializer: InitializerLike = "uniform",
        embeddings_regularizer: RegularizerLike | None = None,
        embeddings_constraint: ConstraintLike | None = None,
        mask_zero: bool = False,
        weights: Any = None,
        lora_rank: LowRank = None,
        lora_alpha: LowRank = None,
        quantization_config: Quantization = None,
        **kwargs: Any,
    ) -> None:
        table = weights if weights is None or isinstance(weights, list) else [weights]
        super().__init__(weights=table, **kwargs)
        self.input_dim, self.output_dim, self.mask_zero = input_dim, output_dim, mask_zero
        self.embeddings_initializer = initializers.get(embeddings_initializer)
        self.embeddings_regularizer = regularizers.get(embeddings_regularizer)
        self.embeddings_constraint = constraints.get(embeddings_constraint)
        self.supports_masking = mask_zero

    def build(self, input_shape: Shape | None = None) -> None:
        self.embeddings = self.add_weight(
            shape=(self.input_dim, self.output_dim),
            initializer=self.embeddings_initializer,
            regularizer=self.embeddings_regularizer,
            constraint=self.embeddings_constraint,
            name="embeddings",
        )

    def call(self, inputs: Any) -> Any:
        return ops.embedding(self.embeddings, self._ids(value_of(inputs)))

    def _ids(self, values: Array) -> Array:
        """The ids as whole numbers, each of which has a row."""
        ids = values if values.dtype.kind in "iu" else values.astype(np.int32)
        if ids is not values and (ids != values).any():
            where = tuple(int(i) for i in np.argwhere(ids != values)[0])
            raise ValueError(
                f"Embedding {self.name!r} looks up ids, whole numbers from 0 to {self.input_dim - 1}; got "
                f"{values[where]:g} at index {where}. Numbers that are no ids belong into a Dense layer."
            )
        if ids.size and (ids.min() < 0 or ids.max() >= self.input_dim):
            where = tuple(int(i) for i in np.argwhere((ids < 0) | (ids >= self.input_dim))[0])
            fix = (
                f"Give input_dim={int(ids.max()) + 1} (the largest id and 1)" if ids.min() >= 0 else "Count ids from 0"
            )
            raise ValueError(
                f"Embedding {self.name!r} has rows for the ids 0 to {self.input_dim - 1}; got {ids[where]} at index "
                f"{where}. {fix}."
            )
        return ids

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Where the id is not 0; None without ``mask_zero``."""
        return np.not_equal(value_of(inputs), 0) if self.mask_zero else None

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (*input_shape, self.output_dim)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        config["activity_regularizer"] = to_tree(self.activity_regularizer)
        last = ("activity_regularizer", "embeddings_constraint", "mask_zero")
        config.pop("weights", None)
        return {**{k: v for k, v in config.items() if k not in last}, **{k: config[k] for k in last},
                "quantization_config": None}  # fmt: skip
