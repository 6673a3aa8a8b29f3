"""Which pictures there are beside the curves, and which of them go with a problem."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from kwidgets.i18n import t
from kwidgets.panels.watch.boundary import Boundary
from kwidgets.panels.watch.confusion import Confusion
from kwidgets.panels.watch.histograms import Histograms
from kwidgets.panels.watch.look import Look
from kwidgets.panels.watch.probabilities import Probabilities
from kwidgets.panels.watch.problem import Problem
from kwidgets.panels.watch.scatter import Scatter

LOOKS: Final[tuple[type[Look], ...]] = (Boundary, Confusion, Probabilities, Scatter, Histograms)


def looks(
    views: Sequence[str] | None,
    problem: Problem,
    session: Any,
    *,
    features: Sequence[str],
    unit: str,
    add: Callable[[Any, int], None],
) -> list[Look]:
    """The pictures that are asked for.

    Args:
        views: their names; None: all that go with the problem.
        problem: what the model learns.
        session: the session.
        features: names of the features.
        unit: unit of the targets.
        add: see `Boundary`.

    Raises:
        ValueError: for a name that there is not, or a picture that does not go with the problem.
    """
    names = [kind.NAME for kind in LOOKS]
    wanted = names if views is None else [views] if isinstance(views, str) else list(views)
    for name in wanted:
        if name not in names:
            raise ValueError(f"views: there is no picture {name!r}. There are: {', '.join(names)}.")
    made: list[Look] = []
    for kind in sorted((kind for kind in LOOKS if kind.NAME in wanted), key=lambda kind: wanted.index(kind.NAME)):
        reason = kind.why_not(problem)
        if reason and views is not None:
            raise ValueError(f"views: {kind.NAME!r} cannot be shown. {t(reason)}")
        if reason:
            continue
        if kind is Boundary:
            made.append(Boundary(problem, features, add))
        elif kind is Scatter:
            made.append(Scatter(problem, unit))
        elif kind is Histograms:
            made.append(Histograms(problem, session))
        else:
            made.append(kind(problem))
    return made
