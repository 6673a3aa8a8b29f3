"""The slicing by itself, with turns that only count."""

from __future__ import annotations

import asyncio
import itertools
import signal
import threading
import time

import pytest

from kwidgets.session import ReplacedError
from kwidgets.session.pace import Pace
from kwidgets.session.slices import Sliced


class Clock:
    """A clock that goes on by itself a little at each look, as a working machine's does."""

    def __init__(self, tick=0.0):
        self.now, self.tick = 100.0, tick

    def __call__(self):
        self.now += self.tick
        return self.now


class Counter(Sliced):
    """Counts turns; `work` is called in each."""

    def __init__(self, clock=time.perf_counter, speed="full", work=lambda: None):
        super().__init__(speed, clock)
        self.turns, self.work = 0, work

    def play(self, turns):
        goal = self.turns + turns
        self.do(lambda: setattr(self, "_until", lambda: self.turns >= goal))

    @property
    def _turns_per_epoch(self):
        return 4

    def _turn(self):
        self.work()
        self.turns += 1
        return True


def drain(counter, budget=1.0):
    while counter.advance(budget, paced=False):
        pass


def test_a_slice_ends_with_its_budget():
    counter = Counter(Clock(tick=0.001))
    counter.play(1000)
    assert counter.advance(0.010) is True
    assert 3 <= counter.turns <= 10


def test_it_stops_at_the_goal():
    counter = Counter()
    counter.play(7)
    drain(counter)
    assert counter.turns == 7
    assert not counter.running
    assert counter.advance(1.0) is False
    assert counter.turns == 7


def test_without_budget_commands_are_carried_out_and_no_turn_is_taken():
    counter = Counter(Clock())
    counter.play(5)
    assert counter.running
    assert counter.turns == 0


def test_commands_wait_for_the_end_of_a_turn():
    seen = []
    counter = Counter(work=lambda: counter.do(lambda: seen.append(counter.turns)) if not seen else None)
    counter.play(3)
    drain(counter)
    assert seen == [1]


def test_commands_of_another_thread_wait_until_the_owner_advances():
    counter = Counter()
    seen = []
    thread = threading.Thread(target=lambda: counter.do(lambda: seen.append(threading.get_ident())))
    thread.start()
    thread.join()
    assert seen == []
    counter.advance(0.0)
    assert seen == [threading.get_ident()]


def test_pause_keeps_what_was_done():
    counter = Counter(Clock(tick=0.001))
    counter.play(1000)
    counter.advance(0.010)
    turns = counter.turns
    counter.pause()
    counter.advance(0.010)
    assert counter.turns == turns
    assert not counter.running


@pytest.mark.parametrize("error", [ZeroDivisionError("planted"), KeyboardInterrupt()])
def test_an_error_pauses_and_is_kept(error):
    def fail():
        if counter.turns == 2:
            raise error

    counter = Counter(work=fail)
    told = []
    counter.listen(lambda c: told.append(c.error))
    counter.play(5)
    drain(counter)
    assert (counter.turns, counter.running, counter.error) == (2, False, error)
    assert told[-1] is error


def test_system_exit_is_not_swallowed():
    def leave():
        raise SystemExit

    counter = Counter(work=leave)
    counter.play(5)
    with pytest.raises(SystemExit):
        drain(counter)


def test_a_broken_listener_pauses_and_is_dropped():
    def broken(_):
        raise LookupError("planted")

    counter = Counter()
    counter.listen(broken)
    counter.play(3)
    assert isinstance(counter.error, LookupError)
    assert "dropped" in counter.error.__notes__[0]
    counter.error = None
    counter.play(3)
    drain(counter)
    assert counter.error is None
    assert counter.turns == 3


def test_listeners_hear_at_most_so_often_and_always_of_the_end():
    clock = Clock(tick=0.001)
    counter = Counter(clock)
    heard = []
    counter.listen(lambda c: heard.append((clock.now, c.turns)), hertz=10)
    counter.play(2000)
    while counter.advance(0.010):
        pass
    gaps = [later - earlier for (earlier, _), (later, _) in itertools.pairwise(heard[1:-1])]
    assert len(gaps) > 10
    assert min(gaps) >= 0.1
    assert heard[-1][1] == 2000


