"""The instructor's pages: complete in both languages, minutes that add up, demos that run, answers that are right."""

from __future__ import annotations

import ast
import re

import pytest

import kwidgets as kw
from lessons.src import build
from lessons.src.source import LANGUAGES, read
from tests.lessons.walk import LESSONS, run

PAGES = build.LESSONS / "instructor"
SECTIONS = {
    "ko": ["목표", "시간표", "할 말", "막히는 곳", "건너뛰어도 되는 것", "5분 시연", "답"],
    "en": ["Goals", "Minutes", "What to say", "Where classes get stuck", "What to skip", "Five-minute demo", "Answers"],
}
EACH = pytest.mark.parametrize(("name", "language"), [(name, language) for name in LESSONS for language in LANGUAGES])


def page(name, language):
    return (PAGES / language / f"{name}.md").read_text(encoding="utf-8")


def sections(name, language):
    titles, *parts = re.split(r"^## (.+)\n", page(name, language), flags=re.MULTILINE)
    return titles, dict(zip(parts[::2], parts[1::2], strict=True))


def blocks(text):
    return re.findall(r"^```python\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


@EACH
def test_a_page_has_its_title_and_its_sections(name, language):
    head, found = sections(name, language)
    title = read(build.LESSONS / "src" / f"{name}.py").lesson["title"][language]
    assert head.strip() == f"# {int(name[:2])}. {title}"
    assert list(found) == SECTIONS[language]
    assert all(text.strip() for text in found.values())


@EACH
def test_minutes_add_up_to_those_of_the_lesson(name, language):
    table = sections(name, language)[1][SECTIONS[language][1]]
    *parts, total = [int(minutes) for minutes in re.findall(r"^\|.+\|\s*(\d+)\s*\|$", table, re.MULTILINE)]
    assert sum(parts) == total == read(build.LESSONS / "src" / f"{name}.py").lesson["minutes"]


@pytest.mark.parametrize("name", LESSONS)
def test_the_demo_is_the_same_in_both_languages_and_ends_in_a_panel(name, tmp_path, monkeypatch):
    monkeypatch.setenv("KWIDGETS_STATE", str(tmp_path))
    korean, english = (blocks(sections(name, language)[1][SECTIONS[language][5]]) for language in LANGUAGES)
    assert len(korean) == len(english) == 1
    assert korean[0].replace('set_language("ko")', 'set_language("en")') == english[0]
    assert "kw.set_presenter(True)" in english[0]
    try:
        shown = run(english[0], {})
        assert "application/vnd.jupyter.widget-view+json" in shown._repr_mimebundle_()
    finally:
        kw.set_presenter(False)


@EACH
def test_the_answers_are_those_that_pass(name, language):
    given = [plain(block) for block in blocks(sections(name, language)[1][SECTIONS[language][6]])]
    for exercise, code in LESSONS[name].reference.items():
        shown = [block for block in given if f"kw.check('{exercise}'" in block]
        # A page may leave out lines that stand in the cell already.
        assert any(set(block.splitlines()) <= set(plain(code).splitlines()) for block in shown), exercise


def plain(code):
    """Code as it is parsed, without the line that sets the seed."""
    lines = [ast.unparse(line) for line in ast.parse(code).body]
    return "\n".join(line for line in lines if "SEED" not in line)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_no_other_pages(language):
    assert {path.stem for path in (PAGES / language).glob("*.md")} == {"README", *LESSONS}
