"""What a panel keeps hold of, in the page and in the kernel, and whether that grows."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields

from tests.browser.book import Book

SETUP = """
import gc as _gc, psutil as _psutil
from ipywidgets.widgets import widget as _widget
"""
KERNEL = "(_gc.collect(), len(_widget._instances), round(_psutil.Process().memory_info().rss / 1e6, 1))[1:]"


@dataclass(frozen=True)
class Memory:
    """What is held at one moment: widgets in the kernel, elements of the page, megabytes of both."""

    widgets: float
    elements: float
    heap: float
    rss: float

    def __str__(self) -> str:
        return f"{self.widgets:.0f} widgets, {self.elements:.0f} elements, page {self.heap} MB, kernel {self.rss} MB"


# What rounds may differ by without a leak: seen in runs of ten minutes of panels that leak nothing.
SLACK = Memory(widgets=0, elements=1500, heap=4.0, rss=25.0)


def measure(book: Book) -> Memory:
    """What is held now, after both sides have let go of what they can."""
    book.page.evaluate("() => getSelection().empty()")  # else it holds what it has marked
    session = book.page.context.new_cdp_session(book.page)
    session.send("HeapProfiler.collectGarbage")
    elements = session.send("Memory.getDOMCounters")["nodes"]
    heap = session.send("Runtime.getHeapUsage")["usedSize"]
    session.detach()
    widgets, rss = book.evaluate(KERNEL)
    return Memory(widgets, elements, round(heap / 1e6, 1), rss)


def growing(seen: list[Memory]) -> str:
    """What grew steadily from round to round, in words; empty if nothing did.

    The first round fills caches. Of the others the least of the second half is compared with the most of the first;
    what does not grow within the second half any more was filled late, and is no leak.
    """
    rounds = [astuple(memory) for memory in seen[1:]]
    if len(rounds) < 3:
        return ""
    half = len(rounds) // 2
    grown = []
    for number, field in enumerate(fields(Memory)):
        before, after = (max(r[number] for r in rounds[:half]), min(r[number] for r in rounds[half:]))
        if after - before > getattr(SLACK, field.name) and rounds[-1][number] > rounds[half][number]:
            grown.append(f"{field.name}: {', '.join(f'{r[number]:g}' for r in rounds)}")
    return "; ".join(grown)
