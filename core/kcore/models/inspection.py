"""Looking into a model: its layers, one of them, the table of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kcore.layers.layer import Layer
from kcore.models import summary


class Inspection:
    """Mixin of models."""

    if TYPE_CHECKING:
        name: str
        sublayers: list[Any]

    @property
    def layers(self) -> list[Layer]:
        """The layers, in order."""
        return list(self.sublayers)

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
