from __future__ import annotations

from collections.abc import Iterable

from kwidgets.doctor.cures.structure import other_output
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs


class SigmoidExclusive(Diagnosis):
    """Looks for a sigmoid for each of several classes of which exactly one is right. No threshold.

    With the binary loss it trains, only the answers do not sum to 1: a hint.
    """

    name = "sigmoid_exclusive"
    lesson = 7
    stage = "fit"

    def find(self, signs: Signs) -> Iterable[Finding]:
        for head, aim in signs.pairs:
            if head.function not in ("sigmoid", "hard_sigmoid") or head.units < 2 or aim is None or aim.classes < 2:
                continue
            if aim.columns not in (1, head.units) or head.from_logits or not head.is_crossentropy:
                continue
            loss = "categorical_crossentropy" if aim.columns > 1 else "sparse_categorical_crossentropy"
            yield self.finding(
                severity="hint" if head.wants == "shares" else None,
                cure=other_output(None, "softmax", loss=loss),
                units=head.units, loss=head.loss_name,
            )  # fmt: skip
