"""Every data file is what its card says."""

from __future__ import annotations

import csv
import re

import pytest

from lessons.data import cards, make

CARDS = cards.read_all()
DATA_FILES = [path for path in cards.FOLDER.iterdir() if path.suffix not in {".md", ".py", ""}]


def test_each_data_file_has_a_card_and_a_converter():
    assert {card.file for card in CARDS} == {path.name for path in DATA_FILES} == set(make.CONVERTERS)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.file)
def test_the_file_is_as_its_card_says(card):
    path = cards.FOLDER / card.file
    assert cards.checksum(path) == card.sha256
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert tuple(header) == card.columns
    assert len(rows) == card.rows
    assert re.fullmatch(r"[\w-]+==[\d.]+", card.package)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.file)
def test_the_card_speaks_both_languages_of_each_column(card):
    text = (cards.FOLDER / card.file).with_suffix(".md").read_text(encoding="utf-8")
    korean, english = text.split("## English")
    for column in card.columns:
        assert f"`{column}`" in korean
        assert f"`{column}`" in english


def test_the_conversion_changes_dates_and_line_ends_only():
    raw = b"date,precipitation\r\n2012/01/01,0.0\r\n2012/01/02,10.9\r\n"
    assert make.seattle_weather(raw) == b"date,precipitation\n2012-01-01,0.0\n2012-01-02,10.9\n"


def test_a_file_as_its_card_says_is_left_alone(capsys):
    before = {path: path.stat().st_mtime_ns for path in DATA_FILES}
    make.main()
    assert {path: path.stat().st_mtime_ns for path in DATA_FILES} == before
    assert capsys.readouterr().out.count("as its card says") == len(CARDS)


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
