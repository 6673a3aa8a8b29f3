"""Zip archives: each case makes one from members, or damages one that is good."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from pathlib import Path

from tests.core.files.cases import Case

MEMBERS = {"metadata.json": b'{"keras_version": "3.15.1"}', "config.json": b'{"a": 1}' * 50, "weights": b"\0\1" * 5000}


def packed(members, method=zipfile.ZIP_STORED, **more) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", method, **more) as archive:
        for name, data in members if isinstance(members, list) else members.items():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of names that come twice
                archive.writestr(name, data)
    return memory.getvalue()


def written(data: bytes):
    return lambda path: path.write_bytes(data)


def patched(at, data: bytes, **how):
    """A good archive with other bytes at an offset, or where ``at`` finds it."""

    def make(path: Path) -> None:
        whole = bytearray(packed(MEMBERS, **how))
        where = at(whole) if callable(at) else at
        whole[where : where + len(data)] = data
        path.write_bytes(whole)

    return make


def central(name: str):
    """The offset of a member's entry in the table of contents."""
    return lambda whole: whole.rfind(name.encode()) - 46


def entry(name: str, offset: int):
    return lambda whole: central(name)(whole) + offset


def end(offset: int):
    return lambda whole: whole.rfind(b"PK\x05\x06") + offset


def without(name: str):
    return {key: data for key, data in MEMBERS.items() if key != name}


def as_link(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr = 0o120777 << 16
    return made


def overlapping(path: Path) -> None:
    """Both entries of the table lead to the same bytes."""
    whole = bytearray(packed(MEMBERS))
    first = whole[entry("metadata.json", 42)(whole) :][:4]
    at = entry("config.json", 42)(whole)
    whole[at : at + 4] = first
    path.write_bytes(whole)


def many(path: Path) -> None:
    path.write_bytes(packed({**MEMBERS, **{f"assets/{i:08}": b"" for i in range(70_000)}}))


DEFLATE = zipfile.ZIP_DEFLATED
CASES = [
    Case("as it should be", written(packed(MEMBERS))),
    Case("packed", written(packed(MEMBERS, DEFLATE))),
    Case("a remark at the end", lambda path: path.write_bytes(packed(MEMBERS)[:-2] + b"\x05\0hello")),
    Case("something before it", lambda path: path.write_bytes(b"#!/bin/sh\n" + packed(MEMBERS))),
    Case("more members", written(packed({**MEMBERS, "assets/a.txt": b"a", "../../etc/passwd": b"b", "/abs": b"c"}))),
    Case("another member twice", written(packed([*MEMBERS.items(), ("x", b"1"), ("x", b"2")]))),
    Case("an optional one less", written(packed(without("metadata.json")))),
    Case("a member empty", written(packed({**MEMBERS, "weights": b""}))),
    Case("members marked as links", written(packed([(as_link(name), data) for name, data in MEMBERS.items()]))),
    Case("empty file", written(b""), "end is missing"),
    Case("a text", written(b"hello"), "end is missing"),
    Case("an archive of nothing", written(packed({})), "is missing in the archive"),
    Case("only the beginning", written(b"PK\x03\x04" + bytes(100)), "end is missing"),
    Case("only the end", written(b"PK\x05\x06" + bytes(18)), "is missing in the archive"),
    Case("cut in half", lambda path: path.write_bytes(packed(MEMBERS)[:5000]), "end is missing"),
    Case("first half missing", lambda path: path.write_bytes(packed(MEMBERS)[-600:]), "damaged"),
    Case("a folder", Path.mkdir, "is a folder"),
    Case("missing", lambda path: None, "there is no such file"),
    Case("a device", lambda path: path.symlink_to("/dev/zero"), "is a pipe, a device"),
    Case("tar", written(b"config.json" + bytes(89) + b"0000644\0" + bytes(1000)), "end is missing"),
    Case("config missing", written(packed(without("config.json"))), "config.json: is missing in the archive"),
    Case("weights missing", written(packed(without("weights"))), "weights: is missing in the archive"),
    Case("config in a folder", written(packed({**without("config.json"), "a/config.json": b"{}"})), "is missing in"),
    Case("config in capitals", written(packed({**without("config.json"), "CONFIG.JSON": b"{}"})), "is missing in the"),
    Case("config twice", written(packed([*MEMBERS.items(), ("config.json", b"{}")])), "is 2 times in the archive"),
    Case("weights three times", written(packed([*MEMBERS.items(), ("weights", b""), ("weights", b"")])), "is 3 times"),
    Case("a bomb", written(packed({**MEMBERS, "weights": bytes(64 << 20)}, DEFLATE)), "at most"),
    Case("a bomb in the config", written(packed({**MEMBERS, "config.json": bytes(2 << 20)}, DEFLATE)), "at most"),
    Case("larger than it may be", written(packed({**MEMBERS, "config.json": b"a" * 5000})), "at most 4096 are read"),
    Case("claims to be smaller", patched(entry("weights", 24), struct.pack("<I", 100), method=DEFLATE), "damaged"),
    Case("claims to be larger", patched(entry("weights", 24), struct.pack("<I", 11000), method=DEFLATE), "claim"),
    Case("claims 4 GB", patched(entry("weights", 24), struct.pack("<I", 0xFFFFFFFE), method=DEFLATE), "at most"),
    Case("claims a ratio", patched(entry("weights", 20), struct.pack("<I", 1)), "that cannot be"),
    Case("wrong checksum", patched(entry("weights", 16), b"\1\2\3\4"), "damaged: Bad CRC"),
    Case("one bit of the weights", patched(lambda whole: whole.find(b"\0\1" * 100) + 1001, b"\x81"), "Bad CRC"),
    Case("noise for packed bytes", patched(150, b"\xff" * 20, method=DEFLATE), "damaged"),
    Case("encrypted", patched(entry("config.json", 8), b"\1\0"), "is encrypted"),
    Case("packed by bzip2", written(packed(MEMBERS, zipfile.ZIP_BZIP2)), "is packed by method 12"),
    Case("packed by lzma", written(packed(MEMBERS, zipfile.ZIP_LZMA)), "is packed by method 14"),
    Case("packed by method 99", patched(entry("config.json", 10), b"\x63\0"), "is packed by method 99"),
    Case("table of contents claims 2 GB", patched(end(12), struct.pack("<I", 2 << 30)), "its table of contents"),
    Case("table of contents elsewhere", patched(end(16), struct.pack("<I", 1 << 30)), "damaged"),
    Case("70000 members", many, "its table of contents"),
    Case("another name where the member lies", patched(30, b"METADATA"), "damaged"),
    Case("two members are one", overlapping, "damaged"),
    Case("no entry in the table", patched(central("weights"), b"XX"), "no whole zip archive"),
    Case("half a name", patched(entry("config.json", 28), b"\x05\0"), "no whole zip archive"),
    Case("needs a newer version", patched(entry("config.json", 6), struct.pack("<H", 90)), "damaged"),
]  # fmt: skip
