# ---
# jupyter:
#   lesson:
#     title: {ko: 활성화 함수, en: Activations}
#     minutes: 35
#     objectives:
#       ko:
#         - 활성화 함수 없이 층을 쌓으면 왜 직선밖에 못 그리는지 보일 수 있어요.
#         - 선형, 렐루, 시그모이드, tanh, 소프트맥스의 모양을 보고 하는 일을 말할 수 있어요.
#         - 은닉층과 출력층에 알맞은 활성화 함수를 고를 수 있어요.
#       en:
#         - Show why layers without an activation function draw nothing but a straight line.
#         - Look at linear, relu, sigmoid, tanh and softmax and say what each does.
#         - Choose the activation that belongs in a hidden layer, and in an output layer.
# ---

# %% [markdown] tags=["ko"]
# # 4. 활성화 함수
#
# **35분** · 3과를 마쳤으면 돼요.
#
# 이 수업을 마치면
#
# - 활성화 함수 없이 층을 쌓으면 왜 직선밖에 못 그리는지 보일 수 있어요.
# - 선형, 렐루, 시그모이드, tanh, 소프트맥스의 모양을 보고 하는 일을 말할 수 있어요.
# - 은닉층과 출력층에 알맞은 활성화 함수를 고를 수 있어요.

# %% [markdown] tags=["en"]
# # 4. Activations
#
# **35 minutes** · Lesson 3 is all you need.
#
# After this lesson you can
#
# - show why layers without an activation function draw nothing but a straight line,
# - look at linear, relu, sigmoid, tanh and softmax and say what each does,
# - choose the activation that belongs in a hidden layer, and in an output layer.

# %%
import numpy as np

import kcore as keras
import kwidgets as kw
import lessons.checks
from kcore.datasets import bikes

kw.set_language("en")

# %% [markdown] tags=["ko"]
# ## 1. 예측
#
# 워싱턴 D.C.의 공공 자전거를 한 시간마다 몇 번 빌려 탔는지 센 [기록](../data/bikes.md)이 있어요. **시각만 보고 교통량을 맞혀 봐요.** 들어가는 숫자는 0시부터 23시까지, 딱 하나예요.
#
# 늘 하던 대로 특성은 [[standardization]]해요. 이번에는 맞힐 답인 [[target]]도 표준화해요. 답은 나중에 다시 횟수로 되돌려 읽을 거예요.

# %% [markdown] tags=["en"]
# ## 1. Predict
#
# How many rental bikes are ridden in an hour? There is a [record](../data/bikes.md) of Washington, D.C. **Guess the traffic from the hour alone**: one number goes in, 0 to 23.
#
# The features get their [[standardization]], as always. This time the answers to be found, the [[target|targets]], get it too. Later we turn the model's answers back into rides.

# %%
(x, y), (x_test, y_test) = bikes.load_data()

mean, deviation = x.mean(axis=0), x.std(axis=0)
z, z_test = (x - mean) / deviation, (x_test - mean) / deviation
hour, hour_test = z[:, :1], z_test[:, :1]

usual, spread = y.mean(), y.std()
target = (y - usual) / spread


def draw(rides):
    for each, value in enumerate(rides):
        print(f"{each:2} {'█' * round(float(value) / 20):18} {float(value):4.0f}")


by_hour = np.array([y[x[:, 0] == each].mean() for each in range(24)])
draw(by_hour)

# %% [markdown] tags=["ko"]
# 봉우리가 둘이에요. 아침 8시와 저녁 5시, 출퇴근 시간이지요.
#
# 먼저 [[baseline]]을 재요. 하나는 "언제나 평균", 하나는 위의 표를 그대로 외워서 답하는 "시각별 평균"이에요. 그리고 가장 작은 신경망인 유닛 하나, `Dense(1)`을 훈련해요.

# %% [markdown] tags=["en"]
# Two peaks: 8 in the morning and 5 in the afternoon, when people go to work and home.
#
# First the [[baseline|baselines]]. One is "always the mean", the other knows the table above by heart: "the mean of this hour". Then train the smallest network there is, a single unit, `Dense(1)`.

# %%
Dense = keras.layers.Dense


def trained(inputs, hidden=(), activation=None, output=None):
    keras.utils.set_random_seed(3)
    between = [Dense(units, activation=activation) for units in hidden]
    model = keras.Sequential([keras.Input((inputs.shape[1],)), *between, Dense(1, activation=output)])
    model.compile(keras.optimizers.Adam(0.003), loss="mean_squared_error")
    model.fit(inputs, target, epochs=60, batch_size=128, verbose=0)
    return model


