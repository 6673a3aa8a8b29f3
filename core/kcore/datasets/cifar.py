"""What CIFAR-10 and CIFAR-100 share: archives of pickled batches, read without running anything in them."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array
from kcore.config import image_data_format
from kcore.datasets.sources import located
from kcore.files.arrays import unpickled
from kcore.files.errors import ModelFileError


def batches(name: str, place: str, members: list[str], labels: str) -> tuple[Array, Array]:
    """Pictures and labels of some members of an archive.

    Args:
        name: the data set.
        place: the archive.
        members: names of the members.
        labels: key of the labels.

    Returns:
        Pictures of shape (n, 32, 32, 3), or as ``config.image_data_format`` says, and labels of shape (n, 1).
    """
    import tarfile

    path = located(name, place)
    pictures, numbers = [], []
    try:
        with tarfile.open(path) as archive:
            for member in members:
                file = archive.extractfile(member)
                content: Any = unpickled(file.read(), path, encoding="bytes") if file else {}
                pictures.append(np.asarray(content[b"data"], "uint8").reshape(-1, 3, 32, 32))
                numbers.append(np.asarray(content[labels.encode()], "uint8").reshape(-1, 1))
    except (tarfile.TarError, KeyError, EOFError, OSError) as error:
        raise ModelFileError(path, "", f"is not the archive of {name}: {error}.") from None
    x = np.concatenate(pictures)
    return x if image_data_format() == "channels_first" else x.transpose(0, 2, 3, 1), np.concatenate(numbers)
