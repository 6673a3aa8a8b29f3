"""Somebody who watches trainings: those of `fit`, as a callback, and those of a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kcore.callbacks import Callback
from kwidgets.doctor.case import NAMES, Case
from kwidgets.doctor.data import given_by
from kwidgets.doctor.examination import Examination, examination
from kwidgets.doctor.signs import Signs, signs_of
from kwidgets.doctor.watching import EVERY, Watching
from kwidgets.session import TrainingSession


class Watcher(Callback):
    """Watches a training and says what is wrong with it, without touching it.

    `model.fit(x, y, callbacks=[watcher])` lets it watch; so does `watcher.attend(session)`. What goes wrong in
    watching never reaches the training: it is kept in `error`.

    Args:
        every: batches between two looks, once the beginning is over.
        names: what inputs and targets, then those of validation, are called in code.

    Attributes:
        error: what went wrong in watching, or None.
    """

    only_looks = True  # as a callback of another training it would do nothing

    def __init__(self, every: int = EVERY, *, names: tuple[str, str, str, str] = NAMES) -> None:
        super().__init__()
        self._signs: Signs | None = None
        self.error: Exception | None = None
        self._every, self._names = every, names
        self._watching: Watching | None = None
        self._loop: Any = None
        self._session: TrainingSession | None = None
        self._stops: list[Callable[[], None]] = []
        self._seen: tuple[Any, ...] = ()
        self._found = Examination()

    @property
    def signs(self) -> Signs | None:
        """What is known; None before there is anything to watch."""
        self._refresh()
        return self._signs

    @property
    def examination(self) -> Examination:
        """What is wrong, as far as can be seen now."""
        signs = self.signs
        if signs is None:
            return self._found
        course = signs.course
        state = (course.step, len(course.losses), len(course.looks), course.broken, signs.rate, id(signs))
        if state != self._seen:
            self._seen, self._found = state, examination(signs)
        return self._found

    def keep(self) -> Any:
        """What was seen so far, for `put_back`."""
        return self._signs, None if self._signs is None else self._signs.course.copy()

    def put_back(self, kept: Any) -> None:
        """Go on from what `keep` returned, if it was seen of the same model."""
        signs, course = kept
        if signs is not None and self._signs is not None and signs.case.model is self._signs.case.model:
            self._signs.course.take(course)

    def __repr__(self) -> str:
        return repr(self.examination)

    # -- a session -----------------------------------------------------------------------------

    def attend(self, session: TrainingSession) -> None:
        """Watch a session from now on, and no other."""
        self.leave()
        self._session = session
        self._loop = None
        self._stops = [session.attend(self._session_trained), session.listen(self._session_told)]
        self._dare(self._begin_session)

    def leave(self) -> None:
        """Watch no session any more; what was seen stays."""
        for stop in self._stops:
            stop()
        self._stops = []
        self._session = None

    def _begin_session(self) -> None:
        session = self._session
        assert session is not None  # noqa: S101 - it is attended
        x, y, validation = session.data
        case = Case(session.model, x, y, validation, session.fit_arguments, session.seed, self._names)
        self._begin(case, session.loop)

    def _session_trained(self, session: TrainingSession) -> None:
        self._dare(lambda: self._batch(session.loop))

    def _session_told(self, session: TrainingSession) -> None:
        if not session.running:
            self._dare(lambda: self._rest(session.loop))

    # -- a callback of fit ---------------------------------------------------------------------

    def set_loop(self, loop: Any) -> None:
        if self._session is None:
            self._loop = loop

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        if self._session is None:
            self._dare(self._begin_fit)

    def on_train_batch_begin(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        if self._session is None and self._loop is not None and self._loop.step:
            self._dare(lambda: self._batch(self._loop))

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        if self._session is None and self._loop is not None:
            self._dare(lambda: self._batch(self._loop))

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:
        if self._session is None and self._loop is not None:
            self._dare(lambda: self._rest(self._loop))

    def _begin_fit(self) -> None:
        loop = self._loop
        samples, checked = loop.samples, loop.validation_samples
        x, y = given_by(samples)
        validation = None if checked is None else given_by(checked)
        fit = {"epochs": loop.epochs, "shuffle": loop.shuffles}
        fit["callbacks"] = [each for each in loop.callbacks if not getattr(each, "only_looks", False)]
        if samples is not None:
            fit["batch_size"] = loop.batch_size
            if samples.weight is not None:
                fit["sample_weight"] = samples.weight
        self._begin(Case(loop.model, x, y, validation, fit, None, self._names), loop)

    # -- both ----------------------------------------------------------------------------------

    def _begin(self, case: Case, loop: Any) -> None:
        self._loop = loop
        self.error = None
        signs = self._signs = signs_of(case, loop.samples, shuffles=loop.shuffles)
        signs.course.trained = bool(loop.step) or bool(case.model.optimizer.iterations.value)
        self._kind = _kind(case.model)
        self._watching = Watching(signs, self._every, loop.step)

    def _batch(self, loop: Any) -> None:
        if self._watching is None:
            return
        if self._kind != _kind(loop.model) or not self._watching.fits:  # compiled anew, or layers frozen
            (self._begin_session if self._session is not None else self._begin_fit)()
            return
        self._loop = loop
        self._watching.batch(loop.step, _place(loop))

    def _rest(self, loop: Any) -> None:
        """The training stands: look once more, so that what is said is up to date."""
        if self._watching is not None and loop.step and loop.step == self._watching.course.step:
            self._watching.look(loop.step, _place(loop))

    def _refresh(self) -> None:
        loop, signs = self._loop if self._session is None else self._session.loop, self._signs
        if loop is not None and signs is not None:
            course = signs.course
            course.history, course.epochs = loop.history, loop.epochs
            course.steps_per_epoch = loop.steps_per_epoch
            if loop.step < course.step:  # wound back while it stands
                course.back_to(loop.step)

    def _dare(self, look: Callable[[], None]) -> None:
        """Whatever goes wrong in looking must not stop a training."""
        if self.error is not None:
            return
        try:
            look()
        except Exception as error:
            self.error = error


def _place(loop: Any) -> float:
    return float(loop.step / max(loop.steps_per_epoch, 1))


def _kind(model: Any) -> tuple[int, int]:
    """What a model is compiled with."""
    return id(model.compiled), id(model.optimizer)