def rides(model, inputs):
    return model.predict(inputs, verbose=0) * spread + usual


def misses_by(answers):
    return float(abs(answers - y_test).mean())


line = trained(hour)

print(f"always the mean       {misses_by(usual):4.0f}")
print(f"the mean of this hour {misses_by(by_hour[x_test[:, :1].astype(int)]):4.0f}")
print(f"Dense(1)              {misses_by(rides(line, hour_test)):4.0f}")

# %% [markdown] tags=["ko"]
# `Dense(1)`은 한 시간에 96번이나 빗나가요. 표를 외운 쪽은 70번이고요.
#
# 너무 작아서 그럴까요? 그 앞에 `Dense(16)`을 두 층 더 쌓아 봐요. [[parameter]]가 2개에서 **321개**로 늘어나요. **이제 몇 번이나 빗나갈까요?**

# %% [markdown] tags=["en"]
# `Dense(1)` misses by 96 rides an hour; who knows the table misses by 70.
#
# Is it too small? Let us stack two layers of `Dense(16)` before it. Instead of 2 [[parameter|parameters]] there are **321**. **By how many rides will it miss now?**

# %%
guess = kw.Guess("L04.stack", 0, 120)
guess

# %% [markdown] tags=["ko"]
# ## 2. 실행

# %% [markdown] tags=["en"]
# ## 2. Run

# %%
stack = trained(hour, hidden=(16, 16))
error = misses_by(rides(stack, hour_test))
guess.happened(error)

print(f"{stack.count_params()} parameters miss by {error:.0f}")

# %% [markdown] tags=["ko"]
# 96번. **조금도 나아지지 않았어요.** 이 모델에게 0시부터 23시까지 차례로 물어봐요.

# %% [markdown] tags=["en"]
# 96. **Not a bit better.** Ask this model about each hour of the day.

# %%
clock = (np.arange(24).reshape(24, 1) - mean[0]) / deviation[0]

draw(rides(stack, clock)[:, 0])

# %% [markdown] tags=["ko"]
# ## 3. 관찰
#
# 곧은 직선이에요. 봉우리는 흔적도 없어요. 왜 그럴까요?
#
# 복사기로 2배 키운 것을 다시 3배 키우면, 처음부터 6배로 키운 것과 같아요. 층도 마찬가지예요. 곱하고 더한 것을 다시 곱하고 더하면, **곱하고 더하기 한 번**으로 줄어들어요.
#
# $$w_2\,(w_1 x + b_1) + b_2 = (w_2 w_1)\,x + (w_2 b_1 + b_2)$$
#
# 정말인지 세 층을 한 층으로 접어 봐요. `@`는 층의 가중치끼리 곱하는 기호예요.

# %% [markdown] tags=["en"]
# ## 3. Investigate
#
# A straight line, without a trace of a peak. Why?
#
# Copy a page at twice its size, and the copy at three times its size: you might as well have copied it at six times at once. Layers are like that. Multiply and add, then multiply and add again, and it comes down to **multiplying and adding once**.
#
# $$w_2\,(w_1 x + b_1) + b_2 = (w_2 w_1)\,x + (w_2 b_1 + b_2)$$
#
# See for yourself and fold the three layers into one. The sign `@` multiplies the weights of two layers.

# %%
w1, b1, w2, b2, w3, b3 = stack.get_weights()

folded = keras.Sequential([keras.Input((1,)), Dense(1)])
folded.set_weights([w1 @ w2 @ w3, (b1 @ w2 + b2) @ w3 + b3])

difference = abs(rides(stack, hour_test) - rides(folded, hour_test)).max()
print(f"{stack.count_params()} parameters and {folded.count_params()}: answers differ by {difference:.2f} rides at most")

# %% [markdown] tags=["ko"]
# 파라미터 321개가 하는 일을 2개가 똑같이 해요. 선형을 쌓으면 선형이에요. **깊이만으로는 모자라요.**
#
# 아래는 의사예요. 훈련을 보고 무엇이 잘못됐는지 카드로 알려 줘요. 카드를 읽고 **까닭을 펼쳐 본 다음** 처방을 눌러 고치고, ▶를 눌러 훈련해 보세요.

# %% [markdown] tags=["en"]
# What 321 parameters do, 2 can do exactly as well. Stack linear layers and you get a linear layer. **Depth alone is not enough.**
#
# Below is the doctor, who looks at a training and says on a card what is wrong with it. Read the card, **open its reason**, press the cure and then ▶ to train.

# %%
kw.Doctor(stack, hour, target, epochs=60, batch_size=128)

