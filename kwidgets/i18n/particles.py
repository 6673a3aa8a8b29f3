"""Korean particles that fit the word before them.

A particle has one form after a consonant and one after a vowel (밥을, 물을, 나무를). Which one fits is decided by how
the word is *said*: `20` is 이십, `Adam` is 아담, `LSTM` is 엘에스티엠, `3 °C` is 삼 도. This module guesses the last
sound of a word; where nothing is known (an emoji, a Chinese character) both forms are written, as Korean print does:
은(는).
"""

from __future__ import annotations

import re
from typing import Final

# A sound is the Hangul final that the last syllable carries: "" after a vowel, None where it is unknown. Of the
# consonants only "ㄹ" matters by itself, because 으로 becomes 로 after it.
_HANGUL_FIRST: Final = 0xAC00
_HANGUL_LAST: Final = 0xD7A3
_FINALS: Final = 28
_RIEUL: Final = 8

_DIGITS: Final = {
    "0": "ㅇ", "1": "ㄹ", "2": "", "3": "ㅁ", "4": "", "5": "", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ", "9": "",
}  # fmt: skip
# 십, 백, 천 close a number that ends in one, two or three zeros ...
_TENS: Final = {1: "ㅂ", 2: "ㄱ", 3: "ㄴ"}
# ... and 만, 억, 조, 경, 해 one that ends in four, eight, twelve ... zeros.
_MYRIADS: Final = {1: "ㄴ", 2: "ㄱ", 3: "", 4: "ㅇ", 5: ""}

# Letters whose Korean name ends in a consonant: 엘 엠 엔 알.
_LETTER_NAMES: Final = {"l": "ㄹ", "m": "ㅁ", "n": "ㄴ", "r": "ㄹ"}
_SIGNS: Final = {
    "%": "", "‰": "", "°": "", "℃": "", "℉": "", "+": "", "²": "ㅂ", "³": "ㅂ", "ε": "ㄴ", "υ": "ㄴ", "∞": "",
}  # fmt: skip
# Units are read as words, and only after a number (a lone `m` is the letter 엠).
_UNITS: Final = {
    "°C": "", "°F": "", "m": "", "cm": "", "mm": "", "km": "", "m²": "", "m³": "", "µm": "", "s": "", "ms": "",
    "g": "ㅁ", "mg": "ㅁ", "kg": "ㅁ", "min": "ㄴ", "h": "ㄴ", "kB": "", "MB": "", "GB": "", "Hz": "", "hPa": "ㄹ",
    "µg/m³": "", "m/s": "", "km/h": "ㄴ", "px": "ㄹ",
}  # fmt: skip
# English words of our own field that the rules below would mishear.
_WORDS: Final = {
    "book": "ㄱ", "notebook": "ㄱ", "check": "", "checkpoint": "", "dropout": "ㅅ", "layout": "ㅅ", "type": "ㅂ",
    "dtype": "ㅂ", "pipe": "", "web": "ㅂ", "label": "ㄹ", "sgd": "", "mse": "", "mae": "",
}  # fmt: skip

_CLOSING: Final = " \t\n\"'`*_’”』」》〉)]}>.,!?:;…"
_NUMBER: Final = re.compile(r"[\d,]*\d(?:\.\d+)?$")
_UNIT: Final = re.compile(r"\d\s?([^\d\s].*)$")
_LATIN: Final = re.compile(r"[A-Za-z]+$")


def particle(word: object, pair: str) -> str:
    """The form of a particle that fits after a word.

    Args:
        word: what stands before the particle; anything with a `str`.
        pair: both forms, the one after a consonant first: `은/는`, `이/가`, `을/를`, `과/와`, `으로/로`, `이에요/예요`,
            `아/야`. Either may be empty (`이/`).

    Returns:
        One of the two forms, or both joined in the way of Korean print (`은(는)`, `(으)로`) after a word whose sound
        is not known.

    Raises:
        ValueError: `pair` is not two forms with a slash between them.
    """
    consonant, slash, vowel = pair.partition("/")
    if not slash or "/" in vowel or not (consonant or vowel):
        raise ValueError(f"A particle needs both forms with a slash between them, as in '을/를'; got {pair!r}.")
    sound = last_sound(str(word))
    if sound is None:
        if vowel and consonant.endswith(vowel):
            return f"({consonant.removesuffix(vowel)}){vowel}"
        return f"{consonant}({vowel})" if vowel else f"({consonant})"
    if sound == "ㄹ" and consonant.startswith("으로"):
        return vowel
    return consonant if sound else vowel


def last_sound(word: str) -> str | None:
    """The final consonant of the last syllable of a word: `""` for a vowel, `None` if it is not known."""
    word = _without_remark(word.rstrip(_CLOSING)) if word.rstrip().endswith(")") else word.rstrip(_CLOSING)
    if not word:
        return None
    unit = _UNIT.search(word)
    if unit and unit[1] in _UNITS:
        return _UNITS[unit[1]]
    if _NUMBER.search(word):
        return _number_sound(word)
    latin = _LATIN.search(word)
    if latin:
        return _latin_sound(latin[0])
    last = word[-1]
    code = ord(last)
    if _HANGUL_FIRST <= code <= _HANGUL_LAST:
        final = (code - _HANGUL_FIRST) % _FINALS
        return "" if not final else "ㄹ" if final == _RIEUL else "ㄱ"
    if last in _SIGNS:
        return _SIGNS[last]
    return "" if "α" <= last <= "ω" else None


def _without_remark(word: str) -> str:
    """Drop a closing remark in brackets: in 층(Dense)을 the particle goes with 층.

    `rstrip` has taken the bracket away already, so the opening one is what is left to find.
    """
    head, bracket, _ = word.rpartition("(")
    head = head.rstrip(_CLOSING)
    return head if bracket and head and _HANGUL_FIRST <= ord(head[-1]) <= _HANGUL_LAST else word


def _number_sound(word: str) -> str:
    """The last sound of a number read in Sino-Korean: 이, 십, 삼천, 이점오."""
    match = _NUMBER.search(word)
    number = match[0].replace(",", "") if match else word
    if "." in number:
        return _DIGITS[number[-1]]
    zeros = len(number) - len(number.rstrip("0"))
    if not zeros or zeros == len(number):
        return _DIGITS[number[-1]]
    return _TENS[zeros % 4] if zeros % 4 else _MYRIADS.get(zeros // 4, "ㄱ")


def _latin_sound(word: str) -> str:
    """The last sound of a Latin word as Korean speakers say it."""
    lower = word.lower()
    if lower in _WORDS:
        return _WORDS[lower]
    shouted = re.search(r"[A-Z]{2,}$", word)
    if shouted or not re.search(r"[aeiouy]", lower) or len(word) == 1:  # MyRNN, lr, x: letter by letter
        return _LETTER_NAMES.get(lower[-1], "")
    ends_with = lower.endswith
    if ends_with(("l", "le")):
        return "ㄹ"
    if ends_with(("m", "me")):
        return "ㅁ"
    if ends_with(("n", "ne")):
        return "ㄴ"
    if ends_with("ng"):
        return "ㅇ"
    # A stop after one short vowel closes the syllable (핏, 스텝, 블록); else it opens one of its own (플로트, 태스크).
    stop = re.search(r"(?:^|[^aeiou])[aeiouy](?:[bpt]|c|ck|k)$", lower) or ends_with(("put",))
    return "ㄱ" if stop else ""
