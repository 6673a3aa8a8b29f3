"""Fixtures of the browser tests; the package's docstring says how to use them.

They end with this package, not with the whole run: playwright's event loop stays the running one of its
thread, and other tests start loops of their own.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import machine
from tests.browser.book import Book
from tests.browser.panel import DATA, TRIAD, Panel
from tests.browser.server import Lab, Server
from tests.browser.shown import write

CHECKOUT = Path(__file__).resolve().parents[2]
FLAGS = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--no-sandbox", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # A headless page counts as hidden; without these its timers and frames would be slowed down.
    *("--disable-background-timer-throttling", "--disable-renderer-backgrounding"),
    "--disable-backgrounding-occluded-windows",
)


@pytest.fixture(scope="package")
def server(tmp_path_factory) -> Iterator[Callable[[type[Server]], Server]]:
    """The one server of a front end, started when it is first asked for."""
    with ExitStack() as stack:

        @cache
        def start(front_end: type[Server]) -> Server:
            started = front_end(tmp_path_factory.mktemp(front_end.PACKAGE))
            stack.callback(started.stop)
            return started

        yield start


@pytest.fixture(scope="package")
def lab(server) -> Server:
    return server(Lab)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = machine.chromium()
    if program is None:
        pytest.fail(f"no Chromium: {machine.HOW_TO_GET}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def notebook(lab, page, request) -> Iterator[Callable[[str | Path | list[str]], Book]]:
    """Opens a copy of the notebook at a path (from the checkout's root), or one made of code cells."""
    folder = lab.root / request.node.name.translate(str.maketrans("[]/ ", "____"))
    folder.mkdir()

    def open_copy(notebook: str | Path | list[str]) -> Book:
        if isinstance(notebook, list):
            name = "cells.ipynb"
            write(folder / name, notebook)
        else:
            name = Path(notebook).name
            shutil.copy(CHECKOUT / notebook, folder / name)
        return Book(page, lab, f"{folder.name}/{name}")

    yield open_copy
    page.close()
    lab.clear()


@pytest.fixture
def panel(notebook) -> Callable[..., Panel]:
    """Opens a notebook with lesson 1's panel below its second cell; `speed` is the one it starts with."""

    def open_panel(speed: str = "epochs") -> Panel:
        book = notebook([DATA, TRIAD.format(speed=speed), ""])
        book.page.set_viewport_size({"width": 1280, "height": 1700})
        book.run_all()
        return Panel(book)

    return open_panel
