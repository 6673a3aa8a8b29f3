"""The front ends' servers: each with a free port, a process group and fresh configuration of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import ClassVar

SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"},
    # Cells out of sight keep their outputs in the page, where tests can find them.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
# A development environment has extensions that a learner has not; of some, front ends complain.
FOREIGN = "jupyterlab-jupytext"
SECONDS_TO_START = 90


class Server:
    """A running server. `root` is the folder it serves; `url` ends without a slash."""

    PACKAGE: ClassVar[str]
    OPTIONS: ClassVar[tuple[str, ...]] = ("--ServerApp.port_retries=0", "--ServerApp.root_dir={root}", "--allow-root")
    ALIVE: ClassVar[str] = "/api/status"
    """Where it answers as soon as it runs."""
    PAGE: ClassVar[str]
    """Where it opens a notebook."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.kernels = folder / "kernels"
        self.log = folder / "server.log"
        self.url = f"http://127.0.0.1:{free_port()}"
        config = folder / "config" / "labconfig"
        self._settings = folder / "config" / "lab" / "user-settings"
        for path in (self.root, self.kernels, config):
            path.mkdir(parents=True)
        (config / "default_setting_overrides.json").write_text(json.dumps(SETTINGS))
        (config / "page_config.json").write_text(json.dumps({"disabledExtensions": {FOREIGN: True}}))
        port = f"--port={self.url.rpartition(':')[2]}"
        options = [option.format(root=self.root, kernels=self.kernels) for option in self.OPTIONS]
        command = [sys.executable, "-m", self.PACKAGE, "--no-browser", port, *options]
        environment = os.environ | {
            "JUPYTER_CONFIG_DIR": str(config.parent),
            "JUPYTER_DATA_DIR": str(folder / "data"),
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
            "IPYTHONDIR": str(folder / "ipython"),
            "KWIDGETS_STATE": str(folder / "state"),
            # A front end may ask for the debugger, which would warn of Python's own frozen modules.
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }
        self.process = start(command, self.log, environment)
        try:
            poll(f"{self.url}{self.ALIVE}", self.process, self.log)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Ends the server and its kernels."""
        stop(self.process)

    def page(self, name: str) -> str:
        """The address of a notebook."""
        return f"{self.url}{self.PAGE.format(name=name)}"

    def clear(self) -> None:
        """Ends all kernels, as closing every notebook would, and forgets what was set in pages, such as the theme."""
        shutil.rmtree(self._settings, ignore_errors=True)
        for session in json.loads(request(f"{self.url}/api/sessions")):
            request(f"{self.url}/api/sessions/{session['id']}", "DELETE")


class Lab(Server):
    """A JupyterLab."""

    PACKAGE = "jupyterlab"
    OPTIONS = (
        *Server.OPTIONS,
        *("--ip=127.0.0.1", "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"),
        "--LabApp.expose_app_in_browser=True",
    )
    PAGE = "/doc/tree/{name}?reset"


class Notebook(Server):
    """A Notebook 7."""

    PACKAGE = "notebook"
    OPTIONS = (*Lab.OPTIONS[:-1], "--JupyterNotebookApp.expose_app_in_browser=True")
    PAGE = "/notebooks/{name}"


class Voila(Server):
    """A Voila: it runs a notebook for whoever opens it, and shows what the cells show."""

    PACKAGE = "voila"
    OPTIONS = (
        *("--Voila.port_retries=0", "--Voila.ip=127.0.0.1", "--Voila.root_dir={root}"),
        "--Voila.connection_dir_root={kernels}",
        f"--VoilaConfiguration.extension_denylist=['{FOREIGN}', '@jupyter-notebook/lab-extension']",
    )
    ALIVE = "/"
    PAGE = "/voila/render/{name}"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(command: list[str], log: Path, environment: dict[str, str], cwd: Path | None = None) -> subprocess.Popen:
    """Starts `command` in a process group of its own, with all that it prints in `log`."""
    with log.open("wb") as file:
        return subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, env=environment, cwd=cwd, start_new_session=True
        )


def stop(process: subprocess.Popen) -> None:
    """Ends the process group that `start` made, gently at first."""
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, signal_number)
        except ProcessLookupError:
            break
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            continue
    process.wait(timeout=15)


def request(url: str, method: str = "GET") -> bytes:
    """The body of the answer; raises OSError for anything but a success."""
    with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=20) as answer:
        return answer.read()


def poll(url: str, process: subprocess.Popen, log: Path, seconds: float = SECONDS_TO_START) -> bytes:
    """Asks for `url` until it answers; fails with the log if the process ends or the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            return request(url)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"no answer from {url}; the log says:\n{log.read_text(errors='replace')[-4000:]}")
