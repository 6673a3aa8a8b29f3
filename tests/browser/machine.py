"""What the browser tests need of the machine: a Chromium and a font with Hangul.

As a command (`make test` calls it): installs what is missing with Debian's packages when run as root, and
otherwise says what to install. Only the standard library is used.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HOW_TO_GET = (
    "`make test` installs Debian's packages when it is run as root. Otherwise install a Chromium or Chrome "
    "and a font with Hangul (Noto Sans KR, Nanum), and set CHROMIUM to the program if it is not on PATH; "
    "`playwright install chromium` will do, too."
)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
HANGUL_FONTS = ("nanum", "notosanscjk", "notosanskr", "unbatang", "undotum", "malgun", "applesdgothic")
FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
)


def chromium() -> str | None:
    """Path of a Chromium that starts: `$CHROMIUM`, one on PATH, or one that playwright has downloaded."""
    names = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else list(PROGRAMS)
    candidates = [shutil.which(name) for name in names] + [_playwrights_own()]
    return next((path for path in candidates if path and _starts(path)), None)


def hangul_font() -> str | None:
    """A font file with Hangul, without which the browser draws empty boxes."""
    if shutil.which("fc-list"):
        listed = subprocess.run(["fc-list", ":lang=ko", "file"], capture_output=True, text=True, check=False)
        return next((line.strip(": ") for line in listed.stdout.splitlines()), None)
    files = (file for folder in FONT_FOLDERS for file in Path(folder).expanduser().rglob("*.[to]t[fc]"))
    return next((str(file) for file in files if file.name.lower().replace("-", "").startswith(HANGUL_FONTS)), None)


def missing() -> list[str]:
    """Debian's names of what is not there."""
    return [package for package, found in (("chromium", chromium()), ("fonts-nanum", hangul_font())) if not found]


def main() -> None:
    """Installs what is missing; exits with a message if that cannot be done."""
    packages = missing()
    if packages and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("installing", *packages, flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
        subprocess.run(
            ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages],
            check=False,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        packages = missing()
    if packages:
        sys.exit(f"The browser tests need {' and '.join(packages)} (Debian's names). {HOW_TO_GET}")
    print("browser:", chromium(), "· Hangul font:", hangul_font())


def _playwrights_own() -> str | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _starts(path: str) -> bool:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except OSError:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    main()
