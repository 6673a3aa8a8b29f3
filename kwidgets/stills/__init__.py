"""The pictures of the live views as files: for saved notebooks, GitHub, and print. Drawn by matplotlib.

matplotlib is imported when the first still is drawn, and its global settings are left as they were.
"""

from __future__ import annotations

from kwidgets.stills.chart import chart_still
from kwidgets.stills.graph import graph_still
from kwidgets.stills.look import FONTS
from kwidgets.stills.loss import loss_still
from kwidgets.stills.tiles import tiles_still

__all__ = ["FONTS", "chart_still", "graph_still", "loss_still", "tiles_still"]
