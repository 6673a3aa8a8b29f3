"""The front ends in which every panel is tried: what serves each, and what opens a notebook in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tests.browser.book import Book
from tests.browser.dashboard import Dashboard
from tests.browser.server import Lab, Notebook, Server, Voila
from tests.browser.shown import Shown


class FrontEnd(NamedTuple):
    """A kind of server, and a kind of page that it shows."""

    server: type[Server]
    shown: type[Shown]


FRONT_ENDS: Mapping[str, FrontEnd] = {
    "JupyterLab": FrontEnd(Lab, Book),
    "Notebook 7": FrontEnd(Notebook, Book),
    "Voila": FrontEnd(Voila, Dashboard),
}
