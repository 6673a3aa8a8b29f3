"""What every live view has in common: frames, views that count themselves, signs of life, words in two languages.

The page says `hello` when a view is displayed, `drawn` after each frame, `ping` when a running training has been
quiet, `bye` when the view goes. What is heard from the page only touches the accounts and sends the newest frame; it
never runs a learner's code.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, Final

import anywidget
import traitlets

from kwidgets import i18n
from kwidgets.live.gate import Gate
from kwidgets.session.driver import Home

_WORDS: Final = ("hello", "drawn", "ping", "bye")


class LiveView(anywidget.AnyWidget):
    """A picture in the page that is fed with frames.

    A subclass names the keys of its labels and packs its state into bytes. One frame is one message, a counter and
    float32 numbers, and is sent only if somebody looks and everybody keeps up (`Gate`); else it is skipped, and the
    newest state is sent as soon as that changes.

    Attributes:
        frame: the newest frame: its number (uint32) and the numbers of the picture (float32), little endian.
        labels: the texts of the picture in the current language, by their keys.
        status: a line of text above the picture, such as an error; see `set_status`.
        status_key: the key of that text, for texts without slots; empty for none.
        heartbeat: counts the answers to the page's question whether the kernel is there.
    """

    LABELS: ClassVar[tuple[str, ...]] = ("live.lost.",)
    """The rooms of the catalog that the script needs."""

    frame = traitlets.Bytes(b"").tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)
    status = traitlets.Unicode("").tag(sync=True)
    status_key = traitlets.Unicode("")
    heartbeat = traitlets.Int(0).tag(sync=True)

    def __init__(self) -> None:
        self._gate = Gate()
        self._fresh = False  # whether there is something that no frame has shown
        self._lock = threading.Lock()  # some kernels answer the page in a thread of its own,
        self._home = Home()  # which says nothing about whether a training gets its turn
        self._status_slots: dict[str, i18n.Slot] = {}
        self._when_seen: Callable[[], None] | None = None
        super().__init__()
        self._relabel()
        self.observe(self._show_status, "status_key")
        self.on_msg(self._hear)
        i18n.on_language(self._relabel)

    @property
    def views(self) -> int:
        """How many views are displayed and awake. At 0 nothing is sent, and there is no need to publish."""
        with self._lock:
            return self._gate.views

    def when_seen(self, method: Callable[[], None]) -> None:
        """Call a method each time a view is displayed, for what is computed only if somebody looks."""
        self._when_seen = method

    def set_status(self, key: str, **slots: i18n.Slot) -> None:
        """Show a line of text above the picture.

        Args:
            key: the key of the text; empty for none.
            slots: what fills the slots of the text.
        """
        self._status_slots = slots
        if self.status_key == key:
            self._show_status()
        self.status_key = key

    def _pack(self) -> bytes:
        """The numbers of the picture, float32, little endian."""
        raise NotImplementedError

    def _prepare(self) -> None:
        """Set traits that go with the next frame, in the same message."""

    def _said(self, kind: str, content: dict[str, Any]) -> None:
        """Hear, at home, what a subclass's page says: a word of its own."""

    def _flush(self) -> None:
        """Send the newest state, if it is news and may be sent now."""
        with self._lock:
            if self._fresh and self._gate.open():
                self._fresh = False
                with self.hold_sync():  # one frame is one message
                    self._prepare()
                    self.frame = struct.pack("<I", self._gate.next_frame() & 0xFFFFFFFF) + self._pack()

    def _hear(self, _: object, content: dict[str, Any], __: object) -> None:
        kind, view = content.get("kind"), str(content.get("view"))
        if kind == "ping":
            self._home.do(self._beat)
        elif kind == "hello":
            self._home.do(partial(i18n.page_prefers, str(content.get("language", ""))))
        with self._lock:
            if kind == "hello":
                self._gate.hello(view)
            elif kind == "drawn":
                self._gate.drawn(view, int(content["frame"]))
            elif kind == "bye":
                self._gate.bye(view)
        if kind == "hello" and self._when_seen is not None:
            self._home.do(self._when_seen)
        if kind not in _WORDS:
            self._home.do(partial(self._said, str(kind), content))
        self._flush()

    def _beat(self) -> None:
        self.heartbeat += 1

    def _relabel(self) -> None:
        self.labels = {key: i18n.raw(key) for room in self.LABELS for key in i18n.keys(room)}
        self._show_status()

    def _show_status(self, _: object = None) -> None:
        self.status = i18n.t(self.status_key, **self._status_slots) if self.status_key else ""
