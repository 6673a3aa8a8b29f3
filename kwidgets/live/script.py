"""Puts the ES module of a view together.

A browser gets one script and one style sheet a view, without a bundler: the files are joined in the order in which
they build on each other. Each file is a plain script of functions; the last one ends in the `export default` that
anywidget asks for.
"""

from __future__ import annotations

from pathlib import Path

from kwidgets import theme


def script(*names: str) -> str:
    """The joined text of JavaScript files of this folder."""
    return "\n".join(_read(name) for name in names)


def style(*names: str) -> str:
    """The joined text of style sheets of this folder, after the colours of the theme as CSS variables."""
    colours = " ".join(f"--kw-{name}: {value};" for name, value in theme.COLOURS.items())
    return "\n".join([f".kw-live {{ {colours} }}", *(_read(name) for name in names)])


def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
