"""The save desk in use: what is in which file, loads tried before they are done, folders, and trainings at work."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pytest

import kcore
from kcore import layers
from kwidgets import Inspector, SaveDesk, i18n
from kwidgets.panels.save_desk import state as desk_state
from kwidgets.panels.save_desk.contents import contents
from kwidgets.panels.save_desk.kinds import KINDS
from kwidgets.session import TrainingSession


class Shift(layers.Layer):
    """A layer of a learner's own."""

    def __init__(self, by=1.0, **kwargs):
        super().__init__(**kwargs)
        self.by = by

    def call(self, x):
        return x + self.by


def model(last="b", units=3, *more):
    kcore.utils.set_random_seed(1)
    chain = [kcore.Input((4,)), layers.Dense(units, activation="relu", name="a"), *more, layers.Dense(1, name=last)]
    made = kcore.Sequential(chain, name="net")
    made.compile("adam", "mse")
    made.fit(np.ones((8, 4)), np.ones((8, 1)), verbose=0)
    return made


def read(*shown):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", " ".join(widget.value for widget in shown))).split())


def desk_with(tmp_path, kind, ours=None, theirs=None):
    """A desk before a file that another model wrote."""
    desk = SaveDesk(model() if ours is None else ours, tmp_path)
    desk_state.SaveDeskState(model() if theirs is None else theirs, tmp_path).save(kind, "net")
    desk._show()
    desk._pages.turn("load")
    return desk


def same(first, second):
    return all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


class TestFacts:
    def words(self, tmp_path, kind, made=None):
        made = model() if made is None else made
        state = desk_state.SaveDeskState(made, tmp_path)
        found = state.look(state.save(kind, "net"))
        return {name: fact.words for name, fact in found.facts.items() if fact.there}, found.facts["code"].words

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_kind_holds_what_keras_puts_there(self, kind, tmp_path):
        told, code = self.words(tmp_path, kind)
        architecture = {"architecture": "3 layers"} if kind in {"json", "yaml", "keras", "whole2"} else {}
        weights = {} if kind in {"json", "yaml"} else {"weights": "19 numbers in 4 arrays"}
        # Adam keeps two numbers for each weight, the count of its steps and the learning rate.
        state = {"keras": {"optimizer": "40 numbers in 10 arrays"}, "whole2": {"optimizer": "40 numbers in 10 arrays"}}
        compiled = {"compile": "Adam, mean_squared_error" if kind == "whole2" else "Adam, mse"}
        compiled = compiled if kind in {"keras", "whole2"} else {}
        assert told == {**architecture, **weights, **state.get(kind, {}), **compiled}
        assert code == "not in it"

    def test_of_own_layers_only_the_names_are_there(self, tmp_path):
        made = kcore.Sequential([kcore.Input((4,)), Shift(2.0), layers.Dense(1)])
        told, code = self.words(tmp_path, "json", made)
        assert "code" not in told
        assert code == "only the names: Shift"

    def test_a_model_that_was_not_compiled_has_no_optimizer(self, tmp_path):
        made = kcore.Sequential([kcore.Input((4,)), layers.Dense(1)])
        told, _ = self.words(tmp_path, "keras", made)
        assert set(told) == {"architecture", "weights"}

    def test_files_stand_side_by_side(self, tmp_path):
        desk = SaveDesk(model(), tmp_path)
        for kind in ("json", "weights", "keras"):
            desk._kind.set(kind)
            desk._save()
        (tmp_path / "evil.keras").write_bytes(b"PK\x03\x04")
        desk._show()
        desk._pages.turn("facts")
        said = read(desk._facts)
        for name in ("net.json", "net.weights.h5", "net.keras", "evil.keras"):
            assert name in said
        assert "history of the training" in said
        assert "refused" in said
        assert "✓ 19 numbers in 4 arrays" in said


