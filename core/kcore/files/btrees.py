"""The tree and the names of an old-style HDF5 group: looked at before the library walks them.

A damaged one that leads to itself would send the library round in a circle for ever. Here each node must lead to
nodes one level below it, and those of the lowest level to lists of links; the gaps between names must come to an end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

Read = Callable[[int, int], bytes]  # (offset, size) -> bytes
_SYMBOLS: Final = 0x11  # message of a header: where the tree of links lies
_CONTINUED: Final = 0x10  # message of a header: where it goes on
_NODE: Final = 24  # bytes of a node before its entries
_MOST: Final = 200_000  # nodes and links of one group


def usual_sizes(start: bytes) -> bool:
    """Whether a superblock says what all of Keras's do: offsets and lengths of 8 bytes, nothing before the file."""
    at, base = (13, 24) if start[8] < 2 else (9, 12)
    return start[at : at + 2] == b"\x08\x08" and not any(start[base : base + 8])


def root_address(start: bytes) -> int:
    """Where the header of the root group lies, as the superblock says."""
    at = {0: 64, 1: 68}.get(start[8], 36)
    return int.from_bytes(start[at : at + 8], "little")


def check_group(read: Read, address: int) -> None:
    """Follow the tree of a group.

    Args:
        read: gives bytes of the file.
        address: where the group's header lies.

    Raises:
        ValueError: if the tree does not hold together.
    """
    found = _tree_of(read, address)
    if found is None:  # a new-style group, whose trees know their depth
        return
    _check_names(read, found[1])
    waiting: list[tuple[int, int | None]] = [(found[0], None)]
    count = 0
    while waiting:
        at, level = waiting.pop()
        node = read(at, _NODE)
        count += 1 + int.from_bytes(node[6:8], "little")
        if node[:5] != b"TREE\0" or count > _MOST or (level is not None and node[5] != level):
            raise ValueError("the tree of a group's links does not hold together")
        entries = read(at + _NODE, 16 * int.from_bytes(node[6:8], "little"))
        for i in range(8, len(entries), 16):
            child = int.from_bytes(entries[i : i + 8], "little")
            if node[5]:
                waiting.append((child, node[5] - 1))
            elif read(child, 4) != b"SNOD":
                raise ValueError("the tree of a group's links does not hold together")


def _check_names(read: Read, address: int) -> None:
    """The gaps in a heap of names are a chain that ends with 1."""
    head = read(address, 32)
    size, gap, data = (int.from_bytes(head[i : i + 8], "little") for i in (8, 16, 24))
    steps = 0
    while gap != 1:
        steps += 1
        if head[:4] != b"HEAP" or gap + 16 > size or steps > min(size // 16, _MOST):
            raise ValueError("the names of a group's links do not hold together")
        gap = int.from_bytes(read(data + gap, 8), "little")


def _tree_of(read: Read, address: int) -> tuple[int, int] | None:
    """Where the tree of a group begins, and its heap of names; None if it has none."""
    head = read(address, 16)
    if head[:1] != b"\1":
        return None
    blocks = [(address + 16, int.from_bytes(head[8:12], "little"))]
    for at, size in blocks:
        messages = read(at, min(size, 1 << 16))
        i = 0
        while i + 8 <= len(messages):
            kind = int.from_bytes(messages[i : i + 2], "little")
            length = int.from_bytes(messages[i + 2 : i + 4], "little")
            if kind == _SYMBOLS:
                tree, names = messages[i + 8 : i + 16], messages[i + 16 : i + 24]
                return int.from_bytes(tree, "little"), int.from_bytes(names, "little")
            if kind == _CONTINUED and len(blocks) < 16:
                place = messages[i + 8 : i + 24]
                blocks.append((int.from_bytes(place[:8], "little"), int.from_bytes(place[8:], "little")))
            i += 8 + length
    return None
