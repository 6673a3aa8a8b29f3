"""What a kernel says to a page, read from the socket between them."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from itertools import pairwise
from typing import Any


def read(frame: str | bytes) -> Mapping[str, Any]:
    """Header, parent's header and content of a message, without its buffers."""
    if isinstance(frame, str):
        return json.loads(frame)
    (count,) = struct.unpack_from("<Q", frame)
    places = struct.unpack_from(f"<{count}Q", frame, 8)
    _, *parts = (frame[start:end] for start, end in pairwise(places[:6]))
    names = ("header", "parent_header", "metadata", "content")
    return dict(zip(names, map(json.loads, parts), strict=True))


def complaint(frame: str | bytes) -> str:
    """What a kernel complains of in a message: text on stderr, or an exception that no cell shows; else empty.

    What a callback raises is no error of a cell. It arrives as a message that answers the page's `comm_msg`.
    """
    start = frame[:1000]
    words = ('"stream"', '"error"') if isinstance(start, str) else (b'"stream"', b'"error"')
    if not any(word in start for word in words):  # most are frames of pictures
        return ""
    message = read(frame)
    kind, content = message["header"]["msg_type"], message["content"]
    if kind == "stream" and content["name"] == "stderr":
        return str(content["text"])
    if kind == "error" and message["parent_header"].get("msg_type") != "execute_request":
        return "\n".join(content["traceback"])
    return ""
