"""Where data files lie on this machine."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "KCORE_DATA"


def folders() -> list[Path]:
    """Folders that may hold data files, the most particular first.

    `$KCORE_DATA`, then `lessons/data` beside or above the working directory, then the checkout that
    this package lies in.
    """
    found = [Path(os.environ[VARIABLE]).expanduser()] if os.environ.get(VARIABLE) else []
    here = Path.cwd()
    checkout = Path(__file__).resolve().parents[3]
    found += [folder / "lessons" / "data" for folder in (here, *here.parents, checkout)]
    return list(dict.fromkeys(found))


def find(name: str) -> Path:
    """The path of the data file called `name`.

    Raises:
        FileNotFoundError: No folder has it; the message says where it was looked for and what to do.
    """
    tried = folders()
    for folder in tried:
        path = folder / name
        if path.is_file():
            return path
    places = "\n".join(f"  {folder}" for folder in tried)
    raise FileNotFoundError(
        f"The data file {name!r} was not found. Looked in:\n{places}\n"
        f"It comes with the lessons, in lessons/data. Start Python inside the folder that holds `lessons`, "
        f"or set the environment variable {VARIABLE} to the folder with the file."
    )
