"""Arrays and lists from files of strangers: .npz with lists inside, and pickles of arrays. No code of theirs runs."""

from __future__ import annotations

import io
import pickle
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np

from kcore.files.errors import ModelFileError

# Only what arrays, lists and numbers are made of; NumPy 1 and 2 keep it in different places.
_MODULES: Final = ("numpy.core.multiarray", "numpy._core.multiarray", "numpy.core.numeric", "numpy._core.numeric")
_ALLOWED: Final = {
    *((module, name) for module in _MODULES for name in ("_reconstruct", "_frombuffer", "scalar")),
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("_codecs", "encode"),
}


class _OnlyArrays(pickle.Unpickler):
    """Builds arrays, lists, dicts, texts and numbers; anything else that a pickle asks for is refused."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}, which is no array")
        return super().find_class(module, name)


def unpickled(data: bytes | BinaryIO, path: Path, encoding: str = "ASCII") -> Any:
    """What a pickle of arrays, lists, dicts, texts and numbers holds.

    Raises:
        ModelFileError: if it is damaged or holds anything else.
    """
    file = io.BytesIO(data) if isinstance(data, bytes) else data
    try:
        return _OnlyArrays(file, encoding=encoding).load()
    except Exception as error:
        raise ModelFileError(path, "", f"is no pickle of arrays: {error}.") from None


def read_npz(path: Path) -> dict[str, Any]:
    """The arrays of an .npz file; arrays of lists, too.

    Raises:
        ModelFileError: if it is damaged or holds anything else.
    """
    import zipfile

    found: dict[str, Any] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                with archive.open(name) as member:
                    found[name.removesuffix(".npy")] = _read_npy(member, path)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        if isinstance(error, ModelFileError):
            raise
        raise ModelFileError(path, "", f"is no whole .npz file: {error}.") from None
    return found


def _read_npy(member: Any, path: Path) -> Any:
    data = io.BytesIO(member.read())
    version = np.lib.format.read_magic(data)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, _, kind = read(data)
    if not kind.hasobject:
        data.seek(0)
        return np.load(data, allow_pickle=False)
    array = unpickled(data, path)
    if not isinstance(array, np.ndarray) or array.shape != shape:
        raise ModelFileError(path, "", "says one shape and holds another.")
    return array
