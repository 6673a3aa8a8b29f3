"""Data sets under Keras's names: small files of the same make, read as real Keras reads them."""

from __future__ import annotations

import gzip
import io
import json
import os
import pickle
import tarfile
import zipfile

import numpy as np
import pytest

import kcore
from kcore import datasets
from kcore.datasets.sources import SOURCES
from kcore.files import ModelFileError

DRAWS = np.random.default_rng(0)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty cache folder; the path in it of a file by its place."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    (tmp_path / "datasets").mkdir()
    return tmp_path / "datasets"


def real(name, monkeypatch, path):
    """The real module, which finds its file at ``path``."""
    from tests.core.parity.live import keras  # its own folder comes first: what it asserts is explained there

    module = getattr(keras.datasets, name)
    inside = __import__(module.load_data.__module__, fromlist=["get_file"])
    monkeypatch.setattr(inside, "get_file", lambda *args, **kwargs: str(path))
    return module


def texts(number):
    array = np.empty(number, dtype=object)
    for i in range(number):
        array[i] = DRAWS.integers(1, 30, DRAWS.integers(1, 12)).tolist()
    return array


def assert_same(found, wanted):
    for (x, y), (u, v) in zip(found, wanted, strict=True):
        assert len(x) == len(u)
        assert all(list(a) == list(b) for a, b in zip(x, u, strict=True)) if x.dtype == object else (x == u).all()
        np.testing.assert_array_equal(y, v)


def test_mnist(home, monkeypatch):
    arrays = {f"x_{p}": DRAWS.integers(0, 256, (5, 28, 28)).astype("uint8") for p in ("train", "test")}
    arrays |= {f"y_{p}": DRAWS.integers(0, 10, 5).astype("uint8") for p in ("train", "test")}
    np.savez(home / "mnist.npz", **arrays)
    found = datasets.mnist.load_data()
    assert_same(found, real("mnist", monkeypatch, home / "mnist.npz").load_data())
    assert_same(datasets.mnist.load_data(str(home / "mnist.npz")), found)


HOW = (
    {},
    {"num_words": 12, "skip_top": 3, "maxlen": 9},
    {"num_words": 12, "oov_char": None, "start_char": None, "index_from": 0, "seed": 4},
)


@pytest.mark.parametrize("how", HOW)
def test_imdb(home, monkeypatch, how):
    path = home / "imdb.npz"
    np.savez(path, x_train=texts(20), x_test=texts(10), y_train=np.arange(20) % 2, y_test=np.arange(10) % 2)
    assert_same(datasets.imdb.load_data(**how), real("imdb", monkeypatch, path).load_data(**how))


@pytest.mark.parametrize("how", [*HOW, {"test_split": 0.5}])
def test_reuters(home, monkeypatch, how):
    path = home / "reuters.npz"
    np.savez(path, x=texts(20), y=np.arange(20))
    assert_same(datasets.reuters.load_data(**how), real("reuters", monkeypatch, path).load_data(**how))


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("boston_housing", {}),
        ("california_housing", {"test_split": 0.3, "seed": 5}),
        ("california_housing", {"version": "small"}),
    ],
)
def test_housing(home, monkeypatch, name, how):
    path = home / f"{name}.npz"
    np.savez(path, x=DRAWS.normal(size=(700, 3)), y=np.arange(700))
    found = getattr(datasets, name).load_data(**how)
    assert_same(found, real(name, monkeypatch, path).load_data(**how))


def test_fashion_mnist(home):
    (home / "fashion-mnist").mkdir()
    arrays = []
    for source in SOURCES["fashion_mnist"]:
        shape = (3, 28, 28) if "images" in source.place else (3,)
        arrays.append(DRAWS.integers(0, 256, shape).astype("uint8"))
        head = bytes([0, 0, 8, len(shape)]) + np.array(shape, ">i4").tobytes()
        (home / source.place).write_bytes(gzip.compress(head + arrays[-1].tobytes()))
    assert_same(datasets.fashion_mnist.load_data(), ((arrays[1], arrays[0]), (arrays[3], arrays[2])))
    (home / SOURCES["fashion_mnist"][0].place).write_bytes(gzip.compress(head + b"\0"))
    with pytest.raises(ModelFileError, match="no IDX file"):
        datasets.fashion_mnist.load_data()


def pickles(path, members):
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            data = pickle.dumps(content, protocol=2)
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))


def test_cifar(home):
    rows = DRAWS.integers(0, 256, (2, 3072)).astype("uint8")
    ten = {b"data": rows, b"labels": [3, 7]}
    names = [f"data_batch_{i}" for i in range(1, 6)] + ["test_batch"]
    pickles(home / "cifar-10-python.tar.gz", {f"cifar-10-batches-py/{name}": ten for name in names})
    (x, y), (x_test, y_test) = datasets.cifar10.load_data()
    assert (x.shape, y.shape, x_test.shape) == ((10, 32, 32, 3), (10, 1), (2, 32, 32, 3))
    np.testing.assert_array_equal(x_test[1, :, :, 2].ravel(), rows[1, 2048:])
    assert y_test.ravel().tolist() == [3, 7]
    hundred = {b"data": rows, b"fine_labels": [9, 8], b"coarse_labels": [1, 2]}
    pickles(home / "cifar-100-python.tar.gz", {f"cifar-100-python/{name}": hundred for name in ("train", "test")})
    assert datasets.cifar100.load_data("coarse")[0][1].ravel().tolist() == [1, 2]
    assert datasets.cifar100.load_data()[1][1].ravel().tolist() == [9, 8]
    with pytest.raises(ValueError, match="'fine' or 'coarse'"):
        datasets.cifar100.load_data("rough")


class Trap:
    def __reduce__(self):
        return os.mkdir, ("trapped",)


def test_nothing_in_a_file_is_run(home, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pickles(home / "cifar-10-python.tar.gz", {"cifar-10-batches-py/data_batch_1": Trap()})
    with pytest.raises(ModelFileError, match="mkdir, which is no array"):
        datasets.cifar10.load_data()
    np.savez(home / "imdb.npz", x_train=np.array([Trap()]))
    with pytest.raises(ModelFileError, match="mkdir, which is no array"):
        datasets.imdb.load_data()
    assert not (tmp_path / "trapped").exists()


def test_damaged_files_say_so(home):
    (home / "mnist.npz").write_bytes(b"no zip")
    with pytest.raises(ModelFileError, match=r"no whole \.npz file"):
        datasets.mnist.load_data()
    with zipfile.ZipFile(home / "reuters.npz", "w") as archive:
        archive.writestr("x.npy", b"short")
    with pytest.raises(ModelFileError, match=r"no whole \.npz file"):
        datasets.reuters.load_data()


def test_what_is_not_here_is_not_fetched_but_explained(home):
    for name in SOURCES:
        with pytest.raises(FileNotFoundError, match=rf"kcore\.datasets\.download\('{name}'\)"):
            getattr(datasets, name).load_data()


def test_the_words_of_the_reviews(home):
    (home / "imdb_word_index.json").write_text(json.dumps({"film": 17, "가": 4}))
    assert datasets.imdb.get_word_index() == {"film": 17, "가": 4}


def test_words_of_keras_1_are_taken_with_a_note(home):
    np.savez(home / "reuters.npz", x=texts(10), y=np.arange(10))
    with pytest.warns(UserWarning, match="'nb_words' is called 'num_words' today"):
        old = datasets.reuters.load_data(nb_words=9)
    assert_same(old, datasets.reuters.load_data(num_words=9))
    assert kcore.datasets is datasets
