"""What all models share: inputs and outputs, how an answer is computed, losses of layers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np

from kcore import ops, registry, tree
from kcore.layers.calling import map_shapes
from kcore.layers.layer import Layer
from kcore.masking import give_mask
from kcore.models.graph import Graph
from kcore.models.inspection import Inspection
from kcore.models.persistence import Persistence
from kcore.models.replay import with_entrances
from kcore.models.structure import graph_config, graph_from_config
from kcore.symbolic import KerasTensor, places
from kcore.training.trainer import Trainer


class Model(Inspection, Persistence, Trainer, Layer):
    """A layer made of layers, which can be compiled and trained.

    There are three ways to make one: ``Model(inputs, outputs)`` from places that layers were called on (the
    functional API), ``Sequential([...])``, and a class of your own that makes layers in ``__init__`` and calls
    them in ``call``.

    Args:
        inputs: what ``Input`` returned, alone or in a list or dict.
        outputs: places that follow from them, alone or in a list or dict.
        name: name of the model; automatic if None.
        trainable: whether training changes its weights.

    Raises:
        TypeError: for inputs or outputs that are no places in a model; ValueError: if an output depends on
            something else than the inputs, or two layers share a name.
    """

    keras_module = "keras"
    graph: Graph | None = None
    inputs_structure: Any = None
    outputs_structure: Any = None

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """``Model(inputs, outputs)`` makes a ``Functional``."""
        if cls is Model and (args or "inputs" in kwargs or "outputs" in kwargs):
            return object.__new__(Functional)  # type: ignore[return-value]  # a Model, too
        return object.__new__(cls)

    def __init__(
        self, inputs: Any = None, outputs: Any = None, name: str | None = None, trainable: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(name=name, trainable=trainable, **kwargs)
        if inputs is not None or outputs is not None:
            self._join(inputs, outputs)
            if not trainable:
                self.trainable = False

    def _join(self, inputs: Any, outputs: Any) -> None:
        """Become the functional model between these places."""
        for what, structure in (("inputs", inputs), ("outputs", outputs)):
            odd = [leaf for leaf in tree.flatten(structure) if not isinstance(leaf, KerasTensor)]
            if odd or not tree.flatten(structure):
                raise TypeError(
                    f"Model({what}=...) takes places in a model, alone or in a list or dict: what Input(...) returns, "
                    f"and what layers return when called on it; got {odd[0] if odd else structure!r}."
                )
        inputs, outputs = with_entrances(inputs, outputs)
        self.inputs_structure, self.outputs_structure = inputs, outputs
        self.graph = graph = Graph(tree.flatten(inputs), tree.flatten(outputs))
        self._parts = [operation for operation in graph.operations if isinstance(operation, Layer)]
        self._note_build({"input_shape": None})  # it was built for the shapes of its inputs
        self.built = True

    # -- parts ---------------------------------------------------------------------------------

    @property
    def operations(self) -> list[Any]:
        """Layers and operations, in order."""
        return list(self.layers if self.graph is None else self.graph.operations)

    @property
    def inputs(self) -> list[KerasTensor]:
        """The places where data enter."""
        return self._known_graph("inputs").inputs

    @property
    def outputs(self) -> list[KerasTensor]:
        """The places where answers come out."""
        return self._known_graph("outputs").outputs

    @property
    def input(self) -> Any:
        """The places where data enter, nested as the model takes them."""
        self._known_graph("input")
        return self.inputs_structure

    @property
    def output(self) -> Any:
        """The places where answers come out, nested as the model gives them."""
        self._known_graph("output")
        return self.outputs_structure

    def _known_graph(self, what: str) -> Graph:
        if self.graph is None:
            raise ValueError(f"{self.name!r} has no {what} {self._why_none()}")
        return self.graph

    def _why_none(self) -> str:
        return "of its own: a model class computes whatever it is given. Functional and Sequential models have them."

    @property
    def input_shape(self) -> Any:
        """Shape of the input (None for the batch); a list of shapes if there are several."""
        shapes = [place.shape for place in self.inputs]
        return shapes[0] if len(shapes) == 1 else shapes

    @property
    def output_shape(self) -> Any:
        """Shape of the output (None for the batch); nested like the outputs if there are several."""
        return tree.map_structure(lambda place: place.shape, self.output)

    @property
    def input_names(self) -> list[str]:
        """Names of the inputs, in order."""
        return [place.node.operation.name if place.node else place.name for place in self.inputs]

    @property
    def output_names(self) -> list[str]:
        """Names of the outputs, in order: of the layers they come from."""
        return [place.node.operation.name if place.node else place.name for place in self.outputs]

    @property
    def computes(self) -> bool:
        """Whether it answers when it is called: a class whose ``train_step`` does everything may not."""
        return self.graph is not None or type(self).call is not Model.call

    # -- computing -----------------------------------------------------------------------------

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        """The answer to inputs; a model class of your own defines it."""
        if self.graph is None:
            raise TypeError(f"{type(self).__name__} needs a method call(self, inputs) that returns its outputs.")
        values = self.arranged(inputs)
        if mask is not None:  # on views, so that it does not stay with the caller's arrays
            values = [value.view() if hasattr(value, "view") else value for value in values]
            for value, one in zip(values, tree.flatten(mask), strict=True):
                give_mask(value, one)
        return self.nested(self.graph.run(values, training))

    def arranged(self, inputs: Any) -> list[Any]:
        """Inputs (arrays, shapes or places) as the model takes them, in the order of ``self.inputs``.

        Raises:
            ValueError: if one is missing or there are too many.
        """
        structure = self.input
        if isinstance(inputs, dict):
            names = list(structure) if isinstance(structure, dict) else self.input_names
            missing = [name for name in names if name not in inputs]
            if missing:
                raise ValueError(
                    f"{self.name!r} has the inputs {names}; the dict has {list(inputs)}: {missing[0]!r} is missing."
                )
            inputs = {name: inputs[name] for name in names}
            return tree.flatten(inputs) if isinstance(structure, dict) else list(inputs.values())
        values = tree.flatten(inputs)
        if len(values) != len(self.inputs):
            raise ValueError(f"{self.name!r} has {len(self.inputs)} input(s), {self.input_names}; got {len(values)}.")
        return values

    def nested(self, values: list[Any]) -> Any:
        """Values at the outputs, nested as the model gives them."""
        return (
            values[0]
            if isinstance(self.outputs_structure, KerasTensor)
            else tree.pack_sequence_as(self.outputs_structure, values)
        )

    def forward(self, x: Any, training: bool) -> Any:
        """The answer to checked inputs: an array, or a tuple of arrays in the order of the inputs or outputs.

        It is recorded if a tape is.
        """
        graph = self.graph
        if graph is not None and type(self).call is Model.call:
            if graph.is_chain:
                return graph.run_chain(x, training)
            values = graph.run(x if type(x) is tuple else (x,), training)
            return values[0] if len(values) == 1 else tuple(values)
        if type(x) is tuple:
            x = tree.pack_sequence_as(self.inputs_structure, x)
        answers = self.run(x, training=training)
        if not tree.is_nested(answers):
            return answers
        if self.graph is None:
            self.outputs_structure = tree.map_structure(lambda _: None, answers)
        return tuple(tree.flatten(answers))

    def build(self, input_shape: Any) -> None:
        """Make the weights of a model class, by trying it on zeros of this shape (None becomes 1)."""
        if self.graph is None and type(self).call is not Model.call:
            zeros = map_shapes(lambda s: np.zeros([1 if n is None else n for n in s], self.dtype), input_shape)
            self.run(zeros, training=False)
            self.forget_losses()

    def quickest(self) -> Callable[[Any, bool], Any]:
        """What computes ``forward`` with the fewest detours, until the model is changed."""
        graph = self.graph
        plain = graph is not None and graph.is_chain and graph.calls and type(self).call is Model.call
        return graph.run_chain if graph is not None and plain else self.forward

    def check_input(self, shape: Any) -> None:
        """Raise ValueError if an array of this shape cannot enter here."""
        if self.graph is None or len(self.inputs) != 1:
            return
        own = self.inputs[0].shape
        if len(shape) == len(own) and any(
            None not in (a, b) and a != b for a, b in zip(shape[1:], own[1:], strict=True)
        ):
            raise ValueError(
                f"{self.name!r} takes samples of shape {own[1:]}; got an array of shape {tuple(shape)}, whose samples "
                f"have shape {tuple(shape[1:])}."
            )

    # -- as a layer ----------------------------------------------------------------------------

    def compute_output_shape(self, input_shape: Any) -> Any:
        self.ensure_built(input_shape)
        if self.graph is not None and self._takes_shapes(input_shape):
            return self.output_shape
        return super().compute_output_shape(input_shape)

    def _takes_shapes(self, shapes: Any) -> bool:
        """Whether the shapes are those that the graph was made for."""
        own = [place.shape for place in self.inputs]
        given = [shapes] if len(own) == 1 and not tree.is_nested(shapes[0]) else shapes
        return [tuple(s) for s in (given.values() if isinstance(given, dict) else given)] == own

    def compute_output_spec(self, bound: dict[str, Any]) -> Any:
        given = places(next(iter(bound.values()), None))
        if self.graph is None or [p.shape for p in given] != [p.shape for p in self.graph.inputs]:
            return self._try(bound)
        return tree.map_structure(lambda place: KerasTensor(place.shape, place.dtype), self.output)

    # -- losses of layers ----------------------------------------------------------------------

    def flat_layers(self) -> list[Layer]:
        """All layers, those inside layers too."""
        return list(self._flat())

    def reset_states(self) -> None:
        """Let every stateful layer begin anew: the next batch holds the beginnings of other sequences."""
        for layer in self._flat():
            if getattr(layer, "stateful", False):
                layer.reset_states()

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

    # -- config --------------------------------------------------------------------------------

    def get_config(self) -> dict[str, Any]:
        """What ``from_config`` builds a model of the same structure from; weights are not in it."""
        if self.graph is None or type(self) is not Functional:
            return super().get_config()
        return graph_config(self)

    def config_extras(self) -> dict[str, Any]:
        return {**super().config_extras(), "compile_config": {}}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None) -> Any:
        """Build a model of this structure, with fresh weights.

        Args:
            config: what ``get_config`` returned.
            custom_objects: classes of your own by name, for layers that are not the engine's.

        Raises:
            ValueError: for classes that are not known.
        """
        if "layers" in config and "input_layers" in config:
            inputs, outputs = graph_from_config(config, custom_objects or {})
            kind = Model if cls is Functional else cls
            return kind(inputs, outputs, name=config.get("name"), trainable=config.get("trainable", True))
        return cls(**config)


@registry.register("layer", "Model")
class Functional(Model):
    """What ``Model(inputs, outputs)`` makes. Arguments: see ``Model``."""

    keras_module = "keras.src.models.functional"
    keras_registered_name = "Functional"
    first_call = 1  # Keras counts the making of a functional model as its call 0
