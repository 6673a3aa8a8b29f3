"""Archives: what is read, what is refused, and writing."""

from __future__ import annotations

import contextlib
import zipfile

import pytest

from kcore.files import ModelFileError, archive_members, read_archive, write_archive
from tests.core.files import archive_cases
from tests.core.files.cases import Case, ids

WANTED = {"config.json": 4096, "weights": 20_000, "metadata.json": 4096}
CASES = archive_cases.CASES


def members(path):
    return read_archive(path, WANTED, optional=("metadata.json",))


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_archive(case: Case, tmp_path):
    path = tmp_path / "model.keras"
    case.source(path)
    before = sorted(tmp_path.rglob("*"))
    if case.reason is None:
        found = members(path)
        assert found["config.json"] == archive_cases.MEMBERS["config.json"]
        assert found["weights"] in (archive_cases.MEMBERS["weights"], b"")
    else:
        with pytest.raises(ModelFileError) as caught:
            members(path)
        assert case.reason in str(caught.value)
        assert caught.value.path == str(path)
        assert len(str(caught.value)) <= 500
        assert str(caught.value).isprintable()
    assert sorted(tmp_path.rglob("*")) == before  # nothing is extracted


def test_written_archives_are_read_and_the_same_each_time(tmp_path):
    first, second = tmp_path / "a.keras", tmp_path / "b.keras"
    for path in (first, second):
        write_archive(path, {"config.json": "{}", "weights": b"\0\1", "metadata.json": "{}"})
    assert first.read_bytes() == second.read_bytes()
    assert members(first) == {"config.json": b"{}", "weights": b"\0\1", "metadata.json": b"{}"}
    with zipfile.ZipFile(first) as archive:
        assert archive.testzip() is None


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_the_table_of_contents_is_told_or_the_file_refused(case: Case, tmp_path):
    path = tmp_path / "model.keras"
    case.source(path)
    if case.reason is None:
        assert ("config.json", 400) in archive_members(path)
        return
    with contextlib.suppress(ModelFileError):  # what is wrong may lie inside of a member, which is not looked at
        assert all(isinstance(name, str) and size >= 0 for name, size in archive_members(path))
