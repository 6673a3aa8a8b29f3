"""HDF5: what is read, what is refused before it is read, and writing."""

from __future__ import annotations

import h5py
import numpy as np
import pytest

from kcore.files import ModelFileError, hdf5_bytes, open_hdf5, write_hdf5
from tests.core.files import hdf5_cases
from tests.core.files.cases import Case, ids

DATASET, GROUP = "dense/vars/kernel", "dense/vars"


def fill(writer):
    writer.texts("", "layer_names", ["dense"])
    writer.array(DATASET, hdf5_cases.KERNEL)


def kernel(source):
    with open_hdf5(source) as file:
        names = file.texts("", "layer_names")
        if not names:
            raise file.fail("@layer_names", "is missing.")
        return file.array(f"{names[0]}/vars/kernel", (4, 3), "float32")


def refused(read, case: Case, path):
    with pytest.raises(ModelFileError) as caught:
        read(path)
    assert case.reason in str(caught.value)
    assert str(path)[-40:] in str(caught.value)
    assert caught.value.path == str(path)
    assert len(str(caught.value)) <= 500
    assert str(caught.value).isprintable()


CASES = hdf5_cases.CASES + hdf5_cases.NAME_CASES


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_changed_file(case: Case, tmp_path):
    path = tmp_path / "model.h5"
    write_hdf5(path, fill)
    with h5py.File(path, "a") as f:
        case.source(f, DATASET, GROUP)
    if case.reason is None:
        np.testing.assert_array_equal(kernel(path), hdf5_cases.KERNEL)
        np.testing.assert_array_equal(kernel(path.read_bytes()), hdf5_cases.KERNEL)
    else:
        refused(kernel, case, path)


@pytest.mark.parametrize("case", hdf5_cases.WHOLE_FILES, ids=ids(hdf5_cases.WHOLE_FILES))
def test_no_such_file(case: Case, tmp_path):
    path = tmp_path / "model.h5"
    case.source(path)
    refused(kernel, case, path)


def test_cut_off_anywhere(tmp_path):
    whole = hdf5_bytes(fill)
    path = tmp_path / "model.h5"
    for size in range(1, len(whole), 97):
        path.write_bytes(whole[:size])
        with pytest.raises(ModelFileError):
            kernel(path)


def test_long_lists_of_names_are_split_and_joined(tmp_path):
    names = [f"layer_{i}_of_a_long_model" for i in range(5000)]
    path = tmp_path / "model.h5"
    write_hdf5(path, lambda writer: writer.texts("group", "names", names))
    with h5py.File(path) as f:
        assert sorted(f["group"].attrs) == ["names0", "names1", "names2"]
    with open_hdf5(path) as file:
        assert file.texts("group", "names") == names
        assert file.texts("group", "other") is None


def test_one_long_text_named_many_times(tmp_path):
    """Found out before the texts are read: 4000 names of up to 1 MB could be 4 GB."""
    path = tmp_path / "model.h5"
    with h5py.File(path, "w") as f:
        f.attrs.create("names", ["x" * (1 << 20)] + [f"{i:x}" for i in range(3999)], dtype=h5py.string_dtype())
    with open_hdf5(path) as file, pytest.raises(ModelFileError, match="may hold"):
        file.texts("", "names")


def test_names_of_a_group_and_shapes(tmp_path):
    path = tmp_path / "model.h5"
    write_hdf5(path, fill)
    with open_hdf5(path) as file:
        assert file.names() == ["dense"]
        assert file.names("nowhere") == []
        assert file.has(DATASET)
        assert not file.has("dense/x/y")
        assert file.shape(DATASET) == (4, 3)
        assert file.shape("nowhere") is None


def test_an_error_says_where(tmp_path):
    path = tmp_path / "model.h5"
    write_hdf5(path, fill)
    with open_hdf5(path) as file, pytest.raises(ModelFileError) as caught:
        file.array(DATASET, (5, 3))
    assert caught.value.where == DATASET
    assert str(caught.value).endswith("model.h5: dense/vars/kernel: shape (5, 3) is expected; got (4, 3).")


def test_a_collection_of_texts_that_leads_in_a_circle(tmp_path):
    """HDF5's library would read it for ever: what is left of a collection claims to have no size."""
    path = tmp_path / "model.h5"
    with h5py.File(path, "w") as f:
        f.attrs["text"] = "x" * 100
    whole = bytearray(path.read_bytes())
    at = whole.find(b"GCOL\x01")
    rest = at + 16 + 16 + 104  # behind the one text, its head and its padding
    assert whole[rest : rest + 2] == b"\0\0"
    whole[rest + 8 : rest + 16] = bytes(8)
    path.write_bytes(whole)
    for source in (path, bytes(whole)):
        with open_hdf5(source) as file, pytest.raises(ModelFileError, match="does not hold together"):
            file.text("", "text")


@pytest.mark.parametrize("mark", [b"TREE\0", b"HEAP\0"])
def test_a_group_that_leads_in_a_circle(mark, tmp_path):
    """HDF5's library would walk it for ever: a node of the tree, or a gap between names, that leads to itself."""
    path = tmp_path / "model.h5"
    write_hdf5(path, fill)
    whole = bytearray(path.read_bytes())
    at = whole.find(mark)
    if mark == b"TREE\0":
        whole[at + 5] = 1  # not the lowest level, and its child is
        whole[at + 32 : at + 40] = at.to_bytes(8, "little")
    else:
        gap, data = (int.from_bytes(whole[at + i : at + i + 8], "little") for i in (16, 24))
        whole[data + gap : data + gap + 8] = gap.to_bytes(8, "little")
    path.write_bytes(whole)
    for source in (path, bytes(whole)):
        with pytest.raises(ModelFileError, match="not hold together"):
            kernel(source)


def test_groups_datasets_and_their_element_types_are_told(tmp_path):
    path = tmp_path / "model.h5"
    write_hdf5(path, fill)
    with h5py.File(path, "a") as f:
        f["dense/link"] = h5py.SoftLink("/dense/vars")
        f.create_dataset("dense/half", data=np.zeros(2, ">f2"))
    with open_hdf5(path) as file:
        assert [file.is_group(place) for place in ("", "dense", DATASET, "no")] == [True, True, False, False]
        assert [file.dtype(place) for place in (DATASET, "dense/half", "no")] == ["float32", "float16", None]
        for ask in (file.is_group, file.dtype):
            with pytest.raises(ModelFileError, match="leads elsewhere"):
                ask("dense/link")
        with pytest.raises(ModelFileError, match="got a group"):
            file.dtype("dense")
