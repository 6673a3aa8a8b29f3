"""What the documents say is so: code runs, paths exist, both languages tell the same."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.ko.md")
LESSONS = ("lessons/README.md", "lessons/README.ko.md")
DOCUMENTS = (*READMES, *LESSONS, "CONTRIBUTING.md", "CHANGELOG.md", "core/README.md", "bench/README.md")
BADGE = re.compile(r"https://mybinder\.org/v2/gh/kwidgets/kwidgets/HEAD\?urlpath=lab/tree/([^)]+)")
DEMO = "https://mybinder.org/v2/gh/kwidgets/kwidgets/HEAD?urlpath=voila/render/demo/playground.ipynb"


def text(name):
    return (CHECKOUT / name).read_text(encoding="utf-8")


def blocks(name, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text(name), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if blocks(name, "python")])
def test_the_code_in_a_document_runs(name):
    for code in blocks(name, "python"):
        command = [sys.executable, "-W", "error", "-c", code]
        done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_readmes_show_code_that_beats_the_baseline_it_prints():
    for name in READMES:
        (code,) = blocks(name, "python")
        command = [sys.executable, "-c", code]
        said = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
        model, rule = (float(number) for number in re.findall(r"\d+\.\d+", said))
        assert model < rule


def test_both_readmes_have_the_same_code_links_and_commands():
    ours, theirs = (text(name) for name in READMES)
    assert [line.partition("print")[0] for code in blocks("README.md", "python") for line in code.splitlines()] == [
        line.partition("print")[0] for code in blocks("README.ko.md", "python") for line in code.splitlines()
    ]
    assert len(re.findall("^#+ ", ours, re.MULTILINE)) == len(re.findall("^#+ ", theirs, re.MULTILINE))
    assert DEMO in ours
    assert DEMO in theirs
    for command in ("make lab", "make lab-ko", "make demo", "make demo-ko", "make test"):
        assert f"`{command}`" in ours
        assert f"`{command}`" in theirs


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_within_the_checkout_lead_somewhere(name):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text(name))
    folder = (CHECKOUT / name).parent
    assert not [link for link in links if not (folder / link).exists()]


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.ko.md", "ko")])
def test_the_badge_opens_a_lesson_that_is_there(name, language):
    (lesson,) = BADGE.findall(text(name))
    assert lesson == f"lessons/{language}/01-three-parts.ipynb"
    assert (CHECKOUT / lesson).is_file()


def test_the_map_of_the_code_names_what_is_there():
    """Whatever looks like a path of this checkout in CONTRIBUTING.md: `core/…`, `tests/…`, a file's name."""
    words = set(re.findall(r"`([\w./-]+/[\w./-]*)`", text("CONTRIBUTING.md")))
    words |= set(re.findall(r"^([a-z]+/(?:[a-z]+/)?) ", text("CONTRIBUTING.md"), re.MULTILINE))
    words = {word for word in words if not word.startswith((".venv", "lessons/src/NN"))}
    assert len(words) > 20
    assert not [word for word in sorted(words) if not (CHECKOUT / word).exists()]


def test_the_targets_named_in_documents_exist():
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    for name in DOCUMENTS:
        assert set(re.findall(r"`make ([a-z-]+)", text(name))) <= targets, name


def test_the_changelog_keeps_its_form():
    titles = re.findall(r"^## (.*)$", text("CHANGELOG.md"), re.MULTILINE)
    assert titles[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", title) for title in titles[1:])
    kinds = set(re.findall(r"^### (.*)$", text("CHANGELOG.md"), re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
