"""What all models share: layers by name, weights, shapes, training, summary."""

from __future__ import annotations

from typing import Any

from kcore import ops
from kcore.autodiff import Array
from kcore.layers.layer import Layer
from kcore.models import summary
from kcore.symbolic import KerasTensor, Shape
from kcore.training.trainer import Trainer


class Model(Trainer, Layer):
    """Base of models: a layer made of layers, which can be compiled and trained."""

    @property
    def layers(self) -> list[Layer]:
        """The layers, in order."""
        return list(self.sublayers)

    @property
    def inputs(self) -> list[KerasTensor]:
        """The places where data enter."""
        raise self._not_built("inputs")

    @property
    def outputs(self) -> list[KerasTensor]:
        """The places where answers come out."""
        raise self._not_built("outputs")

    def _not_built(self, what: str) -> Exception:
        return ValueError(
            f"{self.name!r} has no {what} yet: it does not know the shape of its data. Put Input(shape=(n,)) first, "
            "or call the model on data."
        )

    @property
    def input_shape(self) -> Shape:  # type: ignore[override]
        """Shape of the input, None for the batch."""
        return self.inputs[0].shape

    @property
    def output_shape(self) -> Shape:  # type: ignore[override]
        """Shape of the output, None for the batch."""
        return self.outputs[0].shape

    def input_dtype(self) -> str:
        """Element type of the data that enter."""
        return self.inputs[0].dtype

    def forward(self, x: Array, training: bool) -> Any:
        """The answer to checked inputs; recorded if a tape is."""
        raise TypeError(f"{type(self).__name__} needs a method forward(self, x, training).")

    def flat_layers(self) -> list[Layer]:
        """All layers, those inside layers too."""
        return list(self._flat())

    def own_losses(self, penalties: list[Any], talking: list[Layer]) -> list[Any]:
        """What regularizers and layers add to the loss of a step; what layers had gathered is taken from them."""
        losses = [ops.sum(regularizer(variable)) for regularizer, variable in penalties]
        for layer in talking:
            losses.extend(ops.sum(loss) for loss in layer.gathered_losses)
            layer.gathered_losses.clear()
        return losses

    def forget_losses(self) -> None:
        """Drop what layers have gathered outside training."""
        for layer in self.flat_layers():
            layer.gathered_losses.clear()

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """A layer by its name or its place.

        Raises:
            ValueError: if there is none, or not exactly one of the two is given.
        """
        if (name is None) == (index is None):
            raise ValueError(f"get_layer takes a name or an index, one of them; got name={name!r}, index={index!r}.")
        layers = self.layers
        if index is not None:
            if not -len(layers) <= index < len(layers):
                raise ValueError(f"get_layer(index={index}): {self.name!r} has {len(layers)} layers.")
            return layers[index]
        for layer in layers:
            if layer.name == name:
                return layer
        raise ValueError(f"{self.name!r} has no layer {name!r}; it has {', '.join(layer.name for layer in layers)}.")

    def summary(
        self,
        line_length: int | None = None,
        positions: list[float] | None = None,
        print_fn: Any = None,
        expand_nested: bool = False,
        show_trainable: bool = False,
        layer_range: list[str] | tuple[str, str] | None = None,
    ) -> None:
        """Print a table of the layers with output shapes and parameter counts.

        Args:
            line_length: width of the table; chosen to fit if None.
            positions: where columns end, as shares of the width; chosen if None.
            print_fn: gets the text instead of ``print``.
            expand_nested: whether layers inside layers have rows of their own.
            show_trainable: whether a column tells which layers are trained (Y) and which are frozen (N).
            layer_range: names (or patterns) of the first and last layer to show.
        """
        text = summary.render(self, line_length, positions, expand_nested, show_trainable, layer_range)
        (print_fn or print)(text)
