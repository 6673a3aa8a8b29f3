from __future__ import annotations

from collections.abc import Iterator

import pytest

from kwidgets import i18n


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in English, whatever language another one left behind."""
    i18n.set_language("en")
    yield
    i18n.set_language("en")
