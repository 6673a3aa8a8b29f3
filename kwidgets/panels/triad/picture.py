from __future__ import annotations

from kwidgets.live import LossCurves, LossView, Progress
from kwidgets.panels.triad.model import METRIC
from kwidgets.session import TrainingSession


class Picture:
    """The curves of a training: the error in the unit of the answers, or the loss itself.

    Args:
        unit: unit of the error.
        scale: how many units an error of 1 is.
        baseline: error of a simple rule, in the unit, or None.

    Attributes:
        view: the live view.
    """

    def __init__(self, unit: str, scale: float, baseline: float | None) -> None:
        self._unit, self._scale = unit, scale
        self._lines: dict[str, float | None] = {"baseline": baseline, "guess": None}
        self._metric = "error"
        self._curves = LossCurves()
        self._epochs = 0
        self.view = LossView("triad.title.error", unit=unit)
        self._draw_lines()

    @property
    def diverged(self) -> bool:
        """Whether a value was no finite number."""
        return self._curves.train.diverged is not None

    def restart(self, session: TrainingSession | None) -> None:
        """Begin with an empty picture of a training, or of none."""
        self._curves, self._epochs = LossCurves(), 0
        if session is not None:
            self.follow(session)
        else:
            self.view.publish(self._curves, progress=Progress(0, 0), running=False)

    def choose(self, metric: str, session: TrainingSession | None) -> None:
        """Show "error" or "loss"."""
        self._metric = metric
        self.view.unit = self._unit if metric == "error" else ""
        self.view.set_title(f"triad.title.{metric}")
        self._draw_lines()
        self.restart(session)

    def guess(self, value: float | None) -> None:
        """Draw or move the line of the learner's guess."""
        self._lines["guess"] = value
        self._draw_lines()

    def follow(self, session: TrainingSession) -> None:
        """Draw what is new: whole epochs, and the batches between two epochs if the training goes slowly."""
        loop, history = session.loop, session.history
        key, scale = (METRIC, self._scale) if self._metric == "error" else ("loss", 1.0)
        train, validation = history.get(key, []), history.get(f"val_{key}", [])
        while self._epochs < len(train):
            measured = validation[self._epochs] * scale if self._epochs < len(validation) else None
            self._curves.append(self._epochs + 1, train[self._epochs] * scale, measured)
            self._epochs += 1
        slow = session.stepping or session.speed == "batches"  # else a batch is over before an eye has read its number
        if slow and loop.batch and not loop.epoch_ended:
            x = loop.epoch + loop.batch / loop.steps_per_epoch
            last = self._curves.train.last
            if last is None or x > last[0]:
                self._curves.append(x, loop.logs()[key] * scale)
        done = session.finished
        progress = Progress(
            epoch=loop.epochs if done else session.epochs_done,
            epochs=loop.epochs,
            batch=0 if loop.epoch_ended or (session.running and not slow) else loop.batch,
            steps_per_epoch=loop.steps_per_epoch,
            seconds_left=session.seconds_left,
        )
        self.view.publish(self._curves, progress=progress, running=session.running)

    def still(self) -> bytes:
        """The picture as the bytes of a PNG file."""
        return self.view.still()

    def _draw_lines(self) -> None:
        for name, value in self._lines.items():
            # In the loss's own measure the two lines would lie: they are errors in the unit.
            self.view.set_line(name, value if self._metric == "error" else None)
