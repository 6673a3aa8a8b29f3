"""A rehearsal of what Binder does with this checkout."""

from __future__ import annotations

import os
import re
import subprocess
import time
import tomllib
import venv
from pathlib import Path

import nbformat
import pytest

from tests.browser import server

CHECKOUT = Path(__file__).resolve().parents[2]
PINS = (CHECKOUT / "binder" / "requirements.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_requirement_is_pinned():
    lines = [line for line in PINS.splitlines() if not line.startswith("#")]
    assert len(lines) > len(PROJECT["dependencies"])
    assert not [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)]


def test_what_the_project_asks_for_is_among_the_pins():
    extras = PROJECT["optional-dependencies"]
    wanted = [*PROJECT["dependencies"], *extras["lab"], *extras["demo"], "hatchling"]
    names = {re.split(r"[=<>]", line)[0].replace("_", "-") for line in PINS.splitlines()}
    assert {re.split(r"[=<>]", requirement)[0] for requirement in wanted} <= names


@pytest.mark.slow
def test_lesson_1_and_the_demo_run_with_exactly_the_pins(tmp_path, figure):
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    variables = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "PYTHON"))},
        **{name: str(tmp_path / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")},
        "PATH": f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}",
    }

    def run(*command):
        done = subprocess.run(command, env=variables, cwd=CHECKOUT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    started = time.monotonic()
    # Nothing but the pins: a package that is missing among them is missing in Binder, too.
    run("python", "-m", "pip", "install", "--no-deps", "--requirement", "binder/requirements.txt")
    run("binder/postBuild")
    seconds = time.monotonic() - started
    run("python", "-m", "pip", "check")
    size = sum(path.stat().st_size for path in environment.rglob("*") if path.is_file()) / 1e6
    figure(f"Binder: {seconds:.0f} s to install, {size:.0f} MB")

    for language in ("ko", "en"):
        name = f"lessons/{language}/01-three-parts.ipynb"
        target = tmp_path / language
        run("python", "-m", "nbconvert", "--to=notebook", "--execute", f"--output-dir={target}", name)
        executed = nbformat.read(target / "01-three-parts.ipynb", as_version=4)
        assert all(cell.execution_count for cell in executed.cells if cell.cell_type == "code")

    # Binder's server is JupyterLab's, and Voila an extension of it.
    port, log = server.free_port(), tmp_path / "log"
    options = [f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--allow-root"]
    command = [environment / "bin" / "python", "-m", "jupyterlab", "--no-browser", *options]
    process = server.start(command, log, variables, CHECKOUT)
    try:
        page = server.poll(f"http://localhost:{port}/voila/render/demo/playground.ipynb", process, log)
    finally:
        server.stop(process)
    assert b'"text/plain": "Playground: ' in page
