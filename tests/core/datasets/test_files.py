from __future__ import annotations

from pathlib import Path

import pytest

from kcore.datasets import files


def test_the_variable_comes_before_the_working_directory(tmp_path, monkeypatch):
    for folder in ("mine", "lessons/data"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "table.csv").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(files.VARIABLE, raising=False)
    assert files.find("table.csv") == tmp_path / "lessons/data/table.csv"
    monkeypatch.setenv(files.VARIABLE, str(tmp_path / "mine"))
    assert files.find("table.csv") == tmp_path / "mine/table.csv"


def test_folders_above_the_working_directory_are_tried_nearest_first(tmp_path, monkeypatch):
    below = tmp_path / "class" / "lessons" / "ko"
    below.mkdir(parents=True)
    for folder in (tmp_path, tmp_path / "class"):
        (folder / "lessons" / "data").mkdir(parents=True)
        (folder / "lessons" / "data" / "table.csv").touch()
    monkeypatch.chdir(below)
    assert files.find("table.csv") == tmp_path / "class/lessons/data/table.csv"


def test_the_checkout_is_the_last_resort(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(files.VARIABLE, raising=False)
    assert files.find("seattle-weather.csv").parent == Path(__file__).parents[3] / "lessons" / "data"


def test_a_missing_file_says_where_it_was_looked_for_and_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(files.VARIABLE, str(tmp_path / "empty"))
    with pytest.raises(FileNotFoundError) as raised:
        files.find("no-such.csv")
    message = str(raised.value)
    for part in ("no-such.csv", str(tmp_path / "empty"), str(tmp_path / "lessons" / "data"), "KCORE_DATA"):
        assert part in message
