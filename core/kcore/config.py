"""Settings shared by the whole engine: the float type, the fuzz factor, the number of BLAS threads."""

from __future__ import annotations

from typing import Any

from kcore.threads import set_threads

__all__ = ["epsilon", "floatx", "set_epsilon", "set_floatx", "set_threads"]

_FLOATS = ("float16", "float32", "float64")
_settings: dict[str, Any] = {"floatx": "float32", "epsilon": 1e-7}


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
