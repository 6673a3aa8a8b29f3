"""One batch at a time: ``train_on_batch`` and its siblings."""

from __future__ import annotations

from typing import Any

from kcore import tree
from kcore.autodiff import value_of
from kcore.threads import training_threads


class OnBatch:
    """Mixin of models."""

    def train_on_batch(
        self: Any,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: dict[int, float] | None = None,
        return_dict: bool = False,
    ) -> Any:
        """One step on one batch.

        Returns:
            The batch's loss, with metrics a list [loss, metric, ...]; a dict if ``return_dict``.
        """
        samples = self.intake.samples(x, y, sample_weight, class_weight)
        step = self.train_runner()
        step.begin()
        step.reset()
        with training_threads():
            step(*samples)
        return result(step.logs(), return_dict)

    def test_on_batch(self: Any, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False) -> Any:
        """Loss and metrics on one batch, weights untouched. Returns: see ``train_on_batch``."""
        samples = self.intake.samples(x, y, sample_weight)
        step = self.test_runner()
        step.begin()
        with training_threads():
            step(*samples)
        return result(step.logs(), return_dict)

    def predict_on_batch(self: Any, x: Any) -> Any:
        """The model's answers to one batch, nested as the model gives them."""
        answers = self.forward(self.intake.inputs("x", x), False)
        self.forget_losses()
        if type(answers) is not tuple:
            return value_of(answers)
        return tree.pack_sequence_as(self.outputs_structure, [value_of(answer) for answer in answers])


def result(logs: dict[str, Any], return_dict: bool) -> Any:
    """What ``evaluate`` and its siblings return."""
    values = list(logs.values())
    return logs if return_dict else values[0] if len(values) == 1 else values
