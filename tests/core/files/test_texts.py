"""JSON and YAML: what is opened, what is refused, and that writing gives back what was read."""

from __future__ import annotations

import pytest

from kcore.files import Limits, ModelFileError, read_json, read_yaml, write_json, write_yaml
from tests.core.files import json_cases, yaml_cases
from tests.core.files.cases import Case

BOTH = [(read_json, case) for case in json_cases.CASES] + [(read_yaml, case) for case in yaml_cases.CASES]


@pytest.mark.parametrize(("read", "case"), BOTH, ids=[f"{read.__name__[5:]}-{case.name}" for read, case in BOTH])
def test_text(read, case: Case):
    if case.reason is None:
        value = read(case.source, "model.txt")
        assert case.value is None or (value == case.value and repr(value) == repr(case.value))
        return
    with pytest.raises(ModelFileError) as caught:
        read(case.source, "model.txt")
    assert case.reason in str(caught.value)
    assert str(caught.value).startswith("model.txt: ")
    assert caught.value.path == "model.txt"
    assert len(str(caught.value)) <= 500
    assert str(caught.value).isprintable()


TREE = {
    "name": "모델",
    "config": {
        "shape": (None, 4),
        "rate": 1e-07,
        "on": True,
        "no": "no",
        "1": "1",
        "none": "null",
        "text": "a: b\n- c",
    },
    "floats": [0.1, 1e22, -0.0, 3.0],
    "empty": [[], {}, ""],
}


def test_written_texts_give_the_same_tree_back():
    same = {**TREE, "config": {**TREE["config"], "shape": [None, 4]}}
    assert read_json(write_json(TREE)) == same
    assert read_yaml(write_yaml(TREE)) == same
    assert list(read_yaml(write_yaml(TREE))) == list(TREE)


def test_written_yaml_is_plain():
    shared = [1, 2]
    text = write_yaml({"a": shared, "b": shared, "shape": (1, 2)})
    assert not set("&*!") & set(text)


def test_nan_is_not_written():
    with pytest.raises(ValueError, match="JSON"):
        write_json({"rate": float("nan")})


def test_limits_can_be_raised():
    text = write_json([0] * 20)
    with pytest.raises(ModelFileError, match="more than 10 entries"):
        read_json(text, limits=Limits(nodes=10))
    assert read_json(text, limits=Limits(nodes=30)) == [0] * 20
