"""The Keras code that makes, compiles and trains a model. Only what differs from the defaults is written.

The code runs under real Keras (`import keras`) and under the engine (`import kcore as keras`).
"""

from __future__ import annotations

from kwidgets.code.model import model_script
from kwidgets.code.script import script
from kwidgets.code.values import layer_call, value

__all__ = ["layer_call", "model_script", "script", "value"]
