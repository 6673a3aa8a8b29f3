"""The course of a training as a picture: curves of its runs over epochs. Shared by several panels."""

from __future__ import annotations

from kwidgets.panels.course.of_session import SessionCourse, run_name
from kwidgets.panels.course.picture import CoursePicture, Now, Track

__all__ = ["CoursePicture", "Now", "SessionCourse", "Track", "run_name"]
