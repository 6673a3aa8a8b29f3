from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Annotated, Any, Final, Literal, get_args

import ipywidgets as widgets

from kcore.annotations import NonNegative, PositiveInt, Range
from kwidgets.forms import Form
from kwidgets.panels.button import button
from kwidgets.panels.menu import Menu
from kwidgets.session import RecordedSession, knobs_of
from kwidgets.session.knobs import value_of

Optimizer = Literal["SGD", "RMSprop", "Adam", "AdamW", "Adamax", "Nadam", "Adagrad", "Adadelta", "Adafactor", "Ftrl",
                    "Lion", "Lamb", "Muon"]  # fmt: skip
Loss = Literal["mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "binary_crossentropy", "hinge",
               "sparse_categorical_crossentropy", "categorical_crossentropy", "categorical_hinge", "poisson",
               "kl_divergence"]  # fmt: skip


class Knobs:
    """What can be turned where a run is forked: the declaration from which the form is made."""

    def __init__(
        self,
        learning_rate: NonNegative = 0.01,
        batch_size: PositiveInt = 32,
        optimizer: Optimizer = "Adam",
        loss: Loss = "mean_squared_error",
        dropout: Annotated[float, Range(0, 1)] = 0.0,
        l2: NonNegative = 0.0,
    ) -> None:
        """Nothing is made of it."""


_CHOICES: Final = {"optimizer": get_args(Optimizer), "loss": get_args(Loss)}


class Fork:
    """Chooses a knob and its new value, and forks the run that is shown.

    Args:
        session: the session.
        asked: called with the knob and the value when a fork is asked for.

    Attributes:
        widget: the row, and below it why a fork was refused.
    """

    def __init__(self, session: RecordedSession, asked: Callable[[str, Any], None]) -> None:
        self._model, self._asked = session.model, asked
        own = session.loop.samples is not None  # batches that come from elsewhere have the size that they have
        knobs = [knob for knob in knobs_of(session.model) if own or knob != "batch_size"]
        self._form = Form(Knobs, only=knobs)
        self._menu = Menu("watch.knob", knobs, knobs[0], lambda _: self._show_field())
        self._button = button("watch.fork", self._ask)
        self._refusal = widgets.HTML()
        self._refusal.add_class("kw-message")
        self._field = widgets.Box()
        row = widgets.HBox([self._menu.widget, self._field, self._button])
        row.add_class("kw-controls")
        row.add_class("kw-fork")
        self.widget = widgets.VBox([row, self._refusal])
        self._stands: dict[str, Any] = {}
        self._show_field()

    def follow(self, session: RecordedSession) -> None:
        """Show how the knobs of a session stand, except where something else was chosen."""
        stands = {knob: session.batch_size if knob == "batch_size" else value_of(self._model, knob)
                  for knob in self._form.fields}  # fmt: skip
        for knob, value in stands.items():
            offered = knob not in _CHOICES or value in _CHOICES[knob]
            if value is not None and offered and value != self._stands.get(knob):
                self._form.set(**{knob: value})
        self._stands = stands

    def refuse(self, error: Exception | None) -> None:
        """Say beside the value why it does not go; None: it does."""
        said = "" if error is None else f'<span role="alert">{escape(str(error))}</span>'
        self._refusal.value = said

    def rest(self, *, on: bool) -> None:
        """Take no clicks, or take them again."""
        self._button.disabled = on

    def _show_field(self) -> None:
        self.refuse(None)
        self._field.children = [self._form.fields[self._menu.value].widget]

    def _ask(self) -> None:
        field = self._form.fields[self._menu.value]
        if not field.problem:
            self.refuse(None)
            self._asked(self._menu.value, field.value)
