"""Random arguments that a signature allows, made for both packages alike."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kcore import registry
from kcore.configurable import parameters
from kcore.parameter import Parameter
from kcore.spatial import Margins
from tests.core.parity.rows import extra
from tests.core.parity.twin import Extra, Twin

# Of each family those that fit any layer: no initializer that wants a square, no penalty that wants a matrix.
FIT_ANYWHERE: Mapping[str, Sequence[str]] = {
    "activation": ("linear", "relu", "sigmoid", "tanh", "softmax"),
    "initializer": ("Zeros", "Ones", "Constant", "RandomNormal", "RandomUniform", "VarianceScaling", "GlorotUniform"),
    "regularizer": ("L1", "L2", "L1L2"),
    "constraint": ("MaxNorm", "NonNeg", "UnitNorm", "MinMaxNorm"),
}


class NoWayError(LookupError):
    """A required argument whose values nobody can guess."""


def value(parameter: Parameter, rng: np.random.Generator) -> Any:
    """A value that fits the parameter; its default where the signature says too little."""
    if parameter.optional and not parameter.required and rng.random() < 0.25:
        return None
    maker = {"bool": _bool, "choice": _choice, "object": _object}.get(parameter.kind)
    if parameter.kind in ("int", "float") and (parameter.low is not None or parameter.kind == "float"):
        return _number(parameter, rng)
    if maker is not None:
        return maker(parameter, rng)
    if parameter.name == "seed":
        return int(rng.integers(100))
    if parameter.kind == "sizes":
        return _sizes(parameter, rng)
    if parameter.kind == "str":
        return f"a_{parameter.name}"
    if parameter.required:
        raise NoWayError(
            f"{parameter.name} ({parameter.kind}) is required and its signature does not say what fits: "
            "give its class a row with choices (tests/core/parity/README.md)."
        )
    return parameter.default


def _bool(parameter: Parameter, rng: np.random.Generator) -> bool:
    return bool(rng.random() < 0.5)


def _choice(parameter: Parameter, rng: np.random.Generator) -> Any:
    return parameter.choices[rng.integers(len(parameter.choices))]


def _sizes(parameter: Parameter, rng: np.random.Generator) -> Any:
    """One number for all axes, or one (where margins are asked for: or a pair) for each."""
    sizes = parameter.sizes
    one = lambda: int(rng.integers(sizes.low, sizes.low + 3))
    if rng.random() < 0.3:
        return one()
    if not isinstance(sizes, Margins):
        return tuple(one() for _ in range(sizes.rank))
    pairs = tuple((one(), one()) if rng.random() < 0.7 else (one(),) * 2 for _ in range(sizes.rank))
    return pairs if sizes.rank > 1 else pairs[0]


def _number(parameter: Parameter, rng: np.random.Generator) -> Any:
    low, high = parameter.low, parameter.high
    if parameter.kind == "int":
        return int(rng.integers(int(low or 0), int(high if high is not None else (low or 0) + 3) + 1))
    if low is None:
        start = parameter.default if isinstance(parameter.default, float) else 0.0
        return round(float(start + rng.uniform(0.05, 0.5)), 3)
    width = (high if high is not None else low + 1) - low
    return round(float(low + width * rng.uniform(0.1, 0.9)), 3)


def _object(parameter: Parameter, rng: np.random.Generator) -> Any:
    family = parameter.family or ""
    known = FIT_ANYWHERE.get(family, registry.names(family))
    name = known[rng.integers(len(known))]
    entry = registry.lookup(family, name)
    if not isinstance(entry, type):
        return name if rng.random() < 0.5 else Twin(family, name)
    return Twin(family, name, arguments(entry, rng, extra(family, name)))


def arguments(cls: type, rng: np.random.Generator, known: Extra, share: float = 0.6) -> dict[str, Any]:
    """Valid arguments of a constructor; of those that may be left out, about ``share`` are given."""
    own = [p for p in parameters(cls) if not p.inherited and p.kind != "unsupported" and p.name not in known.without]
    given = {p.name: p.required or bool(rng.random() < share) for p in own}
    for group in known.apart:
        chosen = group[rng.integers(len(group))]
        given.update({name: given[name] and name == chosen for name in group if name in given})
    return {p.name: _drawn(p, rng, known.choices) for p in own if given[p.name] and p.name != "dtype"}


def _drawn(parameter: Parameter, rng: np.random.Generator, choices: Mapping[str, Sequence[Any]]) -> Any:
    if parameter.name in choices:
        return choices[parameter.name][rng.integers(len(choices[parameter.name]))]
    return value(parameter, rng)


@functools.cache
def classes(family: str) -> tuple[str, ...]:
    """Names of the classes of a family, without its functions."""
    return tuple(name for name in registry.names(family) if isinstance(registry.lookup(family, name), type))


@functools.cache
def functions(family: str) -> tuple[str, ...]:
    """Names of the functions of a family."""
    return tuple(name for name in registry.names(family) if name not in classes(family))
