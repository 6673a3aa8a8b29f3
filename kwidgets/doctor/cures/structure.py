"""Cures that change the network."""

from __future__ import annotations

from typing import Any

import kcore
from kcore.layers import Activation, Dense
from kwidgets.code import layer_call
from kwidgets.doctor.anatomy import anatomy, takes
from kwidgets.doctor.case import Case
from kwidgets.doctor.cures.cure import Cure, Treated
from kwidgets.doctor.cures.training import compile_code


def other_output(units: int | None, activation: str, **compiled: Any) -> Cure:
    """Another last layer, and what goes with it.

    Args:
        units: how many units; None for as many as there are.
        activation: its function.
        **compiled: arguments of `compile` that are to be others, such as the loss.
    """

    def treat(case: Case) -> Treated:
        ends = [part.layer for part in anatomy(case.model).parts if part.is_head]
        made: list[Any] = []

        def change(layer: Any) -> Any:
            if not any(layer is end for end in ends):
                return _alike(layer)
            if isinstance(layer, Dense):
                alone = sum(isinstance(end, Dense) for end in ends) == len(ends)
                changes = {"activation": activation if alone else "linear", "units": units or layer.units}
                made.append(_alike(layer, **changes))
            elif getattr(layer, "kernel", None) is None and type(layer).__name__ in ("Activation", "Softmax", "ReLU"):
                made.append(Activation(activation))
            else:
                return _alike(layer)
            return made[-1]

        changed = case.with_model(lambda model: kcore.models.clone_model(model, clone_function=change), **compiled)
        lines = [layer_call(layer) for layer in made]
        if compiled:
            lines.append(compile_code(changed.model))
        return Treated(changed, "\n".join(lines))

    return Cure(treat)


def other_hidden(activation: str | None = None, initializer: str | None = None, *, normalised: bool = False) -> Cure:
    """Hidden layers with another function, other first weights, or their numbers kept at a usual size.

    Args:
        activation: their function; None: as it is.
        initializer: of their kernels; None: as it is.
        normalised: whether the output layer gets these first weights, too.
    """

    def treat(case: Case) -> Treated:
        ends = [part.layer for part in anatomy(case.model).parts if part.is_head]
        made: list[Any] = []

        def change(layer: Any) -> Any:
            is_end = any(layer is end for end in ends)
            changes: dict[str, Any] = {}
            if activation is not None and not is_end and type(layer).__name__ == "ReLU":
                return Activation(activation)
            if activation is not None and not is_end and getattr(layer, "activation", None) is not None:
                changes["activation"] = activation
            if initializer is not None and takes(layer, "kernel_initializer") and (normalised or not is_end):
                changes["kernel_initializer"] = initializer
                if takes(layer, "bias_initializer"):
                    changes["bias_initializer"] = "zeros"
            if not changes:
                return _alike(layer)
            made.append(_alike(layer, **changes))
            return made[-1]

        changed = case.with_model(lambda model: kcore.models.clone_model(model, clone_function=change))
        return Treated(changed, "\n".join(layer_call(layer) for layer in made))

    return Cure(treat)


def thawed() -> Cure:
    """All layers may learn; the weights stay as they are."""

    def treat(case: Case) -> Treated:
        def change(layer: Any) -> Any:
            return _alike(layer, trainable=True)

        changed = case.with_model(lambda model: kcore.models.clone_model(model, clone_function=change))
        changed.model.trainable = True
        changed.model.set_weights(case.model.get_weights())
        return Treated(changed, "model.trainable = True\n" + compile_code(changed.model))

    return Cure(treat)


def with_inputs(model: Any, shape: tuple[int, ...]) -> Any:
    """A model of the same structure for samples of another shape."""
    if model.graph is None:
        return kcore.models.clone_model(model)
    entrance = kcore.Input(shape)
    return kcore.models.clone_model(model, input_tensors=[entrance])


def _alike(layer: Any, **changes: Any) -> Any:
    """A layer with the same arguments, some of them changed."""
    if hasattr(layer, "graph"):
        return kcore.models.clone_model(layer)
    config = layer.get_config()
    return type(layer).from_config({**config, **{k: v for k, v in changes.items() if k in config or k == "trainable"}})
