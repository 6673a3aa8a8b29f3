"""Charts, graphs and tiles in a real page, as a learner's hand and keys meet them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

CHART = """
import numpy as np
import kwidgets
from kwidgets.live import Axis, Chart, Line, Map, Mark, Points
kwidgets.set_language("en")
told = []
axis = np.linspace(-3, 3, 31)
grid = np.tanh(np.add.outer(axis, axis))
grid[0, 0] = np.nan
chart = Chart("Boundary", x=Axis("width"), y=Axis("height"))
chart.on_click(lambda x, y: told.append(("click", round(x, 1), round(y, 1))))
chart.on_drag(lambda name, index, x, y: told.append((name, index, round(x, 2), round(y, 2))))
def show(running=False):
    chart.show([
        Map(grid, extent=(-3, 3, -3, 3), scale="boundary", low=-1, high=1, label="output"),
        Points([-1.0, 1.0], [-1.0, 1.0], groups=["no", "yes"], name="data", label="sample", draggable=True),
        Mark("vertical", 2.0, label="cut", name="cut", look="alarm", draggable=True),
    ], running=running)
show()
chart
"""
PICTURE = ".kw-chart"


@pytest.fixture
def chart(notebook):
    book = notebook([CHART, "chart"])
    book.run_cell(0)
    book.page.wait_for_function("() => Number(document.querySelector('.kw-chart')?.dataset.frame) >= 1")
    return book


def svg(book, nth=0):
    return book.page.locator(f"{PICTURE} .kw-area > svg").nth(nth)


def place(book, x, y):
    """Where a point of the data lies on the screen, for axes from -3 to 3."""
    frame = book.page.evaluate("() => document.querySelector('.kw-chart .kw-frame').getBoundingClientRect().toJSON()")
    return frame["x"] + (x + 3) / 6 * frame["width"], frame["y"] + (3 - y) / 6 * frame["height"]


def until(book, expression):
    book.page.wait_for_timeout(50)
    for _ in range(100):
        if book.evaluate(f"bool({expression})"):
            return
        book.page.wait_for_timeout(50)
    raise AssertionError(f"never: {expression}; told {book.evaluate('told')}")


def test_a_point_is_dragged_by_mouse_and_by_keys_and_every_view_follows(chart):
    chart.run_cell(1)
    expect(chart.page.locator(PICTURE)).to_have_count(2)
    mouse = chart.page.mouse
    mouse.move(*place(chart, 1, 1))
    mouse.down()
    mouse.move(*place(chart, 1.5, 0.5), steps=5)
    until(chart, "told and told[-1][2:] == (1.5, 0.5)")
    # While the finger holds it, frames from the kernel do not make it jump back.
    chart.execute("show(running=True)")
    chart.page.wait_for_timeout(200)
    other = chart.page.locator(f"{PICTURE} .kw-marks[data-group='1']")
    held, followed = (other.nth(nth).get_attribute("d") for nth in (0, 1))
    assert held != followed
    mouse.move(*place(chart, 0, 2), steps=5)
    mouse.up()
    until(chart, "told and told[-1][:2] == ('data', 1) and abs(told[-1][2]) < 0.1 and abs(told[-1][3] - 2) < 0.1")
    expect(other.nth(1)).not_to_have_attribute("d", followed)
    expect(other.nth(1)).to_have_attribute("d", other.nth(0).get_attribute("d"))
    grip = chart.page.get_by_role("slider", name=re.compile("sample 2")).first
    grip.focus()
    x = chart.evaluate("float(chart._content.layers[1].x[1])")
    grip.press("ArrowRight")
    grip.press("Shift+ArrowRight")
    until(chart, f"abs(float(chart._content.layers[1].x[1]) - {x} - 1.1) < 1e-4")
    grip.press("PageDown")
    expect(chart.page.get_by_role("slider", name=re.compile("sample 1")).first).to_be_focused()
    cut = chart.page.get_by_role("slider", name=re.compile("^cut")).first
    cut.focus()
    cut.press("ArrowLeft")
    until(chart, "told[-1][0] == 'cut' and told[-1][2] == 1.9")
    expect(cut).to_have_attribute("aria-valuetext", "width 1.9")
    chart.clean()


def test_clicks_and_reading_by_pointer_and_keys(chart):
    chart.page.mouse.click(*place(chart, -2, 1))
    until(chart, "told == [('click', -2.0, 1.0)]")
    readout = chart.page.locator(f"{PICTURE} .kw-readout")
    expect(readout).to_contain_text(re.compile(r"width −[12].*, height [01].*: output −0\.7"))
    picture = svg(chart)
    picture.focus()
    picture.press("Escape")
    expect(readout).to_be_hidden()
    picture.press("ArrowUp")
    expect(readout).to_have_text("width 0, height 0: output 0")
    picture.press("ArrowRight")
    expect(readout).to_contain_text("width 0.194, height 0: output 0.19")
    expect(readout).to_have_attribute("aria-live", "polite")
    picture.press("Enter")
    until(chart, "told[-1] == ('click', 0.2, 0.0)")
    for _ in range(2):
        picture.press("PageDown")
    picture.press("Home")
    for _ in range(16):
        picture.press("ArrowDown")
    expect(readout).to_contain_text("output no value")
    chart.screenshot("chart-cursor", chart.page.locator(PICTURE))
    chart.clean()


def test_zoom_by_keys_buttons_and_wheel_and_the_notebook_still_scrolls(chart):
    ticks = chart.page.locator(f"{PICTURE} .kw-axes")
    whole = ticks.inner_html()
    chart.page.mouse.move(*place(chart, -1, 2))
    chart.page.mouse.wheel(0, -300)
    chart.page.wait_for_timeout(150)
    assert ticks.inner_html() == whole  # without the focus the wheel is the notebook's
    picture = svg(chart)
    picture.press("+")
    expect(picture).to_have_attribute("data-zoomed", "")
    closer = ticks.inner_html()
    assert closer != whole
    chart.page.mouse.move(*place(chart, -1, 2))
    chart.page.mouse.wheel(0, -200)
    chart.page.wait_for_function("old => document.querySelector('.kw-chart .kw-axes').innerHTML !== old", arg=closer)
    panned = ticks.inner_html()
    chart.page.mouse.move(*place(chart, -1, -1))
    chart.page.mouse.down()
    chart.page.mouse.move(*place(chart, 0, 0), steps=4)
    chart.page.mouse.up()
    chart.page.wait_for_function("old => document.querySelector('.kw-chart .kw-axes').innerHTML !== old", arg=panned)
    chart.screenshot("chart-zoomed", chart.page.locator(PICTURE))
    assert chart.evaluate("told") == []  # to pan is not to click
    chart.page.get_by_role("button", name="Show everything").click()
    chart.page.wait_for_function("old => document.querySelector('.kw-chart .kw-axes').innerHTML === old", arg=whole)
    chart.clean()


def test_a_new_theme_paints_the_map_anew_and_a_new_language_writes_the_words(chart):
    colour = """() => { const c = document.querySelector('.kw-chart canvas');
        return [...c.getContext('2d').getImageData(c.width / 2 - 40, c.height / 2 + 20, 1, 1).data].join(); }"""
    light = chart.page.evaluate(colour)
    chart.screenshot("chart-light", chart.page.locator(PICTURE))
    chart.theme("dark")
    chart.page.wait_for_function(f"light => ({colour})() !== light", arg=light)
    chart.language("ko")
    expect(svg(chart)).to_have_attribute("aria-label", re.compile("^Boundary: output 31×31칸, .*화살표 키로"))
    expect(chart.page.locator(f"{PICTURE} .kw-zoom button").first).to_have_attribute("aria-label", "확대 (+)")
    chart.screenshot("chart-dark-ko", chart.page.locator(PICTURE))
    chart.execute("chart.layout.width = '400px'")
    wide = "() => { const e = document.querySelector('.kw-chart'); return e.scrollWidth - e.clientWidth; }"
    chart.page.wait_for_function(f"() => document.querySelector('{PICTURE}').clientWidth < 410 && ({wide})() <= 0")
    chart.screenshot("chart-narrow-ko", chart.page.locator(PICTURE))
    chart.theme("light")
    chart.clean()


GRAPH = """
import numpy as np
import kwidgets
from kwidgets.live import Edge, Graph, Node, Tiles
kwidgets.set_language("en")
told = []
axis = np.linspace(-1, 1, 25)
x, y = np.meshgrid(axis, axis)
graph = Graph("Network", vertical=False, low=-1, high=1)
graph.on_select(lambda name: told.append(name))
graph.show(
    [Node("x", "width", image=x), Node("y", "height", image=y), Node("a", image=x + y, bias=0.5),
     Node("b", image=x - y, bias=-0.5), Node("out", "output", ["sigmoid"], look="a")],
    [Edge("x", "a", value=1.0), Edge("y", "a", value=1.0), Edge("x", "b", value=1.0), Edge("y", "b", value=-1.0),
     Edge("a", "out", value=2.5, label="w"), Edge("b", "out", value=0.1)],
)
graph
"""
TILES = """
tiles = Tiles("Filters", columns=4)
tiles.on_select(lambda index: told.append(index))
images = np.random.default_rng(0).normal(size=(8, 5, 5))
images[1, 0, 0] = np.nan
tiles.show(images, [f"filter {i}" for i in range(8)], scale="diverging")
tiles
"""
COLOUR = """css => { const c = document.querySelector(css); const p = c.getContext('2d');
    return Array.from(p.getImageData(0, 0, c.width, c.height).data).join(); }"""


def test_nodes_are_chosen_by_click_and_arrow_keys_and_weights_move(notebook):
    book = notebook([GRAPH])
    book.run_cell(0)
    graph = book.page.locator(".kw-graph")
    book.page.wait_for_function("() => Number(document.querySelector('.kw-graph')?.dataset.frame) >= 1")
    node = lambda name: graph.locator(f"[data-node={name}]")
    node("a").click()
    until(book, "told == ['a'] and graph.selected == 'a'")
    expect(node("a")).to_have_attribute("aria-pressed", "true")
    expect(graph.locator(".kw-readout")).to_have_text("a · bias 0.500")
    node("a").press("ArrowRight")
    expect(node("out")).to_be_focused()
    node("out").press("ArrowLeft")
    node("a").press("ArrowDown")
    until(book, "told == ['a', 'out', 'a', 'b']")
    expect(node("b")).to_have_attribute("tabindex", "0")
    book.screenshot("graph-light", graph)
    node("b").press("Escape")
    until(book, "graph.selected == ''")
    graph.locator("[data-edge='a out'] .kw-near").hover(force=True)
    expect(graph.locator(".kw-readout")).to_have_text("a → output: w 2.50")
    line = graph.locator("[data-edge='a out'] .kw-edge")
    expect(line).to_have_attribute("data-sign", "1")
    before = book.page.evaluate(COLOUR, ".kw-graph canvas")
    book.execute("graph.update(values=[1, 1, 1, 1, -0.2, 3], images=np.stack([x, y, x * y, -x]), running=False)")
    expect(line).to_have_attribute("data-sign", "-1")
    assert line.evaluate("e => e.style.strokeWidth") == "1"
    book.page.wait_for_function(f"before => ({COLOUR})('.kw-graph canvas') !== before", arg=before)
    light = book.page.evaluate(COLOUR, ".kw-graph canvas")
    book.theme("dark")
    book.page.wait_for_function(f"before => ({COLOUR})('.kw-graph canvas') !== before", arg=light)
    book.page.mouse.move(0, 0)
    node("b").focus()
    book.language("ko")
    expect(node("b")).to_be_focused()
    expect(node("b")).to_have_attribute("aria-label", "b · 편향 −0.500")
    expect(graph.locator(".kw-readout")).to_have_text("b · 편향 −0.500")
    book.screenshot("graph-dark-ko", graph)
    book.theme("light")
    book.clean()


def test_tiles_are_chosen_by_click_and_arrow_keys_and_read_out(notebook):
    book = notebook([GRAPH, TILES])
    book.run_all()
    tiles = book.page.locator(".kw-tiles")
    tile = tiles.get_by_role("option")
    expect(tile).to_have_count(8)
    tile.nth(1).click()
    until(book, "told == [1]")
    tile.nth(1).press("ArrowDown")
    tile.nth(5).press("End")
    until(book, "told == [1, 5, 7] and tiles.selected == 7")
    expect(tile.nth(7)).to_be_focused()
    box = tile.nth(1).locator("canvas").bounding_box()
    book.page.mouse.move(box["x"] + 3, box["y"] + 3)
    expect(tiles.locator(".kw-readout")).to_have_text("filter 1, row 0, column 0: no value")
    book.page.mouse.move(box["x"] + box["width"] - 3, box["y"] + 3)
    value = book.evaluate("kwidgets.i18n.number(float(images[1, 0, 4]))")
    expect(tiles.locator(".kw-readout")).to_have_text(f"filter 1, row 0, column 4: {value}")
    light = book.page.evaluate(COLOUR, ".kw-tiles canvas")
    book.screenshot("tiles-light", tiles)
    book.theme("dark")
    book.page.wait_for_function(f"before => ({COLOUR})('.kw-tiles canvas') !== before", arg=light)
    book.execute("tiles.show(images[:3], ['가', '나', '다'], scale='grey', common=False)")
    expect(tile).to_have_count(3)
    book.language("ko")
    expect(tiles.locator(".kw-sheet")).to_have_attribute("aria-label", re.compile("^Filters: 5×5 그림 3장"))
    book.theme("light")
    book.clean()
