# ---
# jupyter:
#   lesson:
#     title: {ko: Dense 층, en: The Dense layer}
#     minutes: 30
#     objectives:
#       ko:
#         - 유닛 하나가 하는 계산을 종이에 써서 따라 할 수 있어요.
#         - Dense 층의 가중치와 편향의 크기(shape)와 개수를 미리 말할 수 있어요.
#         - 가중치를 손으로 정해서 원하는 직선을 그리는 모델을 만들 수 있어요.
#       en:
#         - Follow the arithmetic of one unit on paper.
#         - Say beforehand how many weights and biases a Dense layer has, and in which shapes.
#         - Set weights by hand so that a model draws a given line.
# ---

# %% [markdown] tags=["ko"]
# # 3. Dense 층
#
# **30분** · 1과를 마쳤으면 돼요.
#
# 이 수업을 마치면
#
# - 유닛 하나가 하는 계산을 종이에 써서 따라 할 수 있어요.
# - Dense 층의 가중치와 편향의 크기(shape)와 개수를 미리 말할 수 있어요.
# - 가중치를 손으로 정해서 원하는 직선을 그리는 모델을 만들 수 있어요.

# %% [markdown] tags=["en"]
# # 3. The Dense layer
#
# **30 minutes** · Lesson 1 is all you need.
#
# After this lesson you can
#
# - follow the arithmetic of one unit on paper,
# - say beforehand how many weights and biases a Dense layer has, and in which shapes,
# - set weights by hand so that a model draws a given line.

# %%
import kcore as keras
import kwidgets as kw
import lessons.checks
from kcore.datasets import penguins

kw.set_language("en")

# %% [markdown] tags=["ko"]
# ## 1. 예측
#
# 남극의 [펭귄](../data/penguins.md)은 저울에 올라가 주지 않아요. 그래서 몸을 자로 재어 **몸무게를 어림**해 보려고 해요. 자로 잰 숫자는 세 개, 부리의 길이와 높이, 날개의 길이예요.
#
# 몸무게는 그램이라 숫자가 커요. 1,000으로 나누어 킬로그램으로 바꾸고, 특성은 1과에서처럼 [[standardization]]해 두어요.

# %% [markdown] tags=["en"]
# ## 1. Predict
#
# The [penguins](../data/penguins.md) of Antarctica will not step on your scales. So we measure them with a ruler and **estimate their mass**. The ruler gives three numbers: the length and depth of the bill, and the length of the flipper.
#
# Masses are in grams, which are large numbers. Divided by 1,000 they are kilograms. The features get the [[standardization]] of lesson 1.

# %%
(x, y), (x_test, y_test) = penguins.load_data(target="body_mass")
y, y_test = y / 1000, y_test / 1000

mean, deviation = x.mean(axis=0), x.std(axis=0)
z, z_test = (x - mean) / deviation, (x_test - mean) / deviation

for name, measured, scaled in zip(penguins.FEATURES, x[0], z[0]):
    print(f"{name:20}{measured:7.1f} mm {scaled:8.2f}")
print(f"{'-> body mass':20}{y[0, 0]:7.2f} kg")

# %% [markdown] tags=["ko"]
# 날개가 평균보다 짧은 펭귄이네요. 표준화한 값이 0보다 작으면 평균보다 작다는 뜻이에요.
#
# 가장 게으른 답 "언제나 평균"부터 재 둘게요. 이것이 오늘의 [[baseline]]이에요.

# %% [markdown] tags=["en"]
# This one has flippers a little shorter than the mean: a standardized value below 0 says so.
#
# First the laziest answer, "always the mean". It is today's [[baseline]].

# %%
always_the_mean = float(abs(y.mean() - y_test).mean())
print(f"{always_the_mean = :.3f} kg")

# %% [markdown] tags=["ko"]
# 오늘의 주인공은 [[fully connected (Dense) layer|완전 연결 층(Dense)]]이에요. 코드로는 `Dense(units)`라고 써요. `units`는 [[unit]]의 수예요.
#
# 특성 세 개가 `Dense(16)`에 들어간다고 해 봐요. 이 층이 훈련하면서 바꾸는 숫자, 곧 [[parameter]]는 **모두 몇 개일까요?** 셈하기 전에 느낌대로 적어 두세요.

