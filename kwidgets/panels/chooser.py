from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kwidgets.forms.lists import Dropdown
from kwidgets.i18n import bind


class Chooser:
    """A list of names to choose from, such as those of layers, which are the same in every language.

    Args:
        key: key of what is chosen; that of the tooltip is `<key>.tooltip`.
        chosen: called with the number of what was chosen in the page.

    Attributes:
        widget: the list.
    """

    def __init__(self, key: str, chosen: Callable[[int], None]) -> None:
        self._chosen = chosen
        self._offering = False
        self._titles: tuple[str, ...] = ()
        self.widget = Dropdown()
        self.widget.style.description_width = "initial"
        bind(self.widget, "description", key)
        bind(self.widget, "tooltip", f"{key}.tooltip")
        self.widget.observe(self._told, "value")

    @property
    def number(self) -> int:
        """Number of what is chosen; -1 where there is nothing to choose from."""
        return -1 if self.widget.value is None else int(self.widget.value)

    def offer(self, titles: Sequence[str], number: int = 0) -> None:
        """Offer other names, and choose one without telling anyone."""
        self._offering = True
        if tuple(titles) != self._titles:
            self._titles = tuple(titles)
            self.widget.options = [(title, i) for i, title in enumerate(titles)]
        self.widget.value = number if titles else None
        self.widget.disabled = len(titles) < 2
        self._offering = False

    def _told(self, change: Any) -> None:
        if not self._offering and change.new is not None:
            self._chosen(int(change.new))
