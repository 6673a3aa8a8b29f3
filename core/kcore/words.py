"""Words of the Keras 1 and 2 era: still taken where the meaning is certain, with one note that names today's word.

A class lists its own in ``old_words``: a word and today's name of the argument, or a function of the class and
all given arguments that puts today's in the place of the old ones and returns what the note says; None for a word
that asks for nothing here.
"""

from __future__ import annotations

import functools
import inspect
import sys
import warnings
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])
Change = Callable[[type, dict[str, Any]], str | None]
OldWords = Mapping[str, str | Change | None]

# What layers called their arguments; a word holds for a layer that has the argument of today's name.
LAYER_WORDS: Final[OldWords] = {
    "output_dim": "units",
    "nb_filter": "filters",
    "filter_length": "kernel_size",
    "pool_length": "pool_size",
    "subsample": "strides",
    "subsample_length": "strides",
    "stride": "strides",
    "border_mode": "padding",
    "atrous_rate": "dilation_rate",
    "init": "kernel_initializer",
    "inner_init": "recurrent_initializer",
    "inner_activation": "recurrent_activation",
    "gamma_init": "gamma_initializer",
    "beta_init": "beta_initializer",
    "bias": "use_bias",
    "p": "rate",
    "sigma": "stddev",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
    "W_regularizer": "kernel_regularizer",
    "U_regularizer": "recurrent_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
    "U_constraint": "recurrent_constraint",
    "b_constraint": "bias_constraint",
}


def _in_steps(old: str, today: str) -> Change:
    def refuse(cls: type, given: dict[str, Any]) -> str | None:  # noqa: ARG001 - a change gets both
        raise TypeError(f"{old!r} of Keras 1 counted samples. Give {today} in batches: samples // batch size.")

    return refuse


# What fit, its siblings and the data sets called theirs.
FUNCTION_WORDS: Final[OldWords] = {
    "nb_epoch": "epochs",
    "nb_words": "num_words",
    "samples_per_epoch": _in_steps("samples_per_epoch", "steps_per_epoch"),
    "nb_val_samples": _in_steps("nb_val_samples", "validation_steps"),
    "val_samples": _in_steps("val_samples", "steps"),
    **dict.fromkeys(("max_q_size", "max_queue_size", "nb_worker", "pickle_safe", "use_multiprocessing", "workers")),
}


def words_of(cls: type) -> dict[str, str | Change | None]:
    """The old words of a class: its own, then those of the classes above it."""
    found: dict[str, str | Change | None] = {}
    for owner in reversed(cls.__mro__):
        found.update(vars(owner).get("old_words", {}))
    return found


def modernised(cls: type, owner: str, words: OldWords, known: Collection[str], given: dict[str, Any]) -> dict[str, Any]:
    """Given arguments under today's names, with a warning for each old word among them.

    Args:
        cls: the class whose arguments these are; handed to changes.
        owner: what the note names.
        words: old words and today's, or changes.
        known: names that are arguments today; a word that is still one of them stays.
        given: arguments by name.

    Raises:
        TypeError: if an argument is given under both names.
    """
    for old in [name for name in given if name in words and name not in known]:
        today = words[old]
        if isinstance(today, str):
            if today not in known:
                continue
            if today in given:
                raise TypeError(f"{owner}: {old!r} and {today!r} are two names of one argument; give only {today!r}.")
            given = {today if name == old else name: value for name, value in given.items()}
            note: str | None = f"{old!r} is called {today!r} today."
        elif today is None:
            given = {name: value for name, value in given.items() if name != old}
            note = None
        else:
            given = dict(given)
            note = today(cls, given)
        if note:
            warnings.warn(f"{owner}: {note}", stacklevel=_depth())
    return given


def takes_old_words(function: Function) -> Function:
    """Decorator of ``fit`` and the like: ``FUNCTION_WORDS`` are taken beside today's names."""
    known = inspect.signature(function).parameters.keys()

    @functools.wraps(function)
    def taking(*args: Any, **kwargs: Any) -> Any:
        if not kwargs.keys() <= known:
            kwargs = modernised(object, function.__name__, FUNCTION_WORDS, known, kwargs)
        return function(*args, **kwargs)

    return cast("Function", taking)


def _depth() -> int:
    """How far up the first line lies that is not this package's: the one that the note is for."""
    frame, depth = sys._getframe(1), 1  # noqa: SLF001 - the documented way to the callers
    while frame.f_back is not None and str(frame.f_globals.get("__name__")).partition(".")[0] == "kcore":
        frame, depth = frame.f_back, depth + 1
    return depth
