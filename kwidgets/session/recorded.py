from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from kcore.training.aside import gathered
from kcore.training.samples import Samples
from kwidgets.session.knobs import Setup, checked, turn
from kwidgets.session.recording import Kept
from kwidgets.session.run import Run
from kwidgets.session.training import TrainingSession

MEGABYTE: Final = 2**20


class RecordedSession(TrainingSession):
    """A training that can be wound back to any moment that was recorded, and forked there.

    To look back changes nothing but the model, which then is exactly what it was. Who goes on from there with
    nothing changed gets the very same steps again; with a knob turned, another run begins, and the first one stays.

    Args:
        model: see `TrainingSession`, also for the other arguments.
        x: training inputs.
        y: training targets.
        record: memory for what is recorded, in MB, above 0. If it is used up, every second moment is let go.

    Attributes:
        runs: all runs, in the order in which they began.
        current: the one that is trained and shown.

    Raises:
        TypeError, ValueError: for data that do not fit, or no memory to record in.
    """

    def __init__(self, model: Any, x: Any, y: Any = None, *, record: Any = 128, **options: Any) -> None:
        if isinstance(record, bool) or not isinstance(record, (int, float)) or not record > 0:
            raise ValueError(f"record must be a number of MB above 0; got {record!r}.")
        super().__init__(model, x, y, **options)
        self._budget = int(record * MEGABYTE)
        self._number = 0
        self._begin()

    def _begin(self) -> None:
        """One run, at its start."""
        self._number += 1
        self._looking: Kept | None = None
        self.current = Run(self._number, {}, self.loop, Setup.of(self.model))
        self.runs = [self.current]
        self._known: set[int] = set()
        self._bytes = 0
        self._keep()

    # -- where it is ---------------------------------------------------------------------------

    @property
    def looking_back(self) -> bool:
        """Whether the model shows an earlier moment than the newest of the run."""
        return self._looking is not None

    @property
    def shown(self) -> tuple[float, int]:
        """What the model shows: the place in epochs since the start, and the step."""
        if self._looking is not None:
            return self._looking.place, self._looking.step
        return float(self.loop.done), int(self.loop.step)

    @property
    def recorded(self) -> list[tuple[float, int]]:
        """Place and step of each moment of the current run that can be gone back to, the newest last."""
        return [(kept.place, kept.step) for kept in self.current.recording]

    @property
    def nbytes(self) -> int:
        """Memory that all recordings take."""
        return self._bytes

    # -- what can be asked for -----------------------------------------------------------------

    def seek(self, step: int) -> None:
        """Pause, and show the model as it was at the recorded step that is nearest."""
        self.do(partial(self._seek, step))

    def fork(self, turned: Mapping[str, Any], refused: Callable[[Exception], None] | None = None) -> None:
        """Begin another run at what is shown, with knobs turned; it is the current one then.

        Args:
            turned: new values of knobs, see `KNOBS`.
            refused: called with what the engine says if the data do not fit, such as targets to another loss; then
                nothing has changed. None: the session stops with that error.

        Raises:
            TypeError, ValueError: for a knob that the model does not have, or a value that does not fit.
        """
        values = {knob: checked(self.model, knob, value) for knob, value in turned.items()}
        self.do(partial(self._try_fork, values, refused))

    def extend(self, x: Any, y: Any) -> None:
        """Train on further samples, too, from now on. Whoever goes back to before this begins another run.

        Args:
            x: inputs, shaped as those of the training.
            y: their targets, as the model was given them.

        Raises:
            ValueError, TypeError: for samples that do not fit, or data that come in batches made elsewhere.
        """
        if self.loop.samples is None:
            raise ValueError("The data of this training come in batches that are made elsewhere: add samples there.")
        self.do(partial(self._extend, self.loop.samples.extended(self.model.intake.samples(x, y))))

    def choose(self, number: int) -> None:
        """Go to the newest moment of another run.

        Raises:
            ValueError: if there is no such run.
        """
        self.do(partial(self._choose, self.run_numbered(number)))

    def delete(self, number: int) -> None:
        """Forget a run.

        Raises:
            ValueError: if there is no such run, or no other.
        """
        run = self.run_numbered(number)
        if len(self.runs) == 1:
            raise ValueError("This is the only run: there must be one to show.")
        self.do(partial(self._delete, run))

    def run_numbered(self, number: int) -> Run:
        """The run with a number.

        Raises:
            ValueError: if there is none.
        """
        for run in self.runs:
            if run.number == number:
                return run
        raise ValueError(f"There is no run {number!r}. There are: {', '.join(str(run.number) for run in self.runs)}.")

    # -- how it is done ------------------------------------------------------------------------

    def _turn(self) -> bool:
        goes_on = super()._turn()
        recording = self.current.recording
        if recording.due(self.loop):
            self._keep()
        return goes_on

    def _keep(self) -> Kept:
        recording = self.current.recording
        kept = recording.keep(self.loop)
        self._bytes += kept.moment.nbytes(self._known)
        if recording.full:
            recording.thin()
            self._weigh()
        while self._bytes > self._budget:
            heaviest = max(self.runs, key=lambda run: run.recording.nbytes(set()))
            if not heaviest.recording.thin() and not any(run.recording.thin() for run in self.runs):
                break
            self._weigh()
        return kept

    def _weigh(self) -> None:
        self._known = set()
        self._bytes = sum(run.recording.nbytes(self._known) for run in self.runs)

    def _leave(self) -> None:
        """Keep where the run has come to, so that it can be come back to."""
        self._until = None
        if self._broken:
            self._mend()
        if self._looking is None:
            self._keep()

    def _seek(self, step: int) -> None:
        self._leave()
        recording = self.current.recording
        kept = recording.nearest(step)
        self.model.rewind(kept.moment.model)
        self._looking = None if kept is recording[-1] else kept

    def _settle(self) -> None:
        super()._settle()
        kept = self._looking
        if kept is None:
            return
        if kept.step < self.current.steered or not self.loop.repeatable:
            self._fork({})  # what came after could not be made again: it stays, as another run
            return
        self._looking = None
        self.current.recording.cut(kept.step)
        self.current.readings = [reading for reading in self.current.readings if reading.step <= kept.step]
        self.current.cuts += 1
        self.loop.rewind(kept.moment)
        self._weigh()

    def _try_fork(self, turned: Mapping[str, Any], refused: Callable[[Exception], None] | None) -> None:
        try:
            self._fork(turned)
        except (TypeError, ValueError) as error:
            if refused is None:
                raise
            refused(error)

    def _fork(self, turned: Mapping[str, Any]) -> None:
        self._leave()
        before = self.current
        kept = self._looking or before.recording[-1]
        epochs = int(self.loop.epochs)
        try:
            for knob, value in turned.items():
                if knob != "batch_size":
                    turn(self.model, knob, value)
            loop = self._new_loop(epochs)
            loop.rewind(self._changed(kept, turned), before.history)
            if "learning_rate" in turned:
                self.model.optimizer.learning_rate = turned["learning_rate"]
            if "batch_size" in turned:
                loop.batch_size = turned["batch_size"]
        except Exception:
            before.setup.put_back(self.model)
            self._enter(before)
            raise
        self._number += 1
        readings = [reading for reading in before.readings if reading.step <= kept.step]
        self.current = Run(self._number, dict(turned), loop, Setup.of(self.model), kept, readings=readings)
        self.runs.append(self.current)
        self.loop, self._looking = loop, None
        self._keep()

    def _extend(self, all_: Samples) -> None:
        if self._looking is not None:
            self._fork({})
        validation = self.loop.validation_samples
        self._data = (all_.x, all_.y, self._data[2] if validation is None else tuple(filter(_given, validation)))
        inside = ("validation_split", "class_weight", "sample_weight")  # the samples
        self._fit = {name: value for name, value in self._fit.items() if name not in inside}
        if all_.weight is not None:
            self._fit["sample_weight"] = all_.weight
        moment, history = self.loop.moment(), self.loop.history
        loop = self._new_loop(int(self.loop.epochs))
        loop.rewind(moment, history)
        self.loop = self.current.loop = loop
        self.current.steered = int(loop.step)

    def _changed(self, kept: Kept, turned: Mapping[str, Any]) -> Any:
        """The moment as far as it still holds with these knobs turned."""
        moment = kept.moment
        if "optimizer" in turned:
            moment = moment._replace(model={**moment.model, "optimizer": None}, learning_rate=None)
        if "loss" in turned:  # what the epoch has gathered is in another measure
            moment = moment._replace(gathered=gathered(self.model))
        return moment

    def _choose(self, run: Run) -> None:
        self._leave()
        if run is not self.current or self._looking is not None:
            run.setup.put_back(self.model)
            self._enter(run)

    def _enter(self, run: Run) -> None:
        """Stand at the newest moment of a run."""
        self.current, self.loop, self._looking = run, run.loop, None
        self._broken = False
        run.loop.rewind(run.recording[-1].moment)

    def _delete(self, run: Run) -> None:
        if run is self.current:
            place = self.runs.index(run)
            self._choose(self.runs[place - 1 if place else 1])
        self.runs.remove(run)
        run.loop.close()
        self._weigh()

    def _turn_knob(self, knob: str, value: Any) -> None:
        if self._looking is not None:
            self._fork({knob: value})
            return
        self.current.steered = int(self.loop.step)
        super()._turn_knob(knob, value)

    def _reset(self) -> None:
        self.runs[0].setup.put_back(self.model)
        self.loop = self.runs[0].loop
        super()._reset()
        self._number = 0
        self._begin()


def _given(part: Any) -> bool:
    return part is not None
