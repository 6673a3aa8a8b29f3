from __future__ import annotations

from kcore.callbacks.callback import Callback, Logs


class SwapEMAWeights(Callback):
    """Evaluate and predict with the moving average of the weights, train on with the weights themselves.

    Args:
        swap_on_epoch: whether the average lies in the model between epochs, too, so that other callbacks save it.

    The optimizer must keep the average: ``Adam(use_ema=True)``. Put this callback before those that save.
    """

    def __init__(self, swap_on_epoch: bool = False) -> None:
        super().__init__()
        self.swap_on_epoch = swap_on_epoch
        self._inside = False  # the average lies in the model

    def _put(self, inside: bool) -> None:
        optimizer = self.model.optimizer
        if not getattr(optimizer, "use_ema", False):
            name = type(optimizer).__name__
            raise ValueError(f"SwapEMAWeights needs an optimizer that keeps the average: {name}(use_ema=True).")
        if inside != self._inside and int(optimizer.iterations) > 0:
            optimizer.swap_average()
            self._inside = inside

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        self._put(inside=False)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if self.swap_on_epoch:
            self._put(inside=True)

    def on_train_end(self, logs: Logs | None = None) -> None:
        self._inside = False  # the end of training has put the average into the model for good

    def on_test_begin(self, logs: Logs | None = None) -> None:
        self._put(inside=True)

    def on_test_end(self, logs: Logs | None = None) -> None:
        self._put(inside=False)

    def on_predict_begin(self, logs: Logs | None = None) -> None:
        self._put(inside=True)

    def on_predict_end(self, logs: Logs | None = None) -> None:
        self._put(inside=False)
