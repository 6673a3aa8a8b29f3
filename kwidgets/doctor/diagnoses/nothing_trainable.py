from __future__ import annotations

from collections.abc import Iterable

from kwidgets.doctor.cures.structure import thawed
from kwidgets.doctor.cures.training import learning_rate, usual_rate
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs


class NothingTrainable(Diagnosis):
    """Looks for a model in which nothing can move: no trainable weight, or steps of length 0. No threshold."""

    name = "nothing_trainable"
    lesson = 9
    stage = "start"
    severity = "alarm"
    explains = ("rate_too_low", "nothing_learned", "constant_answers", "vanishing_gradient", "dead_units",
                "saturated_units", "unbalanced_classes", "equal_weights")  # fmt: skip

    def find(self, signs: Signs) -> Iterable[Finding]:
        body = signs.body
        if not body.parameters:
            return
        if not body.trainable:
            yield self.finding(cure=thawed(), parameters=f"{body.parameters:,}")
        elif signs.rate == 0 and not signs.scheduled:
            rate = usual_rate(signs.case.model.optimizer)
            yield self.finding(variant="rate", cure=learning_rate(rate, restart=False), optimizer=body.optimizer)
