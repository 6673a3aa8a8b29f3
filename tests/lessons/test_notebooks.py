"""The notebooks in the tree are those of their sources. What their cells print is nbval's business."""

from __future__ import annotations

import re

import nbformat
import pytest

from lessons.src import build
from lessons.src.source import LANGUAGES, read

SOURCES = build.sources()
NAMES = [path.stem for path in SOURCES]


def stored(name, language):
    return nbformat.read(build.LESSONS / language / f"{name}.ipynb", as_version=4)


def test_there_is_a_first_lesson():
    assert NAMES[0] == "01-three-parts"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notebook_has_a_source(language):
    assert sorted(path.stem for path in (build.LESSONS / language).glob("*.ipynb")) == NAMES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_a_notebook_is_up_to_date_with_its_source(path, language):
    expected, found = read(path).notebook(language), stored(path.stem, language)
    for cell in found.cells:
        if cell.cell_type == "code":
            assert cell.execution_count, "this cell was never executed; run `make lessons`"
            cell.outputs, cell.execution_count = [], None
    assert found == expected, "run `make lessons`"


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_cells(name):
    korean, english = (stored(name, language).cells for language in LANGUAGES)
    assert len(korean) == len(english)
    for ours, theirs in zip(korean, english, strict=True):
        assert ours.cell_type == theirs.cell_type
        assert ours.metadata == theirs.metadata
        if ours.cell_type == "code":
            assert ours.source.replace('set_language("ko")', 'set_language("en")') == theirs.source
        else:
            assert re.findall("^#+ ", ours.source, re.MULTILINE) == re.findall("^#+ ", theirs.source, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_the_korean_text_is_korean_and_the_english_is_not(name):
    for language, share in (("ko", lambda part: part > 0.2), ("en", lambda part: part < 0.02)):
        text = "".join(cell.source for cell in stored(name, language).cells if cell.cell_type == "markdown")
        letters = re.sub(r"[\W\d_]", "", text)
        assert share(len(re.findall("[가-힣]", letters)) / len(letters)), language


# Two stars between a sign and a letter begin bold type, and do not end it: Korean particles need care.
UNENDED = re.compile(r"(?<![\s*])[^\w\s*]\*\*\w")


@pytest.mark.parametrize("name", NAMES)
def test_bold_type_ends_where_it_should(name):
    assert UNENDED.search('**"언제나 평균"**이에요')
    for language in LANGUAGES:
        for cell in stored(name, language).cells:
            if cell.cell_type == "markdown":
                prose = re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL)
                starts = [m for m in UNENDED.finditer(prose) if prose[: m.start()].count("**") % 2]
                assert not starts, starts[0].string[starts[0].start() - 20 : starts[0].end() + 10]
