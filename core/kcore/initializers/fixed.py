"""First values that leave nothing to chance."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from kcore import registry
from kcore.annotations import Numbers
from kcore.autodiff import Array
from kcore.config import floatx
from kcore.initializers.base import Initializer


@registry.register("initializer", "zeros", "zero")
class Zeros(Initializer):
    """All zeros: right for biases, fatal for kernels (every unit then learns the same)."""

    def __init__(self) -> None:
        pass

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        return np.zeros(shape, dtype or floatx())


@registry.register("initializer", "ones", "one")
class Ones(Initializer):
    """All ones."""

    def __init__(self) -> None:
        pass

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        return np.ones(shape, dtype or floatx())


@registry.register("initializer", "constant")
class Constant(Initializer):
    """The same number everywhere, or numbers that are repeated along the leading axes."""

    def __init__(self, value: Numbers = 0.0) -> None:
        self.value = value

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        return np.full(shape, self.value, dtype or floatx())


@registry.register("initializer", "identity", "IdentityInitializer")
class Identity(Initializer):
    """``gain`` on the diagonal of a matrix, 0 elsewhere: a Dense layer then hands its input on."""

    def __init__(self, gain: float = 1.0) -> None:
        self.gain = gain

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        if len(shape) != 2:
            raise ValueError(f"Identity makes matrices, of 2 axes; got shape {tuple(shape)}.")
        return np.asarray(self.gain * np.eye(*shape), dtype or floatx())

    def get_config(self) -> dict[str, Any]:
        """``gain``, where it is not 1: Keras leaves it out of configs and so forgets it."""
        return {} if self.gain == 1 else super().get_config()


_WINDOWS: dict[str, Callable[[int], Array]] = {
    "hann": np.hanning,
    "hamming": np.hamming,
    "blackman": np.blackman,
    "bartlett": np.bartlett,
    "boxcar": np.ones,
    "ones": np.ones,
}


@registry.register("initializer", "stft", "STFTInitializer")
class STFT(Initializer):
    """Kernels with which a Conv1D computes the short-time Fourier transform of a signal.

    Args:
        side: cosines ('real') or negative sines ('imag').
        window: 'hann', 'hamming', 'blackman', 'bartlett', 'boxcar', numbers of the kernel's length, or None for none.
        scaling: 'density' (window of squares that sum to 1), 'spectrum' (window that sums to 1) or None.
        periodic: whether the window goes on into its own repetition.

    The shape asked for is (window length, 1, frequencies from 0 to half the sampling rate).
    """

    def __init__(
        self,
        side: Literal["real", "imag"] = "real",
        window: Any = "hann",
        scaling: Literal["density", "spectrum"] | None = "density",
        periodic: bool = False,
    ) -> None:
        if isinstance(window, str) and window not in _WINDOWS:
            raise ValueError(f"STFT: window must be one of {', '.join(_WINDOWS)}, numbers or None; got {window!r}.")
        self.side, self.window, self.scaling, self.periodic = side, window, scaling, periodic

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        if len(shape) != 3 or shape[2] < 2:
            raise ValueError(f"STFT makes kernels of shape (length, 1, 2 or more frequencies); got {tuple(shape)}.")
        length, _, frequencies = shape
        angles = math.pi / (frequencies - 1) * np.outer(np.arange(length), np.arange(frequencies))
        waves = np.cos(angles) if self.side == "real" else -np.sin(angles)
        kernel = (self._window(length)[:, None] * waves)[:, None, :]
        return np.ascontiguousarray(np.broadcast_to(kernel, shape), dtype or floatx())

    def _window(self, length: int) -> Array:
        if isinstance(self.window, str):
            make = _WINDOWS[self.window]
            window = make(length + 1)[:-1] if self.periodic else make(length)
        else:
            window = np.ones(length) if self.window is None else np.asarray(self.window, "float64")
            if window.shape != (length,):
                raise ValueError(f"STFT: a window of {length} numbers is asked for; got shape {window.shape}.")
        if self.scaling is None:
            return window
        return window / (math.sqrt((window**2).sum()) if self.scaling == "density" else abs(window.sum()))

    def get_config(self) -> dict[str, Any]:
        """The arguments in Keras's order."""
        config = super().get_config()
        return {name: config[name] for name in ("side", "window", "periodic", "scaling")}
