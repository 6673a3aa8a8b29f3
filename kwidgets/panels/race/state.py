from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kwidgets.panels.race.courses import Course, ModelCourse, SurfaceCourse
from kwidgets.panels.race.lanes import MOST, Lane, differences, lane, lanes, usual, varied
from kwidgets.panels.race.race import Race
from kwidgets.panels.race.standing import Standing, standings, winner
from kwidgets.panels.race.surfaces import SURFACES, Surface, start_of


class RaceState:
    """What is raced on by whom, and the race that follows from it. Knows no widget.

    Args:
        course: what is raced on.
        given: the optimizers; None: the usual ones of a landscape, on a model three that differ in nothing else.
        batch_size: samples that the usual ones look at before each step.
        own: a learner's own landscape, which can be chosen beside the others.
        speed: speed of the race.
        listener: hears of the race's progress.

    Attributes:
        course: what is raced on.
        lanes: the optimizers.
        race: the race.

    Raises:
        TypeError, ValueError: for lanes that do not exist or fit, and data that do not fit.
    """

    def __init__(
        self,
        course: Course,
        given: Sequence[Lane] | None,
        batch_size: int = 32,
        *,
        own: Surface | None = None,
        speed: str,
        listener: Callable[[Race], None],
    ) -> None:
        self.course, self._own, self._speed, self._listener = course, own, speed, listener
        self._usual = given is None
        if given is not None:
            self.lanes = lanes(given)
        elif isinstance(course, SurfaceCourse):
            self.lanes = usual(course.surface.rate)
        else:
            self.lanes = varied(lane("sgd", batch_size), "optimizer", ["SGD", "RMSprop", "Adam"])
        self.race = self._started(self.course, self.lanes)

    @property
    def surface(self) -> Surface | None:
        """The landscape; None in a race on a model."""
        return self.course.surface if isinstance(self.course, SurfaceCourse) else None

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Names of the landscapes to choose from."""
        return (*SURFACES, *(["own"] if self._own else []))

    @property
    def seeds(self) -> int:
        """How many seeds are raced."""
        return self.course.seeds if isinstance(self.course, ModelCourse) else 1

    @property
    def differences(self) -> list[str]:
        """The knobs in which the lanes differ."""
        knobs = differences(self.lanes)
        return [knob for knob in knobs if knob != "batch_size"] if self.surface else knobs

    def standings(self) -> list[Standing]:
        """How each lane stands now."""
        return standings(self.race.runs)

    def winner(self) -> str | None:
        """The letter of the winner, as `standing.winner`."""
        return winner(self.standings())

    def set_lanes(self, wanted: Sequence[Lane]) -> None:
        """Race with other lanes, from the start.

        Raises:
            TypeError, ValueError: for lanes that do not fit; then nothing has changed.
        """
        self._replace(self.course, lanes(wanted))
        self._usual = False

    def set_lane(self, number: int, wanted: Lane) -> None:
        """Race with another optimizer in one lane."""
        self.set_lanes([*self.lanes[:number], wanted, *self.lanes[number + 1 :]])

    def add_lane(self, like: int) -> int:
        """Race with one lane more, a copy of another.

        Returns:
            The number of the new lane.
        """
        if len(self.lanes) < MOST:
            self.set_lanes([*self.lanes, self.lanes[like]])
        return len(self.lanes) - 1

    def remove_lane(self, number: int) -> None:
        """Race without a lane; two must remain."""
        if len(self.lanes) > 2:
            self.set_lanes([*self.lanes[:number], *self.lanes[number + 1 :]])

    def set_surface(self, name: str) -> None:
        """Race on another landscape, from its own starting place; lanes nobody has touched get its learning rates."""
        surface = self._own if name == "own" and self._own is not None else SURFACES[name]
        course = SurfaceCourse(surface, surface.start, self.course.length)
        self._replace(course, usual(surface.rate) if self._usual else self.lanes)

    def set_start(self, place: Any) -> None:
        """Race from another place on the landscape.

        Raises:
            ValueError: for what is no place.
        """
        if isinstance(self.course, SurfaceCourse):
            start = start_of([float(f"{number:.3g}") for number in place])  # a hand is not more exact
            self._replace(SurfaceCourse(self.course.surface, start, self.course.length), self.lanes)

    def set_number(self, name: str, values: Mapping[str, Any]) -> None:
        """Race with one of the numbers of `SurfaceSettings` or `ModelSettings` changed.

        Args:
            name: which one.
            values: all of them.
        """
        if name in {"steps", "epochs"}:
            self.set_length(values[name])
        elif name == "seeds":
            self.set_seeds(values[name])
        else:
            self.set_start((values["start_x"], values["start_y"]))

    def set_length(self, length: int) -> None:
        """Race so many steps or epochs.

        Raises:
            ValueError: unless it is a whole number of 1 or more.
        """
        self._replace(self.course.with_length(length), self.lanes)

    def set_seeds(self, seeds: int) -> None:
        """Race from so many seeds.

        Raises:
            ValueError: unless it is a whole number of 1 or more.
        """
        if isinstance(self.course, ModelCourse):
            self._replace(self.course.with_seeds(seeds), self.lanes)

    def set_speed(self, speed: str) -> None:
        """Let this race and those to come go at another speed."""
        self._speed = speed
        self.race.set_speed(speed)

    def restart(self) -> None:
        """Back to the start: the same weights, the same batches."""
        self._replace(self.course, self.lanes)

    def _replace(self, course: Course, wanted: Sequence[Lane]) -> None:
        fresh = self._started(course, wanted)
        self.race.close()
        self.course, self.lanes, self.race = course, tuple(wanted), fresh

    def _started(self, course: Course, wanted: Sequence[Lane]) -> Race:
        race = Race(course, wanted, speed=self._speed)
        race.listen(self._listener, hertz=15)
        return race
