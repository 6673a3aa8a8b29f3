from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kwidgets.doctor.cures.structure import other_output
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs
from kwidgets.i18n import number

# Beyond the range by this share of it: targets that were rounded, or scaled by another set, stick out a little.
MARGIN: Final = 0.05


class BoundedOutput(Diagnosis):
    """Looks for targets outside the range that the output layer can reach."""

    name = "bounded_output"
    lesson = 4
    stage = "fit"
    explains = ("saturated_units", "nothing_learned", "constant_answers", "vanishing_gradient", "unscaled_targets",
                "rate_too_high")  # fmt: skip

    def find(self, signs: Signs) -> Iterable[Finding]:
        for head, aim in signs.pairs:
            if aim is None or head.range is None or not head.measures_numbers or aim.form in ("classes", "one_hot"):
                continue
            low, high = head.range
            reach = MARGIN * (high - low)
            if high < float("inf") and (aim.low < low - reach or aim.high > high + reach):
                yield self.finding(
                    cure=other_output(None, "linear"), function=head.function,
                    range=f"{low:g} … {high:g}", low=number(aim.low), high=number(aim.high),
                )  # fmt: skip
