from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kwidgets.pictures.words import Text

Span = tuple[float, float]
"""Lowest and highest value."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a chart.

    Args:
        label: what is measured: the key of a text, or plain words.
        unit: its unit, such as `"°C"`.
        log: whether it is logarithmic.
        limits: where it begins and ends; None for an end that follows the data.
        categories: names for the values 0, 1, 2 ...; the axis is then no scale of numbers.
        reverse: whether it runs from right to left, or downwards.
        whole: whether ticks stand at whole numbers only.
        switch: whether the viewer may switch to a logarithmic scale and back (y axis).

    Raises:
        ValueError: limits that are no numbers, or the wrong way round.
    """

    label: Text = ""
    unit: str = ""
    log: bool = False
    limits: tuple[float | None, float | None] | None = None
    categories: Sequence[str] = ()
    reverse: bool = False
    whole: bool = False
    switch: bool = False

    def __post_init__(self) -> None:
        ends = [end for end in self.limits or () if end is not None]
        fine = self.limits is None or len(self.limits) == 2
        if not fine or not all(math.isfinite(end) for end in ends) or (len(ends) == 2 and ends[0] >= ends[1]):
            raise ValueError(
                f"Limits of an axis are two numbers, low < high, or None for an automatic end; got {self.limits!r}. "
                "An axis that runs backwards has reverse=True."
            )


class Limits:
    """Automatic limits that show all values and do not move with every frame.

    They lie at round numbers. They widen as soon as a value is outside, and shrink only when the values fill less
    than two fifths of them.
    """

    def __init__(self) -> None:
        self._held: Span | None = None

    def fit(self, spans: Iterable[Span], *, log: bool = False, zero: bool = False, tight: bool = False) -> Span:
        """The limits for these values.

        Args:
            spans: lowest and highest of each thing shown; what is not finite is left out.
            log: whether the axis is logarithmic; values that are not positive have no place there.
            zero: whether 0 should be shown if it is near.
            tight: whether the limits are those of the values themselves.
        """
        ends = [end for span in spans for end in span if math.isfinite(end) and (end > 0 or not log)]
        if not ends:
            return self._held or ((0.1, 10.0) if log else (0.0, 1.0))
        low, high = min(ends), max(ends)
        wanted = _log_limits(low, high) if log else _linear_limits(low, high, zero=zero, tight=tight)
        held = self._held
        if held is not None and not tight and held[0] <= wanted[0] and wanted[1] <= held[1]:
            if log:
                share = math.log(wanted[1] / wanted[0]) / math.log(held[1] / held[0]) if held[0] > 0 else 0.0
            else:
                share = (wanted[1] - wanted[0]) / (held[1] - held[0])
            if share > 0.4:
                return held
        self._held = wanted
        return wanted


def span(values: object) -> Span:
    """Lowest and highest finite value; NaN where there is none."""
    array = np.asarray(values, dtype=np.float64)
    if array.size:
        low, high = float(array.min()), float(array.max())
        if math.isfinite(low) and math.isfinite(high):
            return low, high
        array = array[np.isfinite(array)]
        if array.size:
            return float(array.min()), float(array.max())
    return math.nan, math.nan


def round_step(width: float, count: float) -> float:
    """A round step (1, 2, 5 times a power of ten) that goes about `count` times into a width."""
    rough = width / count
    power = 10.0 ** math.floor(math.log10(rough))
    return power * next((factor for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999), 10)


def _linear_limits(low: float, high: float, *, zero: bool, tight: bool) -> Span:
    if tight and low < high:
        return low, high
    if zero and low >= 0 and (low < 0.6 * high or low == high):
        low = 0.0
    # What is nearly one value is a flat line, not a mountain range of rounding errors.
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        low, high = low - (abs(low) or 1) * 0.1, high + (abs(high) or 1) * 0.1
    step = round_step(high - low, 10)
    return math.floor(low / step + 1e-6) * step, math.ceil(high / step - 1e-6) * step


def _log_limits(low: float, high: float) -> Span:
    steps = 4  # of a decade
    low = 10 ** (math.floor(math.log10(low) * steps - 0.05) / steps)
    high = 10 ** (math.ceil(math.log10(high) * steps + 0.05) / steps)
    return low, max(high, low * 1.5)
