from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import ipywidgets as widgets

from kwidgets.i18n import on_language
from kwidgets.panels.choice import Choice
from kwidgets.panels.code_view import CodeView
from kwidgets.panels.panel import Panel
from kwidgets.panels.race import words
from kwidgets.panels.race.controls import CourseControls, Scoreboard
from kwidgets.panels.race.courses import Course, ModelCourse, SurfaceCourse
from kwidgets.panels.race.editor import LaneEditor
from kwidgets.panels.race.knob import Knob
from kwidgets.panels.race.lanes import Lane, lanes, varied
from kwidgets.panels.race.pictures import Pictures
from kwidgets.panels.race.race import Race
from kwidgets.panels.race.state import RaceState
from kwidgets.panels.race.surfaces import own, placed
from kwidgets.panels.run_bar import RunBar
from kwidgets.panels.shown import chosen_of, hide_others
from kwidgets.presenting import on_presenter
from kwidgets.session import ReplacedError

CONTROLS: Final = ("course", "lanes", "knob", "code")


class OptimizerRace(Panel):
    """Optimizers side by side: down a landscape of two values, or on a real model with the same start and batches.

    On a model every lane is trained from several seeds; the curves are medians, the bands reach from the lowest to the
    highest seed. Before the first run it asks who will win. A lane that diverges is named, and the others go on.

    Args:
        model: a model, or a function that makes one: the race is on it. A model given is never trained itself. None:
            the race is down a landscape.
        x: training inputs of the model.
        y: training targets of the model.
        validation_data: `(x, y)` on which the loss is measured, or None: on the training set.
        surface: the landscape: one of `kwidgets.panels.race.SURFACES`, or a function of two values, written with
            plain operators and `kcore.ops`.
        extent: `(left, right, bottom, top)` of what is shown of a function of your own.
        start: where all lanes start on the landscape.
        optimizers: one a lane: names, objects, or configs; None: SGD, SGD with momentum, RMSprop and Adam.
        batch_size: samples that each lane looks at before a step.
        steps: steps on a landscape.
        epochs: epochs on a model.
        seeds: how many seeds, on a model.
        loss: the objective function; None: what the model was compiled with.
        baseline: a loss to beat; None: that of the best answer that is always the same.
        ask: whether it asks who will win before the first run.
        show: which of `CONTROLS` are shown: what is raced on, forms of the lanes, one knob for all, code; None: all.
        speed: "full", "epochs" or "batches", as buttons say.
        language: "ko" or "en" for everything on the screen; None: as it is.
        names: what the inputs and targets, then those of validation, are called in the code shown.

    Attributes:
        widget: the panel.
        guess: the question who will win, and what was answered.

    Raises:
        TypeError, ValueError: for optimizers, functions or data that do not exist or fit; the message says what does.
    """

    ROOM = "race"
    SHEET = Path(__file__).with_name("race.css")

    def __init__(
        self,
        model: Any = None,
        x: Any = None,
        y: Any = None,
        *,
        validation_data: tuple[Any, Any] | None = None,
        surface: str | Callable[[Any, Any], Any] = "ravine",
        extent: tuple[float, float, float, float] | None = None,
        start: tuple[float, float] | None = None,
        optimizers: Iterable[Any] | None = None,
        batch_size: int = 32,
        steps: int = 200,
        epochs: int = 20,
        seeds: int = 5,
        loss: Any = None,
        baseline: float | None = None,
        ask: bool = True,
        show: Collection[str] | None = None,
        speed: str = "epochs",
        language: str | None = None,
        names: Sequence[str] = ("x_train", "y_train", "x_validation", "y_validation"),
    ) -> None:
        shown = chosen_of("OptimizerRace", CONTROLS, show)
        super().__init__(language=language)
        landscape = None if isinstance(surface, str) else own(surface, extent, start)
        if model is None:
            course: Course = SurfaceCourse(*placed(landscape or str(surface), start), steps)
        else:
            course = ModelCourse(
                model, x, y, validation=validation_data, loss=loss, seeds=seeds, length=epochs, baseline=baseline,
                names=names,
            )  # fmt: skip
        given = None if optimizers is None else lanes(optimizers, batch_size)
        self._state = RaceState(course, given, batch_size, own=landscape, speed=speed, listener=self._follow)
        self._ask, self._beat = ask, 0
        self.guess = Choice(
            "who_wins", partial(words.answers, self._state), "race.guess.question", open_answers=[words.UNSURE]
        )
        self.guess.observe(self._guessed)
        self._pictures = Pictures(self._state, lambda x, y: self._change(partial(self._state.set_start, (x, y))))
        batches = self._state.surface is None
        self._editor = LaneEditor(
            self._state.lanes,
            batches=batches,
            chosen=lambda: self._do(self._show_lane),
            changed=lambda number, made: self._change(partial(self._state.set_lane, number, made)),
            added=lambda number: self._change(partial(self._add, number)),
            removed=lambda number: self._change(partial(self._state.remove_lane, number)),
        )
        self._knob = Knob(batches=batches, wanted=self._vary)
        self._score = Scoreboard()
        self._code = CodeView()
        self._bar = RunBar(
            speed,
            asked=lambda name: self._do(getattr(self, f"_{name}")),
            speed_chosen=lambda name: self._do(partial(self._state.set_speed, name)),
            room="run." if batches else "race.run.",
        )
        self._course = CourseControls(
            self._state,
            lambda name: self._change(partial(self._state.set_surface, name)),
            lambda name, values: self._change(partial(self._state.set_number, name, values)),
        )
        self._arrange(shown)
        self._restart("")
        on_language(self._speak)
        on_presenter(self._speak)

    @property
    def race(self) -> Race:
        """The race: its `runs` hold the losses, and on a landscape the paths."""
        return self._state.race

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes: optimizer, arguments, batch size."""
        return self._state.lanes

    @property
    def winner(self) -> str | None:
        """The letter of the winner after the end, "nobody" if all dropped out; None before, or if two were equal."""
        return self._state.winner() if self.race.finished else None

    @property
    def code(self) -> str:
        """The Keras code of the lane that is chosen."""
        return self._state.course.code(self.lanes[self._editor.number])

    def vary(self, knob: str, values: Iterable[Any]) -> None:
        """Make lanes like the chosen one that differ in one knob alone.

        Args:
            knob: "optimizer", "batch_size", or an argument of the optimizer.
            values: two to six values, one a lane.

        Raises:
            TypeError, ValueError: for a knob that the optimizer does not have, or values that do not fit.
        """
        self._vary(knob, list(values))

    def run(self) -> OptimizerRace:
        """Race to the end, and return only then. Meanwhile the kernel hears no click: the buttons take none."""
        self.guess.close()
        with self._bar.resting():
            self.race.run()
        return self

    def still(self) -> bytes:
        """The landscape, or the losses, as the bytes of a PNG file."""
        return self._pictures.still()

    def _words(self) -> str:
        return words.summary(self._state)

    def _rest(self) -> None:
        self.race.close()
        self._bar.follow(running=False)
        self._bar.disable()
        self._editor.close()
        self._knob.disable()

    # What is asked for in the page. Callbacks may come from any thread, so each goes through `_do`.

    def _do(self, command: Callable[[], None]) -> None:
        """Carry out a command between two steps, in the thread in which the panel was made."""
        if self._closed:
            return
        try:
            self.race.do(lambda: self._dare(command))
        except ReplacedError:
            super()._do(command)

    def _toggle(self) -> None:
        if self.race.running:
            self.race.pause()
        else:
            self._go(lambda race: race.play())

    def _step(self) -> None:
        self._go(lambda race: race.step())

    def _epoch(self) -> None:
        length = 10 if self._state.surface else self._state.course.pace
        self._go(lambda race: race.step(length - race.rounds % length))

    def _go(self, action: Callable[[Race], None]) -> None:
        if self._ask and not self.guess.committed:
            self._says.say("race.guess.first")
            return
        self.guess.close()
        if self.race.finished:  # once more, from the start
            self._state.restart()
        self._says.say("")
        action(self.race)

    def _reset(self) -> None:
        self._state.restart()
        self._restart("race.reset.done")

    def _change(self, command: Callable[[], Any]) -> None:
        self._do(partial(self._apply, command))

    def _apply(self, command: Callable[[], Any]) -> None:
        """Change the race. What does not fit is said beside the lane, and all stays as it was."""
        begun, before = self.race.begun or self._says.key == "race.changed", self.race
        try:
            command()
        except (TypeError, ValueError) as error:
            self._editor.follow(self.lanes, self._editor.number)
            self._editor.refuse(str(error))
            return
        if self.race is not before:
            self.guess.ask_again()
            self._restart("race.changed" if begun else "")

    def _add(self, number: int) -> None:
        self._editor.number = self._state.add_lane(number)

    def _vary(self, knob: str, values: list[Any]) -> None:
        self._change(partial(self._state.set_lanes, varied(self.lanes[self._editor.number], knob, values)))

    def _guessed(self) -> None:
        if self._says.key == "race.guess.first":
            self._says.say("")

    # What follows from it.

    def _restart(self, message: str) -> None:
        self._bar.follow(running=False)
        self._course.follow()
        self._editor.follow(self.lanes, self._editor.number)
        self._speak()
        self._pictures.show()
        self._says.say(message)

    def _follow(self, race: Race) -> None:
        if race is not self.race:
            return
        self._beat += 1
        self._bar.follow(running=race.running)
        if not race.running or self._beat % 4 == 0:  # numbers that change more often cannot be read
            self._show_words()
        self._pictures.show(running=race.running)
        if race.finished and (won := self.winner) is not None:
            self.guess.happened(won)
        if race.error is not None:
            interrupted = isinstance(race.error, KeyboardInterrupt)
            self._says.say("race.interrupted" if interrupted else "race.error", None if interrupted else race.error)

    def _show_words(self) -> None:
        self._score.follow(self._state, self.guess.value if self.guess.committed else None)

    def _show_lane(self) -> None:
        """The code of the lane that is chosen, and what the knob leaves as it is."""
        self._knob.follow(self.lanes[self._editor.number])
        self._code.show(words.code(self._state, self._editor.number))

    def _speak(self) -> None:
        self._show_words()
        self._show_lane()

    def _arrange(self, shown: Collection[str]) -> None:
        both = widgets.HBox([self._score.widget, self._editor.widget]).add_class("kw-both")
        pictures = widgets.HBox(self._pictures.views).add_class("kw-pictures")
        above = [self._course.widget, both, self._knob.widget, *[self.guess.widget] * self._ask, self._bar.widget]
        self._lay_out([*above, self._score.result, pictures, self._code], says_after=len(above))
        controls = (self._course.widget, self._editor.widget, self._knob.widget, self._code)
        hide_others({name: [control] for name, control in zip(CONTROLS, controls, strict=True)}, shown)
