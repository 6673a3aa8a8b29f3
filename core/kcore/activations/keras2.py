"""What Keras 2 computed differently under a name that is still in use; only files of Keras 2 ask for it."""

from __future__ import annotations

from typing import Any

from kcore import ops
from kcore.custom_objects import register_keras_serializable


@register_keras_serializable("keras2")
def hard_sigmoid(x: Any) -> Any:
    """A sigmoid of straight lines: 0 below -2.5, 1 above 2.5, x / 5 + 1/2 between."""
    return ops.clip(x * 0.2 + 0.5, 0.0, 1.0)