# %% [markdown] tags=["en"]
# Today is about the [[fully connected (Dense) layer|fully connected layer]], in code `Dense(units)`. `units` is how many of them, and each is one [[unit]].
#
# Say three features go into `Dense(16)`. **How many numbers does this layer change in training?** Each such number is a [[parameter]]. Don't calculate; write down what it feels like.

# %%
guess = kw.Guess("L03.parameters", 0, 100, value=16)
guess

# %% [markdown] tags=["ko"]
# ## 2. 실행
#
# 가장 작은 층부터 봐요. 유닛이 하나뿐인 층이에요.

# %% [markdown] tags=["en"]
# ## 2. Run
#
# Begin with the smallest layer there is: a single unit.

# %%
keras.utils.set_random_seed(1)

model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.summary()

model.compile(keras.optimizers.SGD(0.05), loss="mean_squared_error", metrics=["mean_absolute_error"])

# %% [markdown] tags=["ko"]
# 파라미터가 네 개예요. 특성이 세 개인데 왜 네 개일까요? 아래 패널이 이 유닛의 계산을 한 단계씩 보여 줘요. **→ 키**나 단추를 눌러 끝까지 따라가 보세요. 칸에 다른 숫자를 넣어 보아도 좋아요.

# %% [markdown] tags=["en"]
# Four parameters. Why four, when there are three features? The panel below shows the arithmetic of this unit, one step at a time. Press the **→ key** or the button until the end. You may put other numbers into the boxes, too.

# %%
kw.UnitView(model, z, y)

# %% [markdown] tags=["ko"]
# 유닛이 하는 일은 이것뿐이에요. 입력마다 [[weight]]를 곱해 모두 더하고, 마지막에 [[bias]]을 더해요.
#
# $$\hat{y} = w_1 z_1 + w_2 z_2 + w_3 z_3 + b$$
#
# 가중치 세 개와 편향 하나, 그래서 넷이에요. 편향은 잊기 쉬워요. 입력이 모두 0인 펭귄, 곧 **모든 것이 평균인 펭귄**에게는 편향만 남아요.
#
# 아직 훈련하지 않았으니 답이 엉터리예요. 훈련하고 나면 가중치가 어떻게 될까요?

# %% [markdown] tags=["en"]
# That is all a unit does. It multiplies each input by a [[weight]], adds everything up, and adds the [[bias]] at the end.
#
# $$\hat{y} = w_1 z_1 + w_2 z_2 + w_3 z_3 + b$$
#
# Three weights and one bias make four. The bias is easily forgotten. For a penguin whose inputs are all 0, **one that is average in everything**, only the bias is left.
#
# Nothing is trained yet, so the answer is nonsense. What will the weights be after training?

# %%
history = model.fit(z, y, epochs=60, verbose=0)

weights, bias = model.get_weights()
for name, weight in zip(penguins.FEATURES, weights[:, 0]):
    print(f"{name:20}{weight:7.2f}")
print(f"{'bias':20}{bias[0]:7.2f}")
print(f"{'mean of y':20}{y.mean():7.2f}")
print(f"{'misses by':20}{model.evaluate(z_test, y_test, verbose=0)[1]:7.2f} kg")

# %% [markdown] tags=["ko"]
# ## 3. 관찰
#
# 훈련한 숫자는 읽을 수 있어요.
#
# - 편향은 4.21이에요. 모든 것이 평균인 펭귄의 몸무게, 곧 **평균 몸무게**를 배웠어요.
# - 날개 길이의 가중치가 0.70이에요. 날개가 표준편차 하나만큼 길면 700g쯤 무겁다고 봐요.
# - 부리의 가중치는 0에 가까워요. 날개를 알고 나면 부리는 별로 새로운 것을 알려 주지 않아요.
#
# "언제나 평균"은 0.74kg 빗나갔는데 이 유닛 하나는 0.34kg 빗나가요.
#
# 이번에는 유닛이 열여섯 개인 층을 앞에 놓아요. 유닛마다 저마다의 가중치 세 개와 편향 하나가 있어요.

# %% [markdown] tags=["en"]
# ## 3. Investigate
#
# The numbers it has learned can be read.
#
# - The bias is 4.21: the mass of a penguin that is average in everything. It has learned **the mean mass**.
# - The weight of the flipper is 0.70. Flippers that are one standard deviation longer count for some 700 g.
# - The weights of the bill are close to 0. Once the flipper is known, the bill has little news.
#
# "Always the mean" missed by 0.74 kg. This single unit misses by 0.34 kg.
#
# Now put a layer of sixteen units before it. Every unit has three weights and a bias of its own.

