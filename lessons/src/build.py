"""Builds the lesson notebooks: `python -m lessons.src.build [source ...]` (`make lessons` builds all).

Each source is split into its languages, executed from top to bottom in a fresh kernel, and stored with its
outputs in `lessons/<language>`. Building twice gives the same bytes.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from lessons.src.source import LANGUAGES, Source, SourceError, read

SOURCES = Path(__file__).resolve().parent
LESSONS = SOURCES.parent
SECONDS_PER_CELL = 300
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def main(arguments: list[str]) -> None:
    """Builds the sources given by path, or all; stops at the first fault."""
    for path in [Path(argument) for argument in arguments] or sources():
        try:
            for target in build(path):
                print(target)
        except SourceError as error:
            sys.exit(str(error))


def sources() -> list[Path]:
    """All lesson sources, in the order of the lessons."""
    return sorted(SOURCES.glob("[0-9][0-9]-*.py"))


def build(path: Path, lessons: Path = LESSONS) -> list[Path]:
    """Builds and stores the notebooks of one source; nothing is stored unless all of them ran.

    Args:
        path: The source.
        lessons: The folder that has (or gets) a folder for each language.

    Returns:
        The paths of the notebooks, in the order of `LANGUAGES`.

    Raises:
        SourceError: The source has a fault, or one of its cells raised.
    """
    source = read(path)
    targets = [lessons / language / f"{path.stem}.ipynb" for language in LANGUAGES]
    texts = []
    for language, target in zip(LANGUAGES, targets, strict=True):
        target.parent.mkdir(parents=True, exist_ok=True)
        texts.append(nbformat.writes(tidy(execute(source, language, target.parent))) + "\n")
    for target, text in zip(targets, texts, strict=True):
        _write(target, text)
    return targets


def execute(source: Source, language: str, folder: Path) -> NotebookNode:
    """Runs the notebook of `source` in `language` with `folder` as working directory.

    Raises:
        SourceError: A cell raised, and is not tagged `raises-exception`.
    """
    notebook = source.notebook(language)
    client = NotebookClient(
        notebook,
        timeout=SECONDS_PER_CELL,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=True,
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        done = [cell.get("execution_count") is not None for cell in notebook.cells]
        last = max((index for index, ran in enumerate(done) if ran), default=0)
        line = source.cells_in(language)[last].line
        raise SourceError(
            source.path, line, f"this cell fails in {language!r}: {error.ename}: {error.evalue}"
        ) from error
    return notebook


def tidy(notebook: NotebookNode) -> NotebookNode:
    """Removes from an executed notebook what differs between two runs or means nothing without a kernel.

    A stored widget view would show as "model not found" until its cell is run again; without it, front
    ends show the still picture, or the words, that every widget leaves beside its view.
    """
    metadata = notebook.metadata
    metadata.pop("widgets", None)
    metadata.language_info = {"name": metadata.language_info.name}  # the patch version would be noise
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if len(data) > 1:
                data.pop(WIDGET_VIEW, None)
    return notebook


def _write(target: Path, text: str) -> None:
    """Replaces the file in one step, so that an open JupyterLab never reads half of it."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}-")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    Path(name).chmod(0o644)
    Path(name).replace(target)


if __name__ == "__main__":
    main(sys.argv[1:])
