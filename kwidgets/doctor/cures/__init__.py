"""What helps: each cure turns a training into one that is changed in a single way, and shows the Keras code of it."""

from __future__ import annotations

from kwidgets.doctor.cures.cure import Cure, Treated

__all__ = ["Cure", "Treated"]
