"""Layers: the parts a network is built from."""

from __future__ import annotations

from kcore.layers.activation import Activation
from kcore.layers.activation_layers import ELU, LeakyReLU, PReLU, ReLU, Softmax, ThresholdedReLU
from kcore.layers.batch_normalization import BatchNormalization
from kcore.layers.dense import Dense
from kcore.layers.dropout import Dropout
from kcore.layers.flatten import Flatten
from kcore.layers.input_layer import Input, InputLayer
from kcore.layers.layer import Layer
from kcore.layers.merge import (
    Add,
    Average,
    Concatenate,
    Dot,
    Maximum,
    Minimum,
    Multiply,
    Subtract,
    add,
    average,
    concatenate,
    dot,
    maximum,
    minimum,
    multiply,
    subtract,
)

__all__ = [
    "ELU",
    "Activation",
    "Add",
    "Average",
    "BatchNormalization",
    "Concatenate",
    "Dense",
    "Dot",
    "Dropout",
    "Flatten",
    "Input",
    "InputLayer",
    "Layer",
    "LeakyReLU",
    "Maximum",
    "Minimum",
    "Multiply",
    "PReLU",
    "ReLU",
    "Softmax",
    "Subtract",
    "ThresholdedReLU",
    "add",
    "average",
    "concatenate",
    "dot",
    "maximum",
    "minimum",
    "multiply",
    "subtract",
]
