"""Catalogs of visible text: flat YAML files, one a room and language, read when first asked for.

A catalog is a folder with the folders `ko` and `en`. In both lie the same files, one a room: `live.yaml` holds the
texts whose dotted keys begin with `live.`. A text may have slots: `{name}`, `{value:.2f}`, and with a particle that
fits the word `{name:을/를}`, `{value:.1f:이/가}`.
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

_OWN: Final = Path(__file__).parent
_rooms: dict[str, Path] = {path.stem: _OWN for path in (_OWN / LANGUAGES[0]).glob("*.yaml")}


def add_catalog(folder: str | Path) -> None:
    """Make the texts of another folder known, such as those of the lessons' exercises.

    Args:
        folder: holds `ko/<room>.yaml` and `en/<room>.yaml`. Adding a room again replaces it.

    Raises:
        FileNotFoundError: a room is there in one language only, or there is none.
        ValueError: a room has the name of one of our own, or a dot in its name.
    """
    folder = Path(folder)
    found = {language: {path.stem for path in (folder / language).glob("*.yaml")} for language in LANGUAGES}
    rooms = set.union(*found.values())
    for language, there in found.items():
        if there != rooms or not rooms:
            missing = (
                ", ".join(f"{language}/{room}.yaml" for room in sorted(rooms - there)) or f"{language}/<room>.yaml"
            )
            raise FileNotFoundError(f"A catalog needs each room in Korean and English; {folder} has no {missing}.")
    for room in rooms:
        if "." in room or _rooms.get(room) == _OWN:
            raise ValueError(f"A room of texts is one word without a dot that no other room has; got {room!r}.")
    _rooms.update(dict.fromkeys(rooms, folder))
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
        room = key.partition(".")[0]
        near = difflib.get_close_matches(key, texts, n=1) or difflib.get_close_matches(room, _rooms, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise KeyError(f"No text has the key {key!r} in {language}/{room}.yaml.{hint}") from None


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
        raise TypeError(f"The text {key!r} in {language} has the slots {sorted(wanted)}; given were {sorted(slots)}.")
    return _FORMATTER.vformat(text, (), slots) if wanted else text.replace("{{", "{").replace("}}", "}")


@functools.cache
def slots_of(text: str) -> frozenset[str]:
    """The names of the slots in a text."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _texts(key: str, language: str) -> Mapping[str, str]:
    return _read(key.partition(".")[0], language)


@functools.cache
def _read(room: str, language: str) -> Mapping[str, str]:
    import yaml

    if room not in _rooms:
        return {}
    path = _rooms[room] / language / f"{room}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    texts: dict[str, str] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  (a safe one)
    strangers = [key for key in texts if not key.startswith(f"{room}.")]
    if strangers:
        raise ValueError(f"Keys in {language}/{path.name} begin with {room}.; it has the key {strangers[0]!r}.")
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
