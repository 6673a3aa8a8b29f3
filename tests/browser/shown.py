"""A notebook open in a page, whatever front end shows it."""

from __future__ import annotations

import ast
import os
from pathlib import Path
from typing import Any, ClassVar

import nbformat
from playwright.sync_api import Locator, Page, WebSocket

from tests.browser.messages import complaint
from tests.browser.server import Server

SECONDS_TO_RUN = 180
# A page speaks of its widgets before the kernel has imported ipywidgets, and after a restart.
DEAF = ("No such comm",)
STDERR = '.jp-Notebook [data-mime-type="application/vnd.jupyter.stderr"]'


class Shown:
    """An open notebook; see the package's docstring for what it offers."""

    NOISE: ClassVar[tuple[str, ...]] = ()
    """Beginnings of what the front end itself writes into the console as errors."""

    def __init__(self, page: Page, server: Server, name: str) -> None:
        self.page = page
        self.server = server
        self.console_errors: list[str] = []
        self.complaints: list[str] = []
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("pageerror", lambda error: self._heard("error", str(error)))
        page.on("websocket", self._connected)
        page.goto(server.page(name))
        self._wait_until_ready()

    @property
    def cells(self) -> Locator:
        """The code cells."""
        return self.page.locator(".jp-Notebook .jp-CodeCell")

    def cell_outputs(self, index: int) -> Locator:
        """The output area of a code cell."""
        return self.cells.nth(index).locator(".jp-Cell-outputArea")

    def run_all(self, seconds: float = SECONDS_TO_RUN) -> None:
        """Runs all cells, unless they have run already, and waits until each has; one that raises fails the test."""
        raise NotImplementedError

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
        """All error outputs, whatever else stands on stderr, and what callbacks raised, as text."""
        return self.page.locator(STDERR).all_inner_texts() + self.complaints

    def clean(self) -> None:
        """Asserts that neither the kernel nor the browser's console has told of an error."""
        self._no_kernel_errors()
        assert not self.console_errors, "in the console:\n" + "\n".join(self.console_errors)

    def language(self, name: str) -> None:
        """Switches the widgets' language."""
        self.execute(f"import kwidgets; kwidgets.set_language({name!r})")

    def theme(self, name: str) -> None:
        """Switches the front end to its "light" or "dark" theme."""
        raise NotImplementedError

    def end(self) -> None:
        """Ends the kernel, as closing the page and the notebook would."""
        raise NotImplementedError

    def screenshot(self, name: str, part: Locator | None = None) -> None:
        """Stores a picture of the window, or of a part of the page, if `$KWIDGETS_SCREENSHOTS` is set."""
        if folder := os.environ.get("KWIDGETS_SCREENSHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            (part or self.page).screenshot(path=Path(folder) / f"{name}.png")

    def _wait_until_ready(self) -> None:
        raise NotImplementedError

    def _execute(self, code: str, expression: str | None) -> dict[str, Any]:
        """The kernel's reply, after code has run and an expression was worked out."""
        raise NotImplementedError

    def _no_kernel_errors(self) -> None:
        errors = self.kernel_errors()
        assert not errors, "in the notebook:\n" + "\n".join(errors)

    def _connected(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._told)

    def _told(self, frame: str | bytes) -> None:
        if (told := complaint(frame)) and not told.startswith(DEAF):
            self.complaints.append(told)

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith(self.NOISE):
            self.console_errors.append(text)


def write(path: Path, cells: list[str]) -> None:
    """Writes a notebook of code cells, with a kernel's name, without which JupyterLab would ask for one."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = [nbformat.v4.new_code_cell(text.strip()) for text in cells]
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel}), path)
