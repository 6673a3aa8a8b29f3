"""Every panel in JupyterLab, Notebook 7 and Voila: shown, its main control pressed as a learner would, its effect seen.

One server, one notebook and one kernel for all panels of a front end.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.front_ends import FRONT_ENDS
from tests.browser.shown import write
from tests.panels import PANELS

ENGLISH = 'import kwidgets as kw\nkw.set_language("en")'


@pytest.fixture(scope="module", params=FRONT_ENDS)
def shown(server, browser, request):
    """A front end with all panels, one below the other, from the second cell on."""
    front_end, kind = FRONT_ENDS[request.param]
    started = server(front_end)
    write(started.root / "panels.ipynb", [ENGLISH, *(example.cell for example in PANELS.values())])
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    context.set_default_timeout(20_000)
    opened = kind(context.new_page(), started, "panels.ipynb")
    opened.run_all()
    yield opened
    opened.end()
    context.close()


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_answers_to_its_main_control(shown, name):
    example = PANELS[name]
    # All panels are called `panel`: each shows itself in its own cell.
    place = list(PANELS).index(name) + 1
    root = shown.cell_outputs(place).locator(example.css)
    expect(root).to_be_visible()
    seen = root.locator(f"{example.sees} >> visible=true")
    expect(seen).to_have_count(0)
    for press in (*example.first, example.press):
        root.locator(press).first.click()
    seen.first.wait_for()
    shown.screenshot(f"{name}-{shown.server.PACKAGE}", root)
    shown.clean()
