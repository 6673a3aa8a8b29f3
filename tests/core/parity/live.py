"""Real Keras, imported once and quietly, and the way from a name in the registry to its class there."""

from __future__ import annotations

import inspect
import json
import os
from typing import Any

import numpy as np

import kcore
from kcore import registry


def _imported() -> Any:
    before = os.environ.get("KERAS_BACKEND")
    os.environ["KERAS_BACKEND"] = "numpy"
    try:
        import keras
    finally:
        os.environ.pop("KERAS_BACKEND")
        if before is not None:
            os.environ["KERAS_BACKEND"] = before
    if keras.__version__ != "3.15.1" or keras.config.backend() != "numpy":
        raise RuntimeError(f"keras 3.15.1 on NumPy is the reference; got {keras.__version__} {keras.config.backend()}.")
    return keras


keras = _imported()


def fresh_names() -> None:
    """Automatic names start from the beginning in both packages, without the search for garbage of clear_session."""
    from keras.src.utils import naming

    naming.reset_uids()
    kcore.utils.clear_session()


def home(package: Any, family: str) -> Any:
    """The module of a family: `keras.layers` for 'layer'."""
    for part in registry.FAMILIES[family].split(".")[1:]:
        package = getattr(package, part)
    return package


def theirs(family: str, name: str) -> Any:
    """The class or function of real Keras that has the place of ours; None if there is none."""
    return getattr(home(keras, family), name, None) or (getattr(keras, name, None) if family == "layer" else None)


def called(function: Any) -> list[tuple[str, Any]]:
    """Names and defaults of the parameters, in order; '...' where there is no default."""
    kinds = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    found = [p for p in inspect.signature(function).parameters.values() if p.name != "self" and p.kind not in kinds]
    return [(p.name, "..." if p.default is p.empty else p.default) for p in found]


def plain(value: Any) -> Any:
    """A config with its keys in order, tuples as lists, numbers as float32 has them."""
    if isinstance(value, dict):
        return [(key, plain(item)) for key, item in value.items()]
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, float):
        return float(np.float32(value))
    return json.loads(json.dumps(value))


def same(ours: Any, wanted: Any, message: str = "", tolerance: float = 1e-5) -> None:
    """Both results, arrays or structures of arrays, agree in shape and numbers."""
    if isinstance(wanted, dict):
        assert list(ours) == list(wanted), message
        ours, wanted = list(ours.values()), list(wanted.values())
    if isinstance(wanted, list | tuple):
        assert len(ours) == len(wanted), message
        for one, other in zip(ours, wanted, strict=True):
            same(one, other, message, tolerance)
        return
    if wanted is None:
        assert ours is None, message
        return
    ours, wanted = np.asarray(ours), np.asarray(wanted)
    assert ours.shape == wanted.shape, f"shape {ours.shape} instead of {wanted.shape}; {message}"
    np.testing.assert_allclose(ours, wanted, rtol=tolerance, atol=tolerance, err_msg=message)