# %% [markdown] tags=["ko"]
# 처방은 층과 층 사이에서 값을 **휘는 것**이에요. 이것이 [[activation function]]예요. 코드로는 `Dense(16, activation="relu")`라고 써요. 다른 것은 모두 그대로 두고 두 [[hidden layer]]에만 넣어 봐요.

# %% [markdown] tags=["en"]
# The cure **bends** the numbers between one layer and the next. This is an [[activation function]]. In code: `Dense(16, activation="relu")`. Leave everything else as it is, and give one to both [[hidden layer|hidden layers]].

# %%
bent = trained(hour, hidden=(16, 16), activation="relu")

print(f"{bent.count_params()} parameters miss by {misses_by(rides(bent, hour_test)):.0f}")
draw(rides(bent, clock)[:, 0])

# %% [markdown] tags=["ko"]
# 파라미터는 똑같이 321개인데 이제 70번 빗나가요. 출퇴근 시간이 있다고 아무도 알려 주지 않았는데 **봉우리를 둘 다 찾았어요.** 표를 외운 것과 맞먹어요.
#
# 무엇이 값을 휘었을까요? 네 가지 함수를 겹쳐 놓았어요. 왼쪽이 값, 오른쪽이 기울기예요. **세로선을 끌어서** $x$가 -3, 0.5, 4일 때 저마다 무엇을 내놓는지 읽어 보세요.

# %% [markdown] tags=["en"]
# There are 321 parameters as before, and now it misses by 70. Nobody told it of rush hours, and **it has found both peaks**. It is as good as the table.
#
# What bent the numbers? Here are four functions, laid over each other: values on the left, slopes on the right. **Drag the vertical line** and read what each of them makes of $x$ = -3, 0.5 and 4.

# %%
kw.ActivationBench("linear", "relu", "sigmoid", "tanh", show=["slope"])

# %% [markdown] tags=["ko"]
# - [[linear (identity)]]: 받은 값을 그대로 내놓아요. `activation`을 쓰지 않은 층이 바로 이것이에요.
# - [[ReLU]]: 경첩이에요. 0까지는 접혀 있다가 0에서 꺾여 올라가요. 유닛 하나가 경첩 하나예요. 경첩이 여럿이면 직선을 여러 군데에서 꺾어 봉우리를 만들 수 있어요.
# - [[sigmoid]]: 무엇이 들어와도 0과 1 사이로 눌러요. 그래서 확률로 읽을 수 있어요.
# - [[tanh]]: 시그모이드를 닮았는데 -1과 1 사이예요.
#
# 오른쪽 그림도 보세요. **기울기가 0인 곳에서는 배우지 못해요.** 렐루는 왼쪽에서, 시그모이드와 tanh는 양 끝에서 잠들어요.
#
# 하나가 더 있어요. [[softmax]]는 숫자 하나가 아니라 **여러 숫자를 함께** 봐요. 합이 1이 되도록 나누어 주니, 하나가 늘면 나머지가 줄어요. 아래에서 숫자를 바꾸어 보세요. **모두에 1을 더하면** 답이 어떻게 될까요? 먼저 말해 보고 누르세요.

# %% [markdown] tags=["en"]
# - [[linear (identity)|Linear]]: gives back what it gets. A layer without `activation` is just this.
# - [[ReLU]]: a hinge. Folded flat up to 0, it turns upwards there. Each unit is one hinge, and several hinges can bend a line in several places, into peaks.
# - [[sigmoid|Sigmoid]]: presses whatever comes in between 0 and 1, so it can be read as a probability.
# - [[tanh]]: like a sigmoid, but between -1 and 1.
#
# Look at the picture on the right, too. **Where the slope is 0, nothing is learned.** A relu is asleep on the left, sigmoid and tanh at both ends.
#
# There is one more. A [[softmax]] looks not at one number but at **several together**. It shares out a whole of 1 among them: when one gets more, the others get less. Change the numbers below. What happens when you **add 1 to all** of them? Say it first, then press.

# %%
kw.ActivationBench("softmax", show=[])

# %% [markdown] tags=["ko"]
# 아무것도 변하지 않아요. 소프트맥스가 보는 것은 숫자들 사이의 차이뿐이에요.
#
# 어디에 무엇을 쓸까요? **[[output layer]]은 답이 어떤 숫자인지 보고 골라요.**
#
# | 자리 | 내놓을 답 | 활성화 함수 |
# |---|---|---|
# | 은닉층 | | `relu` (또는 `tanh`) |
# | 출력층 | 아무 숫자: 기온, 교통량 | 쓰지 않아요 (`linear`) |
# | 출력층 | 예 또는 아니요: 유닛 하나 | `sigmoid` |
# | 출력층 | 여럿 가운데 하나: 유닛 여럿 | `softmax` |
#
# ## 4. 바꾸기
#
# **하나씩 예상하고** 실행하세요. 아래 셀의 `"tanh"`를 `"sigmoid"`와 `"linear"`로도 바꾸어 보세요. 한 낱말이 몇 번을 바꾸나요?