def test_a_listener_can_stop_listening():
    counter = Counter()
    heard = []
    stop = counter.listen(heard.append)
    stop()
    stop()
    counter.play(1)
    drain(counter)
    assert heard == []


def test_closed_for_good():
    counter = Counter()
    counter.play(10)
    counter.close()
    counter.close()
    assert counter.advance(1.0) is False
    assert counter.turns == 0
    with pytest.raises(ReplacedError, match="newer"):
        counter.pause()


def test_closing_in_a_command_ends_the_slice():
    counter = Counter()
    counter.play(10)
    counter.do(counter.close)
    assert counter.advance(1.0) is False
    assert counter.turns == 0


@pytest.mark.parametrize(("speed", "per_second"), [("epochs", 40), ("batches", 5)])
def test_the_pace_is_kept(speed, per_second):
    clock = Clock()
    counter = Counter(clock, speed)
    counter.play(10_000)
    for _ in range(3000):  # three seconds in steps of a millisecond
        clock.now += 0.001
        counter.advance(0.0005)
    assert counter.turns == pytest.approx(3 * per_second, abs=1)


def test_no_burst_after_a_pause():
    clock = Clock()
    counter = Counter(clock, "batches")
    counter.play(10_000)
    clock.now += 60
    counter.advance(0.010)
    assert counter.turns == 1


def test_unknown_speed():
    with pytest.raises(ValueError, match="'full', 'epochs', 'batches'; got 'fast'"):
        Pace("fast", time.perf_counter)
    counter = Counter()
    with pytest.raises(ValueError, match="'fast'"):
        counter.set_speed("fast")
    counter.set_speed("batches")
    assert counter.speed == "batches"


def test_the_event_loop_drives_in_one_task_and_stays_responsive():
    async def scene():
        counter = Counter(work=lambda: time.sleep(0.001))
        counter.play(200)
        counter.play(200)
        counter.set_speed("full")
        await asyncio.sleep(0)
        tasks = [task for task in asyncio.all_tasks() if "Driver._drive" in repr(task)]
        laps = 0
        while counter.running:
            await asyncio.sleep(0)
            laps += 1
        return counter, len(tasks), laps

    counter, tasks, laps = asyncio.run(scene())
    assert counter.turns == 200
    assert tasks == 1
    assert laps > 5  # others got their turn between slices


def test_a_command_of_another_thread_wakes_the_loop():
    async def scene():
        counter = Counter()
        await asyncio.to_thread(counter.play, 3)
        for _ in range(1000):
            if counter.turns == 3:
                break
            await asyncio.sleep(0.002)
        return counter

    assert asyncio.run(scene()).turns == 3


def test_an_interrupt_pauses_between_two_turns_and_the_handler_is_put_back():
    before = signal.getsignal(signal.SIGINT)

    async def scene():
        # As a kernel between two cells: the signal is ignored.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        whole = []

        def work():
            if counter.turns == 5:
                signal.raise_signal(signal.SIGINT)
            whole.append(True)

        counter = Counter(work=work)
        counter.play(10_000_000)
        while counter.running:
            await asyncio.sleep(0.005)
        await asyncio.sleep(0.02)
        return counter, len(whole), signal.getsignal(signal.SIGINT)

    try:
        counter, whole, handler = asyncio.run(scene())
    finally:
        signal.signal(signal.SIGINT, before)
    assert isinstance(counter.error, KeyboardInterrupt)
    assert counter.turns == whole == 6
    assert handler is signal.SIG_IGN


def test_a_second_interrupt_breaks_into_a_turn_that_never_ends():
    before = signal.getsignal(signal.SIGINT)

    async def scene():
        signal.signal(signal.SIGINT, signal.SIG_IGN)

        def stuck():
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
            raise AssertionError("the second interrupt was lost")

        counter = Counter(work=stuck)
        counter.play(1)
        while counter.running:
            await asyncio.sleep(0.005)
        return counter

    try:
        counter = asyncio.run(scene())
    finally:
        signal.signal(signal.SIGINT, before)
    assert isinstance(counter.error, KeyboardInterrupt)
    assert counter.turns == 0
