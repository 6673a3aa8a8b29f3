"""A cure that was applied, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kwidgets.doctor import Finding
from kwidgets.panels.doctor.subject import Subject
from kwidgets.session import RecordedSession, TrainingSession


@dataclass(frozen=True)
class Treatment:
    """What was done about a finding.

    Args:
        finding: the finding.
        code: the Keras code of it.
        how: "turned" (a knob of the training at work), "restarted" (so, and begun anew) or "replaced" (a new model).
        undo: goes back.
    """

    finding: Finding
    code: str
    how: str
    undo: Callable[[], None]


def turn(session: TrainingSession, subject: Subject, knobs: dict[str, Any], *, restart: bool) -> Callable[[], None]:
    """Turn knobs at a training, which begins anew if it must, and return what undoes that."""
    if all(subject.takes(knob) for knob in knobs):
        return _at_panel(subject.panel, knobs, restart=restart)
    if isinstance(session, RecordedSession):
        return _at_recorded(session, knobs, restart=restart)
    return _at_session(session, knobs, restart=restart)


def _at_panel(panel: Any, knobs: dict[str, Any], *, restart: bool) -> Callable[[], None]:
    before = {knob: getattr(panel.settings, knob) for knob in knobs}
    panel.set(**knobs)
    if restart:
        panel.reset()
    return lambda: panel.set(**before)


def _at_recorded(session: RecordedSession, knobs: dict[str, Any], *, restart: bool) -> Callable[[], None]:
    left = session.current.number
    if restart:
        session.seek(0)
    session.fork(knobs)
    made = session.current.number

    def undo() -> None:
        session.choose(left)
        if made != left:
            session.delete(made)

    return undo


def _at_session(session: TrainingSession, knobs: dict[str, Any], *, restart: bool) -> Callable[[], None]:
    rate, moment = session.learning_rate, session.loop.moment()
    history = {name: list(values) for name, values in session.history.items()}
    if restart:
        session.reset()
    session.set_learning_rate(knobs["learning_rate"])

    def undo() -> None:
        session.pause()
        session.set_learning_rate(rate)
        if restart:
            session.do(lambda: session.loop.rewind(moment, history))

    return undo
