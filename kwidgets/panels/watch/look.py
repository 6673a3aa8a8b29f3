from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import ipywidgets as widgets

from kwidgets.live import LiveView
from kwidgets.panels.watch.problem import Problem


class Look:
    """A picture beside the curves, of the model as it is. It is made only when somebody looks.

    Args:
        problem: what the model learns.

    Attributes:
        NAME: what it is called in arguments and on its tab.
        pictures: its live views.
        rows: what is shown, one below the other.
    """

    NAME: ClassVar[str]
    pictures: Sequence[LiveView]
    rows: Sequence[widgets.Widget]

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    @classmethod
    def why_not(cls, _: Problem, /) -> str:
        """Key of the text that says why there is no such picture of a problem; empty where there is one."""
        return ""

    @property
    def seen(self) -> bool:
        """Whether anybody looks."""
        return any(picture.views > 0 for picture in self.pictures)

    @property
    def wants_more(self) -> bool:
        """Whether one look was not enough, and another one soon will show more."""
        return False

    def look(self, session: Any) -> None:
        """Show the model of a session as it is.

        Raises:
            Exception: whatever a learner's layer raises.
        """
        raise NotImplementedError
