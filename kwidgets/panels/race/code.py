"""The Keras code of a lane: it runs unchanged under real Keras."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kwidgets.code import training_script, value
from kwidgets.panels.race.lanes import Lane
from kwidgets.panels.race.surfaces import Surface

# A model whose only weights are the two coordinates, and whose answer is the height there: what makes the loss small
# goes down the landscape.
_ON_SURFACE = """\
import keras
import numpy as np
{imports}
{surface}


class Place(keras.layers.Layer):
    def build(self, input_shape):
        self.at = self.add_weight(shape=(2,), initializer="zeros", name="at")

    def call(self, inputs):
        height = surface(self.at[0], self.at[1])
        return 0 * inputs + height


def height_itself(y_true, y_pred):
    return y_pred[:, 0]


model = keras.Sequential([keras.Input((1,)), Place()])
model.set_weights([np.array({start})])
model.compile(optimizer={optimizer}, loss=height_itself)
nothing = np.zeros((1, 1))
history = model.fit(nothing, nothing, epochs={steps}, verbose=0)
print(model.get_weights()[0], history.history["loss"][-1])"""


def surface_script(surface: Surface, start: tuple[float, float], steps: int, lane: Lane) -> str:
    """The code that goes down a landscape with a lane's optimizer.

    Args:
        surface: the landscape.
        start: where it starts.
        steps: steps taken.
        lane: the optimizer.
    """
    text = surface.source()
    if text is None:
        text = "def surface(x, y):\n    return ...  # your own function"
    return _ON_SURFACE.format(
        imports="from keras import ops\n\n" if "ops." in text else "\n",
        surface=text,
        start=value([float(f"{place:.6g}") for place in start]),
        optimizer=value(lane.make()),
        steps=steps,
    )


def model_script(model: Any, loss: Any, lane: Lane, epochs: int, names: Sequence[str]) -> str:
    """The code that trains a model as a lane does, from the first seed.

    Args:
        model: the model.
        loss: its objective function.
        lane: the optimizer.
        epochs: epochs of the race.
        names: what the data are called.

    Raises:
        ValueError: where no code can stand for the model or the loss.
    """
    return training_script(
        model,
        {"optimizer": lane.make(), "loss": loss},
        {"batch_size": lane.batch_size, "epochs": epochs},
        names=names,
        seed=1,
    )
