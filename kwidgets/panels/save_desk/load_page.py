from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from kcore.files import ModelFileError
from kwidgets.i18n import Slot, bind, t
from kwidgets.panels.button import button
from kwidgets.panels.code_view import CodeView
from kwidgets.panels.save_desk.loading import Fate, Plan
from kwidgets.panels.save_desk.state import SaveDeskState
from kwidgets.panels.save_desk.tables import fates_table

Line = tuple[str, dict[str, Slot]]


class LoadPage:
    """Loads the chosen file: what would happen, and what did, layer by layer.

    Args:
        state: the desk.
        asked: takes a command to carry out between two steps of a training.

    Attributes:
        rows: what the page shows.
    """

    def __init__(self, state: SaveDeskState, asked: Callable[[Callable[[], None]], None]) -> None:
        self._state = state
        self._lines: list[Line] = []
        self._fates: tuple[Fate, ...] = ()
        self._for = ""
        self._by_name, self._skip = widgets.Checkbox(indent=False), widgets.Checkbox(indent=False)
        for box, key in ((self._by_name, "desk.by_name"), (self._skip, "desk.skip")):
            bind(box, "description", key)
            bind(box, "tooltip", f"{key}.tooltip")
            box.observe(lambda _: asked(self._wished), "value")
        wishes = widgets.HBox([self._by_name, self._skip])
        wishes.add_class("kw-wish")
        self._try = button("desk.try", lambda: asked(self._plan))
        self._load = button("desk.load", lambda: asked(self._do_load))
        self._build = button("desk.build", lambda: asked(self._do_build))
        buttons = widgets.HBox([self._try, self._load, self._build])
        buttons.add_class("kw-controls")
        self._code = CodeView(title="desk.code.load")
        self._said, self._table = widgets.HTML(), widgets.HTML()
        self.rows = [wishes, buttons, self._said, self._table, self._code]

    def show(self) -> None:
        """Bring the page up to date; what was said of another file is forgotten."""
        state = self._state
        if self._for != state.chosen:
            self._for = state.chosen
            self._say()
        structure = weights = False
        try:
            if state.chosen:
                found = state.look()
                structure, weights = found.structure, found.weights
        except ModelFileError as error:
            self._say(("desk.refused", {"error": str(error)}))
        if state.chosen and structure and not weights and not self._lines:
            self._say(("desk.load.no_weights", {}))
        self._try.disabled = self._load.disabled = self._by_name.disabled = self._skip.disabled = not weights
        self._build.disabled = not structure
        self._code.show(self._written(weights=weights) if state.chosen and (structure or weights) else "")
        self._code.layout.display = "" if self._code.code else "none"
        self._speak()

    def _wished(self) -> None:
        self._state.by_name, self._state.skip_mismatch = self._by_name.value, self._skip.value
        self._say()
        self.show()

    def _plan(self) -> None:
        plan: Plan = self._state.plan()
        if plan.refused:
            more: list[Line] = [("desk.load.if_skipped", {})] if plan.fates else []
            self._say(("desk.load.would_refuse", {"error": plan.refused}), *more, fates=plan.fates)
        else:
            filled = any(fate.kind == "filled" for fate in plan.fates)
            self._say(("desk.load.would" if filled else "desk.load.nothing", {}), fates=plan.fates)
        self._speak()

    def _do_load(self) -> None:
        try:
            fates = self._state.load()
        except ModelFileError as error:
            self._say(("desk.load.refused", {"error": str(error)}))
        else:
            kinds = [fate.kind for fate in fates]
            counts: dict[str, Slot] = {"filled": kinds.count("filled"), "skipped": kinds.count("skipped")}
            self._say(("desk.load.done", counts), fates=fates)
        self._speak()

    def _do_build(self) -> None:
        try:
            model: Any = self._state.build()
        except ModelFileError as error:
            self._say(("desk.refused", {"error": str(error)}))
        else:
            parameters = f"{model.count_params():,}"
            lines: list[Line] = [
                ("desk.built", {"name": model.name, "kind": type(model).__name__, "parameters": parameters})
            ]
            if not self._state.look().weights:
                lines.append(("desk.built.fresh", {}))
            self._say(*lines)
        self._speak()

    def _say(self, *lines: Line, fates: tuple[Fate, ...] = ()) -> None:
        self._lines, self._fates = list(lines), fates

    def _speak(self) -> None:
        said = "".join(f"<p>{escape(t(key, **slots))}</p>" for key, slots in self._lines)
        self._said.value = f'<div role="status">{said}</div>'
        self._table.value = fates_table(self._fates) if self._fates else ""

    def _written(self, *, weights: bool) -> str:
        """The lines of Keras that do what the buttons do."""
        state = self._state
        name, found = str(state.path), state.look()
        lines = []
        if weights:
            wishes = {"skip_mismatch": state.skip_mismatch, "by_name": state.by_name}
            lines.append(
                f"model.load_weights({', '.join([repr(name), *(f'{k}=True' for k, v in wishes.items() if v)])})"
            )
        if found.structure and found.form in {"json", "yaml"}:
            lines.append(f"model = keras.models.model_from_{found.form}(open({name!r}).read())")
        elif found.structure:
            lines.append(f"model = keras.models.load_model({name!r})")
        return "\n".join(lines)
