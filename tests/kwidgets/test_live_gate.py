from __future__ import annotations

from kwidgets.live.gate import Gate


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def sent(gate, tries=10):
    """How many frames go through when nobody says a word."""
    return sum(gate.open() and bool(gate.next_frame()) for _ in range(tries))


def test_nobody_looks_nothing_is_sent():
    gate = Gate()
    assert sent(gate) == 0
    gate.hello("a")
    gate.bye("a")
    assert sent(gate) == 0
    gate.bye("never there")


def test_two_frames_may_be_on_their_way():
    gate = Gate()
    gate.hello("a")
    assert sent(gate) == 2
    gate.drawn("a", 1)
    assert sent(gate) == 1
    gate.drawn("a", gate.frame)
    assert sent(gate) == 2


def test_the_slower_of_two_views_sets_the_pace():
    gate = Gate()
    gate.hello("quick")
    gate.hello("slow")
    assert gate.views == 2
    assert sent(gate) == 2
    gate.drawn("quick", 2)
    assert sent(gate) == 0
    gate.drawn("slow", 1)
    assert sent(gate) == 1


def test_a_view_that_falls_silent_holds_up_nobody_for_long_and_wakes_with_its_next_word():
    clock = Clock()
    gate = Gate(clock)
    gate.hello("a")
    gate.hello("gone")
    assert sent(gate) == 2
    clock.now = 1.0
    gate.drawn("a", 2)
    clock.now = 2.1
    assert gate.views == 1
    assert sent(gate) == 2
    gate.drawn("a", 4)
    gate.drawn("gone", 3)
    assert gate.views == 2


def test_a_long_pause_makes_no_view_fall_asleep():
    clock = Clock()
    gate = Gate(clock)
    gate.hello("a")
    clock.now = 3600.0
    assert gate.views == 1
    assert sent(gate) == 2
    assert gate.views == 1


class Blocked:
    """A kernel that a cell blocks from `since` on."""

    def __init__(self, clock):
        self.clock, self.since = clock, None

    def __call__(self):
        return None if self.since is None else self.clock.now - self.since


def test_while_a_cell_blocks_the_kernel_frames_go_by_the_clock_whoever_looks():
    clock = Clock()
    blocked = Blocked(clock)
    gate = Gate(clock, blocked)
    blocked.since = 0.0
    assert gate.views == 0
    assert sent(gate) == 1
    clock.now = 0.05
    assert sent(gate) == 0
    clock.now = 0.11
    assert sent(gate) == 1
    blocked.since = None
    assert sent(gate) == 0
    gate.hello("a")  # which was said long ago, and is heard only now
    assert sent(gate) == 2
    blocked.since = clock.now = 5.0
    clock.now = 9.0
    assert gate.views == 1


def test_the_longer_a_cell_blocks_the_rarer_are_the_frames():
    clock = Clock()
    blocked = Blocked(clock)
    gate = Gate(clock, blocked)
    blocked.since = 0.0
    counts = []
    for _ in range(2):
        counts.append(0)
        for _ in range(18_000):  # half an hour in tenths of a second
            clock.now += 0.1
            counts[-1] += sent(gate)
    assert counts[0] + counts[1] < 3200
    assert counts[0] > 4 * counts[1] > 1000


def test_a_kernel_that_hears_after_all_keeps_the_usual_pace():
    clock = Clock()
    blocked = Blocked(clock)
    gate = Gate(clock, blocked)
    gate.hello("a")
    clock.now = 5.0
    blocked.since = 5.0
    clock.now = 6.0
    assert sent(gate) == 1
    clock.now = 7.0
    gate.drawn("a", 1)  # in another thread
    assert sent(gate) == 2
    clock.now = 7.5
    assert sent(gate) == 0
    gate.drawn("a", 3)
    assert sent(gate) == 2
