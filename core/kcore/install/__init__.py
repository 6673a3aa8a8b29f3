"""``install_as_keras()``: tutorials written for Keras run unchanged where Keras is not installed."""

from __future__ import annotations

import sys

from kcore.install import answers
from kcore.install.finder import Finder, Stand
from kcore.install.places import ROOTS

__all__ = ["install_as_keras", "installed", "uninstall"]

_finder = Finder()


def install_as_keras() -> None:
    """Let ``import keras``, ``from keras.models import Sequential``, ``from tensorflow import keras`` mean kcore.

    Modules of Keras 1 and 2 (``keras.layers.core``, ``keras.utils.np_utils`` ...) are found, too, and of TensorFlow
    what tutorials of Keras use around a model: ``tf.GradientTape``, ``tf.constant``, ``tf.reduce_mean`` and the like.
    To be called before the first of these imports; calling it again changes nothing. Only this process is concerned.

    Raises:
        RuntimeError: if real Keras or TensorFlow is imported already.

    >>> install_as_keras()
    >>> from keras.models import Sequential
    >>> Sequential.__module__
    'kcore.models.sequential'
    >>> uninstall()
    """
    real = [root for root in ROOTS if root in sys.modules and not isinstance(sys.modules[root], Stand)]
    if real:
        raise RuntimeError(
            f"install_as_keras(): real {real[0]} is imported already, and two cannot have one name. Start Python anew "
            f"and call kcore.install_as_keras() before anything imports {real[0]}; or stay with the real one."
        )
    if not installed():
        sys.meta_path.insert(0, _finder)
        answers.begin()


def uninstall() -> None:
    """Undo ``install_as_keras``: from now on the names mean what is installed. What was imported goes on working."""
    if installed():
        sys.meta_path.remove(_finder)
        answers.end()
    for name in [name for name, module in sys.modules.items() if isinstance(module, Stand)]:
        del sys.modules[name]


def installed() -> bool:
    """Whether Keras's names mean kcore now."""
    return _finder in sys.meta_path
