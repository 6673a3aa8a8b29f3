"""The facts about classes that their signatures cannot say: shapes of inputs, values of odd arguments, tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

import kcore
from kcore import registry
from tests.core.parity.twin import Extra, Twin

Shape = tuple[int, ...]


def numbers(rng: np.random.Generator, shape: Shape) -> Any:
    """Inputs of most layers: numbers of both signs."""
    return rng.normal(size=shape)


def whole(below: int) -> Callable[[np.random.Generator, Shape], Any]:
    """Inputs of layers that look something up: whole numbers from 0."""
    return lambda rng, shape: rng.integers(below, size=shape)


def turned(x: Any) -> Any:
    """A function for Lambda."""
    return -x


FUNCTIONS = {"turned": turned}


def adapted(layer: Any, inputs: Any) -> None:
    """A Normalization that knows its data."""
    if getattr(layer, "input_mean", None) is None:
        layer.adapt(3 * inputs + 1)


def as_drawn(arguments: dict[str, Any], shape: Any) -> dict[str, Any]:
    """Arguments that fit every shape."""
    return arguments


def unprepared(layer: Any, inputs: Any) -> None:
    """Nothing needs to be done before a call."""


NOTHING = Extra()


@dataclass(frozen=True)
class Row:
    """How a layer is tried out.

    ``shapes``: shapes of one sample, one of which is drawn; a list of shapes is a layer with several inputs.
    ``data``: makes the inputs. ``arguments``: see ``Extra``. ``fits``: mends arguments that exclude each other
    or do not fit the shape. ``prepare``: what must be done with both layers before they are called.
    ``random``: in training its outputs are left to chance. ``differentiable``: whether gradients reach its
    inputs. ``learns``: whether a model with it is trained. ``called``: whether it can be called on numbers.
    ``masked``: whether a mask of steps, (batch, steps), fits its ``call`` if that takes one.
    """

    shapes: Sequence[Shape | list[Shape]] = ((4,), (3, 4))
    data: Callable[[np.random.Generator, Shape], Any] = numbers
    arguments: Extra = NOTHING
    fits: Callable[[dict[str, Any], Any], dict[str, Any]] = as_drawn
    prepare: Callable[[Any, Any], None] = unprepared
    random: bool = False
    differentiable: bool = True
    learns: bool = True
    called: bool = True
    masked: bool = True


_STACK = [Twin("layer", "InputLayer", {"shape": (4,)}), Twin("layer", "Dense", {"units": 2, "activation": "tanh"})]


def _stacked(arguments: dict[str, Any], shape: Any) -> dict[str, Any]:
    """A Sequential has layers, no type of its own."""
    return {"layers": _STACK} | {name: item for name, item in arguments.items() if name in ("layers", "name")}


def _functional(arguments: dict[str, Any], shape: Any) -> dict[str, Any]:
    """A model between two places."""
    place = kcore.Input(shape)
    return {"inputs": place, "outputs": kcore.layers.Dense(2, activation="tanh")(place)}


def _convolution(arguments: dict[str, Any], shape: Any) -> dict[str, Any]:
    """Steps and dilation exclude each other; filters come in whole groups; no window is larger than its input."""
    fitting = dict(arguments)
    if "dilation_rate" in fitting:
        fitting["strides"] = 1
        fitting["padding"] = "same"
    if fitting.get("output_padding") is not None:
        fitting["strides"] = 3
        fitting.pop("dilation_rate", None)
    if "groups" in fitting:
        fitting["groups"] = min(fitting["groups"], 2)
        fitting["filters"] *= 2
    return fitting


_ON_SEQUENCES = [name for name in registry.names("layer") if "1D" in name]
_ON_PICTURES = [name for name in registry.names("layer") if "2D" in name]
_SEQUENCES, _PICTURES = Row(shapes=((8, 6), (9, 4))), Row(shapes=((8, 6, 4), (6, 9, 6)))


def _grouped(arguments: dict[str, Any], shape: Any) -> dict[str, Any]:
    """Groups that divide the channels."""
    axis = arguments.get("axis", -1)
    return {**arguments, "groups": arguments.get("groups", 2) if shape[axis if axis < 0 else axis - 1] == 4 else -1}


def _known(arguments: dict[str, Any], shape: Any) -> dict[str, Any]:
    """Mean and variance are known from the start now and then."""
    return arguments | ({"mean": 2.0, "variance": 3.0} if arguments.get("axis") == 1 else {})


_TWO = ([(3, 4), (3, 4)], [(4,), (4,)])
_SEVERAL = Row(shapes=([(3, 4), (3, 4), (1, 4)], [(4,), (4,)], [(4,), (3, 4)]))

# Unrolled, Keras forgets zero_output_for_mask.
_UNROLLED = (("unroll", "zero_output_for_mask"),)
# Real Keras wants to know the batch of a stateful layer beforehand; those are compared in test_recurrent.
# With these activations nothing runs away in a few steps.
_RECURRENT = Extra(
    {
        "stateful": (False,),
        "use_cudnn": ("auto", False),
        "activation": ("tanh", "sigmoid", "softmax", "softsign"),
        "recurrent_activation": ("sigmoid", "hard_sigmoid", "tanh"),
    },
    apart=_UNROLLED,
)
_STEPS = ((3, 4), (6, 2))
_CELL = Row(called=False, learns=False)
_CELLS = (
    Twin("layer", "LSTMCell", {"units": 3}),
    Twin("layer", "GRUCell", {"units": 2, "reset_after": False, "activation": "relu"}),
    [Twin("layer", "SimpleRNNCell", {"units": 3}), Twin("layer", "LSTMCell", {"units": 2, "use_bias": False})],
)
_BOTH_WAYS = (
    Twin("layer", "GRU", {"units": 2, "return_sequences": True, "name": "inner"}),
    Twin("layer", "SimpleRNN", {"units": 2, "return_sequences": True, "return_state": True}),
    Twin("layer", "LSTM", {"units": 3}),
    Twin("layer", "LSTM", {"units": 2, "return_state": True}),
)
_INNER = (
    Twin("layer", "Dense", {"units": 3, "activation": "tanh"}),
    Twin("layer", "BatchNormalization", {"momentum": 0.5}),
    Twin("layer", "Flatten", {}),
)

LAYERS: Mapping[str, Row] = {
    "Add": _SEVERAL,
    "Average": _SEVERAL,
    "Concatenate": Row(shapes=([(3, 4), (3, 4)], [(3, 2), (3, 2), (3, 2)]), arguments=Extra({"axis": (-1, 1, 2)})),
    "Dot": Row(shapes=_TWO[:1], arguments=Extra({"axes": (1, 2, (1, 1), -1)})),
    "Functional": Row(
        shapes=((4,), (3, 4)), fits=_functional, arguments=Extra({"inputs": (None,), "outputs": (None,)})
    ),
    "Maximum": _SEVERAL,
    "Minimum": _SEVERAL,
    "Multiply": _SEVERAL,
    "Subtract": Row(shapes=_TWO),
    **dict.fromkeys(_ON_SEQUENCES, _SEQUENCES),
    **dict.fromkeys(_ON_PICTURES, _PICTURES),
    **{name: replace(_SEQUENCES, fits=_convolution) for name in _ON_SEQUENCES if "Conv" in name},
    **{name: replace(_PICTURES, fits=_convolution) for name in _ON_PICTURES if "Conv" in name},
    "Conv2D": replace(_PICTURES, fits=_convolution, arguments=Extra({"padding": ("valid", "same")})),
    "ActivityRegularization": Row(),
    "AlphaDropout": Row(shapes=((4,),), arguments=Extra({"noise_shape": (None, (None, 1))}), random=True),
    "GaussianDropout": Row(random=True),
    "GaussianNoise": Row(random=True),
    "GroupNormalization": Row(
        shapes=((4,), (2, 3, 4), (4, 4)), arguments=Extra({"groups": (-1, 2, 1), "axis": (-1, 1)}), fits=_grouped
    ),
    "Lambda": Row(
        arguments=Extra({"function": (turned,), "output_shape": (None,), "mask": (None,), "arguments": (None,)}),
    ),
    "LayerNormalization": Row(shapes=((3, 4), (2, 3, 4)), arguments=Extra({"axis": (-1, 1, (1, 2), [-1, 1])})),
    "Normalization": Row(
        shapes=((4,), (3, 4)),
        arguments=Extra({"axis": (-1, None, 1)}, without=("mean", "variance")),
        prepare=adapted,
        fits=_known,
    ),
    "Permute": Row(shapes=((3, 4), (2, 3)), arguments=Extra({"dims": ((2, 1), (1, 2))})),
    "RMSNormalization": Row(shapes=((3, 4), (2, 3, 4)), arguments=Extra({"axis": (-1, (-2, -1))})),
    "RepeatVector": Row(shapes=((4,),)),
    "Rescaling": Row(arguments=Extra({"scale": (0.5, 2, [1.0, 2.0, 3.0, 4.0]), "offset": (0.0, -1.0)})),
    "Reshape": Row(
        shapes=((2, 6), (3, 4), (12,)), arguments=Extra({"target_shape": ((3, 4), (-1,), (2, -1, 3), [12, 1])})
    ),
    "Softmax": Row(masked=False),
    "SpatialDropout1D": Row(shapes=((3, 4),), random=True),
    "SpatialDropout2D": Row(shapes=((2, 3, 4),), random=True),
    "SpatialDropout3D": Row(shapes=((2, 2, 3, 4),), random=True),
    "UnitNormalization": Row(shapes=((3, 4),), arguments=Extra({"axis": (-1, 1, (1, 2), [1])})),
    "BatchNormalization": Row(arguments=Extra({"axis": (-1, 1)})),
    "Bidirectional": Row(
        shapes=_STEPS,
        arguments=Extra({"layer": _BOTH_WAYS}, without=("backward_layer", "weights")),
    ),
    "Dropout": Row(arguments=Extra({"noise_shape": (None, (None, 1))}), shapes=((4,),), random=True),
    "Embedding": Row(data=whole(5), arguments=Extra({"input_dim": (5, 8)}, without=("weights",)), differentiable=False),
    "Flatten": Row(shapes=((4,), (2, 3), (2, 3, 2))),
    "GRU": Row(shapes=_STEPS, arguments=_RECURRENT, random=True),
    "GRUCell": _CELL,
    "InputLayer": Row(
        shapes=((4,),),
        arguments=Extra({"shape": ((4,),)}, without=("batch_shape",)),
        called=False,
        learns=False,
        fits=lambda arguments, shape: {"shape": shape, **arguments},
    ),
    "LSTM": Row(shapes=_STEPS, arguments=_RECURRENT, random=True),
    "LSTMCell": _CELL,
    "Masking": Row(shapes=_STEPS, learns=False),  # the layers after it would have to mind masks
    "RNN": Row(shapes=_STEPS, arguments=Extra({"cell": _CELLS, "stateful": (False,)}, apart=_UNROLLED)),
    "Sequential": Row(shapes=((4,),), arguments=Extra({"layers": (_STACK,)}, without=("trainable",)), fits=_stacked),
    "SimpleRNN": Row(
        shapes=_STEPS,
        arguments=replace(_RECURRENT, without=("activity_regularizer",)),  # Keras 3.15.1 forgets it
        random=True,
    ),
    "SimpleRNNCell": _CELL,
    "StackedRNNCells": Row(arguments=Extra({"cells": _CELLS[2:]}), called=False, learns=False),
    "TimeDistributed": Row(shapes=((3, 4), (5, 2)), arguments=Extra({"layer": _INNER})),
    "Wrapper": Row(arguments=Extra({"layer": _INNER}), called=False, learns=False),
}


@dataclass(frozen=True)
class Task:
    """How a loss or metric is tried out: its arguments, and what targets and predictions look like.

    ``kind``: 'shares' (both between 0 and 1), 'numbers', 'binary' (targets 0 or 1, predictions between), 'onehot',
    'classes' (class numbers, predictions that sum to 1), 'numbered' (the same, never in a column),
    'values' (no targets), 'signs' (targets -1 or 1), 'regions' (class numbers on both sides),
    'neighbours' (class numbers, predictions of length 1), 'spelling' (class numbers in a row, filled up with 0).
    ``shapes`` of the predictions.
    ``weighted``: whether samples may have weights. ``ready``: whether Keras has a result before the first batch.
    """

    kind: str = "shares"
    shapes: Sequence[Shape] = ((6, 4), (6, 3, 4), (6, 1))
    arguments: Extra = NOTHING
    weighted: bool = True
    ready: bool = True


CLASSES = ((6, 4), (6, 3, 4))
LOSSES: Mapping[str, Task] = {
    "BinaryCrossentropy": Task("binary"),
    "BinaryFocalCrossentropy": Task("binary"),
    "CTC": Task("spelling", ((6, 5, 4),)),
    "CategoricalCrossentropy": Task("onehot", CLASSES),
    "CategoricalFocalCrossentropy": Task("onehot", CLASSES, Extra({"alpha": (0.25, [0.1, 0.2, 0.3, 0.4])})),
    "CategoricalGeneralizedCrossEntropy": Task("numbered", ((6, 4),)),
    "CategoricalHinge": Task("onehot", CLASSES),
    "Circle": Task("neighbours", ((6, 4),)),
    "Hinge": Task("signs"),
    "SparseCategoricalCrossentropy": Task("classes", CLASSES, Extra({"ignore_class": (None, 1)})),
    "SquaredHinge": Task("signs"),
    "binary_crossentropy": Task("binary"),
    "binary_focal_crossentropy": Task("binary"),
    "categorical_crossentropy": Task("onehot", CLASSES),
    "categorical_focal_crossentropy": Task("onehot", CLASSES),
    "categorical_generalized_cross_entropy": Task("numbered", ((6, 4),), Extra({"q": (0.3,)})),
    "categorical_hinge": Task("onehot", CLASSES),
    "circle": Task("neighbours", ((6, 4),)),
    "ctc": Task("spelling", ((6, 5, 4),)),
    "hinge": Task("signs"),
    "sparse_categorical_crossentropy": Task("classes", CLASSES),
    "squared_hinge": Task("signs"),
}
_FLAT = ((6, 4),)
_REGIONS = {"num_classes": (4,), "sparse_y_true": (True,), "sparse_y_pred": (True,), "ignore_class": (None, 1)}
_ONE_HOT_REGIONS = {"num_classes": (4,), "sparse_y_pred": (False,), "ignore_class": (None, 1)}
_SOME = {"target_class_ids": ([0], [1, 3])}
METRICS: Mapping[str, Task] = {
    "AUC": Task("binary", _FLAT, Extra({"thresholds": (None, [0.3, 0.6]), "num_labels": (None,)}), ready=False),
    "Accuracy": Task("binary"),
    "BinaryAccuracy": Task("binary"),
    "BinaryCrossentropy": Task("binary"),
    "BinaryIoU": Task("binary", ((6,),), Extra({"target_class_ids": ((0, 1), [1])})),
    "CategoricalAccuracy": Task("onehot", CLASSES),
    "CategoricalCrossentropy": Task("onehot", CLASSES),
    "CategoricalHinge": Task("onehot", CLASSES),
    "F1Score": Task("onehot", _FLAT, ready=False),
    "FBetaScore": Task("onehot", _FLAT, ready=False),
    "FalseNegatives": Task("binary", _FLAT, Extra({"thresholds": (None, 0.3, [0.7, 0.2])})),
    "FalsePositives": Task("binary", _FLAT, Extra({"thresholds": (None, 0.3, [0.7, 0.2])})),
    "Hinge": Task("signs"),
    "IoU": Task("regions", _FLAT, Extra({**_REGIONS, **_SOME})),
    "Mean": Task("values"),
    "MeanIoU": Task("regions", _FLAT, Extra(_REGIONS)),
    "MeanMetricWrapper": Task("numbers", arguments=Extra({"fn": (Twin("loss", "mean_squared_error"),)})),
    "OneHotIoU": Task("onehot", _FLAT, Extra({**_ONE_HOT_REGIONS, **_SOME})),
    "OneHotMeanIoU": Task("onehot", _FLAT, Extra(_ONE_HOT_REGIONS)),
    "Precision": Task("binary", _FLAT, Extra({"thresholds": (None, 0.3, [0.7, 0.2])})),
    "PrecisionAtRecall": Task("binary", _FLAT),
    "R2Score": Task("numbers", _FLAT, ready=False),
    "Recall": Task("binary", _FLAT, Extra({"thresholds": (None, 0.3, [0.7, 0.2])})),
    "RecallAtPrecision": Task("binary", _FLAT),
    "SensitivityAtSpecificity": Task("binary", _FLAT),
    "SparseCategoricalAccuracy": Task("classes", CLASSES),
    "SparseCategoricalCrossentropy": Task("classes", CLASSES, Extra({"ignore_class": (None, 1)})),
    "SparseTopKCategoricalAccuracy": Task("classes", CLASSES, Extra({"from_sorted_ids": (False,)})),
    "SpecificityAtSensitivity": Task("binary", _FLAT),
    "SquaredHinge": Task("signs"),
    "Sum": Task("values"),
    "TopKCategoricalAccuracy": Task("onehot", CLASSES),
    "TrueNegatives": Task("binary", _FLAT, Extra({"thresholds": (None, 0.3, [0.7, 0.2])})),
    "TruePositives": Task("binary", _FLAT, Extra({"thresholds": (None, 0.3, [0.7, 0.2])})),
}

# Arguments of other classes and of functions, by family and name; '*' speaks for all of a family.
OBJECTS: Mapping[str, Mapping[str, Extra]] = {
    "activation": {
        "relu": Extra({"negative_slope": (0.0, 0.2), "max_value": (None, 1.5), "threshold": (0.0, 0.4)}),
        "leaky_relu": Extra({"negative_slope": (0.2, 0.05)}),
        "elu": Extra({"alpha": (1.0, 0.3)}),
        "gelu": Extra({"approximate": (False, True)}),
        "softmax": Extra({"axis": (-1, 1, 0)}),
        "log_softmax": Extra({"axis": (-1, 1)}),
        "threshold": Extra({"threshold": (0.3,), "default_value": (0.1,)}),
    },
    "initializer": {
        "STFT": Extra({"window": ("hann", "hamming", "blackman", None)}),
        "RandomUniform": Extra({"minval": (-0.3, -0.05), "maxval": (0.05, 0.4)}),
        "VarianceScaling": Extra(without=("input_axes", "output_axes")),
    },
    "regularizer": {"OrthogonalRegularizer": Extra({"mode": ("rows",)})},  # Keras's columns fail on NumPy
    "optimizer": {"*": Extra(apart=(("clipnorm", "clipvalue", "global_clipnorm"),))},
    "schedule": {
        "*": Extra({"decay_steps": (10, 7.5), "first_decay_steps": (10, 4), "warmup_steps": (0, 5), "t_mul": (1, 1.5)}),
        "PiecewiseConstantDecay": Extra({"boundaries": ([3, 8], [4, 9]), "values": ([0.3, 0.2, 0.1],)}),
    },
}
# Shapes on which initializers, penalties, constraints and activations are tried, where not any will do.
SHAPES: Mapping[str, Sequence[Shape]] = {
    "Identity": ((3, 3), (4, 2)),
    "Orthogonal": ((150, 120), (3, 3, 15, 150)),
    "OrthogonalRegularizer": ((5, 4), (4, 4)),
    "STFT": ((8, 1, 5), (6, 1, 3)),
}
# Where Keras 3.15.1 itself computes something else than it says; the values are not compared.
KERAS_ERRS: Mapping[str, str] = {"sparsemax": "rows with several shares above 0 do not sum to 1"}
# Arguments that Keras leaves out of configs and so forgets; here they are written where they differ from the default.
FORGOTTEN: Mapping[tuple[str, str], Sequence[str]] = {
    ("initializer", "Identity"): ("gain",),
    ("loss", "CosineSimilarity"): ("axis",),
    ("loss", "Huber"): ("delta",),
    ("loss", "SparseCategoricalCrossentropy"): ("axis",),
    ("metric", "CosineSimilarity"): ("axis",),
    ("metric", "SparseTopKCategoricalAccuracy"): ("from_sorted_ids",),
}
# What Keras 3 does not have, and why it is here.
ABSENT: Mapping[tuple[str, str], str] = {
    ("layer", "Functional"): "Keras keeps the class out of keras.layers; whole models are compared elsewhere",
    ("layer", "ThresholdedReLU"): "models of Keras 2 have it",
}


def extra(family: str, name: str) -> Extra:
    """What is known about the arguments of a class beyond its signature."""
    if family == "layer":
        return LAYERS.get(name, Row()).arguments
    if family in ("loss", "metric"):
        return (LOSSES if family == "loss" else METRICS).get(name, Task()).arguments
    known = OBJECTS.get(family, {})
    return known.get(name, known.get("*", NOTHING))