# %% [markdown] tags=["en"]
# Nothing changes. All that a softmax sees is the differences between the numbers.
#
# Which one goes where? **The [[output layer]] is chosen by what its answer is.**
#
# | place | answer | activation |
# |---|---|---|
# | hidden layer | | `relu` (or `tanh`) |
# | output layer | any number: temperature, traffic | none (`linear`) |
# | output layer | yes or no: one unit | `sigmoid` |
# | output layer | one of several: several units | `softmax` |
#
# ## 4. Modify
#
# **Predict each time** before you run. In the next cell, change `"tanh"` into `"sigmoid"`, then into `"linear"`. How many rides does that one word make?

# %%
activation = "tanh"

other = trained(hour, hidden=(16, 16), activation=activation)
print(f"{activation}: misses by {misses_by(rides(other, hour_test)):.0f}")

# %% [markdown] tags=["ko"]
# 이제 시각 말고도 요일, 날씨, 기온까지 **특성 여덟 개를 모두** 넣어요. 직선도, 선형 층을 쌓은 것도, 휘어진 것도 똑같이 넣어요. 누가 표를 외운 70번을 이길까요?

# %% [markdown] tags=["en"]
# Now put in **all eight features**: the kind of day, the weather, the temperature and so on. The line, the linear stack and the bent one all get the same. Which of them beats the 70 of knowing the table?

# %%
line = trained(z)
stack = trained(z, hidden=(16, 16))
bent = trained(z, hidden=(16, 16), activation="relu")

for name, model in {"line": line, "linear stack": stack, "relu": bent}.items():
    print(f"{name:13}{model.count_params():4} parameters miss by {misses_by(rides(model, z_test)):.0f}")
print(f"lowest answer of relu: {rides(bent, z_test).min():.0f}")

# %% [markdown] tags=["ko"]
# 선형은 한 층이든 세 층이든 81번이에요. 특성을 여덟 개나 보고도 시각 하나만 외운 표에 져요. 휘어진 것은 33번이에요.
#
# 그런데 마지막 줄을 보세요. 휘어진 모델의 가장 작은 답은 **0보다 작아요.** 자전거를 마이너스로 탈 수는 없지요. 그러면 출력층에도 `relu`를 달면 되지 않을까요? 0보다 작은 답은 나올 수 없으니까요. 시각만 보는 모델로 시험해 봐요. 지금은 70번 빗나가요. **어떻게 될까요?**

# %% [markdown] tags=["en"]
# Linear misses by 81, whether one layer or three. It sees eight features and loses to a table that knows the hour alone. The bent one misses by 33.
#
# But look at the last line: the lowest answer of the bent one is **below 0**. Nobody rides less than not at all. So why not put a `relu` on the output layer as well, and no answer can be below 0? Try it with the model of the hour alone, which misses by 70 now. **What will happen?**

# %%
relu_guess = kw.Choice("L04.relu_output", ["better", "same", "worse"])
relu_guess

# %%
clipped = trained(hour, hidden=(16, 16), activation="relu", output="relu")
relu_guess.happened("worse")

print(f"misses by {misses_by(rides(clipped, hour_test)):.0f}")
print(rides(clipped, clock)[::4, 0].round())

# %% [markdown] tags=["ko"]
# 110번. "언제나 평균"과 똑같아졌어요! 0시부터 네 시간마다 물어봐도 142번이라고만 해요.
#
# 모델이 맞히는 것은 횟수가 아니라 **표준화한 타깃**이었어요. 거기서 0은 한 대도 없다는 뜻이 아니라 **평균**이라는 뜻이에요. 렐루는 평균보다 적은 시각을 하나도 맞힐 수 없고, 그쪽으로 끌려가다가 아예 잠들어 버렸어요. 잠든 유닛은 기울기가 0이라 다시 깨어나지 못해요. 의사도 그렇게 보는지 카드를 읽고 고쳐 보세요.

