from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import ipywidgets as widgets

from kcore import registry
from kcore.configurable import parameters
from kwidgets.forms import Form
from kwidgets.forms.lists import Dropdown, ToggleButtons
from kwidgets.i18n import bind, on_language, t
from kwidgets.panels.button import button
from kwidgets.panels.race.lanes import NAMES, Lane, with_class

# What all optimizers have and few turn: it stands folded away.
_COMMON = ("weight_decay", "clipnorm", "clipvalue", "global_clipnorm", "use_ema", "ema_momentum",
           "ema_overwrite_frequency", "gradient_accumulation_steps")  # fmt: skip


class LaneEditor:
    """The lanes as buttons, and the optimizer of the one chosen as a form.

    Args:
        lanes: the optimizers.
        batches: whether a lane has a batch size.
        chosen: called when another lane was chosen.
        changed: called with the number of a lane and what it was changed to.
        added: called with the number of the lane that another one shall be like.
        removed: called with the number of the lane to take away.

    Attributes:
        widget: what is shown.
        number: the lane chosen, from 0.
    """

    def __init__(
        self,
        lanes: Sequence[Lane],
        *,
        batches: bool,
        chosen: Callable[[], None],
        changed: Callable[[int, Lane], None],
        added: Callable[[int], None],
        removed: Callable[[int], None],
    ) -> None:
        self.number = 0
        self._lanes: tuple[Lane, ...] = tuple(lanes)
        self._batches, self._chosen, self._changed = batches, chosen, changed
        self._following = False
        self._forms: list[Form] = []
        self._known: dict[tuple[Any, ...], Form] = {}
        self._shown: tuple[int, type] | None = None
        self._names = ToggleButtons()
        self._names.style.button_width = "auto"
        self._names.add_class("kw-names")
        self._names.observe(self._name_chosen, "value")
        self._add = button("race.add", lambda: added(self.number))
        self._remove = button("race.remove", lambda: removed(self.number))
        self._class = Dropdown(options=sorted(registry.names("optimizer")))
        self._class.style.description_width = "initial"
        bind(self._class, "description", "race.lane.optimizer")
        bind(self._class, "tooltip", "race.lane.optimizer.tooltip")
        self._class.observe(self._class_chosen, "value")
        self._usual, self._rest = widgets.VBox(), widgets.VBox()
        self._more = widgets.Accordion([self._rest], selected_index=None)
        self._message = widgets.HTML()
        self._message.add_class("kw-message")
        top = widgets.HBox([self._names, self._add, self._remove])
        top.add_class("kw-controls")
        choice = widgets.HBox([self._class])
        choice.add_class("kw-controls")
        self.widget = widgets.VBox([top, choice, self._usual, self._message, self._more])
        self.widget.add_class("kw-editor")
        self.follow(lanes, 0)
        on_language(self._speak)
        self._speak()

    def follow(self, lanes: Sequence[Lane], number: int) -> None:
        """Show other lanes, and one of them as a form."""
        self._lanes, self.number = tuple(lanes), min(number, len(lanes) - 1)
        self._following = True
        try:
            letters = NAMES[: len(lanes)]
            if tuple(self._names.options) != tuple(letters):
                self._names.options = tuple(letters)
            self._names.value = letters[self.number]
            self._names.tooltips = [lane.words for lane in lanes]
            lane = self._lanes[self.number]
            if lane.optimizer.__name__ not in self._class.options:
                self._class.options = (*self._class.options, lane.optimizer.__name__)
            self._class.value = lane.optimizer.__name__
            self._fill(lane)
        finally:
            self._following = False
        self._add.disabled = len(lanes) >= len(NAMES)
        self._remove.disabled = len(lanes) <= 2
        self.refuse("")

    def refuse(self, why: str) -> None:
        """Say what does not go together; empty for nothing."""
        self._message.value = f'<span role="alert">{escape(why)}</span>' if why else ""

    def close(self) -> None:
        """Take no more clicks, and give back the forms that nobody sees."""
        for control in (self._names, self._class, self._add, self._remove):
            control.disabled = True
        for form in self._known.values():
            if form not in self._forms:
                form.close()

    @property
    def _lane(self) -> Lane:
        return self._lanes[self.number]

    def _fill(self, lane: Lane) -> None:
        """Bring the forms to a lane: the same ones with other values, or new ones."""
        if self._shown == (self.number, lane.optimizer):
            self._set(lane)
            return
        self._forms = self._forms_of(lane)
        self._shown = (self.number, lane.optimizer)
        self._set(lane)
        common, *usual = (form.widget for form in self._forms)
        self._usual.children = tuple(usual)
        self._rest.children = (common,)

    def _forms_of(self, lane: Lane) -> list[Form]:
        """What stands folded away, the learning rate, the optimizer's own arguments, the batch size.

        Forms are made once and shown again: a page keeps something of each widget for good, even of a closed one.
        """
        values = lane.arguments
        takes = {p.name for p in parameters(lane.optimizer) if p.kind != "unsupported"}
        number = isinstance(values["learning_rate"], int | float)  # a schedule is no number to type
        own = [name for name in values if name not in {"name", "learning_rate", *_COMMON}]
        usual = {name: values[name] for name in takes if name != "name"}
        forms = [self._made(lane.optimizer, usual, [name for name in _COMMON if name in takes], shared=True)]
        if number:
            forms.append(self._made(lane.optimizer, usual, ["learning_rate"], shared=True))
        forms.append(self._made(lane.optimizer, usual, own))
        if self._batches:
            forms.append(self._made(Lane, {"batch_size": lane.batch_size}, ["batch_size"]))
        return forms

    def _made(self, target: type, values: dict[str, Any], only: Sequence[str], *, shared: bool = False) -> Form:
        key = (None if shared else target, *only)
        if key not in self._known:
            self._known[key] = Form(target, values, only=only)
            self._known[key].observe(self._typed)
        return self._known[key]

    def _set(self, lane: Lane) -> None:
        values = {**lane.arguments, "batch_size": lane.batch_size}
        for form in self._forms:
            form.set(**{name: values[name] for name in form.fields if name in values})

    def _typed(self, name: str, value: Any) -> None:
        lane = self._lane
        if name == "batch_size":
            self._try(lambda: Lane(lane.optimizer, lane.values, value))
        else:
            self._try(lambda: Lane(lane.optimizer, {**lane.values, name: value}, lane.batch_size))

    def _class_chosen(self, change: Any) -> None:
        if not self._following:
            self._try(lambda: with_class(self._lane, registry.lookup("optimizer", change.new)))

    def _try(self, make: Callable[[], Lane]) -> None:
        """Hand on what was chosen, or say why it does not go together."""
        try:
            lane = make()
        except (TypeError, ValueError) as error:
            self.refuse(str(error))
            return
        self.refuse("")
        self._changed(self.number, lane)

    def _name_chosen(self, change: Any) -> None:
        if not self._following and change.new is not None:
            self.follow(self._lanes, NAMES.index(change.new))
            self._chosen()

    def _speak(self) -> None:
        self._more.titles = (t("race.lane.more"),)
