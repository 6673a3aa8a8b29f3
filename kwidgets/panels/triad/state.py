from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kcore.configurable import bind
from kwidgets.code import script
from kwidgets.panels.triad.model import recipe, sizes
from kwidgets.panels.triad.settings import LIVE, TriadSettings, changed
from kwidgets.session import TrainingSession


@dataclass(frozen=True)
class Data:
    """What is learned from.

    Args:
        x: training inputs, shape `(samples, features)`.
        y: training targets, shape `(samples,)` or `(samples, outputs)`.
        validation: `(x, y)` that are only measured, or None.
        names: what the inputs and targets, then those of validation, are called in code.
    """

    x: Any
    y: Any
    validation: tuple[Any, Any] | None
    names: Sequence[str]

    @property
    def features(self) -> tuple[int, ...]:
        """Shape of one sample of the inputs."""
        return tuple(np.shape(self.x)[1:])

    @property
    def outputs(self) -> int:
        """Numbers in one target."""
        return int(np.shape(self.y)[1]) if np.ndim(self.y) > 1 else 1


class TriadState:
    """What is chosen, and the training that follows from it. Knows no widget.

    Args:
        data: what is learned from.
        settings: values of `TriadSettings` that are not the usual ones.
        epochs: epochs of one run.
        seed: seed of weights, batches and dropout.
        speed: speed of the training session.
        listener: hears of the training session's progress.

    Attributes:
        settings: what is chosen.
        session: the training session; None while a part is missing.
        problem: the engine's words why there is none; empty if there is one.
        steered: whether learning rate or batch size were changed since this training began.

    Raises:
        TypeError, ValueError: for settings that do not exist or fit, and data that do not fit.
    """

    def __init__(
        self,
        data: Data,
        settings: Mapping[str, Any],
        *,
        epochs: int,
        seed: int,
        speed: str,
        listener: Callable[[TrainingSession], None],
    ) -> None:
        self.settings = TriadSettings(**bind(TriadSettings, (), dict(settings)))
        self.session: TrainingSession | None = None
        self.problem = ""
        self.steered = False
        self._epochs = epochs
        self._data, self._seed, self._speed = data, seed, speed
        self._listener = listener
        self.rebuild()

    @property
    def history(self) -> dict[str, list[float]]:
        """One value an epoch for the loss and the metric, on training and validation set."""
        return {} if self.session is None else {name: list(v) for name, v in self.session.history.items()}

    @property
    def epochs(self) -> int:
        """Epochs from the first to the planned end of the training."""
        return self._epochs if self.session is None else int(self.session.loop.epochs)

    @property
    def outputs(self) -> int:
        """Units of the output layer."""
        return self._data.outputs

    @property
    def sizes(self) -> Sequence[int]:
        """Numbers of inputs and of the units of each layer."""
        return sizes(self.settings, self._data.features, self._data.outputs)

    @property
    def parameters(self) -> int:
        """Weights and biases of the model."""
        return 0 if self.session is None else int(self.session.model.count_params())

    def apply(self, wanted: Mapping[str, Any]) -> bool:
        """Choose other settings. Learning rate and batch size act on the training at work.

        Returns:
            Whether a new model was needed.

        Raises:
            TypeError, ValueError: for settings that do not exist or fit; then nothing has changed.
        """
        bind(TriadSettings, (), dict(wanted))
        before, self.settings = self.settings, replace(self.settings, **wanted)
        new = changed(before, self.settings)
        if not set(new) <= set(LIVE):
            self.rebuild()
            return True
        if self.session is not None:
            if "learning_rate" in new and self.settings.has_optimizer:
                self.session.set_learning_rate(new["learning_rate"])
            if "batch_size" in new:
                self.session.set_batch_size(new["batch_size"])
            self.steered = self.steered or (bool(new) and self.session.loop.step > 0)
        return False

    def rebuild(self) -> None:
        """A new model from the settings. The same seed makes the same weights, bit by bit."""
        if self.session is not None:
            self.session.close()
        self.session, self.problem, self.steered = None, "", False
        self._recipe = recipe(self.settings, self._data.features, self._data.outputs, self._seed)
        try:
            model = self._recipe.model()
            model.predict(self._data.x[:1], verbose=0)  # an empty network has no answer: the plainest words for it
            self.session = TrainingSession(
                model,
                self._data.x,
                self._data.y,
                validation_data=self._data.validation,
                batch_size=self.settings.batch_size,
                epochs=self._epochs,
                speed=self._speed,
            )
        except (ValueError, RuntimeError) as error:
            if self.settings.has_network and self.settings.has_objective:
                raise
            self.problem = str(error)
        else:
            self.session.listen(self._listener)

    def set_speed(self, speed: str) -> None:
        """Let this training and those to come go at another speed."""
        self._speed = speed
        if self.session is not None:
            self.session.set_speed(speed)

    def code(self) -> str:
        """The Keras code that makes, compiles and trains the model from the start with these settings."""
        layers, arguments = self._recipe
        optimizer = arguments["optimizer"]
        if self.settings.has_optimizer:  # its learning rate may have been changed since
            optimizer = type(optimizer)(learning_rate=self.settings.learning_rate)
        return script(
            layers,
            {**arguments, "optimizer": optimizer},
            {"batch_size": self.settings.batch_size, "epochs": self.epochs},
            names=self._data.names if self._data.validation is not None else self._data.names[:2],
            seed=self._seed,
        )
