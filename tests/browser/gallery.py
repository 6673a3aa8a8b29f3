"""Pictures of every panel, and the pages that show them: `python -m tests.browser.gallery` (`make gallery`).

Each panel of `tests/panels.py` is opened in a real JupyterLab, brought into its pose, and pictured in both languages
and both themes; one of them in the width of a telephone, too. A picture that looks as before keeps its file.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser import machine
from tests.browser.book import Book
from tests.browser.conftest import FLAGS
from tests.browser.server import Lab
from tests.browser.shown import write
from tests.panels import PANELS

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
FOLDER: Final = DOCS / "gallery"
NARROW: Final = "Triad"  # also pictured on a telephone
LARGEST: Final = 110_000  # bytes of a picture
MOST: Final = 4_000_000  # bytes of all pictures
QUALITIES: Final = (82, 70, 55, 40)
SAME: Final = 0.4  # mean difference of two pictures, of 255, below which they look alike
PAGES: Final = {"en": "gallery.md", "ko": "gallery.ko.md"}
WORDS: Final = {
    "en": {
        "title": "The panels",
        "other": "[한국어](gallery.ko.md)",
        "intro": "Pictures of every panel, made by `make gallery` in a real JupyterLab. Each panel speaks Korean and "
        "English and follows the theme: if your browser prefers dark pages, you see the dark ones here.",
        "narrow": "{name} on a telephone, 400 pixels wide:",
    },
    "ko": {
        "title": "패널 모음",
        "other": "[English](gallery.md)",
        "intro": "`make gallery`가 진짜 JupyterLab에서 찍은 모든 패널의 그림이에요. 패널은 한국어와 영어로 말하고 "
        "테마를 따라가요. 브라우저가 어두운 페이지를 좋아하면 여기서도 어두운 그림이 보여요.",
        "narrow": "전화기에서 본 {name}. 너비는 400픽셀이에요:",
    },
}


def page(language: str) -> str:
    """The text of a gallery page."""
    words = WORDS[language]
    parts = [f"# {words['title']}", words["other"], words["intro"]]
    for name, example in PANELS.items():
        says = {"en": example.en, "ko": example.ko}[language]
        parts += [f"## {name}", f"{says} `{example.code.strip()}`", _picture(f"{name}-{language}", says)]
        if name == NARROW:
            parts += [words["narrow"].format(name=name), f"![{says}](gallery/{name}-{language}-narrow.webp)"]
    return "\n\n".join(parts) + "\n"


def files() -> set[str]:
    """The names of all pictures."""
    looks = {f"{name}-{language}-{theme}" for name in PANELS for language in PAGES for theme in ("light", "dark")}
    return {f"{look}.webp" for look in looks | {f"{NARROW}-{language}-narrow" for language in PAGES}}


def _picture(look: str, says: str) -> str:
    return (
        f'<picture>\n  <source media="(prefers-color-scheme: dark)" srcset="gallery/{look}-dark.webp">\n'
        f'  <img alt="{says}" src="gallery/{look}-light.webp">\n</picture>'
    )


def _take(chromium: Browser, lab: Lab, name: str) -> None:
    """Takes all pictures of a panel."""
    example = PANELS[name]
    (lab.root / name).mkdir()  # of its own: panels keep a record of predictions and progress beside the notebook
    write(lab.root / name / "cell.ipynb", [example.cell, example.pose])
    context = chromium.new_context(viewport={"width": 1120, "height": 3600}, locale="en-US")
    book = Book(context.new_page(), lab, f"{name}/cell.ipynb")
    book.language("en")
    book.run_all()
    root = book.cell_outputs(0).locator(example.css)
    for theme in ("light", "dark"):
        book.theme(theme)
        for language in PAGES:
            book.language(language)
            book.page.mouse.move(0, 0)
            book.page.wait_for_timeout(700)  # pictures are drawn, and what was lit is lit no more
            _store(f"{name}-{language}-{theme}", root.screenshot(animations="disabled"))
    if name == NARROW:
        book.theme("light")
        book.page.set_viewport_size({"width": 640, "height": 5000})
        book.page.add_style_tag(content=f"{example.css} {{ width: 400px !important }}")
        for language in PAGES:
            book.language(language)
            book.page.wait_for_timeout(700)
            _store(f"{name}-{language}-narrow", root.screenshot(animations="disabled"))
    book.clean()
    context.close()
    lab.clear()


def _store(look: str, taken: bytes) -> None:
    """Writes a picture, small, unless the one that is there looks the same."""
    path = FOLDER / f"{look}.webp"
    new = Image.open(io.BytesIO(taken)).convert("RGB")
    if path.is_file():
        old = Image.open(path).convert("RGB")
        if old.size == new.size and np.abs(np.asarray(old, float) - np.asarray(new, float)).mean() < SAME:
            return
    for quality in QUALITIES:
        file = io.BytesIO()
        new.save(file, format="WEBP", quality=quality, method=6)
        if file.tell() <= LARGEST:
            path.write_bytes(file.getvalue())
            print(f"{path.name}: {new.width} x {new.height}, {file.tell() / 1000:.0f} kB", flush=True)
            return
    sys.exit(f"{path.name} does not fit into {LARGEST / 1000:.0f} kB: {file.tell() / 1000:.0f} kB")


def write_pages() -> None:
    """Writes the pages."""
    for language, name in PAGES.items():
        (DOCS / name).write_text(page(language), encoding="utf-8")


def main() -> None:
    """Takes the pictures and writes the pages."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.gallery", description=main.__doc__)
    parser.add_argument("--panel", choices=PANELS, action="append", help="may be given again; without it, all")
    wanted: Collection[str] = parser.parse_args().panel or PANELS
    program = machine.chromium()
    if program is None:
        sys.exit(f"no Chromium: {machine.HOW_TO_GET}")
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.webp"):
        if path.name not in files():
            path.unlink()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lab = Lab(Path(folder))
        try:
            chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
            for name in wanted:
                _take(chromium, lab, name)
        finally:
            lab.stop()
    write_pages()


if __name__ == "__main__":
    main()
