from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import layers, losses, metrics, naming, optimizers
from kwidgets import i18n
from kwidgets.code import ReadingError, compile_line, model_script, read_model, read_value
from tests.kwidgets.test_code_model import MODELS, comparable


class Twice(layers.Layer):
    """A learner's own layer."""

    def __init__(self, times: int = 2, **kwargs):
        super().__init__(**kwargs)
        self.times = times

    def call(self, inputs):
        return inputs * self.times


def wave(x):
    return x


def problem(code, own=None):
    with pytest.raises(ReadingError) as caught:
        read_model(code, own)
    return caught.value


@pytest.mark.parametrize("make", MODELS, ids=[make.__name__ for make in MODELS])
def test_what_was_written_is_read_and_written_as_it_was(make):
    code = model_script(make())
    reading = read_model(code)
    assert comparable(reading.model.get_config()) == comparable(make().get_config())
    assert model_script(reading.model) == code
    assert reading.whole


WAYS_TO_SAY_IT = {
    "Sequential and add": """
        from tensorflow.keras.models import Sequential
        from tensorflow.keras.layers import Dense, Dropout
        model = Sequential()
        model.add(Dense(8, input_dim=4, activation='relu'))
        model.add(Dropout(0.5))
        model.add(Dense(units=1))
    """,
    "a list with a name": """
        import tensorflow as tf
        parts = [
            tf.keras.Input(shape=(4,)),
            tf.keras.layers.Dense(8, 'relu'),
            tf.keras.layers.Dropout(rate=1 / 2),
            tf.keras.layers.Dense(2 - 1),
        ]
        model = tf.keras.Sequential(parts, name=None)
    """,
    "modules": """
        '''A docstring.'''
        from keras import activations, layers, models
        units, answers = 8, 1  # a remark
        net = models.Sequential(layers=[
            layers.Input((4,)), layers.Dense(units, activation=activations.relu), layers.Dropout(+0.5),
            layers.Dense(answers),
        ])
    """,
    "the engine by Keras's name": """
        import kcore as keras
        model = keras.models.Sequential([
            keras.layers.InputLayer(shape=(4,)), keras.layers.Dense(8, activation="relu"),
            keras.layers.Dropout(0.5), keras.layers.Dense(1),
        ])
    """,
    "nothing imported": """
        model = Sequential([Input((4,)), layers.Dense(8, activation="relu"), keras.layers.Dropout(0.5), Dense(1)])
    """,
}


PLAIN = """\
import keras

model = keras.Sequential([
    keras.Input((4,)),
    keras.layers.Dense(8, activation="relu"),
    keras.layers.Dropout(0.5),
    keras.layers.Dense(1),
])"""


def dedented(code):
    return "\n".join(line[8:] for line in code.split("\n"))


@pytest.mark.parametrize("code", WAYS_TO_SAY_IT.values(), ids=WAYS_TO_SAY_IT)
def test_there_are_many_ways_to_say_the_same_model(code):
    reading = read_model(dedented(code))
    assert model_script(reading.model) == PLAIN
    assert reading.whole == ("import" in code)
    assert reading.model.predict(np.ones((2, 4)), verbose=0).shape == (2, 1)


def test_a_functional_model_with_merging_layers_operations_and_parts_of_places():
    reading = read_model(
        dedented("""
        import keras
        from keras import layers, Input
        from keras.initializers import HeNormal
        a, b = Input((4,)), Input(shape=(4,), name="b")
        shared = layers.Dense(3, kernel_initializer=HeNormal(seed=3), kernel_regularizer=keras.regularizers.L2(1e-3))
        x = layers.add([shared(a), shared(inputs=b)])
        y = layers.Concatenate(axis=-1)([x, 2 * a[:, :2] - 1.0, keras.ops.relu(-b)])
        z = layers.Reshape((3, -1))(y)
        out, memory = layers.SimpleRNN(2, return_state=True)(z, training=True)
        size = y.shape[-1]
        model = keras.Model([a, b], {"out": layers.Dense(size)(out), "memory": memory})
    """)
    )
    model = reading.model
    assert model.output_shape == {"out": (None, 9), "memory": (None, 2)}
    config = model.get_layer("dense").get_config()
    assert config["kernel_initializer"]["config"]["seed"] == 3
    assert config["kernel_regularizer"]["config"]["l2"] == pytest.approx(1e-3)
    assert len(model.get_layer("dense").nodes) == 2
    assert comparable(read_model(model_script(model)).model.get_config()) == comparable(model.get_config())


