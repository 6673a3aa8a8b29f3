"""The table of the lessons in `lessons/README.md` and `README.ko.md`: `python -m lessons.src.contents`.

`make lessons` writes it when it has built all notebooks. What it says comes from the sources: title, minutes and
objectives from the header, what should come first from the line below the title.
"""

from __future__ import annotations

import re
from pathlib import Path

from lessons.src.build import LESSONS, sources
from lessons.src.source import LANGUAGES, Source, SourceError, read

BINDER = "https://mybinder.org/v2/gh/kwidgets/kwidgets/HEAD?urlpath=lab/tree/lessons"
READMES = {"ko": "README.ko.md", "en": "README.md"}
_HEADS = {
    "ko": ("", "수업", "분", "먼저 할 것", "마치면 할 수 있는 것", "설치 없이"),
    "en": ("", "lesson", "minutes", "before", "afterwards you can", "without installing"),
}
_TABLE = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- end of table -->)", re.DOTALL)
_FIRST_LINE = re.compile(r"^\*\*(\d+) ?(?:분|minutes)\*\* · (.+)$", re.MULTILINE)


def main() -> None:
    """Writes the tables anew; the text around them stays."""
    for language in LANGUAGES:
        path = readme(language)
        path.write_text(with_table(path.read_text(encoding="utf-8"), language), encoding="utf-8", newline="\n")
        print(path)


def readme(language: str) -> Path:
    """The document in a language."""
    return LESSONS / READMES[language]


def with_table(text: str, language: str) -> str:
    """The document's text with the table as the sources have it."""
    return _TABLE.sub(lambda _: table(language), text, count=1)


def table(language: str) -> str:
    """A row for each lesson, in Markdown."""
    heads = _HEADS[language]
    rows = [heads, ["---"] * len(heads), *(_row(read(path), language) for path in sources())]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def _row(source: Source, language: str) -> list[str]:
    name, lesson = source.path.stem, source.lesson
    return [
        str(int(name[:2])),
        f"[{lesson['title'][language]}]({language}/{name}.ipynb)",
        str(lesson["minutes"]),
        _before(source, language),
        "<br>".join(lesson["objectives"][language]),
        f"[Binder]({BINDER}/{language}/{name}.ipynb)",
    ]


def _before(source: Source, language: str) -> str:
    """What a learner should have done before, as the line below the title says it."""
    top = next(cell for cell in source.cells_in(language) if cell.kind == "markdown")
    found = _FIRST_LINE.search(top.text)
    minutes = source.lesson["minutes"]
    if found is None or int(found[1]) != minutes:
        wanted = f"**{minutes}분** · …" if language == "ko" else f"**{minutes} minutes** · …"
        raise SourceError(source.path, top.line, f"below the title stands a line {wanted!r}, with the header's minutes")
    return found[2]


if __name__ == "__main__":
    main()
