"""Fifteen seconds of a monkey in each panel; `python -m tests.browser.monkey` gives it more."""

from __future__ import annotations

import pytest

from tests.browser.monkey import Cage
from tests.panels import PANELS

SEED = 1
SECONDS, ROUNDS = 15, 4


@pytest.mark.parametrize("name", PANELS)
def test_a_monkey_finds_nothing(name, lab, page, figure):
    cage = Cage(page, lab, name, SEED)
    cage.play(SECONDS, ROUNDS)
    assert len(cage.done) > 5 * ROUNDS
    figure(f"monkey in {name}: {len(cage.done)} actions; {cage.held[0]}; in the end {cage.held[-1]}")
    cage.book.end()
