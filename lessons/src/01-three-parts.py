# ---
# jupyter:
#   lesson:
#     title: {ko: 모델의 세 요소, en: The three parts of a model}
#     minutes: 30
#     objectives:
#       ko:
#         - Keras 모델을 이루는 네트워크, 목적 함수, 옵티마이저가 각각 무슨 일을 하는지 말할 수 있어요.
#         - 내일의 기온을 예보하는 모델을 훈련하고, 멈추고, 바꾸어 볼 수 있어요.
#         - 간단한 규칙을 기준으로 삼아 모델이 쓸 만한지 판단할 수 있어요.
#       en:
#         - Say what the network, the objective function and the optimizer of a Keras model each do.
#         - Train a model that forecasts tomorrow's temperature, pause it and change it.
#         - Judge a model against a simple rule.
# ---

# %% [markdown] tags=["ko"]
# # 1. 모델의 세 요소
#
# **30분** · 파이썬을 조금 알면 돼요. 미적분은 몰라도 괜찮아요.
#
# 이 수업을 마치면
#
# - Keras 모델을 이루는 **네트워크**, **목적 함수**, **옵티마이저**가 각각 무슨 일을 하는지 말할 수 있어요.
# - 내일의 기온을 예보하는 모델을 훈련하고, 멈추고, 바꾸어 볼 수 있어요.
# - 간단한 규칙을 기준으로 삼아 모델이 쓸 만한지 판단할 수 있어요.
#
# 셀을 하나씩 읽고 <kbd>Shift</kbd>+<kbd>Enter</kbd>로 실행하세요. 위에서부터 차례대로 하면 돼요.

# %% [markdown] tags=["en"]
# # 1. The three parts of a model
#
# **30 minutes** · You need a little Python and no calculus.
#
# After this lesson you can
#
# - say what the **network**, the **objective function** and the **optimizer** of a Keras model each do,
# - train a model that forecasts tomorrow's temperature, pause it and change it,
# - judge a model against a simple rule.
#
# Read the cells one by one and run each with <kbd>Shift</kbd>+<kbd>Enter</kbd>, from top to bottom.

# %%
import kwidgets as kw
import lessons.checks
from kcore.datasets import seattle_weather

kw.set_language("en")

# %% [markdown] tags=["ko"]
# ## 1. 예측
#
# **내일은 몇 도일까요?** 오늘의 날씨만 보고 내일의 최고 기온을 맞히려고 해요. 데이터는 미국 시애틀에서 네 해 동안 하루도 빠짐없이 잰 진짜 [기록](../data/seattle-weather.md)이에요.
#
# 하루가 [[sample]] 하나예요. 샘플마다 오늘 잰 숫자 다섯 개, 곧 [[feature]]이 있고, 맞혀야 할 답인 [[target]]이 하나 있어요. 아래 셀은 네 해를 셋으로 나누어요.
#
# - 2012~2013년은 [[training set]]예요. 모델은 여기서만 배워요.
# - 2014년은 [[validation set]]예요. 배우지 않은 날에도 잘 맞히는지 재기만 해요.
# - 2015년은 서랍에 넣어 두세요. 마지막에 꺼낼 거예요.

# %% [markdown] tags=["en"]
# ## 1. Predict
#
# **How warm will it be tomorrow?** All you may look at is today's weather. The data are real: a [record](../data/seattle-weather.md) of Seattle, USA, every day for four years.
#
# One day is one [[sample]]. Each sample has five numbers measured today, its [[feature|features]], and one answer to find, its [[target]]. The next cell splits the four years in three.
#
# - 2012 and 2013 are the [[training set]]. The model learns from these days and no others.
# - 2014 is the [[validation set]]. It only measures how well the model does on days that it has not learned from.
# - 2015 stays in the drawer. We take it out at the very end.

# %%
(x, y), _ = seattle_weather.load_data()

x_train, y_train = x[:730], y[:730]
x_validation, y_validation = x[730:], y[730:]

for name, value in zip(seattle_weather.FEATURES, x_train[0]):
    print(f"{name:14}{value:6.1f}")
print(f"{'-> tomorrow':14}{y_train[0, 0]:6.1f}")

