from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kcore.callbacks.callback import Callback
from kcore.callbacks.history import History
from kcore.callbacks.progbar_logger import ProgbarLogger

# The hooks that call another one, if nobody overrides them.
_ALIASES = {"on_train_batch_begin": "on_batch_begin", "on_train_batch_end": "on_batch_end"}


class CallbackList(Callback):
    """Several callbacks as one, which knows the hooks that nobody listens to.

    Args:
        callbacks: the callbacks; a single one, or a list of this class, will do.
        add_history: whether a ``History`` is put at the end, unless there is one.
        add_progbar: whether a ``ProgbarLogger`` is put at the end, unless there is one.
        model: handed to each of them.
        **params: handed to each of them, in a dict.

    Raises:
        TypeError: for something that is no callback.
    """

    def __init__(
        self,
        callbacks: Iterable[Any] | Callback | None = None,
        add_history: bool = False,
        add_progbar: bool = False,
        model: Any = None,
        **params: Any,
    ) -> None:
        super().__init__()
        if isinstance(callbacks, CallbackList):
            callbacks = callbacks.callbacks
        elif isinstance(callbacks, Callback):
            callbacks = [callbacks]
        self.callbacks: list[Callback] = []
        for callback in callbacks or ():
            self.append(callback)
        for wanted, kind in ((add_history, History), (add_progbar, ProgbarLogger)):
            if wanted and not any(isinstance(callback, kind) for callback in self.callbacks):
                self.append(kind())
        if model is not None:
            self.set_model(model)
        if params:
            self.set_params(params)

    def set_loop(self, loop: Any) -> None:
        for callback in self.callbacks:
            callback.set_loop(loop)

    def append(self, callback: Any) -> None:
        """Add a callback at the end."""
        if not isinstance(callback, Callback):
            hint = (
                f": write {callback.__name__}()" if isinstance(callback, type) else ". Derive its class from Callback"
            )
            raise TypeError(f"callbacks must hold Callback objects; got {callback!r}{hint}.")
        self.callbacks.append(callback)

    def set_model(self, model: Any) -> None:
        super().set_model(model)
        for callback in self.callbacks:
            callback.set_model(model)

    def set_params(self, params: dict[str, Any]) -> None:
        super().set_params(params)
        for callback in self.callbacks:
            callback.set_params(params)

    def hears(self, hook: str) -> bool:
        """Whether any callback has overridden this hook, or the one that it calls."""
        hooks = [hook, *([_ALIASES[hook]] if hook in _ALIASES else [])]
        return any(
            getattr(getattr(callback, name), "__func__", None) is not getattr(Callback, name)
            for name in hooks
            for callback in self.callbacks
        )

    def call(self, hook: str, *args: Any) -> None:
        """Call a hook of every callback, in their order."""
        for callback in self.callbacks:
            getattr(callback, hook)(*args)


def _passed_on(hook: str) -> Any:
    def pass_on(self: CallbackList, *args: Any, **kwargs: Any) -> None:
        for callback in self.callbacks:
            getattr(callback, hook)(*args, **kwargs)

    pass_on.__name__ = hook
    return pass_on


for _hook in [name for name in vars(Callback) if name.startswith("on_")]:
    setattr(CallbackList, _hook, _passed_on(_hook))
