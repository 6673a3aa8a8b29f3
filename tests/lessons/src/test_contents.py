from __future__ import annotations

import re

import pytest

from lessons.src import build, contents
from lessons.src.source import LANGUAGES, SourceError
from tests.lessons.src.sample import TEXT


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_that_of_the_sources(language):
    text = contents.readme(language).read_text(encoding="utf-8")
    assert contents.with_table(text, language) == text, "run `python -m lessons.src.contents`"
    rows = re.findall(r"^\| (\d+) \| \[.+?\]\((\S+)\) \| (\d+) \|", text, re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == [int(path.name[:2]) for path in build.sources()]
    assert all((build.LESSONS / link).is_file() for _, link, _ in rows)
    assert len(re.findall(rf"HEAD\?urlpath=lab/tree/lessons/{language}/", text)) == len(rows)


def test_minutes_that_differ_from_the_header_are_an_error_with_its_place(tmp_path, monkeypatch):
    path = tmp_path / "01-sample.py"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(contents, "sources", lambda: [path])
    with pytest.raises(SourceError, match=r"01-sample\.py:\d+: below the title stands a line"):
        contents.table("en")
