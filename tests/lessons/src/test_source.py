from __future__ import annotations

import nbformat
import pytest

from lessons.src.source import SourceError, read
from tests.lessons.src.sample import CELLS, HEADER, TEXT, line_of


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "01-sample.py"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_source_becomes_two_notebooks(written):
    source = read(written(TEXT))
    korean, english = (source.notebook(language) for language in ("ko", "en"))
    for notebook in (korean, english):
        nbformat.validate(notebook)
        kinds = [cell.cell_type for cell in notebook.cells]
        assert kinds == ["markdown", "code", "markdown", "code", "code", "code", "code"]
        assert notebook.cells[3].metadata == {"tags": ["nbval-ignore-output"]}
        assert "tags" not in notebook.cells[0].metadata
        assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
        assert notebook.metadata.kernelspec.name == "python3"
    assert korean.cells[0].source == "# 더하기"
    assert english.cells[0].source == "# Adding"
    assert korean.cells[1].source.endswith('shop.set_language("ko")')
    assert english.cells[1].source.endswith('shop.set_language("en")')
    assert [a.source for a in korean.cells[3:]] == [b.source for b in english.cells[3:]]
    assert korean.metadata.lesson == {
        "name": "01-sample",
        "language": "ko",
        "minutes": 5,
        "title": "더하기",
        "objectives": ["두 수를 더해요"],
    }
    assert english.metadata.lesson.title == "Adding"


def test_ids_survive_a_cell_added_before(written):
    before = read(written(TEXT)).notebook("ko")
    after = read(written(HEADER + "# %%\nadded = 1\n\n" + CELLS)).notebook("ko")
    assert [cell.id for cell in after.cells[1:]] == [cell.id for cell in before.cells]


@pytest.mark.parametrize(
    ("old", "new", "mark", "message"),
    [
        ('# %% [markdown] tags=["en"]\n# # Adding\n', "", "# # 더하기", "'ko' cell has no twin"),
        ('tags=["en"]\n# Predict', 'tags=["ko"]\n# Predict', "# 예측해", "'ko' cell has no twin"),
        ("# %%\n1 + 1\n", '# %% [markdown] tags=["en"]\n# End.\n', "# End", "'en' cell has no twin"),
        ('[markdown] tags=["ko"]\n# # 더', "[markdown]\n# # 더", "# # 더", "a text cell is"),
        ('tags=["ko"]\n# # 더', 'tags=["ko", "en"]\n# # 더', "# # 더", "a text cell is"),
        ('tags=["en"]\n# # A', 'tags=["en", "hint"]\n# # A', "# # A", "twins have the same"),
        ('tags=["nbval-ignore-output"]', 'tags=["ko"]', "import ipywidgets", "code is common"),
        ("1 + 1\n", "1 + 1;\n", "1 + 1;", "trailing ';'"),
        ("# %%\n1 + 1\n", '# %% [raw] tags=["en"]\n# End.\n', "# End", "a text cell is"),
    ],
)
def test_a_fault_is_reported_with_the_line_of_its_cell(written, old, new, mark, message):
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    with pytest.raises(SourceError, match=message) as raised:
        read(written(text))
    assert str(raised.value).startswith(f"01-sample.py:{line_of(text, mark) - 1}: ")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('shop.set_language("en")', "shop.language = 'en'", "found 0"),
        ("\n1 + 1\n", '\nshop.set_language("en")\n', "found 2"),
        ("#     minutes: 5\n", "", "exactly title, minutes and objectives"),
        ("minutes: 5", "minutes: 5\n#     author: x", "exactly title, minutes and objectives"),
        ("minutes: 5", "minutes: five", "minutes as a whole number"),
        ("minutes: 5", "minutes: true", "minutes as a whole number"),
        (", en: Adding", "", "title in ko and en"),
        ("[Add two numbers]", "Add", "one to 3 objectives"),
        ("[Add two numbers]", "[a, b, c, d]", "one to 3 objectives"),
        ("[Add two numbers]", "[Add, Count]", "as many objectives"),
        (HEADER, "", "exactly title, minutes and objectives"),
        ("# ---\n\n#", "# ---\n\nprint()\n\n#", "text before the first"),
    ],
)
def test_a_fault_of_the_lesson_is_reported(written, old, new, message):
    assert old in TEXT
    with pytest.raises(SourceError, match=message):
        read(written(TEXT.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("korean", "english", "fault"),
    [
        ("[[weight]] 예측", "weight", "twins mark the same terms"),
        ("[[weight]] [[wieght]]", "[[weight]] [[wieght]]", "no term 'wieght'"),
        ("[[weight]] [[weight]]", "[[weight]] [[weight]]", "marked a second time"),
    ],
)
def test_marks_of_terms_are_checked(written, korean, english, fault):
    text = TEXT.replace("예측해 보세요.", korean).replace("Predict first.", english)
    with pytest.raises(SourceError, match=fault) as error:
        read(written(text))
    assert "01-sample.py:" in str(error.value)


def test_cards_stand_below_the_cell_in_which_a_term_is_first_used(written):
    text = TEXT.replace("예측해 보세요.", "[[weight]]가 정해요.").replace("Predict first.", "The [[weight]] decides.")
    source = read(written(text))
    assert "낱말 카드: 가중치" in source.notebook("ko").cells[2].source
    assert "Word card: weight" in source.notebook("en").cells[2].source
