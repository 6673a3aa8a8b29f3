"""The desk without its drawers: a folder, what lies in it, what is chosen, and what saving and loading did."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kcore.files import ModelFileError, read_bytes
from kwidgets.panels.save_desk.contents import Contents, contents
from kwidgets.panels.save_desk.folder import MOST_BYTES, File, Folder
from kwidgets.panels.save_desk.kinds import KINDS
from kwidgets.panels.save_desk.loading import Fate, Plan, built, fates, planned
from kwidgets.session import touched

MOST_COLUMNS = 8  # files in the table of facts


class SaveDeskState:
    """What is saved, looked into and loaded.

    Args:
        model: the model.
        folder: where files are written and read.
        custom_objects: the learner's own classes by name, for models that have some.

    Attributes:
        folder: the folder.
        chosen: name of the file that is looked into; empty for none.
        by_name: whether weights are matched by the names of layers.
        skip_mismatch: whether layers that do not fit are left as they are.
        loaded: the model that was built last from a file; None before.
    """

    def __init__(self, model: Any, folder: str | Path, custom_objects: Mapping[str, Any] | None = None) -> None:
        self.model = model
        self.folder = Folder(folder)
        self.custom_objects = dict(custom_objects or {})
        self.chosen = ""
        self.by_name = False
        self.skip_mismatch = False
        self.loaded: Any = None
        self._seen: dict[str, tuple[tuple[int, int], Contents | ModelFileError]] = {}

    def go(self, folder: str | Path) -> None:
        """Work in another folder."""
        self.folder = Folder(folder)
        self.chosen = ""
        self._seen.clear()

    def choose(self, name: str) -> None:
        """Look into another file of the folder; into none for an empty name.

        Raises:
            ValueError: for a text that is no name of a file.
        """
        self.chosen = self.folder.place(name).name if name else ""

    def files(self) -> list[File]:
        """The model files in the folder."""
        return self.folder.files()

    def save(self, kind: str, stem: str, *, overwrite: bool = False) -> str:
        """Write the model into a file.

        Args:
            kind: one of `KINDS`.
            stem: the file's name without what the kind adds to it.
            overwrite: whether a file that is there may be replaced.

        Returns:
            The file's name.

        Raises:
            ExistsError: where a file is there and may not be replaced.
            ValueError: for a name that does not fit, or a model that cannot be written (the engine's words).
        """
        name = self.name_of(kind, stem)
        self.folder.write(name, lambda path, over: KINDS[kind].write(self.model, path, over), overwrite=overwrite)
        self.chosen = name
        return name

    def receive(self, name: str, data: bytes, *, overwrite: bool = False) -> None:
        """Store a file that came from the page. Raises: see `Folder.receive`."""
        self.chosen = self.folder.receive(name, data, overwrite=overwrite).name

    def name_of(self, kind: str, stem: str) -> str:
        """The name of a file of a kind; a suffix that was typed is not written twice.

        Raises:
            ValueError: for an empty name.
        """
        if not stem.strip():
            raise ValueError("A name of a file is asked for; got an empty one.")
        return stem.strip().removesuffix(KINDS[kind].suffix) + KINDS[kind].suffix

    @property
    def path(self) -> Path:
        """The file that is looked into."""
        return self.folder.place(self.chosen)

    def look(self, name: str | None = None) -> Contents:
        """What is inside a file, the chosen one or another; read again only if it has changed.

        Raises:
            ModelFileError: where it is refused (the engine's words).
        """
        name = self.chosen if name is None else name
        path = self.folder.place(name)
        try:
            status = path.stat()
        except OSError as error:
            raise ModelFileError(path, "", f"cannot be read: {error.strerror or error}.") from error
        stamp = status.st_mtime_ns, status.st_size
        if self._seen.get(name, (None,))[0] != stamp:
            found: Contents | ModelFileError
            try:
                found = contents(path)
            except ModelFileError as error:
                found = error
            self._seen[name] = stamp, found
        seen = self._seen[name][1]
        if isinstance(seen, ModelFileError):
            raise seen
        return seen

    def compared(self) -> list[tuple[str, Contents | None]]:
        """Some files of the folder, the chosen one among them, and what is inside each; None where it is refused."""
        names = [file.name for file in self.files()]
        if self.chosen in names:
            names.remove(self.chosen)
            names.insert(0, self.chosen)
        found: list[tuple[str, Contents | None]] = []
        for name in names[:MOST_COLUMNS]:
            try:
                found.append((name, self.look(name)))
            except ModelFileError:
                found.append((name, None))
        return found

    def plan(self) -> Plan:
        """What loading the weights of the chosen file would do."""
        return planned(self.model, self.path, by_name=self.by_name, skip_mismatch=self.skip_mismatch)

    def load(self) -> tuple[Fate, ...]:
        """Load the weights of the chosen file: all that fits, or nothing. All who follow the model are told.

        Raises:
            ModelFileError: where it is refused; then no weight has changed.
        """
        report = self.model.load_weights(self.path, skip_mismatch=self.skip_mismatch, by_name=self.by_name)
        touched(self.model)
        return fates(report)

    def build(self) -> Any:
        """A new model from the chosen file; it is kept in `loaded`.

        Raises:
            ModelFileError: where it cannot be built; then `loaded` is what it was.
        """
        self.loaded = built(self.path, self.look(), self.custom_objects)
        return self.loaded

    def link(self) -> str:
        """The chosen file as a data URL.

        Raises:
            ModelFileError: where it cannot be read, or is too large to go through the page.
        """
        data = read_bytes(self.path, MOST_BYTES)
        return f"data:application/octet-stream;base64,{base64.b64encode(data).decode('ascii')}"

    def code(self, kind: str, stem: str) -> str:
        """The line of Keras that writes such a file."""
        call = KINDS[kind].call
        name = str(self.folder.path / self.name_of(kind, stem))
        return call.format(name=name) if "{" in call else f"open({name!r}, 'w').write({call})"
