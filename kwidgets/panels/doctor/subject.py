"""Whose training the doctor watches: a session, a panel, a model, or nobody's yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kwidgets.session import TrainingSession, session_of


class Subject:
    """What the doctor was given, and the session that is at work there now.

    Args:
        given: a session, a model, anything with a `session` (such as a panel), or None.

    Attributes:
        panel: the panel, or None.
        model: the model that was given, or None.

    Raises:
        TypeError: for anything else.
    """

    def __init__(self, given: Any) -> None:
        self.panel: Any = None
        self.model: Any = None
        self._find: Callable[[], TrainingSession | None] = lambda: None
        if isinstance(given, TrainingSession):
            self._find = lambda: given
        elif hasattr(given, "intake"):
            self.model = given
            self._find = lambda: session_of(given)
        elif hasattr(given, "session"):
            self.panel = given
            self._find = lambda: given.session
        elif given is not None:
            raise TypeError(
                "Doctor watches a TrainingSession, a panel that trains (such as Triad), or a compiled model of the "
                f"engine; got {type(given).__name__}."
            )

    @property
    def session(self) -> TrainingSession | None:
        """The session at work now; None where there is none, or it has ended for good."""
        session = self._find()
        return None if session is None or session.closed else session

    def takes(self, knob: str) -> bool:
        """Whether the panel has a setting of this name, so that its cards go along with a cure."""
        settings = getattr(self.panel, "settings", None)
        return hasattr(settings, knob) and hasattr(self.panel, "set") and hasattr(self.panel, "reset")
