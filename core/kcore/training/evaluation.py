"""Loss and metrics on batches that are not trained on."""

from __future__ import annotations

from typing import Any

from kcore.callbacks import CallbackList
from kcore.progress import Progbar
from kcore.threads import training_threads
from kcore.training.samples import count
from kcore.training.source import ArraySource, BatchSource

Source = ArraySource | BatchSource


def evaluate(model: Any, source: Source, callbacks: CallbackList, progress: Progbar | None = None) -> dict[str, float]:
    """Loss and metrics of a model on batches, weights untouched."""
    test = model.test_runner()
    hears = callbacks.hears("on_test_batch_begin") or callbacks.hears("on_test_batch_end")
    if isinstance(source, ArraySource) and not hears and test.batches_can_be_joined and source.whole:
        source.batch_size = max(source.batch_size, 1024)
    callbacks.call("on_test_begin", {})
    test.begin()
    source.begin_epoch()
    start = 0
    with training_threads():
        for i, (x, y, weight) in enumerate(source.batches(0)):
            if hears:
                callbacks.call("on_test_batch_begin", i, {})
            test(x, y, weight)
            start += count(x)
            if hears:
                callbacks.call("on_test_batch_end", i, test.logs())
            if progress and progress.due():
                progress.update(i + 1, test.logs(), finalize=False)
            if source.ended(start, i + 1):
                break
    source.end_epoch()
    logs = test.logs()
    callbacks.call("on_test_end", logs)
    if progress:
        progress.update(i + 1, logs, finalize=True)
    return logs
