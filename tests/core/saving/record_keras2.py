"""Command: record files of a real Keras 2, with what its models answer and how they go on.

Run it with a Python that has one: ``python tests/core/saving/record_keras2.py``.

- 2.15: ``pip install tensorflow-cpu==2.15.1``.
- 2.3, the last of the old line: ``pip install keras==2.3.1 Theano==1.0.5 "numpy<1.24" "h5py<4" pyyaml setuptools``,
  with KERAS_BACKEND=theano and THEANO_FLAGS=blas.ldflags=,cxx=,floatX=float32,optimizer=fast_compile; from Python
  3.10 on, ``collections`` must first be given back the names that moved to ``collections.abc``.

For each model it writes into ``recorded`` beside itself, in a folder named after the version:

- ``NAME.h5``: the whole model after a few steps of training, with optimizer;
- ``NAME.weights``: its weights alone (HDF5, layout of Keras 2);
- ``NAME.json``, and ``NAME.yaml`` where that version still writes it: its structure;
- ``NAME.keras`` where that version writes it;
- ``NAME.npz``: inputs ``x0 ...``, targets ``y0 ...``, answers ``answer0 ...``, ``weights0 ...``, and what one more
  ``train_on_batch`` gives: ``loss``, and answers ``next0 ...`` after it.
"""

from __future__ import annotations

import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # Keras 2
import numpy as np
from keras import layers as L  # noqa: N812 - short, for long lists of them

FOLDER = Path(__file__).parent / "recorded" / keras.__version__
OLD = not hasattr(keras.optimizers, "legacy")  # before 2.11
legacy = keras.optimizers if OLD else keras.optimizers.legacy
ALONE = ("mlp", "nested", "recurrent")  # models of which there are files of weights alone, and .keras files
SAMPLES = 6


def mlp():
    model = keras.Sequential(name="mlp")
    model.add(L.Dense(5, activation="relu", input_shape=(4,), kernel_regularizer=keras.regularizers.l2(0.01)))
    model.add(L.Dropout(0.0))
    model.add(L.Dense(3, activation="softmax"))
    model.compile(keras.optimizers.Adam(0.01), "categorical_crossentropy", metrics=["accuracy"])
    return model


def mlp_deferred():
    """Built when it first met data: its file has the shape only as build_input_shape."""
    model = keras.Sequential([L.Dense(5, activation="tanh"), L.BatchNormalization(), L.Dense(1)])
    model.build((None, 4))
    model.compile(legacy.Adam(0.01, amsgrad=True), "mse", metrics=["mae"])
    return model


def convnet():
    model = keras.Sequential([
        L.Conv2D(3, (3, 3), activation="relu", padding="same", input_shape=(6, 6, 2)),
        L.BatchNormalization(),
        L.MaxPooling2D((2, 2)),
        L.DepthwiseConv2D(2),
        L.SeparableConv2D(4, 2, padding="same"),
        L.LeakyReLU(alpha=0.2),
        L.Flatten(),
        L.Dense(3, activation="softmax"),
    ])  # fmt: skip
    model.compile(legacy.SGD(0.05, momentum=0.9, nesterov=True), "sparse_categorical_crossentropy", metrics=["acc"])
    return model


def recurrent():
    model = keras.Sequential([
        L.Embedding(7, 3, input_length=5, mask_zero=True),
        L.Bidirectional(L.LSTM(2, return_sequences=True)),
        L.GRU(3, return_sequences=True),
        L.TimeDistributed(L.Dense(3)),
        L.SimpleRNN(2),
        L.Dense(1, activation="hard_sigmoid"),
    ])  # fmt: skip
    model.compile(keras.optimizers.RMSprop(0.01), "binary_crossentropy")
    return model


def old_gru():
    model = keras.Sequential([L.GRU(3, reset_after=False, input_shape=(4, 2)), L.Dense(1)])
    model.compile(legacy.RMSprop(0.01), keras.losses.MeanAbsoluteError())
    return model


