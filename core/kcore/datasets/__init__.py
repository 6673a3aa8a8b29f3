"""Data sets. Each module has a `load_data()`, as in Keras; none uses the network unless `download` is asked to."""

from __future__ import annotations

import sys

from kcore import elsewhere
from kcore.datasets import (
    boston_housing,
    california_housing,
    cifar10,
    cifar100,
    fashion_mnist,
    imdb,
    mnist,
    reuters,
    seattle_weather,
)
from kcore.datasets.sources import download

__all__ = [
    "boston_housing",
    "california_housing",
    "cifar10",
    "cifar100",
    "download",
    "fashion_mnist",
    "imdb",
    "mnist",
    "reuters",
    "seattle_weather",
]


elsewhere.teach(sys.modules[__name__])
