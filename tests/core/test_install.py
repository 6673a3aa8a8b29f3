"""install_as_keras(): which imports mean the engine, and what is said about those that cannot."""

from __future__ import annotations

import importlib
import subprocess
import sys
import types

import pytest

import kcore
from kcore.install import installed
from kcore.install.places import OLD, ROOTS


@pytest.fixture
def as_keras():
    """Installed as Keras; what other tests imported under these names comes back afterwards."""
    real = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in ROOTS}
    for name in real:
        del sys.modules[name]
    kcore.install_as_keras()
    yield
    kcore.uninstall()
    sys.modules.update(real)


def run(code: str) -> dict[str, object]:
    space: dict[str, object] = {}
    exec(code, space)  # noqa: S102 - imports of our own, as a tutorial would write them
    return space


IMPORTS = (
    "from keras.layers import Dense",
    "from keras.layers.core import Dense",
    "from keras.engine.topology import Layer as Dense",
    "import keras; Dense = keras.layers.Dense",
    "import keras.layers as layers; Dense = layers.Dense",
    "from keras import layers; Dense = layers.Dense",
    "from tensorflow import keras; Dense = keras.layers.Dense",
    "from tensorflow.keras.layers import Dense",
    "from tensorflow.keras import layers; Dense = layers.Dense",
    "from tensorflow.python.keras.layers import Dense",
    "import tensorflow as tf; Dense = tf.keras.layers.Dense",
    "from tf_keras.layers import Dense",
    "from keras.layers import *",
)


@pytest.mark.parametrize("code", IMPORTS)
def test_every_way_of_importing_leads_to_the_engine(as_keras, code):
    assert run(code)["Dense"] in (kcore.layers.Dense, kcore.layers.Layer)


@pytest.mark.parametrize("place", sorted(OLD))
def test_every_old_module_is_found_and_has_names(as_keras, place):
    module = importlib.import_module(f"keras.{place}")
    assert [name for name in dir(module) if getattr(module, name) is not None]


def test_the_engine_itself_is_not_touched(as_keras):
    before = dict(vars(kcore.layers))
    core = run("import keras.layers.core as core; core.extra = 1")["core"]
    assert isinstance(core, types.ModuleType)
    assert vars(kcore.layers) == before
    assert kcore.layers.__spec__.name == "kcore.layers"


REFUSED = (
    ("from keras.applications import VGG16", ImportError, "others have trained.*pip install keras"),
    ("import tensorflow.keras.applications.vgg16", ImportError, "others have trained"),
    ("import keras; keras.applications", AttributeError, "others have trained"),
    ("from keras.callbacks import TensorBoard", ImportError, "CSVLogger"),
    ("from keras.layers import Desne", ImportError, "Did you mean 'Dense'"),
    ("import keras; keras.layers.Desne", AttributeError, "Did you mean 'Dense'"),
    ("from keras.src.layers import Dense", ImportError, "inside of real Keras"),
    ("import keras.nonsense", ImportError, "keras has no 'nonsense'"),
    ("import tensorflow as tf; tf.data", AttributeError, "PyDataset"),
    ("import tensorflow as tf; tf.Session()", AttributeError, "TensorFlow 1"),
    ("from tensorflow.examples.tutorials.mnist import input_data", ImportError, "pip install tensorflow"),
)


@pytest.mark.parametrize(("code", "kind", "words"), REFUSED)
def test_what_is_not_here_says_where_to_go(as_keras, code, kind, words):
    with pytest.raises(kind, match=words):
        run(code)


OUT = (
    ("import kcore; kcore.applications", AttributeError, "others have trained"),
    ("from kcore import applications", ImportError, "others have trained"),
    ("import kcore; kcore.layers.TFSMLayer", AttributeError, "other frameworks.*pip install keras"),
    ("from kcore.layers import JaxLayer", ImportError, "other frameworks"),
    ("import kcore; kcore.optimizers.LossScaleOptimizer", AttributeError, "fewer bits"),
    ("import kcore; kcore.optimizers.RMSProp", AttributeError, "Did you mean 'RMSprop'"),
)


