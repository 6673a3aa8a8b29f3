from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from kwidgets.i18n import t
from kwidgets.live import Progress
from kwidgets.panels.course.picture import Now, Track
from kwidgets.session import Reading, RecordedSession, Run, TrainingSession

_MOST: Final = 2000  # readings of a run
_ENOUGH: Final = 0.1  # of an epoch: before that the mean of its batches says little
_LONG: Final = 3  # frames in which an epoch does not end: then it is worth while to read within it


class SessionCourse:
    """Follows a training session: its runs for a `CoursePicture`, and what is read within its epochs.

    Attributes:
        tracks: the runs, the one at work last.
        now: how far the training is.
    """

    def __init__(self) -> None:
        self._session: TrainingSession | None = None
        self._of: dict[Any, Track] = {}
        self._newest = self._epoch = self._frames = 0
        self.tracks: Sequence[Track] = ()
        self.now = Now(Progress(0, 0), running=False)

    def follow(self, session: TrainingSession | None, *, seen: bool) -> None:
        """Take in what is new.

        Args:
            session: the session, perhaps another than before; None for none.
            seen: whether anybody looks: else nothing is read within epochs.
        """
        if session is not self._session or (session is not None and session.loop.step < self._newest):
            self._session, self._of = session, {}
        self.now = Now(Progress(0, 0), running=False)
        self.tracks = ()
        if session is None:
            return
        self._newest = session.loop.step
        rhythm = session.fit_arguments.get("validation_freq", 1)
        if isinstance(session, RecordedSession):
            *others, main = sorted(session.runs, key=lambda run: run is session.current)
            self.tracks = [self._run(run, rhythm) for run in (*others, main)]
            self._of = {run: self._of[run] for run in session.runs}
        else:
            track = self._of.setdefault(None, Track(session.history, rhythm=rhythm))
            track.history = session.history
            self.tracks = [track]
        self._frames = self._frames + 1 if session.loop.epoch == self._epoch else 0
        self._epoch = session.loop.epoch
        if seen:
            self._read(session, self.tracks[-1])
        self.now = self._where(session)

    def _run(self, run: Run, rhythm: Any) -> Track:
        track = self._of.setdefault(run, Track(run.history, lambda: run_name(run), rhythm=rhythm))
        track.history, track.readings, track.cuts = run.history, run.readings, run.cuts
        return track

    def _read(self, session: TrainingSession, track: Track) -> None:
        """Read loss and metrics within an epoch, if an eye can follow."""
        loop = session.loop
        slow = session.stepping or session.speed == "batches"
        slow = slow or (self._frames >= _LONG and loop.batch >= _ENOUGH * loop.steps_per_epoch)
        if not slow or loop.epoch_ended or not loop.batch:
            return
        if not track.readings or track.readings[-1].step < loop.step:
            track.readings.append(Reading(loop.done, loop.step, loop.logs()))
        if len(track.readings) > _MOST:
            del track.readings[: _MOST // 2 : 2]
            track.pruned += 1

    def _where(self, session: TrainingSession) -> Now:
        loop, done = session.loop, session.finished
        at = session.shown[0] if isinstance(session, RecordedSession) and session.looking_back else None
        fleeting = session.running and not (session.stepping or session.speed == "batches" or self._frames >= _LONG)
        progress = Progress(
            epoch=loop.epochs if done else session.epochs_done,
            epochs=loop.epochs,
            batch=0 if loop.epoch_ended or fleeting else loop.batch,
            steps_per_epoch=loop.steps_per_epoch,
            seconds_left=session.seconds_left,
        )
        if at is not None:
            steps = loop.steps_per_epoch
            progress = Progress(int(at + 1e-9), loop.epochs, round((at - int(at + 1e-9)) * steps), steps)
        return Now(progress, session.running, at)


def run_name(run: Run) -> str:
    """What a run is called: its number, and what was turned where it began."""
    turned = ", ".join(f"{knob}={_short(value)}" for knob, value in run.turned.items())
    name = t("course.run", number=run.number)
    return f"{name}: {turned}" if turned else name


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return str(value) if isinstance(value, str | int) else str(getattr(value, "name", type(value).__name__))
