"""The table of panels: how each is shown with real data, and what a learner does with it first.

Every row is tried in JupyterLab, Notebook 7 and Voila, let loose on by the monkey, switched between the languages, and
pictured in the gallery. A new panel needs a row here and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

WEATHER = """
import kcore
import kwidgets as kw
from kcore.datasets import seattle_weather

(x, y), (x_test, y_test) = seattle_weather.load_data()
mean, deviation = x.mean(axis=0), x.std(axis=0)
x, x_test = (x - mean) / deviation, (x_test - mean) / deviation
"""


@dataclass(frozen=True)
class Example:
    """A panel as a learner meets it.

    Attributes:
        data: code before the panel is made, as the gallery leaves it out.
        code: the code that makes the panel, as the gallery shows it: one expression.
        css: selector of the panel's outermost element.
        press: selector of its main control.
        sees: selector of what a press brings to the page. It is not there before.
        again: code that brings `panel` back to where the press has this effect; empty where it is repeatable.
        pose: code that brings `panel` into a state worth a picture, with the same result each time.
        en: what it is for, in a sentence.
        ko: the same in Korean.
    """

    data: str
    code: str
    css: str
    press: str
    sees: str
    en: str
    ko: str
    again: str = ""
    pose: str = ""

    @property
    def cell(self) -> str:
        """A cell that makes `panel` and shows it."""
        return f"{self.data.strip()}\npanel = {self.code.strip()}\npanel"


PANELS = {
    "Guess": Example(
        data="import kwidgets as kw",
        code='kw.Guess("tomorrow", 0, 10, "°C")',
        css=".kw-guessing",
        press="role=button",
        sees="text=You can change it until",
        again="panel.committed = False; panel._show()",
        pose="panel.commit(2.5)",
        en="Predict first: commit to a number before the training, and meet it again in the picture.",
        ko="먼저 예상하기: 훈련하기 전에 숫자 하나를 정하고, 그림에서 다시 만나요.",
    ),
    "OptimizerRace": Example(
        data="import kwidgets as kw",
        code='kw.OptimizerRace(surface="rosenbrock")',
        css=".kw-race",
        press=".kw-run",
        sees="text=choose who will win",
        again='panel._says.say("")',
        pose="panel.run()",
        en="Optimizers race down a landscape or on a model: same start, same batches, and who wins is asked first.",
        ko="옵티마이저 경주: 같은 출발, 같은 배치에서 누가 이길지 먼저 예상하고 겨뤄요.",
    ),
    "Triad": Example(
        data=WEATHER,
        code='kw.Triad(x, y, (x_test, y_test), baseline=2.24, unit="°C")',
        css=".kw-triad",
        press=".kw-run",
        sees=".kw-curve.kw-train[d*=L]",
        again=(
            "panel.set(has_network=True, has_objective=True, has_optimizer=True, batch_size=32, learning_rate=0.01)\n"
            "panel._bar._speed.set('epochs'); panel._state.set_speed('epochs')\npanel._reset()"
        ),
        pose="panel.run(20)",
        en="The three parts of a model: take one away, train, and see what follows.",
        ko="모델의 세 요소: 하나를 빼고 훈련해서 무슨 일이 생기는지 봐요.",
    ),
}
