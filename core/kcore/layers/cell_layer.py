"""What SimpleRNN, LSTM and GRU share: an RNN whose arguments are those of its cell."""

from __future__ import annotations

from typing import Any, ClassVar

from kcore.configurable import parameters, to_tree
from kcore.layers.rnn import RNN

FLAGS = ("return_sequences", "return_state", "go_backwards", "stateful", "unroll", "zero_output_for_mask")


def _without_implementation(_: type, given: dict[str, Any]) -> str:
    del given["implementation"]
    return "'implementation' has no effect any more."


class CellLayer(RNN):
    """Base of the layers that are named after their cell, whose attributes are theirs, too."""

    settles: ClassVar[tuple[str, ...]] = ("cell",)
    old_words: ClassVar = {"implementation": _without_implementation}

    def __getattr__(self, name: str) -> Any:
        cell = vars(self).get("cell")
        if cell is not None and any(p.name == name for p in parameters(type(cell)) if not p.inherited):
            return getattr(cell, name)
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}.")

    def get_config(self) -> dict[str, Any]:
        base = super(RNN, self).get_config()
        config = {name: base[name] for name in ("name", "trainable", "dtype")}
        if self.activity_regularizer is not None:
            config["activity_regularizer"] = base["activity_regularizer"]
        config |= {name: getattr(self, name) for name in FLAGS}
        own = [p.name for p in parameters(type(self)) if not p.inherited and p.name != "use_cudnn"]
        return config | {name: to_tree(getattr(self, name)) for name in own if name not in config}
