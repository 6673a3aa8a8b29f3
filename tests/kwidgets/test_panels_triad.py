from __future__ import annotations

import asyncio

import numpy as np
import pytest

import kcore
from kwidgets import Guess, Triad, i18n
from kwidgets.panels.triad.settings import CONTROLS

X = np.random.default_rng(0).normal(size=(80, 6)).astype("float32")
Y = (5 * X[:, :1] - 3 * X[:, 1:2]).astype("float32")
DATA = (X[:60], Y[:60], (X[60:], Y[60:]))


@pytest.fixture(autouse=True)
def english():
    i18n.set_language("en")


def make(**options):
    return Triad(*DATA, **{"epochs": 5, "unit": "°C", "baseline": 2.24, **options})


def control(triad, name):
    """The page's widget for a setting (the box, where there is a slider too)."""
    for card in triad._cards:
        if name in card._form.fields:
            return card._form.fields[name].widget.children[0].children[0]
    raise LookupError(name)


def switch(triad, card):
    return next(c for c in triad._cards if c._name == card)._switch


def bits(model):
    return [w.tobytes() for w in model.get_weights()]


def test_its_repr_says_in_words_what_it_is():
    triad = make()
    assert repr(triad) == "Triad: Dense(16, relu) → Dense(1), mean_squared_error, Adam(0.01); not trained yet"
    result = triad.run()
    assert repr(triad) == f"Triad: {result!r}"
    assert repr(result).startswith("Dense(16, relu) → Dense(1), mean_squared_error, Adam(0.01); epoch 5, validation ")
    assert repr(result).endswith(" °C")
    again = make()
    assert repr(again.run()) == repr(result)


def test_the_result_is_in_the_unit_of_the_answers():
    triad = make(scale=2.0, guess=3.0)
    result = triad.run()
    predicted = triad.model.predict(X[60:], verbose=0)
    assert result.validation == pytest.approx(2.0 * np.abs(predicted - Y[60:]).mean(), rel=1e-5)
    assert result.validation == pytest.approx(2.0 * triad.history["val_mean_absolute_error"][-1])
    assert (result.best_epoch, result.best) == (5, result.validation)
    assert (result.baseline, result.guess, result.epochs) == (2.24, 3.0, 5)


def test_the_code_shown_makes_the_very_same_model():
    triad = make(hidden_layers=2, units=5, activation="tanh", optimizer="RMSprop", learning_rate=0.02, batch_size=16)
    triad.run()
    names = dict(zip(("x_train", "y_train", "x_validation", "y_validation"), (*DATA[:2], *DATA[2]), strict=True))
    exec(triad.code.replace("import keras", "import kcore as keras").replace("epochs=5", "epochs=5, verbose=0"), names)  # noqa: S102
    assert bits(names["model"]) == bits(triad.model)
    assert names["history"].history == triad.history
    assert "set_random_seed(1)" in triad.code
    assert "batch_size=16" in triad.code


def test_learning_rate_and_batch_size_keep_the_model():
    triad = make()
    triad.run(2)
    model, session = triad.model, triad.session
    control(triad, "learning_rate").value = 0.5
    control(triad, "batch_size").value = 7
    assert (triad.model, triad.session) == (model, session)
    assert session.learning_rate == pytest.approx(0.5)
    assert session.batch_size == 7
    assert "learning_rate=0.5" in triad.code
    assert triad._code.code.startswith("# Values were changed during training.")
    assert triad.result().epochs == 2


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("hidden_layers", 3, 'Dense(16, activation="relu"),\n    keras.layers.Dense(16, activation="relu"),'),
        ("units", 4, "Dense(4, "),
        ("activation", "tanh", 'activation="tanh"'),
        ("loss", "mean_absolute_error", 'loss="mean_absolute_error"'),
        ("optimizer", "SGD", "keras.optimizers.SGD("),
    ],
)
def test_other_settings_make_a_new_model_with_the_same_seed(name, value, code):
    triad = make()
    triad.run(1)
    old, session = triad.model, triad.session
    control(triad, name).value = value
    assert triad.model is not old
    assert session.closed
    assert triad.result().epochs == 0
    assert code in triad.code
    assert "same seed" in triad._says.widget.value
    assert triad._code.lit != []
    fresh = make(**{name: value})
    assert bits(fresh.model) == bits(triad.model)


def test_a_bad_value_changes_nothing():
    triad = make()
    model, code = triad.model, triad.code
    control(triad, "units").value = 100_000
    control(triad, "learning_rate").value = 0.0
    assert (triad.model, triad.code) == (model, code)
    with pytest.raises(ValueError, match="units must be a whole number >= 1 and <= 512; got 0"):
        triad.set(units=0)
    with pytest.raises(TypeError, match="Did you mean 'units'"):
        triad.set(unit=3)


