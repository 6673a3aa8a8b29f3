"""Every loss of the registry: its gradient, extreme answers, its class. Keras's numbers are compared live."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import kcore
from kcore import losses, ops, registry
from kcore.autodiff import Variable, gradient

FUNCTIONS = [n for n in registry.names("loss") if not isinstance(registry.lookup("loss", n), type)]
CLASSES = [n for n in registry.names("loss") if isinstance(registry.lookup("loss", n), type)]
PROBABILITIES = [n for n in FUNCTIONS if "cross" in n or n in {"kl_divergence", "dice", "tversky", "poisson"}]
NUMBERS = [n for n in FUNCTIONS if n not in PROBABILITIES and n not in {"ctc", "circle"}]
OPTIONS = {"categorical_generalized_cross_entropy": {"q": 0.4}}
MORE = [
    ("huber", {"delta": 0.3}),
    ("cosine_similarity", {"axis": [0, 1]}),
    ("dice", {"axis": [0]}),
    ("tversky", {"axis": -1, "alpha": 0.2, "beta": 0.9}),
    ("binary_crossentropy", {"from_logits": True, "label_smoothing": 0.2}),
    ("categorical_crossentropy", {"axis": 0}),
    ("sparse_categorical_crossentropy", {"ignore_class": 2}),
    ("binary_focal_crossentropy", {"from_logits": True, "apply_class_balancing": True, "gamma": 1.5}),
    ("categorical_focal_crossentropy", {"from_logits": True, "alpha": [0.1, 0.2, 0.3, 0.4], "label_smoothing": 0.1}),
    ("circle", {"gamma": 3.0, "margin": 0.3, "remove_diagonal": False}),
]


def data(name):
    """Targets and answers that fit a loss."""
    rng = np.random.default_rng(11)
    if name == "ctc":
        return np.array([[1, 2, 2], [3, 0, 0]]), rng.normal(size=(2, 6, 4))
    if name == "circle":
        y = rng.normal(size=(5, 3))
        return np.array([0, 0, 1, 1, 2]), y / np.linalg.norm(y, axis=1, keepdims=True)
    if name in {"sparse_categorical_crossentropy", "categorical_generalized_cross_entropy"}:
        return np.array([0, 3, 2]), rng.uniform(0.1, 0.9, (3, 4))
    if name in PROBABILITIES:
        return np.eye(4)[[0, 3, 2]], rng.uniform(0.1, 0.9, (3, 4))
    if "hinge" in name:
        return np.eye(4)[[0, 3, 2]], rng.normal(size=(3, 4))
    return rng.uniform(0.5, 2, (3, 4)), rng.uniform(0.5, 2, (3, 4))


@pytest.mark.parametrize(("name", "options"), [(n, OPTIONS.get(n, {})) for n in FUNCTIONS] + MORE)
def test_gradient(name, options):
    function = registry.lookup("loss", name)
    y_true, y_pred = data(name)
    y_pred = Variable(y_pred, dtype="float64")
    seed = np.random.default_rng(1).normal(size=np.shape(function(y_true, y_pred.value, **options)))
    (found,) = gradient(lambda: ops.sum(function(y_true, y_pred, **options) * seed), [y_pred])
    assert np.abs(found).max() > 1e-3
    for place in np.ndindex(y_pred.shape):
        sides = []
        for step in (1e-6, -2e-6):
            y_pred.value[place] += step
            sides.append(float((function(y_true, y_pred.value, **options) * seed).sum()))
        y_pred.value[place] += 1e-6
        assert found[place] == pytest.approx((sides[0] - sides[1]) / 2e-6, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_extreme_answers_stay_finite_in_value_and_gradient(name):
    function = registry.lookup("loss", name)
    y_true, y_pred = data(name)
    extremes = [0.0, 1.0, 0.5] if name in PROBABILITIES else [0.0, 1.0, -1.0, 1e4, -1e4]
    if name == "circle":
        extremes = [0.0, 1.0]
    for value in extremes:
        answer = Variable(np.full(y_pred.shape, value), dtype="float32")
        if value == 0 and name.startswith(("categorical_c", "categorical_f", "sparse")):
            continue  # no probabilities at all
        with np.errstate(all="raise", under="ignore"):
            assert np.isfinite(function(y_true, answer.value, **OPTIONS.get(name, {}))).all()
            (found,) = gradient(lambda: ops.sum(function(y_true, answer, **OPTIONS.get(name, {}))), [answer])  # noqa: B023 - called at once
        assert np.isfinite(found).all()


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_is_its_function_averaged_and_comes_back_from_its_config(name):
    entry = registry.lookup("loss", name)
    y_true, y_pred = data(entry.function.__name__)
    loss = entry()
    each = entry(reduction="none")(y_true, y_pred)
    np.testing.assert_array_equal(each, entry.function(y_true, y_pred.astype("float32"), **loss.options()))
    assert entry(reduction="sum")(y_true, y_pred) == pytest.approx(each.sum(), rel=1e-6)
    config = losses.serialize(loss)
    assert config["module"] == "keras.losses"
    assert losses.deserialize(config).get_config() == loss.get_config()


@pytest.mark.parametrize(
    "loss",
    [
        losses.Huber(0.5),
        losses.CosineSimilarity(axis=1),
        losses.SparseCategoricalCrossentropy(axis=1),
        losses.CategoricalFocalCrossentropy(alpha=[0.2, 0.8]),
    ],
)
def test_a_saved_loss_forgets_no_argument(loss):
    again = losses.deserialize(losses.serialize(loss))
    assert again.options() == loss.options()


def test_arguments_by_position_follow_keras():
    assert losses.Dice("sum", "d", 1).options() == {"axis": 1}
    assert losses.Huber(0.3, "sum").delta == pytest.approx(0.3)
    assert losses.SparseCategoricalCrossentropy(True, 2, "sum", 1).ignore_class == 2
    with pytest.raises(ValueError, match="Huber: delta must be a number > 0; got 0"):
        losses.Huber(0)
    with pytest.raises(ValueError, match="q must be a number > 0 and < 1"):
        losses.CategoricalGeneralizedCrossEntropy(q=1.0)
    with pytest.raises(TypeError, match=r"Huber has no argument 'detla'. Did you mean 'delta'"):
        losses.Huber(detla=1.0)


def test_names_of_keras_2_and_of_today():
    for name, function in (("mse", "mean_squared_error"), ("KLD", "kl_divergence"), ("mape", None), ("MSLE", None)):
        assert function is None or losses.get(name) is getattr(losses, function)
        assert callable(losses.get(name))
    for name in ("kullback_leibler_divergence", "logcosh", "cosine_proximity"):
        assert callable(losses.get(name))
    assert isinstance(losses.get("Huber"), losses.Huber)
    assert losses.get(None) is None


def test_ctc_is_the_sum_over_all_alignments():
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(1, 4, 3))
    shares = ops.softmax(logits)[0]
    total = 0.0
    for path in itertools.product(range(3), repeat=4):
        spelled = [c for c, before in zip(path, (None, *path), strict=False) if c not in (before, 0)]
        if spelled == [1, 2]:
            total += np.prod([shares[step, c] for step, c in enumerate(path)])
    assert losses.ctc(np.array([[1, 2]]), logits)[0] == pytest.approx(-np.log(total))
    with pytest.raises(ValueError, match=r"got \(3,\) and \(1, 4, 3\)"):
        losses.ctc([1, 2, 0], logits)


def test_samples_that_do_not_count_leave_the_mean_alone():
    p = np.array([[0.7, 0.3], [0.4, 0.6], [0.9, 0.1]])
    loss = losses.SparseCategoricalCrossentropy(ignore_class=-1)
    assert loss([0, -1, 1], p) == pytest.approx((-np.log(0.7) - np.log(0.1)) / 2, rel=1e-6)
    assert loss([0, -1, 1], p, sample_weight=[1, 5, 2]) == pytest.approx((-np.log(0.7) - 2 * np.log(0.1)) / 2, rel=1e-6)


def test_weights_in_a_column_are_weights_of_samples():
    y, p = np.zeros((3, 2)), np.arange(6.0).reshape(3, 2)
    loss, weight = losses.MeanSquaredError(), np.array([1.0, 2.0, 0.0])
    assert loss(y, p, sample_weight=weight[:, None]) == loss(y, p, sample_weight=weight)


@pytest.mark.parametrize("name", [n for n in NUMBERS if n not in {"cosine_similarity", "categorical_hinge"}])
def test_training_makes_it_smaller(name):
    kcore.utils.set_random_seed(0)
    x = np.random.default_rng(0).normal(size=(64, 3)).astype("float32")
    y = (np.abs(x @ [[1.0], [-2.0], [0.5]]) + 1).astype("float32")
    if "hinge" in name:
        y = np.sign(x[:, :1])
    model = kcore.Sequential([kcore.Input((3,)), kcore.layers.Dense(8, "relu"), kcore.layers.Dense(1)])
    model.compile(kcore.optimizers.Adam(0.01), name)
    history = model.fit(x, y, epochs=15, verbose=0).history["loss"]
    assert history[-1] < 0.9 * history[0]


@pytest.mark.parametrize("name", ["huber", "poisson", "hinge", "kl_divergence", "categorical_hinge"])
def test_evaluation_does_not_depend_on_the_size_of_batches(name):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(50, 4)).astype("float32"), np.eye(3, dtype="float32")[rng.integers(3, size=50)]
    model = kcore.Sequential([kcore.Input((4,)), kcore.layers.Dense(3, "softmax")])
    model.compile("sgd", name)
    assert model.evaluate(x, y, batch_size=8, verbose=0) == pytest.approx(
        model.evaluate(x, y, batch_size=50, verbose=0)
    )
