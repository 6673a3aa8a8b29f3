"""One bilingual source -> one notebook per language, not yet executed.

A source is a text notebook (jupytext's `py:percent`): code cells are common to both languages, markdown
cells come in pairs tagged `ko` and `en`. Its header holds what the lesson says about itself:

    # ---
    # jupyter:
    #   lesson:
    #     title: {ko: 모델의 세 요소, en: The three parts of a model}
    #     minutes: 30
    #     objectives: {ko: [...], en: [...]}     # at most three each
    # ---

and exactly one code cell calls `set_language("...")`, in which the builder puts the notebook's language. The first
use of a term of the glossary is marked `[[weight]]`, see `terms.py`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
from nbformat import NotebookNode, v4

from lessons.src import terms

LANGUAGES = ("ko", "en")
MOST_OBJECTIVES = 3
_MARKER = re.compile(r"# ?%%")
_LANGUAGE_CALL = re.compile(r'(?<=set_language\(")\w+(?="\))')


class SourceError(ValueError):
    """A fault in a lesson source; the message starts with file and line."""

    def __init__(self, path: Path, line: int, fault: str) -> None:
        super().__init__(f"{path.name}:{line}: {fault}")


@dataclass(frozen=True)
class Cell:
    """A cell of a source: `language` is None for code, `line` is that of its `# %%`."""

    kind: str
    text: str
    metadata: dict[str, Any]
    language: str | None
    line: int


@dataclass(frozen=True)
class Source:
    """A parsed and checked lesson source.

    Attributes:
        path: The file.
        lesson: What the header says under `lesson`: title, minutes, objectives.
        cells: All cells of both languages, in the order of the file.
    """

    path: Path
    lesson: dict[str, Any]
    cells: tuple[Cell, ...]

    def cells_in(self, language: str) -> list[Cell]:
        """The cells of the notebook in `language`, in order."""
        return [cell for cell in self.cells if cell.language in {None, language}]

    def notebook(self, language: str) -> NotebookNode:
        """The notebook in `language`, without outputs; equal sources give equal bytes."""
        seen: dict[str, int] = {}
        lesson = {
            "name": self.path.stem,
            "language": language,
            "minutes": self.lesson["minutes"],
            "title": self.lesson["title"][language],
            "objectives": self.lesson["objectives"][language],
        }
        notebook: NotebookNode = v4.new_notebook(
            metadata={
                "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                "language_info": {"name": "python"},
                "lesson": lesson,
            },
            cells=[_node(cell, language, seen) for cell in self.cells_in(language)],
        )
        return notebook


def read(path: Path) -> Source:
    """Parses and checks the source at `path`.

    Raises:
        SourceError: A markdown cell without its twin in the other language, a code cell in one language
            only, a header that lacks a field, and the like; with file and line.
    """
    text = path.read_text(encoding="utf-8")
    notebook = jupytext.reads(text, fmt="py:percent")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _MARKER.match(line)]
    if len(lines) != len(notebook.cells):
        raise SourceError(path, 1, "every cell starts with a line '# %%'; there is text before the first one")
    cells = tuple(_cell(path, node, line) for node, line in zip(notebook.cells, lines, strict=True))
    _check_pairs(path, cells)
    _check_terms(path, cells)
    calls = [cell for cell in cells if cell.kind == "code" and _LANGUAGE_CALL.search(cell.text)]
    if len(calls) != 1:
        line = calls[1].line if calls else 1
        raise SourceError(path, line, f'one code cell calls set_language("en"); found {len(calls)}')
    return Source(path, _checked_lesson(path, notebook.metadata.get("lesson")), cells)


def _cell(path: Path, node: NotebookNode, line: int) -> Cell:
    metadata = dict(node.metadata)
    tags = metadata.pop("tags", [])
    languages = [tag for tag in tags if tag in LANGUAGES]
    others = [tag for tag in tags if tag not in LANGUAGES]
    if others:
        metadata["tags"] = others
    if node.cell_type == "code":
        if languages:
            raise SourceError(path, line, f"code is common to all languages; no tag {languages[0]!r} here")
        if node.source.rstrip().endswith(";"):
            raise SourceError(path, line, "a trailing ';' does not hide a value from nbval; assign it to _")
        return Cell("code", node.source, metadata, None, line)
    if node.cell_type != "markdown" or len(languages) != 1:
        raise SourceError(path, line, 'a text cell is [markdown] with tags=["ko"] or tags=["en"]')
    return Cell("markdown", node.source, metadata, languages[0], line)


def _check_pairs(path: Path, cells: tuple[Cell, ...]) -> None:
    open_cell: Cell | None = None
    for cell in (*cells, None):
        if open_cell is None:
            open_cell = cell if cell is not None and cell.language else None
        elif cell is None or cell.language in {None, open_cell.language}:
            raise SourceError(path, open_cell.line, f"the {open_cell.language!r} cell has no twin after it")
        elif cell.metadata != open_cell.metadata:
            raise SourceError(path, cell.line, "twins have the same metadata and tags, but for the language")
        else:
            open_cell = None


def _check_terms(path: Path, cells: tuple[Cell, ...]) -> None:
    seen: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    twin: set[str] = set()
    for cell in cells:
        if cell.language is None:
            continue
        try:
            found = [terms.find(name).english for name in terms.marked(cell.text)]
        except ValueError as error:
            raise SourceError(path, cell.line, str(error)) from None
        for term in found:
            if term in seen[cell.language]:
                raise SourceError(path, cell.line, f"[[{term}]] is marked a second time; only the first use has a card")
            seen[cell.language].add(term)
        if cell.language == LANGUAGES[0]:
            twin = set(found)
        elif set(found) != twin:
            raise SourceError(path, cell.line, f"twins mark the same terms; only one marks {sorted(set(found) ^ twin)}")


def _checked_lesson(path: Path, lesson: Any) -> dict[str, Any]:
    def fault(what: str) -> SourceError:
        return SourceError(path, 1, f"the header's `jupyter: lesson:` {what}")

    if not isinstance(lesson, dict) or set(lesson) != {"title", "minutes", "objectives"}:
        raise fault("has exactly title, minutes and objectives")
    if type(lesson["minutes"]) is not int or lesson["minutes"] < 1:
        raise fault("gives minutes as a whole number")
    for field in ("title", "objectives"):
        if not isinstance(lesson[field], dict) or set(lesson[field]) != set(LANGUAGES):
            raise fault(f"gives {field} in {' and '.join(LANGUAGES)}")
    objectives = [lesson["objectives"][language] for language in LANGUAGES]
    if not all(isinstance(texts, list) and 1 <= len(texts) <= MOST_OBJECTIVES for texts in objectives):
        raise fault(f"lists one to {MOST_OBJECTIVES} objectives in each language")
    if len({len(texts) for texts in objectives}) != 1:
        raise fault("lists as many objectives in one language as in the other")
    return dict(lesson)


def _node(cell: Cell, language: str, seen: dict[str, int]) -> NotebookNode:
    text = _LANGUAGE_CALL.sub(language, cell.text) if cell.kind == "code" else terms.expand(cell.text, language)
    # The id follows from the text: it survives cells being added before it, and equal texts are numbered.
    digest = hashlib.sha256(f"{cell.kind}\n{cell.text}".encode()).hexdigest()[:8]
    seen[digest] = seen.get(digest, 0) + 1
    name = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
    node: NotebookNode
    if cell.kind == "code":
        node = v4.new_code_cell(text, id=name, metadata=cell.metadata)
    else:
        node = v4.new_markdown_cell(text, id=name, metadata=cell.metadata)
    return node