@pytest.mark.parametrize("card", ["network", "objective"])
def test_without_network_or_objective_nothing_can_be_trained_and_the_card_says_why(card):
    triad = make()
    triad.run(1)
    switch(triad, card).value = False
    assert triad.session is None
    shown = next(c for c in triad._cards if c._name == card)
    assert i18n.t(f"triad.{card}.missing") in shown._text.value
    assert "details" in shown._text.value  # the engine's own words
    assert f"no {card}" in repr(triad)
    assert triad.code.startswith("import keras")
    triad._toggle()
    triad._step()
    assert i18n.t("triad.cannot_run") in triad._says.widget.value
    with pytest.raises(ValueError, match=r"\w"):
        triad.run()
    switch(triad, card).value = True
    assert bits(triad.model) == bits(make().model)
    triad.run(1)


def test_without_an_optimizer_the_loss_is_measured_and_never_falls():
    triad = make()
    switch(triad, "optimizer").value = False
    before = bits(triad.model)
    triad.run()
    assert bits(triad.model) == before
    losses = triad.history["val_loss"]
    assert len(losses) == 5
    assert len(set(losses)) == 1
    assert "no optimizer" in repr(triad)
    control(triad, "learning_rate").value = 0.3  # a step that nobody takes
    triad.run(1)
    assert bits(triad.model) == before
    switch(triad, "optimizer").value = True
    assert triad.settings.learning_rate == 0.3


def test_all_three_parts_away():
    triad = make(has_network=False, has_objective=False, has_optimizer=False)
    assert triad.session is None
    for card in ("network", "objective", "optimizer"):
        switch(triad, card).value = True
    assert bits(triad.model) == bits(make().model)


def test_reset_brings_the_first_weights_back():
    triad = make()
    start = bits(triad.model)
    triad.run()
    trained = bits(triad.model)
    triad._reset()
    assert bits(triad.model) == start
    assert triad.history == {}
    assert "Back at the start" in triad._says.widget.value
    triad.run()
    assert bits(triad.model) == trained


def test_clicks_in_a_stupid_order_end_well():
    async def scene():
        triad = make(speed="full", epochs=50)
        clicks = ["_toggle", "_toggle", "_reset", "_step", "_toggle", "_epoch", "_reset", "_step", "_toggle"]
        for number, click in enumerate(clicks):
            getattr(triad, click)()
            control(triad, "optimizer").value = ("SGD", "RMSprop", "Adam")[number % 3]
            await asyncio.sleep(0.004)
        triad._reset()
        triad._toggle()
        while triad.session.running:
            await asyncio.sleep(0.005)
        tasks = [task for task in asyncio.all_tasks() if "Driver._drive" in repr(task)]
        return triad, tasks

    triad, tasks = asyncio.run(scene())
    assert len(tasks) <= 1
    assert triad.session.error is None
    straight = make(epochs=50, optimizer=triad.settings.optimizer)
    straight.run()
    assert bits(straight.model) == bits(triad.model)


def test_the_run_button_toggles_and_follows():
    async def scene():
        triad = make(epochs=10_000, speed="batches")
        triad._bar._run.click()
        assert "Pause" in triad._bar._run.description
        await asyncio.sleep(0.02)
        triad._bar._run.click()
        assert "Run" in triad._bar._run.description
        assert not triad.session.running
        triad._bar._step.click()
        while triad.session.running:
            await asyncio.sleep(0.01)
        return triad

    triad = asyncio.run(scene())
    assert triad.session.loop.step >= 1


class Poison(kcore.layers.Layer):
    def call(self, inputs, training=False):
        if training:
            raise ZeroDivisionError("<script>planted</script>")
        return inputs


def test_an_exception_in_training_is_shown_as_text(monkeypatch):
    monkeypatch.setattr(
        "kwidgets.panels.triad.model.Dense", lambda units, **_: Poison() if units == 16 else DENSE(units)
    )
    triad = make()
    with pytest.raises(ZeroDivisionError):
        triad.run()
    assert "&lt;script&gt;planted" in triad._says.widget.value
    assert "<script>" not in triad._says.widget.value
    assert "Training stopped because of an error" in triad._says.widget.value
    i18n.set_language("ko")
    assert "오류가 나서" in triad._says.widget.value


DENSE = kcore.layers.Dense


def test_the_language_switches_in_place():
    triad = make()
    triad._language_switch.widget.value = "ko"
    assert triad._bar._run.description == "▶ 실행"
    assert "모델의 세 요소" in triad._heading.value
    assert "네트워크" in triad._cards[0]._title.value
    assert [label for label, _ in triad._bar._speed.widget.options] == ["최대", "1초에 10에포크", "1초에 5배치"]
    assert triad._bar._speed.value == "epochs"
    assert control(triad, "units").tooltip == "은닉층마다 있는 유닛(뉴런)의 수예요"
    i18n.set_language("en")
    assert triad._language_switch.widget.value == "en"
    assert triad._bar._run.description == "▶ Run"
    assert triad._state._speed == "epochs"


def menu(triad, value):
    """The list in the row of buttons that shows a value."""
    return next(widget for widget in triad._bar.widget.children if getattr(widget, "value", None) == value)


