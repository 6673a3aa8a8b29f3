from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import ipywidgets as widgets

from kwidgets.i18n import bind
from kwidgets.panels.builder import edits
from kwidgets.panels.builder.blueprint import Blueprint, ImpossibleError
from kwidgets.panels.builder.catalogue import layer_class, new_layer
from kwidgets.panels.builder.compile_row import CompileRow
from kwidgets.panels.builder.conversion import to_functional, to_sequential
from kwidgets.panels.builder.edits import Spot
from kwidgets.panels.builder.facts import facts, place_shapes
from kwidgets.panels.builder.layer_menu import LayerMenu
from kwidgets.panels.builder.layer_table import LayerTable
from kwidgets.panels.builder.part_form import PartForm
from kwidgets.panels.builder.picture import ModelPicture
from kwidgets.panels.builder.problem import Problem
from kwidgets.panels.builder.state import BuilderState
from kwidgets.panels.builder.text_faces import CodeFace, ConfigFace
from kwidgets.panels.builder.toolbar import Toolbar
from kwidgets.panels.panel import Panel
from kwidgets.session import follow, touched

FACES: Final = ("picture", "code", "table", "config")
Change = Callable[[Blueprint], Blueprint]
Refuse = Callable[[ImpossibleError], None]


class ModelBuilder(Panel):
    """Four faces of one model: picture, Keras code, summary table, config. Each can be edited, and the others follow.

    Every change makes a new model; the weights of layers that did not change go along. What makes no model is
    explained where it was asked for, and the last good model stays.

    Args:
        model: a Sequential or functional model to begin with; None for a small Sequential.
        layers: layer classes (and functions) of your own, which can be chosen and named in the code.
        compile: whether optimizer, loss and metrics can be chosen, too; they always can where the model is compiled.
        faces: which faces are shown, of `FACES`.
        forms: whether layers can be chosen, set and put in by forms, too. Without them the faces alone are there.
        language: "ko" or "en" for everything on the screen; None: as it is.

    Attributes:
        widget: the panel.

    Raises:
        ImpossibleError: for a model class that computes in a call of its own.
        ValueError: for a face that there is not.
    """

    ROOM = "builder"
    SHEET = Path(__file__).with_name("builder.css")

    def __init__(
        self,
        model: Any = None,
        *,
        layers: Iterable[Any] = (),
        compile: bool = False,  # noqa: A002  (Keras's word)
        faces: Collection[str] = FACES,
        forms: bool = True,
        language: str | None = None,
    ) -> None:
        super().__init__(language=language)
        for face in faces:
            if face not in FACES:
                raise ValueError(f"ModelBuilder has no face {face!r}. It has: {', '.join(FACES)}.")
        own = list(layers)
        self._state = state = BuilderState(model, own)
        self._selected: int | None = None
        self._observers: list[Callable[[Any], None]] = []
        self._compiles = compile or state.model.compiled is not None

        self._toolbar = Toolbar(lambda act: self._do(partial(self._act, act)), for_parts=forms)
        self._picture = ModelPicture(lambda key: self._do(partial(self._choose, key)))
        self._form = PartForm(lambda act, value: self._do(partial(self._set, act, value)))
        names = [each.__name__ for each in own if isinstance(each, type)]
        self._menu = LayerMenu(names, lambda what, spot: self._do(partial(self._add, what, spot)))
        self._table = LayerTable(lambda act, key, value: self._do(partial(self._in_table, act, key, value)))
        self._table_problem = Problem()
        self._code = CodeFace(state, lambda text: self._do(partial(self._read, self._code, text)))
        self._config = ConfigFace(state, lambda text: self._do(partial(self._read, self._config, text)))
        self._compiling = CompileRow(lambda name, compiled: self._do(partial(self._compile, name, compiled)))
        self._lay_out([self._toolbar.widget, self._laid_out(faces, forms=forms)], says_after=1)
        self._follow()
        self._show()

    @property
    def model(self) -> Any:
        """The last good model."""
        return self._state.model

    @property
    def code(self) -> str:
        """The Keras code that makes the model, and compiles it if it is compiled.

        Raises:
            ValueError: for a value that no code can stand for, such as a lambda.
        """
        return self._state.code

    @property
    def config(self) -> dict[str, Any]:
        """The model's config."""
        config: dict[str, Any] = self.model.get_config()
        return config

    def observe(self, observer: Callable[[Any], None]) -> None:
        """Call `observer(model)` after each change, with the model as it is then."""
        self._observers.append(observer)

    def still(self) -> bytes:
        """The picture of the model as the bytes of a PNG file."""
        return self._picture.still()

    def _words(self) -> str:
        blueprint = self._state.blueprint
        kind = "Sequential" if blueprint.sequential else "functional"
        layers = [part for part in blueprint.parts if not part.is_input]
        built = f"{self.model.count_params():,} parameters" if self.model.built else "no input yet"
        return f"{kind} model of {len(layers)} layers, {built}"

    def _rest(self) -> None:
        self._form.close()
        self._compiling.close()

    # What is asked for in the page.

    def _act(self, act: str) -> None:
        if act in ("undo", "redo"):
            self._state.undo() if act == "undo" else self._state.redo()
            self._changed()
            self._says.say("builder.said.undone" if act == "undo" else "builder.said.redone")
        elif act == "convert":
            self._edit(to_functional if self._state.blueprint.sequential else to_sequential, self._toolbar.refuse)
        elif self._selected is not None:
            self._on_part(act, self._selected, self._toolbar.refuse)

    def _on_part(self, act: str, key: int, refuse: Refuse) -> None:
        if act == "remove":
            near = self._neighbour(key)
            if self._edit(partial(edits.remove, key=key), refuse):
                self._choose(near)
        elif act == "duplicate":
            self._put(partial(edits.duplicate, key=key), refuse)
        elif act in ("up", "down"):
            self._edit(partial(edits.move, key=key, by=-1 if act == "up" else 1), refuse)

    def _in_table(self, act: str, key: int, value: Any) -> None:
        if act == "select":
            self._choose(key)
            return
        changes: dict[str, Change] = {
            "rename": partial(edits.rename, key=key, name=str(value)),
            "move": partial(edits.move, key=key, by=value),
            "trainable": partial(edits.configure, key=key, trainable=bool(value)),
        }
        if act == "remove":
            self._on_part(act, key, self._refuse_in_table)
        elif not self._edit(changes[act], self._refuse_in_table):
            self._table.show(facts(self.model, self._state.blueprint), self._selected)

    def _set(self, act: str, value: Any) -> None:
        key = self._selected
        if key is None:
            return
        if act == "configure":
            name, argument = value
            try:
                self._state.configure(key, **{name: argument})
            except ImpossibleError as error:
                self._form.refuse("shape" if name == "batch_shape" else name, error)
            else:
                self._changed()
            return
        changes: dict[str, Change] = {
            "rename": partial(edits.rename, key=key, name=str(value)),
            "output": partial(edits.set_output, key=key, on=bool(value)),
        }
        if act == "connect":
            call, sources = value
            changes[act] = partial(edits.connect, key=key, sources=sources, call=call)
        refused: list[ImpossibleError] = []
        if not self._edit(changes[act], refused.append) and refused:
            if act != "rename":
                self._show_part()
            self._form.refuse("name" if act == "rename" else "connect", refused[0])

    def _add(self, what: str | int, spot: Spot) -> None:
        if isinstance(what, int):
            self._edit(partial(edits.use_again, key=what, spot=spot), self._menu.refuse)
            return
        cls = layer_class(what, self._state.own)
        try:
            described = new_layer(cls, place_shapes(self.model, self._state.blueprint, spot.source)) if cls else None
        except (ValueError, TypeError) as error:
            self._menu.refuse(ImpossibleError("builder.problem.made", name=what, words=str(error)))
            return
        if described is not None:
            self._put(partial(edits.insert, described=described, spot=spot), self._menu.refuse)

    def _read(self, face: CodeFace | ConfigFace, text: str) -> None:
        if face.read(text):
            self._changed()

    def _compile(self, name: str, compiled: dict[str, Any]) -> None:
        self._edit(lambda blueprint: replace(blueprint, compiled=compiled), partial(self._compiling.refuse, name))

    def _choose(self, key: int | None) -> None:
        known = [part.key for part in self._state.blueprint.parts]
        self._selected = key if key in known else None
        self._picture.choose(self._selected)
        self._table.choose(self._selected)
        self._show_part()

    # What follows from it.

    def _edit(self, change: Change, refuse: Refuse) -> bool:
        """Change the model, or say why not where it was asked for. Returns whether it could be."""
        try:
            self._state.edit(change)
        except ImpossibleError as error:
            refuse(error)
            return False
        self._changed()
        return True

    def _put(self, change: Callable[[Blueprint], tuple[Blueprint, int]], refuse: Refuse) -> None:
        """Put a new part in, and choose it."""
        keys: list[int] = []

        def put(blueprint: Blueprint) -> Blueprint:
            made, key = change(blueprint)
            keys.append(key)
            return made

        if self._edit(put, refuse):
            self._choose(keys[0])

    def _neighbour(self, key: int) -> int | None:
        """Which part is chosen when one is taken out."""
        edges = self._state.blueprint.edges()
        before = [place.part for place, target in edges if target == key]
        after = [target for place, target in edges if place.part == key]
        return next(iter((*before, *after)), None)

    def _changed(self) -> None:
        lost = self._state.lost_compile
        self._says.say("builder.said.untrained" if lost else "")
        self._follow()
        self._show()
        touched(self.model)
        for observer in tuple(self._observers):
            observer(self.model)

    def _follow(self) -> None:
        if self._state.model is not getattr(self, "_followed", None):
            self._followed = self._state.model
            follow(self._followed, self._noticed, hertz=1)

    def _noticed(self) -> None:
        """The model's weights changed: perhaps more did."""
        if not self._closed and self._followed is self._state.model and self._state.follow_model():
            self._show()
            self._says.say("builder.said.followed")

    def _show(self) -> None:
        """Bring all faces up to the model."""
        state, blueprint = self._state, self._state.blueprint
        if self._selected not in [part.key for part in blueprint.parts]:
            self._selected = None
        rows = facts(state.model, blueprint)
        self._picture.show(blueprint, rows, self._selected)
        self._table.show(rows, self._selected)
        self._table_problem.say(None)
        self._code.show()
        self._config.show()
        self._compiling.show(blueprint.compiled)
        self._show_part()

    def _show_part(self) -> None:
        state, blueprint, key = self._state, self._state.blueprint, self._selected
        part = None if key is None else blueprint.part(key)
        row = next((row for row in facts(state.model, blueprint) if row.key == key), None)
        waiting = {} if key is None else state.waiting(key)
        self._form.show(part, row, blueprint, state.own, waiting)
        self._menu.show(blueprint, key)
        self._toolbar.show(state, chosen=part)

    def _refuse_in_table(self, error: ImpossibleError) -> None:
        self._table_problem.say(error)

    def _laid_out(self, faces: Collection[str], *, forms: bool) -> widgets.Widget:
        beside = []
        if "picture" in faces:
            beside.append(_box("kw-face", [self._picture.view, *([_keys()] if forms else [])]))
        if forms:
            bench, adding = (_box("kw-bench", [made.widget]) for made in (self._form, self._menu))
            beside.append(_box("kw-face", [bench, adding]))
        texts = {"code": self._code.widget, "config": self._config.widget}
        beside += [_box("kw-face", [widget]) for name, widget in texts.items() if name in faces]
        grid = widgets.HBox(beside)
        grid.add_class("kw-faces")
        below = []
        if self._compiles:
            below.append(_box("kw-bench", [self._compiling.widget]))
        if "table" in faces:
            below.append(
                _box("kw-bench", [_heading("builder.faces.table"), self._table.widget, self._table_problem.widget])
            )
        return _box("kw-all", [grid, *below])


def _box(name: str, children: list[Any]) -> widgets.VBox:
    box = widgets.VBox(children)
    box.add_class(name)
    return box


def _heading(key: str) -> widgets.HTML:
    made = widgets.HTML()
    made.add_class("kw-heading")
    bind(made, "value", key)
    return made


def _keys() -> widgets.HTML:
    made = widgets.HTML()
    made.add_class("kw-hint")
    bind(made, "value", "builder.keys")
    return made