# %% [markdown] tags=["ko"]
# 신경망을 꺼내기 전에 가장 게으른 답부터 재 봐요. 하나는 "**오늘과 같아요**", 다른 하나는 "**언제나 평균**"이에요. 둘 다 2014년에 평균 몇 도나 빗나갈까요?

# %% [markdown] tags=["en"]
# Before any neural network, measure the laziest answers. One is "**same as today**", the other "**always the mean**". By how many degrees does each miss in 2014, on average?

# %%
same_as_today = float(abs(x_validation[:, :1] - y_validation).mean())
always_the_mean = float(abs(y_train.mean() - y_validation).mean())

print(f"{same_as_today = :.2f} °C")
print(f"{always_the_mean = :.2f} °C")

# %% [markdown] tags=["ko"]
# "오늘과 같아요"는 2.28도 빗나가요. 얕보지 마세요. 이 단순한 규칙을 이기지 못하는 신경망이 아주 많아요. 이렇게 비교할 기준으로 삼는 간단한 규칙을 [[baseline]]이라고 해요.
#
# 이제 하나만 정해 볼까요? **여러분의 첫 모델은 몇 도나 빗나갈까요?** 막대를 움직이고 단추를 눌러 적어 두세요. 조금 뒤에 다시 만나요.

# %% [markdown] tags=["en"]
# "Same as today" misses by 2.28 degrees. Don't laugh at it: plenty of neural networks lose to this rule. A simple rule to compare with is called a [[baseline]].
#
# Now commit to one thing: **by how many degrees will your first model miss?** Move the slider and press the button. You will meet your guess again in a moment.

# %%
guess = kw.Guess("L01.first_error", 0, 10, "°C")
guess

# %% [markdown] tags=["ko"]
# ## 2. 실행
#
# Keras의 [[model]]은 세 부분이에요.
#
# ```mermaid
# flowchart LR
#   W(["오늘의 날씨"]) --> N["<b>머리</b><br>네트워크"] --> A(["예보"]) --> O["<b>몸</b><br>목적 함수"] --> L(["얼마나 틀렸나"]) --> S["<b>걸음</b><br>옵티마이저"]
#   S -. "가중치를 조금 옮겨요" .-> N
# ```
#
# - [[neural network|신경망(네트워크, neural network)]]은 머리예요. 숫자를 받아 답을 내놓아요. 어떤 답이 나올지는 머릿속 숫자인 [[weight]]가 정해요.
# - [[objective function]]는 몸이에요. 그 답이 얼마나 틀렸는지 숫자 하나로 느껴요. 이 숫자를 **손실**(loss)이라고 하고, 목적 함수를 [[loss function]]라고도 불러요.
# - [[optimizer|옵티마이저(최적화기, optimizer)]]는 걸음이에요. 덜 틀리는 쪽으로 가중치를 조금 옮겨요.
#
# 답하고, 느끼고, 한 걸음. 이것을 천 번 넘게 되풀이하는 것이 [[training]]이에요. 한 번에 훈련 세트의 32일씩만 보는데, 이 묶음이 [[batch]]예요. 배치 하나를 볼 때마다 한 걸음을 가요. 훈련 세트를 한 바퀴 도는 것을 [[epoch]]라고 해요.
#
# 아래 셀을 실행하면 카드 세 장이 나와요. **▶ 실행**을 누르고 곡선을 보세요. 배치 하나, 에포크 하나씩 천천히 가 볼 수도 있어요.

# %% [markdown] tags=["en"]
# ## 2. Run
#
# A Keras [[model]] has three parts.
#
# ```mermaid
# flowchart LR
#   W(["today's weather"]) --> N["<b>head</b><br>network"] --> A(["forecast"]) --> O["<b>body</b><br>objective function"] --> L(["how wrong"]) --> S["<b>step</b><br>optimizer"]
#   S -. "moves the weights a little" .-> N
# ```
#
# - The [[neural network]] is the head: numbers in, an answer out. Which answer depends on the numbers inside it, its [[weight|weights]].
# - The [[objective function]] is the body: it feels how wrong the answer was, as a single number. That number is the **loss**, which is why it is also called the [[loss function]].
# - The [[optimizer]] is the step: it moves the weights a little towards less wrong.
#
# Answer, feel, step. Doing this more than a thousand times is [[training]]. Each time the model looks at only 32 days of the training set: one [[batch]], one step. One round through the training set is an [[epoch]].
#
# Run the next cell and you get three cards. Press **▶ Run** and watch the curve. You may also go slowly, one batch or one epoch at a time.

