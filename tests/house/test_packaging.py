"""What is in the wheel, and that one version is told everywhere."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

import kcore

CHECKOUT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", f"--wheel-dir={folder}"]
    subprocess.run([*command, str(CHECKOUT)], check=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_both_packages_whole_and_nothing_else(wheel):
    """Also what is no Python: scripts, styles, catalogs, fonts with their licences."""
    found = {name for name in wheel.namelist() if ".dist-info/" not in name}
    wanted = {
        f"{package.name}/{path.relative_to(package)}"
        for package in (CHECKOUT / "core" / "kcore", CHECKOUT / "kwidgets")
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert found == wanted


def test_the_wheel_names_the_licence_and_the_six_dependencies(wheel):
    (metadata,) = (wheel.read(name).decode() for name in wheel.namelist() if name.endswith("/METADATA"))
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())
    needed = re.findall(r"^Requires-Dist: ([\w-]+)[^;\n]*$", metadata, re.MULTILINE)
    assert set(needed) == {"anywidget", "h5py", "ipywidgets", "matplotlib", "numpy", "pyyaml"}


def test_one_version():
    cited = yaml.safe_load((CHECKOUT / "CITATION.cff").read_text(encoding="utf-8"))
    assert kcore.__version__ == PROJECT["version"] == cited["version"]


def test_the_engine_imports_nothing_heavy():
    """The first loss comes soon only if h5py, yaml, matplotlib and Jupyter stay out until they are asked for."""
    code = "import sys, kcore; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {
        "h5py",
        "yaml",
        "matplotlib",
        "ipywidgets",
        "IPython",
        "traitlets",
        "anywidget",
        "kwidgets",
        "keras",
        "jax",
    }
    assert not heavy & set(loaded.stdout.split())
