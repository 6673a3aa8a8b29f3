"""The widgets in a real JupyterLab and Chromium: clicks, frames, and what they cost the training."""

from __future__ import annotations

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, WebSocket, sync_playwright

import kwidgets
from bench.report import Report
from kwidgets.live.script import sent
from tests.browser import machine
from tests.browser.book import Book
from tests.browser.conftest import FLAGS
from tests.browser.server import Lab
from tests.browser.shown import write

HERTZ = 15
CLICKS = 10  # of each kind
SECONDS = 2  # of training in a round
CELLS = [
    """
import kwidgets as kw
from bench import live
kw.set_language("en")
x, y, validation = live.weather()
triad = kw.Triad(x, y, validation, baseline=2.24, unit="°C", epochs=1_000_000, speed="full")
triad
""",
    """
picture = live.picture()
picture.view
""",
]
# Waits in the page for the change that a click is to bring about, and measures from the event itself: its time
# stamp and `performance.now()` are one clock.
WATCH = """([selector, event]) => {
  const root = document.querySelector('.kw-triad');
  const text = () => root.querySelector(selector).textContent;
  const before = text();
  window.shown = new Promise(resolve => {
    let began = null;
    root.addEventListener(event, e => { began = e.timeStamp; }, { capture: true, once: true });
    new MutationObserver((_, observer) => {
      if (began === null || text() === before) return;
      resolve(performance.now() - began);
      observer.disconnect();
    }).observe(root, { subtree: true, childList: true, characterData: true });
  });
}"""


def measure(report: Report, rounds: int) -> None:
    """Prints the figures of the widgets.

    Args:
        report: takes the figures.
        rounds: rounds of the comparison of training with and without a picture.
    """
    report.title("the package")
    scripts = Path(kwidgets.__file__).parent.rglob("*.js")
    report.figure("JavaScript", sum(len(sent(path).encode()) for path in scripts) / 1000, "kB", ("<=", 80))
    messages: list[int] = []
    with _notebook(messages) as book:
        book.run_cell(0)
        report.title("from click to visible effect in JupyterLab, while training at full speed")
        _clicks(report, book)
        book.run_cell(1)
        book.page.locator(".kw-loss").nth(1).wait_for()
        report.title(f"a picture at {HERTZ} frames a second, training at full speed")
        _bytes(report, book, messages)
        _cost(report, book, rounds)


def _clicks(report: Report, book: Book) -> None:
    panel = book.page.locator(".kw-triad")
    run, batch = panel.locator(".kw-run"), panel.get_by_role("button", name="One batch", exact=True)
    slider = panel.get_by_role("slider", name="learning_rate")
    took: dict[str, list[float]] = {"Pause and Run": [], "One batch": [], "learning rate by keyboard": []}
    run.click()
    book.page.wait_for_function("() => +document.querySelector('.kw-loss').dataset.frame > 10")
    for _ in range(CLICKS):
        took["Pause and Run"].append(_effect(book.page, run.click, ".kw-run", "click"))
    for _ in range(CLICKS):
        # One batch more, then the training stands: the picture says at which batch.
        took["One batch"].append(_effect(book.page, batch.click, ".kw-run", "click"))
        _effect(book.page, run.click, ".kw-run", "click")
    for key in itertools.islice(itertools.cycle(("ArrowLeft", "ArrowRight")), CLICKS):
        slider.focus()
        press = partial(book.page.keyboard.press, key)
        took["learning rate by keyboard"].append(_effect(book.page, press, ".kw-code pre", "keydown"))
    assert book.evaluate("triad.session.running") is True
    book.execute("triad.session.pause()")
    for name, times in took.items():
        report.figure(f"{name}: median of {CLICKS}", statistics.median(times), "ms")
    everything = sorted(itertools.chain.from_iterable(took.values()))
    report.figure(f"all {len(everything)}: median", statistics.median(everything), "ms", ("<=", 100))
    report.figure(
        f"all {len(everything)}: 95th percentile", statistics.quantiles(everything, n=20)[-1], "ms", ("<=", 200)
    )


def _effect(page: Page, act: Callable[[], object], selector: str, event: str) -> float:
    """Milliseconds from the event that an act causes to the change of a text in the panel."""
    page.evaluate(WATCH, [selector, event])
    act()
    took: float = page.evaluate("() => window.shown")
    page.wait_for_timeout(200)  # as nobody clicks faster, and let the frame that follows be over
    return took


def _bytes(report: Report, book: Book, messages: list[int]) -> None:
    # A picture that is full of points is the largest.
    epochs = 2 * book.evaluate(f"live.epochs_in({SECONDS})")
    before = book.evaluate("live.frames(picture)")
    messages.clear()
    _train(book, f"live.shown({epochs}, picture, {HERTZ})")
    count = book.evaluate("live.frames(picture)") - before
    report.figure("bytes of messages, a frame", sum(messages) / count / 1000, "kB", ("<=", 6))


def _cost(report: Report, book: Book, rounds: int) -> None:
    # Beside a training the cost of a frame would drown in what the browser's drawing does to a shared core.
    alone = f"task = __import__('asyncio').create_task(live.frames_alone(picture, {HERTZ}, {SECONDS}))"
    report.figure(
        "kernel's CPU, a frame", 1000 * statistics.median(_train(book, alone) for _ in range(5)), "ms", ("<=", 2)
    )
    epochs = book.evaluate(f"live.epochs_in({SECONDS})")
    ways = {
        "blocking": f"live.blocking({epochs})",
        "driven": f"live.driven({epochs})",
        "shown": f"live.shown({epochs}, picture, {HERTZ})",
    }
    order, seen = list(ways), []
    for _ in range(rounds):
        seen.append({way: _train(book, ways[way]) for way in order})
        order = order[1:] + order[:1]  # nobody is always the first
    for way, words, goal in (
        ("driven", "speed kept on the event loop, without a picture", None),
        ("shown", "speed kept with the picture, a CPU second", (">=", 90.0)),
    ):
        kept = statistics.median(100 * cpu["blocking"] / cpu[way] for cpu in seen)
        report.figure(words, kept, "%", goal)


def _train(book: Book, code: str) -> float:
    """CPU seconds of something in the kernel, which is left alone until it should be done."""
    done = book.evaluate("len(live.spent)")
    book.execute(code)
    end = time.monotonic() + 60 * SECONDS
    while book.evaluate("len(live.spent)") == done:
        assert time.monotonic() < end, f"not done: {code}"
        book.page.wait_for_timeout(2500 * SECONDS)  # to ask costs the kernel something, too
    cpu: float = book.evaluate("live.spent[-1]")
    return cpu


@contextmanager
def _notebook(messages: list[int]) -> Iterator[Book]:
    """An open notebook with the cells. Sizes of the widgets' messages that come from the kernel are noted."""

    def hear(socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: b'"comm_msg"' in _raw(data) and messages.append(len(_raw(data))))

    program = machine.chromium()
    assert program, f"no Chromium: {machine.HOW_TO_GET}"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lab = Lab(Path(folder))
        try:
            write(lab.root / "bench.ipynb", CELLS)
            chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
            page = chromium.new_page(viewport={"width": 1280, "height": 1700}, locale="en-US")
            page.on("websocket", hear)
            yield Book(page, lab, "bench.ipynb")
            chromium.close()
        finally:
            lab.stop()


def _raw(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data
