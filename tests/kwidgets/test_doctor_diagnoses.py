"""Each diagnosis beside its look-alike: what is like the sickness and is none. (The sick: see also the table.)"""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

import kcore
from kcore import layers
from kcore.initializers import Constant
from kcore.losses import BinaryCrossentropy
from kcore.optimizers import SGD, Adam
from kwidgets import i18n
from kwidgets.doctor import DIAGNOSES, Diagnosis, Finding, Watcher, examination, examine, signs_of
from kwidgets.doctor.case import Case
from kwidgets.session import TrainingSession
from tests.kwidgets.doctor import spoilt, tasks
from tests.kwidgets.doctor.scene import compiled, dense

NAMES = [diagnosis.name for diagnosis in DIAGNOSES]


@np.errstate(all="ignore")
def trained(task, make, **fit):
    """What is said at the end of a training."""
    kcore.utils.set_random_seed(4)
    model = make(task)
    options = {"validation_data": (task.vx, task.vy), "seed": 4, "epochs": 8, **fit}
    session = TrainingSession(model, task.x, task.y, **options)
    watcher = Watcher()
    watcher.attend(session)
    session.run()
    assert watcher.error is None
    return watcher.examination


def before(task, make, **fit):
    """What is said before a training."""
    kcore.utils.set_random_seed(4)
    return examine(make(task), task.x, task.y, (task.vx, task.vy), **fit)


def partly_frozen(task):
    model = dense(16)(task)
    model.layers[0].trainable = False
    model.compile("adam", model.compiled.loss)
    return model


def encoder(task):
    entrance = kcore.Input(task.x.shape[1:])
    inner = layers.Dense(1)(entrance)
    model = compiled(kcore.Model(entrance, inner), "mse", partial(Adam, 0.01))
    model.kept = kcore.Model(entrance, layers.Dense(2)(inner))
    return model


def rewritten(task):
    entrance = kcore.Input(task.x.shape[1:])
    for _ in range(2):
        hidden = layers.Dense(8, activation="relu")(entrance)
    return compiled(kcore.Model(entrance, layers.Dense(1)(hidden)), "mse", partial(Adam, 0.01))


def two_kinds():
    """A third of the targets lies far from the others."""
    task = tasks.warmth()
    return task.with_(y=np.where(np.arange(len(task.y))[:, None] % 3 == 0, task.y + 50, task.y).astype("float32"))


def apart(task):
    stack = [layers.Dense(16), layers.ReLU(), layers.Dense(16), layers.BatchNormalization(), layers.Dense(1)]
    return compiled(kcore.Sequential([kcore.Input(task.x.shape[1:]), *stack]), "mse", partial(Adam, 0.01))


def zero_output(task):
    stack = [layers.Dense(8, activation="tanh"), layers.Dense(1, kernel_initializer="zeros")]
    return compiled(kcore.Sequential([kcore.Input(task.x.shape[1:]), *stack]), "mse", partial(Adam, 0.01))


def scaling(task):
    stack = [layers.BatchNormalization(), layers.Dense(8, activation="relu"), layers.Dense(1)]
    return compiled(kcore.Sequential([kcore.Input(task.x.shape[1:]), *stack]), "mse", partial(Adam, 0.01))


def counts():
    """Few whole numbers as targets: how many of four things hold."""
    task = tasks.warmth()
    y, vy = ((part[:, :4] > 0).sum(axis=1, keepdims=True).astype("float32") for part in (task.x, task.vx))
    return task.with_(y=y, vy=vy)


def one_label():
    """Labels of which exactly one holds, and a yes or no for each."""
    return tasks.season().one_hot


def constant_column():
    task = tasks.warmth()
    x, vx = (np.concatenate([part, np.ones((len(part), 1), "float32")], axis=1) for part in (task.x, task.vx))
    return task.with_(x=x, vx=vx)


def near():
    """Yesterday's value, which is close to the target and no leak."""
    task = tasks.warmth()
    x, vx = (np.concatenate([p, y + 0.2 * np.random.default_rng(1).normal(size=y.shape)], axis=1)
             for p, y in ((task.x, task.y), (task.vx, task.vy)))  # fmt: skip
    return task.with_(x=x.astype("float32"), vx=vx.astype("float32"))


def coarse():
    """A table of few values, in which rows repeat by chance."""
    rng = np.random.default_rng(2)
    x, vx = rng.integers(0, 2, (300, 3)).astype("float32"), rng.integers(0, 2, (60, 3)).astype("float32")
    y, vy = ((p.sum(axis=1, keepdims=True) + rng.integers(0, 2, (len(p), 1)) > 1).astype("float32") for p in (x, vx))
    return tasks.rain().with_(x=x, y=y, vx=vx, vy=vy)


