from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kwidgets.forms.lists import Dropdown
from kwidgets.i18n import bind, on_language, t
from kwidgets.panels.tabs import Tabs


class Menu:
    """A list to choose from whose words follow the language.

    Args:
        key: key of its name; the word for a value stands at `<key>.<value>`.
        values: what can be chosen.
        value: what is chosen first.
        chosen: called with the value that was chosen in the page.
        tabs: whether all values stand side by side as tabs.

    Attributes:
        widget: the list, or the row of tabs.
    """

    def __init__(
        self, key: str, values: Sequence[str], value: str, chosen: Callable[[str], None], *, tabs: bool = False
    ) -> None:
        self._key, self._values, self._chosen = key, tuple(values), chosen
        self._speaking = False
        self.widget = Tabs() if tabs else Dropdown()
        if not tabs:
            self.widget.style.description_width = "initial"
        bind(self.widget, "description", key)
        self._options(value)
        self.widget.observe(self._told, "value")
        on_language(self._speak)

    @property
    def value(self) -> str:
        """What is chosen."""
        return str(self.widget.value)

    def set(self, value: str, values: Sequence[str] | None = None) -> None:
        """Choose without telling anyone, perhaps from other values.

        Raises:
            ValueError: for a value that cannot be chosen.
        """
        values = self._values if values is None else tuple(values)
        if value not in values:
            raise ValueError(f"{value!r} cannot be chosen here; choose from {', '.join(map(repr, values))}.")
        self._values = values
        self._options(value)

    def _speak(self) -> None:
        self._options(self.value)

    def _options(self, value: str) -> None:
        self._speaking = True  # new words make the list jump to its first value on the way
        self.widget.options = [(t(f"{self._key}.{each}"), each) for each in self._values]
        self.widget.value = value
        self._speaking = False

    def _told(self, change: Any) -> None:
        if not self._speaking:
            self._chosen(change.new)
