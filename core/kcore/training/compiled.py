"""What ``compile`` was given, sorted by outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kcore import losses, metrics, tree
from kcore.training.objective import JointObjective, Objective


@dataclass(frozen=True)
class Compiled:
    """Losses and metrics as they were given to ``compile``."""

    loss: Any = None
    loss_weights: Any = None
    metrics: Any = None
    weighted_metrics: Any = None

    def check(self) -> None:
        """Look every name up at once, while the mistake is on the screen.

        Raises:
            ValueError: for unknown names; TypeError: for wrong kinds.
        """
        for loss in tree.flatten(self.loss):
            losses.get(loss)
        for name, given in (("metrics", self.metrics), ("weighted_metrics", self.weighted_metrics)):
            if given is not None and not tree.is_nested(given):
                raise TypeError(f"{name} must be a list, such as ['accuracy']; got {given!r}.")
            for metric in tree.flatten(given):
                if metric is not None:
                    metrics.check(metric)
        for weight in tree.flatten(self.loss_weights):
            if weight is not None and (isinstance(weight, bool) or not isinstance(weight, int | float)):
                raise TypeError(f"loss_weights must be numbers, one for each output; got {weight!r}.")

    def objective(
        self, names: Sequence[str], keys: Sequence[str] | None, order: Sequence[str] | None = None
    ) -> Objective | JointObjective:
        """The objective of a model with these outputs.

        Args:
            names: a name for each output.
            keys: the outputs' keys where the model answers with a dict, else None.
            order: the keys in the order in which logs show them.

        Raises:
            ValueError: if there are more or fewer entries than outputs, or a dict names an output that is not there.
        """
        shown = list(keys or names)
        chosen = self._losses(shown, names)
        asked = [_metrics(what, given, shown, names) for what, given in
                 (("metrics", self.metrics), ("weighted_metrics", self.weighted_metrics))]  # fmt: skip
        factors = _per_output("loss_weights", self.loss_weights, shown, names, broadcast=False)
        heads = [
            Objective(loss, plain, weighted, 1.0 if factor is None else float(factor))
            for loss, plain, weighted, factor in zip(chosen, *asked, factors, strict=True)
        ]
        return heads[0] if len(heads) == 1 else JointObjective(heads, shown, order or shown)

    def _losses(self, shown: list[str], names: Sequence[str]) -> list[Any]:
        chosen = _per_output("loss", self.loss, shown, names, broadcast=True)
        if isinstance(self.loss, dict) and len(self.loss) < len(shown):
            raise ValueError(
                f"loss names {list(self.loss)}; the model has the outputs {shown}. Give each output a loss; None for "
                "one that is not to be judged."
            )
        return chosen


def _per_output(what: str, given: Any, shown: list[str], names: Sequence[str], broadcast: bool) -> list[Any]:
    """One entry for each output."""
    count = len(shown)
    if isinstance(given, dict):
        order = shown if set(given) <= set(shown) else list(names)
        unknown = [name for name in given if name not in order]
        if unknown:
            raise ValueError(f"{what} names an output {unknown[0]!r}; the model's outputs are {shown}.")
        return [given.get(name) for name in order]
    if isinstance(given, list | tuple):
        if len(given) != count:
            outputs, fix = ("one output", "Give one.") if count == 1 else (f"{count} outputs", "Give one for each.")
            raise ValueError(f"{what} has {len(given)} entries; this model has {outputs}: {', '.join(shown)}. {fix}")
        return list(given)
    if given is not None and count > 1 and not broadcast:
        raise ValueError(
            f"{what} must be a list or dict with one entry for each of the outputs {shown}; got {given!r}."
        )
    return [given] * count


def _metrics(what: str, given: Any, shown: list[str], names: Sequence[str]) -> list[list[Any]]:
    """The metrics of each output, in a list."""
    if len(shown) == 1 and not isinstance(given, dict):
        return [[metric for metric in tree.flatten(given) if metric is not None]]
    if isinstance(given, list | tuple) and len(given) != len(shown):
        raise ValueError(
            f"{what} has {len(given)} entries; this model has the outputs {shown}. Give a list of metrics for each, "
            f"such as {what}={{{shown[0]!r}: ['accuracy']}}."
        )
    entries = _per_output(what, given, shown, names, broadcast=False)
    return [[metric for metric in tree.flatten(entry) if metric is not None] for entry in entries]
