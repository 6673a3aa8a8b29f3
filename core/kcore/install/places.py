"""Which module of Keras is which part of the engine: today's, and those of Keras 1, 2 and tf.keras."""

from __future__ import annotations

from typing import Final

ROOTS: Final = ("keras", "tensorflow", "tf_keras")

_LAYERS = ("layers",)
# Old modules by their place below ``keras``, and the parts of the engine that have their names.
OLD: Final[dict[str, tuple[str, ...]]] = {
    "engine": ("layers", "models"),
    "engine.base_layer": _LAYERS,
    "engine.functional": ("models",),
    "engine.input_layer": _LAYERS,
    "engine.network": ("models",),
    "engine.saving": ("models",),
    "engine.sequential": ("models",),
    "engine.topology": ("layers", "models"),
    "engine.training": ("models",),
    "layers.advanced_activations": _LAYERS,
    "layers.convolutional": _LAYERS,
    "layers.core": _LAYERS,
    "layers.embeddings": _LAYERS,
    "layers.experimental": _LAYERS,
    "layers.experimental.preprocessing": _LAYERS,
    "layers.local": _LAYERS,
    "layers.merge": _LAYERS,
    "layers.noise": _LAYERS,
    "layers.normalization": _LAYERS,
    "layers.normalization.batch_normalization": _LAYERS,
    "layers.pooling": _LAYERS,
    "layers.preprocessing": _LAYERS,
    "layers.recurrent": _LAYERS,
    "layers.wrappers": _LAYERS,
    "objectives": ("losses",),
    "optimizers.experimental": ("optimizers",),
    "optimizers.legacy": ("optimizers",),
    "saving.hdf5_format": ("saving",),
    "utils.data_utils": ("utils",),
    "utils.generic_utils": ("utils",),
    "utils.io_utils": ("utils",),
    "utils.layer_utils": ("utils",),
    "utils.training_utils": ("utils",),
    "utils.vis_utils": ("utils",),
}
# Old names for what has another name today, wherever they are looked for.
RENAMED: Final[dict[str, str]] = {
    "CuDNNGRU": "GRU",
    "CuDNNLSTM": "LSTM",
    "Deconvolution2D": "Conv2DTranspose",
    "MAE": "mean_absolute_error",
    "MAPE": "mean_absolute_percentage_error",
    "MSE": "mean_squared_error",
    "MSLE": "mean_squared_logarithmic_error",
    "kullback_leibler_divergence": "kl_divergence",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "maxnorm": "max_norm",
    "mse": "mean_squared_error",
    "msle": "mean_squared_logarithmic_error",
    "nonneg": "non_neg",
    "unitnorm": "unit_norm",
}
