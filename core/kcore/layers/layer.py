"""What all layers share: building on first use, being called, masks, losses of their own, configs."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Self

import numpy as np

from kcore import regularizers, tree
from kcore.annotations import RegularizerLike, Unsupported
from kcore.autodiff import Tensor, value_of
from kcore.config import floatx
from kcore.configurable import parameters, to_tree
from kcore.layers.calling import (
    around,
    inside,
    is_array,
    map_shapes,
    shapes_of,
    signature_of,
    with_shapes,
)
from kcore.layers.weights import Weights
from kcore.masking import give_mask, mask_of
from kcore.naming import auto_name
from kcore.symbolic import KerasTensor, Node, common_shape, places, sample
from kcore.symbolic import Shape as OpenShape
from kcore.words import LAYER_WORDS, OldWords

Autocast = Annotated[bool, Unsupported("mixed precision serves graphics cards")]


class Layer(Weights):
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

    old_words: ClassVar[OldWords] = LAYER_WORDS
    shared_arguments = True  # those that all layers have: none of them is a layer's own
    supports_masking = False

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
        self._track()
        self.name = name or auto_name(type(self).__name__)
        self.dtype = _dtype_name(dtype)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.built = False
        self.adds_losses = self.activity_regularizer is not None
        self._trainable = trainable
        object.__setattr__(self, "gathered_losses", [])
        object.__setattr__(self, "nodes", [])  # its calls while models were put together
        object.__setattr__(self, "build_config", None)  # the shapes it was built for
        self._first_weights = weights
        self.batch_input_shape: OpenShape | None = None
        if batch_input_shape is not None:
            self.batch_input_shape = tuple(batch_input_shape)
        elif input_shape is not None or input_dim is not None:
            shape = (input_dim,) if input_shape is None else tuple(np.atleast_1d(np.asarray(input_shape, object)))
            self.batch_input_shape = (None, *shape)

    gathered_losses: list[Any]
    nodes: list[Node]
    build_config: dict[str, Any] | None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "build" in vars(cls):
            cls.build = _remembering(cls.build)  # type: ignore[method-assign]  # the same, and what follows from it

    # -- to be defined by layers ---------------------------------------------------------------

    def build(self, input_shape: OpenShape) -> None:
        """Make the variables for inputs of this shape; called once, before the first ``call``.

        For several inputs the argument is a list of shapes, or ``build`` takes one ``<argument>_shape`` for each
        argument of ``call``.
        """

    def call(self, inputs: Any) -> Any:
        """Compute the outputs; ``training`` and ``mask`` are further arguments of layers that need to know."""
        raise TypeError(f"{type(self).__name__} needs a method call(self, inputs) that returns its outputs.")

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Shape of the outputs for inputs of a shape; found out by trying where a layer does not define it."""
        inputs = map_shapes(lambda shape: KerasTensor(shape, self.dtype), input_shape)
        name = signature_of(type(self)).names[0]
        return tree.map_structure(lambda place: place.shape, self._try({name: inputs}))

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """The mask of the outputs; that of the inputs unless a layer says otherwise."""
        return previous_mask

    def fuse(self, following: list[Layer]) -> tuple[Callable[[Any], Any], int] | None:
        """A quicker way to compute this layer together with layers after it, for models; None if there is none.

        Args:
            following: the next layers; nothing else reads what each hands to the next.

        Returns:
            A function of the inputs, and how many of ``following`` it computes too.
        """
        return None

    def check_input(self, shape: OpenShape) -> None:
        """Raise ValueError if inputs of this shape do not fit."""

    # -- losses of its own ---------------------------------------------------------------------

    def add_loss(self, loss: Any) -> None:
        """Add a number (or an array, which is summed) to the loss of this training step; to be used in ``call``."""
        self.adds_losses = True
        self.gathered_losses.extend(loss if isinstance(loss, list | tuple) else [loss])

    @property
    def losses(self) -> list[Any]:
        """What the last call added to the loss, and the penalties of the regularizers."""
        gathered = [loss for layer in self._flat() for loss in layer.gathered_losses]
        return gathered + [v.regularizer(v) for v in self.trainable_weights if v.regularizer is not None]

    # -- building ------------------------------------------------------------------------------

    def ensure_built(self, input_shape: Any, **others: Any) -> None:
        """Build for this shape (or nested shapes) of the first argument and those of the others, if need be."""
        if self.built:
            return
        first = signature_of(type(self)).names[:1] or ["inputs"]
        with_shapes(self.build, {first[0]: input_shape, **others})
        self._note_build({"input_shape": input_shape})
        self.built = True
        if self._first_weights is not None:
            self.set_weights(self._first_weights)

    def _note_build(self, config: dict[str, Any]) -> None:
        if self.build_config is None:
            object.__setattr__(self, "build_config", config)

    def get_build_config(self) -> dict[str, Any] | None:
        """The shapes that the layer was built for; None before."""
        return self.build_config

    def build_from_config(self, config: dict[str, Any] | None) -> None:
        """Build for the shapes that ``get_build_config`` returned."""
        if config and config.get("input_shape") is not None:
            self.ensure_built(map_shapes(tuple, config["input_shape"]))
        elif config and "shapes_dict" in config:
            first, *others = [
                (k.removesuffix("_shape"), map_shapes(tuple, v)) for k, v in config["shapes_dict"].items()
            ]
            self.ensure_built(first[1], **dict(others))

    # -- calling -------------------------------------------------------------------------------

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Compute the outputs for arrays, or the place after this layer for a place in a model.

        Args:
            args: arrays with the batch as first axis, or what ``Input`` returned; nested where ``call`` takes that.
            kwargs: other arguments of ``call``; ``training`` and ``mask`` are found out if they are not given.
        """
        signature = signature_of(type(self))
        bound = signature.bind(self, args, kwargs)
        if places((args, kwargs)):
            return self._extend(bound, args, kwargs)
        training, mask = bound.pop("training", None), bound.pop("mask", None)
        training = around.training if training is None else training
        first = next(iter(bound), None)
        bound = {name: self._arrays(value, name == first) for name, value in bound.items()}
        self._prepare(bound)
        return self.run(*bound.values(), training=training, mask=mask, names=tuple(bound))

    def _arrays(self, value: Any, first: bool) -> Any:
        """Arrays of the layer's float type in place of what can be taken as such."""
        leaves = tree.flatten(value)
        if first and tree.is_nested(value) and leaves and not any(map(is_array, leaves)):
            value, leaves = np.asarray(value), []  # numbers in lists
        if first or any(map(is_array, leaves)):
            return tree.map_structure(lambda leaf: self._array(leaf) if first or is_array(leaf) else leaf, value)
        return value

    def _array(self, value: Any) -> Any:
        if isinstance(value, Tensor) or value is None:
            return value
        array = np.asarray(value_of(value))
        if array.dtype.kind not in "biuf":
            raise TypeError(f"{self.name} ({type(self).__name__}) computes with numbers; got {array.dtype}.")
        if array.dtype.kind == "f" and array.dtype != self.dtype:
            mask, array = mask_of(array), array.astype(self.dtype)
            if mask is not None:
                give_mask(array, mask)
        return array

    def _prepare(self, bound: dict[str, Any]) -> None:
        """Build if need be, and look whether the first argument fits."""
        if not self.built:
            shapes = {
                name: shapes_of(value) for name, value in bound.items() if any(map(is_array, tree.flatten(value)))
            }
            with inside(self.name):
                first, *others = shapes.items() if shapes else [("inputs", None)]
                self.ensure_built(first[1], **dict(others))
        value = next(iter(bound.values()), None)
        if is_array(value):
            self.check_input(value.shape if isinstance(value, KerasTensor) else np.shape(value_of(value)))

    def run(
        self, *args: Any, training: bool | None = None, mask: Any = None, names: tuple[str, ...] = (), **kwargs: Any
    ) -> Any:
        """``call`` with what it takes, then what follows from it: activity regularizer and mask.

        Args:
            args: checked arguments of ``call``; by position, unless ``names`` gives their names.
            training: whether this is training.
            mask: mask of the first argument; that which goes along with it if None.
            names: see ``args``.
            kwargs: further arguments of ``call`` by name.
        """
        signature = signature_of(type(self))
        if names[1:]:
            args, kwargs = args[:1], {**dict(zip(names[1:], args[1:], strict=True)), **kwargs}
        inputs = args[0] if args else None
        if mask is None:
            mask = _masks(inputs)
        if signature.takes_training and training is not None:
            kwargs["training"] = bool(training)
        if signature.takes_mask:
            kwargs["mask"] = mask
        before = around.training, around.scope
        around.training, around.scope = training, (*before[1], self.name)
        try:
            outputs = self.call(*args, **kwargs)
        finally:
            around.training, around.scope = before
        if self.activity_regularizer is not None:
            for leaf in tree.flatten(outputs):
                self.gathered_losses.append(self.activity_regularizer(leaf) / len(leaf))
        self._hand_on(inputs, mask, outputs)
        return outputs

    @property
    def makes_masks(self) -> bool:
        """Whether masks may begin, end or change in this layer."""
        return any(type(layer).compute_mask is not Layer.compute_mask for layer in self._flat())

    def _hand_on(self, inputs: Any, mask: Any, outputs: Any) -> None:
        """Let the right mask go along with the outputs."""
        own = type(self).compute_mask is not Layer.compute_mask
        if mask is None and not own:
            return
        if self.supports_masking or own:
            after = self.compute_mask(inputs, mask)
            if after is not None:
                for leaf, one in zip(tree.flatten(outputs), tree.flatten(after), strict=False):
                    if one is not None and is_array(leaf):
                        give_mask(leaf, one)
        elif not self.sublayers:  # layers inside see to it themselves
            warnings.warn(
                f"{self.name} ({type(self).__name__}) does not support masks: what comes after it will not know "
                "which steps were masked.",
                stacklevel=3,
            )

    def _extend(self, bound: dict[str, Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Take this layer into a model: the places after it."""
        self._prepare({name: value for name, value in bound.items() if name not in ("training", "mask")})
        outputs = self.compute_output_spec(bound)
        Node(self, args, kwargs, outputs)
        return outputs

    def compute_output_spec(self, bound: dict[str, Any]) -> Any:
        """New places for the outputs.

        Args:
            bound: arguments of ``call`` by name, with places among them.
        """
        if type(self).compute_output_shape is Layer.compute_output_shape:
            return self._try(bound)
        shapes = {name: shapes_of(value) for name, value in bound.items() if places(value) and name != "mask"}
        shape = with_shapes(self.compute_output_shape, shapes)
        return map_shapes(lambda sizes: KerasTensor(sizes, self.dtype), shape)

    def _try(self, bound: dict[str, Any]) -> Any:
        """Places for the outputs, found out by calling the layer with zeros, in batches of two sizes."""
        trials = []
        for size in (2, 3):
            filled = {name: tree.map_structure(lambda v, n=size: sample(v, n), v) for name, v in bound.items()}
            filled.pop("training", None)
            mask = filled.pop("mask", None)
            trials.append(self.run(*filled.values(), training=False, mask=mask, names=tuple(filled)))
        for layer in self._flat():
            layer.gathered_losses.clear()
        return tree.map_structure(
            lambda a, b: KerasTensor(
                common_shape(np.shape(value_of(a)), np.shape(value_of(b))), str(value_of(a).dtype)
            ),
            *trials,
        )

    # -- what it stands between ----------------------------------------------------------------

    def _only_node(self, what: str) -> Node:
        if len(self.nodes) != 1:
            raise AttributeError(
                f"{self.name} ({type(self).__name__}) has {len(self.nodes) or 'no'} {what}s: "
                + ("it was called more than once." if self.nodes else "it is not part of a functional model yet.")
            )
        return self.nodes[0]

    @property
    def input(self) -> Any:
        """The place before the layer, if it is called once in models."""
        inputs = self._only_node("input").inputs
        return inputs[0] if len(inputs) == 1 else inputs

    @property
    def output(self) -> Any:
        """The place after the layer, if it is called once in models."""
        return self._only_node("output").outputs

    @property
    def output_shape(self) -> Any:
        """Keras 2's word for the shape of ``output``; a list if there are several."""
        return tree.map_structure(lambda place: place.shape, self.output)

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

    def config_extras(self) -> dict[str, Any]:
        """What ``to_tree`` writes beside the config."""
        return {} if self.build_config is None else {"build_config": self.build_config}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Build a layer from what ``get_config`` returned."""
        return cls(**config)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"


def _masks(inputs: Any) -> Any:
    """The masks that go along with arrays, nested like these; None if there are none."""
    if not tree.is_nested(inputs):
        return mask_of(inputs)
    found = tree.map_structure(mask_of, inputs)
    return None if all(mask is None for mask in tree.flatten(found)) else found


def _remembering(build: Callable[..., None]) -> Callable[..., None]:
    """``build``, after which a layer counts as built, for the shapes it was given."""

    @functools.wraps(build)
    def wrapped(self: Layer, *args: Any, **kwargs: Any) -> None:
        if around.scope[-1:] == (self.name,):
            build(self, *args, **kwargs)
        else:
            with inside(self.name):
                build(self, *args, **kwargs)
        if len(args) == 1 and not kwargs:
            self._note_build({"input_shape": args[0]})
        self.built = True
        if not self._trainable:  # what is inside stands still, too, whatever it says of itself
            for layer in self._flat():
                layer._hold()  # noqa: SLF001 - layers of the same kind

    return wrapped


def _dtype_name(dtype: Any) -> str:
    if isinstance(dtype, dict):
        dtype = dtype.get("config", {}).get("name")
    return floatx() if dtype is None else np.dtype(getattr(dtype, "name", dtype)).name
