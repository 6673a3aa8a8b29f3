"""HDF5 files: each case changes a good file in one respect. They hold for every layout.

A change takes the open file, the path of a dataset of shape (4, 3), and the path of the group around it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from tests.core.files.cases import Case

KERNEL = np.arange(12, dtype="float32").reshape(4, 3)


def put(f: h5py.File, place: str, data: Any = None, **how: Any) -> h5py.Dataset:
    """A dataset in the place of another."""
    if place in f:
        del f[place]
    return f.create_dataset(place, data=data, **how)


def link(make):
    def change(f: h5py.File, dataset: str, group: str) -> None:
        numbers = f[dataset][()]
        del f[dataset]
        f["elsewhere"] = numbers
        f[dataset] = make(f)

    return change


def outside(f: h5py.File) -> str:
    """A file beside, with the right numbers in it."""
    beside = str(Path(f.filename).parent / "outside.h5")
    with h5py.File(beside, "w") as other:
        other["kernel"] = KERNEL
    return beside


def group_elsewhere(make):
    def change(f: h5py.File, dataset: str, group: str) -> None:
        f.move(group, "moved")
        f[group] = make(f)

    return change


def outside_group(f: h5py.File) -> h5py.ExternalLink:
    beside = str(Path(f.filename).parent / "outside.h5")
    with h5py.File(beside, "w") as other:
        f.copy("moved", other, "moved")
    return h5py.ExternalLink(beside, "/moved")


def external_storage(f, dataset, group):
    raw = Path(f.filename).parent / "raw"
    raw.write_bytes(KERNEL.tobytes())
    put(f, dataset, None, shape=(4, 3), dtype="f4", external=[(str(raw), 0, KERNEL.nbytes)])


def secret_storage(f, dataset, group):
    put(f, dataset, None, shape=(4, 3), dtype="u1", external=[("/etc/passwd", 0, 12)])


def virtual(f, dataset, group):
    layout = h5py.VirtualLayout(shape=(4, 3), dtype="f4")
    layout[...] = h5py.VirtualSource(outside(f), "kernel", shape=(4, 3))
    del f[dataset]
    f.create_virtual_dataset(dataset, layout)


def virtual_open_ended(f, dataset, group):
    layout = h5py.VirtualLayout(shape=(4, 3), maxshape=(None, 3), dtype="f4")
    source = h5py.VirtualSource(outside(f), "kernel", shape=(4, 3), maxshape=(None, 3))
    layout[h5py.h5s.UNLIMITED and slice(0, 4), :] = source[0:4, :]
    del f[dataset]
    f.create_virtual_dataset(dataset, layout)


def packed(**how: Any):
    return lambda f, dataset, group: put(f, dataset, KERNEL, **how)


def typed(dtype: str):
    return lambda f, dataset, group: put(f, dataset, KERNEL.astype(dtype))


def shaped(*shape: int, **how: Any):
    return lambda f, dataset, group: put(f, dataset, np.zeros(shape, "f4"), **how)


def other_filter(number: int):
    def change(f, dataset, group):
        del f[dataset]
        plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plan.set_chunk((4, 3))
        plan.set_filter(number, h5py.h5z.FLAG_OPTIONAL, (1, 2))
        space = h5py.h5s.create_simple((4, 3))
        h5py.h5d.create(f.id, dataset.encode(), h5py.h5t.NATIVE_FLOAT, space, plan)

    return change


def bomb(f, dataset, group):
    """A piece of 48 bytes that unpacks to 256 MB."""
    import zlib

    made = put(f, dataset, None, shape=(4, 3), dtype="f4", chunks=(4, 3), compression="gzip")
    packer = zlib.compressobj(9)
    zeros = bytes(1 << 24)
    made.id.write_direct_chunk((0, 0), b"".join(packer.compress(zeros) for _ in range(16)) + packer.flush())


def wrong_chunk(data: bytes):
    def change(f, dataset, group):
        made = put(f, dataset, None, shape=(4, 3), dtype="f4", chunks=(4, 3), compression="gzip")
        made.id.write_direct_chunk((0, 0), data)

    return change


def huge_piece(f, dataset, group):
    put(f, dataset, KERNEL, chunks=(1 << 12, 1 << 12), maxshape=(None, None), compression="gzip")


def huge_claim(f, dataset, group):
    put(f, dataset, None, shape=(1 << 40, 3), dtype="f4", chunks=(1 << 10, 3))


def unwritten(f, dataset, group):
    put(f, dataset, None, shape=(4, 3), dtype="f4")


def unwritten_pieces(f, dataset, group):
    put(f, dataset, None, shape=(4, 3), dtype="f4", chunks=(2, 3))


def compound(f, dataset, group):
    put(f, dataset, np.zeros((4, 3), [("a", "f4"), ("b", "f4")]))


def cycle(f, dataset, group):
    f[f"{group}/again"] = f[group]


def group_for_numbers(f, dataset, group):
    del f[dataset]
    f.create_group(dataset)


def numbers_for_group(f, dataset, group):
    del f[group]
    f[group] = KERNEL


def reference(f, dataset, group):
    ref = f[group].ref
    made = put(f, dataset, None, shape=(4, 3), dtype=h5py.ref_dtype)
    made[0, 0] = ref


def more_attributes(f, dataset, group):
    f.attrs["author"] = "somebody"
    f[group].attrs["pickle"] = np.void(b"\x80\x04.")
    f[group].attrs.create("table", np.zeros(3, [("a", "f4")]))


def strange_neighbours(f, dataset, group):
    f["soft"] = h5py.SoftLink("/nowhere")
    f["far"] = h5py.ExternalLink("/etc/passwd", "/")
    f["text"] = "hello"


SMALL = "that were promised"
CASES = [
    Case("as it should be", lambda f, dataset, group: None),
    Case("float64", typed("f8")),
    Case("float16", typed("f2")),
    Case("whole numbers", typed("i4")),
    Case("big end first", typed(">f4")),
    Case("packed by gzip", packed(compression="gzip")),
    Case("packed by gzip, shuffled, with checksum", packed(compression="gzip", shuffle=True, fletcher32=True)),
    Case("in pieces", packed(chunks=(1, 2))),
    Case("in pieces with checksum", packed(chunks=(3, 3), fletcher32=True)),
    Case("that may grow", packed(maxshape=(None, 3))),
    Case("attributes that nobody asked for", more_attributes),
    Case("neighbours that nobody asked for", strange_neighbours),
    Case("a group in itself", cycle),
    Case("missing numbers", lambda f, dataset, group: f.pop(dataset), "missing"),
    Case("missing group", lambda f, dataset, group: f.pop(group), "missing"),
    Case("a group for numbers", group_for_numbers, "got a group"),
    Case("numbers for a group", numbers_for_group, "missing"),
    Case("turned", shaped(3, 4), "shape (4, 3) is expected; got (3, 4)"),
    Case("a unit too few", shaped(4, 2), "got (4, 2)"),
    Case("an axis too few", shaped(12), "got (12,)"),
    Case("empty numbers", shaped(0, 3), "got (0, 3)"),
    Case("no space at all", lambda f, d, g: put(f, d, h5py.Empty("f4")), "something else"),
    Case("3 TB claimed", huge_claim, "shape (4, 3) is expected"),
    Case("64 MB for a piece of 48 bytes", huge_piece, "in pieces of"),
    Case("never written", unwritten, "are there"),
    Case("never written, in pieces", unwritten_pieces, "none are there"),
    Case("a bomb of 256 MB", bomb, SMALL),
    Case("a piece of noise", wrong_chunk(bytes(range(48))), SMALL),
    Case("a piece cut off", wrong_chunk(b"x\x9c"), SMALL),
    Case("soft link", link(lambda f: h5py.SoftLink("/elsewhere")), "leads elsewhere"),
    Case("soft link that dangles", link(lambda f: h5py.SoftLink("/nowhere")), "leads elsewhere"),
    Case("soft link to itself", link(lambda f: h5py.SoftLink(".")), "leads elsewhere"),
    Case("external link", link(lambda f: h5py.ExternalLink(outside(f), "/kernel")), "leads elsewhere"),
    Case("external link to no HDF5", link(lambda f: h5py.ExternalLink("/etc/passwd", "/")), "leads elsewhere"),
    Case("soft link for the group", group_elsewhere(lambda f: h5py.SoftLink("/moved")), "leads elsewhere"),
    Case("external link for the group", group_elsewhere(outside_group), "leads elsewhere"),
    Case("external storage", external_storage, "external storage"),
    Case("external storage of the machine's files", secret_storage, "external storage"),
    Case("virtual dataset", virtual, "virtual dataset"),
    Case("virtual dataset that may grow", virtual_open_ended, "virtual dataset"),
    Case("packed by LZF", packed(compression="lzf"), "only gzip, shuffle and fletcher32"),
    Case("packed by scale and offset", packed(scaleoffset=2), "only gzip, shuffle and fletcher32"),
    Case("packed by a plugin", other_filter(32015), "only gzip, shuffle and fletcher32"),
    Case("packed by a filter of one's own", other_filter(511), "only gzip, shuffle and fletcher32"),
    Case("texts for numbers", lambda f, d, g: put(f, d, np.full((4, 3), b"a")), "something else"),
    Case("texts of any length for numbers",
         lambda f, d, g: put(f, d, np.full((4, 3), "a", object), dtype=h5py.string_dtype()), "something else"),
    Case("complex numbers", typed("c8"), "something else"),
    Case("truth values", typed("?"), "something else"),
    Case("long double", typed("g"), "something else"),
    Case("records", compound, "something else"),
    Case("raw bytes", lambda f, d, g: put(f, d, np.full((4, 3), b"abcd", "V4")), "something else"),
    Case("references", reference, "something else"),
]  # fmt: skip


def names(make):
    """Something else as the list of layers."""
    return lambda f, dataset, group: (f.attrs.pop("layer_names"), f.attrs.create("layer_names", make()))


# these concern the list of layers' names, which only the layout of Keras 2 has
NAME_CASES = [
    Case("names of fixed length", names(lambda: np.array([b"dense"]))),
    Case("names of any length", names(lambda: np.array(["dense"], object))),
    Case("names in UTF-8", names(lambda: np.array(["밀집".encode()])), "missing"),
    Case("names missing", lambda f, d, g: f.attrs.pop("layer_names"), "missing"),
    Case("names empty", names(lambda: np.zeros(0)), "missing"),
    Case("names are numbers", names(lambda: np.arange(3)), "a list of texts is expected"),
    Case("names are a table", names(lambda: np.full((2, 2), b"dense")), "a list of texts is expected"),
    Case("names are records", names(lambda: np.zeros(3, [("a", "f4")])), "a list of texts is expected"),
    Case("names are no text", names(lambda: np.array([b"\xff\xfe"])), "is damaged"),
]


def split_names(f, dataset, group):
    del f.attrs["layer_names"]
    f.attrs["layer_names0"] = np.array([b"dense"])
    f.attrs["layer_names1"] = np.array([b"other"])


NAME_CASES.append(Case("names split", split_names))


def fifo(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.touch()
    os.truncate(path, 5 << 30)  # a hole of 5 GB takes no room


WHOLE_FILES = [
    Case("missing", lambda path: None, "there is no such file"),
    Case("empty", lambda path: path.write_bytes(b""), "is empty"),
    Case("a folder", Path.mkdir, "is a folder"),
    Case("a pipe", fifo, "is a pipe"),
    Case("a device", lambda path: path.symlink_to("/dev/zero"), "is a pipe, a device"),
    Case("a link to nowhere", lambda path: path.symlink_to("nowhere"), "there is no such file"),
    Case("a link to itself", lambda path: path.symlink_to(path), "cannot be read"),
    Case("a text", lambda path: path.write_text("hello"), "begins with"),
    Case("only the signature", lambda path: path.write_bytes(b"\x89HDF\r\n\x1a\n"), "cannot be read"),
    Case("signature and noise", lambda path: path.write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(range(256)) * 16), "cannot"),
    Case("signature and zeros", lambda path: path.write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(4096)), "cannot be read"),
    Case("a netCDF of old", lambda path: path.write_bytes(b"CDF\x01" + bytes(100)), "begins with"),
    Case("a pickle", lambda path: path.write_bytes(b"\x80\x04\x95."), "begins with"),
    Case("more than it may have", endless, "at most"),
]
