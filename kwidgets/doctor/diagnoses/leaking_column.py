from __future__ import annotations

from collections.abc import Iterable

from kwidgets.doctor.cures.data import without_columns
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs


class LeakingColumn(Diagnosis):
    """Looks for columns of the inputs that give the target away; thresholds: `kwidgets.doctor.columns`."""

    name = "leaking_column"
    lesson = 14
    stage = "data"
    severity = "alarm"

    def find(self, signs: Signs) -> Iterable[Finding]:
        leak = None if signs.data is None else signs.data.leak
        if leak is not None:
            yield self.finding(
                variant=leak.kind,
                cure=without_columns(leak.columns),
                columns=", ".join(map(str, leak.columns)),
                score=f"{100 * leak.score:.4g}",
            )
