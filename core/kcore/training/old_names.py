"""Methods of models under their names of Keras 1 and 2."""

from __future__ import annotations

from typing import Any

from kcore.autodiff import Array
from kcore.words import takes_old_words


class OldNames:
    """Mixin of models."""

    @takes_old_words
    def fit_generator(
        self: Any,
        generator: Any,
        steps_per_epoch: int | None = None,
        epochs: int = 1,
        verbose: Any = 1,
        callbacks: Any = None,
        validation_data: Any = None,
        validation_steps: int | None = None,
        validation_freq: Any = 1,
        class_weight: dict[int, float] | None = None,
        max_queue_size: int = 10,
        workers: int = 1,
        use_multiprocessing: bool = False,
        shuffle: bool = True,
        initial_epoch: int = 0,
    ) -> Any:
        """``fit`` with a generator, which is the same today. Queues and workers are accepted: batches come in turn."""
        return self.fit(
            generator, steps_per_epoch=steps_per_epoch, epochs=epochs, verbose=verbose, callbacks=callbacks,
            validation_data=validation_data, validation_steps=validation_steps, validation_freq=validation_freq,
            class_weight=class_weight, shuffle=shuffle, initial_epoch=initial_epoch,
        )  # fmt: skip

    @takes_old_words
    def evaluate_generator(
        self: Any,
        generator: Any,
        steps: int | None = None,
        callbacks: Any = None,
        max_queue_size: int = 10,
        workers: int = 1,
        use_multiprocessing: bool = False,
        verbose: Any = 0,
    ) -> Any:
        """``evaluate`` with a generator, which is the same today."""
        return self.evaluate(generator, steps=steps, callbacks=callbacks, verbose=verbose)

    @takes_old_words
    def predict_generator(
        self: Any,
        generator: Any,
        steps: int | None = None,
        callbacks: Any = None,
        max_queue_size: int = 10,
        workers: int = 1,
        use_multiprocessing: bool = False,
        verbose: Any = 0,
    ) -> Any:
        """``predict`` with a generator, which is the same today."""
        return self.predict(generator, steps=steps, callbacks=callbacks, verbose=verbose)

    def predict_proba(self: Any, x: Any, batch_size: int | None = 32, verbose: Any = 0) -> Any:
        """``predict``: probabilities, if the last layer gives them."""
        return self.predict(x, batch_size=batch_size, verbose=verbose)

    def predict_classes(self: Any, x: Any, batch_size: int | None = 32, verbose: Any = 0) -> Array:
        """Numbers of the classes that the model holds most likely.

        Returns:
            With several units at the end, the number of the largest, shape (samples,); with one, 1 where it is above
            one half and 0 elsewhere, shape (samples, 1).
        """
        answers = self.predict(x, batch_size=batch_size, verbose=verbose)
        classes: Array = answers.argmax(-1) if answers.shape[-1] > 1 else (answers > 0.5).astype("int32")
        return classes

    def reset_states(self: Any) -> None:
        """Stateful layers begin anew."""
        for layer in self.flat_layers():
            if layer is not self and hasattr(layer, "reset_state"):
                layer.reset_state()

    reset_state = reset_states
