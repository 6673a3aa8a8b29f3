"""Where everything lives: for each family the modules of this package, and the names that each of them defines.

A name is found here before its module is read, so that a program loads only what it uses. Names in small letters
beside a class are the texts under which it may be given ('adam', 'glorot_uniform'). A test compares the table with
the modules.
"""

from __future__ import annotations

import functools
from typing import Final

HOMES: Final[dict[str, dict[str, str]]] = {
    "layer": {
        "layers.activation": "Activation",
        "layers.activation_layers": "ReLU LeakyReLU PReLU ELU Softmax ThresholdedReLU",
        "layers.activity_regularization": "ActivityRegularization",
        "layers.batch_normalization": "BatchNormalization",
        "layers.bidirectional": "Bidirectional",
        "layers.pooling": (
            "MaxPooling1D MaxPool1D MaxPooling2D MaxPool2D AveragePooling1D AvgPool1D AveragePooling2D AvgPool2D"
        ),
        "layers.conv": "Conv1D Convolution1D Conv2D Convolution2D",
        "layers.dense": "Dense",
        "layers.dropout": "Dropout",
        "layers.embedding": "Embedding",
        "layers.flatten": "Flatten",
        "layers.global_pooling": (
            "GlobalMaxPooling1D GlobalMaxPool1D GlobalMaxPooling2D GlobalMaxPool2D GlobalAveragePooling1D "
            "GlobalAvgPool1D GlobalAveragePooling2D GlobalAvgPool2D"
        ),
        "layers.layer_normalization": "LayerNormalization",
        "layers.group_normalization": "GroupNormalization",
        "layers.stacked_rnn_cells": "StackedRNNCells",
        "layers.rnn": "RNN",
        "layers.gru_cell": "GRUCell",
        "layers.gru": "GRU",
        "layers.identity": "Identity",
        "layers.input_layer": "InputLayer Input",
        "layers.lambda_layer": "Lambda",
        "layers.lstm_cell": "LSTMCell",
        "layers.lstm": "LSTM",
        "layers.margins": "ZeroPadding1D ZeroPadding2D Cropping1D Cropping2D",
        "layers.masking": "Masking",
        "layers.merge": (
            "Add Subtract Multiply Average Maximum Minimum Concatenate Dot add average concatenate dot "
            "maximum minimum multiply subtract"
        ),
        "layers.noise": "GaussianNoise GaussianDropout AlphaDropout",
        "layers.normalization": "Normalization",
        "layers.permute": "Permute",
        "layers.repeat_vector": "RepeatVector",
        "layers.rescaling": "Rescaling",
        "layers.reshape": "Reshape",
        "layers.rms_normalization": "RMSNormalization",
        "layers.simple_rnn_cell": "SimpleRNNCell",
        "layers.simple_rnn": "SimpleRNN",
        "layers.spatial_dropout": "SpatialDropout1D SpatialDropout2D SpatialDropout3D",
        "layers.wrapper": "Wrapper",
        "layers.time_distributed": "TimeDistributed",
        "layers.unit_normalization": "UnitNormalization",
        "layers.up_sampling": "UpSampling1D UpSampling2D",
        "models.model": "Functional Model",
        "models.sequential": "Sequential",
        "layers.layer": "Layer",
        "layers.conv_transpose": "Conv1DTranspose Convolution1DTranspose Conv2DTranspose Convolution2DTranspose",
        "layers.depthwise_conv": "DepthwiseConv1D DepthwiseConv2D",
        "layers.separable_conv": "SeparableConv1D SeparableConvolution1D SeparableConv2D SeparableConvolution2D",
    },
    "activation": {
        "activations.probabilities": "softmax log_softmax sparsemax glu",
        "activations.rectified": "linear relu relu6 leaky_relu elu celu selu threshold hard_shrink soft_shrink",
        "activations.sigmoids": "sigmoid hard_sigmoid log_sigmoid sparse_sigmoid tanh hard_tanh tanh_shrink softsign",
        "activations.smooth": "silu swish hard_silu hard_swish gelu mish softplus squareplus sparse_plus exponential",
    },
    "loss": {
        "losses.similarity": "circle Circle",
        "losses.crossentropy": (
            "binary_crossentropy bce BCE categorical_crossentropy sparse_categorical_crossentropy "
            "BinaryCrossentropy CategoricalCrossentropy SparseCategoricalCrossentropy"
        ),
        "losses.alignment": "ctc CTC",
        "losses.hinges": "hinge squared_hinge categorical_hinge Hinge SquaredHinge CategoricalHinge",
        "losses.overlap": "dice tversky Dice Tversky",
        "losses.probabilities": (
            "kl_divergence kld KLD binary_focal_crossentropy categorical_focal_crossentropy "
            "categorical_generalized_cross_entropy KLDivergence BinaryFocalCrossentropy "
            "CategoricalFocalCrossentropy CategoricalGeneralizedCrossEntropy kullback_leibler_divergence"
        ),
        "losses.regression": (
            "mean_squared_error mse MSE mean_absolute_error mae MAE mean_absolute_percentage_error mape MAPE "
            "mean_squared_logarithmic_error msle MSLE huber log_cosh cosine_similarity poisson "
            "MeanSquaredError MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredLogarithmicError Huber "
            "LogCosh CosineSimilarity Poisson logcosh cosine_proximity"
        ),
        "loss": "Loss",
    },
    "metric": {
        "metrics.reduction": "Sum sum Mean mean MeanMetricWrapper",
        "metrics.accuracy": (
            "Accuracy BinaryAccuracy binary_accuracy CategoricalAccuracy categorical_accuracy "
            "SparseCategoricalAccuracy sparse_categorical_accuracy TopKCategoricalAccuracy "
            "top_k_categorical_accuracy SparseTopKCategoricalAccuracy sparse_top_k_categorical_accuracy"
        ),
        "metrics.confusion": (
            "TruePositives true_positives FalsePositives false_positives TrueNegatives true_negatives "
            "FalseNegatives false_negatives Precision precision Recall recall"
        ),
        "metrics.correlation": (
            "PearsonCorrelation pearson_correlation ConcordanceCorrelation concordance_correlation R2Score r2_score"
        ),
        "metrics.curves": "AUC auc",
        "metrics.errors": (
            "MeanSquaredError mse MSE mean_squared_error RootMeanSquaredError root_mean_squared_error "
            "MeanAbsoluteError mae MAE mean_absolute_error MeanAbsolutePercentageError mape MAPE "
            "mean_absolute_percentage_error MeanSquaredLogarithmicError msle MSLE "
            "mean_squared_logarithmic_error LogCoshError log_cosh_error CosineSimilarity cosine_similarity "
            "BinaryCrossentropy bce BCE binary_crossentropy CategoricalCrossentropy categorical_crossentropy "
            "SparseCategoricalCrossentropy sparse_categorical_crossentropy KLDivergence kl_divergence Poisson "
            "poisson Hinge hinge SquaredHinge squared_hinge CategoricalHinge categorical_hinge"
        ),
        "metrics.f_score": "FBetaScore F1Score f1_score",
        "metrics.iou": "IoU BinaryIoU MeanIoU OneHotIoU OneHotMeanIoU",
        "metrics.operating_points": (
            "SensitivityAtSpecificity sensitivity_at_specificity SpecificityAtSensitivity "
            "specificity_at_sensitivity PrecisionAtRecall precision_at_recall RecallAtPrecision "
            "recall_at_precision"
        ),
        "metrics.metric": "Metric",
    },
    "optimizer": {
        "optimizers.adadelta": "Adadelta adadelta",
        "optimizers.adagrad": "Adagrad adagrad",
        "optimizers.adam": "Adam adam",
        "optimizers.adamax": "Adamax adamax",
        "optimizers.adamw": "AdamW adamw",
        "optimizers.ftrl": "Ftrl ftrl",
        "optimizers.lion": "Lion lion",
        "optimizers.nadam": "Nadam nadam",
        "optimizers.rmsprop": "RMSprop rmsprop",
        "optimizers.sgd": "SGD sgd",
        "optimizers.optimizer": "Optimizer",
        "optimizers.adafactor": "Adafactor adafactor",
        "optimizers.lamb": "Lamb lamb",
        "optimizers.muon": "Muon muon",
    },
    "schedule": {
        "optimizers.schedules.cosine": "CosineDecay CosineDecayRestarts",
        "optimizers.schedules.decay": "ExponentialDecay InverseTimeDecay PolynomialDecay",
        "optimizers.schedules.piecewise": "PiecewiseConstantDecay",
        "optimizers.schedules.schedule": "LearningRateSchedule",
    },
    "initializer": {
        "initializers.draws": (
            "RandomNormal random_normal normal TruncatedNormal truncated_normal RandomUniform random_uniform "
            "uniform Orthogonal orthogonal OrthogonalInitializer"
        ),
        "initializers.fixed": (
            "Zeros zeros zero Ones ones one Constant constant Identity identity IdentityInitializer STFT stft "
            "STFTInitializer"
        ),
        "initializers.scaling": (
            "VarianceScaling variance_scaling GlorotUniform glorot_uniform GlorotNormal glorot_normal "
            "HeUniform he_uniform HeNormal he_normal LecunUniform lecun_uniform LecunNormal lecun_normal"
        ),
        "initializers.base": "Initializer RandomInitializer",
    },
    "regularizer": {
        "regularizers": "L1L2 l1_l2 l1l2 L1 l1 L2 l2 OrthogonalRegularizer orthogonal_regularizer",
    },
    "constraint": {
        "constraints": (
            "MaxNorm max_norm NonNeg non_neg UnitNorm unit_norm MinMaxNorm min_max_norm maxnorm nonneg unitnorm"
        ),
    },
    "model": {
        "models.clone": "clone_model",
        "models.restore": "model_from_json model_from_yaml",
        "models.whole": "load_model save_model",
    },
    "callback": {
        "callbacks.backup_and_restore": "BackupAndRestore",
        "callbacks.csv_logger": "CSVLogger",
        "callbacks.early_stopping": "EarlyStopping",
        "callbacks.lambda_callback": "LambdaCallback",
        "callbacks.learning_rate_scheduler": "LearningRateScheduler",
        "callbacks.model_checkpoint": "ModelCheckpoint",
        "callbacks.progbar_logger": "ProgbarLogger",
        "callbacks.reduce_lr_on_plateau": "ReduceLROnPlateau",
        "callbacks.swap_ema_weights": "SwapEMAWeights",
        "callbacks.terminate_on_nan": "TerminateOnNaN",
    },
    "op": {
        "ops.activations": "elu erf gelu leaky_relu log_softmax selu silu softplus sparsemax",
        "ops.arrange": (
            "append broadcast_to diagonal diff expand_dims flip fliplr flipud hstack moveaxis pad ravel roll "
            "slice_update split squeeze swapaxes take take_along_axis tile tril triu unstack vstack"
        ),
        "ops.compare": (
            "all allclose any equal greater greater_equal isclose isfinite isinf isnan less less_equal "
            "logical_and logical_not logical_or logical_xor not_equal"
        ),
        "ops.contract": "dot einsum inner outer tensordot vdot",
        "ops.control": "cond fori_loop map switch vectorized_map while_loop",
        "ops.conv": "convolution",
        "ops.create": (
            "arange array convert_to_numpy convert_to_tensor copy dtype empty empty_like eye full full_like "
            "identity is_tensor linspace meshgrid ndim one_hot ones ones_like shape size tri zeros zeros_like"
        ),
        "ops.crossentropy": "binary_crossentropy categorical_crossentropy sparse_categorical_crossentropy",
        "ops.depthwise": "depthwise_convolution",
        "ops.elementwise": (
            "abs absolute add cast clip divide exp log maximum minimum multiply nan_to_num negative power "
            "sqrt square stop_gradient subtract true_divide where"
        ),
        "ops.linalg": "dense dense_relu dense_tanh matmul",
        "ops.lookup": "embedding",
        "ops.matrices": "det diag inv solve trace",
        "ops.nn": "apply_mask relu sigmoid softmax tanh",
        "ops.normalization": "batch_normalization layer_normalization rms_normalization",
        "ops.pool": "average_pool max_pool",
        "ops.powers": (
            "cbrt ceil deg2rad divide_no_nan exp2 expm1 floor floor_divide hypot log1p log2 log10 logaddexp "
            "mod rad2deg reciprocal round rsqrt sign trunc"
        ),
        "ops.reduce": "amax amin cumsum logsumexp max mean min prod sum",
        "ops.resize": "interpolate interpolation_weights",
        "ops.rnn": "gru gru_reset_before lstm simple_rnn",
        "ops.search": (
            "argmax argmin argsort bincount count_nonzero digitize in_top_k nonzero searchsorted sort top_k"
        ),
        "ops.shaping": "concatenate get_item repeat reshape stack transpose",
        "ops.statistics": "average median moments norm normalize ptp std var",
        "ops.transposed": "transposed_convolution",
        "ops.trigonometry": "arccos arccosh arcsin arcsinh arctan arctan2 arctanh cos cosh sin sinh tan",
    },
}


@functools.cache
def homes_of(family: str) -> dict[str, str]:
    """The full name of the module that defines each name of a family."""
    return {name: f"kcore.{module}" for module, names in HOMES[family].items() for name in names.split()}
