from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kwidgets.forms.lists import Dropdown
from kwidgets.i18n import bind, on_language, t


class Adder:
    """A list of names of code, from which one is added at a time.

    Args:
        key: key of its name; what it shows while nothing is chosen stands at `<key>.choose`.
        chosen: called with the name that was chosen in the page.

    Attributes:
        widget: the list.
    """

    def __init__(self, key: str, chosen: Callable[[str], None]) -> None:
        self._key, self._chosen = key, chosen
        self._names: tuple[str, ...] = ()
        self._writing = False
        self.widget = Dropdown()
        self.widget.style.description_width = "initial"
        bind(self.widget, "description", key)
        bind(self.widget, "tooltip", f"{key}.tooltip")
        self.widget.observe(self._told, "value")
        on_language(self._show)

    def show(self, names: Sequence[str]) -> None:
        """Offer these names."""
        if tuple(names) != self._names:
            self._names = tuple(names)
            self._show()

    def _show(self) -> None:
        self._writing = True
        self.widget.options = [(t(f"{self._key}.choose"), ""), *((name, name) for name in self._names)]
        self.widget.value = ""
        self._writing = False

    def _told(self, change: Any) -> None:
        if not self._writing and change.new:
            name = change.new
            self._show()
            self._chosen(name)
