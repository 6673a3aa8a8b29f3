"""What stands on the screen, and in which language."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import ipywidgets as widgets

HANGUL = re.compile("[가-힣]")
# Three English words in a row are a sentence; names of classes, values and units are not.
SENTENCE = re.compile(r"\b[A-Za-z][a-z']+(?:,? [A-Za-z][a-z']*){2,}")
# What is no text of ours: code, styles, and what the engine or Python says about an error.
MARKUP = re.compile(r"<(?:style|pre|code|details)\b.*?</(?:style|pre|code|details)>|<[^>]*>", re.DOTALL)
QUOTED = re.compile(r"엔진이 하는 말.*|^(?:import|from) .*$", re.DOTALL | re.MULTILINE)
# Traits that hold no texts for people.
SILENT = {"layout", "style", "icon", "button_style", "bar_style", "orientation", "readout_format", "locale", "format"}


def texts(root: widgets.Widget) -> Iterator[tuple[str, str]]:
    """All texts that are seen in a widget and those below it, each with the name of its trait."""
    seen: set[int] = set()

    def below(value: Any) -> Iterator[widgets.Widget]:
        if isinstance(value, widgets.Widget):
            hidden = isinstance(value, widgets.DOMWidget) and value.layout.display == "none"
            if hidden or id(value) in seen:
                return
            seen.add(id(value))
            yield value
            for name in value.keys:
                yield from below(getattr(value, name))
        elif isinstance(value, list | tuple | dict):
            for part in value.values() if isinstance(value, dict) else value:
                yield from below(part)

    for widget in below(root):
        for name in widget.keys:
            if name == "_options_labels" or not (name.startswith("_") or name in SILENT):
                yield from ((f"{type(widget).__name__}.{name}", text) for text in _strings(getattr(widget, name)))


def english(root: widgets.Widget) -> list[str]:
    """Texts that hold an English sentence."""
    return [f"{place}: {text}" for place, text in texts(root) if SENTENCE.search(_plain(text))]


def korean(root: widgets.Widget) -> list[str]:
    """Texts that hold Hangul, but for the name of the language itself."""
    return [f"{place}: {text}" for place, text in texts(root) if HANGUL.search(_plain(text).replace("한국어", ""))]


def _plain(text: str) -> str:
    return QUOTED.sub("", html.unescape(MARKUP.sub(" ", text)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)
