"""A notebook that Voila has run and shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jupyter_client import BlockingKernelClient
from playwright.sync_api import Page, Route, WebSocket

from tests.browser.server import Server
from tests.browser.shown import SECONDS_TO_RUN, Shown

SECONDS_TO_ANSWER = 60
# Voila's page asks for FontAwesome's icons; where there is no network it goes without.
ICONS = re.compile(r"^https://cdn\.jsdelivr\.net/npm/@fortawesome/")


class Dashboard(Shown):
    """An open dashboard. The page may not run code, so the test is a second client of its kernel."""

    def __init__(self, page: Page, server: Server, name: str) -> None:
        self._kernel: BlockingKernelClient | None = None
        page.route(ICONS, _nothing)
        super().__init__(page, server, name)

    def run_all(self, seconds: float = SECONDS_TO_RUN) -> None:
        self._no_kernel_errors()

    def theme(self, name: str) -> None:
        """Opens the dashboard again in another theme, with a kernel of its own, as Voila does it."""
        self.page.goto(re.sub(r"(\?.*)?$", f"?theme={name}", self.page.url, count=1))
        self._wait_until_ready()

    def end(self) -> None:
        self.page.close()
        if self._kernel:
            self._kernel.shutdown()
            self._kernel.stop_channels()

    def _connected(self, socket: WebSocket) -> None:
        super()._connected(socket)
        found = re.search(r"/api/kernels/([\w-]+)/channels", socket.url)
        if found:
            (file,) = self.server.kernels.rglob(f"kernel-{found[1]}.json")
            self._join(file)

    def _join(self, file: Path) -> None:
        if self._kernel:
            self._kernel.stop_channels()
        self._kernel = BlockingKernelClient(connection_file=str(file))
        self._kernel.load_connection_file()
        self._kernel.start_channels(iopub=False, stdin=False, hb=False)

    def _wait_until_ready(self) -> None:
        self.page.wait_for_function("() => window.jupyterapp?.widgetManager?.kernel?.connectionStatus === 'connected'")

    def _execute(self, code: str, expression: str | None) -> dict[str, Any]:
        assert self._kernel
        wanted = {} if expression is None else {"value": expression}
        # Silent: the page has asked for nothing, so it hears nothing.
        reply = self._kernel.execute(
            code, silent=True, user_expressions=wanted, stop_on_error=False, reply=True, timeout=SECONDS_TO_ANSWER
        )["content"]
        assert reply["status"] == "ok", f"{reply.get('ename')}: {reply.get('evalue')}\nin: {code}"
        return reply


def _nothing(route: Route) -> None:
    route.fulfill(status=200, content_type="text/css", body="")
