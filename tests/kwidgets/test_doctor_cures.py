"""Each cure makes its finding go away, leaves the old training as it was, and its Keras code does the same."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import kcore
from kcore import random
from kwidgets.doctor import Case, Watcher, examine
from kwidgets.doctor.examine import tried
from kwidgets.session import TrainingSession
from tests.kwidgets.doctor import table

SEED = 21
# One training of each sickness; what only a learner can mend has no cure.
MENDED_BY_HAND = {"loose_layer", "not_a_number.layer", "sorted_samples.validation"}
SCENES = {scene.sick[0]: scene for scene in reversed(table.SICK) if scene.sick[0] not in MENDED_BY_HAND}


def bits(model):
    return [w.tobytes() for w in model.get_weights()]


@cache
@np.errstate(all="ignore")
def sick(name):
    """A case, and the finding."""
    scene = SCENES[name]
    kcore.utils.set_random_seed(SEED)
    task = scene.task()
    model = scene.model(task)
    case = Case(model, task.x, task.y, (task.vx, task.vy), scene.fit, SEED)
    try:
        session = TrainingSession(model, task.x, task.y, validation_data=case.validation, seed=SEED, **scene.fit)
    except ValueError:
        found = examine(model, task.x, task.y, case.validation)
    else:
        watcher = Watcher()
        watcher.attend(session)
        session.run()
        found = watcher.examination
        session.close()
    return case, next(finding for finding in found.findings if finding.name == name)


@np.errstate(all="ignore")
def names_after(case):
    x, y = case.x, case.y
    session = TrainingSession(case.model, x, y, validation_data=case.validation, seed=SEED, **case.fit)
    watcher = Watcher()
    watcher.attend(session)
    session.run()
    assert watcher.error is None
    return watcher.examination.names


@pytest.mark.parametrize("name", SCENES)
def test_the_finding_goes_away(name):
    case, finding = sick(name)
    weights, data = bits(case.model), np.array(case.x, copy=True)
    treated = finding.cure.treat(case).case
    assert bits(case.model) == weights
    assert np.array_equal(case.x, data, equal_nan=True)
    assert treated.model is not case.model
    assert name not in names_after(treated)


@pytest.mark.parametrize("name", SCENES)
def test_the_code_does_the_same_and_to_write_it_changes_nothing(name, capsys):
    case, finding = sick(name)
    weights, stream = bits(case.model), random.stream_state()
    code = finding.cure.code(case)
    assert random.stream_state() == stream
    assert bits(case.model) == weights
    assert code
    treated = finding.cure.treat(case)
    assert treated.code == code
    before = {
        "x_train": case.x,
        "y_train": case.y,
        "x_validation": case.validation[0],
        "y_validation": case.validation[1],
    }
    # What is done to data comes first; fit, where it is in the code, has to run.
    space = {"keras": kcore, "np": np, "model": treated.case.model, **before}
    exec(code, space)  # noqa: S102
    after = dict(zip(before, (treated.case.x, treated.case.y, *treated.case.validation), strict=True))
    for key, array in after.items():
        assert np.allclose(space[key], array, rtol=1e-4, atol=1e-5), key


def test_a_hidden_layer_of_any_kind_gets_another_function():
    inputs = kcore.Input((8, 8, 1))
    x = kcore.layers.Conv2D(4, 3, activation="sigmoid")(inputs)
    x = kcore.layers.Dense(5)(kcore.layers.Flatten()(x))
    x = kcore.layers.Activation("tanh")(x)
    model = kcore.Model(inputs, kcore.layers.Dense(1, activation="sigmoid")(x))
    model.compile("adam", "binary_crossentropy")
    from kwidgets.doctor.cures.structure import other_hidden

    treated = other_hidden("relu", "he_normal").treat(Case(model))
    functions = [getattr(getattr(layer, "activation", None), "__name__", "") for layer in treated.case.model.layers]
    assert functions[1] == "relu"
    assert functions[-1] == "sigmoid"
    assert "he_normal" in treated.code
    assert [w.shape for w in treated.case.model.get_weights()] == [w.shape for w in model.get_weights()]


def test_an_output_with_its_function_in_a_layer_of_its_own():
    from kwidgets.doctor.cures.structure import other_output

    stack = [kcore.Input((3,)), kcore.layers.Dense(3), kcore.layers.Activation("sigmoid")]
    model = kcore.Sequential(stack)
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    treated = other_output(4, "softmax", loss="sparse_categorical_crossentropy").treat(Case(model))
    assert treated.case.model.output_shape == (None, 4)
    assert treated.case.model.layers[-1].activation.__name__ == "softmax"
    assert treated.case.model.layers[0].activation.__name__ == "linear"
    assert 'loss="sparse_categorical_crossentropy"' in treated.code
    assert 'metrics=["accuracy"]' in treated.code


def test_a_learning_rate_that_a_schedule_gives_becomes_a_number():
    model = kcore.Sequential([kcore.Input((2,)), kcore.layers.Dense(1)])
    model.compile(kcore.optimizers.SGD(kcore.optimizers.schedules.ExponentialDecay(1.0, 10, 0.9), momentum=0.5), "mse")
    from kwidgets.doctor.cures.training import learning_rate

    treated = learning_rate(0.0123).treat(Case(model))
    assert float(treated.case.model.optimizer.learning_rate) == pytest.approx(0.01)
    assert treated.case.model.optimizer.momentum == 0.5


def test_signs_of_a_treated_case_can_be_taken_without_training_it():
    case, finding = sick("unscaled_inputs")
    treated = finding.cure.treat(case).case
    assert "unscaled_inputs" not in examine(treated.model, treated.x, treated.y, treated.validation).names
    assert tried(treated).samples is not None
