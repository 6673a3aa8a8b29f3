from __future__ import annotations

from collections.abc import Iterator

import pytest
from ipywidgets import Widget

from kwidgets import i18n


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in English and without widgets, whatever another one left behind.

    ipywidgets keeps every widget that is not closed, and each would follow every change of language.
    """
    i18n.set_language("en")
    yield
    Widget.close_all()
    i18n.set_language("en")
