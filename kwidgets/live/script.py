"""Puts the ES module of a view together.

A browser gets one script and one style sheet a view, without a bundler: the files are joined in the order in which
they build on each other. Each file is a plain script of functions; the last one ends in the `export default` that
anywidget asks for.
"""

from __future__ import annotations

import json
from pathlib import Path

from kwidgets import theme


def script(*names: str) -> str:
    """The joined text of JavaScript files of this folder, after the colours of the theme that they paint with."""
    table = f"const SCALES = {json.dumps(theme.SCALES)};\nconst SERIES = {json.dumps(list(theme.SERIES.values()))};"
    return "\n".join([table, *(compact(_read(name)) for name in names)])


def sent(path: Path) -> str:
    """What of a JavaScript file of the package travels to a browser: those of this folder go compact."""
    text = path.read_text(encoding="utf-8")
    return compact(text) if path.parent == Path(__file__).parent else text


def compact(text: str) -> str:
    """A script as it is sent: without indentation and lines of comment; no text of ours goes over several lines."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def style(*names: str) -> str:
    """The joined text of style sheets of this folder, after the looks of the theme as CSS variables."""
    colours = " ".join(f"--kw-{name}: {value};" for name, value in theme.LOOKS.items())
    return "\n".join([f".kw-live {{ {colours} }}", *map(_look, theme.LOOKS), _PLAIN, *(_read(name) for name in names)])


def _look(name: str) -> str:
    """Colour and dash of a look: its own colour leans towards the text's."""
    dash = " ".join(map(str, theme.DASHES[name])) or "none"
    ink = f"color-mix(in srgb, var(--kw-{name}) {theme.SHARES[name]}%, currentColor)"
    return f".kw-live .kw-{name} {{ --kw-ink: {ink}; --kw-dash: {dash}; }}"


_PLAIN = f"""@media (forced-colors: active) {{
  .kw-live :is({", ".join(f".kw-{name}" for name in theme.LOOKS)}) {{ --kw-ink: CanvasText; }}
}}"""


def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
