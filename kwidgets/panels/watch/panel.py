from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import ipywidgets as widgets
import numpy as np

from kwidgets.i18n import number
from kwidgets.panels.pages import Pages
from kwidgets.panels.panel import Panel
from kwidgets.panels.run_bar import RunBar
from kwidgets.panels.watch.curves import Curves
from kwidgets.panels.watch.looks import looks
from kwidgets.panels.watch.problem import problem_of
from kwidgets.panels.watch.time_machine import TimeMachine
from kwidgets.session import RecordedSession, ReplacedError, follow

_SLOWLY: Final = 0.5  # seconds between two changes of the words while it runs: each is a message


class Watch(Panel):
    """The training panel: watch a model learn, pause it, wind it back to any step, and fork it there.

    Curves of loss and metrics; beside them pictures of the model as it is, of which one is seen and computed: the
    decision boundary of two features, confusion matrix and probabilities, prediction against truth, spread of weights,
    activations and gradients. The time machine shows any recorded step again, weights and all pictures, bit by bit;
    a fork there turns one knob, and both runs stay.

    Args:
        model: a compiled model of the engine. It is trained itself.
        x: training inputs, as `fit` takes them, or a source of batches.
        y: training targets; None if `x` hands out batches of both.
        validation_data: `(x, y)` measured at the end of each epoch, or None.
        epochs: epochs that one press on Run makes.
        batch_size: samples in a batch.
        metrics: names of what can be shown as curves, the first one at first; None: the loss and all metrics.
        baseline: value of a simple rule, drawn as a line: for the first metric that the model was compiled with (the
            loss, if there is none), or a dict by name.
        unit: unit of the targets; a metric that is an error has it, too.
        views: pictures beside the curves, of "boundary", "confusion", "probabilities", "scatter", "histograms"; None:
            all that go with the problem.
        classes: names of the classes, or None.
        features: names of the features, or none.
        record: memory for the time machine, in MB.
        seed: makes the order of the samples repeatable; None: another each time.
        speed: "full", "epochs" (ten a second) or "batches" (five a second).
        language: "ko" or "en" for everything on the screen; None: as it is.
        **fit: further arguments of `fit`: `validation_split`, `callbacks`, `class_weight`, ...

    Attributes:
        widget: the panel.
        session: the training session.

    Raises:
        TypeError, ValueError: for data that do not fit the model, metrics or pictures that there are not.
        RuntimeError: for a model that was not compiled.
    """

    ROOM = "watch"
    SHEET = Path(__file__).with_name("watch.css")

    def __init__(
        self,
        model: Any,
        x: Any,
        y: Any = None,
        *,
        validation_data: tuple[Any, Any] | None = None,
        epochs: int = 60,
        batch_size: int = 32,
        metrics: Sequence[str] | None = None,
        baseline: float | Mapping[str, float] | None = None,
        unit: str = "",
        views: Sequence[str] | None = None,
        classes: Sequence[str] | None = None,
        features: Sequence[str] = (),
        record: float = 128,
        seed: int | None = 1,
        speed: str = "epochs",
        language: str | None = None,
        **fit: Any,
    ) -> None:
        super().__init__(language=language)
        self.session = RecordedSession(
            model, x, y, validation_data=validation_data, epochs=epochs, batch_size=batch_size, record=record,
            seed=seed, speed=speed, **fit,
        )  # fmt: skip
        self._curves = Curves(model, metrics, baseline, unit)
        self._problem = problem_of(self.session, classes)
        self._looks = {
            look.NAME: look
            for look in looks(views, self._problem, self.session, features=features, unit=unit, add=self._add)
        }
        self._spoke = 0.0
        self._error: BaseException | None = None
        self._lay(speed)
        self.session.listen(self._follow, 15)
        follow(model, self._look, 6)
        self._follow(self.session)

    @property
    def model(self) -> Any:
        """The model, as it is at the step that is shown."""
        return self.session.model

    @property
    def history(self) -> dict[str, list[float]]:
        """One value an epoch for the loss and each metric of the run that is shown, as `fit` returns them."""
        return {name: list(values) for name, values in self.session.history.items()}

    def run(self, epochs: int | None = None) -> dict[str, list[float]]:
        """Train to the planned end, or for so many epochs more, and return the history only then.

        Meanwhile the kernel hears no click: the buttons take none.

        Raises:
            BaseException: whatever stopped the training.
        """
        with self._says.meanwhile("watch.blocking"), self._resting():
            self.session.run(epochs)
        return self.history

    def still(self) -> bytes:
        """The curves as the bytes of a PNG file."""
        return self._curves.view.still()

    def _words(self) -> str:
        session = self.session
        run = "" if len(session.runs) == 1 else f"run {session.current.number} of {len(session.runs)}, "
        values = ", ".join(
            f"{name} {number(v[-1])}" for name, v in session.history.items() if v and np.ndim(v[-1]) == 0
        )
        return f"{self.model.name}, {run}" + (f"epoch {session.epochs_done}, {values}" if values else "not trained yet")

    def _rest(self) -> None:
        self.session.close()
        self._bar.follow(running=False)
        self._bar.disable()
        self._time.rest(on=True)

    # -- the shell -----------------------------------------------------------------------------

    def _lay(self, speed: str) -> None:
        self._bar = RunBar(
            speed,
            asked=lambda name: self._do(getattr(self, f"_{name}")),
            speed_chosen=lambda name: self._do(partial(self.session.set_speed, name)),
        )
        self._time = TimeMachine(
            self.session,
            sought=lambda step: self._do(partial(self._seek, step)),
            forked=lambda knob, value: self._do(partial(self._fork, knob, value)),
            chosen=lambda number_: self._do(partial(self.session.choose, number_)),
            deleted=lambda: self._do(self._delete),
        )
        sides = [self._curves.widget]
        if self._looks:
            pages = {name: look.rows for name, look in self._looks.items()}
            sides.append(Pages("watch.view", pages, lambda _: None).widget)
            for look in self._looks.values():
                for picture in look.pictures:
                    picture.when_seen(self._look)
        body = widgets.HBox(sides)
        body.add_class("kw-watch-body")
        self._lay_out([self._bar.widget, self._time.widget, body], says_after=1)

    @contextmanager
    def _resting(self) -> Iterator[None]:
        """A block in which no clicks are taken, because the kernel could answer them only when it is too late."""
        with self._bar.resting():
            self._time.rest(on=True)
            try:
                yield
            finally:
                self._time.rest(on=False)

    # -- what is asked for ---------------------------------------------------------------------

    def _do(self, command: Callable[[], None]) -> None:
        """Carry out a command between two batches; what it raises is said in the panel."""
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
        self.session.reset()
        self._says.say("watch.reset.done")

    def _seek(self, step: int) -> None:
        self._says.say("")
        self.session.seek(step)

    def _fork(self, knob: str, value: Any) -> None:
        before = len(self.session.runs)
        self.session.fork({knob: value}, self._time.fork.refuse)
        self.session.do(lambda: self._forked(before))

    def _forked(self, before: int) -> None:
        if len(self.session.runs) > before:
            self._says.say("watch.forked")

    def _delete(self) -> None:
        self.session.delete(self.session.current.number)

    def _add(self, x: Any, label: int) -> None:
        self._do(lambda: self.session.extend(x, self._problem.target(label)))
        self._do(partial(self._says.say, "watch.added"))

    # -- what follows --------------------------------------------------------------------------

    def _follow(self, session: RecordedSession) -> None:
        self._curves.follow(session)
        self._bar.follow(running=session.running)
        now = time.monotonic()
        if not session.running or now - self._spoke > _SLOWLY:
            self._spoke = now
            self._time.follow(session)
        if session.error is not self._error:
            self._error = session.error
            if isinstance(session.error, KeyboardInterrupt):
                self._says.say("watch.interrupted")
            elif session.error is not None:
                self._says.say("watch.error", session.error)
        elif self._curves.diverged and self._says.key in ("", "watch.blocking"):
            self._says.say("watch.diverged")

    def _look(self) -> None:
        """Bring the picture beside the curves up to the model, if somebody looks."""
        if self._closed:
            return
        for look in self._looks.values():
            if not look.seen:
                continue
            try:
                look.look(self.session)
            except Exception as error:
                self._says.say("watch.look.error", error)
                return
            if look.wants_more and not self.session.running and self._home.loop is not None:
                self._home.loop.call_later(0.01, self._look)