def drawn(triad, name):
    """The points of a curve, as somebody would see them."""
    view = triad._picture.view
    view._lay()
    line = next(layer for layer in view._content.layers if getattr(layer, "name", "") == name)
    return np.column_stack([line.x, line.y]).tolist()


def test_error_or_loss_is_drawn():
    triad = make(guess=3.0)
    triad.run()
    picture = triad._picture
    assert list(picture.lines) == ["baseline", "guess"]
    assert picture.view.unit == "°C"
    assert drawn(triad, "validation")[-1] == [5, pytest.approx(triad.history["val_mean_absolute_error"][-1])]
    menu(triad, "error").value = "loss"
    assert picture.lines == {}
    assert picture.view.unit == ""
    assert drawn(triad, "validation")[-1] == [5, pytest.approx(triad.history["val_loss"][-1])]


def test_single_batches_are_points_between_the_epochs():
    async def scene():
        triad = make(batch_size=20)
        triad._picture.view._hear(None, {"kind": "hello", "view": "a"}, None)
        for click in (triad._step, triad._step, triad._epoch):
            click()
            while triad.session.running:
                await asyncio.sleep(0.002)
        return triad

    triad = asyncio.run(scene())
    xs = [x for x, _ in drawn(triad, "train")]
    np.testing.assert_allclose(xs, [1 / 3, 2 / 3, 1])


def test_a_guess_is_drawn_when_committed_and_kept_when_the_training_starts():
    guess = Guess("g", 0, 10, "°C")
    triad = make(guess=guess)
    assert triad.result().guess is None
    guess.commit(3.0)
    assert triad._picture.lines["guess"] == 3.0
    triad.run(1)
    assert guess.closed
    assert triad.result().guess == 3.0


def test_a_preset_shows_only_what_the_lesson_needs():
    triad = make(show=("learning_rate",))
    assert [list(card._form.fields) for card in triad._cards] == [[], [], ["learning_rate"]]
    shown = triad.widget.children
    assert triad._code not in shown
    with pytest.raises(ValueError, match="no control 'learning_rat'"):
        make(show=("learning_rat",))
    assert set(CONTROLS) >= {"units", "loss", "optimizer", "speed", "code", "language"}


def test_wrong_data_and_settings_are_refused_at_once():
    with pytest.raises(ValueError, match=r"shape|samples"):
        Triad(X[:50], Y[:60])
    with pytest.raises(ValueError, match="hidden_layers"):
        make(hidden_layers=9)
    with pytest.raises(TypeError, match="Did you mean 'units'"):
        make(unis=9)
    with pytest.raises(ValueError, match="speed"):
        make(speed="ludicrous")


def test_what_is_displayed():
    triad = make()
    bundle = triad._repr_mimebundle_()
    assert bundle["text/plain"] == repr(triad)
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert "application/vnd.jupyter.widget-view+json" in bundle
    shown = triad.run()._repr_mimebundle_()
    assert shown["image/png"].startswith(b"\x89PNG")
    assert shown["image/png"] != bundle["image/png"]


def test_closed_by_a_newer_run():
    triad = make()
    triad.close()
    assert triad.session.closed
    assert triad._bar._run.disabled
    assert "run again" in triad._says.widget.value
    control(triad, "units").value = 3
    assert triad.settings.units == 16


def test_one_number_a_target_without_an_axis_and_no_validation():
    triad = Triad(X, Y[:, 0], epochs=2)
    result = triad.run()
    assert result.validation is None
    assert repr(result).startswith("Dense(16, relu) → Dense(1), mean_squared_error, Adam(0.01); epoch 2, training ")
    assert "validation_data" not in triad.code


def test_a_run_trains_to_the_planned_end_and_no_further():
    triad = make()
    before = repr(triad.run())
    assert repr(triad.run()) == before
    assert triad.result().epochs == 5
    triad.run(2)
    assert triad.result().epochs == 7
    assert "epochs=7" in triad._code.code
    triad._reset()
    assert "epochs=5" in triad._code.code


def test_no_click_is_taken_while_a_cell_trains_and_it_says_so():
    triad = make()
    triad.run(1)
    triad._reset()
    seen = []
    triad.session.listen(lambda _: seen.append((triad._bar._run.disabled, triad._says.key)))
    triad.run()
    assert set(seen) == {(True, "triad.blocking")}
    assert (triad._bar._run.disabled, triad._says.key) == (False, "")
    triad.session.listen(broken := lambda _: (_ for _ in ()).throw(ZeroDivisionError("planted")))
    with pytest.raises(ZeroDivisionError):
        triad.run(1)
    assert broken
    assert (triad._bar._run.disabled, triad._says.key) == (False, "triad.error")


def test_a_run_without_a_part_says_where_to_switch_it_on():
    triad = make(has_network=False)
    with pytest.raises(ValueError, match=r"switch it on again\. .*has no layers"):
        triad.run()


@pytest.mark.filterwarnings("error")
def test_steps_that_are_too_long_are_told_in_the_panel_and_not_by_numpy():
    triad = make(optimizer="SGD", learning_rate=300.0)
    assert np.isnan(triad.run().validation)
    assert triad._says.key == "triad.diverged"
