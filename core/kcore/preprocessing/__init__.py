"""Preparing sequences, texts and pictures, under the names of Keras 2."""

from __future__ import annotations

import sys

from kcore import elsewhere
from kcore.preprocessing import image, sequence, text

__all__ = ["image", "sequence", "text"]


elsewhere.teach(sys.modules[__name__])
