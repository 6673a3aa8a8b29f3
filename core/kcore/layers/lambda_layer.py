"""Lambda: a function of one's own as a layer."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Self

from kcore import registry
from kcore.layers.layer import Layer


@registry.register("layer")
class Lambda(Layer):
    """Applies a function of arrays, made of functions of ``kcore.ops`` and Python's operators.

    Args:
        function: takes the inputs, and ``mask`` and ``training`` if it has arguments of these names.
        output_shape: shape of a sample afterwards, or a function of the input shape; found out by trying if None.
        mask: the mask of the outputs, or a function of (inputs, mask) that makes it, or None.
        arguments: further arguments of the function, by name.

    The config names the function and holds no code: a model with it is loaded where ``custom_objects`` gives the
    function under that name.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        output_shape: Any = None,
        mask: Any = None,
        arguments: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if not callable(function):
            raise TypeError(f"Lambda {self.name!r} takes a function of arrays; got {function!r}.")
        self.function, self.arguments = function, dict(arguments or {})
        self._output_shape, self.mask = output_shape, mask
        self.supports_masking = mask is not None
        known = inspect.signature(function).parameters
        self._takes = [name for name in ("mask", "training") if name in known]

    def call(self, inputs: Any, mask: Any = None, training: bool | None = None) -> Any:
        around = {"mask": mask, "training": training}
        return self.function(inputs, **self.arguments, **{name: around[name] for name in self._takes})

    def compute_output_shape(self, input_shape: Any) -> Any:
        if self._output_shape is None:
            return super().compute_output_shape(input_shape)
        if callable(self._output_shape):
            return tuple(self._output_shape(input_shape))
        batch = input_shape[0][0] if isinstance(input_shape, list) else input_shape[0]
        return (batch, *self._output_shape)

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        return self.mask(inputs, previous_mask) if callable(self.mask) else self.mask

    def get_config(self) -> dict[str, Any]:
        config = {key: value for key, value in super().get_config().items() if key in ("name", "trainable", "dtype")}
        config["function"] = registry.serialize(self.function)
        for name, value in (("output_shape", self._output_shape), ("mask", self.mask)):
            if value is not None:
                config[name] = registry.serialize(value) if callable(value) else value
        return {**config, "arguments": self.arguments}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None) -> Self:
        """Build a layer from what ``get_config`` returned.

        Args:
            config: names the function.
            custom_objects: functions by name.

        Raises:
            ValueError: if ``custom_objects`` does not give a function that the config names.
        """
        found = {key: _function(key, value, custom_objects or {}) for key, value in config.items()}
        return cls(**found)


def _function(key: str, value: Any, custom: dict[str, Any]) -> Any:
    """The function that a config names; anything else as it is."""
    if not (isinstance(value, dict) and value.get("class_name") in ("function", "__lambda__")):
        return value
    name = value.get("config")
    if not isinstance(name, str) or name not in custom:
        shown = repr(name) if isinstance(name, str) else "a function without a name"
        raise ValueError(
            f"Lambda: the {key} is {shown}, and a config holds no code. Load it with custom_objects={{{shown}: ...}}, "
            "the function that it names."
        )
    return custom[name]
