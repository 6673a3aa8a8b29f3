from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path
from typing import Any, ClassVar

import ipywidgets as widgets

from kwidgets.doctor import Examination, Finding, Watcher
from kwidgets.doctor.case import NAMES
from kwidgets.doctor.watching import EVERY
from kwidgets.forms import give_back
from kwidgets.i18n import on_language, t
from kwidgets.panels.doctor import words
from kwidgets.panels.doctor.board import Board, put
from kwidgets.panels.doctor.in_fit import InFit
from kwidgets.panels.doctor.record import Record, code
from kwidgets.panels.doctor.state import DoctorState
from kwidgets.panels.panel import Panel
from kwidgets.panels.run_bar import RunBar
from kwidgets.session import TrainingSession, on_session


class Doctor(InFit, Panel):
    """Watches a training and names what goes wrong while it happens, with a cure that one click applies.

    It only looks: with and without it a training takes the very same steps. It may be handed to `fit`, too:
    `model.fit(x, y, callbacks=[kw.Doctor()])`.

    Args:
        subject: a `TrainingSession`, a panel that trains (such as `Triad`), a compiled model, or None.
        x: inputs, if the model is to be trained here.
        y: its targets.
        validation_data: `(x, y)` that are only measured, or None.
        seed: makes the training here repeatable.
        speed: "full", "epochs" or "batches", for a training here.
        every: batches between two looks, once the beginning is over.
        language: "ko" or "en" for everything on the screen; None: as it is.
        names: what inputs and targets, then those of validation, are called in the code shown.
        **fit: further arguments of `fit`, for a training here: `epochs`, `batch_size`, `shuffle`, ...

    Attributes:
        widget: the panel.

    Raises:
        TypeError: for something that cannot be watched.
        RuntimeError: for a model that was not compiled.
        ValueError: for data that do not fit the model, where the doctor cannot name what is wrong.
    """

    ROOM = "doctor"
    SHEET: ClassVar[Path | None] = Path(__file__).with_name("doctor.css")

    def __init__(
        self,
        subject: Any = None,
        x: Any = None,
        y: Any = None,
        validation_data: tuple[Any, Any] | None = None,
        *,
        seed: int | None = 1,
        speed: str = "epochs",
        every: int = EVERY,
        language: str | None = None,
        names: tuple[str, str, str, str] = NAMES,
        **fit: Any,
    ) -> None:
        InFit.__init__(self)
        Panel.__init__(self, language=language)
        self._state = DoctorState(
            subject, x, y, validation_data, fit=fit, seed=seed, names=names, every=every, listener=self._told
        )
        self._speed = speed
        self._bar = RunBar(
            speed,
            asked=lambda name: self._do(getattr(self, f"_{name}")),
            speed_chosen=lambda name: self._do(partial(self._set_speed, name)),
        )
        self._top, self._progress = widgets.VBox(), widgets.HTML()
        self._board = Board(lambda finding: self._do(partial(self._treat, finding)), lambda: self._do(self._open))
        self._record = Record(lambda: self._do(self._take_back))
        self._lay_out([self._top, self._progress, self._board.widget, self._record.widget], says_after=1)
        self._set_speed(speed)
        self._show()
        on_language(self._show)
        on_session(self._session_came)

    @property
    def _watcher(self) -> Watcher:
        return self._state.watcher

    @property
    def session(self) -> TrainingSession | None:
        """The training that is watched; None where none is at work."""
        return self._state.session

    @property
    def examination(self) -> Examination:
        """What is wrong, as far as can be seen now: its causes, what follows from them, what was looked at."""
        return self._state.examination

    @property
    def code(self) -> str:
        """The Keras code of the cures that were applied, in their order."""
        return code(self._state.treatments)

    def cure(self, name: str | None = None) -> None:
        """Apply the cure of a finding, as a click on its button does.

        Args:
            name: name of the diagnosis; None: the first one.

        Raises:
            ValueError: where that was not found, or has no cure here.
        """
        found = [each for each in self.examination.findings if name in (None, each.name)]
        if not found:
            names = ", ".join(self.examination.names) or "nothing"
            raise ValueError(f"The doctor has not found {name or 'anything'!r} to cure. Found: {names}.")
        self._treat(found[0])

    def undo(self) -> None:
        """Take the last cure back."""
        self._take_back()

    def run(self, epochs: int | None = None) -> Examination:
        """Train to the planned end, or for so many epochs more, and return what is wrong then.

        Raises:
            RuntimeError: where nothing can be trained from here.
            BaseException: whatever stopped the training.
        """
        session = self.session
        if session is None or not self._state.is_own:
            raise RuntimeError("Nothing can be trained from here: give Doctor a model with data, or a session.")
        with self._bar.resting():
            if epochs is not None or not session.finished:
                session.run(epochs)
        self._show()
        return self.examination

    def _words(self) -> str:
        signs = self._state.signs
        if signs is None:
            return "nothing to look at yet"
        done = len(signs.course.losses)
        found = "; ".join(finding.name for finding in self.examination.causes) or "nothing found"
        return f"{signs.case.model.name}, {f'epoch {done}' if done else 'not trained yet'}: {found}"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        self._displayed()
        return {**super()._repr_mimebundle_(**kwargs), "text/html": words.whole(self._state.signs, self.examination)}

    def _rest(self) -> None:
        self._state.leave()
        self._bar.follow(running=False)
        self._bar.disable()
        give_back([self._bar.widget, *self._record.made(), *self._board.made()])

    # What is asked for in the page. A session carries its commands out between two steps by itself.

    def _toggle(self) -> None:
        session = self._state.session
        if session is not None and session.running:
            session.pause()
        else:
            self._go("play")

    def _step(self) -> None:
        self._go("step")

    def _epoch(self) -> None:
        self._go("step_epoch")

    def _go(self, how: str) -> None:
        if self._state.session is not None:
            self._says.say("")
            getattr(self._state.session, how)()

    def _reset(self) -> None:
        if self._state.session is not None:
            self._state.session.reset()
            self._says.say("doctor.reset.done")
            self._show()

    def _set_speed(self, name: str) -> None:
        self._speed = name
        if self._state.session is not None and self._state.is_own:
            self._state.session.set_speed(name)

    def _treat(self, finding: Finding) -> None:
        session = self._state.session
        went = session is not None and (session.running or session.loop.step > 0)
        how = self._state.treat(finding).how
        now = self._state.session
        if now is not None:
            self._set_speed(self._speed)
            if went and self._home.loop is not None:  # what went on goes on
                now.play()
                how = "playing" if how == "replaced" else how
        self._says.say(f"doctor.cured.{how}")
        self._show()

    def _take_back(self) -> None:
        self._state.undo()
        self._says.say("doctor.undone")
        self._show()

    def _open(self) -> None:
        self._board.open()
        self._show()

    # What follows from it.

    def _session_came(self) -> None:
        # It was announced by its constructor: whose it is can be asked only when that is over.
        loop = self._home.loop
        if loop is not None and not self._closed:
            loop.call_soon_threadsafe(self._told)

    def _told(self) -> None:
        self._dare(self._show)

    def _show(self) -> None:
        """Bring everything up to what is known now."""
        if self._closed:
            return
        state = self._state
        found, signs, session = state.examination, state.signs, state.session
        driven = session is not None and state.is_own
        self._top.children = [self._bar.widget] if driven else []
        self._bar.follow(running=session is not None and session.running)
        if driven and session is not None and session.error is not None:
            interrupted = isinstance(session.error, KeyboardInterrupt)
            key = "doctor.interrupted" if interrupted else "doctor.error"
            self._says.say(key, None if interrupted else session.error)
        blind = f"<p>{escape(t('doctor.blind'))}</p>" if state.watcher.error is not None else ""
        put(self._progress, f'<p class="kw-progress">{escape(words.progress(signs))}</p>{blind}')
        self._board.follow(found, signs, state.can_treat)
        self._record.follow(state.treatments)
