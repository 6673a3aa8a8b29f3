"""A learner at lesson 1's panel, in a real JupyterLab."""

from __future__ import annotations

import re
import time

from tests.browser.panel import Panel


def test_run_pause_step_epoch_reset(panel):
    p = panel()
    p.press("▶ Run")
    p.button("❚❚ Pause").wait_for()
    p.until("triad.session.epochs_done > 3")
    p.root.locator(".kw-curve.kw-train[d*=L]").wait_for()
    p.press("❚❚ Pause")
    p.button("▶ Run").wait_for()
    at = p.step()
    time.sleep(0.3)
    assert p.step() == at
    p.press("One batch")
    p.until(f"triad.session.loop.step == {at + 1}")
    time.sleep(0.3)
    assert p.step() == at + 1
    p.press("One epoch")
    p.until("triad.session.loop.epoch_ended and not triad.session.running")
    p.press("Reset")
    p.says("Back at the start")
    assert p.step() == 0
    assert p.book.evaluate("triad.history") == {}
    p.press("Copy")
    p.root.get_by_role("button", name=re.compile("Copied|Press Ctrl")).wait_for()
    p.book.clean()


def test_settings_that_act_while_training_and_those_that_are_refused(panel):
    p = panel("full")
    p.press("▶ Run")
    p.until("triad.session.epochs_done > 2")
    model = p.book.evaluate("id(triad.model)")
    p.type("learning_rate", "0.5")
    p.until("abs(triad.session.learning_rate - 0.5) < 1e-6")
    p.root.get_by_role("slider", name="learning_rate").press("ArrowLeft")
    p.until("abs(triad.session.learning_rate - 0.45) < 1e-6")
    p.says("learning_rate=0.45")
    p.type("batch_size", "64")
    p.until("triad.session.loop.batch_size == 64")
    p.says("batch_size=64")
    assert p.book.evaluate("triad.session.running") is True
    assert p.book.evaluate("id(triad.model)") == model
    p.says("Values were changed during training")
    p.press("❚❚ Pause")
    p.type("units", "-4")
    p.says("Only a whole number fits here: 1 ≤ units ≤ 512")
    assert p.book.evaluate("triad.settings.units") == 16
    p.type("units", "5")
    p.until("triad.settings.units == 5")
    p.says("Dense(5")
    assert p.root.get_by_text("Only a whole number").count() == 0
    p.book.clean()


def test_each_part_can_be_taken_away_with_the_keyboard_alone(panel):
    p = panel()
    keyboard = p.book.page.keyboard

    def toggle(card):
        p.root.locator(f".kw-{card}").get_by_role("checkbox").focus()
        keyboard.press("Space")

    toggle("network")
    p.says("Without a network nothing gives an answer")
    p.button("▶ Run").focus()
    keyboard.press("Enter")
    p.says("A part is missing")
    p.book.screenshot("triad-no-network", p.root)
    toggle("network")
    toggle("objective")
    p.says("Without an objective function nobody knows")
    toggle("objective")
    toggle("optimizer")
    p.says("Without an optimizer no step is taken")
    p.button("▶ Run").focus()
    keyboard.press("Enter")
    p.until("triad.session.epochs_done >= 5")
    keyboard.press("Enter")
    p.until("not triad.session.running")
    assert p.book.evaluate("len(set(triad.history['val_loss']))") == 1
    p.book.screenshot("triad-no-optimizer", p.root)
    toggle("optimizer")
    p.says("A new model was made")
    keyboard.press("Shift+Tab")
    p.button("▶ Run").focus()
    keyboard.press("Tab")
    keyboard.press("Space")
    p.until("triad.session.loop.step == 1")
    assert p.root.evaluate(NAMELESS) == []
    p.book.clean()


# Controls that a screen reader could only call "button" or "slider".
NAMELESS = """root => [...root.querySelectorAll('button, input, select, [role=slider]')].filter(element => {
  if (!element.getClientRects().length) return false; // folded away
  const label = element.id ? root.querySelector(`label[for="${element.id}"]`) : null;
  const own = element.getAttribute('aria-label') || element.textContent || element.title;
  return !(own.trim() || label?.textContent.trim() || element.closest('label')?.textContent.trim());
}).map(element => element.outerHTML)"""


def test_languages_themes_and_widths(panel):
    p = panel()
    p.press("▶ Run")
    p.until("triad.session.epochs_done > 2")
    p.press("한국어")
    p.says("모델의 세 요소")
    p.button("❚❚ 멈춤").wait_for()
    done = p.book.evaluate("triad.session.epochs_done")
    p.until(f"triad.session.epochs_done > {done}")
    p.until("triad.session.epochs_done > 60", seconds=20)
    p.book.screenshot("triad-korean", p.root)
    p.press("English")
    p.says("The three parts of a model")
    p.press("❚❚ Pause")
    p.button("▶ Run").wait_for()
    for theme in ("light", "dark"):
        p.book.theme(theme)
        p.book.screenshot(f"triad-{theme}", p.root)
        ratios = p.root.evaluate(CONTRAST)
        assert len(ratios) > 20
        assert min(ratios.values()) >= 4.5, {text: ratio for text, ratio in ratios.items() if ratio < 4.5}
    p.book.page.set_viewport_size({"width": 400, "height": 2600})
    p.book.page.wait_for_timeout(300)
    p.book.screenshot("triad-narrow", p.root)
    assert p.root.evaluate(TOO_WIDE) == []
    assert p.root.evaluate(CUT_OFF) == []
    p.book.clean()


