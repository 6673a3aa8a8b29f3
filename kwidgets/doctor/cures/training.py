"""Cures that change how is trained: the length of steps, the order of samples, when to stop."""

from __future__ import annotations

import math
from typing import Any

import kcore
from kcore.configurable import parameters
from kwidgets.code import value
from kwidgets.doctor.case import Case, compile_arguments
from kwidgets.doctor.cures.cure import Cure, Treated


def learning_rate(rate: float, *, restart: bool = True) -> Cure:
    """Steps of another length.

    Args:
        rate: the learning rate, rounded to one digit.
        restart: whether the weights are spoilt, so that the training must begin anew.
    """
    rate = one_digit(rate)

    def treat(case: Case) -> Treated:
        optimizer = type(case.model.optimizer).from_config({**case.model.optimizer.get_config(), "learning_rate": rate})
        changed = case.with_model(optimizer=optimizer)
        if not restart:
            changed.model.set_weights(case.model.get_weights())
        return Treated(changed, compile_code(changed.model))

    return Cure(treat, {"learning_rate": rate}, restart)


def shuffled() -> Cure:
    """Another order of the samples in each epoch."""

    def treat(case: Case) -> Treated:
        return Treated(case.with_model().with_fit(shuffle=True), fit_code(case, "shuffle=True"))

    return Cure(treat)


def weighted_classes(counts: tuple[int, ...]) -> Cure:
    """Rare classes count more, so that all classes together count the same.

    Args:
        counts: how many samples each class has.
    """
    total, kinds = sum(counts), sum(count > 0 for count in counts)
    weights = {i: round(total / (kinds * count), 2) if count else 0.0 for i, count in enumerate(counts)}

    def treat(case: Case) -> Treated:
        return Treated(case.with_model().with_fit(class_weight=weights), fit_code(case, f"class_weight={weights}"))

    return Cure(treat)


def early_stopping(patience: int) -> Cure:
    """Stop when the validation loss has not become better for some epochs, and go back to the best weights."""

    def treat(case: Case) -> Treated:
        stop = kcore.callbacks.EarlyStopping(monitor="val_loss", patience=patience, restore_best_weights=True)
        others = [each for each in case.callbacks if type(each) is not type(stop)]
        line = (
            f'stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience={patience}, restore_best_weights=True)'
        )
        return Treated(
            case.with_model().with_fit(callbacks=[*others, stop]), f"{line}\n{fit_code(case, 'callbacks=[stop]')}"
        )

    return Cure(treat)


def other_loss(loss: Any, **compiled: Any) -> Cure:
    """Another objective function.

    Args:
        loss: its name, or an object.
        **compiled: further arguments of `compile` that are to be others.
    """

    def treat(case: Case) -> Treated:
        changed = case.with_model(loss=loss, **compiled)
        return Treated(changed, compile_code(changed.model))

    return Cure(treat)


def other_metrics(metrics: list[str]) -> Cure:
    """Other metrics."""

    def treat(case: Case) -> Treated:
        changed = case.with_model(metrics=metrics)
        return Treated(changed, compile_code(changed.model))

    return Cure(treat)


def other_optimizer(name: str) -> Cure:
    """Another optimizer, with its usual learning rate."""

    def treat(case: Case) -> Treated:
        changed = case.with_model(optimizer=kcore.optimizers.get(name))
        return Treated(changed, compile_code(changed.model))

    return Cure(treat)


def clipped(norm: float) -> Cure:
    """Gradients that are longer than this are shortened."""

    def treat(case: Case) -> Treated:
        config = {**case.model.optimizer.get_config(), "clipvalue": None, "global_clipnorm": None, "clipnorm": norm}
        changed = case.with_model(optimizer=type(case.model.optimizer).from_config(config))
        return Treated(changed, compile_code(changed.model))

    return Cure(treat)


def usual_rate(optimizer: Any) -> float:
    """The learning rate that an optimizer's class has by default."""
    rate = next(p.default for p in parameters(type(optimizer)) if p.name == "learning_rate")
    return float(rate) if isinstance(rate, float) else 0.001


def compile_code(model: Any) -> str:
    """The line that compiles a model like this one."""
    arguments = compile_arguments(model)
    shown = [f"{name}={_value(thing)}" for name, thing in arguments.items() if thing not in (None, [])]
    return f"model.compile({', '.join(shown)})"


def fit_code(case: Case, changed: str) -> str:
    """The line that trains, with what is changed."""
    x, y, vx, vy = case.names
    validation = f", validation_data=({vx}, {vy})" if case.validation is not None else ""
    return f"model.fit({x}, {y}{validation}, {changed})"


def one_digit(rate: float) -> float:
    """A number that is easily read: one digit that matters."""
    if rate <= 0 or not math.isfinite(rate):
        return 0.001
    return float(f"{rate:.0e}")


def _value(thing: Any) -> str:
    try:
        return value(thing)
    except ValueError:  # a learner's lambda: its name is not known here
        return "..."
