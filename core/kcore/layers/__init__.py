"""Layers: the parts a network is built from."""

from __future__ import annotations

from kcore.layers.activation import Activation
from kcore.layers.activation_layers import ELU, LeakyReLU, PReLU, ReLU, Softmax, ThresholdedReLU
from kcore.layers.activity_regularization import ActivityRegularization
from kcore.layers.batch_normalization import BatchNormalization
from kcore.layers.conv import Conv1D, Conv2D
from kcore.layers.dense import Dense
from kcore.layers.dropout import Dropout
from kcore.layers.flatten import Flatten
from kcore.layers.global_pooling import (
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
)
from kcore.layers.group_normalization import GroupNormalization
from kcore.layers.identity import Identity
from kcore.layers.input_layer import Input, InputLayer
from kcore.layers.lambda_layer import Lambda
from kcore.layers.layer import Layer
from kcore.layers.layer_normalization import LayerNormalization
from kcore.layers.margins import Cropping1D, Cropping2D, ZeroPadding1D, ZeroPadding2D
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
from kcore.layers.noise import AlphaDropout, GaussianDropout, GaussianNoise
from kcore.layers.normalization import Normalization
from kcore.layers.permute import Permute
from kcore.layers.pooling import AveragePooling1D, AveragePooling2D, MaxPooling1D, MaxPooling2D
from kcore.layers.repeat_vector import RepeatVector
from kcore.layers.rescaling import Rescaling
from kcore.layers.reshape import Reshape
from kcore.layers.rms_normalization import RMSNormalization
from kcore.layers.spatial_dropout import SpatialDropout1D, SpatialDropout2D, SpatialDropout3D
from kcore.layers.unit_normalization import UnitNormalization
from kcore.layers.up_sampling import UpSampling1D, UpSampling2D

# Keras's other names for the same classes
AvgPool1D, AvgPool2D = AveragePooling1D, AveragePooling2D
Convolution1D, Convolution2D = Conv1D, Conv2D
GlobalAvgPool1D, GlobalAvgPool2D = GlobalAveragePooling1D, GlobalAveragePooling2D
GlobalMaxPool1D, GlobalMaxPool2D = GlobalMaxPooling1D, GlobalMaxPooling2D
MaxPool1D, MaxPool2D = MaxPooling1D, MaxPooling2D

__all__ = [
    "ELU",
    "Activation",
    "ActivityRegularization",
    "Add",
    "AlphaDropout",
    "Average",
    "AveragePooling1D",
    "AveragePooling2D",
    "AvgPool1D",
    "AvgPool2D",
    "BatchNormalization",
    "Concatenate",
    "Conv1D",
    "Conv2D",
    "Convolution1D",
    "Convolution2D",
    "Cropping1D",
    "Cropping2D",
    "Dense",
    "Dot",
    "Dropout",
    "Flatten",
    "GaussianDropout",
    "GaussianNoise",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalAvgPool1D",
    "GlobalAvgPool2D",
    "GlobalMaxPool1D",
    "GlobalMaxPool2D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "GroupNormalization",
    "Identity",
    "Input",
    "InputLayer",
    "Lambda",
    "Layer",
    "LayerNormalization",
    "LeakyReLU",
    "MaxPool1D",
    "MaxPool2D",
    "MaxPooling1D",
    "MaxPooling2D",
    "Maximum",
    "Minimum",
    "Multiply",
    "Normalization",
    "PReLU",
    "Permute",
    "RMSNormalization",
    "ReLU",
    "RepeatVector",
    "Rescaling",
    "Reshape",
    "Softmax",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
    "Subtract",
    "ThresholdedReLU",
    "UnitNormalization",
    "UpSampling1D",
    "UpSampling2D",
    "ZeroPadding1D",
    "ZeroPadding2D",
    "add",
    "average",
    "concatenate",
    "dot",
    "maximum",
    "minimum",
    "multiply",
    "subtract",
]
