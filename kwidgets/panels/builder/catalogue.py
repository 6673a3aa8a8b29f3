"""The layers to choose from, by family, and what a new one begins with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kcore import registry
from kcore.configurable import parameters
from kcore.naming import own_names
from kwidgets.forms import Form
from kwidgets.panels.builder.blueprint import described_as

FAMILIES: Final = {
    "core": "InputLayer Dense Activation Embedding Masking Identity",
    "activation": "ReLU LeakyReLU PReLU ELU Softmax ThresholdedReLU",
    "convolution": "Conv1D Conv2D Conv1DTranspose Conv2DTranspose DepthwiseConv1D DepthwiseConv2D SeparableConv1D "
    "SeparableConv2D",
    "pooling": "MaxPooling1D MaxPooling2D AveragePooling1D AveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D "
    "GlobalAveragePooling1D GlobalAveragePooling2D",
    "recurrent": "LSTM GRU SimpleRNN RNN Bidirectional TimeDistributed",
    "merging": "Add Subtract Multiply Average Maximum Minimum Concatenate Dot",
    "normalization": "BatchNormalization LayerNormalization GroupNormalization RMSNormalization UnitNormalization "
    "Normalization Rescaling",
    "regularization": "Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D GaussianDropout GaussianNoise "
    "AlphaDropout ActivityRegularization",
    "reshaping": "Flatten Reshape Permute RepeatVector ZeroPadding1D ZeroPadding2D Cropping1D Cropping2D UpSampling1D "
    "UpSampling2D",
}
# What a required argument begins with, where the smallest value would teach little.
_FIRST: Final = {
    "units": 8,
    "filters": 8,
    "kernel_size": 3,
    "rate": 0.2,
    "stddev": 0.1,
    "n": 2,
    "input_dim": 100,
    "output_dim": 8,
    "activation": "relu",
    "scale": 1 / 255,
}


def layer_class(name: str, own: Mapping[str, Any]) -> type | None:
    """The class of a name, the learner's own first; None for one that is not known."""
    found = own.get(name)
    if isinstance(found, type):
        return found
    return registry.lookup("layer", name) if registry.knows("layer", name) else None


def new_layer(cls: type, shapes: Iterable[tuple[int | None, ...]] = ()) -> dict[str, Any]:
    """Module, class name and config of a new layer, with values that are likely to fit.

    Args:
        cls: its class.
        shapes: of what comes in, the batch first.

    Raises:
        ValueError, TypeError: if the class cannot be made with the values that its form begins with.
    """
    takes = {p.name: p for p in parameters(cls)}
    values = {name: value for name, value in _FIRST.items() if name in takes and takes[name].required}
    values |= {name: value for name, value in _fitting(cls, next(iter(shapes), None)).items() if name in takes}
    with own_names():
        return described_as(Form(cls, values).build())


def _fitting(cls: type, shape: tuple[int | None, ...] | None) -> dict[str, Any]:
    """Arguments that hang on what comes in."""
    if cls.__name__ == "InputLayer":
        return {"shape": (4,)}
    if shape is None:
        return {"target_shape": (1,), "dims": (1,)}
    sizes = [size or 1 for size in shape[1:]]
    return {
        "target_shape": (math.prod(sizes),),
        "dims": tuple(range(1, len(sizes) + 1)) or (1,),
        "groups": math.gcd(sizes[-1], 32) if cls.__name__ == "GroupNormalization" and sizes else 1,
    }
