"""Where Keras 2 kept its helpers for arrays."""

from __future__ import annotations

from kcore.utils.arrays import normalize, to_categorical

__all__ = ["normalize", "to_categorical"]
