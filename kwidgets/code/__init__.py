"""The Keras code that makes, compiles and trains a model, and the way back: a model from its code, which is never run.

Only what differs from the defaults is written. The code runs under real Keras (`import keras`) and under the engine
(`import kcore as keras`).
"""

from __future__ import annotations

from kwidgets.code.expressions import ReadingError
from kwidgets.code.model import model_script
from kwidgets.code.reading import Reading, read_model, read_value
from kwidgets.code.script import compile_line, script, training_script
from kwidgets.code.values import layer_call, value

__all__ = [
    "Reading",
    "ReadingError",
    "compile_line",
    "layer_call",
    "model_script",
    "read_model",
    "read_value",
    "script",
    "training_script",
    "value",
]
