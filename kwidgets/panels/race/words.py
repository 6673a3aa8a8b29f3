"""A race in words: the table of lanes, what is fair, who has won. Text from outside is escaped."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from kwidgets import theme
from kwidgets.i18n import number, t
from kwidgets.panels.race.lanes import NAMES, Lane
from kwidgets.panels.race.runs import Run
from kwidgets.panels.race.standing import NOBODY, Standing, standings, winner
from kwidgets.panels.race.state import RaceState

UNSURE = "unsure"


def table(state: RaceState) -> str:
    """The lanes with what they are, where they are and how they are, as HTML."""
    head = "".join(
        f'<th scope="col">{escape(t(f"race.lane{part}"))}</th>' for part in ("", ".optimizer", ".loss", ".state")
    )
    rows = []
    for found, lane in zip(state.standings(), state.lanes, strict=True):
        key = f'<span class="kw-key" style="--kw-own: {theme.LOOKS[look(found.name)]}" aria-hidden="true"></span>'
        cells = (
            f"{key}{found.name}",
            f"<code>{escape(described(lane, state))}</code>",
            number(math.nan if found.out else found.loss),
            escape(how(found, state)),
        )
        out = ' class="kw-out"' if found.out else ""
        rows.append(f"<tr{out}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    return f'<table class="kw-lanes"><tr>{head}</tr>{"".join(rows)}</table>'


def summary(state: RaceState) -> str:
    """The race in one line, in English whatever is shown."""
    place = state.surface.name if state.surface else "a model"
    shown = " | ".join(described(lane, state) for lane in state.lanes)
    done = "not run yet"
    if state.race.begun:
        done = f"{unit(state)[:-1]} {max(len(run.losses) for runs in state.race.runs for run in runs) - 1}"
    return f"{shown} on {place}; {done}"


def look(name: str) -> str:
    """The look of a lane in the pictures."""
    return name.lower()


def short(lane: Lane, state: RaceState) -> str:
    """What tells a lane from the others, for a small place: its class, or its value of the only knob that differs."""
    knobs = state.differences
    if len(knobs) != 1 or knobs[0] == "optimizer":
        return lane.optimizer.__name__
    value = lane.batch_size if knobs[0] == "batch_size" else lane.arguments[knobs[0]]
    return f"{value:g}" if isinstance(value, float) else str(value)


def described(lane: Lane, state: RaceState) -> str:
    """A lane's optimizer, with the batch size if the lanes differ in it."""
    batches = f", batch_size={lane.batch_size}" if "batch_size" in state.differences else ""
    return f"{lane.words}{batches}"


def how(found: Standing, state: RaceState) -> str:
    """How a lane is doing."""
    if found.error is not None:
        return f"{t('race.state.error')}: {type(found.error).__name__}: {found.error}"
    if found.diverged and found.seeds > 1:
        return t("race.state.diverged.some", count=found.diverged, seeds=found.seeds)
    if found.diverged:
        return t(f"race.state.diverged.{unit(state)}", at=found.first or 0)
    if state.race.finished:
        return t("race.state.arrived")
    return t("race.state.going" if state.race.begun else "race.state.ready")


def unit(state: RaceState) -> str:
    """What a race is measured in: "steps" or "epochs"."""
    return "steps" if state.surface else "epochs"


def fairness(state: RaceState) -> str:
    """In what the lanes differ, and what can be learned from the race therefore."""
    knobs = state.differences
    if not knobs:
        return t("race.fair.same")
    if len(knobs) == 1:
        return t("race.fair.one.steps" if state.surface else "race.fair.one", knob=knobs[0])
    return t("race.fair.several", knobs=", ".join(knobs))


def answers(state: RaceState) -> dict[str, str]:
    """What can be predicted, with its words."""
    lanes = {name: f"{name} · {described(lane, state)}" for name, lane in zip(NAMES, state.lanes, strict=False)}
    return {**lanes, NOBODY: t("race.guess.nobody"), UNSURE: t("race.guess.unsure")}


def result(state: RaceState, guess: str | None) -> str:
    """Who has won, and what was predicted; empty before the end."""
    if not state.race.finished:
        return ""
    found = state.standings()
    won = winner(found)
    said = [_won(won, found, state)]
    if won is not None and won in NAMES and state.seeds > 1:
        times = sum(winner(standings(one)) == won for one in _by_seed(state.race.runs))
        sure = "seeds" if 2 * times > state.seeds else "close"
        said.append(t(f"race.result.{sure}", times=times, seeds=state.seeds))
    baseline = None if state.surface else state.course.baseline
    if baseline is not None and all(s.out or s.loss >= baseline for s in found):
        said.append(t("race.result.baseline"))
    if guess == UNSURE:
        said.append(t("race.result.unsure"))
    elif guess is not None:
        right = guess == won
        said.append(t("race.result.right") if right else t("race.result.wrong", guess=answers(state)[guess]))
    return " ".join(said)


def code(state: RaceState, number_of: int) -> str:
    """The Keras code of a lane; where none can stand for it, a remark that says why."""
    try:
        return state.course.code(state.lanes[number_of])
    except ValueError as error:  # a model class of one's own
        return "# " + t("race.no_code", why=str(error)).replace("\n", "\n# ")


def _won(won: str | None, found: Sequence[Standing], state: RaceState) -> str:
    if won is None:
        return t("race.result.equal")
    if won == NOBODY:
        return t("race.result.nobody")
    number_of = NAMES.index(won)
    words, loss = described(state.lanes[number_of], state), found[number_of].loss
    shown = [number(s.loss) for s in found if not s.out]
    arrived = sum(text == number(loss) for text in shown) > 1 or any(s.loss < loss for s in found if not s.out)
    if arrived:
        return t("race.result.first", name=won, words=words)
    return t("race.result.won", name=won, words=words, loss=number(loss))


def _by_seed(runs: Sequence[Sequence[Run]]) -> list[list[list[Run]]]:
    """For each seed the lanes with their one run."""
    return [[[lane[seed]] for lane in runs] for seed in range(len(runs[0]))]