# Name of a diagnosis, what looks like it, and how that is judged: it must not be named.
LOOK_ALIKES = [
    ("nothing_trainable", "one layer frozen", lambda: before(tasks.warm(), partly_frozen)),
    ("loose_layer", "an encoder, whose answers another model goes on with", lambda: before(tasks.warmth(), encoder)),
    ("loose_layer", "a cell that was run twice", lambda: before(tasks.warmth(), rewritten)),
    ("not_a_number", "very large numbers", lambda: before(spoilt.shifted(tasks.mass, 1e6, 1e5), dense(8))),
    ("softmax_one_unit", "a softmax of two", lambda: before(tasks.rain().with_(kind="classes", y=tasks.rain().y[:, 0]
        .astype(int), vy=tasks.rain().vy[:, 0].astype(int)), dense(8))),
    ("one_hot_for_sparse", "a column of class numbers", lambda: before(tasks.season().with_(
        y=tasks.season().y[:, None], vy=tasks.season().vy[:, None]), dense(8, outputs=4))),
    ("numbers_for_categorical", "one-hot rows", lambda: before(tasks.season().one_hot, dense(8))),
    ("units_for_classes", "more units than classes", lambda: before(tasks.season(), dense(8, outputs=9))),
    ("sides_for_crossentropy", "-1 and 1 for a hinge", lambda: before(spoilt.sides(tasks.rain),
        dense(8, out="tanh", loss="hinge"))),
    ("linear_crossentropy", "logits that the loss knows of", lambda: before(tasks.rain(),
        spoilt.out("linear", BinaryCrossentropy(from_logits=True)))),
    ("sigmoid_twice", "a sigmoid once", lambda: before(tasks.rain(), spoilt.out("sigmoid", BinaryCrossentropy()))),
    ("sigmoid_exclusive", "a sigmoid for each of several labels", lambda: before(spoilt.labels().with_(kind="binary"),
        dense(8, out="sigmoid", outputs=3, loss="binary_crossentropy"))),
    ("softmax_for_labels", "labels of which one holds", lambda: before(one_label(), dense(8))),
    ("mse_for_classes", "counts", lambda: before(counts(), dense(8))),
    ("mse_for_classes", "pixels to be drawn again", lambda: before(tasks.ciphers().with_(
        kind="numbers", y=tasks.ciphers().x, vy=tasks.ciphers().vx), dense(16, out="sigmoid", outputs=64))),
    ("relu_below_zero", "a relu for what is never negative", lambda: before(spoilt.shifted(tasks.warmth, 5.0),
        dense(8, out="relu"))),
    ("bounded_output", "a tanh for targets between -1 and 1", lambda: before(spoilt.shifted(tasks.warmth, times=0.3),
        dense(8, out="tanh"))),
    ("percentage_of_zero", "percentages of what is far from 0", lambda: before(spoilt.shifted(tasks.warmth, 20.0),
        dense(8, loss="mean_absolute_percentage_error"))),
    ("outliers", "dust with a few spikes that were measured", lambda: before(tasks.dust(), dense(8))),
    ("outliers", "rows in another unit under an absolute error", lambda: before(spoilt.other_unit(tasks.dust),
        dense(8, loss="mae"))),
    ("outliers", "two kinds of targets", lambda: before(two_kinds(), dense(8))),
    ("linear_stack", "one layer", lambda: before(tasks.rides(), dense())),
    ("linear_stack", "a narrow place", lambda: before(tasks.ciphers(), dense(2, act="linear"))),
    ("linear_stack", "functions of their own between them", lambda: before(tasks.rides(), apart)),
    ("accuracy_of_numbers", "an accuracy of classes", lambda: before(tasks.rain(), dense(8))),
    ("repeated_rows", "few different rows", lambda: before(coarse(), dense(4))),
    ("leaking_column", "a column close to the target", lambda: before(near(), dense(8))),
    ("sorted_samples", "sorted and shuffled", lambda: before(spoilt.by_class(tasks.season), dense(8))),
    ("sorted_samples", "mixed and not shuffled", lambda: before(tasks.ciphers(), dense(8), shuffle=False)),
    ("unscaled_inputs", "large inputs that the model scales", lambda: before(tasks.warmth(raw=True), scaling)),
    ("unscaled_inputs", "a column that is constant", lambda: before(constant_column(), dense(8))),
    ("unscaled_targets", "degrees", lambda: before(spoilt.shifted(tasks.warmth, 16.0, 7.0), dense(8))),
    ("unscaled_targets", "large targets and a relative loss", lambda: before(spoilt.shifted(tasks.mass, 4200.0, 800.0),
        dense(8, loss="mean_absolute_percentage_error"))),
    ("equal_weights", "zeros in the output layer alone", lambda: trained(tasks.warmth(), zero_output)),
    ("equal_weights", "one layer of zeros", lambda: trained(tasks.rain(), dense(kernel_initializer="zeros"))),
    ("exploding_gradient", "large targets", lambda: trained(spoilt.shifted(tasks.warmth, 16.0, 7.0), dense(8))),
    ("saturated_units", "a sure sigmoid at the output", lambda: trained(tasks.species().with_(
        kind="binary", y=(tasks.species().y == 2).astype("float32")[:, None],
        vy=(tasks.species().vy == 2).astype("float32")[:, None]), dense(8, act="tanh", optimizer=partial(Adam, 0.03)),
        epochs=40)),
    ("rate_too_high", "a stumble in the first steps", lambda: trained(spoilt.few(tasks.warmth, 120),
        dense(64, 64, optimizer=partial(Adam, 0.01)), epochs=25)),
    ("dead_units", "a relu that is sparse", lambda: trained(tasks.ciphers(), dense(32))),
    ("vanishing_gradient", "deep and tanh", lambda: trained(tasks.ciphers(), dense(*[16] * 5, act="tanh"))),
    ("rate_too_low", "a training that has arrived", lambda: trained(tasks.mass(), dense(optimizer=partial(SGD, 0.1)),
        epochs=200)),
    ("unbalanced_classes", "rare classes that are recognised", lambda: trained(tasks.species().with_(
        kind="binary", y=(tasks.species().y == 1).astype("float32")[:, None],
        vy=(tasks.species().vy == 1).astype("float32")[:, None]), dense(16, optimizer=partial(Adam, 0.01)), epochs=30)),
    ("overfitting", "a validation loss that jumps", lambda: trained(tasks.sex(),
        dense(8, optimizer=partial(Adam, 0.01)), epochs=30, batch_size=4)),
    ("constant_answers", "answers that differ a little", lambda: trained(tasks.dust(), dense(8))),
    ("nothing_learned", "a hard task", lambda: trained(tasks.dust(), dense(8))),
]  # fmt: skip


