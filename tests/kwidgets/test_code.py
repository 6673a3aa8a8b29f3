from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import layers, regularizers
from kwidgets import code

X = np.random.default_rng(0).normal(size=(40, 3)).astype("float32")
Y = X @ np.array([[1.0], [-2.0], [0.5]], "float32") + 0.1


def run(text):
    """Execute code as a learner would who writes `import kcore as keras`."""
    space = {"x_train": X[:30], "y_train": Y[:30], "x_val": X[30:], "y_val": Y[30:]}
    exec(text.replace("import keras", "import kcore as keras"), space)  # noqa: S102
    return space


def test_the_whole_script_reads_as_a_teacher_would_write_it():
    text = code.script(
        [kcore.Input((3,)), layers.Dense(16, activation="relu"), layers.Dense(1)],
        {"optimizer": kcore.optimizers.Adam(learning_rate=0.01), "loss": "mean_squared_error", "metrics": ["mae"]},
        {"batch_size": 32, "epochs": 5},
        names=("x_train", "y_train", "x_val", "y_val"),
        seed=7,
    )
    assert (
        text
        == """\
import keras

keras.utils.set_random_seed(7)
model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(1),
])
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    loss="mean_squared_error",
    metrics=["mae"],
)
history = model.fit(x_train, y_train, epochs=5, validation_data=(x_val, y_val))"""
    )


@pytest.mark.parametrize("optimizer", ["SGD", "RMSprop", "Adam"])
def test_the_code_makes_the_same_model_and_trains_it_to_the_same_weights(optimizer):
    kcore.utils.set_random_seed(3)
    parts = [
        kcore.Input((3,)),
        layers.Dense(8, activation="tanh", kernel_initializer="he_normal", kernel_regularizer=regularizers.L2(0.02)),
        layers.BatchNormalization(momentum=0.9),
        layers.Dropout(0.25),
        layers.Dense(1, use_bias=False, name="answer"),
    ]
    compiled = {
        "optimizer": getattr(kcore.optimizers, optimizer)(learning_rate=0.003),
        "loss": kcore.losses.MeanAbsoluteError(),
        "metrics": ["mean_squared_error"],
    }
    model = kcore.Sequential(parts)
    model.compile(**compiled)
    model.fit(X[:30], Y[:30], batch_size=7, epochs=3, verbose=0)
    text = code.script(parts, compiled, {"batch_size": 7, "epochs": 3}, seed=3).replace(
        "epochs=3", "epochs=3, verbose=0"
    )
    made = run(text)["model"]
    assert without_names(made.get_config()) == without_names(model.get_config())
    assert without_names(made.optimizer.get_config()) == without_names(model.optimizer.get_config())
    for ours, theirs in zip(model.get_weights(), made.get_weights(), strict=True):
        assert ours.tobytes() == theirs.tobytes()


def without_names(tree):
    """A config without the automatic names, which count on from model to model."""
    if isinstance(tree, dict):
        return {k: without_names(v) for k, v in tree.items() if k not in {"name", "build_config", "seed"}}
    return [without_names(item) for item in tree] if isinstance(tree, list | tuple) else tree


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (lambda: layers.Dense(4), "keras.layers.Dense(4)"),
        (lambda: layers.Dense(4, activation="linear"), "keras.layers.Dense(4)"),
        (lambda: layers.Dense(4, use_bias=False), "keras.layers.Dense(4, use_bias=False)"),
        (lambda: layers.Dense(4, name="out"), 'keras.layers.Dense(4, name="out")'),
        (lambda: layers.Dense(4, trainable=False), "keras.layers.Dense(4, trainable=False)"),
        (lambda: layers.Dense(4, dtype="float64"), 'keras.layers.Dense(4, dtype="float64")'),
        (
            lambda: layers.Dense(4, kernel_initializer="he_normal"),
            'keras.layers.Dense(4, kernel_initializer="he_normal")',
        ),
        (
            lambda: layers.Dense(4, kernel_initializer=kcore.initializers.RandomNormal(stddev=0.5)),
            "keras.layers.Dense(4, kernel_initializer=keras.initializers.RandomNormal(stddev=0.5))",
        ),
        (lambda: layers.Activation("softmax"), 'keras.layers.Activation("softmax")'),
        (lambda: layers.Dropout(0.5), "keras.layers.Dropout(0.5)"),
        (layers.Flatten, "keras.layers.Flatten()"),
        (lambda: layers.InputLayer((2, 3)), "keras.Input((2, 3))"),
        (lambda: layers.InputLayer(batch_shape=(8, 3)), "keras.Input(batch_shape=(8, 3))"),
        (lambda: layers.InputLayer((2,), dtype="int32", name="days"), 'keras.Input((2,), dtype="int32", name="days")'),
    ],
)
def test_only_what_differs_from_the_defaults_is_written(layer, expected):
    assert code.layer_call(layer()) == expected


class Mixer(layers.Layer):
    def __init__(self, size: int, depth: int = 2, **kwargs) -> None:
        super().__init__(**kwargs)
        self.size, self.depth = size, depth


def test_a_learners_own_layer_is_called_by_its_name():
    assert code.layer_call(Mixer(3, depth=4)) == "Mixer(3, depth=4)"
    assert code.layer_call(Mixer(3)) == "Mixer(3)"


def wobble(x):
    return x


class Level(kcore.initializers.Initializer):
    def __init__(self, factor: float = 1.0) -> None:
        self.factor = factor

    def __call__(self, shape, dtype=None):
        return np.full(shape, self.factor, dtype)


def test_a_learners_own_functions_and_objects_are_called_by_their_names():
    assert code.layer_call(layers.Dense(1, activation=wobble)) == "keras.layers.Dense(1, activation=wobble)"
    text = code.layer_call(layers.Dense(1, kernel_initializer=Level(2.0), bias_initializer=Level()))
    assert text == "keras.layers.Dense(1, kernel_initializer=Level(factor=2.0), bias_initializer=Level())"
    with pytest.raises(ValueError, match="No code can stand for"):
        code.layer_call(layers.Dense(1, activation=lambda x: x))


def test_writing_code_draws_no_random_number_and_takes_no_name():
    kcore.utils.set_random_seed(5)
    before = layers.Dense(2).name
    layer = layers.Dense(4, kernel_initializer="he_normal")
    kcore.utils.set_random_seed(5)
    code.layer_call(layer)
    drawn = kcore.random.fresh_seed()
    kcore.utils.set_random_seed(5)
    assert drawn == kcore.random.fresh_seed()
    number = int(before.rpartition("_")[2]) if "_" in before else 0
    assert layers.Dense(2).name == f"dense_{number + 2}"


def test_a_learning_rate_kept_in_32_bits_is_written_as_it_was_given():
    for rate in (0.1, 0.01, 3e-4, 1e-7, 2.5):
        assert code.value(float(np.float32(rate))) == code.value(rate)
        assert float(code.value(rate)) == rate


def test_what_no_code_can_stand_for_is_refused():
    with pytest.raises(ValueError, match="No code can stand for"):
        code.value(lambda x: x)
