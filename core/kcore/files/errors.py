"""The one error of model files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

PathLike = str | os.PathLike[str]
LONGEST: Final = 500  # characters of a message
_PLACE: Final = 120  # characters of a path, and of a place in the file, inside a message


class ModelFileError(ValueError):
    """A file (or text) of a model that cannot be read or written.

    Args:
        path: the file, or None for a text that came without one.
        where: the place inside, such as ``config.layers[3].class_name``; empty for the file as a whole.
        message: what was found and what was expected; cut where the whole would exceed 500 characters.
    """

    def __init__(self, path: PathLike | None, where: str, message: str) -> None:
        self.path = None if path is None else os.fspath(path)
        self.where = where
        parts = [_tail(shown) for shown in (self.path, where) if shown]
        text = printable(": ".join([*parts, message]))
        super().__init__(text if len(text) <= LONGEST else text[: LONGEST - 3] + "...")

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self.path, self.where, str(self))


def _rebuilt(path: str | None, where: str, text: str) -> ModelFileError:
    error = ModelFileError(path, where, "")
    error.args = (text,)
    return error


def _tail(text: str) -> str:
    return text if len(text) <= _PLACE else "..." + text[-_PLACE:]


def printable(text: str) -> str:
    """The text without characters that break lines, hide others, or cannot be encoded."""
    return text if text.isprintable() else "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def shown(value: Any, longest: int = 60) -> str:
    """A value for an error message, cut to ``longest`` characters."""
    if isinstance(value, dict | list | tuple):
        return f"a {type(value).__name__} of {len(value)} entries"
    text = repr(value[: longest + 1] if isinstance(value, str | bytes) else value)
    return text if len(text) <= longest else text[: longest - 3] + "..."


@contextmanager
def gate(path: PathLike | None, where: str = "") -> Iterator[None]:
    """Let nothing but ``ModelFileError`` (and an interrupt by the user) out of what reads a file."""
    try:
        yield
    except ModelFileError:
        raise
    except FileNotFoundError as error:
        raise ModelFileError(path, where, "there is no such file or folder.") from error
    except OSError as error:
        raise ModelFileError(path, where, f"cannot be read: {error.strerror or error}.") from error
    except MemoryError as error:
        raise ModelFileError(path, where, "asks for more memory than there is.") from error
    except RecursionError as error:
        raise ModelFileError(path, where, "is nested too deeply.") from error
    except Exception as error:
        raise ModelFileError(path, where, f"is damaged: {type(error).__name__}: {error}") from error
