from __future__ import annotations

import re
from collections.abc import Callable

import ipywidgets as widgets

from kcore.files import ModelFileError
from kwidgets.code import ReadingError
from kwidgets.panels.builder.blueprint import Blueprint, ImpossibleError
from kwidgets.panels.builder.state import BuilderState
from kwidgets.panels.code_view import CodeView
from kwidgets.panels.menu import Menu

Typed = Callable[[str], None]


class CodeFace:
    """The model as Keras code. What was typed stays as it was typed for as long as it says what the model is.

    Args:
        state: the model.
        typed: called with what was typed.

    Attributes:
        widget: the text.
    """

    def __init__(self, state: BuilderState, typed: Typed) -> None:
        self._state = state
        self._stands: Blueprint | None = None  # what the text that was typed says
        self.widget = CodeView(title="builder.faces.code", edited=typed)

    def show(self) -> None:
        """Bring the text up to the model."""
        if self._stands is self._state.blueprint:
            return
        self._stands = None
        try:
            self.widget.show(self._state.code)
        except ValueError as error:
            self.widget.show("")
            self.widget.refuse(None, "builder.said.no_code", words=str(error))

    def read(self, text: str) -> bool:
        """Make the model what the text says; else say beside it what is not understood. Returns whether it is."""
        self._stands = None
        try:
            whole = self._state.read_code(text)
        except ReadingError as error:
            self.widget.refuse(error.line, error.key, **error.slots)
            return False
        except ImpossibleError as error:
            self.widget.refuse(None, error.key, **error.slots)
            return False
        self._stands = self._state.blueprint
        self.widget.accept()
        if not whole:
            self.widget.refuse(None, "builder.said.not_whole")
        return True


class ConfigFace:
    """The model's config as JSON or YAML.

    Args:
        state: the model.
        typed: called with what was typed.

    Attributes:
        widget: the text, and what says which of both it is.
    """

    def __init__(self, state: BuilderState, typed: Typed) -> None:
        self._state = state
        self._stands: Blueprint | None = None
        self._menu = Menu("builder.config", ("json", "yaml"), "json", lambda _: self._turn(), tabs=True)
        self._texts = {kind: CodeView(title=f"builder.faces.{kind}", edited=typed) for kind in ("json", "yaml")}
        self.widget = widgets.VBox([self._menu.widget, *self._texts.values()])
        self._turn()

    def show(self) -> None:
        """Bring the text up to the model."""
        if self._stands is not self._state.blueprint:
            self._stands = None
            self._text.show(self._state.json if self._menu.value == "json" else self._state.yaml)

    def read(self, text: str) -> bool:
        """Make the model what the text says; else say beside it why not. Returns whether it is."""
        self._stands = None
        try:
            self._state.read_config(text, self._menu.value)
        except ModelFileError as error:
            line = re.search(r"\bline (\d+)", str(error))
            self._text.refuse(int(line[1]) if line else None, "builder.said.config", words=str(error))
            return False
        except ImpossibleError as error:
            self._text.refuse(None, error.key, **error.slots)
            return False
        self._stands = self._state.blueprint
        self._text.accept()
        return True

    @property
    def _text(self) -> CodeView:
        return self._texts[self._menu.value]

    def _turn(self) -> None:
        self._stands = None
        for text in self._texts.values():
            text.layout.display = None if text is self._text else "none"
        self.show()
