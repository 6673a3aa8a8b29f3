"""A file from the network, which is kept."""

from __future__ import annotations

import os
from pathlib import Path

from kcore.files.download import checksum_of, download


def get_file(
    fname: str | None = None,
    origin: str | None = None,
    untar: bool = False,
    md5_hash: str | None = None,
    file_hash: str | None = None,
    cache_subdir: str = "datasets",
    hash_algorithm: str = "auto",  # noqa: ARG001 - Keras's own argument
    extract: bool = False,
    archive_format: str = "auto",  # noqa: ARG001 - Keras's own argument
    cache_dir: str | None = None,
    force_download: bool = False,
) -> str:
    """The path of a file that was fetched now or earlier.

    Args:
        fname: its name; the last part of ``origin`` if None.
        origin: http, https or file address.
        untar: like ``extract``.
        md5_hash: like ``file_hash``.
        file_hash: checksum in hexadecimal: md5, sha256 or sha512; a kept file that differs is fetched anew.
        cache_subdir: folder inside ``cache_dir``.
        hash_algorithm: accepted for compatibility: the length of the checksum tells its kind.
        extract: whether to unpack an archive (tar, zip) beside it.
        archive_format: accepted for compatibility: what the file is tells.
        cache_dir: `$KERAS_HOME`, or `.keras` in the home folder, if None.
        force_download: whether to fetch even what is there.

    Returns:
        Path of the file; of the folder with what was in it if ``extract``.

    Raises:
        ValueError: if origin is missing or the file is not the one expected; ConnectionError: without network.
    """
    if origin is None:
        raise ValueError('get_file needs origin, the address: get_file("poems.txt", "https://...").')
    home = cache_dir or os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    target = Path(home).expanduser() / cache_subdir / (fname or origin.rpartition("/")[2])
    checksum = file_hash or md5_hash
    fresh = target.is_file() and not force_download and (not checksum or checksum_of(target, checksum) == checksum)
    if not fresh:
        download(origin, target, checksum)
    if not (extract or untar):
        return str(target)
    folder = target.with_name(f"{target.name}_extracted")
    if not fresh or not folder.is_dir():
        _unpack(target, folder)
    return str(folder)


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack beside the archive; nothing can come to lie outside of ``folder``."""
    import shutil
    import tarfile

    shutil.rmtree(folder, ignore_errors=True)
    if tarfile.is_tarfile(archive):
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")
    else:
        shutil.unpack_archive(archive, folder, "zip")
