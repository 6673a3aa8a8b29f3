from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from kwidgets.doctor import Case, Examination, Finding, Signs, Watcher, examination
from kwidgets.doctor.examine import tried
from kwidgets.panels.doctor.subject import Subject
from kwidgets.panels.doctor.treatment import Treatment, turn
from kwidgets.session import TrainingSession


class DoctorState:
    """What is watched, what was found, and what was done about it. Knows no widget.

    Args:
        subject: a session, a panel that trains, a model, or None.
        x: inputs, for a model that is to be trained here.
        y: its targets.
        validation: `(x, y)` to validate, or None.
        fit: further arguments of `fit`.
        seed: what makes it repeatable, or None.
        names: what inputs and targets, then those of validation, are called in code.
        every: batches between two looks.
        listener: called without arguments while a training runs, and when it stands.

    Attributes:
        watcher: who watches.
        treatments: what was done, in order.

    Raises:
        TypeError: for something that cannot be watched.
        RuntimeError: for a model that was not compiled.
    """

    def __init__(
        self,
        subject: Any,
        x: Any,
        y: Any,
        validation: Any,
        *,
        fit: dict[str, Any],
        seed: int | None,
        names: tuple[str, str, str, str],
        every: int,
        listener: Callable[[], None],
    ) -> None:
        self.subject = Subject(subject)
        self._new_watcher = partial(Watcher, every, names=names)
        self.watcher = self._new_watcher()
        self.treatments: list[Treatment] = []
        self._listener = listener
        self._own: TrainingSession | None = None
        self._refused: Signs | None = None
        self._session: TrainingSession | None = None
        self._stop: Callable[[], None] = lambda: None
        if self.subject.model is not None and x is not None:
            self._begin(Case(self.subject.model, x, y, validation, fit, seed, names))
        elif x is not None:
            raise TypeError("Doctor takes data together with a model; sessions and panels have their own.")
        self.sync()

    # -- what is watched -----------------------------------------------------------------------

    @property
    def session(self) -> TrainingSession | None:
        """The session that is watched now."""
        self.sync()
        return self._session

    @property
    def is_own(self) -> bool:
        """Whether the session is driven from here, and not from another panel."""
        return self._own is not None or (self.subject.panel is None and self.subject.model is None)

    @property
    def signs(self) -> Signs | None:
        """What is known; None before there is anything to watch."""
        self.sync()
        return self._refused or self.watcher.signs

    @property
    def case(self) -> Case | None:
        """What is trained now, and how."""
        return None if self.signs is None else self.signs.case

    @property
    def examination(self) -> Examination:
        """What is wrong, as far as can be seen now."""
        self.sync()
        return examination(self._refused) if self._refused is not None else self.watcher.examination

    def sync(self) -> None:
        """Watch the session that is at work now, if it is another than before."""
        session = self._own if self._own is not None or self._refused is not None else self.subject.session
        if session is self._session or (session is None and self._refused is None):
            return
        self._stop()
        self._stop = lambda: None
        self._session = session
        if session is None:
            self.watcher.leave()
        else:
            self.watcher.attend(session)
            self._stop = session.listen(lambda _: self._listener(), hertz=4)

    def leave(self) -> None:
        """Watch no more; sessions made here end."""
        self._stop()
        self.watcher.leave()
        if self._own is not None:
            self._own.close()

    def _begin(self, case: Case) -> None:
        """Make a session for a case; where the engine refuses the data, look at them all the same."""
        self._refused, self._own = None, None
        options = dict(case.fit)
        options.setdefault("epochs", 20)
        try:
            self._own = TrainingSession(
                case.model, case.x, case.y, validation_data=case.validation, seed=case.seed, **options
            )
        except (ValueError, TypeError):
            self._refused = tried(case)
            if not examination(self._refused).causes:
                raise  # nothing that the doctor could name: the engine's words say more

    # -- what is done about it -----------------------------------------------------------------

    def can_treat(self, finding: Finding) -> bool:
        """Whether there is a cure, and what it needs."""
        if finding.cure is None or self.case is None:
            return False
        return bool(finding.cure.knobs and self.session is not None) or self.case.x is not None

    def treat(self, finding: Finding) -> Treatment:
        """Apply a finding's cure.

        Raises:
            ValueError: where it has none.
        """
        case, cure, session = self.case, finding.cure, self.session
        if not self.can_treat(finding) or case is None or cure is None:
            raise ValueError(f"There is no cure for {finding.name!r} here.")
        signs = self.signs
        scheduled = signs is not None and signs.scheduled
        if session is not None and cure.knobs and not scheduled:
            made = self._turned(session, finding)
        else:
            made = self._replaced(case, finding)
        self.treatments.append(made)
        return made

    def undo(self) -> None:
        """Go back to how it was before the last cure."""
        if self.treatments:
            self.treatments.pop().undo()

    def _turned(self, session: TrainingSession, finding: Finding) -> Treatment:
        cure, case = finding.cure, self.case
        assert cure is not None  # noqa: S101 - asked for by `treat`
        assert case is not None  # noqa: S101
        kept = self.watcher.keep()
        restart = cure.restart and session.loop.step > 0
        knobs = dict(cure.knobs)
        back = turn(session, self.subject if self._own is None else Subject(None), knobs, restart=restart)

        def undo() -> None:
            back()
            if self.session is session:
                self.watcher.put_back(kept)

        code = "\n".join(f"model.optimizer.{knob} = {value}" for knob, value in knobs.items())
        return Treatment(finding, code, "restarted" if restart else "turned", undo)

    def _replaced(self, case: Case, finding: Finding) -> Treatment:
        assert finding.cure is not None  # noqa: S101 - asked for by `treat`
        treated = finding.cure.treat(case)
        before = self._session, self._own, self._refused, self.watcher, self.watcher.keep()
        if self._session is not None:
            self._session.pause()
        self._stop()
        self.watcher.leave()
        self.watcher, self._session = self._new_watcher(), None
        self._begin(treated.case)
        self.sync()
        return Treatment(finding, treated.code, "replaced", partial(self._go_back, *before))

    def _go_back(
        self,
        session: TrainingSession | None,
        own: TrainingSession | None,
        refused: Signs | None,
        watcher: Watcher,
        kept: Any,
    ) -> None:
        self._stop()
        if self._own is not None:
            self._own.close()
        self._own, self._refused, self.watcher, self._session = own, refused, watcher, None
        if session is not None and self.session is session:
            self.watcher.put_back(kept)
