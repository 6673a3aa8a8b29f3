from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from kwidgets.i18n import on_language, t
from kwidgets.panels.code_view import CodeView
from kwidgets.panels.menu import Menu
from kwidgets.panels.panel import Panel
from kwidgets.panels.playground import words
from kwidgets.panels.playground.controls import Controls, check_box
from kwidgets.panels.playground.features import FEATURES
from kwidgets.panels.playground.pictures import Pictures
from kwidgets.panels.playground.presets import PRESETS
from kwidgets.panels.playground.settings import PlaygroundSettings, changed
from kwidgets.panels.playground.state import PlaygroundState
from kwidgets.panels.playground.steppers import Steppers
from kwidgets.panels.playground.weights import WeightEditor
from kwidgets.panels.run_bar import RunBar
from kwidgets.session import ReplacedError, TrainingSession


class Playground(Panel):
    """A small network to play with: data, features, layers, training, and what each unit answers everywhere.

    Everything can be changed while it is shown; the Keras code below always does the same. `model` and `session` may
    be given to other panels. Learning rate and batch size act on the training at work, every other change makes a new
    network from the same seed.

    Args:
        preset: the situation to begin with, one of `PRESETS`.
        speed: "full", "epochs" (ten a second) or "batches" (five a second).
        language: "ko" or "en" for everything on the screen; None: as it is.
        **settings: values that are other than in the situation, see `PlaygroundSettings`.

    Attributes:
        widget: the panel.

    Raises:
        TypeError, ValueError: for a situation or setting that does not exist or fit.
    """

    ROOM = "playground"
    SHEET = Path(__file__).with_name("playground.css")

    def __init__(
        self, preset: str = "first", *, speed: str = "epochs", language: str | None = None, **settings: Any
    ) -> None:
        super().__init__(language=language)
        if preset not in PRESETS:
            raise ValueError(f"preset is one of {', '.join(PRESETS)}; got {preset!r}.")
        first = changed(PlaygroundSettings(), **{**PRESETS[preset], **settings})
        self._state = PlaygroundState(first, speed=speed, listener=self._follow)
        self._preset = "own" if settings else preset
        self._wanted: dict[str, Any] = {}
        self._beat = 0
        self._pictures = Pictures(self._state)
        graph = self._pictures.network.view
        graph.on_select(lambda name: self._do(partial(self._selected, name)))
        graph.on_press(lambda name: self._do(partial(self._pressed, name)))
        graph.on_edge(lambda _, target: self._do(partial(self._selected, target)))
        self._steppers = Steppers(
            lambda by: self._change(self._state.add_layer if by > 0 else self._state.remove_layer),
            lambda layer, by: self._change(partial(self._state.resize, layer, by)),
        )
        self._menu = Menu("playground.preset", (*PRESETS, "own"), self._preset, self._preset_chosen)
        self._ask, self._numbers = widgets.HTML(), widgets.HTML()
        self._controls = Controls(first, self._chosen)
        self._weights = WeightEditor(self._state, lambda *edit: self._do(partial(self._edit, *edit)))
        self._bar = RunBar(
            speed,
            asked=lambda name: self._do(getattr(self, f"_{name}")),
            speed_chosen=lambda name: self._do(partial(self._state.set_speed, name)),
        )
        self._code = CodeView()
        self._titles = {name: widgets.HTML() for name in ("data", "training", "network", "output")}
        self._arrange()
        self._restart("")
        on_language(self._speak)
        self._speak()

    @property
    def settings(self) -> PlaygroundSettings:
        """What is chosen."""
        return self._state.settings

    @property
    def model(self) -> Any:
        """The network; a new one after each change but that of learning rate and batch size."""
        return self._state.model

    @property
    def session(self) -> TrainingSession:
        """The training session of the network."""
        return self._state.session

    @property
    def code(self) -> str:
        """The Keras code that makes the points and trains the network as far as it has come."""
        return self._state.code()

    def set(self, **settings: Any) -> None:
        """Change settings as a learner does.

        Raises:
            TypeError, ValueError: for a setting that does not exist, or a value that does not fit.
        """
        changed(self.settings, **settings)
        self._change(partial(self._state.apply, **settings))

    def run(self, epochs: int = 100) -> Playground:
        """Train for so many epochs, and return only then."""
        with self._bar.resting():
            self.session.run(epochs)
        return self

    def still(self) -> bytes:
        """The map of the answers with the points, as the bytes of a PNG file."""
        self._pictures.show()
        return self._pictures.output.still()

    def _words(self) -> str:
        return words.summary(self._state)

    def _rest(self) -> None:
        self.session.close()
        self._bar.follow(running=False)
        self._bar.disable()

    # What is asked for in the page. Callbacks may come from any thread, so each goes through `_do`.

    def _do(self, command: Callable[[], None]) -> None:
        """Carry out a command between two batches, in the thread in which the panel was made."""
        if self._closed:
            return
        try:
            self.session.do(lambda: self._dare(command))
        except ReplacedError:
            super()._do(command)

    def _toggle(self) -> None:
        if self.session.running:
            self.session.pause()
        else:
            self._go(self.session.play)

    def _step(self) -> None:
        self._go(self.session.step)

    def _epoch(self) -> None:
        self._go(self.session.step_epoch)

    def _go(self, action: Callable[[], None]) -> None:
        self._says.say("")
        action()

    def _reset(self) -> None:
        self._state.restart()
        self._restart("playground.reset.done")

    def _preset_chosen(self, name: str) -> None:
        own = lambda: self._menu.set(self._preset)  # nothing to take: it comes by changing something
        self._do(partial(self._take_preset, name) if name in PRESETS else own)

    def _take_preset(self, name: str) -> None:
        self._preset = name
        self._state.apply(**vars(changed(PlaygroundSettings(), **PRESETS[name])))
        self._state.restart()  # also if nothing but the name is new
        self._restart("")

    def _chosen(self, name: str, value: Any) -> None:
        # A slider is quicker than the training: only the newest value of each setting counts.
        self._wanted[name] = value
        self._do(self._apply_wanted)

    def _apply_wanted(self) -> None:
        wanted, self._wanted = self._wanted, {}
        self._apply(partial(self._state.apply, **wanted))

    def _change(self, command: Callable[[], Any]) -> None:
        self._do(partial(self._apply, command))

    def _apply(self, command: Callable[[], Any]) -> None:
        """Change something, and show what follows from it."""
        before, running, old = self.settings, self.session.running, self.session
        begun = old.loop.step > 0
        try:
            command()
        except Exception:
            self._show_settings()  # what was chosen cannot be: a file of data is not there
            raise
        if self.settings == before:
            return
        self._preset = "own"
        if self.session is old:
            self._show_settings()
            return
        self._restart("playground.rebuilt" if begun and not running else "")
        if running:  # who turns knobs while it runs wants to see it go on
            self.session.play()

    def _selected(self, name: str) -> None:
        """Show the numbers of a unit."""
        self._weights.choose(self._pictures.network.place(name))
        self._pictures.show(selected=name, running=self.session.running)

    def _pressed(self, name: str) -> None:
        """A feature comes in or goes."""
        if name in FEATURES and self._state.can_toggle(name):
            self._apply(partial(self._state.toggle_feature, name))
        elif name in FEATURES:
            self._says.say("playground.last_feature")

    def _edit(self, layer: int, source: int | None, unit: int, value: float) -> None:
        self._state.set_weight(layer, source, unit, value)
        self._pictures.show(running=self.session.running)
        self._code.show(self._noted_code())
        self._says.say("playground.edited")

    # What follows from it.

    def _restart(self, message: str) -> None:
        self._bar.follow(running=False)
        self._pictures.forget()
        self._weights.choose(None)
        self._show_settings()
        self._show_numbers()
        self._pictures.show(selected="")
        self._says.say(message)

    def _follow(self, session: TrainingSession) -> None:
        if session is not self.session:
            return
        self._beat += 1
        self._bar.follow(running=session.running)
        self._pictures.show(running=session.running)
        if not session.running or self._beat % 3 == 0:  # numbers that change more often cannot be read
            self._show_numbers()
            self._weights.follow()
        if not session.running:
            self._code.show(self._noted_code())
        if session.error is not None:
            if isinstance(session.error, KeyboardInterrupt):
                self._says.say("playground.interrupted")
            else:
                self._says.say("playground.error", session.error)
        elif self._broken() and not self._says.key:
            self._says.say("playground.diverged")

    def _broken(self) -> bool:
        train = self._state.losses()[0]
        return bool(train) and not math.isfinite(train[-1])

    def _show_settings(self) -> None:
        self._controls.follow(self.settings)
        self._steppers.follow(self.settings.hidden)
        self._menu.set(self._preset)
        self._ask.value = f"<p>{escape(t(f'playground.preset.{self._preset}.ask'))}</p>"
        self._code.show(self._noted_code())

    def _noted_code(self) -> str:
        note = [f"# {t('playground.steered')}"] if self._state.steered else []
        return "\n".join([*note, self._state.code()])

    def _show_numbers(self) -> None:
        self._numbers.value = f"<p>{escape(words.numbers(self._state))}</p>"

    def _speak(self) -> None:
        for name, widget in self._titles.items():
            widget.value = f"<h4>{escape(t(f'playground.{name}.title'))}</h4>"
        self._show_settings()
        self._show_numbers()
        self._pictures.show(running=self.session.running)

    def _switch(self, name: str, on: bool) -> None:
        setattr(self._pictures, name, on)
        self._do(lambda: self._pictures.show(running=self.session.running))

    def _arrange(self) -> None:
        situation, pictures = widgets.HBox([self._menu.widget, self._ask]), self._pictures
        situation.add_class("kw-situation")
        boxes = [
            check_box("playground.output.test", partial(self._switch, "tests")),
            check_box("playground.output.sharp", partial(self._switch, "sharp")),
        ]
        switches = widgets.HBox(boxes)
        switches.add_class("kw-controls")
        titles = self._titles
        columns = [
            [titles["data"], self._controls.data, titles["training"], self._controls.training],
            [titles["network"], self._steppers.widget, pictures.network.view, self._weights.widget],
            [titles["output"], self._numbers, pictures.output, switches, pictures.losses],
        ]
        stage = widgets.HBox([widgets.VBox(parts) for parts in columns])
        stage.add_class("kw-stage")
        self._lay_out([situation, self._bar.widget, stage, self._code], says_after=2)