@pytest.mark.parametrize(("code", "kind", "words"), OUT)
def test_the_engine_says_it_under_its_own_name_too(code, kind, words):
    with pytest.raises(kind, match=words):
        run(code)


def test_it_can_be_undone(as_keras):
    run("import keras.layers")
    assert installed()
    kcore.uninstall()
    assert not installed()
    assert not [name for name in sys.modules if name.partition(".")[0] in ROOTS]
    kcore.uninstall()
    kcore.install_as_keras()
    kcore.install_as_keras()
    assert sum(type(finder).__module__.startswith("kcore.") for finder in sys.meta_path) == 1


@pytest.mark.parametrize("root", ROOTS)
def test_beside_the_real_one_it_refuses(root):
    code = (
        f"import sys, types, kcore; sys.modules[{root!r}] = types.ModuleType({root!r})\n"
        "try: kcore.install_as_keras()\nexcept RuntimeError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert f"real {root} is imported already" in done.stdout
    assert "Start Python anew" in done.stdout


def test_answers_know_the_ways_of_tensors_only_while_installed(as_keras):
    tf = run("import tensorflow as tf")["tf"]
    mean, loss = tf.keras.metrics.Mean(), tf.keras.losses.MeanSquaredError()
    mean.update_state([1.0, 2.0])
    assert f"{mean.result().numpy():.2f}" == f"{mean.result():.2f}" == "1.50"
    assert loss(tf.constant([1.0]), tf.constant([3.0])).numpy() == 4.0
    model = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(1)])
    answer = model(tf.ones((3, 2)))
    assert answer[0].numpy().shape == (1,)
    assert repr(answer) == repr(answer.numpy())
    assert type(model.predict(answer.numpy() @ [[1.0, 1.0]], verbose=0)) is type(answer.numpy())
    assert (tf.constant([1.0]) / tf.constant([2.0])).numpy() == [0.5]
    assert "[1., 2.]" in repr(tf.constant([1.0, 2.0]))
    kcore.uninstall()
    assert not hasattr(model([[1.0, 2.0]]), "numpy")
    assert not hasattr(mean.result(), "numpy")


def test_old_short_names_are_found(as_keras):
    found = run("from keras.losses import mse, MAE\nfrom keras.constraints import maxnorm\nimport keras")
    assert found["mse"] is kcore.losses.mean_squared_error
    assert found["MAE"] is kcore.losses.mean_absolute_error
    assert found["maxnorm"](2).get_config() == kcore.constraints.MaxNorm(2).get_config()


def test_functions_of_tensorflow_return_tensors(as_keras):
    tf = run("import tensorflow as tf")["tf"]
    x = tf.constant([[1.0, 2.0]])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_sum(tf.square(x))
    assert tape.gradient(y, x).numpy().tolist() == [[2.0, 4.0]]
    assert f"{y:.1f}" == "5.0"
    assert tf.Variable(3.0).assign_add(1.0).numpy() == 4.0
    assert (tf.Variable(3).dtype, tf.Variable(1.0).dtype, tf.range(3).dtype) == (tf.int32, tf.float32, tf.int32)
    assert tf.function(lambda a: a)(5) == tf.function(jit_compile=True)(lambda a: a)(5) == 5
    assert tf.one_hot([1, 0], 3).numpy().tolist() == [[0, 1, 0], [1, 0, 0]]
    assert tf.zeros((2, 1)).shape == (2, 1)
    both = {"labels": [1.0, 0.0], "logits": tf.constant([0.3, 2.0])}
    assert tf.nn.sigmoid_cross_entropy_with_logits(**both).numpy().round(4).tolist() == pytest.approx([0.5544, 2.1269])
    assert tf.config.list_physical_devices("GPU") == []
    assert tf.is_tensor(x)
    assert not tf.is_tensor(3)
