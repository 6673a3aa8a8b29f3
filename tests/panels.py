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

MOONS = """
import numpy as np
import kcore
import kwidgets as kw
from kcore import layers

rng = np.random.default_rng(0)
angle = rng.uniform(0, np.pi, 300)
y = np.arange(300) % 2
x = np.stack([np.where(y, 1 - np.cos(angle), np.cos(angle)), np.where(y, 0.5 - np.sin(angle), np.sin(angle))], axis=1)
x = (x + rng.normal(0, 0.15, x.shape)).astype("float32")
kcore.utils.set_random_seed(1)
model = kcore.Sequential([
    kcore.Input((2,)), layers.Dense(8, activation="tanh"), layers.Dense(8, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(kcore.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
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
        first: selectors of what is clicked before, where the panel asks something first.
        again: code that brings `panel` back to where the press has this effect; empty where it is repeatable.
        fill: code that has `panel` make what it keeps for good once it was asked for, such as the form of each class.
        grows: why the page's memory grows with each form that is opened, where that is known; empty where it is flat.
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
    first: tuple[str, ...] = ()
    again: str = ""
    fill: str = ""
    grows: str = ""
    pose: str = ""

    @property
    def cell(self) -> str:
        """A cell that makes `panel` and shows it."""
        return f"{self.data.strip()}\npanel = {self.code.strip()}\npanel"


DIGITS = """
import kcore
import kwidgets as kw
from kcore.datasets import digits

