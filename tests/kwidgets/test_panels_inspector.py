"""The Inspector as it stands in a notebook, without one."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pytest

import kcore
from kcore import layers
from kwidgets import i18n
from kwidgets.panels import Inspector
from tests.core.saving.models import MAKERS, convnet, mlp, nested, recurrent


class Own(kcore.Model):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units, self.a, self.b = units, layers.Dense(units, name="a"), layers.Dense(1, name="b")

    def call(self, x):
        return self.b(self.a(x))


class Mute(kcore.Model):
    """A class that cannot say what it was made with."""

    def __init__(self):
        super().__init__()
        self.a = layers.Dense(2)

    def call(self, x):
        return self.a(x)

    def get_config(self):
        raise NotImplementedError("<b>no config</b>")


def read(widget):
    """The words of a panel's HTML, one space between them."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", " ".join(html_of(widget)))).split())


def html_of(widget):
    own = [widget.value] if type(widget).__name__ == "HTML" else []
    return own + [text for child in getattr(widget, "children", ()) for text in html_of(child)]


PAGES = ("layers", "config")


@pytest.mark.parametrize("make", [*MAKERS, lambda k: Own(), lambda k: Mute()])
def test_every_page_of_every_model_in_both_languages(make):
    model = make(kcore)
    panel = Inspector(model, mlp(kcore), language="en")
    for page in (*PAGES, "difference"):
        panel.turn(page)
        english = read(panel.widget)
        i18n.set_language("ko")
        assert panel._says.key == ""
        assert read(panel.widget) != english
        assert re.search("[가-힣]", read(panel.widget))
        i18n.set_language("en")
        assert read(panel.widget) == english


def test_the_table_of_the_layers():
    panel = Inspector(nested(kcore))
    said = read(panel.widget)
    assert "outer (Functional): 6 layers, 85 parameters; 77 of them are trained." in said
    assert "again Dense used 2 times with the same weights x again (None, 4) (None, 4)" in said
    assert "20 = (inputs 4 + bias 1) × units 4" in said
    assert "8 of 16" in said
    assert "With a batch of 32, (None, 4) becomes (32, 4)." in said
    assert "Input x: (None, 4)" in said


def test_what_none_and_question_marks_mean_is_said_where_they_stand():
    assert "any number of steps" not in read(Inspector(convnet(kcore)).widget)
    said = read(Inspector(kcore.Sequential([kcore.Input((None, 3)), layers.LSTM(2)])).widget)
    assert "None further on, as in (None, None, 3), is a length that stays open" in said
    said = read(Inspector(Own()).widget)
    assert "A question mark stands for a shape that nobody knows yet" in said
    said = read(Inspector(kcore.Sequential([layers.Dense(2)])).widget)
    assert "This model has no weights yet" in said


def test_the_config_as_tree_json_and_yaml():
    panel = Inspector(mlp(kcore), page="config")
    page = panel._made["config"]
    labels = [label for _, label, _, _ in page._tree.rows]
    assert labels[:2] == ["name", "trainable"]
    assert any(label.startswith("[1] Dense dense") for label in labels)
    assert page._json.code == panel.model.to_json(indent=2)
    assert page._yaml.code == panel.model.to_yaml()
    assert "Its weights are not in it" in read(panel.widget)


def test_a_class_that_cannot_tell_its_config_is_named_as_such():
    panel = Inspector(Mute(), page="config")
    assert "The engine says: NotImplementedError: <b>no config</b>" in read(panel.widget)
    assert "<b>no" not in panel._made["config"]._note.value
    assert panel._made["config"]._tree.rows == []


def test_the_difference_is_said_and_lit():
    first, second = mlp(kcore), mlp(kcore)
    second.get_layer("middle").momentum = 0.5
    panel = Inspector(first, second)
    assert panel.page == "difference"
    page = panel._made["difference"]
    assert "middle: momentum is 0.99 here and 0.5 there." in read(panel.widget)
    lit = {page._second.code.split("\n")[number].strip() for number in page._second.lit}
    assert '"momentum": 0.5,' in lit
    assert '"epsilon": 0.001,' not in lit
    same = Inspector(first, first.to_yaml())
    assert "No difference" in read(same.widget)
    assert "a config has none" in read(same.widget)


def test_what_does_not_fit_is_refused_with_a_reason():
    with pytest.raises(TypeError, match=r"looks into a model.*got int"):
        Inspector(3)
    with pytest.raises(ValueError, match="'tables' cannot be chosen here"):
        Inspector(mlp(kcore), page="tables")
    with pytest.raises(TypeError, match="A model, a config"):
        Inspector(mlp(kcore), 3)


def test_only_some_pages_can_be_shown_in_their_order():
    model = mlp(kcore)
    panel = Inspector(model, pages=["weights", "layers"])
    assert (list(panel._made), panel.page) == (["layers", "weights"], "layers")
    assert Inspector(model, mlp(kcore), pages=["difference"]).page == "difference"
    with pytest.raises(ValueError, match="cannot be chosen here"):
        panel.turn("config")
    with pytest.raises(ValueError, match="no page 'tables'"):
        Inspector(model, pages=["tables"])
    with pytest.raises(ValueError, match="needs a page"):
        Inspector(model, pages=[])
    with pytest.raises(ValueError, match="needs another model"):
        Inspector(model, pages=["difference"])


def test_it_is_one_line_of_words_the_same_in_every_run():
    model = kcore.Sequential([kcore.Input((4,)), layers.Dense(3)], name="net")
    assert repr(Inspector(model)) == "Inspector: net (Sequential), 1 layers, 15 parameters; layers"


def test_names_from_outside_are_escaped():
    model = kcore.Sequential([kcore.Input((4,)), layers.Dense(3, name="<i>d</i>")], name="<b>m</b>")
    panel = Inspector(model, kcore.Sequential([kcore.Input((4,)), layers.Dense(4, name="<i>d</i>")]))
    for page in (*PAGES, "difference"):
        panel.turn(page)
        for text in html_of(panel.widget):
            assert "<b>m" not in text
            assert "<i>d" not in text


def test_a_closed_panel_rests():
    model = recurrent(kcore)
    panel = Inspector(model)
    assert read(panel.widget).startswith("A look inside the model")
    panel.close()
    panel.turn("config")
    assert panel._says.key == "panel.replaced"
    assert read(panel.widget) == "This cell was run again. Use the newer panel."


def test_a_model_that_is_built_later_is_followed():
    model = kcore.Sequential([layers.Dense(2)])
    panel = Inspector(model)
    model(np.zeros((1, 4)))
    panel.turn("layers")
    assert "10 = (inputs 4 + bias 1) × units 2" in read(panel.widget)
