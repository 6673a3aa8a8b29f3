"""Connectionist temporal classification: the probability of a sequence, summed over all its alignments."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.activations import log_softmax_value
from kcore.ops.nn import softmax_value


def _states(labels: Array) -> tuple[Array, Array, Array]:
    """The states (blank, label, blank, ..., blank), which of them a jump over a blank may reach, numbers of labels."""
    states = np.zeros((len(labels), 2 * labels.shape[1] + 1), np.intp)
    states[:, 1::2] = labels
    jumps = np.zeros(states.shape, bool)
    jumps[:, 2:] = (states[:, 2:] != 0) & (states[:, 2:] != states[:, :-2])
    return states, jumps, (labels != 0).sum(axis=1)


def _walk(emitted: Array, jumps: Array) -> Array:
    """Log-probability (samples, steps, states) of all ways to be in a state after a step, from the first state on."""
    reached = np.full_like(emitted, -np.inf)
    reached[:, 0, :2] = emitted[:, 0, :2]
    for step in range(1, emitted.shape[1]):
        before = reached[:, step - 1]
        one, two = np.full_like(before, -np.inf), np.full_like(before, -np.inf)
        one[:, 1:], two[:, 2:] = before[:, :-1], before[:, :-2]
        ways = np.logaddexp(np.logaddexp(before, one), np.where(jumps, two, -np.inf))
        reached[:, step] = ways + emitted[:, step]
    return reached


def _ctc(labels: Array, logits: Array) -> tuple[Array, tuple[Any, ...]]:
    """-log of the probability that ``logits`` (samples, steps, classes) spell ``labels`` (samples, labels).

    Class 0 is the blank, and fills up shorter labels. Source: Graves et al. (2006).
    """
    states, jumps, lengths = _states(labels)
    emitted = np.take_along_axis(log_softmax_value(logits), states[:, None, :], axis=-1)
    last = _walk(emitted, jumps)[:, -1]
    rows = np.arange(len(labels))
    ends = np.where(lengths > 0, last[rows, 2 * lengths - 1], -np.inf)
    return -np.logaddexp(last[rows, 2 * lengths], ends), (labels, logits)


def _ctc_gradient(g: Array, labels: Array, logits: Array) -> tuple[Part, ...]:
    states, jumps, lengths = _states(labels)
    emitted = np.take_along_axis(log_softmax_value(logits), states[:, None, :], axis=-1)
    count, places = states.shape[1], np.arange(states.shape[1])
    # Walked backwards, a sample ends where its own labels begin: states are turned round within its length.
    turned = np.where(places <= 2 * lengths[:, None], 2 * lengths[:, None] - places, count - 1)
    back_states = np.take_along_axis(states, turned, axis=1)
    back_jumps = np.zeros_like(jumps)
    back_jumps[:, 2:] = (back_states[:, 2:] != 0) & (back_states[:, 2:] != back_states[:, :-2])
    there = _walk(emitted, jumps)
    turned_round = np.broadcast_to(turned[:, None, :], emitted.shape)
    back = _walk(np.take_along_axis(emitted, turned_round, axis=-1)[:, ::-1], back_jumps)[:, ::-1]
    inside = places <= 2 * lengths[:, None]
    both = there + np.take_along_axis(back, turned_round, axis=-1) - emitted
    both = np.where(inside[:, None, :], both, -np.inf)
    largest = both.max(axis=-1, keepdims=True)
    share = np.exp(both - np.where(np.isfinite(largest), largest, 0))
    total = share.sum(axis=-1, keepdims=True)
    share = share / np.where(total > 0, total, 1)
    spelled = np.zeros_like(logits)
    samples, steps = np.ogrid[: len(logits), : logits.shape[1]]
    np.add.at(spelled, (samples[..., None], steps[..., None], states[:, None, :]), share)
    possible = total > 0  # labels that no alignment spells pull nowhere
    return None, np.where(possible, softmax_value(logits) - spelled, 0) * g[:, None, None]


def _sample(rng: np.random.Generator) -> tuple[tuple[Any, ...], dict[str, Any]]:
    labels = np.array([[1, 2, 2], [3, 0, 0], [2, 1, 0]])
    return (labels, rng.normal(size=(3, 6, 4))), {}


ctc = primitive("ctc", _ctc, _ctc_gradient, _sample)