@pytest.mark.parametrize(("name", "what", "judge"), LOOK_ALIKES, ids=[f"{a}-{b}" for a, b, _ in LOOK_ALIKES])
def test_what_only_looks_like_it_is_not_named(name, what, judge):
    assert name not in judge().names


def test_every_diagnosis_has_a_look_alike():
    assert {name for name, _, _ in LOOK_ALIKES} == set(NAMES)


def test_what_follows_is_named_after_its_cause():
    found = trained(tasks.warmth(), dense(16, bias_initializer=Constant(-9.0), optimizer=partial(SGD, 0.01)))
    assert [cause.name for cause in found.causes] == ["dead_units"]
    assert {"constant_answers", "nothing_learned"} <= {finding.name for finding in found.consequences}


def test_before_the_first_step_the_answer_is_there_at_once():
    task = tasks.sex(raw=True)
    session = TrainingSession(dense(8)(task), task.x, task.y, epochs=1)
    watcher = Watcher()
    watcher.attend(session)
    (finding,) = watcher.examination.causes
    assert finding.name == "unscaled_inputs"
    assert finding.slots["column"] == 3
    assert session.loop.step == 0


def test_where_numbers_ceased_to_be_numbers():
    def root(task):
        stack = [layers.Dense(4, activation="relu", name="a"), layers.Lambda(kcore.ops.sqrt), layers.Dense(1, name="b")]
        return compiled(kcore.Sequential([kcore.Input(task.x.shape[1:]), *stack]), "mse", partial(SGD, 0.01))

    (finding,) = trained(tasks.warmth(), root).causes
    assert (finding.name, finding.variant) == ("not_a_number", "sudden")
    assert (finding.slots["step"], finding.slots["layer"]) == (1, "a")  # the gradient of the root is infinite at 0
    spoilt_weights = dense(8)(tasks.warmth())
    spoilt_weights.layers[0].kernel.value[0, 0] = np.nan
    (finding,) = examine(spoilt_weights, tasks.warmth().x, tasks.warmth().y).causes
    assert finding.variant == "weights"
    holes = spoilt.hole(tasks.warmth, "x", 2)
    (finding,) = examine(dense(8)(holes), holes.x, holes.y).causes
    assert (finding.variant, finding.slots["holes"]) == ("inputs", 10)