COMPILED = {
    "names": {"optimizer": "adam", "loss": "mse", "metrics": ["accuracy"]},
    "objects": {
        "optimizer": optimizers.SGD(optimizers.schedules.ExponentialDecay(0.1, 100, 0.9), momentum=0.5),
        "loss": losses.Huber(2.0),
        "metrics": [metrics.Precision(thresholds=0.3), "mae"],
    },
    "no loss": {"optimizer": optimizers.RMSprop()},
    "a weight": {"loss": ["mse"], "loss_weights": [0.5]},
}


@pytest.mark.parametrize("arguments", COMPILED.values(), ids=COMPILED)
def test_the_line_that_compiles_is_read_and_written_as_it_was(arguments):
    model = kcore.Sequential([kcore.Input((4,)), layers.Dense(1)])
    assert compile_line(model) == ""
    model.compile(**arguments)
    code = f"{model_script(model)}\n{compile_line(model)}"
    made = read_model(code).model
    assert compile_line(made) == compile_line(model)
    ours, theirs = made.optimizer.get_config(), model.optimizer.get_config()
    assert {**ours, "name": ""} == {**theirs, "name": ""}


def test_losses_by_automatic_names_of_outputs_are_written_in_their_order():
    x = kcore.Input((3,))
    model = kcore.Model(x, [layers.Dense(1)(x), layers.Dense(2)(x)])
    first, second = model.output_names
    model.compile(loss={first: "mse", second: "mae"}, metrics={second: ["accuracy"]})
    line = compile_line(model)
    assert '["mse", "mae"]' in line
    assert '[None, ["accuracy"]]' in line
    x = kcore.Input((3,))
    named = kcore.Model(x, [layers.Dense(1, name="a")(x), layers.Dense(2, name="b")(x)])
    named.compile(loss={"b": "mae", "a": "mse"})
    assert 'loss={"b": "mae", "a": "mse"}' in compile_line(named)


def test_reading_leaves_automatic_names_alone():
    naming.clear_session()
    layers.Dense(1)
    model = read_model("model = Sequential([Input((2,)), Dense(1), Dense(1)])").model
    assert [layer.name for layer in model.layers] == ["dense", "dense_1"]
    assert layers.Dense(1).name == "dense_1"


def test_classes_and_functions_of_ones_own_are_handed_over():
    own = {"Twice": Twice, "wave": wave}
    code = "from my_layers import Twice\nimport keras\n"
    code += "model = keras.Sequential([keras.Input((2,)), Twice(times=3), keras.layers.Dense(1, activation=wave)])"
    reading = read_model(code, own)
    assert reading.whole
    assert reading.model.layers[0].times == 3
    assert reading.model.layers[1].activation is wave
    assert model_script(read_model(model_script(reading.model), own).model) == model_script(reading.model)
    assert problem(code).key == "reading.import"
    assert problem(code).line == 1


