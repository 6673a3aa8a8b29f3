from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from kcore.layers import Dense
from kwidgets.panels.playground import recipe
from kwidgets.panels.playground.maps import Maps
from kwidgets.panels.playground.recipe import Edit
from kwidgets.panels.playground.settings import LIVE, MOST_LAYERS, MOST_UNITS, OF_DATA, PlaygroundSettings, changed
from kwidgets.session import TrainingSession, touched

FIRST_EPOCHS = 100  # in the code shown before anything was trained
_ENOUGH = 1_000_000  # epochs: it trains until it is stopped


class PlaygroundState:
    """What is chosen, the points, and the training that follows. Knows no widget.

    Args:
        settings: what is chosen.
        speed: speed of the training session.
        listener: hears of the training session's progress.

    Attributes:
        settings: what is chosen.
        data: the points.
        session: the training session; its `model` is the network.
        maps: what each unit answers everywhere.
        steered: whether learning rate or batch size were changed since this training began.
    """

    def __init__(
        self, settings: PlaygroundSettings, *, speed: str, listener: Callable[[TrainingSession], None]
    ) -> None:
        self.settings, self._speed, self._listener = settings, speed, listener
        self.data = recipe.made_data(settings)
        self.steered = False
        self._edits: list[tuple[int, Edit]] = []  # with the step after which each was made
        self.session = self._started()

    @property
    def model(self) -> Any:
        """The network."""
        return self.session.model

    @property
    def dense(self) -> list[Any]:
        """The layers that have weights: hidden ones, then the output layer."""
        return [layer for layer in self.model.layers if isinstance(layer, Dense)]

    @property
    def epochs(self) -> int:
        """Whole epochs done."""
        return self.session.epochs_done

    def losses(self) -> tuple[list[float], list[float]]:
        """The loss on training and test points after each epoch."""
        history = self.session.history
        return history.get("loss", []), history.get("val_loss", [])

    def code(self) -> str:
        """The Keras code that makes the points and trains the network as far as it has come."""
        before = [edit for step, edit in self._edits if step == 0]
        after = [edit for step, edit in self._edits if step > 0]
        return recipe.code(self.settings, self.epochs or FIRST_EPOCHS, before, after)

    def apply(self, **wanted: Any) -> bool:
        """Choose other settings. Learning rate and batch size act on the training at work.

        Returns:
            Whether a new network was needed.

        Raises:
            TypeError, ValueError: for settings that do not exist or fit; then nothing has changed.
        """
        before, after = self.settings, changed(self.settings, **wanted)
        new = {name for name in vars(after) if getattr(before, name) != getattr(after, name)}
        if not new:
            return False
        if new <= set(LIVE):
            self.settings = after
            if "learning_rate" in new:
                self.session.set_learning_rate(after.learning_rate)
            if "batch_size" in new:
                self.session.set_batch_size(after.batch_size)
            self.steered = self.steered or self.session.loop.step > 0
            return False
        data = recipe.made_data(after) if new & set(OF_DATA) or "features" in new else self.data
        self.settings, self.data = after, data
        self.restart()
        return True

    def restart(self) -> None:
        """A new network from the settings. The same seed makes the same weights, bit by bit."""
        old, self.session = self.session, self._started()
        old.close()

    def add_layer(self) -> None:
        """One hidden layer more, before the output."""
        hidden = self.settings.hidden
        if len(hidden) < MOST_LAYERS:
            self.apply(hidden=(*hidden, hidden[-1] if hidden else 4))

    def remove_layer(self) -> None:
        """One hidden layer less, the last."""
        if self.settings.hidden:
            self.apply(hidden=self.settings.hidden[:-1])

    def resize(self, layer: int, by: int) -> None:
        """So many units more or less in a hidden layer; at least one and at most eight remain."""
        hidden = list(self.settings.hidden)
        hidden[layer] = min(max(hidden[layer] + by, 1), MOST_UNITS)
        self.apply(hidden=tuple(hidden))

    def can_toggle(self, name: str) -> bool:
        """Whether the network can begin without a feature, or with it: the last one stays."""
        return self.settings.features != (name,)

    def toggle_feature(self, name: str) -> None:
        """Let the network begin with a feature, or no longer."""
        chosen = self.settings.features
        self.apply(features=[each for each in chosen if each != name] if name in chosen else [*chosen, name])

    def weight(self, layer: int, source: int | None, unit: int) -> float:
        """A weight, or a bias where `source` is None.

        Args:
            layer: which layer with weights, from 0.
            source: the unit or feature that it comes from.
            unit: the unit that it goes to.
        """
        kernel, bias = self.dense[layer].get_weights()
        return float(bias[unit] if source is None else kernel[source, unit])

    def set_weight(self, layer: int, source: int | None, unit: int, value: float) -> None:
        """Set a weight or bias by hand; everything that follows the model learns of it.

        Raises:
            ValueError: unless the value is a finite number.
        """
        if not math.isfinite(value):
            raise ValueError(f"A weight is a finite number; got {value!r}.")
        kernel, bias = self.dense[layer].get_weights()
        if source is None:
            bias[unit] = value
        else:
            kernel[source, unit] = value
        self.dense[layer].set_weights([kernel, bias])
        edit, step = Edit(layer, source, unit, float(value)), self.session.loop.step
        kept = [(when, other) for when, other in self._edits if when != step or other.place != edit.place]
        self._edits = [*kept, (step, edit)]
        touched(self.model)

    def set_speed(self, speed: str) -> None:
        """Let this training and those to come go at another speed."""
        self._speed = speed
        self.session.set_speed(speed)

    def _started(self) -> TrainingSession:
        self.steered, self._edits = False, []
        model = recipe.made_model(self.settings)
        session = TrainingSession(
            model,
            *self.data.part(test=False),
            validation_data=self.data.part(test=True),
            batch_size=self.settings.batch_size,
            epochs=_ENOUGH,
            speed=self._speed,
        )
        session.listen(self._listener, hertz=15)
        self.maps = Maps(model, self.settings.features)
        return session
