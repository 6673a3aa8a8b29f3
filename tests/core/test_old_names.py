"""Names of Keras 1 and 2: methods of models, words of fit, and K."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import backend as K  # noqa: N812 - its name in every tutorial
from kcore import layers


@pytest.fixture
def model():
    kcore.utils.set_random_seed(0)
    made = kcore.Sequential([kcore.Input((3,)), layers.Dense(2, activation="softmax")])
    made.compile("sgd", "sparse_categorical_crossentropy")
    return made


X = np.random.default_rng(0).normal(size=(12, 3)).astype("float32")
Y = (X[:, 0] > 0).astype(int)


def batches():
    while True:
        yield X[:6], Y[:6]
        yield X[6:], Y[6:]


def test_generators_train_as_arrays_do(model):
    start = model.get_weights()
    history = model.fit_generator(batches(), steps_per_epoch=2, epochs=2, verbose=0, workers=4, max_queue_size=2)
    by_generator = model.get_weights()
    model.set_weights(start)
    same = model.fit(X, Y, batch_size=6, epochs=2, shuffle=False, verbose=0)
    assert history.history == same.history
    np.testing.assert_array_equal(by_generator[0], model.get_weights()[0])
    assert model.evaluate_generator(batches(), steps=2) == pytest.approx(model.evaluate(X, Y, verbose=0), abs=1e-6)
    np.testing.assert_allclose(
        model.predict_generator((x for x, _ in batches()), steps=2), model.predict(X, verbose=0), atol=1e-6
    )


def test_classes_and_probabilities(model):
    np.testing.assert_array_equal(model.predict_proba(X), model.predict(X, verbose=0))
    np.testing.assert_array_equal(model.predict_classes(X), model.predict(X, verbose=0).argmax(-1))
    one = kcore.Sequential([kcore.Input((3,)), layers.Dense(1, activation="sigmoid")])
    classes = one.predict_classes(X)
    assert classes.shape == (12, 1)
    np.testing.assert_array_equal(classes, one.predict(X, verbose=0) > 0.5)


def test_stateful_layers_begin_anew():
    model = kcore.Sequential([kcore.Input(batch_shape=(2, 4, 1)), layers.GRU(3, stateful=True)])
    x = np.ones((2, 4, 1), "float32")
    first, second = model.predict(x, verbose=0), model.predict(x, verbose=0)
    model.reset_states()
    assert not np.allclose(first, second)
    np.testing.assert_array_equal(model.predict(x, verbose=0), first)


def test_words_of_keras_1_are_taken_with_a_note(model):
    with pytest.warns(UserWarning, match="fit: 'nb_epoch' is called 'epochs' today"):
        assert len(model.fit(X, Y, nb_epoch=2, verbose=0).epoch) == 2
    with pytest.raises(TypeError, match=r"counted samples. Give steps_per_epoch in batches"):
        model.fit_generator(batches(), samples_per_epoch=12)
    with pytest.raises(TypeError, match="two names of one argument"):
        model.fit(X, Y, nb_epoch=2, epochs=2)
    with pytest.raises(TypeError, match="epoch_number"):
        model.fit(X, Y, epoch_number=2)


def test_the_old_operations():
    x = np.array([[1.0, 2.0], [3.0, 4.0]], "float32")
    assert K.int_shape(x) == (2, 2)
    assert K.count_params(x) == 4
    assert K.dtype(x) == "float32"
    np.testing.assert_array_equal(K.flatten(x), [1, 2, 3, 4])
    np.testing.assert_array_equal(K.batch_flatten(x[None]), [[1, 2, 3, 4]])
    np.testing.assert_array_equal(K.permute_dimensions(x, (1, 0)), x.T)
    np.testing.assert_array_equal(K.concatenate([x, x]), np.hstack([x, x]))
    np.testing.assert_array_equal(K.gather(x, [1]), x[1:])
    np.testing.assert_array_equal(K.repeat_elements(x, 2, 1), x.repeat(2, 1))
    assert K.repeat(x, 3).shape == (2, 3, 2)
    np.testing.assert_allclose(K.l2_normalize(x, -1) ** 2 @ np.ones(2), [1, 1], rtol=1e-6)
    np.testing.assert_array_equal(K.switch(x > 2, x, -x), [[-1, -2], [3, 4]])
    np.testing.assert_array_equal(K.bias_add(x, np.array([1.0, -1.0])), x + np.array([1, -1]))
    one_by_one = K.binary_crossentropy(np.array([[1.0, 0.0]]), np.array([[0.5, 0.25]]))
    np.testing.assert_allclose(one_by_one, -np.log([[0.5, 0.75]]), rtol=1e-6)
    v = K.variable(x)
    K.set_value(v, x + 1)
    K.update(v, K.get_value(v) + 1)
    np.testing.assert_array_equal(K.eval(v), x + 2)
    assert K.constant(1, shape=(2,)).tolist() == [1.0, 1.0]
    assert K.cast_to_floatx([1, 2]).dtype == np.float32
    assert (K.backend(), K.image_dim_ordering()) == ("numpy", "tf")


def test_a_function_looks_into_a_model(model):
    look = K.function([model.input], [model.layers[0].output])
    np.testing.assert_array_equal(look([X])[0], model.predict_on_batch(X))
    assert K.is_keras_tensor(model.input)
    with pytest.raises(ValueError, match="TensorFlow 1"):
        K.function([model.input], [model.output], updates=[1])


def test_random_numbers_repeat_with_their_seed():
    random = kcore.random
    for draw in (random.normal, random.uniform, random.truncated_normal):
        np.testing.assert_array_equal(draw((3, 2), seed=1), draw((3, 2), seed=1))
        assert draw((2,)).dtype == np.float32
    assert abs(random.truncated_normal((500,), 1.0, 0.1, seed=0) - 1).max() <= 0.2
    assert set(random.randint((50,), 2, 4, seed=0)) == {2, 3}
    stream = random.SeedGenerator(3)
    assert not np.array_equal(random.normal((4,), seed=stream), random.normal((4,), seed=stream))
    assert set(random.categorical([[0.0, -50.0, 0.0]], 40, seed=2).ravel()) == {0, 2}
    assert sorted(random.shuffle(np.arange(9), seed=1)) == list(range(9))
    dropped = random.dropout(np.ones((1000,), "float32"), 0.25, seed=1)
    assert set(np.unique(dropped)) == {np.float32(0), np.float32(1 / 0.75)}
    assert 0.2 < (dropped == 0).mean() < 0.3