# %%
first = kw.Triad(
    x_train,
    y_train,
    (x_validation, y_validation),
    optimizer="SGD",
    learning_rate=0.01,
    baseline=same_as_today,
    guess=guess,
    unit="°C",
    seed=2,
    show=["steps", "speed", "code", "language"],
)
first

# %% [markdown] tags=["ko"]
# 다 끝났나요? 아래 셀은 어디까지 왔는지 알려 줘요. 아직 덜 끝났으면 남은 훈련을 마저 해요.

# %% [markdown] tags=["en"]
# Finished? The next cell says how far it has come. If some training is left, it is done now.

# %%
first.run()

# %% [markdown] tags=["ko"]
# ## 3. 관찰
#
# 곡선은 신나게 내려갔는데 6.07도나 빗나가요. 여러분의 예상과 얼마나 다른가요? 그런데 6.07이라니, 어디서 본 숫자예요. 모델이 2014년의 다섯 날에 뭐라고 답했는지 직접 물어봐요. 왼쪽이 모델의 답, 오른쪽이 정답이에요.

# %% [markdown] tags=["en"]
# ## 3. Investigate
#
# The curve came down happily, and still the model misses by 6.07 degrees. How far is that from your guess? And where have you seen 6.07 before? Ask the model about five days of 2014: its answer on the left, the truth on the right.

# %%
for answer, truth in zip(first.model.predict(x_validation[::80], verbose=0), y_validation[::80]):
    print(f"{answer[0]:6.1f}{truth[0]:8.1f}")

# %% [markdown] tags=["ko"]
# 날마다 똑같이 15.6도! 모델이 배운 것은 평균뿐이에요. 손실이 많이 줄었다고 좋은 모델은 아니에요. 처음에 너무 많이 틀려서 많이 줄어든 것처럼 보였을 뿐이에요.
#
# 왜 이렇게 되었을까요? 머리에 들어가는 숫자를 보세요.

# %% [markdown] tags=["en"]
# 15.6 degrees every single day! All the model has learned is the mean. A loss that falls a lot does not make a good model: it only fell a lot because it began so very wrong.
#
# What happened? Look at the numbers that go into the head.

# %%
for name, low, high in zip(seattle_weather.FEATURES, x_train.min(axis=0), x_train.max(axis=0)):
    print(f"{name:14}{low:8.1f} … {high:6.1f}")

# %% [markdown] tags=["ko"]
# `day_of_year`는 366까지 가는데 `wind`는 10보다 작아요. 옵티마이저의 걸음은 들어온 숫자가 클수록 길어져요. 그래서 첫걸음부터 너무 멀리 뛰었고, 은닉층의 유닛이 모두 꺼져 버렸어요. 꺼진 유닛은 무엇을 넣어도 0만 내놓아요. 남은 것은 마지막 층의 편향 하나뿐이니 늘 같은 답을 할 수밖에요.
#
# 처방은 간단해요. 특성마다 **평균을 빼고 표준편차로 나누어** 크기를 비슷하게 맞춰요. 이것을 [[standardization]]라고 해요. 평균과 표준편차는 훈련 세트에서만 재요. 내일의 숫자를 미리 볼 수는 없으니까요.

# %% [markdown] tags=["en"]
# `day_of_year` goes up to 366 while `wind` stays below 10. The larger the number that comes in, the longer the optimizer's step. So the very first steps went much too far and switched off all units of the hidden layer. A unit that is off gives 0 whatever you put in. All that was left is the bias of the last layer, and that can only give the same answer every day.
#
# The cure is simple. From each feature **subtract its mean and divide by its standard deviation**, so that all have a similar size. This is [[standardization]]. Mean and deviation come from the training set alone: nobody can look at tomorrow's numbers today.

# %%
mean, deviation = x_train.mean(axis=0), x_train.std(axis=0)


def scaled(x):
    return (x - mean) / deviation


z_train, z_validation = scaled(x_train), scaled(x_validation)

