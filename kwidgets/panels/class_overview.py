from __future__ import annotations

import base64
from html import escape
from pathlib import Path

import ipywidgets as widgets

from kwidgets.checks import ClassRecord
from kwidgets.i18n import bind, on_language, t
from kwidgets.panels.button import button
from kwidgets.panels.panel import Panel


class ClassOverview(Panel):
    """What a class has solved, for its instructor: from pasted progress codes and from progress files.

    Args:
        codes: lines of a name and a code, `민지 KW-0K7F-M2`.
        files: paths of progress files; a file's name is the learner's.
        language: "ko" or "en" for everything on the screen; None: as it is.

    Attributes:
        record: the points of all learners.

    Raises:
        OSError: for a file that cannot be read.
    """

    ROOM = "overview"

    def __init__(self, codes: str = "", files: tuple[str | Path, ...] = (), *, language: str | None = None) -> None:
        super().__init__(language=language)
        self.record = ClassRecord()
        self.record.add_lines(codes)
        for path in map(Path, files):
            self.record.add_file(path.name, path.read_bytes())
        self._table, self._refused, self._download = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._pasted = widgets.Textarea(rows=4, layout=widgets.Layout(width="auto"))
        self._upload = widgets.FileUpload(multiple=True, accept=".json", icon="")
        bind(self._pasted, "tooltip", "overview.paste.tooltip")
        bind(self._pasted, "placeholder", "overview.paste.example")
        bind(self._upload, "description", "overview.upload")
        bind(self._upload, "tooltip", "overview.upload.tooltip")
        self._upload.observe(lambda _: self._do(self._read_files), "value")
        add = button("overview.add", lambda: self._do(self._read_lines))
        clear = button("overview.clear", lambda: self._do(self._clear))
        row = widgets.HBox([add, self._upload, clear, self._download])
        row.add_class("kw-row")
        self._lay_out([self._pasted, row, self._refused, self._table], says_after=2)
        self._show()
        on_language(self._show)

    def _read_lines(self) -> None:
        self.record.refused.clear()
        self.record.add_lines(self._pasted.value)
        self._pasted.value = ""
        self._show()

    def _read_files(self) -> None:
        self.record.refused.clear()
        for each in self._upload.value:
            self.record.add_file(each["name"], bytes(each["content"]))
        self._show()

    def _clear(self) -> None:
        self.record.learners.clear()
        self.record.refused.clear()
        self._show()

    def _words(self) -> str:
        return t("overview.words", learners=len(self.record.learners), exercises=len(self.record.exercises))

    def _show(self) -> None:
        refused = [
            f"<li>{escape(t(f'overview.refused.{reason}', line=line[:80]))}</li>"
            for line, reason in self.record.refused
        ]
        self._refused.value = f'<ul role="alert">{"".join(refused)}</ul>' if refused else ""
        self._table.value = self._rows()
        data = base64.b64encode(b"\xef\xbb\xbf" + self.record.to_csv().encode()).decode()  # the mark tells spreadsheets
        link = f'<a download="kwidgets.csv" href="data:text/csv;base64,{data}">{escape(t("overview.csv"))}</a>'
        self._download.value = link if self.record.learners else ""

    def _rows(self) -> str:
        if not self.record.learners:
            return f"<p>{escape(t('overview.empty'))}</p>"
        exercises = self.record.exercises
        heads = "".join(f'<th scope="col">{name}</th>' for name in (escape(t("overview.name")), *exercises))
        body = []
        for name, points in self.record.learners.items():
            cells = "".join(f"<td>{_said(points.get(each))}</td>" for each in exercises)
            body.append(f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>')
        means = "".join(f"<td>{_said(self.record.mean(each))}</td>" for each in exercises)
        foot = f'<tr><th scope="row">{escape(t("overview.mean"))}</th>{means}</tr>'
        return (
            f'<div class="kw-scroll"><table class="kw-table"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{''.join(body)}</tbody><tfoot>{foot}</tfoot></table></div>"
        )


def _said(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f}"
