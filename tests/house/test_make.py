"""What a newcomer types."""

from __future__ import annotations

import json
import os
import re
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser import server

CHECKOUT = Path(__file__).resolve().parents[2]


def make(*arguments):
    return subprocess.run(
        ["make", "--no-print-directory", *arguments], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )


@contextmanager
def serving(target, folder):
    """A server started by make; gives its port, its process and the file of what it prints."""
    port = server.free_port()
    home = {name: str(folder / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    # No screen, so that no browser of the developer's is opened.
    environment = {key: value for key, value in os.environ.items() if "DISPLAY" not in key} | home
    log = folder / "log"
    process = server.start(["make", target, f"PORT={port}"], log, environment, CHECKOUT)
    try:
        yield port, process, log
    finally:
        server.stop(process)


def test_help_lists_the_targets():
    listed = re.findall(r"^  make ([\w-]+)  +\S", make().stdout, re.MULTILINE)
    assert {"help", "lab", "lab-ko", "demo", "demo-ko", "test", "lint", "lessons", "bench", "data"} <= set(listed)


@pytest.mark.parametrize(("target", "language"), [("lab", "en"), ("lab-ko", "ko")])
def test_the_first_lesson_is_served(target, language, tmp_path):
    with serving(target, tmp_path) as (port, process, log):
        server.poll(f"http://127.0.0.1:{port}/api", process, log)
        # The printed address is all that a reader has: it must be enough.
        printed = re.findall(rf"http://(?:localhost|127\.0\.0\.1):{port}/\S+", log.read_text())
        address, _, token = printed[-1].partition("?token=")
        assert address.endswith(f"/lab/tree/{language}/01-three-parts.ipynb")
        asked = f"http://127.0.0.1:{port}/api/contents/{language}/01-three-parts.ipynb?token={token}"
        notebook = json.loads(server.request(asked))["content"]
        assert notebook["metadata"]["lesson"]["language"] == language
        assert b"jupyter-config-data" in server.request(f"{address}?token={token}")


@pytest.mark.parametrize("target", ["demo", "demo-ko"])
def test_the_playground_is_served_as_a_page(target, tmp_path):
    """Its language is looked at where it can be read: in a browser."""
    with serving(target, tmp_path) as (port, process, log):
        address = f"http://localhost:{port}/"
        page = server.poll(address, process, log).decode()
        assert address in log.read_text()
        # The cell has run, its code is not shown, and nothing is asked of other servers.
        assert '"text/plain": "Playground: ' in page
        assert "import kwidgets" not in page
        assert not re.findall(r'(?:src|href)="https?://', page)


@pytest.mark.parametrize("target", ["lab", "demo"])
def test_a_taken_port_is_an_error_not_another_port(target, tmp_path):
    with server.socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        log = tmp_path / "log"
        port = taken.getsockname()[1]
        process = server.start(["make", target, f"PORT={port}"], log, dict(os.environ), CHECKOUT)
        try:
            assert process.wait(timeout=120) != 0
        finally:
            server.stop(process)
    assert re.search(rf"port {port} is|{port}.* in use", log.read_text(), re.IGNORECASE)


def test_no_suitable_python_is_said_plainly(tmp_path):
    (tmp_path / "Makefile").write_bytes((CHECKOUT / "Makefile").read_bytes())
    (tmp_path / "binder").mkdir()
    for name in ("pyproject.toml", "binder/overrides.json"):
        (tmp_path / name).touch()
    done = subprocess.run(["make", "lab", "PYTHON="], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stdout
    assert not (tmp_path / ".venv").exists()


def test_ci_runs_make_test():
    script = CHECKOUT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert re.search(r"^exec make test$", script.read_text(), re.MULTILINE)