# %% [markdown] tags=["ko"]
# 네트워크도, 목적 함수도, 옵티마이저도 그대로예요. 시작하는 가중치까지 똑같아요. 바뀐 것은 들어가는 숫자뿐이에요. 이번에는 카드에 값을 바꾸는 칸도 있어요. **아직 바꾸지 말고** 실행부터 하세요.

# %% [markdown] tags=["en"]
# The network, the objective function and the optimizer are as before, down to the weights they start with. Only the numbers that go in have changed. This time the cards have controls on them. **Don't touch them yet**; press Run first.

# %%
triad = kw.Triad(
    z_train,
    y_train,
    (z_validation, y_validation),
    optimizer="SGD",
    learning_rate=0.01,
    baseline=same_as_today,
    guess=guess,
    unit="°C",
    seed=2,
    names=("z_train", "y_train", "z_validation", "y_validation"),
)
triad

# %%
triad.run()

# %% [markdown] tags=["ko"]
# 2.15도. 이번에는 "오늘과 같아요"를 이겼어요! 큰 차이는 아니지요? 내일의 날씨는 원래 그만큼 어려워요. 그래서 기준 모델을 늘 같은 그림에 그려 두는 거예요.

# %% [markdown] tags=["en"]
# 2.15 degrees. This time the model beats "same as today"! Not by much, is it? Tomorrow's weather really is that hard. That is why the baseline is always on the same plot.

# %% [markdown] tags=["ko"]
# ## 4. 바꾸기
#
# 위의 카드로 돌아가서 하나씩 해 보세요. **누르기 전에 어떻게 될지 먼저 말해 보고** 누르세요. **처음으로**를 누르면 언제든 똑같은 가중치에서 다시 시작해요.
#
# 1. **하나씩 빼기.** 머리, 몸, 걸음의 스위치를 하나씩 꺼 보세요. 하나라도 빠지면 배울 수 없다는 말이 정말인가요? 셋 가운데 실행은 되는데 아무것도 배우지 못하는 것은 어느 것인가요?
# 2. **걸음의 길이.** 다시 실행하고, 훈련하는 동안 `learning_rate`를 1까지 올려 보세요. [[learning rate]]은 한 걸음의 길이예요. 곡선이 어떻게 되나요?
# 3. **걸음을 줄이기.** 처음으로 돌아가 0.01로 실행하고, 곡선이 오르락내리락하기 시작하면 0.001로 낮추어 보세요. 곡선이 차분해지면서 더 내려가나요?
# 4. **생각 없는 머리.** `hidden_layers`를 0으로 하면 은닉층이 사라지고 덧셈과 곱셈만 남아요. 얼마나 나빠질까요?
#
# 마지막으로 머리를 아주 크게 만들어 볼게요. 유닛이 128개인 층을 세 개 쌓고 300에포크를 훈련해요. **훈련 오차와 검증 오차는 각각 어떻게 될까요?** 먼저 예상하고 실행하세요.

# %% [markdown] tags=["en"]
# ## 4. Modify
#
# Go back to the cards and try these one by one. **Say what will happen before you click.** **Reset** always brings back exactly the same first weights.
#
# 1. **Take one away.** Switch off head, body and step in turn. Is it true that nothing is learned without all three? With which one missing does it still run, and learn nothing?
# 2. **The length of a step.** Run again, and while it trains raise `learning_rate` to 1. The [[learning rate]] is the length of a step. What does the curve do?
# 3. **Shorter steps.** Reset, run at 0.01, and when the curve starts to jitter go down to 0.001. Does it calm down and fall a little more?
# 4. **A head without thoughts.** With `hidden_layers` at 0 only additions and multiplications are left. How much worse is that?
#
# Last, a very big head: three layers of 128 units, 300 epochs. **What will the training error do, and what the validation error?** Predict first, then run.

# %% tags=["nbval-ignore-output"]
triad.set(hidden_layers=3, units=128, optimizer="Adam", learning_rate=0.003)
triad.run(300)

# %% [markdown] tags=["ko"]
# 훈련 오차는 계속 내려가는데 검증 오차는 어느 순간부터 올라가요. 배운 날들을 통째로 외운 거예요. 이것이 [[overfitting]]이에요. 훈련 오차가 낮다고 좋은 모델은 아니에요. 배우지 않은 날에 덜 틀려야 좋은 모델이에요.
#
# > **나중에** · 꺼진 유닛과 활성화 함수는 4과, 왜 오차의 제곱을 쓰는지는 5과, SGD와 Adam은 8과, 과대적합을 막는 법은 11과에서 만나요.

