"""Particles: the last sound decides, whatever script the word is written in."""

from __future__ import annotations

import pytest

from kwidgets.i18n import particle


@pytest.mark.parametrize(
    ("word", "object_form", "means_form", "is_form"),
    [
        ("밥", "을", "으로", "이에요"),
        ("나무", "를", "로", "예요"),
        ("물", "을", "로", "이에요"),  # 으로 is 로 after ㄹ
        ("학습률", "을", "로", "이에요"),
        # numbers are read in Sino-Korean
        (1, "을", "로", "이에요"),
        (2, "를", "로", "예요"),
        (3, "을", "으로", "이에요"),
        (0, "을", "으로", "이에요"),
        (10, "을", "으로", "이에요"),
        (20, "을", "으로", "이에요"),
        (3000, "을", "으로", "이에요"),
        ("15,000", "을", "으로", "이에요"),
        (10**12, "를", "로", "예요"),  # 일조
        ("2.5", "를", "로", "예요"),
        ("2.50", "을", "으로", "이에요"),
        # units
        ("2.24 °C", "를", "로", "예요"),
        ("30%", "를", "로", "예요"),
        ("5 kg", "을", "으로", "이에요"),
        ("3 m", "를", "로", "예요"),
        ("m", "을", "으로", "이에요"),
        ("12 µg/m³", "를", "로", "예요"),
        # words of the field, and letters by their names
        ("Adam", "을", "으로", "이에요"),
        ("SGD", "를", "로", "예요"),
        ("RMSprop", "을", "으로", "이에요"),
        ("relu", "를", "로", "예요"),
        ("sigmoid", "를", "로", "예요"),
        ("linear", "를", "로", "예요"),
        ("Sequential", "을", "로", "이에요"),
        ("fit", "을", "으로", "이에요"),
        ("Dropout", "을", "으로", "이에요"),
        ("name", "을", "으로", "이에요"),
        ("LSTM", "을", "으로", "이에요"),
        ("MyRNN", "을", "으로", "이에요"),
        ("training", "을", "으로", "이에요"),
        ("lr", "을", "로", "이에요"),
        ("x", "를", "로", "예요"),
        # brackets and quotes are not said, a remark in brackets neither
        ("“모델”", "을", "로", "이에요"),
        ("층(Dense)", "을", "으로", "이에요"),
        ("크기(shape)", "를", "로", "예요"),
        ("Dense(16)", "을", "으로", "이에요"),
        ("(3, 4)", "를", "로", "예요"),
        # unknown: both
        ("🙂", "을(를)", "(으)로", "이에요(예요)"),
        ("", "을(를)", "(으)로", "이에요(예요)"),
    ],
)
def test_particle_fits_the_last_sound(word, object_form, means_form, is_form):
    assert particle(word, "을/를") == object_form
    assert particle(word, "으로/로") == means_form
    assert particle(word, "이에요/예요") == is_form


@pytest.mark.parametrize(("pair", "after_bap", "after_namu"), [
    ("은/는", "은", "는"), ("이/가", "이", "가"), ("과/와", "과", "와"), ("아/야", "아", "야"), ("이/", "이", ""),
])  # fmt: skip
def test_all_pairs(pair, after_bap, after_namu):
    assert (particle("밥", pair), particle("나무", pair)) == (after_bap, after_namu)


@pytest.mark.parametrize("pair", ["을", "", "/", "을/를/로"])
def test_a_pair_needs_two_forms(pair):
    with pytest.raises(ValueError, match="both forms"):
        particle("밥", pair)
