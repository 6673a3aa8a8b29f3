"""Settings shared by the whole engine: float type, fuzz factor, place of the channels, number of BLAS threads."""

from __future__ import annotations

import sys
from typing import Any

from kcore import elsewhere
from kcore.threads import set_threads

__all__ = [
    "epsilon",
    "floatx",
    "image_data_format",
    "set_epsilon",
    "set_floatx",
    "set_image_data_format",
    "set_threads",
]

_FORMATS = ("channels_last", "channels_first")
_FLOATS = ("float16", "float32", "float64")
_settings: dict[str, Any] = {"floatx": "float32", "epsilon": 1e-7, "image_data_format": "channels_last"}


def floatx() -> str:
    """Name of the float type of new variables and of data: 'float32' unless changed."""
    return str(_settings["floatx"])


def set_floatx(value: str) -> None:
    """Set the float type of everything built from now on.

    Args:
        value: 'float16', 'float32' or 'float64'.

    Raises:
        ValueError: for any other name.
    """
    if value not in _FLOATS:
        raise ValueError(f"set_floatx(value): one of {', '.join(_FLOATS)} is asked for; got {value!r}.")
    _settings["floatx"] = value


def epsilon() -> float:
    """Small number that keeps logarithms and divisions away from zero: 1e-7 unless changed."""
    return float(_settings["epsilon"])


def set_epsilon(value: float) -> None:
    """Set the fuzz factor.

    Args:
        value: a number above 0.

    Raises:
        ValueError: if the number is not above 0.
    """
    if not value > 0:
        raise ValueError(f"set_epsilon(value): a number above 0 is asked for; got {value!r}.")
    _settings["epsilon"] = float(value)


def image_data_format() -> str:
    """Where pictures have their channels if a layer does not say: 'channels_last' unless changed."""
    return str(_settings["image_data_format"])


def set_image_data_format(data_format: str) -> None:
    """Set where pictures have their channels in layers that are made from now on and do not say.

    Args:
        data_format: 'channels_last' (samples, height, width, channels) or 'channels_first'.

    Raises:
        ValueError: for any other name.
    """
    if data_format not in _FORMATS:
        raise ValueError(
            f"set_image_data_format(data_format): one of {', '.join(_FORMATS)} is asked for; got {data_format!r}."
        )
    _settings["image_data_format"] = data_format


elsewhere.teach(sys.modules[__name__])
