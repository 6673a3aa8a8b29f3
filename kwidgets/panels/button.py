from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from kwidgets.i18n import Slot, bind


def button(key: str, asked: Callable[[], None], **slots: Slot) -> widgets.Button:
    """A button with a word and a tooltip that follow the language.

    Args:
        key: key of its word; that of its tooltip is `<key>.tooltip`.
        asked: called at a press.
        **slots: what fills the slots of its word.
    """
    made = widgets.Button()
    bind(made, "description", key, **slots)
    bind(made, "tooltip", f"{key}.tooltip")
    made.on_click(lambda _: asked())
    return made
