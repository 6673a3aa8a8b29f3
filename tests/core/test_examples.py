"""The examples in docstrings are run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import kcore

MODULES = ["kcore", *(module.name for module in pkgutil.walk_packages(kcore.__path__, "kcore."))]


def examples(name):
    finder = doctest.DocTestFinder(exclude_empty=True)
    return [test for test in finder.find(importlib.import_module(name)) if test.examples]


@pytest.mark.parametrize("name", [name for name in MODULES if examples(name)])
def test_examples(name):
    kcore.utils.clear_session()
    for test in examples(name):
        assert doctest.DocTestRunner(verbose=False).run(test).failed == 0, test.name
