"""What all diagnoses have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Literal

from kwidgets.doctor.finding import Finding, Severity
from kwidgets.doctor.signs import Signs

Stage = Literal["data", "fit", "start", "course"]


class Diagnosis:
    """Base of diagnoses. One of your own says what it looks at, from when on, why its thresholds are what they are.

    Class attributes:
        name: what it is called; its texts lie at `diagnosis.<name>.`.
        lesson: number of the lesson that explains it.
        stage: what it looks at: the "data", how output, loss and targets "fit", the model at the "start", or the
            "course" of the training.
        severity: how bad it is, unless a finding says otherwise.
        explains: names of the diagnoses that it may be the cause of.
    """

    name: ClassVar[str]
    lesson: ClassVar[int]
    stage: ClassVar[Stage]
    severity: ClassVar[Severity] = "warning"
    explains: ClassVar[tuple[str, ...]] = ()

    def find(self, signs: Signs) -> Iterable[Finding]:
        """The findings; none for a healthy training. Signs that are not there yet are no finding."""
        raise NotImplementedError

    def can_see(self, signs: Signs) -> bool:
        """Whether what it looks at is there to be seen."""
        if self.stage == "data":
            return signs.data is not None
        if self.stage == "fit":
            return bool(signs.pairs) and signs.pairs[0][1] is not None
        return True if self.stage == "start" else signs.course.step > 0

    def finding(
        self,
        *,
        severity: Severity | None = None,
        variant: str = "",
        cure: Any = None,
        explains: Iterable[str] = (),
        despite: Iterable[str] = (),
        **slots: Any,
    ) -> Finding:
        """A finding of this diagnosis.

        Args:
            severity: how bad it is; None: as usual.
            variant: which kind of it, or empty.
            cure: what helps, or None.
            explains: what it may be the cause of, beside the usual.
            despite: what cannot be its cause this time.
            **slots: the evidence in numbers.
        """
        causes = frozenset((*self.explains, *explains))
        return Finding(
            self.name, slots, self.lesson, severity or self.severity, variant, cure, causes, frozenset(despite)
        )
