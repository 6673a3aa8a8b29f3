from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ipywidgets as widgets

from kwidgets.forms import give_back
from kwidgets.panels.menu import Menu
from kwidgets.session.driver import Home


class Pages:
    """Pages of which one is seen: a panel computes only what is looked at.

    A page is shown to the browser when it is first turned to, and then only hidden: ipywidgets never forgets a view
    that was taken out of a box.

    Args:
        key: key of what the tabs are called together; the word on a tab stands at `<key>.<name>`.
        pages: the rows of each page by its name.
        turned: called with the name of the page that was turned to.
        switch: whether the tabs are seen.

    Attributes:
        widget: the tabs, and below them the page.
    """

    def __init__(
        self,
        key: str,
        pages: Mapping[str, Sequence[widgets.Widget]],
        turned: Callable[[str], None],
        *,
        switch: bool = True,
    ) -> None:
        self._turned = turned
        self._pages = {name: _page(rows) for name, rows in pages.items()}
        self._home = Home()
        first = next(iter(pages))
        self._menu = Menu(key, tuple(pages), first, self._chosen, tabs=True)
        if not switch:
            self._menu.widget.layout.display = "none"
        self._box = widgets.VBox([self._pages[first]])
        self.widget = widgets.VBox([self._menu.widget, self._box])
        self.widget.add_class("kw-pages")

    @property
    def value(self) -> str:
        """Name of the page that is seen."""
        return self._menu.value

    def turn(self, name: str) -> None:
        """Turn to a page, as a click on its tab does.

        Raises:
            ValueError: where there is no such page.
        """
        self._menu.set(name)
        self._show(name)

    def _chosen(self, name: str) -> None:
        self._home.do(lambda: self._show(name))

    def close(self) -> None:
        """Give back the pages that nobody has turned to."""
        give_back(page for page in self._pages.values() if page not in self._box.children)

    def _show(self, name: str) -> None:
        page = self._pages[name]
        for other in self._box.children:
            other.layout.display = None if other is page else "none"
        if page not in self._box.children:
            self._box.children = (*self._box.children, page)
        self._turned(name)


def _page(rows: Sequence[widgets.Widget]) -> widgets.VBox:
    page = widgets.VBox(list(rows))
    page.add_class("kw-page")
    return page