# %% [markdown] tags=["en"]
# The training error keeps falling, and at some point the validation error turns and rises. The model has learned its days by heart. This is [[overfitting]]. A low training error does not make a good model; being less wrong on new days does.
#
# > **Later** · Units that switch off, and activation functions: lesson 4. Why the error is squared: lesson 5. SGD and Adam: lesson 8. How to prevent overfitting: lesson 11.

# %% [markdown] tags=["ko"]
# ## 5. 만들기
#
# 이제 여러분의 모델을 코드로 만들어요. 카드 아래에 늘 보이던 코드가 바로 진짜 Keras 코드예요. 세 요소가 어디에 있는지 찾아보세요.
#
# - 머리 · 네트워크: `model = keras.Sequential([...])`
# - 몸 · 목적 함수: `model.compile(loss=...)`
# - 걸음 · 옵티마이저: `model.compile(optimizer=...)`
# - 훈련: `model.fit(...)`
# - 예보: `model.predict(...)`
#
# 이 수업에서는 작고 빠른 엔진 `kcore`가 Keras를 대신해요. 이름과 쓰는 법이 같아서 `import keras` 대신 `import kcore as keras`라고만 쓰면 돼요.
#
# **연습 L01.1** · 2015년을 서랍에서 꺼낼 시간이에요. `forecast`를 고쳐서 2015년에 "오늘과 같아요"(2.24도)보다 덜 빗나가게 하세요. `forecast`는 잰 그대로의 날씨 `x`(크기 `(날 수, 5)`)를 받아 내일의 최고 기온(크기 `(날 수, 1)`)을 돌려줘요. 카드의 코드를 복사해 와도 좋아요. 확인은 몇 번이고 할 수 있고, 틀리면 까닭과 도움말을 하나씩 알려 줘요.

# %% [markdown] tags=["en"]
# ## 5. Make
#
# Now build a model of your own, in code. What you have seen under the cards all along is real Keras code. Find the three parts in it.
#
# - head · network: `model = keras.Sequential([...])`
# - body · objective function: `model.compile(loss=...)`
# - step · optimizer: `model.compile(optimizer=...)`
# - training: `model.fit(...)`
# - forecast: `model.predict(...)`
#
# In these lessons a small and quick engine called `kcore` stands in for Keras. Its names and their use are the same: just write `import kcore as keras` instead of `import keras`.
#
# **Exercise L01.1** · Time to take 2015 out of the drawer. Change `forecast` so that it misses by less than "same as today" in 2015 (2.24 degrees). It takes the weather as measured, `x` of shape `(days, 5)`, and returns the next day's highest temperature, shape `(days, 1)`. Copying the code from the cards is fine. Check as often as you like: if it is not right yet, you are told why, and get one hint at a time.

# %%
import kcore as keras


def forecast(x):
    return x[:, :1]


kw.check("L01.1", forecast)

# %% [markdown] tags=["ko"]
# ## 정리
#
# - 모델은 세 부분이에요. **네트워크**가 답하고, **목적 함수**가 얼마나 틀렸는지 재고, **옵티마이저**가 가중치를 옮겨요.
# - 손실이 줄었다고 안심하지 마세요. **기준 모델**과 **검증 세트**가 판단해 줘요.
# - 숫자의 크기가 제각각이면 배우기 어려워요. 훈련 세트로 **표준화**하세요.
#
# 여기서 본 숫자는 시애틀의 네 해 기록에서 나온 것이에요. 다른 도시에서도 맞는다는 뜻은 아니에요.

# %% [markdown] tags=["en"]
# ## Key points
#
# - A model has three parts. The **network** answers, the **objective function** measures how wrong that was, the **optimizer** moves the weights.
# - Don't trust a falling loss. A **baseline** and a **validation set** are the judges.
# - Numbers of very different size are hard to learn from. **Standardize** them, with the training set.
#
# All figures here come from four years in Seattle. They do not say that the model would do well anywhere else.
