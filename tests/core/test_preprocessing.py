"""Texts, sequences and pictures before a model sees them; expected numbers are those of Keras 2.15.0."""

from __future__ import annotations

import numpy as np
import pytest

from kcore.preprocessing.image import ImageDataGenerator, img_to_array
from kcore.preprocessing.sequence import TimeseriesGenerator, make_sampling_table, pad_sequences, skipgrams
from kcore.preprocessing.text import Tokenizer, hashing_trick, one_hot, text_to_word_sequence, tokenizer_from_json
from kcore.utils import normalize, pack_x_y_sample_weight, split_dataset, unpack_x_y_sample_weight

TEXTS = ["The cat sat on the mat.", "the dog, the log!"]


@pytest.fixture
def tokenizer():
    made = Tokenizer(num_words=5, oov_token="<x>")  # noqa: S106 - no password
    made.fit_on_texts(TEXTS)
    return made


def test_words_are_numbered_by_frequency(tokenizer):
    order = ["<x>", "the", "cat", "sat", "on", "mat", "dog", "log"]
    assert tokenizer.word_index == {word: i for i, word in enumerate(order, 1)}
    assert tokenizer.texts_to_sequences(["the cat flew on the moon"]) == [[2, 3, 1, 1, 2, 1]]
    assert tokenizer.sequences_to_texts([[2, 1, 3]]) == ["the <x> cat"]
    plain = Tokenizer(num_words=5)
    plain.fit_on_texts(TEXTS)
    assert plain.texts_to_sequences(["the cat flew on the moon"]) == [[1, 2, 4, 1]]
    assert plain.sequences_to_texts([[2, 1, 3, 7]]) == ["cat the sat"]
    letters = Tokenizer(char_level=True)
    letters.fit_on_texts(["aab", "b c"])
    assert letters.texts_to_sequences(["cab"]) == [[4, 1, 2]]


@pytest.mark.parametrize(
    ("mode", "row"),
    [
        ("binary", [0, 1, 1, 1, 0]),
        ("count", [0, 1, 2, 1, 0]),
        ("freq", [0, 0.25, 0.5, 0.25, 0]),
        ("tfidf", [0, 1.09861229, 0.86490296, 0.69314718, 0]),
    ],
)
def test_texts_become_rows(tokenizer, mode, row):
    np.testing.assert_allclose(tokenizer.texts_to_matrix(["the cat the dog"], mode), [row], atol=1e-8)


def test_a_tokenizer_goes_through_json(tokenizer):
    again = tokenizer_from_json(tokenizer.to_json())
    assert again.get_config() == tokenizer.get_config()
    assert again.texts_to_sequences(TEXTS) == tokenizer.texts_to_sequences(TEXTS)
    with pytest.raises(ValueError, match="something else"):
        tokenizer_from_json("{}")


def test_a_single_text_is_refused(tokenizer):
    with pytest.raises(TypeError, match=r"fit_on_texts\(\[text\]\)"):
        tokenizer.fit_on_texts("one text")
    with pytest.raises(ValueError, match="call fit_on_texts first"):
        Tokenizer().sequences_to_matrix([[1]])


def test_words_of_a_text_and_their_hashes():
    assert text_to_word_sequence("Don't  stop, me-now!\t(ok)") == ["don't", "stop", "me", "now", "ok"]
    assert hashing_trick("the cat sat", 50, "md5") == [43, 32, 29]
    assert one_hot("a a b", 50)[0] == one_hot("a", 50)[0] in range(1, 50)


@pytest.mark.parametrize(
    ("how", "rows"),
    [
        ({}, [[0, 0, 1], [2, 3, 4], [0, 0, 0]]),
        ({"maxlen": 2}, [[0, 1], [3, 4], [0, 0]]),
        ({"maxlen": 3, "padding": "post"}, [[1, 0, 0], [2, 3, 4], [0, 0, 0]]),
        ({"maxlen": 2, "truncating": "post", "value": 9}, [[9, 1], [2, 3], [9, 9]]),
    ],
)
def test_sequences_get_one_length(how, rows):
    padded = pad_sequences([[1], [2, 3, 4], []], **how)
    assert padded.tolist() == rows
    assert padded.dtype == np.int32


def test_steps_may_be_vectors_or_words():
    assert pad_sequences([[[1, 2]], [[3, 4], [5, 6]]]).tolist() == [[[0, 0], [1, 2]], [[3, 4], [5, 6]]]
    assert pad_sequences([["a"], ["b", "c"]], dtype=object, value="<").tolist() == [["<", "a"], ["b", "c"]]
    with pytest.raises(ValueError, match=r"pad_sequences\(\[sequence\]\)"):
        pad_sequences([1, 2, 3])
    with pytest.raises(ValueError, match="dtype=object"):
        pad_sequences([[1]], value="x")
    with pytest.raises(ValueError, match="one shape"):
        pad_sequences([[[1, 2]], [[3, 4, 5]]])