# What sticks out of the panel on the right.
TOO_WIDE = """root => {
  const edge = root.getBoundingClientRect().right + 1;
  return [...root.querySelectorAll('button, input, select, h3, h4, p, svg, .kw-code')]
    .filter(element => !element.closest('.kw-area')) // a large graph is scrolled
    .filter(element => element.getBoundingClientRect().right > edge).map(element => element.outerHTML.slice(0, 200));
}"""

# Buttons and headings whose words do not fit.
CUT_OFF = """root => [...root.querySelectorAll('button, h3, h4')]
  .filter(element => element.scrollWidth > element.clientWidth + 1).map(element => element.textContent)"""

# Contrast of each visible text with the nearest ground behind it.
CONTRAST = """root => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const [R, G, B] = [r, g, b].map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * R + 0.7152 * G + 0.0722 * B;
  };
  const ratios = {};
  for (const element of root.querySelectorAll('h3, h4, p, button, label, select, .kw-code code')) {
    if (!element.textContent.trim() || !element.getClientRects().length || element.closest('.kw-off')) continue;
    let ground = element;
    while (ground && rgba(getComputedStyle(ground).backgroundColor)[3] < 250) ground = ground.parentElement;
    const back = ground ? rgba(getComputedStyle(ground).backgroundColor) : [255, 255, 255, 255];
    const [a, b] = [light(rgba(getComputedStyle(element).color)), light(back)].sort((x, y) => y - x);
    ratios[element.textContent.trim().slice(0, 40)] = (a + 0.05) / (b + 0.05);
  }
  return ratios;
}"""


def test_clicks_in_a_stupid_order_and_a_cell_run_again(panel):
    p = panel("full")
    p.press("▶ Run")
    p.press("❚❚ Pause")
    p.press("Reset")
    p.press("One batch")
    p.field("optimizer").select_option("SGD")
    p.press("▶ Run")
    p.field("optimizer").select_option("RMSprop")
    p.press("Reset")
    p.field("units").fill("7")
    p.press("One epoch")
    p.field("loss").select_option("mean_absolute_error")
    p.press("▶ Run")
    p.until("triad.session.epochs_done > 1")
    assert p.book.evaluate(TASKS) == 1
    words = "Triad: Dense(7, relu) → Dense(1), mean_absolute_error, RMSprop(0.01); epoch "
    assert p.book.evaluate("repr(triad)").startswith(words)

    p.book.execute("old = triad")
    p.book.run_cell(1)
    assert p.book.evaluate("old is triad") is False
    assert p.book.evaluate("old.session.closed and not old.session.running") is True
    q = Panel(p.book)
    q.press("▶ Run")
    q.until("triad.session.epochs_done > 1")
    assert q.book.evaluate(TASKS) == 1
    q.press("❚❚ Pause")
    q.button("▶ Run").wait_for()
    q.book.clean()


TASKS = "len([t for t in __import__('asyncio').all_tasks() if 'Driver._drive' in repr(t)])"


# Every weight is a number, and the model still gives finite answers.
WHOLE = (
    "all(bool(np.isfinite(w).all()) for w in triad.model.get_weights())"
    " and bool(np.isfinite(triad.model.predict(x_train[:5], verbose=0)).all())"
)


def test_errors_and_interrupts_pause_and_training_can_go_on(panel):
    p = panel()
    p.book.execute(
        "optimizer = type(triad.model.optimizer)\n"
        "step, times = optimizer.step, []\n"
        "def broken(self):\n"
        "    times.append(1)\n"
        "    if len(times) == 40: raise ZeroDivisionError('<b>planted</b>')\n"
        "    return step(self)\n"
        "optimizer.step = broken\n"
    )
    p.press("▶ Run")
    p.says("Training stopped because of an error")
    p.says("ZeroDivisionError: <b>planted</b>")
    p.press("▶ Run")
    p.until("triad.session.epochs_done > 3")
    assert p.root.get_by_text("Training stopped because").count() == 0
    assert p.book.evaluate(WHOLE) is True
    p.book.page.evaluate("() => { jupyterapp.commands.execute('notebook:interrupt-kernel') }")
    p.says("The kernel was interrupted")
    assert p.book.evaluate(WHOLE) is True
    assert p.book.evaluate("triad.session.running") is False
    at = p.step()
    p.press("▶ Run")
    p.until(f"triad.session.loop.step > {at}")
    p.press("❚❚ Pause")
    p.button("▶ Run").wait_for()
    p.book.clean()
