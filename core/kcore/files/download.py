"""Files from the network, only when they are asked for: checked, kept, and resumed where they stopped."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any, Final

_STEP: Final = 1 << 16
_PAUSE: Final = 0.5  # seconds between two lines of progress
_HASHES: Final = {32: "md5", 64: "sha256", 128: "sha512"}


def download(url: str, target: Path, checksum: str | None = None, verbose: bool = True, timeout: float = 30.0) -> Path:
    """Fetch one file. What an interrupted run has left (``target`` with ``.part``) is gone on with.

    Args:
        url: http, https or file address.
        target: where the file is to lie; its folder is made.
        checksum: md5, sha256 or sha512 in hexadecimal; None takes the file as it comes.
        verbose: whether a line on the standard error shows how far it is.
        timeout: seconds without an answer after which it is given up.

    Returns:
        ``target``.

    Raises:
        ConnectionError: if the address cannot be reached; ValueError: if the file is not the one expected.
    """
    import urllib.error
    import urllib.request

    if url.partition(":")[0] not in ("http", "https", "file"):
        raise ValueError(f"download: an http, https or file address is asked for; got {url!r}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    have = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})  # noqa: S310 - see above
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310 - see above
            more = getattr(answer, "status", None) == 206
            _receive(answer, part, have if more else 0, target.name, verbose)
    except urllib.error.HTTPError as error:
        if error.code != 416:  # nothing is left to send
            raise ConnectionError(f"{url} answers {error.code} {error.reason}. {_by_hand(target)}") from None
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise ConnectionError(
            f"{url} cannot be reached ({reason}). What has arrived is kept: try again when there is a network. "
            f"{_by_hand(target)}"
        ) from None
    if checksum is not None and checksum_of(part, checksum) != checksum.lower():
        size = part.stat().st_size
        part.unlink()
        raise ValueError(
            f"{url} sent {size} bytes that are not the file expected: its checksum differs. They were thrown away. "
            "Something on the way may answer in place of the server; try another network."
        )
    part.replace(target)
    return target


def checksum_of(path: Path, like: str) -> str:
    """The checksum of a file, of the kind of another one."""
    import hashlib

    if len(like) not in _HASHES:
        raise ValueError(f"A checksum is an md5, sha256 or sha512 in hexadecimal; got {like!r}.")
    found = hashlib.new(_HASHES[len(like)], usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(_STEP):
            found.update(block)
    return found.hexdigest()


def _by_hand(target: Path) -> str:
    return f"Or bring the file from a machine that has one, as {target}."


def _receive(answer: Any, part: Path, have: int, name: str, verbose: bool) -> None:
    length = answer.headers.get("Content-Length")
    total = have + int(length) if length else None
    shown = time.monotonic()
    with part.open("ab" if have else "wb") as file:
        while block := answer.read(_STEP):
            file.write(block)
            have += len(block)
            if verbose and time.monotonic() - shown > _PAUSE:
                shown = time.monotonic()
                sys.stderr.write(f"\r{name}: {have / 1e6:.1f} of {total / 1e6 if total else float('nan'):.1f} MB")
                sys.stderr.flush()
    if total is not None and have < total:
        raise OSError(f"it stopped after {have} of {total} bytes")
    if verbose:
        sys.stderr.write(f"\r{name}: {have / 1e6:.1f} MB\n")
