"""What the judges of all lessons share: asking a learner's function or model, and refusing what is no answer.

A judge raises `Unfit` with a reason as soon as an answer cannot be judged at all; its text is `<id>.reason.<reason>`,
or `check.reason.<reason>` where all exercises say the same.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec

import numpy as np
from numpy.typing import NDArray

from kcore.configurable import to_tree
from kcore.files import plain
from kcore.layers import InputLayer
from kcore.models import Model
from kwidgets.checks import Verdict

Arguments = ParamSpec("Arguments")
# What may differ between two layers that compute the same: how they are called, and what they began with.
_FREE = ("name", "dtype", "kernel_initializer", "bias_initializer")


class Unfit(Exception):  # noqa: N818  not an error: an answer that cannot be judged
    """An answer that is none.

    Args:
        reason: key of the sentence that says why.
        points: how much of the exercise is solved all the same, 0 to 1.
        **slots: values for the `{names}` in that sentence.
    """

    def __init__(self, reason: str, points: float = 0.0, **slots: Any) -> None:
        super().__init__(reason)
        self.verdict = Verdict(False, points, reason, slots)


def judging(judge: Callable[Arguments, Verdict]) -> Callable[Arguments, Verdict]:
    """Decorator of a judge that may raise `Unfit`."""

    @functools.wraps(judge)
    def judged(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Verdict:
        try:
            return judge(*args, **kwargs)
        except Unfit as unfit:
            return unfit.verdict

    return judged


def model(thing: Any) -> Model:
    """The answer as a model that has its weights.

    Raises:
        Unfit: "not_a_model" for something else, "not_built" for one without weights yet.
    """
    if not isinstance(thing, Model):
        raise Unfit("not_a_model", kind=type(thing).__name__)
    if not thing.built:
        raise Unfit("not_built")
    return thing


def plan(made: Model) -> list[dict[str, Any]]:
    """What each layer of a model does, in order: its class and its arguments, whatever its name and first weights."""
    written: list[Any] = [plain(to_tree(layer)) for layer in made.layers if not isinstance(layer, InputLayer)]
    return [
        {"class": each["class_name"], **{key: said for key, said in each["config"].items() if key not in _FREE}}
        for each in written
    ]


def answers(function: Any, x: NDArray[Any], outputs: int | None = 1) -> NDArray[np.float64]:
    """What a function says of the samples `x`.

    Args:
        function: takes samples of the shape of `x`; returns a number, or `outputs` numbers, of each.
        x: samples, shape `(samples, ...)`.
        outputs: numbers in one answer; None: one number, and the answers may be whole numbers such as classes.

    Returns:
        Array of shape `(samples,)`, or `(samples, outputs)` for several.

    Raises:
        Unfit: "not_a_function", "raised", "no_numbers", "shape" or "not_finite".
    """
    if not callable(function):
        raise Unfit("not_a_function", kind=type(function).__name__)
    try:
        answer = function(x.copy())  # a function that writes into its input harms only itself
    except Exception as error:
        raise Unfit("raised", error=f"{type(error).__name__}: {error}") from error
    if answer is None:  # NumPy would take it for a NaN
        raise Unfit("no_numbers", kind="None")
    try:
        said = np.asarray(answer, dtype=np.float64)
    except (TypeError, ValueError):
        raise Unfit("no_numbers", kind=type(answer).__name__) from None
    several = outputs is not None and outputs > 1
    fitting = {(len(x), outputs)} if several else {(len(x),), (len(x), 1)}
    if said.shape not in fitting:
        raise Unfit("shape", given=str(said.shape), wanted=str((len(x), outputs or 1)), samples=len(x))
    if not np.isfinite(said).all():
        raise Unfit("not_finite", samples=int(np.sum(~np.isfinite(said))))
    return said if several else said.reshape(-1)


def refuse_peeking(function: Any, x: NDArray[Any], said: NDArray[np.float64], outputs: int | None = 1) -> None:
    """Refuse an answer that depends on the other samples: asked in another order and by halves, it must be the same.

    Raises:
        Unfit: "peeks".
    """
    backwards = answers(function, x[::-1], outputs)[::-1]
    half = answers(function, x[: len(x) // 2], outputs)
    if not (np.allclose(said, backwards, atol=0.01) and np.allclose(said[: len(half)], half, atol=0.01)):
        raise Unfit("peeks")
