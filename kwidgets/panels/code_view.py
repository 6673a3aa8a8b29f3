from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from kwidgets.i18n import Slot, on_language, t

_HERE = Path(__file__).parent


class CodeView(anywidget.AnyWidget):
    """Code that can be copied, and perhaps edited; the lines that the last change touched are lit.

    Args:
        code: the text shown first; none of its lines is lit.
        title: key of what stands above it.
        edited: called with the whole text a moment after the learner has typed, and whenever they leave it; None for
            code that cannot be edited.
    """

    # Texts: anywidget keeps every widget whose script is given as a path.
    _esm = (_HERE / "code_view.js").read_text(encoding="utf-8")
    _css = (_HERE / "code_view.css").read_text(encoding="utf-8")
    code = traitlets.Unicode().tag(sync=True)
    lit = traitlets.List(traitlets.Int()).tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)
    editable = traitlets.Bool(False).tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)
    problem_line = traitlets.Int(-1).tag(sync=True)

    def __init__(
        self,
        code: str = "",
        *,
        title: str = "code.title",
        edited: Callable[[str], None] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(code=code, editable=edited is not None, **kwargs)
        self._title, self._edited = title, edited
        self._reason: tuple[str, dict[str, Slot]] | None = None
        self._showing = False
        self._speak()
        self.observe(self._typed, "code")
        on_language(self._speak)

    def show(self, code: str, against: str | None = None) -> None:
        """Show other code and light what is new in it.

        Args:
            code: the text.
            against: what it is compared with; None: what was shown before.
        """
        self._showing = True
        with self.hold_sync():
            self.accept()
            if code != self.code or against is not None:
                before = self.code if against is None else against
                self.lit = changed_lines(before, code) if before else []
                self.code = code
        self._showing = False

    def accept(self) -> None:
        """Take what was typed as good: nothing is wrong any more."""
        self._reason, self.problem, self.problem_line = None, "", -1

    def refuse(self, line: int | None, key: str, **slots: Slot) -> None:
        """Say below the text what is wrong with what was typed; the text itself stays as it is.

        Args:
            line: the line, from 1; None if it is none in particular.
            key: key of the text that says it.
            slots: what fills its slots.
        """
        self._reason = key, slots
        self.problem_line = -1 if line is None else line - 1
        self._speak()

    def _typed(self, change: Any) -> None:
        if self._edited is not None and not self._showing:
            self._edited(change.new)

    def entitle(self, title: str) -> None:
        """Show the text of another key above it."""
        if title != self._title:
            self._title = title
            self._speak()

    def _speak(self) -> None:
        words = {name: t(f"code.{name}") for name in ("copy", "copied", "marked")}
        self.labels = {"title": t(self._title), **words}
        if self._reason is not None:
            key, slots = self._reason
            said, line = t(key, **slots), self.problem_line + 1
            self.problem = t("code.line", line=line, words=said) if line else said


_MOST = 3000  # lines: to compare more takes seconds


def changed_lines(old: str, new: str) -> list[int]:
    """Numbers, from 0, of the lines of `new` that are not in `old` at their place; none of very long texts."""
    if max(old.count("\n"), new.count("\n")) > _MOST:
        return []
    matcher = difflib.SequenceMatcher(a=old.split("\n"), b=new.split("\n"), autojunk=False)
    spans = [range(start, stop) for tag, _, _, start, stop in matcher.get_opcodes() if tag != "equal"]
    return [number for span in spans for number in span]
