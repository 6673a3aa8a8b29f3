from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any

from kcore.callbacks.callback import Callback


class LambdaCallback(Callback):
    """A callback made of functions.

    Args:
        on_epoch_begin: called with (epoch, logs).
        on_epoch_end: called with (epoch, logs).
        on_train_begin: called with (logs).
        on_train_end: called with (logs).
        on_train_batch_begin: called with (batch, logs).
        on_train_batch_end: called with (batch, logs).
        **kwargs: functions for the other hooks, by their names.

    Raises:
        TypeError: for a name that is no hook, or something that cannot be called.
    """

    def __init__(
        self,
        on_epoch_begin: Callable[..., Any] | None = None,
        on_epoch_end: Callable[..., Any] | None = None,
        on_train_begin: Callable[..., Any] | None = None,
        on_train_end: Callable[..., Any] | None = None,
        on_train_batch_begin: Callable[..., Any] | None = None,
        on_train_batch_end: Callable[..., Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        given = {"on_epoch_begin": on_epoch_begin, "on_epoch_end": on_epoch_end, "on_train_begin": on_train_begin,
                 "on_train_end": on_train_end, "on_train_batch_begin": on_train_batch_begin,
                 "on_train_batch_end": on_train_batch_end, **kwargs}  # fmt: skip
        hooks = [name for name in vars(Callback) if name.startswith("on_")]
        for name, function in given.items():
            if name not in hooks:
                near = difflib.get_close_matches(name, hooks, n=1)
                hint = f" Did you mean {near[0]!r}?" if near else f" Hooks are: {', '.join(hooks)}."
                raise TypeError(f"LambdaCallback: {name!r} is no hook of callbacks.{hint}")
            if function is not None and not callable(function):
                raise TypeError(f"LambdaCallback: {name} must be a function; got {function!r}.")
            if function is not None:
                setattr(self, name, function)
