"""A JupyterLab of its own: free port, own process group, fresh configuration."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"},
    # Cells out of sight keep their outputs in the page, where tests can find them.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
SECONDS_TO_START = 90


class Lab:
    """A running server. `root` is the folder it serves; `url` ends without a slash."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.log = folder / "server.log"
        self.url = f"http://127.0.0.1:{free_port()}"
        config = folder / "config" / "labconfig"
        for path in (self.root, config):
            path.mkdir(parents=True)
        (config / "default_setting_overrides.json").write_text(json.dumps(SETTINGS))
        command = [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"),
            f"--port={self.url.rpartition(':')[2]}",
            "--ServerApp.port_retries=0",
            "--IdentityProvider.token=",
            "--ServerApp.disable_check_xsrf=True",
            f"--ServerApp.root_dir={self.root}",
            "--LabApp.expose_app_in_browser=True",
        ]
        environment = os.environ | {
            "JUPYTER_CONFIG_DIR": str(config.parent),
            "JUPYTER_DATA_DIR": str(folder / "data"),
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
            "IPYTHONDIR": str(folder / "ipython"),
            "KWIDGETS_STATE": str(folder / "state"),
        }
        self.process = start(command, self.log, environment)
        try:
            poll(f"{self.url}/api/status", self.process, self.log)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Ends the server and its kernels."""
        stop(self.process)

    def end_kernels(self) -> None:
        """Ends all kernels, as closing every notebook would."""
        for session in json.loads(request(f"{self.url}/api/sessions")):
            request(f"{self.url}/api/sessions/{session['id']}", "DELETE")


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
