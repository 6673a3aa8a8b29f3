"""The table that says where every name lives, against the modules themselves."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import kcore
from kcore import registry
from kcore.homes import HOMES, homes_of


@pytest.mark.parametrize("family", registry.FAMILIES)
def test_every_entry_is_at_home(family):
    for name, module in homes_of(family).items():
        importlib.import_module(module)
        entry = registry._entries[family].get(name)
        assert (entry is not None and entry.__module__ == module) or hasattr(sys.modules[module], name), name


@pytest.mark.parametrize("family", registry.FAMILIES)
def test_every_entry_is_in_the_table(family):
    """Every module of the engine is read; nothing enters that the table does not name."""
    for module in pkgutil.walk_packages(kcore.__path__, "kcore."):
        importlib.import_module(module.name)
    own = {name for name, entry in registry._entries[family].items() if entry.__module__.startswith("kcore.")}
    assert own == {name for name in homes_of(family) if name in registry._entries[family]}


@pytest.mark.parametrize("family", ["layer", "loss", "metric", "activation", "initializer", "op"])
def test_no_module_hides_a_name(family):
    """A module of a package is an attribute of it: no function may have the same name."""
    root = Path(kcore.__path__[0])
    for module, names in HOMES[family].items():
        folder = root / Path(*module.split(".")[:-1])
        for name in names.split():
            assert not (folder / f"{name}.py").exists(), f"{folder / name}.py hides {name}"


def test_names_are_found_in_their_package():
    assert kcore.layers.Conv2D is kcore.layers.Convolution2D
    assert kcore.losses.mse is kcore.losses.mean_squared_error
    assert "LSTM" in dir(kcore.layers)
    assert "layers" in dir(kcore)
    for package in (kcore, kcore.layers, kcore.ops):
        with pytest.raises(AttributeError, match="nonsense"):
            package.nonsense  # noqa: B018 - asking is the test


def test_a_small_model_reads_no_more_than_it_needs():
    code = (
        "import kcore, sys; m = kcore.Sequential([kcore.Input((2,)), kcore.layers.Dense(1)]); "
        "m.compile('adam', 'mse'); m.fit([[1.0, 2.0]], [[3.0]], verbose=0); "
        "print([n for n in sys.modules if n in ('h5py', 'yaml', 'matplotlib', 'kcore.files', 'kcore.layers.conv', "
        "'kcore.ops.rnn', 'kcore.models.restore')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
