"""kcore against what real Keras did with the same code, data and first weights (see record_keras.py)."""

from __future__ import annotations

import json
from pathlib import Path

import cases
import numpy as np
import pytest

import kcore

FOLDER = Path(__file__).parent / "recorded"
TRAJECTORIES = np.load(FOLDER / "trajectories.npz")
DESCRIBED = json.loads((FOLDER / "described.json").read_text(encoding="utf-8"))["cases"]


def recorded(name: str) -> dict[str, np.ndarray]:
    return {key[len(name) + 1 :]: TRAJECTORIES[key] for key in TRAJECTORIES.files if key.startswith(name + "/")}


def plain(tree):
    """Tuples become lists, as JSON has them."""
    return json.loads(json.dumps(tree))


def rounded(tree):
    """Keys in their order, numbers as float32 has them: Keras rounds some of them, and not others."""
    if isinstance(tree, dict):
        return [(key, rounded(value)) for key, value in tree.items()]
    if isinstance(tree, list):
        return [rounded(value) for value in tree]
    return float(np.float32(tree)) if isinstance(tree, float) else tree


@pytest.mark.parametrize("name", cases.CASES)
def test_training_follows_keras(name):
    wanted = recorded(name)
    first = [wanted[f"first/{i}"] for i in range(sum(key.startswith("first/") for key in wanted))]
    got = cases.run(kcore, cases.CASES[name], first)
    assert got.keys() == wanted.keys()
    for key, value in wanted.items():
        # float32 sums in another order: 4 epochs of 4 steps drift by less than this
        np.testing.assert_allclose(got[key], value, rtol=3e-4, atol=3e-5, err_msg=f"{name}: {key}")


@pytest.mark.parametrize("name", cases.CASES)
def test_configs_and_summary_equal_keras(name):
    kcore.utils.clear_session()
    case, wanted = cases.CASES[name], DESCRIBED[name]
    model = case.model(kcore)
    assert rounded(plain(model.get_config())) == rounded(wanted["config"])
    assert model.count_params() == wanted["params"]
    lines: list[str] = []
    model.summary(print_fn=lines.append)
    assert "\n".join(lines).rstrip() == wanted["summary"].rstrip()


@pytest.mark.parametrize("name", cases.CASES)
def test_optimizer_configs_equal_keras(name):
    kcore.utils.clear_session()
    got = cases.CASES[name].compile(kcore)["optimizer"].get_config()
    wanted = DESCRIBED[name]["optimizer"]
    assert rounded(plain(got)) == rounded(wanted)


@pytest.mark.parametrize("name", cases.CASES)
def test_a_config_builds_the_same_model(name):
    model = cases.CASES[name].model(kcore)
    again = type(model).from_config(model.get_config())
    assert again.get_config() == model.get_config()
    again.set_weights(model.get_weights())
    x, _ = cases.CASES[name].data()
    answers = (kcore.tree.flatten(m.predict(x, verbose=0)) for m in (again, model))
    for one, other in zip(*answers, strict=True):
        np.testing.assert_array_equal(one, other)
