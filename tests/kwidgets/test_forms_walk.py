"""A walk over all classes of the engine: each is chosen and configured by hand, and compared with one made in code."""

from __future__ import annotations

import ast
import html
import math
import re
import zlib
from functools import partial
from typing import Annotated, Any

import numpy as np
import pytest

from kcore import layers, registry
from kcore.annotations import Family
from kcore.configurable import Configurable
from kwidgets import i18n
from kwidgets.forms import Form, names
from kwidgets.forms.objects import same
from tests.kwidgets import hand, words

# Made of functions, of a list of layers, or of a whole graph: no row can hold these.
NOT_BY_HAND = {"Lambda", "MeanMetricWrapper", "StackedRNNCells", "Functional", "Sequential", "Wrapper"}
CLASSES = [
    (family, name)
    for family in registry.FAMILIES
    for name in registry.names(family)
    if isinstance(registry.lookup(family, name), type) and name not in NOT_BY_HAND
]
DRAWS, MOST = 2, 60  # objects of each class that are compared, and tries to draw values that go together
COUNTED = re.compile(r"_\d+(?='|$)")  # in an automatic name: dense_7


def generator(*seed):
    return np.random.default_rng(zlib.crc32(" ".join(seed).encode()))


@pytest.mark.parametrize(("family", "name"), CLASSES)
def test_what_is_made_by_hand_is_what_is_made_in_code(family, name):
    cls, rng, compared = registry.lookup(family, name), generator(family, name), 0
    for _ in range(MOST):
        form = Form(cls)
        needed = {row: field.value for row, field in form.fields.items() if field.parameter.required}
        values = hand.values_for(form, rng)
        hand.fill(form, values)
        in_code = outcome(partial(written, cls, {**needed, **values}))
        if form.problems:  # values inside an object that do not go together: the last that did are kept
            assert {COUNTED.sub("", problem) for problem in form.problems.values()} == {in_code}
        else:
            assert outcome(form.build) == in_code
            compared += isinstance(in_code, dict)
        form.close()
        if compared == DRAWS:
            return
    pytest.fail(f"of {MOST} draws for {name} only {compared} fit together")


def written(cls, values):
    return cls(**hand.made(values))


def outcome(make):
    """The config of what is made, or the engine's words why these values do not go together."""
    try:
        return without_counts(make().get_config())
    except (ValueError, TypeError) as error:
        return COUNTED.sub("", str(error))


def without_counts(config):
    if isinstance(config, dict):
        return {
            key: COUNTED.sub("", value) if key == "name" and isinstance(value, str) else without_counts(value)
            for key, value in config.items()
        }
    return type(config)(map(without_counts, config)) if isinstance(config, list | tuple) else config


@pytest.mark.parametrize(("family", "name"), CLASSES)
def test_what_does_not_fit_is_explained_beside_its_row_and_the_last_good_value_stays(family, name):
    rng = generator(name, family)
    language = ("ko", "en")[rng.integers(2)]
    i18n.set_language(language)
    form = Form(registry.lookup(family, name))
    told = []
    form.observe(lambda *change: told.append(change))
    for row in form.fields.values():
        for problem in bad_states(row, rng):
            hand.opens(row)
            before = row.value
            told.clear()
            hand.types(row, problem)
            assert row.problem, f"{row.parameter.name} takes {problem!r}"
            assert form.problems == {row.parameter.name: row.problem}
            assert row.value is before
            assert told == []
            explained(row, problem, language)
        hand.put(row, hand.drawn(row, rng, depth=2))
        assert form.problems == {}
        assert hand.message(row) == ""
    form.close()


def explained(row, typed, language):
    """Beside the row in the language; what the engine adds and what was typed are quoted."""
    said = html.unescape(hand.message(row))
    assert 'role="alert"' in said
    ours = said.partition("엔진이 하는 말")[0].replace(str(typed), "")
    assert bool(words.HANGUL.search(ours)) is (language == "ko"), said


def bad_states(row, rng):
    """Values that a page can send and that do not fit, by what the signature says."""
    parameter = row.parameter
    if parameter.choices or parameter.kind in {"object", "bool", "str"}:
        return []
    if parameter.kind == "int":
        return [*([] if parameter.low is None else [int(parameter.low) - 1, -(10**9)]),
                *([] if parameter.high is None else [int(parameter.high) + 1, 10**9])]  # fmt: skip
    if parameter.kind == "float":
        low = [] if parameter.low is None else [parameter.low - 0.5, -1e9, *([parameter.low] * parameter.low_open)]
        high = [] if parameter.high is None else [parameter.high + 0.5, 1e9, *([parameter.high] * parameter.high_open)]
        return [*low, *high, math.nan, 1e39]
    return [text for text in rng.permutation(hand.NASTY)[:8].tolist() if not fits(parameter, text)]


def fits(parameter, text):
    """Whether a text is Python for a value that the engine takes here."""
    try:
        parameter.check(ast.literal_eval(text.strip()))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def holder(family):
    """A learner's own class with an argument of a family."""

    def __init__(self, held):  # noqa: N807  (it becomes the method)
        self.held = held

    __init__.__annotations__ = {"held": Annotated[Any, Family(family)]}
    return type("Holder", (Configurable,), {"__init__": __init__})


@pytest.mark.parametrize("family", ["initializer", "regularizer", "constraint", "schedule", "layer"])
def test_a_problem_inside_an_object_is_told_there_and_the_object_stays(family):
    i18n.set_language("ko")
    cls = holder(family)
    for name in names(family):
        rng, form = generator(family, name), Form(cls)
        (row,) = form.fields.values()
        hand.put(row, hand.Chosen(family, name))
        inner = row.open()
        for one in [] if inner is None else inner.fields.values():
            good = one.value
            for problem in bad_states(one, rng):
                hand.opens(one)
                before = row.value
                hand.types(one, problem)
                assert row.problem == one.problem != ""
                assert same(row.value, before)
                explained(one, problem, "ko")
                hand.put(one, good)
                assert row.problem == ""
        form.close()


def test_activations_are_chosen_by_their_names():
    form = Form(layers.Dense)
    for name in names("activation"):
        hand.put(form.fields["activation"], hand.Chosen("activation", name))
        assert outcome(form.build) == outcome(partial(layers.Dense, 1, activation=name))


@pytest.mark.parametrize("family", [family for family in registry.FAMILIES if family != "activation"])
def test_no_row_speaks_the_other_language(family):
    forms = [Form(registry.lookup(family, name)) for found, name in CLASSES if found == family]
    i18n.set_language("ko")
    assert [text for form in forms for text in words.english(form.widget)] == []
    i18n.set_language("en")
    assert [text for form in forms for text in words.korean(form.widget)] == []
    for form in forms:
        form.close()
