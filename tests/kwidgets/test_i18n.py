"""The language shown: how it is chosen, what follows when it changes, how texts are filled."""

from __future__ import annotations

import gc
import subprocess
import sys

import ipywidgets
import pytest

from kwidgets import i18n
from kwidgets.i18n import switch as room


@pytest.fixture(autouse=True)
def afresh(monkeypatch):
    """Nobody has chosen a language yet."""
    for name in ("KWIDGETS_LANG", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(room, "_chosen", None)
    monkeypatch.setattr(room, "_page", None)


def test_each_wish_stands_above_the_next(monkeypatch):
    assert i18n.language() == "en"
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert i18n.language() == "ko"
    i18n.page_prefers("en-GB")
    assert i18n.language() == "en"
    monkeypatch.setenv("KWIDGETS_LANG", "ko")
    assert i18n.language() == "ko"
    i18n.set_language("en")
    assert i18n.language() == "en"


def test_a_page_in_a_language_we_do_not_speak_changes_nothing(monkeypatch):
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    i18n.page_prefers("fr-FR")
    assert i18n.language() == "ko"


def test_unknown_language_names_those_we_speak():
    with pytest.raises(ValueError, match="'ko' and 'en'; 'fr'"):
        i18n.set_language("fr")


def test_t_fills_slots_and_particles(tmp_path):
    catalog(tmp_path, ko="{name:을/를} {value:.1f:으로/로} 바꿔요 {{}}", en="{name} becomes {value:.2f} {{}}")
    assert i18n.t("demo.text", name="학습률", value=0.46) == "학습률 becomes 0.46 {}"
    i18n.set_language("ko")
    assert i18n.t("demo.text", name="학습률", value=0.46) == "학습률을 0.5로 바꿔요 {}"
    assert i18n.text("demo.text", "en", name="a", value=1) == "a becomes 1.00 {}"


def test_a_slot_may_be_a_function(tmp_path):
    catalog(tmp_path, ko="{name:이/가}", en="the {name}")
    assert i18n.t("demo.text", name=i18n.language) == "the en"


def test_missing_and_strange_slots_are_errors(tmp_path):
    catalog(tmp_path, ko="{name}", en="{name}")
    with pytest.raises(TypeError, match=r"has the slots \['name'\]; given were \[\]"):
        i18n.t("demo.text")
    with pytest.raises(TypeError, match="given were"):
        i18n.t("demo.text", name=1, value=2)
    with pytest.raises(TypeError, match="given were"):
        i18n.t("live.loss.train", name=1)


def test_an_unknown_key_names_the_nearest():
    with pytest.raises(KeyError, match=r"Did you mean 'live\.loss\.title'"):
        i18n.t("live.loss.titel")


def test_added_catalogs_are_whole_and_keep_to_their_rooms(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no ko/<room>\.yaml"):
        i18n.add_catalog(tmp_path)
    catalog(tmp_path, ko="가", en="a", key="other.text")
    with pytest.raises(ValueError, match=r"other\.text"):
        i18n.known("demo.text")
    (tmp_path / "en/demo.yaml").unlink()
    with pytest.raises(FileNotFoundError, match=r"no en/demo\.yaml"):
        i18n.add_catalog(tmp_path)


def test_nobody_takes_one_of_our_own_rooms(tmp_path):
    with pytest.raises(ValueError, match="'live'"):
        catalog(tmp_path, ko="가", en="a", key="live.text", room="live")


def test_bound_traits_follow_the_language():
    label = ipywidgets.Label()
    i18n.bind(label, "value", "live.loss.train")
    assert label.value == "training"
    i18n.set_language("ko")
    assert label.value == "훈련"
    i18n.bind(label, "value", "live.loss.at", epoch=lambda: 3)
    i18n.set_language("en")
    assert label.value == "epoch 3"
    with pytest.raises(AttributeError, match="no trait 'text'"):
        i18n.bind(label, "text", "live.loss.train")


def test_nothing_is_kept_alive():
    class Shown(ipywidgets.Label):
        def relabel(self):
            raise AssertionError("called after its end")

    shown = Shown()
    i18n.bind(shown, "value", "live.loss.train")
    i18n.on_language(shown.relabel)
    shown.close()
    gc.collect()
    before = len(room._bound)
    del shown
    gc.collect()
    assert len(room._bound) == before - 1
    i18n.set_language("ko")


def test_listeners_are_called_once_a_change():
    class Listener:
        calls = 0

        def relabel(self):
            self.calls += 1

    listener = Listener()
    i18n.on_language(listener.relabel)
    for name in ("ko", "ko", "en"):
        i18n.set_language(name)
    assert listener.calls == 2
    with pytest.raises(TypeError, match="method"):
        i18n.on_language(lambda: None)


def test_no_yaml_is_read_before_a_text_is_asked_for():
    program = "import sys, kwidgets.i18n; assert 'yaml' not in sys.modules; kwidgets.i18n.t('live.loss.title')"
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize(("value", "text"), [
    (2.2411, "2.24 °C"), (0.012345, "0.0123 °C"), (15300, "15,300 °C"), (-3.5, "−3.50 °C"), (0, "0 °C"),
    (1.23e-5, "1.23e−05 °C"), (2e9, "2.00e+09 °C"), (float("nan"), "NaN °C"), (float("-inf"), "−∞ °C"),
])  # fmt: skip
def test_numbers_have_three_digits(value, text):
    assert i18n.number(value, "°C") == text
    assert i18n.number(value) == text.removesuffix(" °C")


def catalog(folder, *, ko, en, key="demo.text", room="demo"):
    for name, text in (("ko", ko), ("en", en)):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / f"{room}.yaml").write_text(f'{key}: "{text}"\n', encoding="utf-8")
    i18n.add_catalog(folder)
