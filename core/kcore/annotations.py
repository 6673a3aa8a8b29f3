"""What an annotation of a constructor may say about an argument beyond its type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from kcore import spatial


@dataclass(frozen=True)
class Range:
    """Bounds of a number; an open bound is itself not allowed."""

    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: float) -> bool:
        above = self.low is None or (value > self.low if self.low_open else value >= self.low)
        below = self.high is None or (value < self.high if self.high_open else value <= self.high)
        return above and below

    def __str__(self) -> str:
        low = None if self.low is None else f"{'>' if self.low_open else '>='} {self.low:g}"
        high = None if self.high is None else f"{'<' if self.high_open else '<='} {self.high:g}"
        return " and ".join(part for part in (low, high) if part)


@dataclass(frozen=True)
class Family:
    """An object of a registered family, given by name, config, object or function.

    Args:
        name: the family.
        among: which of its classes fit, where not all do: 'recurrent' or 'cell', of layers.
    """

    name: str
    among: str = ""


@dataclass(frozen=True)
class OrSchedule:
    """A number, or a schedule that gives it step by step."""


@dataclass(frozen=True)
class Unsupported:
    """A Keras parameter that this engine leaves to real Keras; only its default is accepted."""

    reason: str


PositiveInt = Annotated[int, Range(low=1)]
Fraction = Annotated[float, Range(low=0, high=1, high_open=True)]
UnitInterval = Annotated[float, Range(low=0, high=1)]
NonNegative = Annotated[float, Range(low=0)]
Positive = Annotated[float, Range(low=0, low_open=True)]
LearningRate = Annotated[float, Range(low=0), OrSchedule()]
Shape = Annotated[Any, "shape"]
Axes = Annotated[Any, "axes"]
Numbers = Annotated[Any, "numbers"]
Texts = Annotated[Any, "texts"]
DataFormat = Literal["channels_last", "channels_first"]
Sizes = Annotated[Any, spatial.Sizes()]
NonNegativeSizes = Annotated[Any, spatial.Sizes(low=0)]
Margins = Annotated[Any, spatial.Margins(low=0)]
ActivationLike = Annotated[Any, Family("activation")]
InitializerLike = Annotated[Any, Family("initializer")]
RegularizerLike = Annotated[Any, Family("regularizer")]
ConstraintLike = Annotated[Any, Family("constraint")]
LayerLike = Annotated[Any, Family("layer")]
RecurrentLike = Annotated[Any, Family("layer", "recurrent")]
CellLike = Annotated[Any, Family("layer", "cell")]
