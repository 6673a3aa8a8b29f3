"""A notebook open in JupyterLab, as a test sees it."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

SECONDS_TO_RUN = 180
# The last part of "open": run before this holds and JupyterLab asks which kernel to use.
READY = """() => Promise.race([
  (async () => {
    const context = jupyterapp.shell.currentWidget.sessionContext;
    await context.ready;
    await context.session.kernel.info;
    while (context.session.kernel.connectionStatus !== 'connected') await new Promise(r => setTimeout(r, 20));
  })(),
  new Promise((_, reject) => setTimeout(() => reject(new Error(
    'no kernel within a minute; dialog: ' + document.querySelector('.jp-Dialog')?.innerText)), 60000)),
])"""
# JupyterLab's own complaint when a kernel is restarted while the debugger is being asked for.
NOISE = ("Could not restore the debugger state",)
KERNEL = "jupyterapp.shell.currentWidget.sessionContext.session.kernel"
EXECUTE = f"""async ([code, expression]) => {{
  const future = {KERNEL}.requestExecute({{
    code, store_history: false, stop_on_error: false,
    user_expressions: expression === null ? {{}} : {{ value: expression }},
  }});
  return (await future.done).content;
}}"""
# A new theme hides the whole application for a moment, to have it drawn afresh.
REDRAWN = """() => {
  const visible = document.querySelector('.jp-Notebook').getClientRects().length > 0;
  window.visibleFrames = visible ? window.visibleFrames + 1 : 0;
  return window.visibleFrames > 15;
}"""
STDERR = '.jp-Notebook [data-mime-type="application/vnd.jupyter.stderr"]'
# A command's promise is kept when its cells have run. A stored notebook's prompts tell nothing: they are there before.
COMMAND = """([name, seconds]) => Promise.race([
  jupyterapp.commands.execute(name).then(() => true),
  new Promise(resolve => setTimeout(() => resolve(false), 1000 * seconds)),
])"""


class Book:
    """An open notebook; see the package's docstring for what it offers."""

    def __init__(self, page: Page, url: str, name: str) -> None:
        self.page = page
        self.console_errors: list[str] = []
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("pageerror", lambda error: self._heard("error", str(error)))
        page.goto(f"{url}/doc/tree/{name}?reset")
        self._wait_until_ready()

    @property
    def cells(self) -> Locator:
        """The code cells."""
        return self.page.locator(".jp-Notebook .jp-CodeCell")

    def cell_outputs(self, index: int) -> Locator:
        """The output area of a code cell."""
        return self.cells.nth(index).locator(".jp-Cell-outputArea")

    def run_all(self, seconds: float = SECONDS_TO_RUN) -> None:
        """Runs all cells and waits until each has run; one that raises fails the test."""
        self._command("notebook:run-all-cells", seconds)
        self._no_kernel_errors()

    def run_cell(self, index: int, seconds: float = SECONDS_TO_RUN) -> None:
        """Runs one code cell and waits until it has run."""
        self.cells.nth(index).locator(".jp-InputArea-prompt").click()
        self._command("notebook:run-cell", seconds)

    def execute(self, code: str) -> None:
        """Runs code in the notebook's kernel, beside its cells; what the code raises fails the test."""
        self._execute(code, None)

    def evaluate(self, expression: str) -> Any:
        """The value of a Python expression in the notebook's kernel: a literal, or else its repr."""
        result = self._execute("", expression)["user_expressions"]["value"]
        assert result["status"] == "ok", f"{expression}: {result['ename']}: {result['evalue']}"
        text = result["data"]["text/plain"]
        try:
            return ast.literal_eval(text)
        except (ValueError, SyntaxError):
            return text

    def kernel_errors(self) -> list[str]:
        """All error outputs and whatever else stands on stderr, as text."""
        return self.page.locator(STDERR).all_inner_texts()

    def clean(self) -> None:
        """Asserts that neither an output nor the browser's console holds an error."""
        self._no_kernel_errors()
        assert not self.console_errors, "in the console:\n" + "\n".join(self.console_errors)

    def language(self, name: str) -> None:
        """Switches the widgets' language."""
        self.execute(f"import kwidgets; kwidgets.set_language({name!r})")

    def theme(self, name: str) -> None:
        """Switches JupyterLab to its "light" or "dark" theme."""
        self.page.evaluate(
            "theme => jupyterapp.commands.execute('apputils:change-theme', { theme })",
            f"JupyterLab {name.capitalize()}",
        )
        light = str(name == "light").lower()
        self.page.wait_for_selector(f'body[data-jp-theme-light="{light}"]', state="attached")
        self.page.evaluate("() => { window.visibleFrames = 0 }")
        self.page.wait_for_function(REDRAWN)

    def reload(self) -> None:
        """Loads the page again, as a learner's F5 does; the kernel goes on."""
        self.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
        self.page.goto(re.sub(r"\?reset$", "", self.page.url))
        self._wait_until_ready()

    def restart_kernel(self) -> None:
        """Restarts the kernel without the question that the menu asks."""
        self.page.evaluate(f"() => {KERNEL}.restart()")
        self.page.evaluate(READY)

    def screenshot(self, name: str, part: Locator | None = None) -> None:
        """Stores a picture of the window, or of a part of the page, if `$KWIDGETS_SCREENSHOTS` is set."""
        if folder := os.environ.get("KWIDGETS_SCREENSHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            (part or self.page).screenshot(path=Path(folder) / f"{name}.png")

    def _wait_until_ready(self) -> None:
        self.page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
        self.page.evaluate(READY)

    def _no_kernel_errors(self) -> None:
        errors = self.kernel_errors()
        assert not errors, "in the notebook:\n" + "\n".join(errors)

    def _command(self, name: str, seconds: float) -> None:
        assert self.page.evaluate(COMMAND, [name, seconds]), f"{name} did not end within {seconds} s"

    def _execute(self, code: str, expression: str | None) -> dict[str, Any]:
        reply = self.page.evaluate(EXECUTE, [code, expression])
        assert reply["status"] == "ok", f"{reply.get('ename')}: {reply.get('evalue')}\nin: {code}"
        return reply

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith(NOISE):
            self.console_errors.append(text)