# %% [markdown] tags=["en"]
# 110: exactly "always the mean"! Asked about every fourth hour, it says 142 each time.
#
# What the model aims at is not rides but **standardized targets**. There 0 does not mean "nobody rides", it means **the mean**. A relu cannot hit a single hour with less traffic than that. Pulled that way, it fell asleep for good: where the slope is 0, no unit ever wakes up. Read what the doctor makes of it, and cure it.

# %%
kw.Doctor(clipped, hour, target, epochs=60, batch_size=128)

# %% [markdown] tags=["ko"]
# > **나중에** · 시그모이드를 쓰는 이진 분류는 6과, 소프트맥스를 쓰는 다중 분류는 7과, 기울기가 0이라 배우지 못하는 깊은 신경망은 12과에서 만나요.
#
# ## 5. 만들기
#
# **연습 L04.1** · 다섯 자리에 알맞은 활성화 함수의 이름을 차례대로 적으세요.
#
# 1. 내일의 최저 기온(°C)을 맞히는 출력층
# 2. 내일 비가 올 확률을 맞히는 출력층, 유닛 하나
# 3. 사진 속의 동물이 열 가지 가운데 무엇인지 맞히는 출력층, 유닛 열 개
# 4. 표준화한 교통량을 맞히는 출력층
# 5. 두 봉우리를 찾아야 하는 은닉층

# %% [markdown] tags=["en"]
# > **Later** · Two kinds, with a sigmoid: lesson 6. One of several, with a softmax: lesson 7. Deep networks that cannot learn because slopes are 0: lesson 12.
#
# ## 5. Make
#
# **Exercise L04.1** · Write down the name of the activation that belongs in each of these five places, in order.
#
# 1. the output layer for tomorrow's lowest temperature (°C)
# 2. the output layer for the probability of rain tomorrow, one unit
# 3. the output layer that says which of ten animals is in a picture, ten units
# 4. the output layer for standardized traffic
# 5. a hidden layer that has to find two peaks

# %%
activations = ["?", "?", "?", "?", "?"]

kw.check("L04.1", activations)

# %% [markdown] tags=["ko"]
# **연습 L04.2** · 실험대에서 찾는 문제예요. 세로선을 끌어서 **기울기**가 렐루는 0, tanh는 0.1보다 작고, 시그모이드는 아직 0.1보다 큰 자리에 놓으세요. 그리고 그 아래 셀을 실행하세요.

# %% [markdown] tags=["en"]
# **Exercise L04.2** · One to find on the bench. Drag the vertical line to a place where the **slope** of the relu is 0, that of the tanh is below 0.1, and that of the sigmoid is still above 0.1. Then run the cell below it.

# %%
bench = kw.ActivationBench("relu", "sigmoid", "tanh", show=["slope"])
bench

# %%
kw.check("L04.2", bench)

# %% [markdown] tags=["ko"]
# **연습 L04.3** · 여러분의 모델로 테스트 세트의 교통량을 **55번 미만**으로 빗나가게 맞혀 보세요. `traffic`은 잰 그대로의 특성 `x`(크기 `(시간 수, 8)`)를 받아 교통량을 횟수로(크기 `(시간 수, 1)`) 돌려줘요. 지금 `best`에는 직선 모델이 들어 있어요.

# %% [markdown] tags=["en"]
# **Exercise L04.3** · Build a model that misses the traffic of the test set by **less than 55 rides**. `traffic` takes the features as measured, `x` of shape `(hours, 8)`, and returns rides, shape `(hours, 1)`. For now `best` is a straight line.

# %%
best = line


def traffic(x):
    return rides(best, (x - mean) / deviation)


kw.check("L04.3", traffic)

# %% [markdown] tags=["ko"]
# ## 정리
#
# - 활성화 함수가 없으면 층을 아무리 쌓아도 **한 층**이에요. 은닉층에는 `relu`를 쓰세요.
# - 출력층의 활성화 함수는 **답**이 정해요. 숫자는 선형, 예/아니요는 시그모이드, 여럿 가운데 하나는 소프트맥스예요.
# - 기울기가 0인 곳에서는 배우지 못해요. 출력층의 렐루는 거기서 잠들 수 있어요.
#
# 여기서 본 봉우리는 한 도시의 한 해 기록이에요. 다른 해나 우리 동네의 교통량을 말해 주지 않아요.

# %% [markdown] tags=["en"]
# ## Key points
#
# - Without an activation function any number of layers is **one layer**. Hidden layers take `relu`.
# - The activation of the output layer follows from **the answer**: linear for numbers, sigmoid for yes or no, softmax for one of several.
# - Where the slope is 0, nothing is learned. A relu on the output may fall asleep there.
#
# These peaks are those of one city in one year. They say nothing about another year, or about the traffic where you live.
