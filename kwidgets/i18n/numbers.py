"""Numbers as people read them: three digits that matter, the same in every picture and text."""

from __future__ import annotations

import math


def number(value: float, unit: str = "") -> str:
    """A value with three significant digits, and its unit.

    Args:
        value: any number; NaN is written `NaN`, infinities `∞` and `−∞`.
        unit: `"°C"`, `"%"`, or empty.

    Returns:
        Text such as `2.24 °C`, `0.0123`, `15,300`, `1.2e−05`.
    """
    if math.isnan(value):
        text = "NaN"
    elif math.isinf(value):
        text = "∞"
    elif value == 0:
        text = "0"
    elif not 1e-3 <= abs(value) < 1e6:
        text = f"{abs(value):.2e}"
    else:
        decimals = max(0, 2 - math.floor(math.log10(abs(value))))
        text = f"{abs(value):,.{decimals}f}"
    sign = "−" if value < 0 else ""
    return f"{sign}{text} {unit}".rstrip().replace("e-", "e−")
