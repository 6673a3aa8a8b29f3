"""The door: data are checked and converted here once, and then run without checks.

Every message names the argument, says what came and what fits, and offers the likely fix.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, value_of
from kcore.symbolic import Shape
from kcore.training import kinds


def numbers(name: str, data: Any, dtype: str) -> Array:
    """``data`` as a contiguous array of ``dtype`` with at least one axis and one sample.

    Raises:
        TypeError: for texts, objects and complex numbers; ValueError: for ragged lists, no axis, no sample, NaN, Inf.
    """
    if data is None:
        raise ValueError(f"{name} is missing (None): give an array whose first axis counts the samples.")
    if hasattr(data, "__next__") or (callable(data) and not hasattr(data, "__array__")):
        raise TypeError(f"{name} must be an array or a list of numbers; got a {type(data).__name__}.")
    data = value_of(data)
    if hasattr(data, "to_numpy"):
        data = data.to_numpy()
    try:
        array = np.asarray(data)
    except ValueError:
        raise ValueError(
            f"{name} is a list whose rows differ in length: all samples must have the same shape."
        ) from None
    if array.dtype.kind not in "biuf":
        kind = {"U": "texts", "S": "texts", "O": "objects of different kinds", "c": "complex numbers"}
        raise TypeError(
            f"{name} must hold numbers; it holds {kind.get(array.dtype.kind, str(array.dtype))}"
            f"{_example(array)}. Turn categories into numbers first, for example with kcore.utils.to_categorical."
        )
    if array.ndim == 0:
        raise ValueError(f"{name} must have an axis that counts the samples; got the single number {array}.")
    if array.shape[0] == 0:
        raise ValueError(f"{name} has no samples: its shape is {array.shape}.")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        bad = ~np.isfinite(array)
        where = tuple(int(i) for i in np.argwhere(bad)[0])
        raise ValueError(
            f"{name} holds {int(bad.sum())} value(s) that are not finite numbers, the first one ({array[where]}) at "
            f"index {where}. A model cannot learn from NaN or Inf: fill those values in or leave the samples out."
        )
    with np.errstate(over="ignore"):  # reported below, in words
        converted = np.ascontiguousarray(array, dtype=dtype)
    if dtype.startswith("float") and not np.isfinite(converted).all():
        raise ValueError(f"{name} holds numbers too large for {dtype} (largest {array.max():.3g}). Scale them down.")
    return converted


def floats(name: str, data: Any, dtype: str) -> Array:
    """Like ``numbers``, but whole numbers and truth values stay what they are."""
    kind = np.asarray(value_of(data)).dtype if hasattr(data, "shape") else np.dtype(dtype)
    return numbers(name, data, str(kind) if kind.kind in "biu" else dtype)


def no_loss(name: str) -> RuntimeError:
    """The error of a model that has nothing to make small."""
    return RuntimeError(
        f"{name!r} was compiled without a loss: it has no objective function to make small. Call "
        "model.compile(optimizer='adam', loss='mean_squared_error') first, with the loss of your task."
    )


def _example(array: Array) -> str:
    return f" (such as {array.flat[0]!r})" if array.size else ""


def inputs(name: str, data: Any, shape: Shape, dtype: str) -> Array:
    """``data`` as samples of a model whose input has ``shape`` (batch first, None where open).

    Raises:
        ValueError: if the shapes do not fit.
    """
    if isinstance(data, dict) or (isinstance(data, list | tuple) and len(data) > 1 and _looks_like_arrays(data)):
        raise ValueError(f"{name} has {len(data)} inputs; this model has one, of shape {shape}. Give one array.")
    array = numbers(name, data, dtype)
    if array.ndim == len(shape) - 1 and shape[-1] == 1:
        array = array[..., None]
    fits = array.ndim == len(shape) and all(
        want is None or got == want for got, want in zip(array.shape[1:], shape[1:], strict=True)
    )
    if not fits:
        raise ValueError(
            f"{name} has shape {array.shape}; the model takes {_words(shape)}. {_input_fix(name, array, shape)}"
        )
    return array


def _looks_like_arrays(data: Any) -> bool:
    return all(isinstance(part, np.ndarray) and part.ndim > 1 for part in data)


def _words(shape: Shape) -> str:
    return "(samples" + "".join(f", {'any' if size is None else size}" for size in shape[1:]) + ")"


def _input_fix(name: str, array: Array, shape: Shape) -> str:
    sample = shape[1:]
    if array.shape == sample:
        return f"That is one sample: add the batch axis with {name}[None, ...] or {name}.reshape(1, ...)."
    if None not in sample and array.ndim > 1 and array[0].size == int(np.prod([s or 1 for s in sample])):
        return f"The numbers per sample are right: {name}.reshape(-1, {', '.join(map(str, sample))})."
    if array.ndim == 2 and len(shape) == 2 and array.shape[0] == shape[1]:
        return f"Samples may lie in the columns: {name}.T."
    return f"Give Input(shape={array.shape[1:]}) to the model, or data of the model's shape."


def targets(name: str, data: Any, output_shape: Shape, loss: Any, dtype: str) -> Array:
    """``data`` as targets for outputs of ``output_shape`` under a loss.

    Raises:
        ValueError: if shape or values do not fit the loss, with the likely confusion.
    """
    function = getattr(type(loss), "function", loss)
    if function in kinds.CLASS_NUMBERS:
        return _labels(name, data, output_shape, function, getattr(loss, "ignore_class", None))
    array = floats(name, data, dtype)
    if function not in {*kinds.NUMBERS, *kinds.SHARES, *kinds.ONE_HOT, *kinds.SIDES, *kinds.COUNTS}:
        return array
    array = array.astype(dtype, copy=False)
    wanted = output_shape[1:]
    got = array.shape[1:]
    same = len(got) == len(wanted) and all(w is None or g == w for g, w in zip(got, wanted, strict=True))
    one = function not in kinds.ONE_HOT and ((got == () and wanted == (1,)) or (got == (1,) and wanted == ()))
    if not same and not one:
        raise ValueError(_target_message(name, array, output_shape, function))
    _check_values(name, array, function)
    return array.reshape(len(array), *(s or 1 for s in wanted)) if one else array


def _check_values(name: str, array: Array, function: Any) -> None:
    low, high = array.min(), array.max()
    if function in kinds.SHARES and (low < 0 or high > 1):
        raise ValueError(
            f"{name} for {function.__name__} must lie between 0 and 1; it runs from {low:g} to {high:g}. "
            "Name the two classes 0 and 1; for other numbers use mean_squared_error."
        )
    if function in kinds.ONE_HOT and low < 0:
        raise ValueError(
            f"{name} for {function.__name__} must be one-hot or probabilities; its smallest value is {low:g}. "
            "Make it one-hot with kcore.utils.to_categorical."
        )
    if function in kinds.SIDES and (np.abs(array) > 1).any():
        raise ValueError(
            f"{name} for {function.__name__} must be -1 and 1, or 0 and 1; it runs from {low:g} to {high:g}. "
            "Name the two classes -1 and 1; for other numbers use mean_squared_error."
        )
    if function in kinds.COUNTS and low < 0:
        raise ValueError(
            f"{name} for {function.__name__} must not be negative; its smallest value is {low:g}. For numbers of both "
            "signs use mean_squared_error."
        )


def _target_message(name: str, array: Array, output_shape: Shape, function: Any) -> str:
    text = f"{name} has shape {array.shape}; the model answers {_words(output_shape)}."
    units = output_shape[-1]
    if function in kinds.ONE_HOT and (array.ndim < len(output_shape) or array.shape[-1] == 1):
        return (
            f"{text} {function.__name__} needs one-hot targets: kcore.utils.to_categorical({name}, {units}); "
            "or keep class numbers and use sparse_categorical_crossentropy."
        )
    if array.ndim == len(output_shape) and array.shape[1:-1] == tuple(output_shape[1:-1]):
        return f"{text} Give the last layer {array.shape[-1]} unit(s), as many as a target has numbers."
    if array.ndim == 1 and len(output_shape) == 2:
        return f"{text} A target is one number here: give the last layer 1 unit, or targets with {units} numbers each."
    return f"{text} Reshape {name} or change the last layer so that both have the same shape."


def _labels(name: str, data: Any, output_shape: Shape, function: Any, ignored: int | None) -> Array:
    array = numbers(name, data, "float64")
    classes = output_shape[-1]
    if array.ndim == len(output_shape) and array.shape[-1] == 1:
        array = array[..., 0]
    if array.ndim != len(output_shape) - 1:
        raise ValueError(
            f"{name} has shape {array.shape}; {function.__name__} takes one class number per answer "
            f"{_words(output_shape[:-1])}. For one-hot targets use categorical_crossentropy, or {name}.argmax(-1)."
        )
    if (array != np.floor(array)).any():
        bad = array[array != np.floor(array)][0]
        raise ValueError(f"{name} for {function.__name__} must hold whole class numbers; it holds {bad:g}.")
    valid = array if ignored is None else array[array != ignored]
    if valid.size and classes is not None and (valid.min() < 0 or valid.max() >= classes):
        raise ValueError(
            f"{name} holds class numbers from {valid.min():g} to {valid.max():g}; a last layer of {classes} units "
            f"knows 0 to {classes - 1}. Count classes from 0, or give the last layer {int(valid.max()) + 1} units."
        )
    return array.astype(np.intp)


def same_length(**arrays: Array | None) -> None:
    """Raise ValueError if arrays that belong together have different numbers of samples."""
    counts = {name: len(array) for name, array in arrays.items() if array is not None}
    if len(set(counts.values())) > 1:
        raise ValueError(
            "As many samples are asked for in each of " + ", ".join(counts) + "; got "
            + ", ".join(f"{count} in {name}" for name, count in counts.items()) + "."
        )  # fmt: skip


def whole(name: str, value: Any, low: int) -> int:
    """``value`` as a whole number of at least ``low``.

    Raises:
        TypeError: for something else than a whole number; ValueError: if it is too small.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} must be a whole number >= {low}; got {value!r}.")
    if value < low:
        raise ValueError(f"{name} must be a whole number >= {low}; got {value}.")
    return int(value)


def weights(sample_weight: Any, class_weight: dict[int, float] | None, y: Array | None) -> Array | None:
    """One weight per sample from ``sample_weight`` or from ``class_weight``; None for neither.

    Raises:
        ValueError: if both are given, a class has no weight, or weights are negative.
    """
    if sample_weight is not None and class_weight is not None:
        raise ValueError("Give sample_weight or class_weight, not both: multiply them into one sample_weight.")
    if class_weight is not None:
        if y is None:
            raise ValueError("class_weight needs targets y, whose classes it weighs.")
        labels = y.argmax(axis=-1) if y.ndim > 1 and y.shape[-1] > 1 else y.reshape(len(y)).astype(int)
        missing = sorted(set(np.unique(labels).tolist()) - set(class_weight))
        if missing:
            raise ValueError(f"class_weight has no weight for class {missing[0]}; it has {sorted(class_weight)}.")
        return np.array([class_weight[int(label)] for label in labels], "float32")
    if sample_weight is None:
        return None
    result = numbers("sample_weight", sample_weight, "float32")
    if result.min() < 0:
        raise ValueError(f"sample_weight must not be negative; its smallest value is {result.min():g}.")
    return result
