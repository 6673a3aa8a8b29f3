from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kcore import random
from kwidgets.doctor.case import Case


@dataclass(frozen=True)
class Treated:
    """A case after its treatment.

    Args:
        case: what is trained now.
        code: the lines of Keras code that do the same.
    """

    case: Case
    code: str


@dataclass(frozen=True)
class Cure:
    """Something that helps.

    Args:
        treat: makes the treated case; the old one stays as it is.
        knobs: what can be turned at the training at work instead, such as `learning_rate`, with its new value.
        restart: whether the training must begin anew for a turned knob to help.
        write: makes the code alone, where that is cheaper; None: it comes with the treatment.
    """

    treat: Callable[[Case], Treated]
    knobs: Mapping[str, Any] = field(default_factory=dict)
    restart: bool = True
    write: Callable[[Case], str] | None = None

    def code(self, case: Case) -> str:
        """The lines of Keras code of it. Nothing is changed, the streams of random numbers neither."""
        if self.write is not None:
            return self.write(case)
        before = random.stream_state()
        try:
            return self.treat(case).code
        finally:
            random.set_stream_state(before)
