"""Training that a learner can stop, step and steer while it runs."""

from __future__ import annotations

from kwidgets.session.cell import claim
from kwidgets.session.following import follow, on_session, session_of, touched
from kwidgets.session.knobs import KNOBS, knobs_of
from kwidgets.session.pace import SPEEDS
from kwidgets.session.recorded import RecordedSession
from kwidgets.session.run import Reading, Run
from kwidgets.session.slices import ReplacedError
from kwidgets.session.training import TrainingSession

__all__ = [
    "KNOBS",
    "SPEEDS",
    "Reading",
    "RecordedSession",
    "ReplacedError",
    "Run",
    "TrainingSession",
    "claim",
    "follow",
    "knobs_of",
    "on_session",
    "session_of",
    "touched",
]
