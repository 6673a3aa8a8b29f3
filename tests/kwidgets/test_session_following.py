"""Who follows a model hears when its weights have changed, whoever changed them."""

from __future__ import annotations

import gc

import numpy as np
import pytest

import kcore
from kwidgets.session import TrainingSession, follow, following, on_session, session_of, touched

X = np.linspace(-1, 1, 64, dtype="float32")[:, None]


class Panel:
    def __init__(self, model):
        self.told = 0
        follow(model, self.hear, hertz=1e6)

    def hear(self):
        self.told += 1


@pytest.fixture
def model():
    kcore.utils.set_random_seed(1)
    model = kcore.Sequential([kcore.Input((1,)), kcore.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


def test_a_training_and_another_panel_are_heard(model):
    panel, other = Panel(model), Panel(model)
    assert session_of(model) is None
    session = TrainingSession(model, X, X, epochs=3)
    assert session_of(model) is session
    session.run()
    assert panel.told == other.told > 0
    told = panel.told
    touched(model)
    assert panel.told == told + 1


def test_a_newer_session_is_followed_and_a_closed_one_is_none(model):
    panel = Panel(model)
    first = TrainingSession(model, X, X, epochs=1)
    second = TrainingSession(model, X, X, epochs=1)
    assert first.closed
    assert session_of(model) is second
    second.run()
    assert panel.told
    second.close()
    assert session_of(model) is None


def test_what_a_cell_did_is_noticed_when_it_has_run(model):
    panel = Panel(model)
    following._cell_has_run(None)
    assert panel.told == 0
    model.fit(X, X, epochs=1, verbose=0)
    following._cell_has_run(None)
    following._cell_has_run(None)
    assert panel.told == 1


def test_the_slow_are_told_seldom_but_always_of_the_end(model):
    class Slow(Panel):
        def __init__(self):
            self.told = 0
            follow(model, self.hear, hertz=1e-6)

    slow = Slow()
    touched(model, now=False)
    touched(model, now=False)
    assert slow.told == 1
    touched(model)
    assert slow.told == 2


def test_nobody_is_kept_alive_by_following(model):
    panel = Panel(model)
    del panel
    gc.collect()
    touched(model)
    assert following._followers[model] == []  # nobody is left to be told


def test_a_new_session_is_announced_while_the_listener_lives(model):
    class Listener:
        heard = 0

        def hear(self):
            self.heard += 1

    listener = Listener()
    on_session(listener.hear)
    TrainingSession(model, X, X, epochs=1)
    assert listener.heard == 1
    del listener
    gc.collect()
    TrainingSession(model, X, X, epochs=1)