(x, y), (x_test, y_test) = digits.load_data()
x, x_test = x[..., None] / 16, x_test[..., None] / 16
kcore.utils.set_random_seed(1)
model = kcore.Sequential([
    kcore.Input((8, 8, 1)),
    kcore.layers.Conv2D(8, 3, activation="relu"),
    kcore.layers.MaxPooling2D(),
    kcore.layers.Flatten(),
    kcore.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
"""
NETWORK = """
import numpy as np
import kcore
import kwidgets as kw

kcore.utils.set_random_seed(1)
x = np.random.default_rng(0).normal(size=(64, 3)).astype("float32")
y = x[:, :1] - 2 * x[:, 1:2]
model = kcore.Sequential([kcore.Input((3,)), kcore.layers.Dense(4, activation="tanh"), kcore.layers.Dense(1)])
model.compile(kcore.optimizers.SGD(0.1), loss="mse")
"""

PENGUINS_IN_GRAMS = """
import kcore
import kwidgets as kw
from kcore.datasets import penguins

(x, y), (x_test, y_test) = penguins.load_data()
kcore.utils.set_random_seed(1)
model = kcore.Sequential([
    kcore.Input((4,)),
    kcore.layers.Dense(8, activation="tanh"),
    kcore.layers.Dense(1, activation="sigmoid"),
])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
"""

PANELS = {
    "ActivationBench": Example(
        data="import kwidgets as kw",
        code="kw.ActivationBench()",
        css=".kw-activation",
        press="role=tab >> nth=1",
        sees=".kw-dials",
        again=(
            "for i in reversed(range(1, 6)): panel._curves.remove(i) if i < len(panel._curves.functions) else None\n"
            "panel._curve_view.recompute(); panel._vector.resize(4); panel._pages.turn('curves')"
        ),
        pose="panel.look_at(1.5)",
        en="Activations and their slopes laid over each other: drag an input, and see what becomes of data.",
        ko="활성화 함수와 기울기를 겹쳐 놓고 입력을 끌어 봐요. 데이터가 어떻게 바뀌는지도 봐요.",
    ),
    "Choice": Example(
        data="import kwidgets as kw\nimport lessons.checks",
        code='kw.Choice("L04.relu_output", ["better", "same", "worse"])',
        css=".kw-guessing",
        first=("role=radio >> nth=2",),
        press="role=button",
        sees="text=You can change it until",
        again="panel.committed = False; panel._show()",
        pose='panel.commit("worse")',
        en="Predict first, one of a few answers: commit to one, and meet it again when it is known.",
        ko="먼저 예상하기, 몇 가지 가운데 하나: 하나를 골라 두고, 결과를 알고 나서 다시 만나요.",
    ),
    "ClassOverview": Example(
        data="""
import kwidgets as kw
from kwidgets.checks import encode

classroom = {"Minji": {"L01.1": 1.0}, "Alex": {"L01.1": 0.5}, "Sam": {"L01.1": 1.0}}
codes = "\\n".join(f"{name} {encode(points)}" for name, points in classroom.items())
""",
        code="kw.ClassOverview(codes)",
        css=".kw-overview",
        press="role=button[name='Clear']",
        sees="text=Paste a name and a progress code",
        again="panel.record.add_lines(codes); panel._show()",
        en="For the instructor: what a class has solved, from pasted progress codes.",
        ko="선생님을 위해: 붙여 넣은 진도 코드로 반 전체가 무엇을 풀었는지 봐요.",
    ),
    "Doctor": Example(
        data=PENGUINS_IN_GRAMS,
        code="kw.Doctor(model, x, y, (x_test, y_test), epochs=30)",
        css=".kw-doctor",
        press=".kw-cure",
        sees=".kw-record .kw-code",
        again="while panel.code:\n    panel.undo()",
        pose="panel.run()",
        en="What goes wrong in a training, named while it happens: evidence, cause, and a cure that one click applies.",
        ko="훈련이 잘못되면 그 자리에서 알려 줘요. 증거와 까닭을 보고, 한 번 눌러서 고쳐요.",
    ),
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
    "Inspector": Example(
        data=DIGITS,
        code="kw.Inspector(model, x=x, y=y)",
        css=".kw-inspector",
        press="role=tab[name='Config']",
        sees="text=A config says how the model is made",
        again="panel.turn('layers')",
        pose="panel.turn('activations')",
        en="A look inside a model: layers, config, weights, what comes out of each layer, gradients.",
        ko="모델 들여다보기: 층, 설정, 가중치, 층마다 나오는 값, 그레이디언트를 봐요.",
    ),
    "LossBench": Example(
        data="import kwidgets as kw",
        code="kw.LossBench()",
        css=".kw-lossbench",
        press="role=tab >> nth=1",
        sees=".kw-case",
        again=(
            "panel._board_view._turn_to('numbers'); panel.board.reset()\n"
            "while len(panel.board.losses) > 3: panel.board.remove(3)\n"
            "panel._pages.turn('answers')"
        ),
        pose="panel.board.drag((0, 0), 4.0); panel._show()",
        en="Drag answers, targets and an outlier, and see what each loss says; mistakes beside what is right.",
        ko="답, 타깃, 외톨이를 끌면서 손실 함수들이 뭐라고 하는지 봐요. 실수와 바른 조합을 나란히 견주어요.",
    ),
    "ModelBuilder": Example(
        data=DIGITS,
        code="kw.ModelBuilder(model)",
        css=".kw-builder",
        first=(".kw-node >> nth=1",),
        press="role=button[name='Duplicate']",
        sees=".kw-node >> nth=5",
        again="while panel._state.can_undo:\n    panel._state.undo()\npanel._changed(); panel._choose(None)",
        fill=(
            "from kwidgets.forms.families import class_of\n"
            "for part in panel._state.blueprint.parts: panel._choose(part.key)\n"
            "panel._choose(None)\n"
            "for control in (field._control for field in panel._compiling._form.fields.values()):\n"
            "    given, control._given = control._given, {}\n"
            "    for cls in (class_of(control._family, choice) for _, choice in control._menu.options):\n"
            "        if cls is not None and control._takes(cls): control._made(cls)\n"
            "    control._given = given"
        ),
        grows="JupyterLab keeps the views of a layer's form that is taken out of the page",
        pose="panel._choose(panel._state.blueprint.parts[1].key)",
        en="Four faces of one model: picture, code, table, config. Edit any of them, and the others follow.",
        ko="한 모델의 네 얼굴: 그림, 코드, 표, 설정. 하나를 고치면 나머지가 따라와요.",
    ),
    "OptimizerRace": Example(
        data="import kwidgets as kw\nfrom kwidgets.panels.race.lanes import usual",
        code='kw.OptimizerRace(surface="ravine", steps=120)',
        css=".kw-race",
        first=("role=radio >> nth=1", "role=button[name='This is my guess']"),
        press=".kw-run",
        sees=".kw-chart .kw-curve[d*=L]",
        again=(
            "panel._state.set_surface('ravine'); panel._state.set_lanes(usual(panel._state.surface.rate))\n"
            "panel.guess.ask_again(); panel._bar._speed.set('epochs'); panel._state.set_speed('epochs'); panel._reset()"
        ),
        fill=(
            "for name in panel._editor._class.options: panel._editor._class.value = name\n"
            "menu = panel._editor._forms[1].fields['learning_rate']._control.beside[0]\n"
            "for _, choice in [*menu.options, menu.options[0]]: menu.value = choice"
        ),
        pose="panel.guess.commit('B'); panel.run()",
        en="Optimizers race down a landscape or on a model: same start, same batches, and who wins is asked first.",
        ko="옵티마이저 경주: 같은 출발, 같은 배치에서 누가 이길지 먼저 예상하고 겨뤄요.",
    ),
    "Progress": Example(
        data="import kwidgets as kw",
        code="kw.Progress()",
        css=".kw-progress",
        press="role=button[name='Go on from it']",
        sees="text=Paste a progress code first",
        again="panel._pasted.value = ''; panel._says.say('')",
        en="What a learner has solved, and a short code that carries it to another computer.",
        ko="지금까지 푼 문제와, 다른 컴퓨터에서 이어서 하게 해 주는 짧은 코드예요.",
    ),
    "Playground": Example(
        data="import kwidgets as kw",
        code='kw.Playground("deep")',
        css=".kw-playground",
        press=".kw-run",
        sees=".kw-curve.kw-train[d*=L]",
        again=(
            "panel._take_preset('deep'); panel._bar._speed.set('epochs'); panel._state.set_speed('epochs')\n"
            "panel._reset()"
        ),
        pose="panel.run(60)",
        en="A small network to play with: what each unit answers everywhere, weights to touch, and the code of it all.",
        ko="신경망 놀이터: 유닛마다 무엇을 보는지 지도로 보고, 가중치를 만지고, 코드로 가져가요.",
    ),
    "SaveDesk": Example(
        data=f"{DIGITS}\nfrom pathlib import Path",
        code='kw.SaveDesk(model, "models")',
        css=".kw-desk",
        press=".kw-save",
        sees="text=is written",
        again=(
            "for file in Path('models').glob('*'):\n    file.unlink()\n"
            "panel._folder.value, panel._name.value = 'models', 'digits'\npanel._forget(); panel._show()"
        ),
        pose="panel._name.value = 'digits'; panel._save()",
        en="Write a model into files, look what is inside each and what is not, and load them again.",
        ko="모델을 파일로 저장하고, 파일마다 무엇이 들어 있고 무엇이 없는지 보고, 다시 불러와요.",
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
    "UnitView": Example(
        data=NETWORK,
        code="kw.UnitView(model, x, y)",
        css=".kw-unit",
        press=".kw-on",
        sees="text=So far it adds up",
        again="panel.show(stage='unit', box=0, unit=0, sample=0, step=0)",
        pose="panel.show(stage='batch', step=5)",
        en="One unit, one layer, one batch both ways: every number on the way, step by step.",
        ko="유닛 하나, 층 하나, 배치 하나가 오가는 길을 숫자로 한 걸음씩 따라가요.",
    ),
    "Watch": Example(
        data=MOONS,
        code="kw.watch(model, x, y, validation_split=0.2, baseline=0.5)",
        css=".kw-watch",
        press=".kw-run",
        sees=".kw-curve.kw-train[d*=L]",
        again=(
            "panel.session.pause(); panel.session.set_learning_rate(0.02); panel.session.set_speed('epochs')\n"
            "panel._bar._speed.set('epochs'); panel._reset()"
        ),
        pose="panel.run(20)",
        en="Watch a model learn, wind it back to any step, and fork it there with one thing changed.",
        ko="모델이 배우는 모습을 보고, 지난 스텝으로 돌아가, 하나만 바꿔 새로 갈라져요.",
    ),
}
