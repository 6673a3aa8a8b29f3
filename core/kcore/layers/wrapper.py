"""Wrapper: a layer around another one."""

from __future__ import annotations

from typing import Any

from kcore import registry
from kcore.annotations import LayerLike
from kcore.layers.layer import Layer


@registry.register("layer")
class Wrapper(Layer):
    """Base of layers that do something with another layer.

    Args:
        layer: the layer inside.
    """

    def __init__(self, layer: LayerLike, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        layer = registry.get("layer", layer) if isinstance(layer, dict) else layer
        if not isinstance(layer, Layer):
            raise TypeError(f"{type(self).__name__} goes around a layer, such as Dense(8); got {layer!r}.")
        self.layer = layer

    def build(self, input_shape: Any = None) -> None:
        self.layer.ensure_built(input_shape)