class TestInside:
    def test_the_tree_of_an_hdf5_file_has_shapes_and_texts(self, tmp_path):
        state = desk_state.SaveDeskState(model(), tmp_path)
        found = state.look(state.save("whole2", "net")).rows
        kernels = [row.value for row in found if row.label in {"kernel", "kernel:0"}]
        assert kernels == ["(4, 3) float32", "(3, 1) float32"]
        rows = {row.label: row.value for row in found}
        assert rows["@layer_names"] == "a, b"
        assert rows["@backend"] == "numpy"
        assert rows["@model_config"].startswith('{"module": "keras"')

    def test_members_of_an_archive_with_what_lies_in_the_weights(self, tmp_path):
        state = desk_state.SaveDeskState(model(), tmp_path)
        found = state.look(state.save("keras", "net"))
        assert [row.label for row in found.rows if not row.depth] == [
            "metadata.json",
            "config.json",
            "model.weights.h5",
        ]
        assert any(row.value == "(4, 3) float32" for row in found.rows)
        assert '"class_name": "Sequential"' in found.text

    def test_what_is_no_model_is_said_to_be_none(self, tmp_path):
        (tmp_path / "note.json").write_text('{"a": 1}')
        desk = SaveDesk(model(), tmp_path)
        assert "text that describes no model" in read(desk._inside._said)
        assert not contents(tmp_path / "note.json").structure

    def test_a_file_that_has_changed_is_read_again(self, tmp_path):
        state = desk_state.SaveDeskState(model(), tmp_path)
        name = state.save("json", "net")
        first = state.look(name)
        assert state.look(name) is first
        desk_state.SaveDeskState(model("other"), tmp_path).save("json", "net", overwrite=True)
        assert '"other"' in state.look(name).text

    def test_a_long_text_is_cut_and_said_to_be(self, tmp_path):
        desk = SaveDesk(kcore.Sequential([kcore.Input((4,)), *(layers.ReLU() for _ in range(300))]), tmp_path)
        desk._kind.set("json")
        desk._save()
        assert "The first 60,000 of" in read(desk._inside._said)
        assert len(desk._inside._text.code) == 60_000


