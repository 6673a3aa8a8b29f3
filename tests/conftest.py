"""The order of the run, and figures that are printed at its end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest.register_assert_rewrite("tests.browser.book", "tests.browser.shown")

FIGURES: pytest.StashKey[list[str]] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first, so that a mistake shows at once; browser and slow tests last."""

    def rank(item: pytest.Item) -> tuple[bool, bool]:
        return item.get_closest_marker("slow") is not None, item.path.parent.name == "browser"

    items.sort(key=rank)


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Takes lines with measured figures; they are printed at the end of the run, and judge nothing."""
    return request.config.stash[FIGURES].append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash[FIGURES]:
        terminalreporter.section("figures")
        for line in config.stash[FIGURES]:
            terminalreporter.write_line(line)
