"""The scripts of our own widgets."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import anywidget
import pytest

import kwidgets


def own_widgets():
    modules = [import_module(module.name) for module in pkgutil.walk_packages(kwidgets.__path__, "kwidgets.")]
    things = {thing for module in modules for thing in vars(module).values() if isinstance(thing, type)}
    return sorted((cls for cls in things if issubclass(cls, anywidget.AnyWidget) and "_esm" in vars(cls)), key=str)


@pytest.mark.parametrize("cls", own_widgets())
def test_scripts_and_styles_are_texts(cls):
    why = "anywidget watches a script that is given as a path, and keeps every widget for that: give it as a text"
    assert type(cls._esm) is str, why
    assert type(cls._css) is str, why
