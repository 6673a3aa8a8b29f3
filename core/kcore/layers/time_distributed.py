"""TimeDistributed: the same layer at every step of a sequence."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import ops, registry
from kcore.annotations import LayerLike
from kcore.autodiff import Array, value_of
from kcore.layers.batch_normalization import BatchNormalization
from kcore.layers.calling import signature_of
from kcore.layers.wrapper import Wrapper
from kcore.symbolic import Shape


@registry.register("layer")
class TimeDistributed(Wrapper):
    """Applies a layer to each step by itself, with the same weights.

    Args:
        layer: the layer inside.

    Input (batch, steps, ...); output (batch, steps, ...), as the layer makes them of each step.
    """

    supports_masking = True

    def __init__(self, layer: LayerLike, **kwargs: Any) -> None:
        super().__init__(layer, **kwargs)

    def _step_shape(self, shape: Shape) -> Shape:
        if len(shape) < 3:
            raise ValueError(
                f"TimeDistributed {self.name!r} takes sequences, arrays of shape (samples, steps, ...) with at least "
                f"3 axes; got shape {shape}. For rows of numbers use {type(self.layer).__name__} itself."
            )
        return (shape[0], *shape[2:])

    def build(self, input_shape: Any = None) -> None:
        self.layer.ensure_built(self._step_shape(input_shape))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        after = self.layer.compute_output_shape(self._step_shape(input_shape))
        return (after[0], input_shape[1], *after[1:])

    def check_input(self, shape: Shape) -> None:
        self.layer.check_input(self._step_shape(shape))

    def call(self, inputs: Any, training: bool = False, mask: Any = None) -> Any:
        signature = signature_of(type(self.layer))
        options = {"training": training} if signature.takes_training else {}
        batch, steps = inputs.shape[:2]
        mask = mask if signature.takes_mask else None
        if mask is None and self._takes_samples_apart():
            flat = ops.reshape(inputs, newshape=(batch * steps, *inputs.shape[2:]))
            outputs = self.layer.call(flat, **options)
            return ops.reshape(outputs, newshape=(batch, steps, *outputs.shape[1:]))
        marks: list[Array | None] = [None] * steps if mask is None else list(np.asarray(value_of(mask)).swapaxes(0, 1))
        outputs = [
            self.layer.call(inputs[:, t], **options, **({} if mask is None else {"mask": marks[t]}))
            for t in range(steps)
        ]
        return ops.stack(outputs, axis=1)

    def _takes_samples_apart(self) -> bool:
        """Whether no sample of a batch minds the others, so that all steps can be taken as one batch.

        Batch normalization minds them; of layers of the user's own nobody knows.
        """
        return all(
            "keras_module" in vars(type(layer)) and not isinstance(layer, BatchNormalization)
            for layer in self.layer._flat()  # noqa: SLF001 - a layer, too
        )
