"""Catalogs of visible text: flat YAML files, one a language, read when first asked for.

A catalog is a folder with `ko.yaml` and `en.yaml`, each a flat mapping from a dotted key to a text. A text may have
slots: `{name}`, `{value:.2f}`, and with a particle that fits the word `{name:을/를}`, `{value:.1f:이/가}`.
"""

from __future__ import annotations

import difflib
import functools
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kwidgets.i18n.particles import particle

LANGUAGES: Final = ("ko", "en")

_folders: dict[str, Path] = {"": Path(__file__).parent, "param": Path(__file__).parent / "help"}


def add_catalog(folder: str | Path, prefix: str) -> None:
    """Make the texts of another folder known, such as those of a lesson's exercises.

    Args:
        folder: where `ko.yaml` and `en.yaml` lie.
        prefix: what each of its keys begins with, before a dot: `"lesson01"` for keys such as `lesson01.title`.
            Adding a prefix again replaces its folder.

    Raises:
        FileNotFoundError: one of the two files is not there.
        ValueError: the prefix is empty, or has a dot.
    """
    folder = Path(folder)
    if not prefix or "." in prefix:
        raise ValueError(f"The prefix of a catalog is one word without a dot, as in 'lesson01'; got {prefix!r}.")
    for language in LANGUAGES:
        if not (folder / f"{language}.yaml").is_file():
            raise FileNotFoundError(f"A catalog needs ko.yaml and en.yaml; {folder} has no {language}.yaml.")
    _folders[prefix] = folder
    _read.cache_clear()


def template(key: str, language: str) -> str:
    """The text of a key with its slots unfilled.

    Raises:
        KeyError: no catalog has the key; the message names the nearest one.
    """
    texts = _texts(key, language)
    try:
        return texts[key]
    except KeyError:
        near = difflib.get_close_matches(key, texts, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise KeyError(f"No text has the key {key!r} in {language}.yaml.{hint}") from None


def known(key: str) -> bool:
    """Whether there is a text with this key (for texts that are looked up from the special to the general)."""
    return key in _texts(key, LANGUAGES[0])


def keys(room: str) -> tuple[str, ...]:
    """All keys that begin with `room`, such as `live.loss.`."""
    return tuple(key for key in _texts(room, LANGUAGES[0]) if key.startswith(room))


def fill(key: str, language: str, slots: Mapping[str, object]) -> str:
    """The text of a key with its slots filled.

    Raises:
        KeyError: no catalog has the key.
        TypeError: a slot of the text is not given, or a given one is not in the text.
    """
    text = template(key, language)
    wanted = slots_of(text)
    if wanted != slots.keys():
        raise TypeError(
            f"The text {key!r} in {language}.yaml has the slots {sorted(wanted)}; given were {sorted(slots)}."
        )
    return _FORMATTER.vformat(text, (), slots) if wanted else text.replace("{{", "{").replace("}}", "}")


@functools.cache
def slots_of(text: str) -> frozenset[str]:
    """The names of the slots in a text."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _texts(key: str, language: str) -> Mapping[str, str]:
    head = key.partition(".")[0]
    return _read(head if head in _folders else "", language)


@functools.cache
def _read(prefix: str, language: str) -> Mapping[str, str]:
    import yaml

    path = _folders[prefix] / f"{language}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    texts: dict[str, str] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  (a safe one)
    strangers = [key for key in texts if prefix and not key.startswith(f"{prefix}.")]
    if strangers:
        raise ValueError(f"{path.name} was added as {prefix!r}, but has the key {strangers[0]!r}.")
    return texts


class _Formatter(string.Formatter):
    """Python's format language plus a particle as the last part of a slot's format."""

    def format_field(self, value: Any, format_spec: str) -> str:
        number, _, last = format_spec.rpartition(":")
        if "/" not in last:
            return str(super().format_field(value, format_spec))
        word = str(super().format_field(value, number))
        return word + particle(word, last)


_FORMATTER: Final = _Formatter()
