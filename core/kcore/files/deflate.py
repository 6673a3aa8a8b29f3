"""Packed numbers in HDF5: how much memory will unpacking take? Found out before the library unpacks anything."""

from __future__ import annotations

import zlib
from typing import Any, Final

_SMALL: Final = 1 << 20  # chunks up to this size are harmless, however few numbers they hold
_STEP: Final = 1 << 16
_GZIP: Final = 1


def check_chunks(dataset: Any, size: int, file_size: int) -> str:
    """A fault of a dataset that lies in chunks, or an empty text.

    Args:
        dataset: low-level identifier of h5py.
        size: bytes of its numbers.
        file_size: bytes of the whole file.
    """
    plan = dataset.get_create_plist()
    chunk = dataset.dtype.itemsize
    for length in plan.get_chunk():
        chunk *= int(length)
    if chunk > max(_SMALL, 2 * size):
        return f"its numbers have {size} bytes, but lie in pieces of {chunk}."
    count = dataset.get_num_chunks()
    if count > max(1, size):
        return f"its {size} bytes of numbers lie in {count} pieces."
    filters = [plan.get_filter(i)[0] for i in range(plan.get_nfilters())]
    for i in range(count if _GZIP in filters else 0):
        info = dataset.get_chunk_info(i)
        if info.size > file_size:
            return f"piece {i} claims {info.size} bytes; the file has {file_size}."
        skipped = info.filter_mask >> filters.index(_GZIP) & 1
        if not skipped and not unpacks_to(dataset.read_direct_chunk(info.chunk_offset)[1], chunk + 4):
            return f"piece {i} does not unpack to the {chunk} bytes that were promised."
    return ""


def unpacks_to(packed: bytes, most: int) -> bool:
    """Whether packed bytes are whole and unpack to at most ``most`` bytes; takes no more memory than a step."""
    unpacker, total = zlib.decompressobj(), 0
    while not unpacker.eof:
        try:
            part = unpacker.decompress(packed, _STEP)
        except zlib.error:
            return False
        packed = unpacker.unconsumed_tail
        total += len(part)
        if total > most or not (part or packed):
            return False
    return True
