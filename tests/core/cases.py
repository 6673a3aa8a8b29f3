"""Models and trainings that are run by real Keras once, recorded, and run by kcore at every test.

Every case is a function of the package under test, so both run the very same code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


def regression_data(seed: int = 0) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(70, 5)).astype("float32")
    y = (x @ rng.normal(size=(5, 1)) + 0.3 * np.sin(3 * x[:, :1])).astype("float32")
    return x, y


def binary_data() -> tuple[Any, Any]:
    x, y = regression_data(1)
    return x, (y > 0).astype("float32")


def sparse_data() -> tuple[Any, Any]:
    x, y = regression_data(2)
    return x, np.digitize(y[:, 0], [-1.0, 1.0]).astype("int32")


def onehot_data() -> tuple[Any, Any]:
    x, y = sparse_data()
    return x, np.eye(3, dtype="float32")[y]


def picture_data() -> tuple[Any, Any]:
    x, y = sparse_data()
    return np.concatenate([x, x[:, :1]], axis=1).reshape(70, 2, 3), y


def two_data() -> tuple[Any, Any]:
    x, y = regression_data(3)
    return [x[:, :3], x[:, 3:]], [y, np.digitize(y[:, 0], [-1.0, 1.0]).astype("int32")]


def square_data() -> tuple[Any, Any]:
    rng = np.random.default_rng(4)
    x = rng.normal(size=(70, 8, 8, 2)).astype("float32")
    return x, (x[:, :4].mean(axis=(1, 2, 3)) > 0).astype("float32")[:, None]


def words_data() -> tuple[Any, Any]:
    rng = np.random.default_rng(5)
    x = rng.integers(1, 12, (70, 7)).astype("int32")
    x[np.arange(7) >= rng.integers(3, 8, (70, 1))] = 0
    return x, (x == 3).any(axis=1).astype("float32")[:, None]


@dataclass(frozen=True)
class Case:
    data: Callable[[], tuple[Any, Any]]
    model: Callable[[Any], Any]
    compile: Callable[[Any], dict[str, Any]]
    fit: dict[str, Any]


def _mlp(activation: str, units: int, last: str | None) -> Callable[[Any], Any]:
    def build(k: Any) -> Any:
        return k.Sequential(
            [
                k.Input((5,)),
                k.layers.Dense(7, activation=activation, name="first"),
                k.layers.Dense(6, activation=activation, name="second"),
                k.layers.Dense(units, activation=last, name="last"),
            ],
            name="mlp",
        )

    return build


def _normalized(k: Any) -> Any:
    return k.Sequential(
        [
            k.Input((2, 3)),
            k.layers.Flatten(name="flat"),
            k.layers.Dense(8, use_bias=False, name="first"),
            k.layers.BatchNormalization(momentum=0.8, name="norm"),
            k.layers.Activation("relu", name="relu"),
            k.layers.Dropout(0.0, name="drop"),
            k.layers.Dense(3, activation="softmax", name="last"),
        ],
        name="normalized",
    )


def _regularized(k: Any) -> Any:
    return k.Sequential(
        [
            k.Input((5,)),
            k.layers.Dense(
                7,
                activation="sigmoid",
                kernel_regularizer=k.regularizers.L2(0.02),
                bias_regularizer=k.regularizers.L1(0.01),
                kernel_constraint=k.constraints.MaxNorm(1.0),
                name="first",
            ),
            k.layers.Dense(1, activity_regularizer=k.regularizers.L2(0.05), name="last"),
        ],
        name="regularized",
    )


def _two_outputs(k: Any) -> Any:
    """Two inputs, a layer that both go through, two outputs, one of them with a weight."""
    a, b = k.Input((3,), name="a"), k.Input((2,), name="b")
    shared = k.layers.Dense(4, activation="tanh", name="shared")
    x, y = shared(k.layers.Dense(4, name="widen_a")(a)), shared(k.layers.Dense(4, name="widen_b")(b))
    joined = k.layers.Concatenate(name="joined")([x, y, k.layers.Multiply(name="product")([x, y])])
    number = k.layers.Dense(1, name="number")(joined)
    kind = k.layers.Dense(3, activation="softmax", name="kind")(joined)
    return k.Model([a, b], [number, kind], name="two_outputs")


def _convolved(k: Any) -> Any:
    return k.Sequential(
        [
            k.Input((8, 8, 2)),
            k.layers.Conv2D(4, 3, padding="same", activation="relu", name="conv"),
            k.layers.MaxPooling2D(2, name="pool"),
            k.layers.Conv2D(3, 3, strides=2, activation="tanh", name="conv_2"),
            k.layers.GlobalAveragePooling2D(name="mean"),
            k.layers.Dense(1, activation="sigmoid", name="last"),
        ],
        name="convolved",
    )


def _read(cell: str) -> Callable[[Any], Any]:
    def build(k: Any) -> Any:
        return k.Sequential(
            [
                k.Input((7,), dtype="int32"),
                k.layers.Embedding(12, 5, mask_zero=True, name="words"),
                getattr(k.layers, cell)(6, name="read"),
                k.layers.Dense(1, activation="sigmoid", name="last"),
            ],
            name="reader",
        )

    return build


def _compile(optimizer: Callable[[Any], Any], loss: str, metrics: list[str]) -> Callable[[Any], dict[str, Any]]:
    return lambda k: {"optimizer": optimizer(k), "loss": loss, "metrics": metrics}


def _optimizer(name: str, **arguments: Any) -> Callable[[Any], Any]:
    return lambda k: getattr(k.optimizers, name)(**arguments)


_WEIGHTS = np.linspace(0.2, 1.8, 70).astype("float32")
_OPTIMIZERS = {
    "sgd": _optimizer("SGD", learning_rate=0.05),
    "sgd-momentum": _optimizer("SGD", learning_rate=0.02, momentum=0.9),
    "sgd-nesterov": _optimizer("SGD", learning_rate=0.02, momentum=0.9, nesterov=True),
    "sgd-decay": _optimizer("SGD", learning_rate=0.02, weight_decay=0.1),
    "sgd-clipnorm": _optimizer("SGD", learning_rate=0.05, clipnorm=0.3),
    "sgd-clipvalue": _optimizer("SGD", learning_rate=0.05, clipvalue=0.05),
    "sgd-global": _optimizer("SGD", learning_rate=0.05, global_clipnorm=0.3),
    "sgd-ema": _optimizer("SGD", learning_rate=0.05, use_ema=True, ema_momentum=0.9),
    "sgd-accumulate": _optimizer("SGD", learning_rate=0.05, gradient_accumulation_steps=2),
    "rmsprop": _optimizer("RMSprop", learning_rate=0.01),
    "rmsprop-momentum": _optimizer("RMSprop", learning_rate=0.005, momentum=0.8),
    "rmsprop-centered": _optimizer("RMSprop", learning_rate=0.005, centered=True, rho=0.8),
    "adam": _optimizer("Adam", learning_rate=0.02),
    "adam-amsgrad": _optimizer("Adam", learning_rate=0.02, amsgrad=True, beta_1=0.8, beta_2=0.9),
}
# Recorded after the cases below, so that those keep their first weights.
_MORE_OPTIMIZERS = {
    "adamw": _optimizer("AdamW", learning_rate=0.02, weight_decay=0.1),
    "adamax": _optimizer("Adamax", learning_rate=0.02),
    "nadam": _optimizer("Nadam", learning_rate=0.02, weight_decay=0.05),
    "adagrad": _optimizer("Adagrad", learning_rate=0.1),
    "adadelta": _optimizer("Adadelta", learning_rate=1.0, rho=0.9, epsilon=1e-3),
    "ftrl": _optimizer("Ftrl", learning_rate=0.1),
    "ftrl-regularized": _optimizer(
        "Ftrl", learning_rate=0.1, l1_regularization_strength=0.01, l2_regularization_strength=0.02, beta=0.1
    ),
    "lion": _optimizer("Lion", learning_rate=0.005),
    "lamb": _optimizer("Lamb", learning_rate=0.02),
    "adafactor": _optimizer("Adafactor", learning_rate=0.05),
    "muon": _optimizer("Muon", learning_rate=0.02),
    "adam-all": _optimizer(
        "Adam", learning_rate=0.02, weight_decay=0.1, global_clipnorm=0.5, use_ema=True, ema_momentum=0.8,
        ema_overwrite_frequency=3, gradient_accumulation_steps=2,
    ),
    "rmsprop-all": _optimizer("RMSprop", learning_rate=0.01, momentum=0.5, centered=True, clipvalue=0.1, use_ema=True),
    "cosine": lambda k: k.optimizers.SGD(
        k.optimizers.schedules.CosineDecay(0.01, 8, alpha=0.1, warmup_target=0.1, warmup_steps=4)
    ),
}  # fmt: skip
_FIT = {"epochs": 4, "batch_size": 16, "shuffle": False, "validation_split": 0.2, "verbose": 0}

CASES: dict[str, Case] = (
    {
        f"regression-{name}": Case(
            regression_data, _mlp("tanh", 1, None), _compile(optimizer, "mean_squared_error", ["mae"]), _FIT
        )
        for name, optimizer in _OPTIMIZERS.items()
    }
    | {
        "mae-relu": Case(
            regression_data, _mlp("relu", 1, None), _compile(_OPTIMIZERS["adam"], "mean_absolute_error", ["mse"]), _FIT
        ),
        "binary": Case(
            binary_data,
            _mlp("relu", 1, "sigmoid"),
            _compile(_OPTIMIZERS["adam"], "binary_crossentropy", ["accuracy"]),
            _FIT,
        ),
        "binary-sample-weight": Case(
            binary_data,
            _mlp("sigmoid", 1, "sigmoid"),
            _compile(_OPTIMIZERS["sgd"], "binary_crossentropy", ["acc"]),
            {"epochs": 3, "batch_size": 16, "shuffle": False, "verbose": 0, "sample_weight": _WEIGHTS},
        ),
        "binary-class-weight": Case(
            binary_data,
            _mlp("sigmoid", 1, "sigmoid"),
            _compile(_OPTIMIZERS["sgd"], "binary_crossentropy", ["acc"]),
            {"epochs": 3, "batch_size": 16, "shuffle": False, "verbose": 0, "class_weight": {0: 0.5, 1: 2.0}},
        ),
        "sparse": Case(
            sparse_data,
            _mlp("tanh", 3, "softmax"),
            _compile(_OPTIMIZERS["rmsprop"], "sparse_categorical_crossentropy", ["accuracy"]),
            _FIT,
        ),
        "onehot": Case(
            onehot_data,
            _mlp("relu", 3, "softmax"),
            _compile(_OPTIMIZERS["adam"], "categorical_crossentropy", ["accuracy"]),
            _FIT,
        ),
        "onehot-sigmoid": Case(
            onehot_data,
            _mlp("relu", 3, "sigmoid"),
            _compile(_OPTIMIZERS["adam"], "binary_crossentropy", ["accuracy"]),
            _FIT,
        ),
        "normalized": Case(
            picture_data,
            _normalized,
            _compile(_OPTIMIZERS["adam"], "sparse_categorical_crossentropy", ["accuracy"]),
            _FIT,
        ),
        "regularized": Case(
            regression_data, _regularized, _compile(_OPTIMIZERS["adam"], "mean_squared_error", ["mae"]), _FIT
        ),
    }
    | {
        f"regression-{name}": Case(
            regression_data, _mlp("tanh", 1, None), _compile(optimizer, "mean_squared_error", ["mae"]), _FIT
        )
        for name, optimizer in _MORE_OPTIMIZERS.items()
    }
    | {
        "two-outputs": Case(
            two_data,
            _two_outputs,
            lambda k: {
                "optimizer": _OPTIMIZERS["adam"](k),
                "loss": ["mean_squared_error", "sparse_categorical_crossentropy"],
                "loss_weights": [1.0, 0.5],
                "metrics": [["mae"], ["accuracy"]],
            },
            _FIT,
        ),
        "convolved": Case(
            square_data, _convolved, _compile(_OPTIMIZERS["adam"], "binary_crossentropy", ["accuracy"]), _FIT
        ),
        "lstm": Case(words_data, _read("LSTM"), _compile(_OPTIMIZERS["adam"], "binary_crossentropy", ["acc"]), _FIT),
        "gru": Case(words_data, _read("GRU"), _compile(_OPTIMIZERS["adam"], "binary_crossentropy", ["acc"]), _FIT),
    }
)


def first(data: Any, count: int) -> Any:
    """The first samples of an array or of several."""
    return [part[:count] for part in data] if isinstance(data, list) else data[:count]


def run(k: Any, case: Case, weights: list[Any] | None) -> dict[str, Any]:
    """Train a case with a package; what is compared comes back."""
    x, y = case.data()
    model = case.model(k)
    if weights is not None:
        model.set_weights(weights)
    before = [np.asarray(w) for w in model.get_weights()]
    model.compile(**case.compile(k))
    history = model.fit(x, y, **case.fit)
    result = {f"history/{name}": np.asarray(values, "float64") for name, values in history.history.items()}
    result |= {f"first/{i}": w for i, w in enumerate(before)}
    result |= {f"last/{i}": np.asarray(w) for i, w in enumerate(model.get_weights())}
    answers = model.predict(x, verbose=0)
    for i, answer in enumerate(answers if isinstance(answers, list) else [answers]):
        result[f"predict/{i}" if i else "predict"] = np.asarray(answer)
    result["evaluate"] = np.asarray(model.evaluate(x, y, verbose=0), "float64")
    result["on_batch"] = np.asarray(model.train_on_batch(first(x, 10), first(y, 10)), "float64")
    return result
