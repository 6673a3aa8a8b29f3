from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kwidgets.session.knobs import Setup
from kwidgets.session.recording import Kept, Recording


class Reading(NamedTuple):
    """Loss and metrics read within an epoch.

    Args:
        place: where, in epochs since the start.
        step: batches done before.
        values: the means of the epoch so far.
    """

    place: float
    step: int
    values: Mapping[str, float]


@dataclass(eq=False, repr=False)
class Run:
    """One course of a training: from the start, or from where it left another one with a knob turned.

    Attributes:
        number: 1, 2, ... in the order in which they began; never used twice.
        turned: the knobs that were turned where it began, with their new values.
        loop: its training loop, which stands at its newest step.
        setup: how the model's knobs stand in this run.
        began: where it began.
        recording: its moments.
        steered: the last step at which a knob was turned while it ran: what came before it cannot be made again alike.
        readings: loss and metrics read within epochs.
        cuts: how often it went on from an earlier moment, and what came after was made anew.
    """

    number: int
    turned: dict[str, Any]
    loop: Any
    setup: Setup
    began: Kept | None = None
    recording: Recording = field(default_factory=Recording)
    steered: int = -1
    readings: list[Reading] = field(default_factory=list)
    cuts: int = 0

    @property
    def history(self) -> dict[str, list[float]]:
        """One value an epoch for the loss and each metric; for a run that left another one also those before."""
        history: dict[str, list[float]] = self.loop.history
        return history

    def __repr__(self) -> str:
        turned = ", ".join(f"{knob}={value!r}" for knob, value in self.turned.items())
        return f"<Run {self.number}{f': {turned}' if turned else ''}>"