NOT_UNDERSTOOD = {
    "": (1, "reading.no_model"),
    "import keras\n\nx = 3\n": (3, "reading.no_model"),
    "import keras\nmodel = keras.Sequential([": (2, "reading.syntax"),
    "(" * 300 + ")" * 300: (1, "reading.syntax"),
    "x = " + "-" * 20_000 + "1": (1, "reading.syntax"),
    "x = 1\n" * 20_000: (1, "reading.long"),
    "\0": (1, "reading.syntax"),
    "import os": (1, "reading.import"),
    "from keras.layers import *": (1, "reading.import"),
    "from . import layers": (1, "reading.lost"),
    "from keras.layers import Denes": (1, "reading.near"),
    "import keras\nx = keras.layers.Denes(3)": (2, "reading.near"),
    "x = Sequentiel()": (1, "reading.near"),
    "x = qqqqqqq": (1, "reading.unknown"),
    "import keras\nx = keras.utils": (2, "reading.unknown"),
    "x = keras.layers.Dense(0)": (1, "reading.refused"),
    "x = Dense(3)(Flatten)": (1, "reading.refused"),
    "x = Input((3,))\ny = Dense(2)(x)\nz = keras.layers.Add()([\n  x,\n  y])": (3, "reading.refused"),
    "model = Sequential([Input((3,)), Dense(4)])\nmodel.add(Conv2D(3, 3))": (2, "reading.refused"),
    "model = Sequential([Input((3,)), Dense(4)])\nmodel.compile(loss='mze')": (2, "reading.refused"),
    "model = Sequential([Input((1000000,)), Dense(1000)])": (1, "reading.refused"),
    "model = Sequential()\nhistory = model.fit(x, y)": (2, "reading.method"),
    "model = Sequential()\nmodel.summary()": (2, "reading.method"),
    "class Mine(keras.layers.Layer):\n  pass": (1, "reading.own"),
    "def act(x):\n  return x": (1, "reading.own"),
    "x = Dense(3, activation=lambda v: v)": (1, "reading.lambda"),
    "x = [Dense(n) for n in (1, 2)]": (1, "reading.lost"),
    "for n in (1, 2):\n  Dense(n)": (1, "reading.lost"),
    "x, y = 1, 2, 3": (1, "reading.lost"),
    "x = Dense(*[3])": (1, "reading.lost"),
    "x = Dense(**{'units': 3})": (1, "reading.lost"),
    "x = {**{}}": (1, "reading.lost"),
    "x = 3\nx.real": (2, "reading.lost"),
    "x = 3()": (1, "reading.lost"),
    "x = not 3": (1, "reading.lost"),
    "x = 'a' * 3": (1, "reading.lost"),
    "x = 9 ** 9 ** 9": (1, "reading.lost"),
    "x = 10 ** 19 * 10 ** 19": (1, "reading.lost"),
    "x = 1 / 0": (1, "reading.refused"),
    "x = keras.ops.zeros((3, 3))": (1, "reading.lost"),
    "x = keras.ops.repeat(Input((3,)), 1000000000)": (1, "reading.memory"),
}


@pytest.mark.parametrize(("code", "expected"), NOT_UNDERSTOOD.items(), ids=[repr(c)[:30] for c in NOT_UNDERSTOOD])
def test_what_is_not_understood_is_explained_with_its_line(code, expected):
    error = problem(code)
    assert (error.line, error.key) == expected
    i18n.set_language("ko")
    korean = error.words
    i18n.set_language("en")
    assert error.words == str(error) != korean


TRICKS = (
    "__import__('os').system('touch {mark}')",
    "x = open('{mark}', 'w')",
    "import keras\nkeras.os.system('touch {mark}')",
    "import keras\nkeras.layers.os.system('touch {mark}')",
    "model = Sequential()\nmodel.__class__.__init__.__globals__['os']",
    "model = Sequential()\nmodel.save('{mark}')",
    "model = Sequential()\nx = model.save('{mark}')",
    "x = keras.layers.Dense.__subclasses__()",
    "x = ().__class__.__bases__",
    "x = f'{{open(1)}}'",
    "x = Lambda('open')",
    "from keras.src.utils import file_utils",
    "x = keras.saving.load_model('{mark}')",
    "x = exec('1')",
    "x = Input((3,)).__class__",
    "@open\ndef f(): pass",
    "x = (y := 3)",
)


@pytest.mark.parametrize("code", TRICKS)
def test_no_code_is_run(code, tmp_path):
    mark = tmp_path / "mark"
    problem(code.format(mark=mark))
    assert not mark.exists()


def test_a_value_alone_is_read():
    assert read_value("(1, -2.5, [None, True], {'a': 'b'})") == (1, -2.5, [None, True], {"a": "b"})
    cells = read_value("[keras.layers.LSTMCell(4), GRUCell(3)]")
    assert [type(cell) for cell in cells] == [layers.LSTMCell, layers.GRUCell]
    for code in ("x = 3", "", "1\n2"):
        with pytest.raises(ReadingError, match="One value is expected"):
            read_value(code)
