"""A monkey in a panel, in a real browser: `python -m tests.browser.monkey --panel NAME --seconds 300 --seed N`.

It clicks, drags, types, presses keys, and switches language, theme and width at random; the same seed draws the same.
In rounds: after each the panel is brought back to its start. What must never happen:

- an error in the browser's console, a traceback or a word on stderr from the kernel;
- a kernel that does not answer any more, a main control without effect, a notebook that the panel's keys have changed;
- memory that grows from round to round: of the page (objects, elements), of the kernel (RSS, widgets).

A failure names the seed, the last actions, and a file with all of them: `--replay FILE` does them again.
"""

from __future__ import annotations

from tests.browser.monkey.cage import Cage, FoundError

__all__ = ["Cage", "FoundError"]
