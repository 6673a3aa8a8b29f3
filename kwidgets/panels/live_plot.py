from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, Final

import ipywidgets as widgets
import numpy as np

from kcore.callbacks.callback import Callback, Logs
from kcore.callbacks.monitor_callback import better
from kcore.training.aside import put_aside
from kcore.training.own_step import brings_own
from kwidgets.forms import give_back
from kwidgets.i18n import number, t
from kwidgets.live import Progress
from kwidgets.panels.course import CoursePicture, Now, Track
from kwidgets.panels.style import styled
from kwidgets.session import Reading, claim, session_of
from kwidgets.session.blocking import block, unblock
from kwidgets.session.cell import notebook

_OFTEN: Final = 0.1  # seconds between two looks at the training
_ENOUGH: Final = 0.1  # of an epoch: before that the mean of its batches says little


class LivePlot(Callback):
    """Shows the curves of a training that `fit` runs, and moves them while the cell runs.

    Used again, it draws the next training beside those before.

        model.fit(x, y, epochs=20, callbacks=[kw.LivePlot()])

    Args:
        metrics: names of what is shown, each in a picture of its own, such as `["loss", "accuracy"]`; None: the loss,
            and the first metric that the model was compiled with.
        baseline: for the last of them the value of a simple rule, drawn as a line; a dict for several by name.
        unit: unit of the values, or a dict by name.
        smoothing: how much the past counts in each value shown, 0 to below 1.

    Attributes:
        widget: the pictures.

    Raises:
        ValueError: for a smoothing that is no such number.
    """

    def __init__(
        self,
        metrics: Sequence[str] | None = None,
        *,
        baseline: float | dict[str, float] | None = None,
        unit: str | dict[str, str] = "",
        smoothing: float = 0.0,
    ) -> None:
        super().__init__()
        if not 0 <= smoothing < 1:
            raise ValueError(f"smoothing must be a number from 0 to below 1; got {smoothing!r}.")
        self._metrics = [metrics] if isinstance(metrics, str) else metrics
        self._baseline, self._unit, self._smoothing = baseline, unit, smoothing
        self._pictures: list[CoursePicture] = []
        self._tracks: list[Track] = []
        self._history: dict[str, list[float]] = {}
        self._now = Now(Progress(0, 0), running=False)
        self._shown: Any = None  # what IPython knows the output by,
        self._cell = -1  # and the number of the cell that it lies below
        self._begun = self._looked = 0.0
        self._epoch, self._blocks, self._closed = 0, False, False
        self._box = widgets.HBox()
        self._box.add_class("kw-beside")
        self.widget = styled(widgets.VBox([self._box]), "kw-live-plot")
        claim(self)

    @property
    def history(self) -> dict[str, list[float]]:
        """What was measured in the last training: one value an epoch for each metric."""
        return self._history

    # -- what the training tells ---------------------------------------------------------------

    def on_train_begin(self, logs: Logs | None = None) -> None:
        if self._closed:
            return
        self._history = {}
        self._tracks.append(Track(self._history, _Name(len(self._tracks) + 1)))
        self._begun, self._looked = time.monotonic(), 0.0
        self._now = Now(Progress(0, int(self.params.get("epochs") or 0)), running=True)
        if not self._pictures:
            self._prepare()
        # A session that trains lets the kernel hear; `fit` in a cell does not.
        session = session_of(self.model)
        self._blocks = notebook() is not None and (session is None or not session.running)
        if self._blocks:
            block()
            notebook().events.register("post_run_cell", self._cell_is_over)  # however it ends
        self._show()
        self._display()

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        self._epoch = epoch
        if not self._history and not self._closed:
            self._tracks[-1].first = epoch

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        # Not at the end of batches: whoever listens there has the loss worked out for each of them.
        now = time.monotonic()
        if now - self._looked < _OFTEN or self._closed:
            return
        self._looked = now
        steps = self.params.get("steps")
        if (
            steps
            and batch >= _ENOUGH * steps
            and batch
            and not brings_own(self.model, "train_step", "compute_loss", "compute_metrics")
        ):
            with put_aside(self.model):
                values = self.model.objective.logs()
            self._tracks[-1].readings.append(Reading(self._epoch + batch / steps, batch, values))
        self._look(batch)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if self._closed:
            return
        for name, value in (logs or {}).items():
            if np.ndim(value) == 0:
                self._history.setdefault(name, []).append(float(value))
        self._epoch = epoch + 1
        self._look(0)

    def on_train_end(self, logs: Logs | None = None) -> None:
        self._finish()

    # -- how it is shown -----------------------------------------------------------------------

    def close(self) -> None:
        """End for good: a newer run of the cell draws its own."""
        if not self._closed:
            self._finish()
            self._closed = True
            shown, self._box.children = self._box.children, ()
            give_back(shown)

    def still(self) -> bytes | None:
        """The first picture as the bytes of a PNG file; None before the first training."""
        return self._pictures[0].view.still() if self._pictures else None

    def __repr__(self) -> str:
        if not self._history:
            return "LivePlot: nothing trained yet"
        values = ", ".join(f"{name} {number(values[-1])}" for name, values in self._history.items())
        return f"LivePlot: epoch {self._now.progress.epoch}, {values}"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle = {**self.widget._repr_mimebundle_(**kwargs), "text/plain": repr(self)}
        picture = self.still() if self._history else None
        return bundle if picture is None else {**bundle, "image/png": picture}

    def _prepare(self) -> None:
        compiled = [name for name in self.model.metrics_names if name != "loss"] if self.model.compiled else []
        shown = self._metrics if self._metrics is not None else ["loss", *compiled[:1]]
        for name in shown:
            unit = self._unit if isinstance(self._unit, str) else self._unit.get(name, "")
            title = "live.loss.title" if name == "loss" else name
            picture = CoursePicture(name, title, unit=unit, highest=better(self.model, name) > 0)
            picture.smooth(self._smoothing)
            self._pictures.append(picture)
            lines = self._baseline if isinstance(self._baseline, dict) else {shown[-1]: self._baseline}
            picture.set_line("baseline", lines.get(name))
        self._box.children = [picture.view for picture in self._pictures]

    def _look(self, batch: int) -> None:
        epochs, steps = self._now.progress.epochs, int(self.params.get("steps") or 1)
        first = self._tracks[-1].first
        done, whole = self._epoch - first + batch / steps, epochs - first
        left = (time.monotonic() - self._begun) * (whole - done) / done if done else None
        progress = Progress(self._epoch, epochs, batch, steps, left)
        self._now = Now(progress, running=True)
        self._show()

    def _show(self) -> None:
        for picture in self._pictures:
            picture.follow(self._tracks, self._now)

    def _finish(self, error: BaseException | None = None) -> None:
        if not self._now.running:
            return
        if self._blocks:
            unblock()
            notebook().events.unregister("post_run_cell", self._cell_is_over)
        self._now = self._now._replace(running=False)
        for picture in self._pictures:
            picture.view.set_status("" if error is None else "live.stopped", **_slots(error))
        self._show()
        if self._shown is not None:
            self._shown.update(self)  # with a still picture, for files and pages without a kernel

    def _display(self) -> None:
        shell = notebook()
        if shell is not None and shell.execution_count != self._cell:
            from IPython.display import display

            self._cell = shell.execution_count
            self._shown = display(self, display_id=True)

    def _cell_is_over(self, result: Any) -> None:
        self._finish(getattr(result, "error_in_exec", None))


class _Name:
    """What the n-th training is called, in the language shown."""

    def __init__(self, n: int) -> None:
        self._number = n

    def __call__(self) -> str:
        return t("course.run", number=self._number)


def _slots(error: BaseException | None) -> dict[str, str]:
    return {} if error is None else {"error": f"{type(error).__name__}: {error}".rstrip(": ")}