def test_overfitting_is_said_to_begin_where_the_validation_loss_was_best():
    task = spoilt.few(tasks.clothes, 150)
    found = trained(task, dense(64, optimizer=partial(Adam, 0.003)), epochs=50)
    finding = next(each for each in found.findings if each.name == "overfitting")
    kcore.utils.set_random_seed(4)
    model = dense(64, optimizer=partial(Adam, 0.003))(task)
    kcore.utils.set_random_seed(4)
    history = model.fit(task.x, task.y, epochs=50, validation_data=(task.vx, task.vy), verbose=0).history
    assert finding.slots["epoch"] == int(np.argmin(history["val_loss"])) + 1


def test_a_finished_model_is_judged_by_its_history():
    task = spoilt.few(tasks.clothes, 150)
    model = dense(64, optimizer=partial(Adam, 0.003))(task)
    history = model.fit(task.x, task.y, epochs=40, validation_data=(task.vx, task.vy), verbose=0)
    assert "overfitting" in examine(model, task.x, task.y, (task.vx, task.vy)).names
    assert "overfitting" in examine(model, task.x, task.y, history=history.history).names
    assert "overfitting" not in examine(model, task.x, task.y, history={"loss": [1.0]}).names


def test_what_cannot_be_examined_is_said_plainly():
    with pytest.raises(TypeError, match="compiled model"):
        examine("model")
    with pytest.raises(RuntimeError, match="compile"):
        examine(kcore.Sequential([kcore.Input((2,)), layers.Dense(1)]))
    assert examine(dense(4)(tasks.warmth())).names == []


def test_causes_that_explain_each_other_still_leave_a_first():
    def saying(name, explains):
        class Saying(Diagnosis):
            def find(self, signs):
                yield self.finding()

        Saying.name, Saying.explains, Saying.lesson, Saying.stage = name, explains, 1, "start"
        return Saying()

    signs = signs_of(Case(dense(4)(tasks.warmth())))
    one, two, three = saying("one", ("two",)), saying("two", ("one",)), saying("three", ())
    found = examination(signs, [two, one, three])
    assert [each.name for each in found.causes] == ["two", "three"]
    assert [each.name for each in found.consequences] == ["one"]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_all_texts_of_all_findings_can_be_read(language):
    i18n.set_language(language)
    found = []
    for scene in _scenes():
        found += scene.findings
    assert len({finding.name for finding in found}) > 12
    for finding in found:
        for text in (finding.title, finding.evidence, finding.cause, finding.advice):
            assert text
            assert "{" not in text
        assert 1 <= finding.lesson <= 14


def _scenes():
    yield before(spoilt.hole(tasks.warmth, "y"), dense(8))
    yield before(tasks.rain(), spoilt.out("softmax", "mse"))
    yield before(spoilt.other_unit(tasks.dust), dense(8))
    yield before(tasks.rides(), dense(16, 16, act="linear"))
    yield before(tasks.warmth(), spoilt.past_the_hidden_layer)
    yield before(tasks.rain(), spoilt.out("sigmoid", "sparse_categorical_crossentropy"))
    yield before(spoilt.riders_known(), dense(8, out="relu"))
    yield before(spoilt.sides(tasks.rain), dense(8))
    yield before(tasks.rain(), spoilt.out("tanh", "binary_crossentropy"))
    yield before(tasks.season(), spoilt.out("linear", "mse"))
    yield before(spoilt.validated_on_training(tasks.sex), dense(8))
    yield before(spoilt.last_class_apart(tasks.ciphers), dense(8))
    yield trained(tasks.sex(raw=True), dense(8, act="sigmoid"), epochs=5)
    yield trained(spoilt.downpour(), dense(8, optimizer=partial(Adam, 0.003)), epochs=15)
    yield trained(tasks.ciphers(), dense(*[16] * 5, act="sigmoid"), epochs=5)
    yield trained(tasks.warmth(), dense(16, optimizer=partial(Adam, 1e-6)), epochs=6)
    yield trained(tasks.ciphers(), dense(32, optimizer=partial(Adam, 1.0)), epochs=4)


def test_a_finding_is_a_plain_value():
    finding = Finding("rate_too_high", {"rate": "0.1", "step": 3, "rise": "50"}, 8)
    assert "0.1" in str(finding)
    assert finding == Finding("rate_too_high", {"rate": "0.1", "step": 3, "rise": "50"}, 8)