WINDOWS = (
    (
        {"length": 3, "batch_size": 4},
        [
            ([[0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5]], [30, 40, 50, 60]),
            ([[4, 5, 6], [5, 6, 7], [6, 7, 8], [7, 8, 9]], [70, 80, 90, 100]),
            ([[8, 9, 10]], [110]),
        ],
    ),
    (
        {"length": 4, "sampling_rate": 2, "stride": 3, "batch_size": 2},
        [([[0, 2], [3, 5]], [40, 70]), ([[6, 8]], [100])],
    ),
    (
        {"length": 3, "start_index": 2, "end_index": 8, "reverse": True, "batch_size": 3},
        [([[4, 3, 2], [5, 4, 3], [6, 5, 4]], [50, 60, 70]), ([[7, 6, 5]], [80])],
    ),
)


@pytest.mark.parametrize(("how", "batches"), WINDOWS)
def test_windows_over_a_series(how, batches):
    found = TimeseriesGenerator(np.arange(12), np.arange(12) * 10, **how)
    assert [(x.tolist(), y.tolist()) for x, y in (found[i] for i in range(len(found)))] == batches
    with pytest.raises(IndexError, match="there is no batch 9"):
        found[9]


def test_windows_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="no window of length 5 fits"):
        TimeseriesGenerator(np.arange(5), np.arange(5), length=5)
    with pytest.raises(ValueError, match="got 5 and 4"):
        TimeseriesGenerator(np.arange(5), np.arange(4), length=2)


def test_skipgrams_and_their_table():
    np.testing.assert_allclose(make_sampling_table(3, 0.1), [0.31522479, 0.31522479, 0.54759727], atol=1e-8)
    pairs, labels = skipgrams([1, 2, 0, 3], 5, window_size=1, negative_samples=1.0, seed=0)
    assert sorted(pair for pair, label in zip(pairs, labels, strict=True) if label) == [[1, 2], [2, 1]]
    assert labels.count(0) == 2
    assert skipgrams([1, 2, 0, 3], 5, window_size=1, seed=0) == (pairs, labels)


def test_pictures_are_changed_and_scaled():
    x = np.arange(2 * 4 * 5, dtype="uint8").reshape(2, 4, 5, 1)
    plain = ImageDataGenerator(rescale=0.5).flow(x, [0, 1], batch_size=1, shuffle=False)
    assert len(plain) == 2
    np.testing.assert_array_equal(plain[1][0], x[1:].astype("float32") / 2)
    mirrored = ImageDataGenerator(horizontal_flip=True).flow(x, batch_size=2, shuffle=False, seed=3)
    seen = {(mirrored[0][0] == x[0][:, ::-1]).all() for _ in range(20)}
    assert seen == {np.True_, np.False_}
    shifted = ImageDataGenerator(width_shift_range=1.0, fill_mode="constant", cval=-1).flow(x[:1], seed=1)
    assert {int((shifted[0] == -1).sum()) for _ in range(30)} == {0, 4}
    centred = ImageDataGenerator(featurewise_center=True, featurewise_std_normalization=True)
    with pytest.raises(ValueError, match=r"generator.fit\(x\)"):
        centred.flow(x)[0]
    centred.fit(x)
    assert abs(float(centred.flow(x)[0].mean())) < 1e-5
    with pytest.raises(ValueError, match="rotation_range=20 is left to real Keras"):
        ImageDataGenerator(rotation_range=20)
    parts = [ImageDataGenerator(validation_split=0.5).flow(x, subset=s).n for s in ("training", "validation")]
    assert parts == [1, 1]
    assert img_to_array(x[0, :, :, 0]).shape == (4, 5, 1)


def test_helpers_for_arrays():
    np.testing.assert_allclose(normalize([[3.0, 4.0], [0.0, 0.0]]), [[0.6, 0.8], [0, 0]])
    np.testing.assert_allclose(normalize([3.0, 4.0]), [[0.6, 0.8]])
    left, right = split_dataset({"a": np.arange(10)}, right_size=3, shuffle=True, seed=1)
    assert (len(left["a"]), len(right["a"])) == (7, 3)
    assert sorted([*left["a"], *right["a"]]) == list(range(10))
    with pytest.raises(ValueError, match="left_size or right_size"):
        split_dataset(np.arange(3))
    with pytest.raises(ValueError, match="8 and 3 samples are asked for; there are 10"):
        split_dataset(np.arange(10), 8, 3)


def test_parts_of_a_batch_are_packed_and_unpacked():
    assert pack_x_y_sample_weight(1) == 1
    assert pack_x_y_sample_weight([1]) == ([1],)
    assert pack_x_y_sample_weight(1, 2) == (1, 2)
    assert unpack_x_y_sample_weight((1, 2, 3)) == (1, 2, 3)
    assert unpack_x_y_sample_weight(1) == (1, None, None)
    with pytest.raises(ValueError, match="4 parts"):
        unpack_x_y_sample_weight((1, 2, 3, 4))
