"""Run one tutorial and keep what it found: ``python run.py NAME OUT.npz`` with real Keras, ``--kcore`` with the engine.

The script itself runs unchanged. So that two engines can be compared, chance is taken out around it: weights begin
with numbers that follow from their shape alone, dropout lets everything pass, and ``fit`` does not shuffle.
"""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

import numpy as np

SCRIPTS = Path(__file__).parent / "scripts"
# The global names that each script is judged by, and the Python that its real results come from.
RESULTS = {
    "autoencoder": ("keras3-torch", "history", "encoded_imgs", "decoded_imgs"),
    "custom_callback": ("keras3-torch", "history", "losses", "order", "rate", "predictions"),
    "custom_layer": ("keras3-tensorflow", "history", "predictions", "units"),
    "custom_loss": ("keras3-tensorflow", "results", "predictions"),
    "custom_train_step": ("keras3-tensorflow", "history", "score", "predictions"),
    "functional_two_inputs": ("keras3-torch", "history", "priority", "department"),
    "gan_train_on_batch": ("keras3-tensorflow", "losses", "points"),
    "guide_train_step": ("keras3-tensorflow", "history", "predictions"),
    "keras3_ops": ("keras3-torch", "history", "predictions"),
    "mnist_cnn": ("keras215", "history", "score", "predictions"),
    "mnist_mlp": ("keras231", "history", "score", "classes", "proba"),
    "quickstart": ("keras3-tensorflow", "untrained", "first_loss", "history", "score", "probabilities"),
    "reviews_lstm": ("keras215", "history", "score", "acc", "predictions"),
    "text_tokenizer": ("keras215", "training_padded", "history", "predictions"),
    "time_series": ("keras215", "history", "score", "forecast", "predictions"),
    "training_loop": ("keras3-tensorflow", "losses", "accuracies", "predictions"),
    "transfer_by_name": ("keras215", "history", "moved", "predictions", "same"),
}


def tame(keras) -> None:
    """Take chance out of initializers, dropout and the order of the samples."""

    def first(self, shape, dtype=None, **_):
        shape = tuple(int(size) for size in shape)
        fan = max(1.0, float(np.prod(shape[:-1])))
        values = np.random.default_rng(list(shape)).uniform(-1, 1, shape) / np.sqrt(fan)
        return made(values.astype("float32"))

    made = np.asarray
    if "kcore" not in keras.__version__ and hasattr(keras, "ops"):
        made = keras.ops.convert_to_tensor
    elif "tensorflow" in sys.modules:
        made = sys.modules["tensorflow"].constant
    for name in ("VarianceScaling", "Orthogonal", "RandomNormal", "RandomUniform", "TruncatedNormal"):
        getattr(keras.initializers, name).__call__ = first
    keras.layers.Dropout.call = lambda self, inputs, training=None: inputs
    fit = keras.models.Model.fit

    def in_order(self, *args, **kwargs):
        kwargs["shuffle"] = False
        return fit(self, *args, **kwargs)

    keras.models.Model.fit = in_order


def main() -> None:
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    name, out = sys.argv[1:3]
    if "--kcore" in sys.argv:
        import kcore

        kcore.install_as_keras()
    import keras

    tame(keras)
    found = runpy.run_path(str(SCRIPTS / f"{name}.py"), run_name="__main__")
    arrays = {}
    for wanted in RESULTS[name][1:]:
        value = found[wanted]
        if hasattr(value, "history"):
            arrays |= {f"{wanted}/{key}": np.asarray(numbers) for key, numbers in value.history.items()}
        else:
            arrays[wanted] = np.asarray(value)
    np.savez_compressed(out, **arrays)


if __name__ == "__main__":
    main()
