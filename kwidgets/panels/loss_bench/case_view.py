from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

import ipywidgets as widgets
import numpy as np

from kcore.autodiff import Array
from kwidgets.i18n import number, t
from kwidgets.live import Chart
from kwidgets.panels.loss_bench.cases import CASES, Case
from kwidgets.panels.loss_bench.trials import EPOCHS, Outcome, Recipe
from kwidgets.panels.menu import Menu
from kwidgets.panels.table import table
from kwidgets.pictures import Axis, Line

BY_NAME = {case.name: case for case in CASES}


class CaseView:
    """A wrong combination of output layer, loss and targets beside the right one, both really trained.

    Args:
        name: which case is shown first.
        do: carries out a command that the page asked for.

    Attributes:
        case: what is shown.
        widget: all of it.
        scores: the chart of how good both became.

    Raises:
        ValueError: for a case that there is not.
    """

    def __init__(self, name: str, do: Callable[[Callable[[], None]], None]) -> None:
        if name not in BY_NAME:
            raise ValueError(f"case must be one of {', '.join(map(repr, BY_NAME))}; got {name!r}.")
        self.case = BY_NAME[name]
        self._menu = Menu("lossbench.case", tuple(BY_NAME), name, lambda chosen: do(partial(self.turn_to, chosen)))
        self._cards = [widgets.HTML(), widgets.HTML()]
        for card, look in zip(self._cards, ("wrong", "right"), strict=True):
            card.add_class("kw-case")
            card.add_class(f"kw-{look}")
        cards = widgets.HBox(self._cards)
        cards.add_class("kw-pair")
        top = widgets.HBox([self._menu.widget])
        top.add_class("kw-controls")
        self.scores = Chart("lossbench.chart.scores", x=Axis("lossbench.axis.epoch", whole=True), y=Axis())
        self.widget = widgets.VBox([top, cards, self.scores])
        self.widget.add_class("kw-view")

    def turn_to(self, name: str) -> None:
        """Show another case."""
        self.case = BY_NAME[name]
        self.show()

    def show(self) -> None:
        """Show the case, every word in the language shown; it is trained when it is shown first."""
        case = self.case
        self._menu.set(case.name)
        wrong, right = case.outcomes
        sides = (("wrong", case.wrong, wrong), ("right", case.right, right))
        for card, (side, recipe, outcome) in zip(self._cards, sides, strict=True):
            card.value = _card(case, side, recipe, outcome)
        percent = case.kind != "numbers"
        factor = 100.0 if percent else 1.0
        lines = [
            Line(
                np.arange(len(outcome.scores)), factor * np.array(outcome.scores), look=look, label=f"lossbench.{side}"
            )
            for (side, _, outcome), look in zip(sides, ("f", "c"), strict=True)
            if not outcome.refused
        ]
        y = Axis("lossbench.axis.hits", "%", limits=(0, 102)) if percent else Axis("lossbench.axis.miss", switch=True)
        self.scores.show(lines, y=y, x=Axis("lossbench.axis.epoch", whole=True, limits=(0, EPOCHS)))


def _card(case: Case, side: str, recipe: Recipe, outcome: Outcome) -> str:
    parts = [f"<h4>{escape(t(f'lossbench.{side}'))}</h4>", f'<pre class="kw-code-lines">{escape(recipe.code)}</pre>']
    if outcome.refused:
        parts.append(f"<p>{escape(t('lossbench.refused'))}</p><blockquote>{escape(outcome.refused)}</blockquote>")
    else:
        parts.append(_facts(case, outcome))
    parts.append(f'<p class="kw-why">{escape(t(f"lossbench.case.{case.name}.{side}"))}</p>')
    return "".join(parts)


def _facts(case: Case, outcome: Outcome) -> str:
    score = "miss" if case.kind == "numbers" else "hits"
    rows = [
        [t(f"lossbench.fact.{score}"), _score(case, outcome.scores[0]), _score(case, outcome.scores[-1])],
        [t("lossbench.fact.loss"), number(outcome.losses[0]), number(outcome.losses[-1])],
        [t("lossbench.fact.gradient"), *(number(length) for length in outcome.gradients)],
    ]
    head = ["", t("lossbench.fact.first"), t("lossbench.fact.last", epochs=EPOCHS)]
    facts = table(t("lossbench.chart.scores"), head, rows, numbers=(1, 2))
    pairs = zip(outcome.targets, outcome.answers, strict=True)
    said = [[_row(target), _row(answer)] for target, answer in pairs]
    return facts + table(t("lossbench.answer"), [t("lossbench.target"), t("lossbench.answer")], said, numbers=(1,))


def _score(case: Case, score: float) -> str:
    return number(score) if case.kind == "numbers" else f"{100 * score:.0f}%"


def _row(values: Array) -> str:
    """A target or an answer: one number, or several."""
    flat = np.asarray(values, dtype=float).ravel()
    return ", ".join(f"{value:.2f}".replace("-", "−") if value != round(value) else f"{value:.0f}" for value in flat)
