"""Writes binder/requirements.txt: `make binder-pins`. Nothing is installed; pip only resolves."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HEADER = (
    "# Everything that Binder installs, pinned. Written by `make binder-pins`; not edited by hand.\n"
    "# The build back end is among them, so that postBuild can install the checkout as it is.\n"
)


def main() -> None:
    """Resolves the extras `lab` and `demo` on Binder's Python, and pins what comes out."""
    wanted = (HERE / "runtime.txt").read_text(encoding="utf-8").strip()
    if (found := f"python-{sys.version_info.major}.{sys.version_info.minor}") != wanted:
        sys.exit(f"pins must be made with {wanted}, as in runtime.txt; .venv has {found}")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
    # Resolved for the very first Python of that number: what it may use, all later ones may.
    command += ["--python-version", f"{wanted.partition('-')[2]}.0", "--only-binary=:all:", f"--target={HERE}"]
    command += ["--report=-", f"{HERE.parent}[lab,demo]", "hatchling"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    found_packages = [package["metadata"] for package in report["install"]]
    pins = [f"{data['name'].lower()}=={data['version']}" for data in found_packages]
    pins = sorted(pin for pin in pins if not pin.startswith("keras-widgets=="))
    (HERE / "requirements.txt").write_text(HEADER + "\n".join(pins) + "\n", encoding="utf-8")
    print(f"{len(pins)} packages pinned")


if __name__ == "__main__":
    main()
