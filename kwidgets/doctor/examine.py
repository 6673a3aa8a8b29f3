from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kcore.threads import training_threads
from kcore.training.trial import on_trial
from kwidgets.doctor.case import NAMES, Case
from kwidgets.doctor.examination import Examination, examination
from kwidgets.doctor.signs import Signs, signs_of
from kwidgets.doctor.watching import Watching

TRIED: Final = 8  # batches that are trained on trial: enough for four looks


def examine(
    model: Any,
    x: Any = None,
    y: Any = None,
    validation_data: tuple[Any, Any] | None = None,
    *,
    history: Any = None,
    names: tuple[str, str, str, str] = NAMES,
    **fit: Any,
) -> Examination:
    """What is wrong with a model and its data, before a training or after it. The model stays as it is.

    A few batches are trained on trial and undone, to see gradients and what steps do.

    Args:
        model: a compiled model of the engine.
        x: inputs, as they are given to `fit`.
        y: targets.
        validation_data: `(x, y)`, or None.
        history: what `fit` returned, or its dict; None: that of the model's last training, if there was one.
        names: what inputs and targets, then those of validation, are called in code.
        **fit: further arguments of `fit` that matter: `batch_size`, `shuffle`, `class_weight`.

    Returns:
        The findings, causes first; its repr says them in words.

    Raises:
        TypeError: for something that is no model of the engine.
        RuntimeError: for a model that was not compiled.
    """
    return examination(tried(Case(model, x, y, validation_data, fit, None, names), history))


def tried(case: Case, history: Any = None) -> Signs:
    """The signs of a case, a few batches on trial included. Arguments: see `examine`."""
    model = case.model
    if not hasattr(model, "intake"):
        raise TypeError(f"The doctor examines a compiled model of the engine; got {type(model).__name__}.")
    if model.compiled is None:
        raise RuntimeError(
            f"{model.name!r} has not been compiled, so nobody knows what it is to learn. "
            "Call model.compile(optimizer=..., loss=...) first."
        )
    record = model.history if history is None else history
    epochs: Mapping[str, Sequence[float]] = getattr(record, "history", record) or {}
    signs = signs_of(case)
    if signs.samples is None or signs.samples.y is None:
        return signs
    course = signs.course
    done = len(epochs.get("loss", ()))
    course.trained = done > 0 or bool(model.optimizer.iterations.value)
    course.history, course.epochs = epochs, max(done, int(case.fit.get("epochs", 1)))
    kept = model.history
    try:
        with training_threads(), on_trial(model):
            loop = model.train_loop(
                case.x, case.y, batch_size=case.fit.get("batch_size"), epochs=TRIED,
                shuffle=case.fit.get("shuffle", True), class_weight=case.fit.get("class_weight"),
                sample_weight=case.fit.get("sample_weight"),
            )  # fmt: skip
            course.steps_per_epoch = loop.steps_per_epoch
            watching = Watching(signs)
            for _ in zip(range(TRIED), loop, strict=False):
                watching.batch(loop.step, done + loop.step / loop.steps_per_epoch)
            loop.close()
    finally:
        model.history = kept
    return signs
