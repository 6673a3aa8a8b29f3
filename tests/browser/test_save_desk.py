"""A learner who saves a model and loads it again, in a real JupyterLab."""

from __future__ import annotations

from tests.browser.test_inspector import Look

MODEL = """
import numpy as np
import kcore as keras
import kwidgets as kw
kw.set_language("en")
keras.utils.set_random_seed(1)
x = np.random.default_rng(0).normal(size=(64, 4))
def make(last="say"):
    model = keras.Sequential([
        keras.Input((4,)), keras.layers.Dense(3, activation="relu", name="think"),
        keras.layers.Dense(1, name=last)], name="net")
    model.compile("adam", loss="mse")
    return model
model = make()
_ = model.fit(x, x[:, :1], verbose=0)
"""
DESK = "desk = kw.SaveDesk(model, 'files')\ndesk"
OTHER = "other = make('answer')\ndesk2 = kw.SaveDesk(other, 'files')\ndesk2"
PAGES = {
    "들어 있는 것": "모델 전체가 든 zip 묶음이에요",
    "어느 파일에 무엇이": "배열 4개에 숫자 19개",
    "불러오기": "이름이 같은 층끼리 맞추기",
}
EVIL = """
from pathlib import Path
_ = Path('files/evil.yaml').write_text('a: !!python/object/apply:os.system [touch owned]')
"""


def test_saved_looked_into_and_loaded_by_name(notebook):
    book = notebook([MODEL, DESK, EVIL, OTHER])
    book.page.set_viewport_size({"width": 1280, "height": 2400})
    book.run_cell(0)
    book.run_cell(1)
    p = Look(book, 1, "desk")
    for kind in ("structure as JSON (.json)", "weights, older form (.h5)", "whole model (.keras)"):
        p.choose("what to write", kind)
        p.press("Save")
        p.says("is written")
    p.press("Save")
    p.says("Shall it be replaced?")
    p.press("Keep the old one")
    p.says("Nothing was written")
    p.says("is a zip archive with a whole model")
    p.turn("What is in which file")
    p.says("✓ 19 numbers in 4 arrays")
    p.press("Make a link")
    with book.page.expect_download() as download:
        p.root.get_by_role("link", name="Store net.keras on this computer").click()
    assert download.value.suggested_filename == "net.keras"
    p.looks_right("desk", PAGES)
    p.root.get_by_role("link", name="net.keras 파일을 내 컴퓨터에 저장").wait_for()
    book.language("en")
    book.page.set_viewport_size({"width": 1280, "height": 2400})
    book.run_cell(2)
    book.run_cell(3)
    q = Look(book, 3, "desk")
    q.choose("file", "evil.yaml")
    q.says("asks for code")
    q.choose("file", "net.h5")
    q.turn("Load")
    q.root.get_by_label("match layers by name").check()
    q.press("What would happen?")
    q.says("Nothing has changed yet")
    q.says("the file has no layer of this name")
    q.press("Load the weights")
    q.says("1 layers were filled, 1 left as they were")
    same = "bool((other.get_layer('think').get_weights()[0] == model.get_layer('think').get_weights()[0]).all())"
    assert book.evaluate(same) is True
    assert book.evaluate("__import__('os').path.exists('owned')") is False
    book.clean()
