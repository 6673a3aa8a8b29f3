"""Layers: the parts a network is built from."""

from __future__ import annotations

from kcore.layers.activation import Activation
from kcore.layers.activation_layers import ELU, LeakyReLU, PReLU, ReLU, Softmax, ThresholdedReLU
from kcore.layers.activity_regularization import ActivityRegularization
from kcore.layers.batch_normalization import BatchNormalization
from kcore.layers.bidirectional import Bidirectional
from kcore.layers.conv import Conv1D, Conv2D
from kcore.layers.conv_transpose import Conv1DTranspose, Conv2DTranspose
from kcore.layers.dense import Dense
from kcore.layers.depthwise_conv import DepthwiseConv1D, DepthwiseConv2D
from kcore.layers.dropout import Dropout
from kcore.layers.embedding import Embedding
from kcore.layers.flatten import Flatten
from kcore.layers.global_pooling import (
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
)
from kcore.layers.group_normalization import GroupNormalization
from kcore.layers.gru import GRU
from kcore.layers.gru_cell import GRUCell
from kcore.layers.identity import Identity
from kcore.layers.input_layer import Input, InputLayer
from kcore.layers.lambda_layer import Lambda
from kcore.layers.layer import Layer
from kcore.layers.layer_normalization import LayerNormalization
from kcore.layers.lstm import LSTM
from kcore.layers.lstm_cell import LSTMCell
from kcore.layers.margins import Cropping1D, Cropping2D, ZeroPadding1D, ZeroPadding2D
from kcore.layers.masking import Masking
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
from kcore.layers.rnn import RNN
from kcore.layers.separable_conv import SeparableConv1D, SeparableConv2D
from kcore.layers.simple_rnn import SimpleRNN
from kcore.layers.simple_rnn_cell import SimpleRNNCell
from kcore.layers.spatial_dropout import SpatialDropout1D, SpatialDropout2D, SpatialDropout3D
from kcore.layers.stacked_rnn_cells import StackedRNNCells
from kcore.layers.time_distributed import TimeDistributed
from kcore.layers.unit_normalization import UnitNormalization
from kcore.layers.up_sampling import UpSampling1D, UpSampling2D
from kcore.layers.wrapper import Wrapper

# Keras's other names for the same classes
AvgPool1D, AvgPool2D = AveragePooling1D, AveragePooling2D
Convolution1D, Convolution2D = Conv1D, Conv2D
Convolution1DTranspose, Convolution2DTranspose = Conv1DTranspose, Conv2DTranspose
GlobalAvgPool1D, GlobalAvgPool2D = GlobalAveragePooling1D, GlobalAveragePooling2D
GlobalMaxPool1D, GlobalMaxPool2D = GlobalMaxPooling1D, GlobalMaxPooling2D
MaxPool1D, MaxPool2D = MaxPooling1D, MaxPooling2D
SeparableConvolution1D, SeparableConvolution2D = SeparableConv1D, SeparableConv2D

__all__ = [
    "ELU",
    "GRU",
    "LSTM",
    "RNN",
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
    "Bidirectional",
    "Concatenate",
    "Conv1D",
    "Conv1DTranspose",
    "Conv2D",
    "Conv2DTranspose",
    "Convolution1D",
    "Convolution1DTranspose",
    "Convolution2D",
    "Convolution2DTranspose",
    "Cropping1D",
    "Cropping2D",
    "Dense",
    "DepthwiseConv1D",
    "DepthwiseConv2D",
    "Dot",
    "Dropout",
    "Embedding",
    "Flatten",
    "GRUCell",
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
    "LSTMCell",
    "Lambda",
    "Layer",
    "LayerNormalization",
    "LeakyReLU",
    "Masking",
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
    "SeparableConv1D",
    "SeparableConv2D",
    "SeparableConvolution1D",
    "SeparableConvolution2D",
    "SimpleRNN",
    "SimpleRNNCell",
    "Softmax",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
    "StackedRNNCells",
    "Subtract",
    "ThresholdedReLU",
    "TimeDistributed",
    "UnitNormalization",
    "UpSampling1D",
    "UpSampling2D",
    "Wrapper",
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
