"""A notebook open in JupyterLab or Notebook 7, as a test sees it."""

from __future__ import annotations

import re
from typing import Any

from tests.browser.shown import SECONDS_TO_RUN, Shown

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
# A command's promise is kept when its cells have run. A stored notebook's prompts tell nothing: they are there before.
COMMAND = """([name, seconds]) => Promise.race([
  jupyterapp.commands.execute(name).then(() => true),
  new Promise(resolve => setTimeout(() => resolve(false), 1000 * seconds)),
])"""


class Book(Shown):
    """An open notebook whose cells can be run; see the package's docstring for what it offers."""

    # JupyterLab's own complaint when a kernel is restarted while the debugger is being asked for.
    # Notebook 7.6 trips over the settings of plugins that only JupyterLab has.
    NOISE = ("Could not restore the debugger state", "Cannot read properties of undefined (reading 'schema')")

    def run_all(self, seconds: float = SECONDS_TO_RUN) -> None:
        self._command("notebook:run-all-cells", seconds)
        self._no_kernel_errors()

    def run_cell(self, index: int, seconds: float = SECONDS_TO_RUN) -> None:
        """Runs one code cell and waits until it has run."""
        self.cells.nth(index).locator(".jp-InputArea-prompt").click()
        self._command("notebook:run-cell", seconds)

    def theme(self, name: str) -> None:
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

    def end(self) -> None:
        self.page.close()
        self.server.clear()

    def _wait_until_ready(self) -> None:
        self.page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
        self.page.evaluate(READY)

    def _command(self, name: str, seconds: float) -> None:
        assert self.page.evaluate(COMMAND, [name, seconds]), f"{name} did not end within {seconds} s"

    def _execute(self, code: str, expression: str | None) -> dict[str, Any]:
        reply = self.page.evaluate(EXECUTE, [code, expression])
        assert reply["status"] == "ok", f"{reply.get('ename')}: {reply.get('evalue')}\nin: {code}"
        return reply
