"""How much of the public API of Keras there is: names, and how they are called. ``make parity`` prints it.

    python -m tests.core.parity.coverage [namespace ...]

With namespaces (``layers``, ``ops`` ...), what differs is told in full: their parameters beside ours.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from typing import Any

import kcore
from tests.core.parity.live import called, keras

NAMESPACES = (
    "", "activations", "backend", "callbacks", "config", "constraints", "datasets", "initializers", "layers", "losses",
    "metrics", "models", "ops", "optimizers", "optimizers.schedules", "preprocessing", "preprocessing.image",
    "preprocessing.sequence", "preprocessing.text", "random", "regularizers", "saving", "tree", "utils", "wrappers",
)  # fmt: skip
# What stays out, and where the documents say so: other machinery than this engine's.
OUT = {
    "applications", "distillation", "distribution", "dtype_policies", "DTypePolicy", "export", "FloatDTypePolicy",
    "legacy", "mixed_precision", "quantizers", "Quantizer", "RematScope", "remat", "visualization",
    "JaxLayer", "FlaxLayer", "TorchModuleWrapper", "TFSMLayer", "TensorBoard", "RemoteMonitor", "OrbaxCheckpoint",
    "SwapEMAWeights", "LossScaleOptimizer", "set_backend", "enable_flash_attention", "disable_flash_attention",
    "is_flash_attention_enabled", "is_nnx_enabled", "dtype_policy", "set_dtype_policy",
}  # fmt: skip


def within(package: Any, namespace: str) -> Any:
    """A namespace of a package; None if there is none."""
    for part in namespace.split(".") if namespace else ():
        package = getattr(package, part, None)
    return package


def public(module: Any) -> list[str]:
    """Names that Keras offers in a module, without what stays out."""
    return [name for name in dir(module) if not name.startswith("_") and name not in OUT]


def how(entry: Any) -> Any:
    """The parameters of a function or a constructor; None for anything else."""
    if not callable(entry):
        return None
    try:
        return called(entry.__init__ if isinstance(entry, type) else entry)
    except (TypeError, ValueError):
        return None


def methods(ours: Any, real: Any) -> Iterator[tuple[str, Any, Any]]:
    """Public methods of a class of Keras, and ours (None if it is missing)."""
    for name, method in inspect.getmembers(real, inspect.isfunction):
        if not name.startswith("_") and name not in OUT:
            yield name, getattr(ours, name, None), method


def main(asked: list[str]) -> None:
    total = [0, 0, 0]
    print(f"{'namespace':24}{'names':>7}{'here':>7}{'called alike':>14}")
    told: list[str] = []
    for namespace in NAMESPACES:
        real, ours = within(keras, namespace), within(kcore, namespace)
        names = [name for name in public(real) if not inspect.ismodule(getattr(real, name))] if real else []
        missing = [name for name in names if not hasattr(ours, name)]
        present = [name for name in names if name not in missing]
        differing = [n for n in present if how(getattr(ours, n)) != how(getattr(real, n))]
        figures = (len(names), len(present), len(present) - len(differing))
        total = [a + b for a, b in zip(total, figures, strict=True)]
        label = f"keras.{namespace}".rstrip(".")
        if names:
            print(f"{label:24}{figures[0]:7}{figures[1]:7}{figures[2]:14}")
        if missing:
            told.append(f"\n{label} lacks: {', '.join(missing)}")
        if differing:
            told.append(f"\n{label} is called in another way: {', '.join(differing)}")
        if namespace in asked:
            told += [f"  {n}\n    Keras {how(getattr(real, n))}\n    here  {how(getattr(ours, n))}" for n in differing]
    print(f"{'all':24}{total[0]:7}{total[1]:7}{total[2]:14}")
    for name in ("Model", "Sequential", "Layer", "Loss", "Metric", "Optimizer", "callbacks.Callback"):
        real = within(keras, name)
        ours = (
            within(kcore, name) or within(kcore, f"{name.lower()}s.{name}") or within(kcore, f"{name.lower()}es.{name}")
        )
        found = list(methods(ours, real))
        lacking = [n for n, own, _ in found if own is None]
        other = [n for n, own, method in found if own is not None and how(own) != how(method)]
        told.append(
            f"\nmethods of {name}: {len(found)}, here {len(found) - len(lacking)}; "
            f"lacking: {', '.join(lacking) or 'none'}; "
            f"called in another way: {', '.join(other) or 'none'}"
        )
    print("\n".join(told))


if __name__ == "__main__":
    main(sys.argv[1:])
