"""Files <-> plain trees and named arrays. The gate for whatever comes from outside; knows no model."""

from __future__ import annotations

from kcore.files.archive import archive_members, read_archive, write_archive
from kcore.files.atomic import atomic, write_bytes
from kcore.files.errors import ModelFileError, PathLike, gate, shown
from kcore.files.hdf5_read import Hdf5Reader, open_hdf5
from kcore.files.hdf5_write import Hdf5Writer, hdf5_bytes, write_hdf5
from kcore.files.json_text import read_json, write_json
from kcore.files.regular import GIB, checked_path, kind_of_file, read_bytes, regular_size
from kcore.files.tree import LIMITS, Limits, Tree, check_tree, plain
from kcore.files.yaml_text import read_yaml, write_yaml

__all__ = [
    "GIB",
    "LIMITS",
    "Hdf5Reader",
    "Hdf5Writer",
    "Limits",
    "ModelFileError",
    "PathLike",
    "Tree",
    "archive_members",
    "atomic",
    "check_tree",
    "checked_path",
    "gate",
    "hdf5_bytes",
    "kind_of_file",
    "open_hdf5",
    "plain",
    "read_archive",
    "read_bytes",
    "read_json",
    "read_yaml",
    "regular_size",
    "shown",
    "write_archive",
    "write_bytes",
    "write_hdf5",
    "write_json",
    "write_yaml",
]
