"""Bidirectional: a recurrent layer goes along a sequence in both directions."""

from __future__ import annotations

from typing import Any, Literal

from kcore import ops, registry
from kcore.annotations import RecurrentLike
from kcore.layers.layer import Layer
from kcore.symbolic import Shape

MergeMode = Literal["concat", "sum", "mul", "ave"]
ALIKE = ("return_sequences", "return_state", "stateful")


@registry.register("layer")
class Bidirectional(Layer):
    """Two recurrent layers, one of which begins at the end; their outputs are merged.

    Args:
        layer: recurrent layer, such as LSTM(8); a copy of it goes forward.
        merge_mode: how both outputs become one: 'concat', 'sum', 'mul', 'ave'; None gives both.
        weights: first values of all weights, those of the forward layer first, or None.
        backward_layer: the other layer, with the other ``go_backwards``; a copy of ``layer`` if None.

    Input (batch, steps, ...); output as that of the layer, with ``concat`` of twice its size.
    Source: Schuster and Paliwal (1997).
    """

    supports_masking = True

    def __init__(
        self,
        layer: RecurrentLike,
        merge_mode: MergeMode | None = "concat",
        weights: Any = None,
        backward_layer: RecurrentLike | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(weights=weights, **kwargs)
        layer = self._recurrent("layer", layer)
        self.forward_layer = _like(layer, "forward_", go_backwards=layer.go_backwards)
        if backward_layer is None:
            self.backward_layer = _like(layer, "backward_", go_backwards=not layer.go_backwards)
        else:
            self.backward_layer = self._recurrent("backward_layer", backward_layer)
            self._compare()
        self.merge_mode = merge_mode
        for one in (self.forward_layer, self.backward_layer):
            one.zero_output_for_mask = one.return_sequences
        self.return_sequences, self.return_state = layer.return_sequences, layer.return_state
        self.stateful = layer.stateful

    def _recurrent(self, argument: str, layer: Any) -> Any:
        layer = registry.get("layer", layer) if isinstance(layer, dict) else layer
        if not isinstance(layer, Layer) or not all(hasattr(layer, name) for name in ("go_backwards", *ALIKE)):
            raise TypeError(
                f"Bidirectional: {argument} must be a recurrent layer, such as LSTM(8), GRU(8) or RNN(cell); "
                f"got {layer!r}."
            )
        return layer

    def _compare(self) -> None:
        one, other = self.forward_layer, self.backward_layer
        if one.go_backwards == other.go_backwards:
            raise ValueError(
                f"Bidirectional: layer and backward_layer both have go_backwards={one.go_backwards}. Give one of them "
                f"go_backwards={not one.go_backwards}."
            )
        for name in ALIKE:
            if getattr(one, name) != getattr(other, name):
                raise ValueError(
                    f"Bidirectional: layer has {name}={getattr(one, name)}, backward_layer {getattr(other, name)}. "
                    "Give both the same."
                )

    @property
    def layer(self) -> Any:
        """The layer that goes forward."""
        return self.forward_layer

    @property
    def states(self) -> list[Any] | None:
        """The states of both layers, if they are kept from batch to batch."""
        both = (self.forward_layer.states, self.backward_layer.states)
        return None if None in both else [*both[0], *both[1]]

    def reset_state(self) -> None:
        """Let both layers begin anew."""
        self.forward_layer.reset_state()
        self.backward_layer.reset_state()

    reset_states = reset_state

    def build(self, sequences_shape: Shape, initial_state_shape: Any = None) -> None:
        self.forward_layer.ensure_built(sequences_shape)
        self.backward_layer.ensure_built(sequences_shape)

    def check_input(self, shape: Shape) -> None:
        self.forward_layer.check_input(shape)

    def call(self, sequences: Any, initial_state: Any = None, mask: Any = None, training: bool = False) -> Any:
        first: list[Any] = [None, None]
        if initial_state is not None:
            given = list(initial_state)
            half = len(self.forward_layer.state_size)
            if len(given) != 2 * half:
                raise ValueError(
                    f"Bidirectional {self.name!r}: initial_state takes {2 * half} arrays, {half} for the forward layer "
                    f"and {half} for the backward layer; got {len(given)}."
                )
            first = [given[:half], given[half:]]
        answers = [
            layer.run(sequences, training=training, mask=mask, initial_state=start)
            for layer, start in zip((self.forward_layer, self.backward_layer), first, strict=True)
        ]
        states: list[Any] = []
        if self.return_state:
            states = [state for answer in answers for state in answer[1:]]
            answers = [answer[0] for answer in answers]
        one, other = answers
        if self.return_sequences:
            other = other[:, ::-1]
        merged = self._merged(one, other)
        return (*(merged if self.merge_mode is None else (merged,)), *states) if self._several else merged

    @property
    def _several(self) -> bool:
        return self.return_state or self.merge_mode is None

    def _merged(self, one: Any, other: Any) -> Any:
        match self.merge_mode:
            case "concat":
                return ops.concatenate(one, other, axis=-1)
            case "sum":
                return one + other
            case "ave":
                return (one + other) * 0.5
            case "mul":
                return one * other
            case _:
                return one, other

    def compute_output_shape(self, sequences_shape: Shape, initial_state_shape: Any = None) -> Any:
        shape = self.forward_layer.compute_output_shape(sequences_shape)
        shape, states = (shape[0], (*shape[1:], *shape[1:])) if self.return_state else (shape, ())
        if self.merge_mode is None:
            return (shape, shape, *states)
        merged = (*shape[:-1], 2 * shape[-1]) if self.merge_mode == "concat" else shape
        return (merged, *states) if states else merged

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """The mask of the sequences for each output that is a sequence."""
        mask = previous_mask[0] if isinstance(previous_mask, list | tuple) else previous_mask
        mask = mask if self.return_sequences else None
        return (mask, mask) if self.merge_mode is None else mask

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        kept = {name: item for name, item in config.items() if name not in ("layer", "backward_layer", "weights")}
        return {**kept, "layer": config["layer"], "backward_layer": config["backward_layer"]}


def _like(layer: Any, prefix: str, **changes: Any) -> Any:
    """A layer of the same arguments, with fresh weights and another name."""
    config = {**layer.get_config(), "name": prefix + layer.name.removeprefix(prefix), **changes}
    if "cell" in config:  # its class may be known to nobody but the user
        config["cell"] = type(layer.cell).from_config(layer.cell.get_config())
    return type(layer).from_config(config)
