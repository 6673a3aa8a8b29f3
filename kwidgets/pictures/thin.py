from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_MOST = 600  # points of a line that are sent; a picture is hardly wider in pixels
Floats = NDArray[np.float32]


def thinned(x: Floats, y: Floats, most: int = _MOST) -> tuple[Floats, Floats]:
    """A line with fewer points that looks the same.

    Of each stretch of neighbouring points the lowest and the highest stay, and one that is no finite number, where
    the line breaks. First and last stay, too.

    Args:
        x: shape `(n,)`.
        y: shape `(n,)`.
        most: the number of points up to which nothing is left out.
    """
    if len(x) <= most:
        return x, y
    stretches = most // 3
    size = -(-len(x) // stretches)
    whole = len(x) // size
    blocks = y[: whole * size].reshape(whole, size)
    broken = ~np.isfinite(blocks)
    low = np.where(broken, np.inf, blocks).argmin(axis=1)
    high = np.where(broken, -np.inf, blocks).argmax(axis=1)
    starts = np.arange(whole) * size
    breaks = (starts + broken.argmax(axis=1))[broken.any(axis=1)]
    keep = np.unique(
        np.concatenate([[0, len(x) - 1], starts + low, starts + high, breaks, np.arange(whole * size, len(x))])
    )
    return x[keep], y[keep]
