"""Answers and targets as points in a picture, gradients as arrows, and what dragging a point means."""

from __future__ import annotations

import math

import numpy as np

from kcore.autodiff import Array
from kwidgets.panels.loss_bench.board import Board
from kwidgets.pictures import Axis, Layer, Line, Points


def axes(board: Board) -> tuple[Axis, Axis]:
    """The axes on which the points lie."""
    name = board.task.name
    if name == "vectors":
        return Axis(limits=(-1.3, 1.3)), Axis(limits=(-1.3, 1.3))
    room = 0.06 * (board.high - board.low)
    y = Axis(f"lossbench.axis.{name}", limits=(board.low - room, board.high + room))
    if name == "classes":
        return Axis("lossbench.axis.class", limits=(-0.5, board.scores.shape[1] - 0.5), whole=True), y
    key = "lossbench.axis.step" if name == "sequence" else "lossbench.axis.sample"
    return Axis(key, limits=(0.5, board.scores.shape[-2] + 0.5), whole=True), y


def layers(board: Board, rate: float) -> list[Layer]:
    """Points of answers and targets, and where one step against the gradient would lead each answer.

    Args:
        board: the answers.
        rate: the learning rate of the step.
    """
    x, y = _places(board, board.scores)
    there: list[Layer] = []
    gradient = board.gradient(board.leading)
    if gradient is not None:
        moved = np.clip(board.scores - rate * np.nan_to_num(gradient, posinf=0.0, neginf=0.0), board.low, board.high)
        to_x, to_y = _places(board, moved)
        gap = np.full_like(x, np.nan)
        across, up = (np.stack(ends, axis=1).ravel() for ends in ((x, to_x, gap), (y, to_y, gap)))
        there.append(Line(across, up, look="a", label="lossbench.arrow", mark="arrow"))
    if board.task.name == "vectors":
        turn = np.linspace(0, 2 * np.pi, 97)
        there.insert(0, Line(np.cos(turn), np.sin(turn), look="baseline"))
    chosen = int(np.ravel_multi_index(board.selected, board.scores.shape))
    there.append(Points([x[chosen]], [y[chosen]], look="baseline", label="lossbench.chosen", size=19, keys=False))
    groups, labels = _groups(board)
    target_x, target_y = _targets(board)
    across, up = np.concatenate([x, target_x]), np.concatenate([y, target_y])
    return [*there, Points(across, up, groups=groups, labels=labels, name="points", draggable=True, size=12)]


def dragged(board: Board, index: int, x: float, y: float) -> None:
    """A point was dragged to a place: an answer, or a target."""
    name, count = board.task.name, board.scores.size
    if index >= count:
        board.aim(index - count, x if name == "classes" else float(y > 0) if name == "logit" else y)
        return
    place = [int(i) for i in np.unravel_index(index, board.scores.shape)]
    board.drag(place, math.atan2(y, x) if name == "vectors" else y)


def _places(board: Board, scores: Array) -> tuple[Array, Array]:
    """Where the answers lie, in the order of their scores."""
    name = board.task.name
    if name == "vectors":
        return np.cos(scores).ravel(), np.sin(scores).ravel()
    samples, *_ = np.indices(scores.shape)
    if name == "classes":
        return np.indices(scores.shape)[1].ravel().astype(float), scores.ravel()
    if name == "sequence":
        _, steps, classes = np.indices(scores.shape)
        return (steps + 1 + 0.14 * (classes - 1)).ravel(), scores.ravel()
    return (samples + 1.0).ravel(), scores.ravel()


def _targets(board: Board) -> tuple[Array, Array]:
    """Where the targets lie that can be dragged."""
    name, targets = board.task.name, board.targets
    if name in ("vectors", "sequence"):
        return np.zeros(0), np.zeros(0)
    if name == "classes":
        return targets, np.full(1, board.high)
    # A sigmoid says 1 for a logit without end: the target lies at the edge.
    heights = np.where(targets > 0.5, board.high, board.low) if name == "logit" else targets
    return np.arange(1.0, len(targets) + 1), heights


def _groups(board: Board) -> tuple[Array, list[str]]:
    name, count = board.task.name, board.scores.size
    if name == "vectors":
        return board.targets, ["0", "1"]
    if name == "sequence":
        return np.indices(board.scores.shape)[2].ravel(), ["lossbench.blank", "1", "2"]
    return np.repeat([0, 1], [count, len(board.targets)]), ["lossbench.answer", "lossbench.target"]
