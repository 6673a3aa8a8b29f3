"""What a picture shows, said without a word about how it is drawn: two renderers read it, a page and matplotlib."""

from __future__ import annotations

from kwidgets.pictures.axis import Axis, Limits, Span
from kwidgets.pictures.bars import Bars
from kwidgets.pictures.content import Content
from kwidgets.pictures.graph import Edge, Node
from kwidgets.pictures.layer import Layer
from kwidgets.pictures.layout import Layout, lay_out
from kwidgets.pictures.lines import Band, Line, Mark
from kwidgets.pictures.maps import Map
from kwidgets.pictures.network import Network
from kwidgets.pictures.points import Points
from kwidgets.pictures.sheet import Sheet
from kwidgets.pictures.words import said

__all__ = [
    "Axis",
    "Band",
    "Bars",
    "Content",
    "Edge",
    "Layer",
    "Layout",
    "Limits",
    "Line",
    "Map",
    "Mark",
    "Network",
    "Node",
    "Points",
    "Sheet",
    "Span",
    "lay_out",
    "said",
]
