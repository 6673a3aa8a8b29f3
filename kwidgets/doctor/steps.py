"""What single steps did: how far they moved the weights, and the loss of the probe."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from kwidgets.doctor.look import Look

FIRST: Final = 64  # later strides of the same rate are shorter, as gradients are
FLOOR: Final = 0.2  # share of the simplest answer's loss below which every change looks large


def rises_of(looks: Iterable[Look], simple: float | None) -> list[tuple[int, float]]:
    """By how much each step that was looked at raised the loss, as a share; steps that lowered it are left out."""
    found = []
    for look in looks:
        # No number at all is left out: what there was before tells more.
        if look.before is None or not math.isfinite(look.before) or math.isnan(look.loss):
            continue
        share = (look.loss - look.before) / max(look.before, FLOOR * (simple or 0.0), 1e-12)
        if share > 0:
            found.append((look.step, min(share, 1e9)))
    return found


def strides_of(looks: Iterable[Look]) -> list[tuple[int, float]]:
    """How far each of the first steps that were looked at moved the weights of a layer, as a share of their length."""
    return [
        (look.step, max((layer.stride for layer in look.layers), default=0.0)) for look in looks if look.step <= FIRST
    ]


def change_of(look: Look, simple: float | None) -> float:
    """By how much a step changed the loss, as a share of it, whether up or down."""
    before = look.before or 0.0
    return abs(look.loss - before) / max(before, FLOOR * (simple or 0.0), 1e-12)
