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
