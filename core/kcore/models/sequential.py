"""Sequential: one layer after the other."""

from __future__ import annotations

from typing import Any, Self

from kcore import registry
from kcore.autodiff import Array
from kcore.layers.input_layer import InputLayer
from kcore.layers.layer import Layer, takes_training
from kcore.models.model import Model
from kcore.symbolic import KerasTensor, Shape


@registry.register("layer")
class Sequential(Model):
    """A model in which every layer takes what the one before it gives.

    Args:
        layers: layers in order; an ``Input`` in front (or ``input_shape=`` in the first layer) tells the shape of
            the data and builds the model at once. Without one it is built when it first meets data.
        trainable: whether training changes its weights.
        name: name of the model; automatic if None.
    """

    def __init__(self, layers: Any = None, trainable: bool = True, name: str | None = None) -> None:
        super().__init__(trainable=trainable, name=name)
        self._places: list[KerasTensor] = []  # what comes out of the entrance and of each layer
        self._plan: list[tuple[Any, bool]] = []
        if isinstance(layers, Layer | KerasTensor):
            layers = [layers]
        if layers is not None and (isinstance(layers, str) or not hasattr(layers, "__iter__")):
            raise TypeError(f"Sequential(layers) must be a list of layers; got {layers!r}.")
        for layer in layers or ():
            self.add(layer)

    def add(self, layer: Any) -> None:
        """Put a layer at the end.

        Args:
            layer: a layer, or what ``Input`` returns.

        Raises:
            TypeError: for something that is no layer; ValueError: if it does not fit or its name is taken.
        """
        if isinstance(layer, KerasTensor):
            layer = layer.node.layer if layer.node is not None else layer
        if isinstance(layer, type) and issubclass(layer, Layer):
            raise TypeError(f"Sequential takes layers, not classes: write {layer.__name__}(...) with its arguments.")
        if not isinstance(layer, Layer):
            raise TypeError(
                f"Sequential takes layers such as Dense(8); got {layer!r} at position {len(self.sublayers)}."
            )
        if isinstance(layer, InputLayer):
            if self._entrance is not None or self.sublayers:
                raise ValueError(f"Input must come first and once; {self.name!r} already begins with "
                                 f"{(self._entrance or self.sublayers[0]).name!r}.")  # fmt: skip
            self._enter(layer)
            return
        if any(layer.name == other.name for other in self.sublayers):
            raise ValueError(f"{self.name!r} has a layer named {layer.name!r} already: names must differ, layers too.")
        if not self.sublayers and self._entrance is None and layer.batch_input_shape is not None:
            self._enter(InputLayer(batch_shape=layer.batch_input_shape, dtype=layer.dtype))
        if self._places:
            self._append(layer)
        self.sublayers.append(layer)

    def _enter(self, entrance: InputLayer) -> None:
        self._places = [entrance.output]
        self.built = True

    @property
    def _entrance(self) -> Any:
        """The input layer, which is none of ``layers``; None before the shape of the data is known."""
        return self._places[0].node.layer if self._places and self._places[0].node else None

    def _append(self, layer: Layer) -> None:
        place = self._places[-1]
        try:
            after = layer(place)
        except (ValueError, TypeError) as error:
            raise type(error)(
                f"{layer.name!r} cannot follow output shape {place.shape} in {self.name!r}: {error}"
            ) from None
        self._places.append(after)
        simple = layer.activity_regularizer is None and type(layer).run is Layer.run
        self._plan.append((layer.call if simple else layer.run, takes_training(type(layer)) or not simple))

    def pop(self, rebuild: bool = True) -> Layer:
        """Take the last layer off and return it.

        Raises:
            ValueError: if there is none.
        """
        if not self.sublayers:
            raise ValueError(f"{self.name!r} has no layers to pop.")
        layer = self.sublayers.pop()
        if self._plan:
            self._plan.pop()
            self._places.pop()
        return layer

    def build(self, input_shape: Shape) -> None:
        """Build for data of this shape (batch first, None for open)."""
        if self._entrance is not None:
            return
        layers, self._plan = self.layers, []
        self._enter(InputLayer(batch_shape=(None, *input_shape[1:]), dtype=self.dtype))
        for layer in layers:
            self._append(layer)

    @property
    def inputs(self) -> list[KerasTensor]:
        if not self._places:
            raise self._not_built("inputs")
        return [self._places[0]]

    @property
    def outputs(self) -> list[KerasTensor]:
        if not self._places:
            raise self._not_built("outputs")
        return [self._places[-1]]

    def place_after(self, layer: Layer) -> KerasTensor | None:
        """The place after a layer, None before the model is built."""
        index = self.sublayers.index(layer)
        return self._places[index + 1] if self._places else None

    def forward(self, x: Array, training: bool) -> Any:
        if not self._plan:
            raise ValueError(
                f"{self.name!r} has no layers: a network without layers has no answer. Add one with add()."
            )
        for call, tells in self._plan:
            x = call(x, training=training) if tells else call(x)
        return x

    def call(self, inputs: Any, training: bool = False) -> Any:
        return self.forward(inputs, training)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        self.ensure_built(input_shape)
        for layer in self.sublayers:
            input_shape = layer.compute_output_shape(input_shape)
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Name and layers as plain values; with ``build_input_shape`` once the shape is known."""
        config = super().get_config()
        layers: list[Layer] = [*([self._entrance] if self._entrance else []), *self.sublayers]
        config["layers"] = [_described(layer) for layer in layers]
        if self._places:
            config["build_input_shape"] = self._places[0].shape
        return {k: config[k] for k in ("name", "trainable", "dtype", "layers", "build_input_shape") if k in config}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Build a model of this structure, with fresh weights."""
        model = cls(name=config.get("name"), trainable=config.get("trainable", True))
        for described in config["layers"]:
            layer_class = registry.lookup("layer", described["class_name"])
            model.add(layer_class.from_config(described["config"]))
        return model


def _described(layer: Layer) -> dict[str, Any]:
    from_here = getattr(layer, "keras_module", None)
    tree = {
        "module": from_here,
        "class_name": type(layer).__name__,
        "config": layer.get_config(),
        "registered_name": None if from_here else type(layer).__name__,
    }
    if layer.build_shape is not None:
        tree["build_config"] = {"input_shape": layer.build_shape}
    return tree
