from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

import ipywidgets as widgets
import numpy as np

from kcore.autodiff import Array
from kwidgets.forms.lists import Dropdown
from kwidgets.i18n import bind, number, t
from kwidgets.live import Chart
from kwidgets.panels.adder import Adder
from kwidgets.panels.button import button
from kwidgets.panels.chosen_rows import LOOKS, ChosenRows
from kwidgets.panels.dial import Dial
from kwidgets.panels.loss_bench.answers import axes, dragged, layers
from kwidgets.panels.loss_bench.board import MOST, Board
from kwidgets.panels.loss_bench.table import answers_table
from kwidgets.panels.loss_bench.tasks import TASKS
from kwidgets.panels.menu import Menu
from kwidgets.panels.shown import hide_others
from kwidgets.pictures import Axis, Layer, Line, Mark, Points

_GRID = 81


class BoardView:
    """Answers and targets that can be dragged, and what losses say about them.

    Args:
        board: the answers, the targets, and the losses.
        do: carries out a command that the page asked for.
        shown: what is shown beside the pictures: "task", "add", "leading", "step", "table".

    Attributes:
        board: what is shown; another one after another task was chosen.
        widget: all of it.
    """

    def __init__(self, board: Board, do: Callable[[Callable[[], None]], None], shown: Collection[str]) -> None:
        self.board, self._do = board, do
        self._first = board
        self._own = {loss.name: loss for loss in board.losses if loss.name not in board.task.losses}
        self._rate = board.task.rate
        self._writing = False
        self._task = Menu(
            "lossbench.task", tuple(TASKS), board.task.name, lambda name: do(partial(self._turn_to, name))
        )
        self._adder = Adder("lossbench.add", lambda name: do(partial(self._add, name)))
        self._leading = Dropdown()
        self._leading.style.description_width = "initial"
        bind(self._leading, "description", "lossbench.leading")
        bind(self._leading, "tooltip", "lossbench.leading.tooltip")
        self._leading.observe(self._lead_chosen, "value")
        self._rows = ChosenRows(
            lambda index: do(partial(self._remove, index)), lambda *change: do(partial(self._set, *change))
        )
        self._row, self._plane = (Chart("lossbench.chart.answers", height=340, equal=equal) for equal in (False, True))
        for chart in (self._row, self._plane):
            chart.on_drag(lambda _, index, x, y: do(partial(self._dragged, index, x, y)))
        self._curves = Chart("lossbench.chart.curves", y=Axis("lossbench.axis.loss", switch=True), height=340)
        self._curves.on_drag(lambda _, __, x, ___: do(partial(self._moved, x)))
        self._dial = Dial(
            "lossbench.rate", 1e-4, 10.0, self._rate, lambda rate: do(partial(self._pace, rate)), log=True
        )
        self._buttons = [
            button("lossbench.step", lambda: do(self._step)), button("lossbench.reset", lambda: do(self._reset)),
        ]  # fmt: skip
        self._about, self._table = widgets.HTML(), widgets.HTML()
        self._about.add_class("kw-sentence")
        self._pair = widgets.HBox()
        self._pair.add_class("kw-pair")
        top = widgets.HBox([self._task.widget, self._adder.widget, self._leading])
        walk = widgets.HBox([*self._buttons, self._dial.widget])
        for row in (top, walk):
            row.add_class("kw-controls")
        parts = {
            "task": [self._task.widget], "add": [self._adder.widget], "leading": [self._leading],
            "step": [self._buttons[0], self._dial.widget], "table": [self._table],
        }  # fmt: skip
        hide_others(parts, shown)
        self.widget = widgets.VBox([top, self._about, self._pair, walk, self._rows.widget, self._table])
        self.widget.add_class("kw-view")
        self.show()

    @property
    def answers(self) -> Chart:
        """The chart of answers and targets; directions need a unit that is as long both ways."""
        return self._plane if self.board.task.name == "vectors" else self._row

    def show(self) -> None:
        """Show everything, every word in the language shown."""
        board = self.board
        self._task.set(board.task.name)
        taken = {loss.name for loss in board.losses}
        self._adder.show([name for name in (*board.task.losses, *self._own) if name not in taken])
        self._writing = True
        self._leading.options = [(loss.described, i) for i, loss in enumerate(board.losses)]
        self._leading.value = board.leading
        self._writing = False
        self._about.value = f"<p>{t(f'lossbench.about.{board.task.name}')}</p>"
        x, y = axes(board)
        self.answers.show(layers(board, self._rate), x=x, y=y)
        self._pair.children = [self.answers, self._curves]
        self._curves.show(self._lines(), x=Axis(f"lossbench.axis.{board.task.name}", limits=(board.low, board.high)))
        self._dial.set(self._rate)
        self._rows.show(board.losses, [self._words(i) for i in range(len(board.losses))])
        self._table.value = answers_table(board)

    def made(self) -> list[widgets.Widget]:
        """All that was made, seen or not."""
        return [self.widget, self._row, self._plane]

    def _lines(self) -> list[Layer]:
        board = self.board
        here = float(board.scores[board.selected])
        corners = [here, *(board.targets if board.task.name == "numbers" else ())]  # curves may bend there
        grid = np.union1d(np.linspace(board.low, board.high, _GRID), corners)
        at = int(np.searchsorted(grid, here))
        found: list[Layer] = []
        points: list[Layer] = []
        for i, (loss, look) in enumerate(zip(board.losses, LOOKS, strict=False)):
            curve = board.curve(i, grid)
            found.append(Line(grid, curve, look=look, label=loss.name))
            if np.isfinite(curve[at]):
                points.append(Points([here], [curve[at]], look=look, keys=False))
            slope = board.gradient(i)
            if i == board.leading and slope is not None and np.isfinite(curve[at]):
                reach = np.array([-1.0, 1.0]) * _reach(board, curve, float(slope[board.selected]))
                found.append(Line(here + reach, curve[at] + slope[board.selected] * reach, look="baseline"))
        return [*found, Mark("vertical", here, number(here), look="baseline", name="here", draggable=True), *points]

    def _words(self, index: int) -> str:
        board = self.board
        losses, gradient = board.values(index), board.gradient(index)
        row = board.selected[0]
        mine = number(float(losses[row] if losses.ndim else losses))
        slope = t("lossbench.no_gradient") if gradient is None else number(float(gradient[board.selected]))
        said = [
            t("lossbench.batch", value=f"<b>{number(float(losses.mean()))}</b>"),
            t("lossbench.here", loss=mine, slope=slope),
        ]
        if board.task.name == "numbers":
            said.append(t("lossbench.best", value=number(board.best_constant(index))))
        return " ".join(f"<span>{words}</span>" for words in said)

    # What the page asks for.

    def _turn_to(self, task: str) -> None:
        usual, *others = TASKS[task].losses
        kept = [loss for loss in self.board.losses if loss.name in others][: MOST - 1]
        self.board = self._first if task == self._first.task.name else Board(task, [usual, *kept])
        self._rate = self.board.task.rate
        self.show()

    def _add(self, name: str) -> None:
        self.board.add(self._own.get(name, name))
        self.show()

    def _remove(self, index: int) -> None:
        self.board.remove(index)
        self.show()

    def _set(self, index: int, name: str, value: Any) -> None:
        try:
            self.board.set(index, **{name: value})
        except (ValueError, TypeError) as error:
            self._rows.refuse(index, str(error))
        else:
            self.show()

    def _lead_chosen(self, change: Any) -> None:
        if not self._writing and change.new is not None:
            self._do(partial(self._lead, change.new))

    def _lead(self, index: int) -> None:
        self.board.leading = index
        self.show()

    def _dragged(self, index: int, x: float, y: float) -> None:
        dragged(self.board, index, x, y)
        self.show()

    def _moved(self, x: float) -> None:
        self.board.drag(self.board.selected, x)
        self.show()

    def _pace(self, rate: float) -> None:
        self._rate = rate
        self.show()

    def _step(self) -> None:
        self.board.step(self._rate)
        self.show()

    def _reset(self) -> None:
        self.board.reset()
        self._rate = self.board.task.rate
        self.show()


def _reach(board: Board, curve: Array, slope: float) -> float:
    """How far a tangent goes to both sides: a steep one ends sooner, so that it does not blow the picture up."""
    finite = curve[np.isfinite(curve)]
    wide, high = 0.12 * (board.high - board.low), 0.3 * float(np.ptp(finite))
    return min(wide, high / abs(slope)) if high and np.isfinite(slope) and slope else wide
