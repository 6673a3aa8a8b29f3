"""Panels that show the same model learn from each other, and from cells, when its weights have changed."""

from __future__ import annotations

import sys
import time
import weakref
from collections.abc import Callable
from functools import partial
from typing import Any

from kwidgets.bound import Audience, Bound
from kwidgets.session.slices import Sliced

_followers: weakref.WeakKeyDictionary[Any, list[_Follower]] = weakref.WeakKeyDictionary()
_sessions: weakref.WeakKeyDictionary[Any, weakref.ref[Sliced]] = weakref.WeakKeyDictionary()
_newcomers = Audience()


class _Follower:
    """A method that is called at most so many times a second, for as long as its object lives."""

    def __init__(self, method: Callable[[], None], hertz: float) -> None:
        self.method = Bound(method)
        self.interval = 1.0 / hertz
        self.due = 0.0

    def tell(self, *, now: bool) -> None:
        time_now = time.monotonic()
        method = self.method()
        if method is not None and (now or time_now >= self.due):
            self.due = time_now + self.interval
            method()


def follow(model: Any, method: Callable[[], None], hertz: float = 5.0) -> None:
    """Call a method after the model's weights have changed, for as long as the method's object lives.

    They change by a training session, by another panel that says so (`touched`), and by a cell of the notebook, which
    is noticed when the cell has run.

    Args:
        model: a model of the engine.
        method: a bound method without arguments; called between two steps.
        hertz: at most so many calls a second while the model trains; the last state is always told.
    """
    _followers.setdefault(model, []).append(_Follower(method, hertz))
    _fingerprints.setdefault(model, _fingerprint(model))
    _watch_cells()


def touched(model: Any, *, now: bool = True) -> None:
    """Tell all who follow a model that its weights, or what it was compiled with, have changed.

    Args:
        model: a model of the engine.
        now: whether to tell all of them, and not only those whose turn it is.
    """
    if model not in _followers:
        return
    followers = _followers[model] = [each for each in _followers[model] if each.method() is not None]
    for follower in followers:
        follower.tell(now=now)


def session_of(model: Any) -> Any:
    """The `TrainingSession` at work on a model; None where there is none."""
    reference = _sessions.get(model)
    session = None if reference is None else reference()
    return None if session is None or session.closed else session


def on_session(method: Callable[[], None]) -> None:
    """Call a method without arguments after each new session was made, for as long as the method's object lives."""
    _newcomers.join(method)


def enter(model: Any, session: Sliced) -> None:
    """Note the session of a model. The one before it is closed, and those who follow the model follow this one."""
    before = session_of(model)
    if before is not None:
        before.close()
    _sessions[model] = weakref.ref(session)
    session.listen(partial(_told, weakref.ref(model)))
    _newcomers.tell()


def _told(model: weakref.ref[Any], session: Sliced) -> None:
    touched(model(), now=not session.running)


# What a cell does to a model is noticed when it has run: `fit`, `set_weights`, `load_weights`.
_fingerprints: weakref.WeakKeyDictionary[Any, tuple[int, ...]] = weakref.WeakKeyDictionary()
_shells: list[Any] = []


def _fingerprint(model: Any) -> tuple[int, ...]:
    return tuple(hash(variable.value.tobytes()) for variable in model.weights)


def _watch_cells() -> None:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None and shell not in _shells:
        _shells.append(shell)
        shell.events.register("post_run_cell", _cell_has_run)


def _cell_has_run(_: Any) -> None:
    for model in list(_followers):
        now = _fingerprint(model)
        if _fingerprints.get(model) != now:
            _fingerprints[model] = now
            touched(model)
