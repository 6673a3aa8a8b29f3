"""Data sets. Each module has a `load_data()`, as in Keras; none uses the network unless `download` is asked to."""

from __future__ import annotations

import sys

from kcore import elsewhere
from kcore.datasets import (
    animals,
    bikes,
    boston_housing,
    california_housing,
    chicago_air,
    cifar10,
    cifar100,
    digits,
    fashion_5k,
    fashion_mnist,
    imdb,
    mnist,
    mnist_5k,
    penguins,
    reuters,
    seattle_weather,
    table,
    wrong_rows,
)
from kcore.datasets.sources import download

__all__ = [
    "animals",
    "bikes",
    "boston_housing",
    "california_housing",
    "chicago_air",
    "cifar10",
    "cifar100",
    "digits",
    "download",
    "fashion_5k",
    "fashion_mnist",
    "imdb",
    "mnist",
    "mnist_5k",
    "penguins",
    "reuters",
    "seattle_weather",
    "table",
    "wrong_rows",
]


elsewhere.teach(sys.modules[__name__])
