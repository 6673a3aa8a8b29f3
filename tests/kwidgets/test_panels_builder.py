"""The builder's panel: a change in one face is seen in all, and what makes no model leaves the last good one."""

from __future__ import annotations

import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances as registry_of_widgets

import kcore
from kcore import layers
from kwidgets import ModelBuilder
from kwidgets.panels.builder.edits import spots


def keys(panel):
    return [part.key for part in panel._state.blueprint.parts]


def test_all_faces_show_the_same_model():
    panel = ModelBuilder()
    assert 'keras.layers.Dense(8, activation="relu")' in panel.code
    assert panel.config["layers"][1]["config"]["units"] == 8
    assert repr(panel) == "ModelBuilder: Sequential model of 2 layers, 49 parameters"
    assert panel.still()[:4] == b"\x89PNG"


def test_without_forms_the_faces_alone_can_be_edited():
    panel = ModelBuilder(faces=["picture", "code"], forms=False)
    hidden = (panel._form.widget, panel._menu.widget, panel._table.widget)
    seen, waiting = set(), [panel.widget]
    while waiting:
        seen.add(widget := waiting.pop())
        waiting.extend(getattr(widget, "children", ()))
    assert not seen & set(hidden)
    assert {"undo", "redo"} == set(panel._toolbar._buttons)
    panel._act("convert")
    assert "keras.Model(" in panel.code
    panel._read(panel._code, panel.code.replace("Dense(8", "Dense(6"))
    assert panel.model.layers[1].units == 6


def test_a_layer_is_added_configured_renamed_moved_and_taken_out_and_all_is_undone():
    panel = ModelBuilder()
    before = panel.code
    told = []
    panel.observe(told.append)
    panel._choose(keys(panel)[1])
    panel._act("duplicate")
    panel._set("configure", ("units", 5))
    panel._set("rename", "thin")
    assert [layer.units for layer in panel.model.layers] == [8, 5, 1]
    assert panel.model.layers[1].name == "thin"
    panel._act("up")
    assert [layer.units for layer in panel.model.layers] == [5, 8, 1]
    panel._act("remove")
    assert [layer.units for layer in panel.model.layers] == [8, 1]
    assert told[-1] is panel.model
    for _ in range(5):
        panel._act("undo")
    assert panel.code == before
    panel._act("redo")
    assert len(panel.model.layers) == 3


@pytest.mark.parametrize(("name", "value"), [("units", 0), ("units", -3), ("activation", "nothing")])
def test_an_impossible_choice_is_explained_and_the_last_good_model_stays(name, value):
    panel = ModelBuilder()
    panel._choose(keys(panel)[1])
    model = panel.model
    panel._set("configure", (name, value))
    assert panel.model is model


@pytest.mark.parametrize(
    "text",
    [
        "model = keras.Sequential([",
        "import os\nos.system('true')",
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dens(3)])",
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Conv2D(3, 3)])",
        "",
    ],
)
def test_code_that_makes_no_model_leaves_the_last_good_one(text):
    panel = ModelBuilder()
    model = panel.model
    panel._read(panel._code, text)
    assert panel.model is model


def test_code_and_config_can_be_written_and_weights_of_unchanged_layers_stay():
    model = kcore.Sequential([kcore.Input((3,)), layers.Dense(4, name="kept"), layers.Dense(2, name="changed")])
    panel = ModelBuilder(model)
    kept = model.get_layer("kept").get_weights()
    panel._read(panel._code, panel.code.replace('Dense(2, name="changed")', 'Dense(7, name="changed")'))
    assert panel.model.layers[-1].units == 7
    for ours, theirs in zip(panel.model.get_layer("kept").get_weights(), kept, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_a_sequential_model_becomes_functional_and_back():
    panel = ModelBuilder()
    x = np.random.default_rng(0).normal(size=(5, 4)).astype("float32")
    before = panel.model.predict(x, verbose=0)
    panel._act("convert")
    assert type(panel.model).__name__ == "Functional"
    np.testing.assert_allclose(panel.model.predict(x, verbose=0), before, rtol=1e-6)
    panel._act("convert")
    assert type(panel.model).__name__ == "Sequential"


def test_a_layer_of_a_learners_own_can_be_added():
    class Twice(layers.Layer):
        def __init__(self, times: float = 2.0, **kwargs: object) -> None:
            super().__init__(**kwargs)
            self.times = times

        def call(self, inputs):
            return inputs * self.times

    panel = ModelBuilder(layers=[Twice])
    blueprint = panel._state.blueprint
    panel._add("Twice", spots(blueprint, blueprint.parts[1].key)[0])
    assert "Twice" in [type(layer).__name__ for layer in panel.model.layers]


def test_a_face_that_there_is_not_is_named():
    with pytest.raises(ValueError, match="picture, code, table, config"):
        ModelBuilder(faces=["photo"])


def test_an_input_without_a_shape_is_refused_beside_its_field():
    panel = ModelBuilder()
    panel._choose(keys(panel)[0])
    before, field = panel.model, panel._form._form.fields["shape"]
    field._control.widgets[0].value = False  # the switch before an argument that may be left out
    assert "written as sizes in brackets" in field.problem
    assert panel.model is before


def test_widgets_are_made_once_and_shown_again_and_all_are_given_back():
    unrelated = set(registry_of_widgets)
    panel = ModelBuilder()
    for key in keys(panel):
        panel._choose(key)
    panel._choose(keys(panel)[1])
    panel._act("duplicate")
    panel._act("remove")
    held = set(registry_of_widgets)
    for _ in range(3):
        panel._choose(keys(panel)[1])
        panel._act("duplicate")
        panel._act("undo")
        panel._choose(keys(panel)[0])
    assert set(registry_of_widgets) == held
    panel.close()
    assert len(set(registry_of_widgets) - unrelated) < 12  # the words that it has been replaced
