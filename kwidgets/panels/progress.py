from __future__ import annotations

from html import escape
from itertools import groupby

import ipywidgets as widgets

from kwidgets import checks
from kwidgets.i18n import bind, known, number, on_language, t
from kwidgets.panels.button import button
from kwidgets.panels.panel import Panel


class Progress(Panel):
    """What a learner has solved in all lessons, as a table and as a short code that survives a closed Binder.

    Also shows how well the learner's predictions were: the calibration record.

    Args:
        language: "ko" or "en" for everything on the screen; None: as it is.
    """

    ROOM = "progress"

    def __init__(self, *, language: str | None = None) -> None:
        super().__init__(language=language)
        self._table, self._predictions = widgets.HTML(), widgets.HTML()
        self._code = widgets.Text()
        self._pasted = widgets.Text(placeholder="KW-…")
        for box, key in ((self._code, "progress.code"), (self._pasted, "progress.paste")):
            bind(box, "description", key)
            bind(box, "tooltip", f"{key}.tooltip")
            box.style.description_width = "initial"
            box.add_class("kw-wide")
        restore = button("progress.restore", lambda: self._do(self._restore))
        refresh = button("progress.refresh", lambda: self._do(self.refresh))
        rows = [widgets.HBox([self._code, refresh]), widgets.HBox([self._pasted, restore])]
        for row in rows:
            row.add_class("kw-row")
        self._lay_out([self._table, *rows, self._predictions], says_after=3)
        self.refresh()
        on_language(self.refresh)

    @property
    def code(self) -> str:
        """The code of what is solved so far."""
        return checks.encode(checks.all_points())

    def restore(self, code: str) -> None:
        """Take over what a code says; better points that are known already are kept.

        Raises:
            ValueError: for a text that is no code, or one with a mistake in it.
        """
        checks.add(checks.Record(points=checks.decode(code)))
        self.refresh()

    def refresh(self) -> None:
        """Show the newest state."""
        record = checks.load()
        self._code.value = checks.encode(record.points)
        self._table.value = _table(record.points)
        self._predictions.value = _predictions(record)

    def _restore(self) -> None:
        try:
            self.restore(self._pasted.value)
        except ValueError:
            self._says.say("progress.mistake" if self._pasted.value.strip() else "progress.nothing")
        else:
            self._pasted.value = ""
            self._says.say("progress.restored")

    def _words(self) -> str:
        points = checks.all_points()
        solved = sum(value >= 1.0 for value in points.values())
        return t("progress.words", solved=solved, tried=len(points))


def _table(points: dict[str, float]) -> str:
    names = sorted({*checks.known_exercises(), *points})
    if not names:
        return f"<p>{escape(t('progress.empty'))}</p>"
    rows = []
    for lesson, group in groupby(names, key=lambda name: name[1:3]):
        for name in group:
            title = t(f"{name}.title") if known(f"{name}.title") else ""
            value = points.get(name)
            said = "–" if value is None else f"{'✓ ' if value >= 1 else ''}{100 * value:.0f} %"
            bar = f'<meter min="0" max="1" value="{value or 0:.2f}" aria-label="{escape(name)}"></meter>'
            rows.append(
                f"<tr><td>{escape(t('progress.lesson', number=int(lesson)))}</td><td>{name}</td>"
                f"<td>{escape(title)}</td><td>{bar}</td><td>{said}</td></tr>"
            )
    heads = "".join(f'<th scope="col">{escape(t(f"progress.head.{name}"))}</th>' for name in _HEADS)
    return f'<table class="kw-table"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


_HEADS = ("lesson", "exercise", "title", "bar", "points")


def _predictions(record: checks.Record) -> str:
    met = [(key, each) for key, each in sorted(record.predictions.items()) if each.actual is not None]
    if not met:
        return ""
    rows = []
    for key, each in met:
        title = t(f"{key}.title") if known(f"{key}.title") else key
        guess, actual = number(each.guess), number(each.actual or 0.0)
        rows.append(f"<li>{escape(t('progress.prediction', title=title, guess=guess, actual=actual))}</li>")
    near = sum(abs(p.guess - (p.actual or 0.0)) <= 0.25 * abs(p.actual or 0.0) for _, p in met)
    said = escape(t("progress.calibration", near=near, all=len(met)))
    return f"<h4>{escape(t('progress.predictions'))}</h4><p>{said}</p><ul>{''.join(rows)}</ul>"
