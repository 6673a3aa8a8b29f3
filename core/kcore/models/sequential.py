"""Sequential: one layer after the other."""

from __future__ import annotations

from typing import Any

from kcore import registry, tree
from kcore.configurable import to_tree
from kcore.layers.calling import inside, is_shape
from kcore.layers.input_layer import InputLayer
from kcore.layers.layer import Layer
from kcore.models.graph import Graph
from kcore.models.model import Model
from kcore.models.structure import layer_from_config
from kcore.symbolic import KerasTensor


@registry.register("layer")
class Sequential(Model):
    """A model in which every layer takes what the one before it gives.

    Args:
        layers: layers in order; an ``Input`` in front (or ``input_shape=`` in the first layer) tells the shape of
            the data and builds the model at once. Without one it is built when it first meets data.
        trainable: whether training changes its weights.
        name: name of the model; automatic if None.
    """

    keras_module = "keras"

    def __init__(self, layers: Any = None, trainable: bool = True, name: str | None = None) -> None:
        super().__init__(trainable=trainable, name=name)
        self._chain: list[Layer] = []
        self._names: set[str] = set()
        self._entrance: InputLayer | None = None  # it is none of ``layers``
        self._places: list[Any] = []  # what comes out of the entrance and of each layer
        self._graph: Graph | None = None  # made when it is needed
        if isinstance(layers, Layer | KerasTensor):
            layers = [layers]
        if layers is not None and (isinstance(layers, str) or not hasattr(layers, "__iter__")):
            raise TypeError(f"Sequential(layers) must be a list of layers; got {layers!r}.")
        for layer in layers or ():
            self.add(layer)

    @property
    def layers(self) -> list[Layer]:
        """The layers, in order."""
        return list(self._chain)

    def add(self, layer: Any, rebuild: bool = True) -> None:
        """Put a layer at the end.

        Args:
            layer: a layer, or what ``Input`` returns.
            rebuild: accepted for compatibility: joining a layer costs the same now or later.

        Raises:
            TypeError: for something that is no layer; ValueError: if it does not fit or its name is taken.
        """
        if isinstance(layer, KerasTensor):
            layer = layer.node.operation if layer.node is not None else layer
        if isinstance(layer, type) and issubclass(layer, Layer):
            raise TypeError(f"Sequential takes layers, not classes: write {layer.__name__}(...) with its arguments.")
        if not isinstance(layer, Layer):
            raise TypeError(f"Sequential takes layers such as Dense(8); got {layer!r} at position {len(self._chain)}.")
        if isinstance(layer, InputLayer):
            if self._entrance is not None or self._chain:
                raise ValueError(f"Input must come first and once; {self.name!r} already begins with "
                                 f"{(self._entrance or self._chain[0]).name!r}.")  # fmt: skip
            self._enter(layer)
            return
        if layer.name in self._names:
            raise ValueError(f"{self.name!r} has a layer named {layer.name!r} already: names must differ, layers too.")
        entrance = None if self._chain or self._entrance is not None else _entrance_of(layer)
        if entrance is not None:
            self._enter(entrance)
        if self._places:
            self._join_next(layer)
        self._chain.append(layer)
        self._names.add(layer.name)

    def _enter(self, entrance: InputLayer) -> None:
        self._entrance = entrance
        self._places = [entrance.place]
        self._graph = None
        self._note_build({"input_shape": entrance.batch_shape})
        self.built = True

    def _join_next(self, layer: Layer) -> None:
        place = self._places[-1]
        try:
            with inside(self.name):
                after = layer(place)
        except (ValueError, TypeError) as error:
            shape = tree.map_structure(lambda p: p.shape, place)
            raise type(error)(f"{layer.name!r} cannot follow output shape {shape} in {self.name!r}: {error}") from None
        self._places.append(after)
        self._graph = None

    @property
    def graph(self) -> Graph | None:  # type: ignore[override]  # made when it is needed
        """The graph from the entrance to the last place; None before the shape of the data is known."""
        if self._graph is None and self._places:
            self._graph = Graph(self._places[:1], tree.flatten(self._places[-1]))
        return self._graph

    @property
    def inputs_structure(self) -> Any:
        return self._places[0]

    @property
    def outputs_structure(self) -> Any:
        return self._places[-1]

    def pop(self, rebuild: bool = True) -> Layer:
        """Take the last layer off and return it.

        Args:
            rebuild: accepted for compatibility.

        Raises:
            ValueError: if there is none.
        """
        if not self._chain:
            raise ValueError(f"{self.name!r} has no layers to pop.")
        layer = self._chain.pop()
        self._names.discard(layer.name)
        if len(self._places) > 1:
            self._places.pop()
        self._graph = None
        return layer

    def build(self, input_shape: Any = None) -> None:
        """Build for data of this shape (batch first, None for open)."""
        if self._places or input_shape is None:
            return
        if not is_shape(input_shape) or not input_shape:
            raise ValueError(f"{self.name!r} takes one input of one shape, such as (None, 4); got {input_shape!r}.")
        self._enter(InputLayer(batch_shape=(None, *input_shape[1:]), dtype=self.dtype))
        try:
            for layer in self._chain:
                self._join_next(layer)
        except (ValueError, TypeError):
            self._places, self._entrance, self._graph, self.built = [], None, None, False
            raise

    def _why_none(self) -> str:
        return "yet: it does not know the shape of its data. Put Input(shape=(n,)) first, or call the model on data."

    def forward(self, x: Any, training: bool) -> Any:
        if not self._chain:
            raise ValueError(
                f"{self.name!r} has no layers: a network without layers has no answer. Add one with add()."
            )
        return super().forward(x, training)

    def get_config(self) -> dict[str, Any]:
        """Name and layers as plain values; with ``build_input_shape`` once the shape is known."""
        base = Layer.get_config(self)
        config = {name: base[name] for name in ("name", "trainable", "dtype")}
        entrance = [] if self._entrance is None else [self._entrance]
        config["layers"] = [to_tree(layer) for layer in (*entrance, *self._chain)]
        if self._places:
            config["build_input_shape"] = self._places[0].shape
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None) -> Any:
        """Build a model of this structure, with fresh weights. Arguments: see ``Model.from_config``."""
        model = cls(name=config.get("name"), trainable=config.get("trainable", True))
        for described in config["layers"]:
            model.add(layer_from_config(described, custom_objects or {}))
        if "build_input_shape" in config:
            model.build(config["build_input_shape"])
        return model


def _entrance_of(layer: Layer) -> InputLayer | None:
    """The input layer that the first layer's own knowledge of its data makes; None if it has none."""
    if layer.batch_input_shape is not None:
        return InputLayer(batch_shape=layer.batch_input_shape, dtype=layer.dtype)
    graph = getattr(layer, "graph", None)
    if graph is not None and len(graph.inputs) == 1:
        return InputLayer(batch_shape=graph.inputs[0].shape, dtype=graph.inputs[0].dtype)
    return None
