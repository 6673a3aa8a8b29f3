"""Live pictures: what a browser draws while a model trains."""

from __future__ import annotations

from kwidgets.live.chart import Chart
from kwidgets.live.course_view import Course, CourseView, Row
from kwidgets.live.curves import Curve, LossCurves, Progress
from kwidgets.live.graph import Graph
from kwidgets.live.loss_view import LossView
from kwidgets.live.tiles import Tiles
from kwidgets.live.view import LiveView
from kwidgets.pictures import Axis, Band, Bars, Edge, Line, Map, Mark, Node, Points

__all__ = [
    "Axis",
    "Band",
    "Bars",
    "Chart",
    "Course",
    "CourseView",
    "Curve",
    "Edge",
    "Graph",
    "Line",
    "LiveView",
    "LossCurves",
    "LossView",
    "Map",
    "Mark",
    "Node",
    "Points",
    "Progress",
    "Row",
    "Tiles",
]
