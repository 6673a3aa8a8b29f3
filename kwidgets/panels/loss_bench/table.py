"""The numbers of every answer as a table."""

from __future__ import annotations

import numpy as np

from kwidgets.i18n import number, t
from kwidgets.panels.loss_bench.board import Board
from kwidgets.panels.table import table

_HERE = "▸ "  # before the answer that the curves look at


def answers_table(board: Board) -> str:
    """A row for each answer: target, score, what the output layer makes of it, loss, gradient. HTML as text."""
    name = board.task.name
    gradient, losses, answers = board.gradient(board.leading), board.values(board.leading), board.answers
    output = [t("lossbench.column.output")] if board.task.output in ("sigmoid", "softmax") else []
    head = [t(f"lossbench.column.{name}"), t("lossbench.target"), t(f"lossbench.axis.{name}"), *output,
            t("lossbench.column.loss"), t("lossbench.column.gradient")]  # fmt: skip
    rows = []
    for index in np.ndindex(board.scores.shape):
        loss = losses[index[0]] if losses.ndim else losses
        rows.append([
            f"{_HERE if index == board.selected else ''}{_place(index, name)}",
            _target(board, index),
            number(float(board.scores[index])),
            *([number(float(answers[index]))] if output else []),
            "" if any(index[1:]) else number(float(loss)),
            "–" if gradient is None else number(float(gradient[index])),
        ])  # fmt: skip
    return table(t("lossbench.chart.answers"), head, rows, numbers=range(1, len(head)))


def _place(index: tuple[int, ...], name: str) -> str:
    if name == "classes":
        return str(index[1])
    return f"{index[1] + 1} · {index[2]}" if name == "sequence" else str(index[0] + 1)


def _target(board: Board, index: tuple[int, ...]) -> str:
    if board.task.name == "classes":
        return str(int(board.targets[0] == index[1]))
    if board.task.name == "sequence":
        return "" if any(index) else ", ".join(f"{label:g}" for label in board.targets[0])
    return f"{board.targets[index[0]]:.4g}"
