"""What a monkey does: it draws an action from the controls that it sees, and does it with mouse and keyboard."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from random import Random
from typing import Any, Final

from playwright.sync_api import Page

CONTROLS: Final = (
    "button, input:not([type=file]), select, textarea, summary, svg, canvas, [tabindex='0'], [role=slider], "
    "[contenteditable=true]"
)
TEXTS: Final = (
    *("", " ", "0", "1", "2", "3", "7", "16", "-1", "0.01", "0.5", "2.5", "1e-9", "1e999", "-0", "NaN", "-inf", "1e6"),
    *("999999999999", "abc", "한글", "🙂", "<b>x</b>", "'\"", "None", "True", "(2, 3)", "(0,)", "[1, 2", "{'a': 1}"),
    *("relu", "x" * 300, "\\", "{name}", "%s", "import os", "9" * 40, "units=3", "#"),
)
# Plain letters are typed only into boxes: anywhere else a notebook would take them for commands of its own.
KEYS: Final = (
    *("Tab", "Shift+Tab", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"),
    *("Enter", "Space", "Escape", "Delete", "Backspace", "Control+z", "Control+y", "Control+Shift+z"),
)
WIDTHS: Final = (400, 700, 1000, 1280)

# The control that a share of 1 points at, brought into view; null if there is none or something covers it.
FIND = """([css, controls, share, x, y]) => {
  const root = document.querySelector(css);
  if (!root) return 'gone';
  const all = [...root.querySelectorAll(controls)].filter(e => e.checkVisibility({ visibilityProperty: true }));
  const e = all[Math.floor(share * all.length)];
  if (!e) return null;
  e.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const { left, top, width, height } = e.getBoundingClientRect();
  const [px, py] = [left + x * width, top + y * height];
  if (!root.contains(document.elementFromPoint(px, py))) return null;
  return {
    what: e.localName + (e.type ? `[${e.type}]` : ''),
    label: (e.ariaLabel || e.title || e.textContent || e.value || '').trim().slice(0, 40),
    options: e.options?.length ?? 0,
    box: [left, top, width, height],
  };
}"""
FOCUSED = "css => document.querySelector(css)?.contains(document.activeElement) ?? false"


@dataclass(frozen=True)
class Action:
    """One thing done, so plain that it can be written down and done again.

    Attributes:
        kind: what is done.
        share: which of the visible controls, as a share of their number.
        what: the control, for whoever reads this.
        places: where in its box, each as shares of its width and height.
        value: what is typed, chosen or pressed.
        wait: milliseconds to wait afterwards.
    """

    kind: str
    share: float = 0.0
    what: str = ""
    places: tuple[tuple[float, float], ...] = ((0.5, 0.5),)
    value: str = ""
    wait: int = 0

    def written(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)

    @classmethod
    def read(cls, written: dict[str, Any]) -> Action:
        """From plain values."""
        return cls(**{**written, "places": tuple(tuple(place) for place in written["places"])})

    def __str__(self) -> str:
        told = f" {self.value!r}" if self.value else ""
        return f"{self.kind}{told} {self.what}".strip()


def draw(page: Page, css: str, random: Random) -> Action:
    """The next action, from a seeded random and what is on the page."""
    wait = random.choice((0, 0, 10, 30, 60, 150))
    chance = random.random()
    if chance < 0.01:
        return Action("theme", value=random.choice(("light", "dark")), wait=wait)
    if chance < 0.025:
        return Action("width", value=str(random.choice(WIDTHS)), wait=wait)
    if chance < 0.045:
        return Action("language", value=random.choice(("ko", "en")), wait=wait)
    if chance < 0.12:
        return Action("press", value=random.choice(KEYS), wait=wait)
    share = random.random()
    places = tuple((round(random.uniform(0.02, 0.98), 3), round(random.uniform(0.02, 0.98), 3)) for _ in range(3))
    found = page.evaluate(FIND, [css, CONTROLS, share, *places[0]])
    if not isinstance(found, dict):
        return Action("press", value="Tab")
    kind, value = _fitting(found, random)
    return Action(kind, share, f"{found['what']} {found['label']}".strip(), places, value, wait)


def _fitting(control: dict[str, Any], random: Random) -> tuple[str, str]:
    what = control["what"]
    if what.startswith("select"):
        return "choose", str(random.randrange(max(control["options"], 1)))
    if what in {"input[number]", "input[text]", "textarea[textarea]"}:
        kind = random.choice(("type", "type", "type", "key"))
    elif what == "input[range]":
        kind = random.choice(("drag", "drag", "click", "key"))
    elif what.startswith(("svg", "canvas", "div", "g", "circle", "path")):
        kind = random.choice(("click", "double", "drag", "drag", "wheel", "key", "hover"))
    else:
        kind = random.choice(("click", "click", "click", "click", "double", "key"))
    return kind, random.choice({"key": KEYS, "type": TEXTS}.get(kind, ("",)))


def perform(page: Page, css: str, action: Action) -> None:
    """Does it. What is no longer there is left alone, as a hand would."""
    if action.kind == "press":
        _press(page, css, action.value)
    elif action.kind == "width":
        page.set_viewport_size({"width": int(action.value), "height": 900})
    else:
        found = page.evaluate(FIND, [css, CONTROLS, action.share, *action.places[0]])
        if isinstance(found, dict):
            _at(page, css, action, found)
    if action.wait:
        page.wait_for_timeout(action.wait)


def _at(page: Page, css: str, action: Action, found: dict[str, Any]) -> None:
    left, top, width, height = found["box"]
    points = [(left + x * width, top + y * height) for x, y in action.places]
    mouse = page.mouse
    if action.kind in {"click", "type", "key"}:
        mouse.click(*points[0])
    elif action.kind == "double":
        mouse.dblclick(*points[0])
    elif action.kind == "hover":
        for point in points:
            mouse.move(*point)
    elif action.kind == "wheel":
        mouse.move(*points[0])
        mouse.wheel(0, 400 * (action.places[1][0] - 0.5))
    elif action.kind == "drag":
        mouse.move(*points[0])
        mouse.down()
        for point in points[1:]:
            mouse.move(*point, steps=4)
        mouse.up()
    elif action.kind == "choose":
        page.locator(css).first.evaluate(CHOOSE, [CONTROLS, action.share, int(action.value)])
    if action.kind == "key":
        _press(page, css, action.value)
    elif action.kind == "type" and page.evaluate(FOCUSED, css):
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(action.value)
        _press(page, css, "Enter" if action.places[1][0] < 0.7 else "Tab")


# A native menu opens outside of the page; what a choice in it does to the page is this.
CHOOSE = """(root, [controls, share, index]) => {
  const all = [...root.querySelectorAll(controls)].filter(e => e.checkVisibility({ visibilityProperty: true }));
  const e = all[Math.floor(share * all.length)];
  if (!(e instanceof HTMLSelectElement) || e.disabled || index >= e.options.length) return;
  e.focus();
  e.selectedIndex = index;
  for (const event of ['input', 'change']) e.dispatchEvent(new Event(event, { bubbles: true }));
}"""


def _press(page: Page, css: str, key: str) -> None:
    # Elsewhere keys are the notebook's.
    if page.evaluate(FOCUSED, css):
        page.keyboard.press(key)
