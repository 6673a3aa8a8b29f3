"""The catalogs themselves: both languages say the same, nothing is missing, nothing is left over."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from kwidgets import i18n
from kwidgets.i18n.catalog import slots_of

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / "kwidgets/i18n", ROOT / "lessons/checks"]
ROOMS = [(folder, path.stem) for folder in FOLDERS for path in sorted((folder / "ko").glob("*.yaml"))]
HANGUL = re.compile("[가-힣ㄱ-ㅣ]")
# Texts of signs and slots alone are the same in every language.
WORDLESS = re.compile(r"\{[^}]*\}|\W|\d")
# Code builds these keys from the names of classes and parameters, or of exercises.
BUILT = (re.compile(r"param\.\w+(\.\w+)*"), re.compile(r"L\d\d\..*"), re.compile(r"lesson\d\d\..*"))


@cache
def texts(room, language):
    return yaml.safe_load(source(room, language))


def source(room, language):
    folder, name = room
    return (folder / language / f"{name}.yaml").read_text(encoding="utf-8")


@cache
def sources():
    folders = [ROOT / "kwidgets", ROOT / "lessons"]
    return [path for folder in folders for end in ("py", "js") for path in folder.rglob(f"*.{end}")]


@cache
def patterns():
    """What the sources say that may be a key: string literals, and f-strings with `.+` for their slots."""
    found = set()
    for path in sources():
        code = path.read_text(encoding="utf-8")
        if path.suffix == ".js":
            for text in re.findall(r'["`]([\w.${}?: "]+)["`]', code):
                found.add(re.sub(r"\\\$\\\{.*?\\\}", ".+", re.escape(text)))
            continue
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                parts = [re.escape(p.value) if isinstance(p, ast.Constant) else ".+" for p in node.values]
                found.add("".join(parts))
    return found


def test_every_room_is_there_in_both_languages():
    for folder in FOLDERS:
        korean, english = ({path.name for path in (folder / name).iterdir()} for name in i18n.LANGUAGES)
        assert korean == english


@cache
def menus():
    """Keys of lists to choose from: the words of their values stand below them."""
    return {
        key
        for path in sources()
        for key in re.findall(r'\b(?:Menu|Pages)\(\s*"([\w.]+)"', path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room[1])
class TestCatalog:
    def test_keys_and_slots_are_the_same_in_both_languages(self, room):
        korean, english = texts(room, "ko"), texts(room, "en")
        assert list(korean) == list(english)
        for key in korean:
            assert slots_of(korean[key]) == slots_of(english[key]), key

    def test_no_key_is_written_twice(self, room):
        for language in i18n.LANGUAGES:
            keys = re.findall(r"^([\w.]+):", source(room, language), re.MULTILINE)
            assert sorted(keys) == sorted(set(keys))

    def test_korean_is_korean_and_english_is_english(self, room):
        for key, text in texts(room, "ko").items():
            code = key.endswith(".solution")  # may be nothing but code
            name = text in {"JSON", "YAML"}  # has no other name in Korean
            assert code or name or HANGUL.search(text) or not WORDLESS.sub("", text), f"no Hangul in {key}: {text}"
        for key, text in texts(room, "en").items():
            assert not HANGUL.search(text), f"Hangul in {key}: {text}"

    def test_every_text_is_used(self, room):
        whole = {pattern for pattern in patterns() if "." in pattern.replace(".+", "").replace("\\.", ".")}
        literal = {pattern.replace("\\", "") for pattern in whole if ".+" not in pattern}
        built = [re.compile(p) for p in whole if ".+" in p and len(re.sub(r"\.\+|\\", "", p)) > 4]
        built += [re.compile(re.escape(p) + r"[\w.]+") for p in literal if p.endswith(".")]
        built += [re.compile(re.escape(menu) + r"\.\w+") for menu in menus()]
        for key in texts(room, "ko"):
            used = key in literal or any(p.fullmatch(key) for p in (*built, *BUILT))
            assert used, f"{key} is in the catalog, and nothing asks for it"


def test_every_key_that_code_asks_for_exists():
    rooms = {name for _, name in ROOMS}
    for path in sources():
        if path.suffix == ".js":
            asked = re.findall(r'\bt\("([\w.]+)"', path.read_text(encoding="utf-8"))
        else:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            strings = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
            asked = [s for s in strings if re.fullmatch(r"[a-z]+(\.\w+)+", s) and s.split(".")[0] in rooms]
        for key in asked:
            if not key.endswith((".js", ".css", ".json")):
                assert i18n.known(key), f"{path.name} asks for {key}, which no catalog has"


def test_the_glossary_is_korean_and_whole():
    terms = i18n.terms()
    assert terms["loss function"].korean == "손실 함수"
    assert len(terms) > 70
    for term in terms.values():
        assert term.english
        assert HANGUL.search(term.korean), term


def test_texts_keep_to_the_words_of_the_glossary():
    avoided = {
        "최적화 함수": "옵티마이저",
        "레이어": "층",
        "과적합": "과대적합",
        "에폭": "에포크",
        "학습 속도": "학습률",
        "임계값": "임곗값",
        "매개변수": "파라미터",
        "손실함수": "손실 함수",
    }
    for room in ROOMS:
        for key, text in texts(room, "ko").items():
            for word, better in avoided.items():
                assert word not in text, f"{key}: {word} is {better} in our glossary"


# The last form of a pair decides what stands there; `이` and `가` alone may also be words of their own.
PAIRS = {form: pair for pair in ("은/는", "을/를", "과/와", "으로/로", "이에요/예요", "이라고/라고", "이/가", "이나/나")
         for form in pair.split("/")}  # fmt: skip
AFTER_LATIN = re.compile(
    rf"([A-Za-z0-9][\w.%°²³]*?[)\]’”]?)({'|'.join(sorted(PAIRS, key=len, reverse=True))})(?![가-힣])"
)
AFTER_SLOT = re.compile(rf"\{{[^}}]*\}}[)\]’”]?({'|'.join(sorted(PAIRS, key=len, reverse=True))})(?![가-힣])")

NOUNS = {"progress.lesson"}  # "1과" is lesson 1


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room[1])
class TestParticles:
    def test_behind_a_slot_the_particle_belongs_into_it(self, room):
        for key, text in texts(room, "ko").items():
            found = key not in NOUNS and AFTER_SLOT.search(text)
            assert not found, f"{key}: {found[0] if found else ''} fits only some words; write {{name:을/를}}"

    def test_behind_latin_letters_and_digits_the_particle_fits(self, room):
        for key, text in texts(room, "ko").items():
            for word, form in AFTER_LATIN.findall(re.sub(r"\{[^}]*\}", "…", text)):
                assert i18n.particle(word, PAIRS[form]) == form, f"{key}: {word}{form}"
