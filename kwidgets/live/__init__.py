"""Live pictures: what a browser draws while a model trains."""

from __future__ import annotations

from kwidgets.live.chart import Chart
from kwidgets.live.course_view import Course, CourseView, Row
from kwidgets.live.curves import Curve, LossCurves, Progress
from kwidgets.live.loss_view import LossView
from kwidgets.live.view import LiveView
from kwidgets.pictures import Axis, Band, Bars, Line, Map, Mark, Points

__all__ = [
    "Axis",
    "Band",
    "Bars",
    "Chart",
    "Course",
    "CourseView",
    "Curve",
    "Line",
    "LiveView",
    "LossCurves",
    "LossView",
    "Map",
    "Mark",
    "Points",
    "Progress",
    "Row",
]
