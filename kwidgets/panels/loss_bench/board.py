from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from kcore.autodiff import Array, Tensor, value_of
from kcore.gradient_tape import GradientTape
from kwidgets.panels.chosen import Chosen
from kwidgets.panels.loss_bench.tasks import TASKS, Task

MOST = 6  # losses that one picture can tell apart
SAMPLES = 24  # that fit into the picture


class Board:
    """A few answers and their targets, and what losses say about them. Knows no widget.

    Every loss and gradient is that of a sample by itself; the batch's loss is the mean over the samples.

    Args:
        task: a key of `TASKS`.
        wanted: losses by name, as functions or as objects. Without any: the task's usual one.
        targets: the targets to begin with, or None for those of the task.
        scores: the answers to begin with, or None for those of the task.

    Attributes:
        losses: the losses, in the order of their colours.
        leading: number of the loss that arrows and table follow.
        targets: one for each sample.
        scores: the numbers that can be dragged: answers, or what stands before a sigmoid or softmax.
        selected: index of the answer that the curves look at.
        low: least score that there is room for.
        high: largest score.

    Raises:
        ValueError, TypeError: for a task or loss that there is not, and numbers that do not fit the task.
    """

    def __init__(self, task: str, wanted: Iterable[Any] = (), targets: Any = None, scores: Any = None) -> None:
        if task not in TASKS:
            raise ValueError(f"task must be one of {', '.join(map(repr, TASKS))}; got {task!r}.")
        self.task = TASKS[task]
        self.targets = _like(self.task, self.task.targets, targets, "y_true")
        self.scores = _like(self.task, self.task.scores, scores, "y_pred")
        if len(self.targets) != len(self.scores):
            raise ValueError(
                f"Each answer needs a target; got {len(self.scores)} in y_pred and {len(self.targets)} in y_true."
            )
        self.low, self.high = self.task.low, self.task.high
        if task == "numbers":  # only these are the learner's own measure
            there = np.concatenate([self.targets, self.scores.ravel()])
            room = 0.2 * np.ptp(there)
            self.low, self.high = min(self.low, there.min() - room), max(self.high, there.max() + room)
        self.scores = np.clip(self.scores, self.low, self.high)
        self._start = self.targets, self.scores
        self.losses: list[Chosen] = []
        self.leading = 0
        self._best: dict[tuple[int, str, bytes], float] = {}
        self.selected: tuple[int, ...] = (0,) * self.scores.ndim
        for one in list(wanted) or self.task.losses[:1]:
            self.add(one)

    # What is chosen.

    def add(self, wanted: Any, **options: Any) -> Chosen:
        """Take another loss.

        Raises:
            ValueError, TypeError: for what is no loss or does not fit the task, or where six are there already.
        """
        made = self._tried(Chosen.of("loss", wanted, 2, **options))
        if len(self.losses) >= MOST:
            raise ValueError(f"At most {MOST} losses fit into one picture. Take one away first.")
        self.losses.append(made)
        return made

    def remove(self, index: int) -> None:
        """Take a loss away. The last one stays."""
        if len(self.losses) > 1:
            del self.losses[index]
            self.leading = max(0, self.leading - (index <= self.leading))

    def set(self, index: int, **options: Any) -> None:
        """Give a loss other arguments.

        Raises:
            ValueError, TypeError: for arguments that it does not take; then it stays as it was.
        """
        self.losses[index] = self._tried(Chosen.of("loss", self.losses[index], 2, **options))

    def drag(self, index: Sequence[int], value: float) -> None:
        """Move an answer, kept within the picture, and look at it; a short index means its first number."""
        index = (*index, *[0] * (self.scores.ndim - len(index)))
        if np.isfinite(value):
            self.scores = self.scores.copy()
            self.scores[index] = np.clip(value, self.low, self.high)
            self.selected = index

    def aim(self, index: int, target: float) -> None:
        """Give a sample another target: a number, or the nearest class that there is."""
        if self.targets.ndim > 1 or not np.isfinite(target):
            return
        classes = {"classes": self.scores.shape[1], "probability": 2, "logit": 2, "vectors": 2}.get(self.task.name)
        low, high = (self.low, self.high) if classes is None else (0, classes - 1)
        self.targets = self.targets.copy()
        self.targets[index] = np.clip(target if classes is None else round(target), low, high)

    def step(self, rate: float) -> None:
        """Move every answer against its gradient by the leading loss, as an optimizer would."""
        gradient = self.gradient(self.leading)
        if gradient is not None:
            moved = self.scores - rate * np.where(np.isfinite(gradient), gradient, 0.0)
            self.scores = np.clip(moved, self.low, self.high)

    def reset(self) -> None:
        """Put answers and targets back to where they were in the beginning."""
        self.targets, self.scores = self._start

    # What follows.

    @property
    def answers(self) -> Array:
        """What the output layer makes of the scores."""
        return np.asarray(self.task.output_for(None)(self.scores), dtype=float)

    def values(self, index: int) -> Array:
        """The loss of each sample; one number for a loss that judges all samples together."""
        return self._losses(self.losses[index], self.scores, self.targets)

    def gradient(self, index: int) -> Array | None:
        """How each sample's loss changes with its scores, from the engine's tape.

        Returns:
            Array of the scores' shape; None if the loss leaves the tape, as one made of NumPy's own functions does.
        """
        tensor = Tensor(self.scores)
        try:
            with np.errstate(all="ignore"):
                with GradientTape() as tape:
                    tape.watch(tensor)
                    losses = self._call(self.losses[index], tensor, self.targets)
                found = tape.gradient(losses, tensor)
        except TypeError:  # what is no loss at all was refused when it was chosen
            return None
        return None if found is None else np.asarray(found, dtype=float)

    def curve(self, index: int, grid: Array) -> Array:
        """The selected sample's loss, were its selected score another one.

        Of a loss in which samples meet each other, the change of all samples' losses is counted.
        """
        chosen, row = self.losses[index], self.selected[0]
        if self._alone(chosen):
            scores = np.repeat(self.scores[row : row + 1], len(grid), axis=0)
            column: Any = (slice(None), *self.selected[1:])
            scores[column] = grid
            return self._losses(chosen, scores, np.repeat(self.targets[row : row + 1], len(grid), axis=0))
        now = self.values(index)
        rest = now.sum() - now[row] if now.ndim else 0.0
        found = []
        for value in grid:
            scores = self.scores.copy()
            scores[self.selected] = value
            found.append(self._losses(chosen, scores, self.targets).sum() - rest)
        return np.array(found)

    def best_constant(self, index: int) -> float:
        """The one number that, given as the answer for every sample, makes the mean loss smallest."""
        chosen = self.losses[index]
        key = id(chosen.call), str(chosen.options), self.targets.tobytes()
        if key not in self._best:
            self._best[key] = self._lowest(index)
        return self._best[key]

    def _lowest(self, index: int) -> float:
        low, high = self.low, self.high
        grid = np.linspace(low, high, 201)
        best = low
        for _ in range(3):
            tried = np.repeat(grid, len(self.targets))[:, None]
            found = self._losses(self.losses[index], tried, np.tile(self.targets, len(grid)))
            means = np.nan_to_num(found.reshape(len(grid), -1).mean(axis=1), nan=np.inf)
            best, reach = float(grid[means.argmin()]), 2 * (grid[1] - grid[0])
            grid = np.linspace(max(low, best - reach), min(high, best + reach), 201)
        return best

    def _call(self, chosen: Chosen, scores: Any, targets: Array) -> Any:
        answers = self.task.output_for(chosen.call)(scores)
        call = getattr(chosen.call, "call", chosen.call)  # of a loss object: one number a sample
        return call(self.task.targets_for(chosen.call, targets, answers.shape[-1]), answers, **chosen.options)

    def _losses(self, chosen: Chosen, scores: Array, targets: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(value_of(self._call(chosen, scores, targets)), dtype=float)

    def _alone(self, chosen: Chosen) -> bool:
        """Whether each sample's loss is its own affair, so that many can be computed in one go."""
        together = self._losses(chosen, self.scores, self.targets)
        if together.shape != self.scores.shape[:1]:
            return False
        pairs = zip(self.scores[:, None], self.targets[:, None], strict=True)
        alone = np.array([self._losses(chosen, score, target)[0] for score, target in pairs])
        return bool(np.allclose(together, alone, equal_nan=True))

    def _tried(self, made: Chosen) -> Chosen:
        """A loss that has judged the answers once."""
        try:
            found = self._losses(made, self.scores, self.targets)
        except (ValueError, IndexError) as error:
            raise ValueError(f"{made.name} does not fit here: {error}") from None
        if found.shape not in ((), self.scores.shape[:1]):
            raise ValueError(
                f"{made.name} must give one number a sample, shape {self.scores.shape[:1]}; it gave {found.shape}."
            )
        return made


def _like(task: Task, usual: Array, given: Any, name: str) -> Array:
    """Numbers given by a user, in the form of those that a task begins with.

    Raises:
        ValueError: for what are no finite numbers, too many samples, or samples of another form.
    """
    if given is None:
        return usual.copy()
    try:
        array = np.atleast_1d(np.asarray(value_of(given), dtype=float))
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be numbers, such as an array or a list; got {type(given).__name__}.") from None
    if array.size == len(array) and usual.shape[1:] in ((), (1,)):
        array = array.reshape(-1, *usual.shape[1:])
    if array.ndim != usual.ndim or (array.ndim > 1 and usual.shape[-1] == 1 and array.shape[-1] != 1):
        raise ValueError(f"{name} of this task looks like shape {usual.shape}; got {array.shape}.")
    most = 1 if task.name in ("classes", "sequence") else SAMPLES
    if not 0 < len(array) <= most or not np.isfinite(array).all():
        raise ValueError(
            f"{name} of this task must hold 1 to {most} sample(s) of finite numbers; got shape {array.shape}."
        )
    return array.copy()