class TestLoading:
    @pytest.mark.parametrize("kind", ["weights", "weights2", "keras", "whole2"])
    def test_tried_first_then_done(self, kind, tmp_path):
        theirs = model()
        ours = model()
        ours.set_weights([0 * w for w in ours.get_weights()])
        desk = desk_with(tmp_path, kind, ours, theirs)
        desk._load._plan()
        assert "Nothing has changed yet" in read(desk._load._said)
        assert not any(w.any() for w in ours.get_weights())
        tried = read(desk._load._table)
        desk._load._do_load()
        assert "2 layers were filled, 0 left as they were" in read(desk._load._said)
        assert read(desk._load._table) == tried
        assert same(ours.get_weights(), theirs.get_weights())

    @pytest.mark.parametrize("kind", ["weights", "weights2"])
    def test_by_name_the_renamed_layer_is_left_alone(self, kind, tmp_path):
        ours = model("new")
        before = ours.get_weights()
        desk = desk_with(tmp_path, kind, ours)
        desk._load._by_name.value = True
        desk._load._plan()
        said = read(desk._load._table)
        assert "a filled" in said
        assert "new left as it is the file has no layer of this name" in said
        assert "b in the file only" in said
        i18n.set_language("ko")
        assert "파일에 이 이름의 층이 없어요" in read(desk._load._table)
        desk._load._do_load()
        assert same(ours.get_weights()[2:], before[2:])
        assert "층 1개를 채우고 1개는 그대로 뒀어요" in read(desk._load._said)

    @pytest.mark.parametrize("kind", ["weights", "weights2"])
    def test_shapes_that_differ_are_refused_unless_they_are_left_alone(self, kind, tmp_path):
        ours = model(units=5)
        before = ours.get_weights()
        desk = desk_with(tmp_path, kind, ours)
        desk._load._plan()
        said = read(desk._load._said)
        assert "would not be loaded" in said
        assert "shape (4, 5) is expected; got (4, 3)" in said
        assert "has shape (4, 3); net/a/kernel has (4, 5)" in read(desk._load._table)
        desk._load._do_load()
        assert "no weight has changed" in read(desk._load._said)
        assert same(ours.get_weights(), before)
        desk._load._skip.value = True
        desk._load._plan()
        assert "No layer would be filled" in read(desk._load._said)
        assert same(ours.get_weights(), before)

    def test_a_wish_that_changes_makes_the_old_answer_go(self, tmp_path):
        desk = desk_with(tmp_path, "weights")
        desk._load._plan()
        desk._load._by_name.value = True
        assert read(desk._load._said) == read(desk._load._table) == ""
        assert "by_name=True" in desk._load._code.code

    @pytest.mark.parametrize("kind", ["json", "yaml", "keras", "whole2"])
    def test_a_new_model_is_built_and_the_old_one_stays(self, kind, tmp_path):
        theirs = model()
        desk = desk_with(tmp_path, kind, theirs=theirs)
        ours, before = desk.model, desk.model.get_weights()
        desk._load._do_build()
        assert desk.model is ours
        assert same(ours.get_weights(), before)
        assert [layer.name for layer in desk.loaded.layers] == ["a", "b"]
        fresh = kind in {"json", "yaml"}
        assert same(desk.loaded.get_weights(), theirs.get_weights()) is not fresh
        assert ("Its weights are fresh" in read(desk._load._said)) is fresh

    def test_own_layers_are_handed_over(self, tmp_path):
        theirs = kcore.Sequential([kcore.Input((4,)), Shift(2.0), layers.Dense(1)])
        desk = desk_with(tmp_path, "json", theirs=theirs)
        desk._load._do_build()
        assert "'Shift' is not known" in read(desk._load._said)
        assert desk.loaded is None
        desk = SaveDesk(model(), tmp_path, custom_objects={"Shift": Shift})
        desk._load._do_build()
        assert desk.loaded.layers[0].by == 2.0

    def test_an_unbuilt_model_is_told_why_nothing_can_be_done(self, tmp_path):
        unbuilt = kcore.Sequential([layers.Dense(3, name="a")])
        desk = desk_with(tmp_path, "weights", unbuilt)
        desk._load._do_load()
        assert "no weights yet" in read(desk._load._said)
        desk._kind.set("weights2")
        desk._save()
        assert "no weights yet" in read(desk._said)
        assert desk._says.key == ""

    @pytest.mark.parametrize("kind", KINDS)
    def test_the_lines_that_are_shown_do_the_same(self, kind, tmp_path):
        desk = desk_with(tmp_path, kind)
        before = (desk._state.path).read_bytes()
        names = {"keras": kcore, "model": desk.model}
        exec(desk._load._code.code, names)  # noqa: S102 - our own lines
        assert [layer.name for layer in names["model"].layers] == ["a", "b"]
        desk._kind.set(kind)
        desk._show()
        (tmp_path / desk._state.chosen).unlink()
        exec(desk._save_code.code, {"model": desk.model, "open": open})  # noqa: S102 - our own line
        assert (tmp_path / desk._state.name_of(kind, "net")).stat().st_size > len(before) // 2


class TestTogether:
    def test_a_load_while_a_training_runs_comes_between_two_steps_and_others_hear_of_it(self, tmp_path):
        ours, theirs = model(), model()
        theirs.set_weights([np.full(w.shape, 0.5) for w in theirs.get_weights()])
        desk = desk_with(tmp_path, "weights", ours, theirs)
        look = Inspector(ours, page="weights")
        session = TrainingSession(ours, np.ones((64, 4)), np.ones((64, 1)), batch_size=8, seed=0)
        seen = []

        def at_work(running):
            if running.running and not seen:
                seen.append(1)
                desk._load._load.click()

        session.listen(at_work, hertz=60)
        session.run(1)
        assert session.error is None
        assert "2 layers were filled" in read(desk._load._said)
        assert np.abs(ours.get_weights()[0] - 0.5).max() < 0.2  # trained on from there
        assert look._says.key == ""

    def test_an_inspector_follows_a_load(self, tmp_path):
        ours, theirs = model(), model()
        theirs.set_weights([np.full(w.shape, 0.5) for w in theirs.get_weights()])
        desk = desk_with(tmp_path, "weights", ours, theirs)
        look = Inspector(ours, page="weights")
        desk._load._load.click()
        assert "from 0.500 to 0.500" in read(look._made["weights"]._figures)


