"""What a stranger's file may ask for: refused for a stated reason, or opened rightly; and nothing else happens."""

from __future__ import annotations

import json

import h5py
import numpy as np
import pytest
import yaml

import kcore
from kcore.models import model_from_json, model_from_yaml
from kcore.saving import ModelFileError, load_model
from tests.core.files import hdf5_cases
from tests.core.files.cases import Case, ids
from tests.core.saving import hostile


def check(case: Case, read) -> None:
    if case.reason is None:
        assert isinstance(read(), kcore.Model)
        return
    with pytest.raises(ModelFileError) as caught:
        read()
    assert case.reason in str(caught.value)
    assert len(str(caught.value)) <= 500
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("case", hostile.CASES, ids=ids(hostile.CASES))
def test_json(case: Case):
    check(case, lambda: model_from_json(json.dumps(case.source)))


@pytest.mark.parametrize("case", hostile.CASES, ids=ids(hostile.CASES))
def test_yaml(case: Case):
    check(case, lambda: model_from_yaml(yaml.safe_dump(case.source)))


def small():
    model = kcore.Sequential([kcore.Input((4,)), kcore.layers.Dense(3, name="dense")], name="net")
    model.compile("adam", "mse")
    model.train_on_batch(np.ones((2, 4)), np.ones((2, 3)))
    model.set_weights([hdf5_cases.KERNEL, np.ones(3)])
    return model


LAYOUTS = {
    "w.h5": ("dense/dense/kernel:0", "dense/dense"),
    "w.weights.h5": ("layers/dense/vars/0", "layers/dense/vars"),
    "m.h5": ("model_weights/dense/dense/kernel:0", "model_weights/dense/dense"),
}


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("case", hdf5_cases.CASES, ids=ids(hdf5_cases.CASES))
def test_weights(case: Case, name, tmp_path):
    """The damages of plain HDF5 files, in each layout; after a failed load every weight is as it was."""
    path, model = tmp_path / name, small()
    model.save(path) if name == "m.h5" else model.save_weights(path)
    with h5py.File(path, "a") as f:
        case.source(f, *LAYOUTS[name])
    model.set_weights([np.zeros((4, 3)), np.zeros(3)])
    if case.reason is None:
        model.load_weights(path)
        np.testing.assert_array_equal(model.get_weights()[0], hdf5_cases.KERNEL)
        return
    with pytest.raises(ModelFileError):
        model.load_weights(path)
    assert not any(weights.any() for weights in model.get_weights())
    if name == "m.h5":
        with pytest.raises(ModelFileError):
            load_model(path)


TRAINING = [
    ("optimizer_config", {"class_name": "Popen", "config": {}}, "no optimizer named 'Popen'"),
    ("optimizer_config", {"class_name": "Adam", "config": {"learning_rate": "x"}}, "learning_rate must be"),
    ("optimizer_config", {"class_name": "Adam", "config": {"learning_rate": -1.0}}, "learning_rate must be"),
    ("optimizer_config", {"class_name": "Adam", "config": {"evil": 1}}, "'evil'"),
    ("optimizer_config", {"class_name": "SGD", "config": {}}, "arrays of the optimizer are there"),
    ("optimizer_config", 3, "optimizer"),
    ("loss", "os.system", "no loss named 'os.system'"),
    ("loss", {"class_name": "__lambda__", "config": {"code": "x"}}, "never run"),
    ("loss", {"class_name": "Popen", "config": {"args": "true"}}, "no loss named 'Popen'"),
    ("loss", 3, "loss"),
    ("metrics", ["eval"], "eval"),
    ("metrics", [{"class_name": "Popen", "config": {}}], "no metric named 'Popen'"),
    ("metrics", 7, "metrics"),
    ("loss_weights", "a", "loss_weights"),
]


@pytest.mark.parametrize(("key", "value", "reason"), TRAINING)
def test_training_config(key, value, reason, tmp_path):
    path = tmp_path / "m.h5"
    small().save(path)
    with h5py.File(path, "a") as f:
        f.attrs["training_config"] = json.dumps({**json.loads(f.attrs["training_config"]), key: value})
    with pytest.raises(ModelFileError, match=reason) as caught:
        load_model(path)
    assert len(str(caught.value)) <= 500
    assert load_model(path, compile=False).compiled is None
