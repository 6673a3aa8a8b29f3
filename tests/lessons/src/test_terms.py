from __future__ import annotations

import re

import pytest

from kwidgets.i18n import terms as glossary
from lessons.src import terms


def test_a_mark_becomes_a_word_in_bold_and_a_card_below():
    english = terms.expand("A [[weight]] and its [[bias]].", "en")
    assert english.startswith(
        "A **weight** and its **bias**.\n\n<details><summary>Word card: weight · bias</summary>\n\n"
    )
    assert "- **bias**: A number that a unit adds at the end" in english
    korean = terms.expand("[[weight]]가 정해요.", "ko")
    assert korean.startswith("**가중치**(weight)가 정해요.\n\n<details><summary>낱말 카드: 가중치</summary>")


@pytest.mark.parametrize(
    ("mark", "korean", "english"),
    [
        ("[[weight|가중치들]]", "**가중치들**", "**가중치들**"),
        ("[[unit]]", "**유닛**(뉴런)", "**unit**"),
        ("[[ReLU]]", "**렐루**(ReLU)", "**ReLU**"),
        ("[[linear]]", "**선형**(항등) 함수", "**linear**"),
        ("[[neural network|신경망(네트워크, neural network)]]", "**신경망**(네트워크, neural network)", None),
    ],
)
def test_other_forms_of_a_word(mark, korean, english):
    assert terms.expand(f"{mark}을", "ko").partition("\n")[0] == f"{korean}을"
    if english:
        assert terms.expand(mark, "en").partition("\n")[0] == english


def test_text_without_marks_is_left_alone():
    assert terms.expand("a [link](b) and x[[1]] = 2"[:16], "en") == "a [link](b) and "


def test_an_unknown_term_is_refused():
    with pytest.raises(ValueError, match="no term 'wieght'"):
        terms.expand("[[wieght]]", "en")


def test_every_card_is_one_or_two_short_sentences_in_its_language():
    for term in glossary().values():
        assert re.search("[가-힣]", term.cards["ko"])
        assert not re.search("[가-힣]", term.cards["en"])
        for card in term.cards.values():
            assert card.endswith(".")
            assert 10 < len(card) < 160, term.english
            assert card.count(". ") <= 2
