from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

import ipywidgets as widgets

from kcore.configurable import bind
from kwidgets.i18n import on_language, t
from kwidgets.panels.code_view import CodeView
from kwidgets.panels.guess import Guess
from kwidgets.panels.menu import Menu
from kwidgets.panels.panel import Panel
from kwidgets.panels.run_bar import RunBar
from kwidgets.panels.triad.cards import Card
from kwidgets.panels.triad.picture import Picture
from kwidgets.panels.triad.result import TriadResult, errors
from kwidgets.panels.triad.settings import CARDS, TriadSettings, controls
from kwidgets.panels.triad.state import Data, TriadState
from kwidgets.session import ReplacedError, TrainingSession


class Triad(Panel):
    """A Keras model as three cards, network, objective function and optimizer, with one button to run it.

    A change of the learning rate or the batch size acts while the training runs; any other makes a new
    model with the same seed. The curves show the mean absolute error in the unit of the answers, whatever
    the objective function, so that a baseline can be compared.

    Args:
        x: training inputs, shape `(samples, features)`.
        y: training targets, shape `(samples,)` or `(samples, outputs)`.
        validation_data: `(x, y)` that are only measured, or None.
        baseline: error of a simple rule, in the unit, drawn as a line; or None.
        guess: what the learner predicted: a `Guess` or a number; or None.
        unit: unit of the error, such as "°C".
        scale: how many units a difference of 1 in `y` is (the deviation, if `y` was standardised).
        show: names of the controls to show, of `CONTROLS`; None: all. What is not shown keeps its value.
        epochs: epochs that one press on Run makes.
        seed: seed of weights, batches and dropout.
        speed: "full", "epochs" (ten a second) or "batches" (five a second).
        language: "ko" or "en" for everything on the screen; None: as it is.
        names: what the inputs and targets, then those of validation, are called in the code shown.
        **settings: values that the cards start with, see `TriadSettings`.

    Attributes:
        widget: the panel.

    Raises:
        TypeError, ValueError: for a setting or control that does not exist or fit, or data that do not fit.
    """

    ROOM = "triad"

    def __init__(
        self,
        x: Any,
        y: Any,
        validation_data: tuple[Any, Any] | None = None,
        *,
        baseline: float | None = None,
        guess: Guess | float | None = None,
        unit: str = "",
        scale: float = 1.0,
        show: Collection[str] | None = None,
        epochs: int = 60,
        seed: int = 1,
        speed: str = "epochs",
        language: str | None = None,
        names: tuple[str, str, str, str] = ("x_train", "y_train", "x_validation", "y_validation"),
        **settings: Any,
    ) -> None:
        super().__init__(language=language)
        show = controls(show)
        data = Data(x, y, validation_data, names)
        self._state = TriadState(data, settings, epochs=epochs, seed=seed, speed=speed, listener=self._follow)
        self._baseline, self._guess, self._unit, self._scale = baseline, guess, unit, float(scale)
        self._wanted: dict[str, Any] = {}
        self._shown_epochs = epochs

        self._picture = Picture(unit, self._scale, baseline)
        self._cards = [Card(name, self.settings, show, self._chosen) for name in CARDS]
        metric = Menu("triad.metric", ("error", "loss"), "error", self._metric_chosen)
        self._bar = RunBar(
            speed,
            asked=lambda name: self._do(getattr(self, f"_{name}")),
            speed_chosen=lambda name: self._do(partial(self._state.set_speed, name)),
            show=show,
            more=[metric.widget] if "metric" in show else [],
        )
        self._code = CodeView()
        cards = widgets.HBox([card.widget for card in self._cards])
        cards.add_class("kw-cards")
        code = [self._code] if "code" in show else []
        rows = [cards, self._bar.widget, self._picture.view, *code]
        self._lay_out(rows, switch="language" in show, says_after=2)
        if isinstance(guess, Guess):
            guess.observe(self._show_guess)
        self._show_guess()
        self._restart("")
        on_language(self._show_code)

    @property
    def settings(self) -> TriadSettings:
        """What is chosen on the cards."""
        return self._state.settings

    @property
    def session(self) -> TrainingSession | None:
        """The training session; None while a part is missing."""
        return self._state.session

    @property
    def model(self) -> Any:
        """The model that is trained; None while a part is missing."""
        return None if self.session is None else self.session.model

    @property
    def history(self) -> dict[str, list[float]]:
        """One value an epoch for the loss and the metric, on training and validation set, as `fit` returns."""
        return self._state.history

    @property
    def code(self) -> str:
        """The Keras code that makes, compiles and trains this model from the start."""
        return self._state.code()

    def set(self, **settings: Any) -> None:
        """Change settings as a learner does on the cards.

        Raises:
            TypeError, ValueError: for a setting that does not exist, or a value that does not fit.
        """
        bind(TriadSettings, (), settings)
        self._do(partial(self._apply, settings))

    def run(self, epochs: int | None = None) -> TriadResult:
        """Train to the planned end, or for so many epochs more, and return only then.

        At the planned end nothing is left to train. Meanwhile the kernel hears no click: the buttons take none.

        Raises:
            ValueError: while a part is missing.
            BaseException: whatever stopped the training.
        """
        if self.session is None:
            raise ValueError(f"{t('triad.cannot_run')} {self._state.problem}")
        self._close_guess()
        with self._says.meanwhile("triad.blocking"), self._bar.resting():
            if epochs is not None or not self.session.finished:
                self.session.run(epochs)
        return self.result()

    def reset(self) -> None:
        """Go back to the start, as the button does: the same weights with the present settings, nothing trained."""
        self._do(self._reset)

    def result(self) -> TriadResult:
        """How far the training has come, in the unit of the answers."""
        found = errors(self.history, self._scale)
        if isinstance(self._guess, Guess) and self.session is not None and self.session.finished:
            self._guess.happened(found["train"] if found["validation"] is None else found["validation"])
        return TriadResult(
            **found,
            words=self.settings.words(self._state.outputs),
            baseline=self._baseline,
            guess=self._guess_value(),
            unit=self._unit,
            still=self._picture.still,
        )

    def still(self) -> bytes:
        """The curves as the bytes of a PNG file."""
        return self._picture.still()

    def _words(self) -> str:
        return repr(self.result())

    def _rest(self) -> None:
        if self.session is not None:
            self.session.close()
        self._bar.follow(running=False)
        self._bar.disable()

    # What is asked for in the page. Callbacks may come from any thread, so each goes through `_do`.

    def _do(self, command: Callable[[], None]) -> None:
        """Carry out a command between two batches, in the thread in which the panel was made."""
        if self._closed:
            return
        if self.session is None:
            super()._do(command)
            return
        try:
            self.session.do(command)
        except ReplacedError:
            super()._do(command)

    def _metric_chosen(self, name: str) -> None:
        self._do(lambda: self._picture.choose(name))

    def _chosen(self, name: str, value: Any) -> None:
        # A slider is quicker than the training: only the newest value of each setting counts.
        self._wanted[name] = value
        self._do(self._apply_wanted)

    def _apply_wanted(self) -> None:
        wanted, self._wanted = self._wanted, {}
        if wanted:
            self._apply(wanted)

    def _toggle(self) -> None:
        if self.session is None:
            self._says.say("triad.cannot_run")
        elif self.session.running:
            self.session.pause()
        else:
            self._go(self.session.play)

    def _step(self) -> None:
        self._go(None if self.session is None else self.session.step)

    def _epoch(self) -> None:
        self._go(None if self.session is None else self.session.step_epoch)

    def _go(self, action: Callable[[], None] | None) -> None:
        if action is None:
            self._says.say("triad.cannot_run")
        else:
            self._close_guess()
            self._says.say("")
            action()

    def _reset(self) -> None:
        # The same seed makes the same weights: a new model is the old one put back, bit by bit.
        self._state.rebuild()
        self._restart("triad.reset.done")

    def _apply(self, wanted: dict[str, Any]) -> None:
        begun = self.session is not None and self.session.loop.step > 0
        if self._state.apply(wanted):
            self._restart("triad.rebuilt" if begun else "")
        else:
            self._show()

    # What follows from it.

    def _restart(self, message: str) -> None:
        self._bar.follow(running=False)
        self._picture.follow(self.session)
        self._show()
        self._says.say(message if self.session is not None else "triad.cannot_run")

    def _follow(self, session: TrainingSession) -> None:
        self._picture.follow(session)
        self._bar.follow(running=session.running)
        if session.loop.epochs != self._shown_epochs:
            self._show_code()
        if session.error is not None:
            if isinstance(session.error, KeyboardInterrupt):
                self._says.say("triad.interrupted")
            else:
                self._says.say("triad.error", session.error)
        elif self._picture.diverged and self._says.key in ("", "triad.blocking"):
            self._says.say("triad.diverged")

    def _show(self) -> None:
        """Bring cards and code up to the settings."""
        for card in self._cards:
            card.follow(self.settings, self._state.sizes, self._state.parameters, self._state.problem)
        self._show_code()

    def _show_code(self) -> None:
        notes = {"triad.steered": self._state.steered, "triad.no_step": not self.settings.has_optimizer}
        said = [f"# {t(key)}" for key, holds in notes.items() if holds]
        self._shown_epochs = self._state.epochs
        self._code.show("\n".join([*said, self._state.code()]))

    def _guess_value(self) -> float | None:
        if isinstance(self._guess, Guess):
            return self._guess.value if self._guess.committed else None
        return self._guess

    def _show_guess(self) -> None:
        self._picture.guess(self._guess_value())

    def _close_guess(self) -> None:
        if isinstance(self._guess, Guess):
            self._guess.close()
