"""Weights in files: both layouts, in both directions with real Keras, by order, place and name; all or nothing."""

from __future__ import annotations

import copy

import h5py
import numpy as np
import pytest

import kcore
from kcore.models.weights_files import would_load
from kcore.saving import ModelFileError
from tests.core.parity.live import keras
from tests.core.saving.models import MAKERS, agree, data, mlp, nested, scramble
from tests.core.saving.test_structure import TEXTS

SUFFIXES = [".h5", ".hdf5", ".weights.h5"]


def same(first, second):
    for one, other in zip(first.get_weights(), second.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("make", MAKERS)
def test_there_and_back(make, suffix, tmp_path):
    path = tmp_path / f"w{suffix}"
    first, second = make(kcore), make(kcore)
    scramble(first)
    first.save_weights(path)
    report = second.load_weights(path)
    same(first, second)
    assert not report.skipped
    assert not report.unused


@pytest.mark.parametrize("suffix", [".h5", ".weights.h5"])
@pytest.mark.parametrize("make", MAKERS)
def test_real_keras_loads_ours(make, suffix, tmp_path):
    path = tmp_path / f"w{suffix}"
    ours, theirs = make(kcore), make(keras)
    scramble(ours)
    ours.save_weights(path)
    theirs.load_weights(path)
    agree(ours, theirs, data(ours))


@pytest.mark.parametrize("make", MAKERS)
def test_we_load_those_of_real_keras(make, tmp_path):
    path, whole = tmp_path / "w.weights.h5", tmp_path / "w.h5"
    theirs = make(keras)
    scramble(theirs)
    theirs.save_weights(path)
    theirs.save(whole)
    theirs.save(tmp_path / "m.keras")
    for file in (path, whole, tmp_path / "m.keras"):
        ours = make(kcore)
        ours.load_weights(file)
        agree(ours, theirs, data(ours))


@pytest.mark.parametrize("make", MAKERS)
def test_paths_are_those_of_real_keras(make, tmp_path):
    """Of every dataset; of groups without any there is no need."""
    found = []
    for package in (kcore, keras):
        path = tmp_path / f"{package.__name__}.weights.h5"
        make(package).save_weights(path)
        names = {}
        with h5py.File(path) as f:
            f.visititems(lambda name, thing, names=names: names.update({name: getattr(thing, "shape", None)}))
        found.append({name: shape for name, shape in names.items() if shape is not None})
    assert found[0] == found[1]


@pytest.mark.parametrize("path", [p for p in TEXTS if p.suffix == ".json"], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_files_of_keras_2(path):
    recorded = np.load(path.with_suffix(".npz"))
    for file in (path.with_suffix(".h5"), path.with_suffix(".weights")):
        if not file.exists():
            continue
        model = kcore.models.model_from_json(path.read_text())
        report = model.load_weights(file)
        assert len(report.filled) == sum(bool(layer.weights) for layer in model.layers)
        x = [recorded[name] for name in sorted(recorded) if name.startswith("x")]
        answers = model(x[0] if len(x) == 1 else x)
        for i, answer in enumerate(answers if isinstance(answers, list) else [answers]):
            if f"answer{i}" in recorded:
                np.testing.assert_allclose(answer, recorded[f"answer{i}"], rtol=1e-5, atol=1e-6)


def two_layers(first: str, second: str, units: int = 3):
    layers = kcore.layers
    return kcore.Sequential([kcore.Input((4,)), layers.Dense(units, name=first), layers.Dense(2, name=second)])


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_by_name(suffix, tmp_path):
    path = tmp_path / f"w{suffix}"
    source, target = two_layers("a", "b"), two_layers("c", "b")
    scramble(source)
    before = target.get_weights()
    source.save_weights(path)
    report = target.load_weights(path, by_name=True)
    np.testing.assert_array_equal(target.get_layer("b").get_weights()[0], source.get_layer("b").get_weights()[0])
    np.testing.assert_array_equal(target.get_weights()[0], before[0])
    place = "layers/dense_1" if suffix == ".weights.h5" else "b"
    assert (report.filled, report.skipped, report.unused) == ({"b": place}, {"c": "not in the file"}, ["a"])
    assert repr(report) == "<LoadReport: 1 layer filled; 1 skipped (c: not in the file); 1 of the file unused>"
    assert str(report) == f"b  filled from {place}\nc  skipped: not in the file\na  in the file only"


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("by_name", [False, True])
def test_skip_mismatch(suffix, by_name, tmp_path):
    path = tmp_path / f"w{suffix}"
    two_layers("a", "b", units=5).save_weights(path)
    target = kcore.Sequential([kcore.Input((4,)), kcore.layers.Dense(3, name="a"), kcore.layers.Dense(2, name="b")])
    before = target.get_weights()
    with pytest.raises(ModelFileError, match=r"\(4, 3\)"):
        target.load_weights(path, by_name=by_name)
    report = target.load_weights(path, skip_mismatch=True, by_name=by_name)
    assert report.filled == {}
    assert list(report.skipped) == ["a", "b"]
    reason = report.skipped["a"]
    assert "has shape (4, 5)" in reason
    assert (reason.kind, reason.facts["found"], reason.facts["wanted"]) == ("shape", (4, 5), (4, 3))
    for one, other in zip(before, target.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_why_a_layer_is_skipped_can_be_told_in_other_words(suffix, tmp_path):
    path = tmp_path / f"w{suffix}"
    two_layers("a", "b").save_weights(path)
    biasless = kcore.layers.Dense(3, use_bias=False, name="a")
    normal = kcore.layers.BatchNormalization(name="b")
    target = kcore.Sequential([kcore.Input((4,)), biasless, normal, kcore.layers.Dense(1, name="c")])
    report = target.load_weights(path, skip_mismatch=True, by_name=True)
    kinds = {name: reason.kind for name, reason in report.skipped.items()}
    # BatchNormalization has more arrays than the file: there, the first of them differs already.
    assert kinds == {"a": "count", "b": "shape" if suffix == ".weights.h5" else "count", "c": "absent"}
    with pytest.raises(ModelFileError, match="2 weights in the file under"):
        target.load_weights(path, by_name=True)
    copied = copy.deepcopy(report)
    assert copied == report
    assert copied.skipped["c"].kind == "absent"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_file_of_another_model(suffix, tmp_path):
    path = tmp_path / f"w{suffix}"
    two_layers("a", "b").save_weights(path)
    deeper = kcore.Sequential([kcore.Input((4,)), *(kcore.layers.Dense(n) for n in (3, 2, 2))])
    shallower = kcore.Sequential([kcore.Input((4,)), kcore.layers.Dense(3)])
    biasless = kcore.Sequential(
        [kcore.Input((4,)), kcore.layers.Dense(3, use_bias=False), kcore.layers.Dense(2, use_bias=False)]
    )
    for model in (deeper, shallower, biasless):
        before = model.get_weights()
        with pytest.raises(ModelFileError) as caught:
            model.load_weights(path)
        assert str(path)[-30:] in str(caught.value)
        for one, other in zip(before, model.get_weights(), strict=True):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_nothing_changes_if_the_last_array_is_damaged(suffix, tmp_path):
    path = tmp_path / f"w{suffix}"
    model = nested(kcore)
    model.save_weights(path)
    scramble(model)
    before = model.get_weights()
    with h5py.File(path, "a") as f:
        names = []
        f.visititems(lambda name, thing: names.append(name) if isinstance(thing, h5py.Dataset) else None)
        shape = f[names[-1]].shape
        del f[names[-1]]
        f.create_dataset(names[-1], shape=shape, dtype="f4")  # without numbers
    with pytest.raises(ModelFileError, match="are there"):
        model.load_weights(path)
    for one, other in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("name", ["m.keras", "m.h5", "w.h5", "w.weights.h5"])
def test_what_would_be_loaded_is_told_and_changes_nothing(name, tmp_path):
    source, target = two_layers("a", "b"), two_layers("a", "b")
    scramble(source)
    (source.save_weights if name.startswith("w") else source.save)(tmp_path / name)
    before = target.get_weights()
    told = would_load(target, tmp_path / name)
    assert list(told.filled) == ["a", "b"]
    for one, other in zip(before, target.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    assert target.load_weights(tmp_path / name) == told
    same(source, target)
    other = two_layers("a", "b", units=5)
    with pytest.raises(ModelFileError, match=r"\(4, 3\)"):
        would_load(other, tmp_path / name)
    skipping = would_load(other, tmp_path / name, skip_mismatch=True)
    assert {name: reason.kind for name, reason in skipping.skipped.items()} == {"a": "shape", "b": "shape"}


def test_weights_of_an_archive_can_be_loaded_by_name(tmp_path):
    source, target = two_layers("a", "b"), two_layers("c", "b")
    source.save(tmp_path / "m.keras")
    report = target.load_weights(tmp_path / "m.keras", by_name=True)
    assert (report.filled, report.unused) == ({"b": "layers/dense_1"}, ["a"])
    np.testing.assert_array_equal(target.get_layer("b").get_weights()[0], source.get_layer("b").get_weights()[0])


def test_frozen_layers_are_filled_too(tmp_path):
    path = tmp_path / "w.h5"
    first, second = nested(kcore), nested(kcore)
    scramble(first)
    first.save_weights(path)
    second.get_layer("middle").trainable = False
    second.load_weights(path)
    same(first, second)


def test_wrong_use(tmp_path):
    model = mlp(kcore)
    for name in (3, None, b"w.h5", ["w.h5"], model):
        for use in (model.load_weights, model.save_weights, model.save, kcore.models.load_model):
            with pytest.raises(TypeError, match="filepath must be a text or"):
                use(name)
    for name in ("w", "w.keras", "w.npz", "w.tf"):
        with pytest.raises(ModelFileError, match=r"\.weights\.h5"):
            model.save_weights(tmp_path / name)
    unbuilt = kcore.Sequential([kcore.layers.Dense(2)])
    with pytest.raises(ModelFileError, match="no weights yet"):
        unbuilt.save_weights(tmp_path / "w.h5")
    model.save_weights(tmp_path / "w.h5")
    with pytest.raises(ModelFileError, match="no weights yet"):
        unbuilt.load_weights(tmp_path / "w.h5")
    with pytest.raises(ModelFileError, match="overwrite=True"):
        model.save_weights(tmp_path / "w.h5", overwrite=False)
    with h5py.File(tmp_path / "other.h5", "w") as f:
        f["numbers"] = np.zeros(3)
    with pytest.raises(ModelFileError, match="no weights of a model"):
        model.load_weights(tmp_path / "other.h5")
