"""What charts, graphs and tiles have in common: a structure that seldom changes, words, and a still."""

from __future__ import annotations

import base64
import math
import time
from typing import Any, Final

import traitlets

from kwidgets.live.view import LiveView
from kwidgets.session.blocking import blocked_for

_SPOKEN: Final = 2.0  # seconds: the text alternative of a running picture changes at most this often


class Picture(LiveView):
    """A live view that is described once, for the page and for matplotlib.

    Attributes:
        spec: what seldom changes: words in the language shown, looks, places. Numbers travel in the frame.
        words: the picture in one line, for screen readers.
    """

    spec = traitlets.Dict().tag(sync=True)
    words = traitlets.Unicode("").tag(sync=True)

    def __init__(self) -> None:
        self._running = False
        self._spoken = -math.inf
        self._structure: dict[str, Any] = {}
        super().__init__()

    def still(self) -> bytes:
        """The same picture as the bytes of a PNG file."""
        raise NotImplementedError

    def _empty(self) -> bool:
        """Whether there is nothing to see."""
        raise NotImplementedError

    def _make(self) -> dict[str, Any]:
        """The structure, words not looked up."""
        raise NotImplementedError

    def _write(self, structure: dict[str, Any]) -> dict[str, Any]:
        """The structure in the language shown."""
        raise NotImplementedError

    def _lay(self) -> None:
        """Bring what is shown up to date, for a subclass that makes it only when it is seen."""

    @property
    def _pace(self) -> int:
        """Whether more is to come: 1, or 2 in a cell that blocks the kernel, where nobody should ask if it is there."""
        return int(self._running) * (1 if blocked_for() is None else 2)

    def _news(self) -> None:
        """There is something that no frame has shown."""
        self._fresh = True
        self._flush()

    def _restructure(self, *, anew: bool = False) -> None:
        structure = self._make()
        if anew or structure != self._structure:
            self._structure = structure
            self.spec = self._write(structure)

    def _prepare(self) -> None:
        self._lay()
        self._restructure()
        now = time.monotonic()
        if not self._running or now - self._spoken > _SPOKEN:
            self._spoken = now
            self.words = repr(self)

    def _relabel(self) -> None:
        super()._relabel()
        self._restructure(anew=True)
        self.words = repr(self)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        data["text/plain"] = repr(self)
        self._lay()
        if not self._empty():
            data["image/png"] = base64.b64encode(self.still()).decode("ascii")
        return data, metadata
