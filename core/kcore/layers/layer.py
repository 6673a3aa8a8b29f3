"""What all layers share: variables, building on first use, names, configs, freezing."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Annotated, Any, Self

import numpy as np

from kcore import constraints, initializers, regularizers
from kcore.autodiff import Array, Tensor, Variable, value_of
from kcore.config import floatx
from kcore.configurable import Configurable, RegularizerLike, Unsupported, parameters, to_tree
from kcore.naming import auto_name
from kcore.symbolic import KerasTensor, Node
from kcore.symbolic import Shape as OpenShape

Autocast = Annotated[bool, Unsupported("mixed precision serves graphics cards")]


class Layer(Configurable):
    """Base of layers. One of your own makes its variables in ``build`` and computes in ``call``.

    Args:
        activity_regularizer: penalty on the layer's output, added to the loss, or None.
        trainable: whether training changes the layer's weights.
        dtype: float type of its variables; the engine's if None.
        name: name of the layer; automatic if None.
        input_shape: shape of one sample, for the first layer of a ``Sequential`` (Keras 2 style).
        input_dim: the same for samples that are rows of ``input_dim`` numbers (Keras 2 style).
        batch_input_shape: ``input_shape`` with the batch size in front (Keras 2 style).
        weights: first values of the weights, as ``set_weights`` takes them (Keras 2 style).
    """

    own_variables: list[Variable]  # made or put into attributes here
    sublayers: list[Layer]  # layers put into attributes here
    held: list[Variable]  # variables that stand still only because the layer is frozen

    def __init__(
        self,
        *,
        activity_regularizer: RegularizerLike | None = None,
        trainable: bool = True,
        dtype: Any = None,
        autocast: Autocast = True,
        name: str | None = None,
        input_shape: Any = None,
        input_dim: int | None = None,
        batch_input_shape: Any = None,
        weights: Any = None,
    ) -> None:
        object.__setattr__(self, "own_variables", [])
        object.__setattr__(self, "sublayers", [])
        object.__setattr__(self, "held", [])
        self.name = name or auto_name(type(self).__name__)
        self.dtype = _dtype_name(dtype)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.built = False
        self.adds_losses = self.activity_regularizer is not None
        self._trainable = trainable
        self.gathered_losses: list[Any] = []
        self._first_weights = weights
        self.build_shape: OpenShape | None = None
        self.batch_input_shape: OpenShape | None = None
        if batch_input_shape is not None:
            self.batch_input_shape = tuple(batch_input_shape)
        elif input_shape is not None or input_dim is not None:
            sample = (input_dim,) if input_shape is None else tuple(np.atleast_1d(np.asarray(input_shape, object)))
            self.batch_input_shape = (None, *sample)

    def __setattr__(self, name: str, value: Any) -> None:
        """Variables and layers that are put into attributes belong to this layer."""
        for item in value if isinstance(value, list | tuple) else (value,):
            if isinstance(item, Layer | Variable) and "own_variables" not in vars(self):
                raise RuntimeError(
                    f"{type(self).__name__}.__init__ must call super().__init__() before it puts layers or variables "
                    f"into attributes ({name!r})."
                )
            if isinstance(item, Layer) and item not in self.sublayers:
                self.sublayers.append(item)
            elif isinstance(item, Variable) and not any(item is v for v in self.own_variables):
                self.own_variables.append(item)
        object.__setattr__(self, name, value)

    # -- to be defined by layers ---------------------------------------------------------------

    def build(self, input_shape: OpenShape) -> None:
        """Make the variables for inputs of this shape; called once, before the first ``call``."""

    def call(self, inputs: Any) -> Any:
        """Compute the outputs; a layer that differs in training also takes ``training``."""
        raise TypeError(f"{type(self).__name__} needs a method call(self, inputs) that returns its outputs.")

    def compute_output_shape(self, input_shape: OpenShape) -> OpenShape:
        """Shape of the outputs for inputs of a shape; found out by trying where a layer does not define it."""
        tries = [self._try(tuple(n if size is None else size for size in input_shape)) for n in (2, 3)]
        return tuple(a if a == b else None for a, b in zip(*tries, strict=True))

    def _try(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(np.shape(value_of(self.call(np.zeros(shape, self.dtype)))))

    # -- variables -----------------------------------------------------------------------------

    def add_weight(
        self,
        shape: tuple[int, ...] | None = None,
        initializer: Any = None,
        dtype: str | None = None,
        trainable: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        name: str | None = None,
    ) -> Variable:
        """Make a variable of this layer.

        Args:
            shape: its shape; () if None.
            initializer: name, config, object or function; 'glorot_uniform' if None.
            dtype: element type; the layer's if None.
            trainable: whether training changes it.
            regularizer: penalty added to the loss, or None.
            constraint: rule obeyed after each step, or None.
            name: its name; 'variable' if None.
        """
        make = initializers.get("glorot_uniform" if initializer is None else initializer)
        variable = Variable(make, tuple(shape or ()), dtype or self.dtype, trainable, name or "variable")
        variable.path = f"{self.name}/{variable.name}"
        variable.regularizer = regularizers.get(regularizer)
        variable.constraint = constraints.get(constraint)
        self.own_variables.append(variable)
        if not self._trainable:
            variable.trainable = False
            self.held.append(variable)
        return variable

    @property
    def trainable(self) -> bool:
        """Whether training changes this layer's weights; setting it holds for the layers inside, too."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = bool(value)
        if value:
            for variable in self.held:
                variable.trainable = True
            self.held.clear()
        else:
            moving = [v for v in self.own_variables if v.trainable]
            self.held.extend(moving)
            for variable in moving:
                variable.trainable = False
        for layer in self.sublayers:
            layer.trainable = value

    def _flat(self) -> Iterator[Layer]:
        """This layer and all inside it, each once."""
        seen: set[int] = set()
        waiting = [self]
        while waiting:
            layer = waiting.pop(0)
            if id(layer) not in seen:
                seen.add(id(layer))
                yield layer
                waiting = layer.sublayers + waiting

    @property
    def weights(self) -> list[Variable]:
        """All variables: of each layer the trainable ones first, then the others."""
        found: dict[int, Variable] = {}
        for layer in self._flat():
            moving = [v for v in layer.own_variables if v.trainable or any(v is h for h in layer.held)]
            for variable in moving + [v for v in layer.own_variables if not any(v is m for m in moving)]:
                found.setdefault(id(variable), variable)
        return list(found.values())

    variables = weights

    @property
    def trainable_weights(self) -> list[Variable]:
        """The variables that training changes."""
        return [v for v in self.weights if v.trainable]

    trainable_variables = trainable_weights

    @property
    def non_trainable_weights(self) -> list[Variable]:
        """The variables that training leaves alone."""
        return [v for v in self.weights if not v.trainable]

    non_trainable_variables = non_trainable_weights

    def get_weights(self) -> list[Array]:
        """Copies of all weights, in the order of ``weights``."""
        return [v.value.copy() for v in self.weights]

    def set_weights(self, weights: list[Any]) -> None:
        """Replace all weights.

        Args:
            weights: one array for each of ``weights``, of its shape.

        Raises:
            ValueError: if number, shape or type do not fit; then nothing is changed.
        """
        own = self.weights
        if len(weights) != len(own):
            raise ValueError(
                f"set_weights of {self.name!r}: {len(own)} arrays are asked for "
                f"({', '.join(f'{v.path} {v.shape}' for v in own) or 'it has no weights yet: build it first'}); "
                f"got {len(weights)}."
            )
        arrays = []
        for variable, value in zip(own, weights, strict=True):
            try:
                array = np.asarray(value_of(value), dtype=variable.dtype)
            except (TypeError, ValueError) as error:
                raise ValueError(f"set_weights of {self.name!r}: {variable.path} takes numbers; {error}.") from None
            if array.shape != variable.shape:
                raise ValueError(
                    f"set_weights of {self.name!r}: {variable.path} has shape {variable.shape}; got {array.shape}. "
                    "Are the arrays in the order of weights?"
                )
            arrays.append(array)
        for variable, array in zip(own, arrays, strict=True):
            variable.value[...] = array

    def count_params(self) -> int:
        """Number of all numbers in all weights."""
        return sum(int(v.value.size) for v in self.weights)

    # -- losses of its own ---------------------------------------------------------------------

    def add_loss(self, loss: Any) -> None:
        """Add a number (or an array, which is summed) to the loss of this training step; to be used in ``call``."""
        self.adds_losses = True
        self.gathered_losses.append(loss)

    # -- calling -------------------------------------------------------------------------------

    def ensure_built(self, input_shape: OpenShape) -> None:
        """Build for this input shape, if that has not happened yet."""
        if self.built:
            return
        self.build_shape = tuple(input_shape)
        self.build(self.build_shape)
        self.built = True
        if self._first_weights is not None:
            self.set_weights(self._first_weights)

    def __call__(self, inputs: Any, training: bool | None = None) -> Any:
        """Compute the outputs for an array, or the place after this layer for a place in a model.

        Args:
            inputs: array-like with the batch as first axis, or what ``Input`` returned.
            training: whether this is training, for layers that differ then.
        """
        if isinstance(inputs, KerasTensor):
            self.ensure_built(inputs.shape)
            output = KerasTensor(self.compute_output_shape(inputs.shape), self.dtype)
            Node(self, (inputs,), output)
            return output
        if not isinstance(inputs, Tensor):
            inputs = np.asarray(value_of(inputs))
            if inputs.dtype.kind not in "biuf":
                raise TypeError(f"{self.name} ({type(self).__name__}) computes with numbers; got {inputs.dtype}.")
            if inputs.dtype.kind == "f" and inputs.dtype != self.dtype:
                inputs = inputs.astype(self.dtype)
        self.ensure_built((None, *inputs.shape[1:]))
        self.check_input(inputs.shape)
        return self.run(inputs, bool(training))

    def check_input(self, shape: tuple[int, ...]) -> None:
        """Raise ValueError if inputs of this shape do not fit."""

    def run(self, inputs: Any, training: bool) -> Any:
        """``call`` with ``training`` where it is taken, and the activity regularizer after it."""
        call: Any = self.call
        outputs = call(inputs, training=training) if takes_training(type(self)) else call(inputs)
        if self.activity_regularizer is not None:
            self.gathered_losses.append(self.activity_regularizer(outputs) / len(outputs))
        return outputs

    # -- config --------------------------------------------------------------------------------

    def get_config(self) -> dict[str, Any]:
        """Name, trainable, dtype and the layer's own arguments as plain values."""
        policy = {
            "module": "keras",
            "class_name": "DTypePolicy",
            "config": {"name": self.dtype},
            "registered_name": None,
        }
        config: dict[str, Any] = {"name": self.name, "trainable": self._trainable, "dtype": policy}
        if self.activity_regularizer is not None:
            config["activity_regularizer"] = to_tree(self.activity_regularizer)
        for parameter in parameters(type(self)):
            name = parameter.name
            ours = not parameter.inherited and parameter.kind != "unsupported" and name != "activity_regularizer"
            if ours and name not in config and hasattr(self, name):
                config[name] = to_tree(getattr(self, name))
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Build a layer from what ``get_config`` returned."""
        return cls(**config)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"


_takes_training: dict[type, bool] = {}  # looked up once


def takes_training(cls: type[Layer]) -> bool:
    """Whether a layer's ``call`` has an argument ``training``."""
    if cls not in _takes_training:
        _takes_training[cls] = "training" in inspect.signature(cls.call).parameters
    return _takes_training[cls]


def _dtype_name(dtype: Any) -> str:
    if isinstance(dtype, dict):
        dtype = dtype.get("config", {}).get("name")
    return floatx() if dtype is None else np.dtype(dtype).name
