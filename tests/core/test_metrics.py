"""Metrics beyond Keras's numbers, which are compared live: batches, names, one's own, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import losses, metrics, registry

ARGUMENTS = {
    "IoU": {"num_classes": 3, "target_class_ids": [0, 2]},
    "MeanIoU": {"num_classes": 3},
    "OneHotIoU": {"num_classes": 3, "target_class_ids": [0, 2]},
    "OneHotMeanIoU": {"num_classes": 3},
    "PrecisionAtRecall": {"recall": 0.6},
    "RecallAtPrecision": {"precision": 0.6},
    "SensitivityAtSpecificity": {"specificity": 0.6},
    "SpecificityAtSensitivity": {"sensitivity": 0.6},
    "MeanMetricWrapper": {"fn": metrics.binary_accuracy, "threshold": 0.3},
}
NAMES = [n for n in registry.names("metric") if n not in {"Mean", "Sum"}]


def made(name):
    return registry.lookup("metric", name)(**ARGUMENTS.get(name, {}))


def data(name, count=20):
    rng = np.random.default_rng(4)
    labels = rng.integers(3, size=count)
    shares = rng.dirichlet(np.ones(3), count).astype("float32")
    if name in {"IoU", "MeanIoU"}:
        return labels, rng.integers(3, size=count)
    if name == "BinaryIoU":
        return rng.integers(2, size=count), shares[:, 0]
    return (labels if "Sparse" in name else np.eye(3)[labels]), shares


@pytest.mark.parametrize("name", [n for n in NAMES if registry.lookup("metric", n).deferrable])
def test_batches_may_be_joined_where_a_metric_says_so(name):
    y_true, y_pred = data(name)
    weight = np.random.default_rng(0).uniform(0.5, 2, len(y_true))
    for weights in (None, weight):
        whole, parts = made(name), made(name)
        whole.update_state(y_true, y_pred, weights)
        for part in (slice(0, 7), slice(7, 8), slice(8, None)):
            parts.update_state(y_true[part], y_pred[part], None if weights is None else weights[part])
        np.testing.assert_allclose(parts.result(), whole.result(), rtol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_a_metric_forgets_and_comes_back_from_its_config(name):
    metric = made(name)
    y_true, y_pred = data(name)
    first = np.array(metric(y_true, y_pred))
    metric.reset_state()
    assert all((variable.value == 0).all() for variable in metric.variables)
    np.testing.assert_array_equal(metric(y_true, y_pred), first)
    assert [variable.path.split("/")[0] for variable in metric.variables] == [metric.name] * len(metric.variables)
    again = metrics.deserialize(metrics.serialize(metric))
    assert again.get_config() == metric.get_config()
    np.testing.assert_array_equal(again(y_true, y_pred), first)


def test_ones_own_metric_remembers_in_variables():
    class Largest(metrics.Metric):
        def __init__(self, name="largest", **kwargs):
            super().__init__(name=name, **kwargs)
            self.largest = self.add_variable((), "zeros", name="largest")
            self.seen = self.add_weight(name="seen")
            self.inner = metrics.Mean()

        def update_state(self, y_true, y_pred, sample_weight=None):
            self.largest.assign(kcore.ops.maximum(self.largest, np.abs(y_true - y_pred).max()))
            self.seen.assign_add(len(y_true))
            self.inner.update_state(y_pred)

        def result(self):
            return {"largest": self.largest, "seen": self.seen}

    metric = Largest()
    metric.update_state(np.array([1.0, 2.0]), np.array([1.5, 2.0]))
    metric.update_state(np.array([1.0]), np.array([0.75]))
    assert {name: float(value) for name, value in metric.result().items()} == {"largest": 0.5, "seen": 3.0}
    assert [variable.path for variable in metric.variables] == [
        "largest/largest", "largest/seen", "mean/total", "mean/count",
    ]  # fmt: skip
    metric.reset_state()
    assert metric.inner.result() == 0
    assert metric.get_config() == {"name": "largest", "dtype": "float32"}
    model = kcore.Sequential([kcore.Input((2,)), kcore.layers.Dense(1)])
    model.compile("sgd", "mse", metrics=[Largest()])
    history = model.fit(np.ones((6, 2)), np.ones((6, 1)), batch_size=4, verbose=0).history
    assert history["seen"] == [6.0]


def test_forgetting_super_init_is_explained():
    class Forgetful(metrics.Metric):
        def __init__(self):
            self.total = self.add_weight()

    with pytest.raises(RuntimeError, match=r"must call super\(\).__init__\(\)"):
        Forgetful()


@pytest.mark.parametrize(
    ("identifier", "targets", "answers", "kind"),
    [
        ("accuracy", (8, 1), (8, 1), metrics.BinaryAccuracy),
        ("acc", (8,), (8, 3), metrics.SparseCategoricalAccuracy),
        ("accuracy", (8, 1), (8, 3), metrics.SparseCategoricalAccuracy),
        ("acc", (8, 3), (8, 3), metrics.CategoricalAccuracy),
        ("crossentropy", (8, 1), (8, 1), metrics.BinaryCrossentropy),
        ("ce", (8,), (8, 3), metrics.SparseCategoricalCrossentropy),
        ("ce", (8, 3), (8, 3), metrics.CategoricalCrossentropy),
        ("mape", (8, 1), (8, 1), metrics.MeanAbsolutePercentageError),
        ("AUC", (8, 1), (8, 1), metrics.AUC),
        ("f1_score", (8, 3), (8, 3), metrics.F1Score),
        ("top_k_categorical_accuracy", (8, 9), (8, 9), metrics.TopKCategoricalAccuracy),
        ("kld", (8, 3), (8, 3), metrics.MeanMetricWrapper),
        ("huber", (8, 3), (8, 3), metrics.MeanMetricWrapper),
        ("Huber", (8, 3), (8, 3), metrics.MeanMetricWrapper),
    ],
)
def test_what_compile_is_given_is_resolved_by_the_shapes_and_named_as_given(identifier, targets, answers, kind):
    metric = metrics.resolve(identifier, targets, answers)
    assert type(metric) is kind
    assert metric.name == identifier
    if identifier == "Huber":
        assert float(metric(np.zeros((4, 3)), np.ones((4, 3)))) == pytest.approx(0.5)
        assert float(metric.count) == 4


def test_a_function_is_a_metric():
    def spread(y_true, y_pred):
        return np.abs(y_true - y_pred).max(axis=-1)

    metric = metrics.resolve(spread, (4, 1), (4, 1))
    assert metric.name == "spread"
    assert metric([[1.0], [2.0]], np.array([[1.0], [5.0]])) == pytest.approx(1.5)
    written = metrics.serialize(metric)
    with pytest.raises(ValueError, match="no loss named 'spread'"):
        metrics.deserialize(written)


def test_a_perfect_and_a_blind_answer():
    y = np.array([[0], [0], [1], [1]])
    perfect, blind = np.array([[0.1], [0.2], [0.8], [0.9]]), np.full((4, 1), 0.6)
    for curve in ("ROC", "PR", "PRGAIN"):
        assert metrics.AUC(curve=curve)(y, perfect) == pytest.approx(1, abs=1e-6)
    assert metrics.AUC()(y, blind) == pytest.approx(0.5)
    assert metrics.Precision()(y, perfect) == metrics.Recall()(y, perfect) == 1
    assert metrics.Precision()(y, blind) == pytest.approx(0.5)
    assert metrics.Precision(thresholds=[0.5, 0.85])(y, perfect).tolist() == [1, 1]
    assert metrics.Recall(thresholds=[0.85, 0.15])(y, perfect).tolist() == [0.5, 1]
    assert metrics.PrecisionAtRecall(1.0)(y, perfect) == 1
    assert metrics.R2Score()(y, y) == 1
    assert metrics.PearsonCorrelation(axis=0)(y, 3 * y + 1) == pytest.approx(1)
    assert metrics.BinaryIoU()(y, perfect) == pytest.approx(1, abs=1e-6)


def test_of_equal_predictions_the_first_are_the_top():
    metric = metrics.Precision(top_k=1)
    assert metric(np.array([[1, 0, 0], [0, 1, 0]]), np.array([[0.4, 0.4, 0.2], [0.4, 0.4, 0.2]])) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: metrics.get("accuarcy"), "no metric named 'accuarcy'. Did you mean 'Accuracy'"),
        (lambda: metrics.Precision(thresholds=[0.5, 1.5]), "thresholds must be a number >= 0 and <= 1, or several"),
        (lambda: metrics.AUC(num_thresholds=1), "num_thresholds must be a whole number >= 2; got 1"),
        (lambda: metrics.AUC(curve="ROCK"), "Did you mean 'ROC'"),
        (lambda: metrics.PrecisionAtRecall(2), "recall must be a number >= 0 and <= 1; got 2"),
        (metrics.PrecisionAtRecall, "PrecisionAtRecall needs recall"),
        (lambda: metrics.IoU(2, [2]), "target_class_ids must lie between 0 and 1 for 2 classes; got 2"),
        (lambda: metrics.MeanIoU(2)([0, 2], [0, 1]), "y_true must hold class numbers from 0 to 1; it holds 0 to 2"),
        (lambda: metrics.F1Score()([0, 1], [0.1, 0.2]), r"shape \(samples, classes\); got \(2,\)"),
        (lambda: metrics.R2Score()([0, 1], [0.1, 0.2]), r"shape \(samples, outputs\); got \(2,\)"),
        (lambda: metrics.MeanSquaredError()(np.ones((3, 2)), np.ones((3, 4))), r"y has \(3, 2\), .* answers \(3, 4\)"),
        (lambda: metrics.Metric().result(), "Metric needs a method result"),
        (lambda: metrics.TopKCategoricalAccuracy(k=0), "k must be a whole number >= 1; got 0"),
    ],
)
def test_what_does_not_fit_is_refused(wrong, says):
    with pytest.raises((ValueError, TypeError), match=says):
        wrong()


def test_functions_of_losses_are_functions_of_metrics():
    for name in ("mean_squared_error", "hinge", "kl_divergence", "sparse_categorical_crossentropy"):
        assert getattr(metrics, name) is getattr(losses, name)
