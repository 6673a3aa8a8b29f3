"""YAML texts."""

from __future__ import annotations

from tests.core.files.cases import Case

MODEL = {
    "class_name": "Sequential",
    "config": {"layers": [{"class_name": "Dense", "config": {"units": 3, "rate": 1e-07}}]},
}
TEXT = """\
class_name: Sequential
config:
  layers:
  - class_name: Dense
    config: {units: 3, rate: 1.0e-07}
"""


def laughs(levels: int) -> str:
    """Each level names the one before ten times."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, levels)]
    return "\n".join(lines)


CASES = [
    Case("as it should be", TEXT, value=MODEL),
    Case("bytes", TEXT.encode(), value=MODEL),
    Case("with markers", "---\n" + TEXT + "...\n", value=MODEL),
    Case("byte order mark", "\ufeff" + TEXT, value=MODEL),
    Case("remarks", "# a model\na: 1 # one\n", value={"a": 1}),
    Case("version said", "%YAML 1.1\n---\na: 1\n", value={"a": 1}),
    Case("JSON is YAML", '{"a": [1, 2.5, true, null, "b"]}', value={"a": [1, 2.5, True, None, "b"]}),
    Case(
        "kinds of values",
        "[1, -2, 1.5, true, no, null, ~, '3', a b]",
        value=[1, -2, 1.5, True, False, None, None, "3", "a b"],
    ),
    Case("nothing is None", "a:\nb: 2\n", value={"a": None, "b": 2}),
    Case("hexadecimal", "a: 0x10", value={"a": 16}),
    Case("a date is a text", "a: 2020-01-01", value={"a": "2020-01-01"}),
    Case("text over lines", "a: >-\n  b\n  c\nd: |\n  e\n", value={"a": "b c", "d": "e\n"}),
    Case("quoted keys of odd spelling", "'yes': 1\n'2': 2\n", value={"yes": 1, "2": 2}),
    Case("Korean", "이름: 모델\n", value={"이름": "모델"}),
    Case("tuple of Keras 2.3", "shape: !!python/tuple [null, 4]", value={"shape": [None, 4]}),
    Case("tuple in block form", "shape: !!python/tuple\n- null\n- 4\n", value={"shape": [None, 4]}),
    Case("tuple by its long name", "a: !<tag:yaml.org,2002:python/tuple> [1]", value={"a": [1]}),
    Case("alias of Keras 2.3", "a: &id001 [1, 2]\nb: *id001\n", value={"a": [1, 2], "b": [1, 2]}),
    Case("alias of a text", "a: &x relu\nb: *x\n", value={"a": "relu", "b": "relu"}),
    Case("alias in an alias", "a: &x [1]\nb: &y [*x, *x]\nc: *y\n", value={"a": [1], "b": [[1], [1]], "c": [[1], [1]]}),
    Case("a name used again", "a: &x 1\nb: &x 2\nc: *x\n", value={"a": 1, "b": 2, "c": 2}),
    Case("alias as a key", "a: &x b\n*x : 2\n", value={"a": "b", "b": 2}),
    Case("merging is no command here", "a: &x {b: 1}\nc:\n  <<: *x\n", value={"a": {"b": 1}, "c": {"<<": {"b": 1}}}),
    Case("100 levels", "[" * 100 + "]" * 100),
    Case("empty", "", "is empty"),
    Case("only a remark", "# nothing\n", "is empty"),
    Case("only markers", "---\n...\n", value=None),
    Case("no text at all", 7, "a text is expected; got int"),
    Case("call of a function", "!!python/object/apply:os.system ['true']", "asks for code or types"),
    Case("new object", "!!python/object/new:os.system ['true']", "asks for code or types"),
    Case("object", "a: !!python/object:kcore.layers.Dense {units: 3}", "asks for code or types"),
    Case("name of a function", "a: !!python/name:os.system", "asks for code or types"),
    Case("name of a function as a text", "a: !!python/name:os.system ''", "asks for code or types"),
    Case("module", "a: !!python/module:os ''", "asks for code or types"),
    Case("module in a key", "!!python/module:os x: 1", "asks for code or types"),
    Case("tuple on a text", "a: !!python/tuple '(1, 2)'", "asks for code or types"),
    Case("tuple on a dict", "a: !!python/tuple {b: 1}", "asks for code or types"),
    Case("binary", "a: !!binary aGVsbG8=", "asks for code or types"),
    Case("set", "a: !!set {b, c}", "asks for code or types"),
    Case("kind said twice", "a: !!str 1", "asks for code or types"),
    Case("a tag of one's own", "a: !model [1]", "asks for code or types"),
    Case(
        "a tag renamed",
        "%TAG ! tag:yaml.org,2002:python/object/apply:\n---\n!os.system ['true']",
        "asks for code or types",
    ),
    Case("code in the tag's shadow", "a: &x !!python/name:os.system\nb: *x", "asks for code or types"),
    Case("two documents", "a: 1\n---\nb: 2\n", "a second document"),
    Case("key twice", "units: 3\nunits: 4\n", "line 2: the key 'units' stands twice"),
    Case("key twice by alias", "&x units: 3\n*x : 4\n", "stands twice"),
    Case("a number as a key", "1: a", "a key must be a text; got 1"),
    Case("yes as a key", "yes: a", "a key must be a text; got True"),
    Case("a list as a key", "? [a, b]\n: 1\n", "a key must be a text; got a list"),
    Case("a dict as a key", "? {a: 1}\n: 1\n", "a key must be a text; got a dict"),
    Case("unknown alias", "a: *x\n", "has no anchor before it"),
    Case("alias of itself", "a: &x [1, *x]\n", "leads into itself"),
    Case("alias of itself, further down", "a: &x {b: {c: [*x]}}\n", "leads into itself"),
    Case("alias of the whole", "&x\na: *x\n", "leads into itself"),
    Case("a thousand laughs", laughs(3)),
    Case("a billion laughs", laughs(9), "more than 1000000 entries"),
    Case("a googol of laughs", laughs(100), "more than 1000000 entries"),
    Case("not a number", "a: .nan", "a: nan is no number"),
    Case("infinite", "a: [-.inf]", "a[0]: -inf is no number"),
    Case("a number of 100000 digits", "a: " + "9" * 100_000, "a number of more than 100 characters"),
    Case("sixty to the power of 10000", "a: 1" + ":10" * 10_000, "a number of more than 100 characters"),
    Case("a whole number of 50 digits", "a: " + "9" * 50, "a: a whole number of more than 64 bits"),
    Case("121 levels", "[" * 121 + "]" * 121, "more than 120 levels"),
    Case("20000 levels", "[" * 20_000, "nest"),
    Case("20000 levels of dashes", "- " * 20_000 + "a", "more than 120 levels"),
    Case("20000 levels by indentation", "".join(" " * i + "a:\n" for i in range(500)), "more than 120 levels"),
    Case(
        "levels that aliases add",
        "a: &x " + "[" * 100 + "]" * 100 + "\nb: " + "[" * 50 + "*x" + "]" * 50,
        "more than 120 levels",
    ),
    Case("cut in half", '{"a": [1, 2', "no YAML"),
    Case("tabs", "a:\n\t- 1\n", "no YAML"),
    Case("control characters", "a: \x01\n", "no YAML"),
    Case("half a surrogate", 'a: "\ud800"', "is damaged"),
    Case("a text of 2 MB", "a: " + "b" * (2 << 20), "a: a text of more than 1048576 characters"),
    Case("UTF-16", TEXT.encode("utf-16"), "no text in UTF-8"),
    Case("a pickle", b"\x80\x04\x95.", "no text in UTF-8"),
]
