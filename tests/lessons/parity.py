"""Every lesson's code under real Keras: `make parity`, or `python -m tests.lessons.parity` where Keras is installed.

Nothing but `import kcore as keras` is changed, to `import keras`. What belongs to the widgets is left aside: lines that
name `kw` or `lessons`, and lines that name what such lines have made. So are cells tagged `kcore`, which show what
today's Keras does not have any more; their lessons say so. The data come from `kcore.datasets`.
"""

from __future__ import annotations

import argparse
import ast
import os
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO

from lessons.src import build
from lessons.src.source import read

OURS = frozenset({"kw", "lessons"})


def without_widgets(code: str, ours: set[str]) -> str:
    """The lines of a cell that name nothing in `ours`; what the other lines make is added to it."""
    kept = []
    for line in ast.parse(code).body:
        used = {node.id for node in ast.walk(line) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        made = set(_made(line))
        if made & OURS or used & ours:
            ours |= made
        else:
            ours -= made
            kept.append(ast.unparse(line))
    return "\n".join(kept)


def _made(line: ast.stmt) -> Iterator[str]:
    for node in ast.walk(line):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)


def under_keras(code: str) -> str:
    """The same with Keras's import."""
    return code.replace("import kcore as keras", "import keras")


def cells(path: str) -> Iterator[tuple[int, str]]:
    """Line and code of each cell of a lesson that real Keras is given."""
    ours = set(OURS)
    for cell in read(build.LESSONS / "src" / f"{path}.py").cells:
        if cell.kind != "code":
            continue
        if "kcore" in cell.metadata.get("tags", ()):
            ours |= {name for line in ast.parse(cell.text).body for name in _made(line)}
        elif code := without_widgets(cell.text, ours):
            yield cell.line, under_keras(code)


def main() -> None:
    """Runs the cells, and prints a line for each lesson and the traceback of each cell that failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.lessons.parity", description=main.__doc__)
    parser.add_argument("--lesson", type=int, action="append", help="its number; without it, all")
    arguments = parser.parse_args()
    os.environ.setdefault("KERAS_BACKEND", "jax")
    import keras

    print(f"Keras {keras.__version__} on {keras.backend.backend()}")
    failed = 0
    for path in build.sources():
        if arguments.lesson and int(path.name[:2]) not in arguments.lesson:
            continue
        names: dict[str, object] = {}
        start, count = time.perf_counter(), 0
        for line, code in cells(path.stem):
            count += 1
            try:
                with redirect_stdout(StringIO()):
                    exec(compile(code, f"{path.name}:{line}", "exec"), names)  # noqa: S102  ours
            except Exception:
                failed += 1
                print(f"{path.name}:{line}\n{code}\n{traceback.format_exc()}")
        print(f"==> {path.stem}: {count} cells in {time.perf_counter() - start:.0f} s", flush=True)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
