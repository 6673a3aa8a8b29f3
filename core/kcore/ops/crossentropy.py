"""Cross-entropies of each element or class, as ``keras.ops`` has them; losses are made of faster rows."""

from __future__ import annotations

from typing import Any

from kcore.config import epsilon
from kcore.ops.activations import log_softmax
from kcore.ops.create import one_hot
from kcore.ops.elementwise import absolute, clip, exp, log
from kcore.ops.nn import relu
from kcore.ops.powers import log1p
from kcore.ops.reduce import sum
from kcore.ops.shaping import ranked


def binary_crossentropy(target: Any, output: Any, from_logits: bool = False) -> Any:
    """-(t log p + (1 - t) log(1 - p)) for each element.

    Args:
        target: 0 or 1, or a probability, of output's shape.
        output: probabilities, or what stands before the sigmoid if ``from_logits``.
        from_logits: see ``output``.
    """
    target, output = ranked(target), ranked(output)
    if from_logits:
        return relu(output) - output * target + log1p(exp(-absolute(output)))
    p = clip(output, epsilon(), 1 - epsilon())
    return -(target * log(p) + (1 - target) * log(1 - p))


def categorical_crossentropy(target: Any, output: Any, from_logits: bool = False, axis: int = -1) -> Any:
    """-Σ t log p over ``axis``, p made to sum to 1.

    Args:
        target: one-hot, or probabilities, of output's shape.
        output: probabilities, or what stands before the softmax if ``from_logits``.
        from_logits: see ``output``.
        axis: the axis of the classes.
    """
    target, output = ranked(target), ranked(output)
    if from_logits:
        return -sum(target * log_softmax(output, axis=axis), axis=axis)
    p = clip(output / sum(output, axis=axis, keepdims=True), epsilon(), 1 - epsilon())
    return -sum(target * log(p), axis=axis)


def sparse_categorical_crossentropy(target: Any, output: Any, from_logits: bool = False, axis: int = -1) -> Any:
    """-log p of each target's class.

    Args:
        target: class numbers, of output's shape without ``axis``, or with size 1 there.
        output: see ``categorical_crossentropy``.
        from_logits: see ``output``.
        axis: the axis of the classes.
    """
    target, output = ranked(target), ranked(output)
    numbers = target[..., 0] if len(target.shape) == len(output.shape) and target.shape[-1] == 1 else target
    hot = one_hot(numbers, num_classes=output.shape[axis], axis=axis, dtype=output.dtype)
    return categorical_crossentropy(hot, output, from_logits, axis)
