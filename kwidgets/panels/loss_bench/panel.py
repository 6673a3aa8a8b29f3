from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from kwidgets.forms import give_back
from kwidgets.i18n import number, on_language
from kwidgets.panels.loss_bench.board import Board
from kwidgets.panels.loss_bench.board_view import BoardView
from kwidgets.panels.loss_bench.case_view import CaseView
from kwidgets.panels.loss_bench.cases import CASES
from kwidgets.panels.loss_bench.tasks import task_of
from kwidgets.panels.pages import Pages
from kwidgets.panels.panel import Panel
from kwidgets.panels.shown import chosen_of

CONTROLS = ("faces", "task", "add", "leading", "step", "table")


class LossBench(Panel):
    """Losses on the bench: what they say about answers, and which output layer and targets they go with.

    Answers, targets and an outlier are dragged; each answer's loss and gradient are drawn and told in numbers. A second
    face sets wrong combinations of output layer, loss and targets beside the right ones, both really trained.

    Args:
        *losses: names, objects, or functions `(y_true, y_pred)` of a learner's own with one number a sample.
        task: what answers look like: "numbers", "probability", "logit", "classes", "sequence" or "vectors"; None: what
            the first loss is for.
        y_true: targets to begin with; None: built-in ones.
        y_pred: answers to begin with, before a sigmoid or softmax; None: built-in ones.
        case: name of a combination to begin with, such as "softmax_one_unit"; None: begin with the answers.
        show: what is shown beside the pictures, of `CONTROLS`: the tabs of both faces, the lists of tasks and losses,
            which loss leads, steps along the arrows, the table; None: all.
        language: "ko" or "en" for everything on the screen; None: as it is.

    Attributes:
        widget: the panel.

    Raises:
        ValueError, TypeError: for a task, loss, case or control that there is not, and numbers that do not fit
            the task.
    """

    ROOM = "lossbench"
    SHEET = Path(__file__).parents[1] / "bench.css"

    def __init__(
        self,
        *losses: Any,
        task: str | None = None,
        y_true: Any = None,
        y_pred: Any = None,
        case: str | None = None,
        show: Collection[str] | None = None,
        language: str | None = None,
    ) -> None:
        super().__init__(language=language)
        shown = chosen_of("LossBench", CONTROLS, show)
        task = task or (task_of(losses[0]) if losses else "numbers")
        usual = ("mean_squared_error", "mean_absolute_error", "huber") if not losses and task == "numbers" else ()
        self._board_view = BoardView(Board(task, losses or usual, y_true, y_pred), self._do, shown)
        self._case_view = CaseView(case or CASES[0].name, self._do)
        pages = {"answers": [self._board_view.widget], "cases": [self._case_view.widget]}
        self._pages = Pages("lossbench.face", pages, lambda _: self._do(self._show), switch="faces" in shown)
        self._lay_out([self._pages.widget])
        if case is not None:
            self._pages.turn("cases")
        on_language(self._show)

    @property
    def board(self) -> Board:
        """The answers, the targets, and the losses."""
        return self._board_view.board

    def still(self) -> bytes:
        """The picture as the bytes of a PNG file."""
        return (self._board_view.answers if self._pages.value == "answers" else self._case_view.scores).still()

    def _words(self) -> str:
        if self._pages.value == "cases":
            return self._case_view.case.name
        board = self.board
        said = [f"{loss.described} {number(float(board.values(i).mean()))}" for i, loss in enumerate(board.losses)]
        return f"{board.task.name}: {', '.join(said)}"

    def _rest(self) -> None:
        self._pages.close()
        give_back(self._board_view.made())  # of its two pictures only one is a child of the panel

    def _show(self) -> None:
        if self._pages.value == "answers":
            self._board_view.show()
        else:
            self._case_view.show()
