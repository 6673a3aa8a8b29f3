from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from kwidgets.forms import Slider
from kwidgets.forms.lists import ToggleButtons
from kwidgets.i18n import bind, number, on_language, t
from kwidgets.panels.button import button
from kwidgets.panels.course import run_name
from kwidgets.panels.watch.fork import Fork
from kwidgets.session import RecordedSession
from kwidgets.session.recorded import MEGABYTE


class TimeMachine:
    """Goes back to any recorded step, forks a run there, and chooses between runs.

    Args:
        session: the session.
        sought: called with the step that is asked for.
        forked: called with a knob and its new value.
        chosen: called with the number of the run that is asked for.
        deleted: called when the run that is shown is to be forgotten.

    Attributes:
        widget: the rows.
        fork: the row that forks.
    """

    def __init__(
        self,
        session: RecordedSession,
        *,
        sought: Callable[[int], None],
        forked: Callable[[str, Any], None],
        chosen: Callable[[int], None],
        deleted: Callable[[], None],
    ) -> None:
        self._session, self._sought, self._chosen = session, sought, chosen
        self._steps: list[int] = [0]
        self._writing = False
        self._slider = Slider(0, 1, 1, disabled=True)
        self._where = widgets.HTML()
        self._newest = button("watch.newest", lambda: sought(self._steps[-1]))
        self.fork = Fork(session, forked)
        self._runs = ToggleButtons()
        self._runs.style.button_width = "auto"
        self._runs.add_class("kw-choice")
        self._delete = button("watch.delete", deleted)
        bind(self._slider, "description", "watch.slider")
        bind(self._slider, "tooltip", "watch.slider.tooltip")
        bind(self._runs, "description", "watch.runs")
        self._runs.style.description_width = "initial"
        self._slider.observe(self._moved, "value")
        self._runs.observe(self._told, "value")
        back = widgets.HBox([self._slider, self._where, self._newest])
        back.add_class("kw-row")
        self._choice = widgets.HBox([self._runs, self._delete])
        self._choice.add_class("kw-controls")
        self.widget = widgets.VBox([back, self.fork.widget, self._choice])
        self.widget.add_class("kw-time")
        self.follow(session)
        on_language(self._speak)

    def follow(self, session: RecordedSession) -> None:
        """Show where the session is."""
        self._session = session
        steps = [step for _, step in session.recorded]
        if not session.looking_back and session.loop.step > steps[-1]:
            steps.append(int(session.loop.step))
        self._steps = steps
        at = steps.index(min(steps, key=lambda step: abs(step - session.shown[1])))
        self._writing = True
        try:
            with self._slider.hold_sync():
                self._slider.high = float(max(1, len(steps) - 1))
                self._slider.value = float(at)
                self._slider.disabled = len(steps) < 2
        finally:
            self._writing = False
        self._newest.disabled = not session.looking_back
        self.fork.follow(session)
        self._speak()

    def rest(self, *, on: bool) -> None:
        """Take no clicks, or take them again."""
        self._slider.disabled = on
        for control in (self._newest, self._runs, self._delete):
            control.disabled = on
        self.fork.rest(on=on)

    def _moved(self, change: Any) -> None:
        if not self._writing:
            self._sought(self._steps[min(int(change.new), len(self._steps) - 1)])

    def _told(self, change: Any) -> None:
        if not self._writing and change.new is not None:
            self._chosen(int(change.new))

    def _speak(self) -> None:
        session = self._session
        place, step = session.shown
        count, megabytes = len(session.recorded), number(session.nbytes / MEGABYTE)
        self._where.value = t("watch.where", place=f"{place:.4g}", step=step, count=count, megabytes=megabytes)
        options = [(run_name(run), run.number) for run in session.runs]
        self._writing = True
        try:
            if list(self._runs.options) != options:
                self._runs.options = options
            self._runs.value = session.current.number
        finally:
            self._writing = False
        self._choice.layout.display = "" if len(options) > 1 else "none"
