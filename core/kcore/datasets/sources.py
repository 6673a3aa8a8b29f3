"""Well-known data sets: which files they are, where they lie on this machine, where they come from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple

from kcore.datasets import files
from kcore.files.download import download as fetch


class Source(NamedTuple):
    """One file of a data set: its place below the cache folder, its address and its checksum."""

    place: str
    url: str
    checksum: str


_GOOGLE = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
_TORONTO = "https://www.cs.toronto.edu/~kriz/"
SOURCES: Final[dict[str, tuple[Source, ...]]] = {
    "mnist": (
        Source("mnist.npz", _GOOGLE + "mnist.npz", "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"),
    ),
    "fashion_mnist": tuple(
        Source(f"fashion-mnist/{name}", _GOOGLE + name, checksum)
        for name, checksum in (
            ("train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe"),
            ("train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
            ("t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310"),
            ("t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79"),
        )
    ),
    "cifar10": (
        Source(
            "cifar-10-python.tar.gz",
            _TORONTO + "cifar-10-python.tar.gz",
            "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
        ),
    ),
    "cifar100": (
        Source(
            "cifar-100-python.tar.gz",
            _TORONTO + "cifar-100-python.tar.gz",
            "85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7",
        ),
    ),
    "imdb": (
        Source("imdb.npz", _GOOGLE + "imdb.npz", "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f"),
        Source("imdb_word_index.json", _GOOGLE + "imdb_word_index.json", "bfafd718b763782e994055a2d397834f"),
    ),
    "reuters": (
        Source(
            "reuters.npz", _GOOGLE + "reuters.npz", "d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916"
        ),
        Source("reuters_word_index.json", _GOOGLE + "reuters_word_index.json", "4d44cc38712099c9e383dc6e5f11a921"),
    ),
    "boston_housing": (
        Source(
            "boston_housing.npz",
            _GOOGLE + "boston_housing.npz",
            "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5",
        ),
    ),
    "california_housing": (
        Source(
            "california_housing.npz",
            _GOOGLE + "california_housing.npz",
            "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f",
        ),
    ),
}


_AT_HAND: Final = ("animals", "bikes", "chicago_air", "digits", "fashion_5k", "mnist_5k", "penguins", "seattle_weather")


def cache() -> Path:
    """The folder in which data sets are kept: that of real Keras, so that what it has loaded is found.

    `$KERAS_HOME/datasets`, or `.keras/datasets` in the home folder.
    """
    home = os.environ.get("KERAS_HOME")
    return (Path(home).expanduser() if home else Path.home() / ".keras") / "datasets"


def download(name: str, verbose: bool = True) -> list[Path]:
    """Bring a data set onto this machine, once; files that are there already are left alone.

    Args:
        name: 'mnist', 'fashion_mnist', 'cifar10', 'cifar100', 'imdb', 'reuters', 'boston_housing' or
            'california_housing'.
        verbose: whether to show how far it is.

    Returns:
        The files.

    Raises:
        ValueError: for another name, or if what arrives is not the file expected; ConnectionError: without network.
    """
    if name not in SOURCES:
        raise ValueError(f"download: the data sets are {', '.join(SOURCES)}; got {name!r}.")
    places = [(cache() / source.place, source) for source in SOURCES[name]]
    return [path if path.is_file() else fetch(s.url, path, s.checksum, verbose) for path, s in places]


def located(name: str, place: str) -> Path:
    """A file of a data set on this machine.

    Args:
        name: the data set.
        place: the file: a path, or its place below the cache folder.

    Raises:
        FileNotFoundError: if it is not there; nothing is downloaded unasked.
    """
    tried = [Path(place).expanduser(), cache() / place, *(folder / place for folder in files.folders())]
    for path in tried:
        if path.is_file():
            return path
    raise FileNotFoundError(
        f"The data set {name} ({place}) is not on this machine, and nothing is downloaded unasked. With a network, "
        f"get it once: kcore.datasets.download({name!r}). Without one, bring the file from elsewhere, as "
        f"{cache() / place}. These need neither: kcore.datasets.{', '.join(_AT_HAND)}."
    )