class TestFolders:
    def test_one_that_is_not_there_is_made_by_saving(self, tmp_path):
        desk = SaveDesk(model(), tmp_path / "new" / "files")
        assert "Saving makes it" in read(desk._there)
        desk._save()
        assert (tmp_path / "new" / "files" / "net.keras").is_file()
        assert "1 model files lie in" in read(desk._there)

    def test_another_one_is_gone_to(self, tmp_path):
        (tmp_path / "other").mkdir()
        desk_state.SaveDeskState(model(), tmp_path / "other").save("json", "x")
        desk = SaveDesk(model(), tmp_path)
        desk._folder.value = str(tmp_path / "other")
        assert desk._state.chosen == "x.json"
        for odd in ("~nobody-of-this-name/x", "\0", "", "a" * 5000):
            desk._folder.value = odd
            assert desk._says.key == ""
            desk._name.value = "y"
        desk._folder.value = str(tmp_path / "other" / "x.json")  # a file in place of a folder
        desk._save()
        assert "cannot be made" in read(desk._said)

    def test_names_that_would_break_the_page_are_left_out(self, tmp_path):
        for name in (".hidden.keras", "line\nbreak.json", "back\\slash.json", " space.json"):
            (tmp_path / name).write_text("{}")
        (tmp_path / "dangling.keras").symlink_to(tmp_path / "nowhere")
        (tmp_path / "<b>odd.json").write_text("{}")
        desk = SaveDesk(model(), tmp_path)
        assert [file.name for file in desk._state.files()] == ["<b>odd.json"]
        for page in ("inside", "facts", "load"):
            desk._pages.turn(page)
        assert "<b>odd" not in desk._inside._said.value + desk._facts.value + desk._there.value
        desk._link()
        assert "<b>odd" not in desk._anchor.value
        assert desk._says.key == ""

    def test_a_suffix_that_was_typed_is_not_written_twice(self, tmp_path):
        state = desk_state.SaveDeskState(model(), tmp_path)
        assert state.save("weights", "net.weights.h5") == "net.weights.h5"
        assert state.save("json", " net ") == "net.json"

    def test_what_is_too_large_gets_no_link(self, tmp_path, monkeypatch):
        monkeypatch.setattr(desk_state, "MOST_BYTES", 100)
        desk = SaveDesk(model(), tmp_path)
        desk._save()
        desk._link()
        assert "at most 100" in read(desk._said)
        assert "href" not in desk._anchor.value

    def test_an_upload_asks_before_it_replaces(self, tmp_path):
        desk = SaveDesk(model(), tmp_path)
        for content in (b'{"a": 1}', b'{"a": 2}'):
            desk._receive(({"name": "x.json", "content": memoryview(content)},))
        assert (tmp_path / "x.json").read_bytes() == b'{"a": 1}'
        assert "Shall it be replaced?" in read(desk._asked)
        desk._replace()
        assert (tmp_path / "x.json").read_bytes() == b'{"a": 2}'
        desk._receive(({"name": "x.exe", "content": b""},))
        assert "A model file ends in" in read(desk._said)


def test_a_closed_desk_gives_back_its_widgets(tmp_path):
    desk = SaveDesk(model(), tmp_path)
    made = [*desk._inside.rows, *desk._load.rows, desk._facts]
    desk.close()
    assert all(widget.comm is None for widget in made)
    desk._show()
    assert desk._says.key == "panel.replaced"


def test_only_what_a_lesson_needs_is_shown(tmp_path):
    desk = SaveDesk(model(), tmp_path, show=["transfer"])
    assert [w.layout.display for w in (desk._folder, desk._refresh, desk._there, desk._save_code)] == ["none"] * 4
    assert desk._upload.layout.display != "none"
    with pytest.raises(ValueError, match="SaveDesk has no control 'files' to show"):
        SaveDesk(model(), tmp_path, show=["files"])
