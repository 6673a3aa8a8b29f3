"""Names of Keras that are not here: asking for one tells why and where to go."""

from __future__ import annotations

import contextlib
import difflib
import importlib.util
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

GO: Final = "Real Keras has it: pip install keras"
_DEVICES = "training over several devices is left to real Keras"
_SMALL = "numbers of fewer bits are left to real Keras"
_PRETRAINED = "networks that others have trained are left to real Keras"
_EXPORT = "handing models to servers and other runtimes is left to real Keras"
_FOREIGN = "layers of other frameworks are left to real Keras"
_BOARD = "TensorBoard belongs to TensorFlow; kcore.callbacks.CSVLogger and History keep the same numbers"
_TF_DATA = "pipelines of tf.data are left to TensorFlow; give arrays, a generator or a kcore.utils.PyDataset"
_TRACED = "programs compiled by another framework are left to real Keras: this engine is NumPy"

# By the place below ``kcore``; what lies inside a place stays out with it.
STAYS_OUT: Final[dict[str, str]] = {
    "applications": _PRETRAINED,
    "callbacks.OrbaxCheckpoint": _FOREIGN,
    "callbacks.RemoteMonitor": "nothing here talks to a network; a callback of your own can",
    "callbacks.TensorBoard": _BOARD,
    "device": _DEVICES,
    "distillation": _PRETRAINED,
    "distribution": _DEVICES,
    "dtype_policies": _SMALL,
    "export": _EXPORT,
    "layers.FlaxLayer": _FOREIGN,
    "layers.JaxLayer": _FOREIGN,
    "layers.Merge": "Keras 2 took it away: call add, concatenate and the like on a list of places",
    "layers.TFSMLayer": _FOREIGN,
    "layers.TorchModuleWrapper": _FOREIGN,
    "mixed_precision": _SMALL,
    "optimizers.LossScaleOptimizer": _SMALL,
    "preprocessing.image_dataset_from_directory": _TF_DATA,
    "preprocessing.text_dataset_from_directory": _TF_DATA,
    "preprocessing.timeseries_dataset_from_array": _TF_DATA,
    "quantizers": _SMALL,
    "remat": _TRACED,
    "src": "it is the inside of real Keras; the public names stand directly below keras",
    "utils.FeatureSpace": _TF_DATA,
    "utils.audio_dataset_from_directory": _TF_DATA,
    "utils.image_dataset_from_directory": _TF_DATA,
    "utils.model_to_dot": "pictures need no Graphviz here: kcore.utils.plot_model, and model_to_mermaid for text",
    "utils.multi_gpu_model": _DEVICES,
    "utils.text_dataset_from_directory": _TF_DATA,
    "utils.timeseries_dataset_from_array": _TF_DATA,
}


def why_out(path: str) -> str | None:
    """Why a place below ``kcore`` stays out; None for one that does not."""
    parts = path.split(".")
    return next((why for n in range(len(parts)) if (why := STAYS_OUT.get(".".join(parts[: n + 1])))), None)


def message(namespace: str, name: str, known: list[str], place: str | None = None) -> str:
    """What to say about a name that a namespace does not have.

    Args:
        namespace: as the reader wrote it, such as 'kcore.layers' or 'keras.layers'.
        name: what was asked for.
        known: the names that are there.
        place: where the namespace is below ``kcore``; what follows the first dot of its name if None.
    """
    inside = namespace.partition(".")[2] if place is None else place
    below = f"{inside}.{name}" if inside else name
    why = why_out(below)
    if why:
        return f"{namespace}.{name} is not part of this engine: {why}. {GO}."
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"If it is one of Keras's, {GO[0].lower()}{GO[1:]}."
    return f"{namespace} has no {name!r}. {hint}"


def teach(*modules: ModuleType) -> None:
    """Let these modules answer for names that they do not have."""
    for module in modules:
        module.__getattr__ = _asked(module)  # type: ignore[method-assign]  # Python calls it for missing names


def _asked(module: ModuleType) -> Callable[[str], Any]:
    before = vars(module).get("__getattr__")

    def missing(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")
        if before is not None:  # names that are read when they are first used
            with contextlib.suppress(AttributeError):
                return before(name)
        text = message(module.__name__, name, public(module))
        # `from kcore.layers import X` asks first whether X is there, and would say only "cannot import name"
        if asked_by_import() and not _is_module(module, name):
            raise ImportError(text)
        raise AttributeError(text, name=name, obj=module)

    return missing


def _is_module(package: ModuleType, name: str) -> bool:
    """Whether a package has a module of this name, which Python is about to read."""
    return hasattr(package, "__path__") and importlib.util.find_spec(f"{package.__name__}.{name}") is not None


def asked_by_import() -> bool:
    """Whether the module ``__getattr__`` that calls this was called for ``from module import name``."""
    return sys._getframe(2).f_code.co_name == "_handle_fromlist"  # noqa: SLF001 - the documented way to the caller


def public(module: ModuleType) -> list[str]:
    """The public names of a module."""
    names: list[str] = vars(module).get("__all__") or [n for n in vars(module) if not n.startswith("_")]
    return names
