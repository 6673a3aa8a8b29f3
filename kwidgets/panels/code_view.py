from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from kwidgets.i18n import on_language, t

_HERE = Path(__file__).parent


class CodeView(anywidget.AnyWidget):
    """Code that can be copied; the lines that the last change touched are lit.

    Args:
        code: the text shown first; none of its lines is lit.
        title: key of what stands above it.
    """

    # Texts: anywidget keeps every widget whose script is given as a path.
    _esm = (_HERE / "code_view.js").read_text(encoding="utf-8")
    _css = (_HERE / "code_view.css").read_text(encoding="utf-8")
    code = traitlets.Unicode().tag(sync=True)
    lit = traitlets.List(traitlets.Int()).tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)

    def __init__(self, code: str = "", *, title: str = "code.title", **kwargs: Any) -> None:
        super().__init__(code=code, **kwargs)
        self._title = title
        self._speak()
        on_language(self._speak)

    def show(self, code: str, against: str | None = None) -> None:
        """Show other code and light what is new in it.

        Args:
            code: the text.
            against: what it is compared with; None: what was shown before.
        """
        if code != self.code or against is not None:
            before = self.code if against is None else against
            with self.hold_sync():
                self.lit = changed_lines(before, code) if before else []
                self.code = code

    def _speak(self) -> None:
        words = {name: t(f"code.{name}") for name in ("copy", "copied", "marked")}
        self.labels = {"title": t(self._title), **words}


_MOST = 3000  # lines: to compare more takes seconds


def changed_lines(old: str, new: str) -> list[int]:
    """Numbers, from 0, of the lines of `new` that are not in `old` at their place; none of very long texts."""
    if max(old.count("\n"), new.count("\n")) > _MOST:
        return []
    matcher = difflib.SequenceMatcher(a=old.split("\n"), b=new.split("\n"), autojunk=False)
    spans = [range(start, stop) for tag, _, _, start, stop in matcher.get_opcodes() if tag != "equal"]
    return [number for span in spans for number in span]
