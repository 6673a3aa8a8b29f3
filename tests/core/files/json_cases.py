"""JSON texts."""

from __future__ import annotations

import base64
import json

from tests.core.files.cases import Case

MODEL = {
    "class_name": "Sequential",
    "config": {"name": "net", "layers": [{"class_name": "Dense", "config": {"units": 3}}]},
}
TEXT = json.dumps(MODEL)

CASES = [
    Case("as it should be", TEXT, value=MODEL),
    Case("bytes", TEXT.encode(), value=MODEL),
    Case("byte order mark", "\ufeff" + TEXT, value=MODEL),
    Case("byte order mark in bytes", b"\xef\xbb\xbf" + TEXT.encode(), value=MODEL),
    Case("white space around", "\r\n\t " + TEXT + "\n\n", value=MODEL),
    Case("one value", "3", value=3),
    Case("nothing, as JSON says it", "null", value=None),
    Case("Korean", '{"이름": "모델"}', value={"이름": "모델"}),
    Case("a pair of surrogates is one character", r'"\ud83d\ude00"', value="😀"),
    Case("slashes and controls in a text", r'"a\/b\u0000\n"', value="a/b\0\n"),
    Case("no fraction", "[2.0, 2, -0.0, 1e3]", value=[2.0, 2, -0.0, 1000.0]),
    Case("seed of 64 bits", "18446744073709551615", value=2**64 - 1),
    Case("smaller than any number", "1e-999", value=0.0),
    Case("100 levels", "[" * 100 + "]" * 100),
    Case("brackets in a text are none", json.dumps("[" * 100_000), value="[" * 100_000),
    Case("empty", "", "is empty"),
    Case("only white space", " \n", "is empty"),
    Case("only a byte order mark", "\ufeff", "is empty"),
    Case("no text at all", None, "a text is expected; got NoneType"),
    Case("a dict instead of a text", MODEL, "a text is expected; got dict"),
    Case("cut in half", TEXT[: len(TEXT) // 2], "no JSON"),
    Case("last brace missing", TEXT[:-1], "no JSON"),
    Case("two values", TEXT + TEXT, "Extra data"),
    Case("a comma too many", '{"a": 1,}', "no JSON"),
    Case("single quotes", "{'a': 1}", "no JSON"),
    Case("a remark", '{"a": 1} // Sequential', "Extra data"),
    Case("Python's None", '{"a": None}', "no JSON"),
    Case("a page instead of a file", "<!DOCTYPE html><html></html>", "no JSON"),
    Case("UTF-16", TEXT.encode("utf-16"), "no text in UTF-8"),
    Case("Latin-1", '{"a": "é"}'.encode("latin-1"), "byte 7 does not fit"),
    Case(
        "a pickle", b"\x80\x04\x95\x1f\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x8c\x06system\x93.", "no text in UTF-8"
    ),
    Case("NUL bytes", b"\0" * 64, "no JSON"),
    Case("key twice", '{"config": {}, "config": {"units": 2}}', "'config' stands twice"),
    Case("key twice, written in two ways", r'{"a": 1, "\u0061": 2}', "'a' stands twice"),
    Case("NaN", '{"rate": NaN}', "NaN is no JSON"),
    Case("Infinity", '{"rate": Infinity}', "Infinity is no JSON"),
    Case("minus Infinity", "[-Infinity]", "-Infinity is no JSON"),
    Case("larger than any float", '{"rate": 1e999}', "rate: inf is no number"),
    Case("a whole number of 1000 digits", "[" + "9" * 1000 + "]", "[0]: a whole number of more than 64 bits"),
    Case("a whole number of 100000 digits", "9" * 100_000, "is damaged"),
    Case("half a surrogate", r'{"name": "\ud800"}', "name: a text with half a character"),
    Case("half a surrogate in a key", r'{"\udfff": 1}', "a key with half a character"),
    Case("half a surrogate in the characters", '"\ud800"', "half a character"),
    Case("121 levels", "[" * 121 + "]" * 121, "more than 120 levels"),
    Case("100000 levels of lists", "[" * 100_000 + "]" * 100_000, "nested"),
    Case("100000 levels of dicts", '{"a":' * 100_000 + "1" + "}" * 100_000, "nested"),
    Case("100000 levels that never end", "[" * 100_000, "nested"),
    Case("a million empty lists", "[" + ",".join(["[]"] * 1_000_000) + "]", "more than 1000000 entries"),
    Case("a text of 2 MB", json.dumps("a" * (2 << 20)), "a text of more than 1048576 characters"),
    Case("a key of 2 MB", json.dumps({"a" * (2 << 20): 1}), "a key of more than 1048576 characters"),
    Case("more than 64 MB", '"' + "a" * (64 << 20) + '"', "more than 67108864 bytes of text"),
    Case("code in a text is a text", json.dumps(base64.b64encode(b"\xe3\0\0").decode()), value="4wAA"),
]
