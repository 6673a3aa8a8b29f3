from __future__ import annotations

import time
from typing import Any, Final

from kcore.callbacks import Callback
from kwidgets.doctor import Watcher
from kwidgets.session.cell import notebook

_OFTEN: Final = 0.25  # seconds between two looks at the panel while `fit` runs


class InFit(Callback):
    """Mixin of the panel: as a callback of `fit` it watches, comes on the screen by itself, and follows.

    Expects `_watcher`, `_show()` and to be told by `_displayed()` when it comes on the screen.
    """

    only_looks = True
    _on_screen = False
    _looked = 0.0

    @property
    def _watcher(self) -> Watcher:
        raise NotImplementedError

    def _show(self) -> None:
        raise NotImplementedError

    def _displayed(self) -> None:
        self._on_screen = True

    def set_loop(self, loop: Any) -> None:
        self._watcher.set_loop(loop)

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        self._watcher.on_train_begin(logs)
        if notebook() is not None and not self._on_screen:
            from IPython.display import display

            display(self)
        self._look(now=True)

    def on_train_batch_begin(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        self._watcher.on_train_batch_begin(batch, logs)
        self._look()

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        self._watcher.on_epoch_end(epoch, logs)
        self._look()

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:
        self._watcher.on_train_end(logs)
        self._look(now=True)

    def _look(self, *, now: bool = False) -> None:
        moment = time.monotonic()
        if now or moment - self._looked > _OFTEN:
            self._looked = moment
            self._show()
