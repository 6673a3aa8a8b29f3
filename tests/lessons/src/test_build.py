from __future__ import annotations

import json

import pytest

from lessons.src import build
from lessons.src.source import SourceError
from tests.lessons.src.sample import TEXT, line_of


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lessons")
    path = folder / "01-sample.py"
    path.write_text(TEXT, encoding="utf-8")
    return path, build.build(path, folder)


def test_a_lesson_is_stored_for_each_language(built):
    path, targets = built
    assert targets == [path.parent / name / "01-sample.ipynb" for name in ("ko", "en")]
    assert sorted(file.name for file in (path.parent / "ko").iterdir()) == ["01-sample.ipynb"]


def test_outputs_are_stored_and_noise_is_not(built):
    _, (korean, _) = built
    text = korean.read_text(encoding="utf-8")
    notebook = json.loads(text)
    widget, picture, two = (cell["outputs"] for cell in notebook["cells"][3:6])
    assert widget[0]["data"] == {"text/plain": ["IntSlider(value=0, description='ko')"]}
    assert picture[0]["data"]["image/png"]
    assert two[0]["data"] == {"text/plain": ["2"]}
    assert [cell.get("execution_count") for cell in notebook["cells"][3:]] == [2, 3, 4, 5]
    assert set(notebook["metadata"]) == {"kernelspec", "language_info", "lesson"}
    assert notebook["metadata"]["language_info"] == {"name": "python"}
    assert "iopub" not in text
    assert text.endswith("}\n")
    assert "더하기" in text


def test_building_twice_gives_the_same_bytes(built):
    path, targets = built
    before = [target.read_bytes() for target in targets]
    build.build(path, path.parent)
    assert [target.read_bytes() for target in targets] == before


def test_a_cell_that_fails_is_named_and_nothing_is_stored(built, tmp_path):
    text = TEXT.replace("\n1 + 1\n", "\n1 / 0\n", 1)
    path = tmp_path / "01-sample.py"
    path.write_text(text, encoding="utf-8")
    (tmp_path / "ko").mkdir()
    (tmp_path / "ko" / "01-sample.ipynb").write_text("kept")
    with pytest.raises(SourceError, match=r"fails in 'ko'(.|\n)*ZeroDivisionError") as raised:
        build.build(path, tmp_path)
    assert str(raised.value).startswith(f"01-sample.py:{line_of(text, '1 / 0') - 1}: ")
    assert (tmp_path / "ko" / "01-sample.ipynb").read_text() == "kept"
    assert not list((tmp_path / "en").glob("*"))


def test_the_command_ends_with_the_fault(tmp_path):
    path = tmp_path / "01-sample.py"
    path.write_text(TEXT.replace('tags=["en"]', 'tags=["fr"]', 1), encoding="utf-8")
    with pytest.raises(SystemExit, match=r"01-sample\.py:\d+: a text cell is"):
        build.main([str(path)])