# %%
wide = keras.Sequential(
    [keras.Input((3,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)]
)
wide.summary()

for layer in wide.layers:
    for weight in layer.weights:
        print(f"{layer.name:10}{weight.name:8}{weight.shape}")

guess.happened(wide.layers[0].count_params())

# %% [markdown] tags=["ko"]
# `Dense(16)`의 파라미터는 64개예요. 여러분의 예상과 얼마나 다른가요?
#
# $$(3 + 1) \times 16 = 64$$
#
# 흔한 실수가 두 가지 있어요. 편향을 잊으면 48개, 유닛의 수를 그대로 세면 16개가 돼요. 가중치는 (3, 16)인 표 하나예요. 이 배열의 [[shape|크기(shape)]]를 읽어 보세요. **행은 들어오는 숫자, 열은 유닛**이에요. 다음 층에는 16개가 들어오니까 가중치가 (16, 1)이에요.
#
# summary의 `(None, 16)`은 무슨 뜻일까요? 샘플을 몇 개 넣는지는 층이 알 바가 아니에요. 하나를 넣든 250개를 넣든 파라미터는 그대로예요. 정해지지 않은 그 자리를 `None`이라고 써요.

# %% [markdown] tags=["en"]
# `Dense(16)` has 64 parameters. How far is that from your guess?
#
# $$(3 + 1) \times 16 = 64$$
#
# Two mistakes are common. Forget the biases, and you get 48; count the units, and you get 16. The weights are one table of (3, 16). Read the [[shape]] of this array: **rows are the numbers that come in, columns are the units**. Sixteen numbers go into the next layer, so its weights are (16, 1).
#
# And what does `(None, 16)` mean in the summary? How many samples you put in is none of the layer's business. One or 250, its parameters stay the same. That open place is written `None`.

# %%
for samples in (1, 32, 250):
    print(f"{samples:3} samples in: {z[:samples].shape} -> {wide.predict(z[:samples], verbose=0).shape}")

# %% [markdown] tags=["ko"]
# 그런데 특성의 수는 꼭 맞아야 해요. 일부러 틀려 볼게요. 표를 눕혀서 넣으면 어떻게 될까요? 실행하기 전에 예상해 보세요.

# %% [markdown] tags=["en"]
# The number of features must fit, though. Let us get it wrong on purpose: what happens when the table lies on its side? Predict before you run.

# %%
try:
    wide.predict(z.T, verbose=0)
except ValueError as error:
    print(error)

# %% [markdown] tags=["ko"]
# 층은 열이 세 개인 표를 기다렸는데 250개가 왔어요. 오류 메시지는 무엇을 기다렸고 무엇을 받았는지 말해 줘요. **크기부터 읽는 버릇**을 들이세요. Keras에서 만나는 오류의 절반은 크기 때문이에요.
#
# ## 4. 바꾸기
#
# 가중치는 훈련으로만 정하는 것이 아니에요. 손으로 넣을 수도 있어요. **하나씩 예상하고** 실행하세요.
#
# 1. 아래 셀은 가중치를 모두 0으로, 편향을 평균 몸무게로 정해요. 이 모델은 무엇과 같을까요?
# 2. `weights[2, 0] = 0.7`이라는 줄을 넣어 날개의 가중치만 되살려 보세요. 얼마나 나아지나요?
# 3. 편향을 0으로 바꾸어 보세요. 몇 kg이나 빗나갈까요?

# %% [markdown] tags=["en"]
# The layer was waiting for a table with three columns, and 250 came. The message says what was expected and what was given. **Make a habit of reading the shapes first**: half of all errors in Keras are about them.
#
# ## 4. Modify
#
# Weights need not come from training. You can put them in by hand. **Predict each time** before you run.
#
# 1. The next cell sets all weights to 0 and the bias to the mean mass. What is this model the same as?
# 2. Add the line `weights[2, 0] = 0.7` to bring back the weight of the flipper alone. How much better is that?
# 3. Set the bias to 0. By how many kilograms does it miss now?

# %%
weights = weights * 0
bias = bias * 0 + y.mean()

model.set_weights([weights, bias])
print(f"misses by {model.evaluate(z_test, y_test, verbose=0)[1]:.3f} kg")

# %% [markdown] tags=["ko"]
# 가중치가 모두 0이면 무엇을 넣어도 편향만 나와요. 그래서 "언제나 평균"과 똑같이 0.738kg 빗나가요. **기준 모델도 모델 안에 들어 있는 셈이에요.** 훈련은 거기서 더 나아지는 일이에요.
#
# > **나중에** · 활성화 함수 `relu`가 하는 일은 4과, 가중치를 누가 어떻게 옮기는지는 8과에서 만나요.
#
# ## 5. 만들기
#
# **연습 L03.1** · 아래 세 모델의 파라미터 수를 **손으로** 셈해서 차례대로 적으세요. 입력은 모두 특성 세 개예요.
#
# 1. `Dense(4)` 다음에 `Dense(1)`
# 2. `Dense(8)`, `Dense(8)`, `Dense(1)`
# 3. `Dense(10, use_bias=False)` 다음에 `Dense(2)`

# %% [markdown] tags=["en"]
# With all weights at 0 only the bias comes out, whatever goes in. So it misses by 0.738 kg, exactly like "always the mean". **The baseline lies inside the model**; training is what gets better from there.
#
# > **Later** · What the activation `relu` does: lesson 4. Who moves the weights, and how: lesson 8.
#
# ## 5. Make
#
# **Exercise L03.1** · Work out the number of parameters of these three models **by hand** and write them down in order. Three features go into each.
#
# 1. `Dense(4)`, then `Dense(1)`
# 2. `Dense(8)`, `Dense(8)`, `Dense(1)`
# 3. `Dense(10, use_bias=False)`, then `Dense(2)`

# %%
parameters = [0, 0, 0]

kw.check("L03.1", parameters)

# %% [markdown] tags=["ko"]
# **연습 L03.2** · 펭귄 연구자가 쓰는 어림셈이 있어요. *날개 길이(mm)에 50을 곱하고 5,850을 빼면 몸무게(g)가 나온다.* 이 셈을 하는 모델을 만들고 가중치를 **손으로** 넣으세요. 입력은 날개 길이 하나(mm, 표준화하지 않은 값), 출력은 몸무게(g)예요.

# %% [markdown] tags=["en"]
# **Exercise L03.2** · Penguin researchers have a rule of thumb: *multiply the flipper length (mm) by 50 and take away 5,850 to get the mass (g).* Build a model that does this sum, and put its weights in **by hand**. One input, the flipper length in mm as measured; one output, the mass in g.

# %%
by_hand = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
# by_hand.set_weights([...])

kw.check("L03.2", by_hand)

# %% [markdown] tags=["ko"]
# **연습 L03.3** · 이번에는 거꾸로예요. 특성 세 개를 받아 숫자 하나를 내놓고, **은닉층이 적어도 하나 있으며 파라미터가 정확히 41개**인 모델을 만드세요. 길은 여러 가지예요.

# %% [markdown] tags=["en"]
# **Exercise L03.3** · Now the other way round. Build a model that takes three features, gives one number, has **at least one hidden layer and exactly 41 parameters**. There is more than one way.

# %%
exact = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])

kw.check("L03.3", exact)

# %% [markdown] tags=["ko"]
# ## 정리
#
# - 유닛은 입력마다 가중치를 곱해 더하고 편향을 더해요.
# - `Dense(units)`의 파라미터는 **(들어오는 숫자 + 1) × 유닛**이에요. 1은 편향이에요.
# - 크기의 첫 자리 `None`은 샘플의 수예요. 파라미터의 수와는 상관없어요.
#
# 여기서 배운 가중치는 세 섬의 펭귄 250마리에서 나왔어요. 다른 펭귄에게도 맞는다는 뜻은 아니에요.

# %% [markdown] tags=["en"]
# ## Key points
#
# - A unit multiplies each input by a weight, adds them up and adds a bias.
# - `Dense(units)` has **(numbers coming in + 1) × units** parameters; the 1 is the bias.
# - `None` in front of a shape is the number of samples. It has nothing to do with the number of parameters.
#
# The weights learned here come from 250 penguins of three islands. They need not fit any other penguin.