def nested():
    """Models in models, with weights that move and weights that stand still in each."""
    inner = keras.Sequential([L.Dense(4, input_shape=(4,)), L.BatchNormalization(), L.Dense(3)], name="inner")
    entrance = keras.Input((3,))
    middle = keras.Model(entrance, L.Add()([entrance, L.Dense(3, activation="tanh")(entrance)]), name="middle")
    x = keras.Input((4,))
    model = keras.Model(x, L.Dense(1)(middle(L.BatchNormalization()(inner(x)))), name="outer")
    model.compile(keras.optimizers.SGD(0.05, momentum=0.9), "mse")
    return model


def shared():
    twice = L.Dense(3, activation="tanh", name="twice")
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    joined = L.Concatenate()([twice(a), twice(b), twice(a)])
    model = keras.Model([a, b], L.Dense(1)(joined))
    model.compile(keras.optimizers.Adam(0.01, clipnorm=1.0), "mse")
    return model


def two_and_two():
    a, b = keras.Input((4,), name="left"), keras.Input((3,), name="right")
    h = L.concatenate([L.Dense(4, activation="relu")(a), b])
    model = keras.Model([a, b], [L.Dense(1, name="value")(h), L.Dense(2, activation="softmax", name="kind")(h)])
    model.compile(keras.optimizers.Adam(0.01), {"value": "mse", "kind": "categorical_crossentropy"},
                  loss_weights={"value": 1.0, "kind": 0.5}, metrics={"kind": ["accuracy"]})  # fmt: skip
    return model


def targets(model, chance):
    made = []
    names = model.loss if isinstance(model.loss, dict) else {}
    for place, layer in zip(model.outputs, model.output_names, strict=True):
        loss = names.get(layer, model.loss)
        classes = keras.backend.int_shape(place)[-1]
        labels = chance.integers(0, classes, SAMPLES)
        if loss == "categorical_crossentropy":
            made.append(np.eye(classes, dtype="float32")[labels])
        elif loss == "sparse_categorical_crossentropy":
            made.append(labels)
        elif loss == "binary_crossentropy":
            made.append(chance.integers(0, 2, (SAMPLES, 1)).astype("float32"))
        else:
            made.append(chance.random((SAMPLES, classes)).astype("float32"))
    return made


def record(make):
    keras.backend.reset_uids()
    np.random.seed(1) if OLD else keras.utils.set_random_seed(1)  # noqa: NPY002 - Keras 2 draws from it
    chance = np.random.default_rng(2)
    model, name = make(), make.__name__
    if isinstance(model.layers[0], L.Embedding):
        x = [chance.integers(0, 7, (SAMPLES, 5))]
    else:
        x = [chance.random((SAMPLES, *keras.backend.int_shape(p)[1:])).astype("float32") for p in model.inputs]
    y = targets(model, chance)
    given = x[0] if len(x) == 1 else x, y[0] if len(y) == 1 else y
    runs = not (OLD and name == "convnet")  # Theano convolves by a compiler only: of this one there is no answer
    for _ in range(3 * runs):
        model.train_on_batch(*given)
    arrays = {f"x{i}": v for i, v in enumerate(x)} | {f"y{i}": v for i, v in enumerate(y)}
    arrays |= {f"weights{i}": v for i, v in enumerate(model.get_weights())}
    model.save(str(FOLDER / f"{name}.h5"))
    (FOLDER / f"{name}.json").write_text(model.to_json())
    if OLD:
        (FOLDER / f"{name}.yaml").write_text(model.to_yaml())
    if name in ALONE:
        model.save_weights(str(FOLDER / f"{name}_weights.h5"))
        (FOLDER / f"{name}_weights.h5").replace(FOLDER / f"{name}.weights")
        if not OLD:
            model.save(FOLDER / f"{name}.keras", save_format="keras")
    if runs:
        answers = model.predict_on_batch(given[0])
        arrays |= {f"answer{i}": v for i, v in enumerate(answers if len(y) > 1 else [answers])}
        loss = model.train_on_batch(*given)
        arrays["loss"] = np.float32(loss[0] if isinstance(loss, list) else loss)
        answers = model.predict_on_batch(given[0])
        arrays |= {f"next{i}": v for i, v in enumerate(answers if len(y) > 1 else [answers])}
    np.savez_compressed(FOLDER / f"{name}.npz", **arrays)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for each in (mlp, mlp_deferred, convnet, recurrent, old_gru, nested, shared, two_and_two):
        record(each)
        print(each.__name__, keras.__version__)
