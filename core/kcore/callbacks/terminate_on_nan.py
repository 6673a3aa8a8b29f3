from __future__ import annotations

import math

from kcore.callbacks.callback import Callback, Logs


class TerminateOnNaN(Callback):
    """Stop training when the loss is no longer a finite number.

    Args:
        raise_error: whether to raise an error instead of ending ``fit`` quietly.
    """

    def __init__(self, raise_error: bool = False) -> None:
        super().__init__()
        self.raise_error = raise_error

    def on_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        loss = (logs or {}).get("loss")
        if loss is None or math.isfinite(loss):
            return
        self.model.stop_training = True
        if self.raise_error:
            raise RuntimeError(
                f"The loss is {loss} at batch {batch}: training ends here. Is the learning rate too large, or do the "
                "data hold numbers that are not finite?"
            )
        print(f"Batch {batch}: Invalid loss, terminating training")  # noqa: T201 - otherwise fit would end without a word
