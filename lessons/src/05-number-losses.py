# ---
# jupyter:
#   lesson:
#     title: {ko: 회귀 손실, en: Losses for numbers}
#     minutes: 30
#     objectives:
#       ko:
#         - 평균 제곱 오차와 평균 절댓값 오차 가운데 무엇을 쓸지 까닭을 들어 고를 수 있어요.
#         - 손실과 지표를 구별하고, 손실이 서로 다른 두 모델을 같은 자로 견줄 수 있어요.
#         - 잘못 적힌 행 몇 개에 끌려간 모델을 알아보고 고칠 수 있어요.
#       en:
#         - Choose between mean squared and mean absolute error, and give a reason.
#         - Tell a loss from a metric, and compare two models with different losses by the same yardstick.
#         - Recognise a model that a few wrong rows have pulled away, and mend it.
# ---

# %% [markdown] tags=["ko"]
# # 5. 회귀 손실
#
# **30분** · 4과를 마쳤으면 돼요.
#
# 이 수업을 마치면
#
# - 평균 제곱 오차와 평균 절댓값 오차 가운데 무엇을 쓸지 까닭을 들어 고를 수 있어요.
# - 손실과 지표를 구별하고, 손실이 서로 다른 두 모델을 같은 자로 견줄 수 있어요.
# - 잘못 적힌 행 몇 개에 끌려간 모델을 알아보고 고칠 수 있어요.

# %% [markdown] tags=["en"]
# # 5. Losses for numbers
#
# **30 minutes** · Lesson 4 is all you need.
#
# After this lesson you can
#
# - choose between mean squared and mean absolute error, and give a reason,
# - tell a loss from a metric, and compare two models with different losses by the same yardstick,
# - recognise a model that a few wrong rows have pulled away, and mend it.

# %%
import numpy as np

import kcore as keras
import kwidgets as kw
import lessons.checks
from kcore.datasets import chicago_air

kw.set_language("en")

# %% [markdown] tags=["ko"]
# ## 1. 예측
#
# **내일은 미세먼지가 얼마나 될까요?** 시카고에서 14년 동안 날마다 잰 [기록](../data/chicago-air.md)이 있어요. 오늘의 미세먼지, 오존, 이산화 황, 기온, 날짜를 보고 내일의 미세먼지를 맞혀요. 숫자를 맞히는 일을 [[regression]]라고 해요.
#
# 이 기록의 먼지는 농도가 아니라 **14년의 중앙값과 다른 만큼**(µg/m³)이에요. 그래서 0보다 작은 날도 있어요. 0이면 보통 날, 50이면 아주 뿌연 날이에요.

# %% [markdown] tags=["en"]
# ## 1. Predict
#
# **How much fine dust will there be tomorrow?** There is a [record](../data/chicago-air.md) of 14 years of Chicago's air. From today's dust, ozone, sulphur dioxide, temperature and date, say tomorrow's dust. To predict a number is called [[regression]].
#
# Dust is not given as a concentration here but as **the difference from the median of the 14 years** (µg/m³), so that some days are below 0. A day with 0 is an ordinary one, a day with 50 is a very hazy one.

# %%
(x, y), (x_test, y_test) = chicago_air.load_data()

mean, deviation = x.mean(axis=0), x.std(axis=0)
z, z_test = (x - mean) / deviation, (x_test - mean) / deviation

print(f"{len(y)} days to learn from, {len(y_test)} new days")
print("dust of the first eight:", y[:8, 0].round().astype(int))

# %% [markdown] tags=["ko"]
# [[baseline]]은 둘이에요. "내일도 오늘과 같아요", 그리고 "언제나 평균이에요". 1과의 기온에서는 앞의 것이 뒤의 것을 멀찍이 이겼어요. **먼지에서는 누가 덜 빗나갈까요?** 먼저 고르세요.

# %% [markdown] tags=["en"]
# There are two [[baseline|baselines]]: "tomorrow is the same as today", and "always the mean". With the temperatures of lesson 1 the first beat the second by far. **Which one misses dust by less?** Choose first.

# %%
baseline_guess = kw.Choice("L05.baseline", ["today", "mean"])
baseline_guess

# %% [markdown] tags=["ko"]
# ## 2. 실행

# %% [markdown] tags=["en"]
# ## 2. Run

# %%
def misses_by(answers):
    return float(abs(answers - y_test).mean())


baseline_guess.happened("mean")

print(f"same as today   {misses_by(x_test[:, :1]):.1f}")
print(f"always the mean {misses_by(y.mean()):.1f}")

# %% [markdown] tags=["ko"]
# 먼지는 기온과 달리 하루 만에 확 바뀌어요. 그래서 "오늘과 같아요"가 17.0이나 빗나가고, 아무것도 보지 않는 평균이 15.7로 더 나아요.
#
# 이제 신경망 차례예요. 똑같은 신경망을 [[loss function]]만 바꾸어 두 번 훈련해요.
#
# - `mean_squared_error`: [[mean squared error]]. 빗나간 만큼을 **제곱**해서 평균해요. 줄여서 MSE예요.
# - `mean_absolute_error`: [[mean absolute error]]. 빗나간 만큼을 **그대로** 평균해요. 줄여서 MAE예요.

# %% [markdown] tags=["en"]
# Unlike temperature, dust can be quite another from one day to the next. "Same as today" misses by 17.0, and the mean, which looks at nothing, does better with 15.7.
#
# Now for a network: the same one twice, with another [[loss function]] each time.
#
# - `mean_squared_error`, the [[mean squared error]], takes the mean of the misses **squared**. MSE for short.
# - `mean_absolute_error`, the [[mean absolute error]], takes the mean of the misses **as they are**. MAE for short.

# %%
def trained(dust, loss, metrics=()):
    keras.utils.set_random_seed(1)
    hidden = keras.layers.Dense(16, activation="relu")
    model = keras.Sequential([keras.Input((5,)), hidden, keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.01), loss=loss, metrics=list(metrics))
    history = model.fit(z, dust, epochs=15, verbose=0)
    return model, history.history["loss"]


squared, squared_losses = trained(y, "mean_squared_error")
absolute, absolute_losses = trained(y, "mean_absolute_error")

for epoch in (0, 4, 14):
    print(f"epoch {epoch + 1:2}: MSE {squared_losses[epoch]:.0f}, MAE {absolute_losses[epoch]:.1f}")

# %% [markdown] tags=["ko"]
# 한쪽은 손실이 271에서 끝났고, 다른 쪽은 11.6에서 끝났어요. **어느 모델이 더 나을까요?**

# %% [markdown] tags=["en"]
# One ends at a loss of 271, the other at 11.6. **Which model is better?**

# %%
compare_guess = kw.Choice("L05.compare", ["squared", "absolute", "unknown"])
compare_guess

# %%
def measured(model):
    miss = model.predict(z_test, verbose=0) - y_test
    return f"MAE {abs(miss).mean():.1f}, root of MSE {(miss**2).mean() ** 0.5:.1f}"


compare_guess.happened("unknown")

print("trained with MSE:", measured(squared))
print("trained with MAE:", measured(absolute))

# %% [markdown] tags=["ko"]
# **손실만 보아서는 알 수 없어요.** 271과 11.6은 키 180cm와 몸무게 70kg처럼 서로 다른 것을 잰 숫자예요. MSE의 단위는 µg/m³의 제곱이에요.
#
# 같은 자로 재니 둘은 거의 같아요. 그리고 **저마다 자기 자에서 조금 이겨요.** MAE로 훈련한 모델은 MAE가, MSE로 훈련한 모델은 MSE의 제곱근이 더 작아요. 시킨 대로 배운 거예요. 둘 다 평균의 15.7은 이겼어요.
#
# ## 3. 관찰
#
# ### 손실은 발, 지표는 눈
#
# 사람이 읽으려고 재는 숫자를 [[metric]]라고 해요. `compile`의 `metrics`에 적어요. 이번에는 MSE로 훈련하면서 MAE를 지표로 달아 봐요. 답이 달라질까요?

# %% [markdown] tags=["en"]
# **The losses alone cannot tell.** 271 and 11.6 measure different things, like a height of 180 cm and a mass of 70 kg. The unit of MSE is µg/m³ squared.
#
# Measured by the same yardstick, the two are nearly alike. And **each wins a little by its own**: trained with MAE the MAE is smaller, trained with MSE the root of the MSE. They learned what they were told to. Both beat the mean and its 15.7.
#
# ## 3. Investigate
#
# ### The loss walks, the metric watches
#
# A number that is measured for people to read is a [[metric]]. It goes into the `metrics` of `compile`. Train with MSE once more, and have MAE measured as a metric. Will the answers change?

# %%
watched, _ = trained(y, "mean_squared_error", metrics=["mean_absolute_error"])

difference = abs(watched.predict(z_test, verbose=0) - squared.predict(z_test, verbose=0)).max()
loss, metric = watched.evaluate(z_test, y_test, verbose=0)

print(f"with and without the metric, answers differ by {difference:.1f}")
print(f"on the new days: loss {loss:.0f}, metric {metric:.1f}")

# %% [markdown] tags=["ko"]
# 하나도 달라지지 않아요. 저울에 올라간다고 몸무게가 변하지는 않지요. **모델은 손실만 줄이고, 지표는 보기만 해요.** 그래서 손실이 다른 모델은 같은 지표로 견줘요.
#
# ### 튀는 하루
#
# 두 손실은 어디서 갈라질까요? 빗나간 만큼을 키우면서 재 봐요.

# %% [markdown] tags=["en"]
# Not at all. Nobody gets lighter by standing on scales. **The model lowers the loss; the metric only looks on.** That is why models with different losses are compared by the same metric.
#
# ### One day that stands out
#
# Where do the two losses part? Miss by more and more, and measure.

# %%
mse, mae = keras.losses.MeanSquaredError(), keras.losses.MeanAbsoluteError()

for miss in (1, 2, 10, 100):
    truth, answer = np.array([[0.0]]), np.array([[float(miss)]])
    print(f"misses by {miss:3}: MSE {float(mse(truth, answer)):6.0f}, MAE {float(mae(truth, answer)):4.0f}")

# %% [markdown] tags=["ko"]
# 10배 빗나가면 MAE는 10배, MSE는 **100배** 아파요. MSE는 목소리 큰 한 사람에게 끌려가는 회의이고, MAE는 한 사람이 한 표씩 던지는 회의예요.
#
# 실험대에 다섯 날이 있어요. 동그라미는 답, 네모는 타깃이에요. **마지막 네모를 위아래로 끌면서** 두 가지를 보세요.
#
# 1. 그 날의 화살표, 곧 고치려고 가는 걸음의 길이. `화살표와 표`에서 손실을 바꾸어 견주세요.
# 2. "모두에게 같은 답을 한다면" 가장 좋은 답. 어느 손실에서 더 많이 움직이나요?

# %% [markdown] tags=["en"]
# Ten times the miss costs MAE ten times as much, and MSE **a hundred times**. MSE is a meeting that follows whoever shouts loudest; in MAE everybody has one vote.
#
# On the bench are five days. Circles are answers, squares are targets. **Drag the last square up and down** and watch two things.
#
# 1. The arrow of that day: how far a step will move its answer. Change the loss at `arrows and table` to compare.
# 2. The best answer "if all got the same answer". With which loss does it move further?

# %%
kw.LossBench("mean_squared_error", "mean_absolute_error", show=["leading"])

# %% [markdown] tags=["ko"]
# MSE의 가장 좋은 답은 **평균**이라서 튀는 날을 따라가요. MAE의 가장 좋은 답은 한가운데 값인 **중앙값**이라서, 네모가 아무리 멀리 가도 꿈쩍하지 않아요.
#
# ### 틀린 행
#
# 실제 기록에는 틀린 행이 섞여요. 재지 못한 날에 `999`라고 적어 두는 기계가 많은데, 아무도 모르고 그대로 훈련에 쓰곤 해요. 우리도 훈련 세트의 타깃 몇 개를 999로 바꾸어 봐요.
#
# MSE로 훈련한 모델은 지금 새 날을 14.2만큼 빗나가요. 3,932행 가운데 **틀린 행이 10, 20, 40, 80개가 되면** 얼마나 빗나갈까요? 점을 끌어 곡선을 그리세요.

# %% [markdown] tags=["en"]
# For MSE the best answer is the **mean**, which runs after the day that stands out. For MAE it is the value in the middle, the **median**, which does not budge however far the square goes.
#
# ### Wrong rows
#
# Real records have wrong rows in them. Many instruments write `999` for a day that they could not measure, and somebody trains on that without noticing. Let us do so, too: turn some targets of the training set into 999.
#
# Trained with MSE, the model misses new days by 14.2 now. **With 10, 20, 40 and 80 wrong rows** among the 3,932, by how much will it miss? Drag the points to draw the curve.

# %%
counts = [0, 10, 20, 40, 80]

sketch = kw.Sketch("L05.wrong_rows", counts, 10, 30, value=[14.2] * 5)
sketch

# %%
def spoiled(count):
    dust = y.copy()
    dust[np.linspace(0, len(y) - 1, count).astype(int)] = 999
    return dust


errors = {"mean_squared_error": [], "mean_absolute_error": []}
for count in counts:
    for loss, found in errors.items():
        model, _ = trained(spoiled(count), loss)
        found.append(misses_by(model.predict(z_test, verbose=0)))
sketch.happened(errors["mean_squared_error"])

print("wrong rows      MSE   MAE")
for count, by_squares, by_sizes in zip(counts, *errors.values()):
    print(f"{count:2} ({count / len(y):4.1%})   {by_squares:6.1f}{by_sizes:6.1f}")

# %% [markdown] tags=["ko"]
# 위의 그림으로 돌아가 여러분의 곡선과 견주어 보세요. **백 행에 하나만 틀려도** MSE로 훈련한 모델은 18쯤 빗나가서, 아무것도 보지 않는 평균(15.7)에도 져요. MAE로 훈련한 모델은 끄떡없어요.
#
# 의사는 이 환자를 어떻게 볼까요? 맨 앞의 카드를 읽으세요. **까닭을 펼쳐 본 다음** 처방을 누르고 ▶를 눌러 훈련하세요.

# %% [markdown] tags=["en"]
# Go back to the picture and compare. **One wrong row in a hundred** is enough, and the model trained with MSE misses by about 18 and loses to the mean (15.7), which looks at nothing. Trained with MAE, it does not care.
#
# What will the doctor make of this patient? Read the first card. **Open its reason**, press the cure and then ▶ to train.

# %%
patient, _ = trained(spoiled(40), "mean_squared_error")

kw.Doctor(patient, z, spoiled(40), epochs=15)

# %% [markdown] tags=["ko"]
# 의사는 우리가 심은 40개보다 많은 51개를 찾았어요. 나머지 11개는 원래 기록에 있던 아주 뿌연 날이에요. **튀는 값이 모두 틀린 값은 아니에요.**
#
# 손실을 바꾸어도 타깃이 너무 크다는 카드가 남지요? 999가 표에 그대로 있으니까요. MAE는 끌려가지 않을 뿐, 표를 고쳐 주지는 않아요. 틀린 행은 찾아서 빼는 것이 먼저예요.
#
# ## 4. 바꾸기
#
# 둘 사이에 있는 손실도 있어요. `huber`는 조금 빗나가면 MSE처럼, 많이 빗나가면 MAE처럼 재요. **예상하고** 실행한 다음, `loss`를 `"log_cosh"`와 `"mean_squared_error"`로도 바꾸어 보세요.

# %% [markdown] tags=["en"]
# The doctor found 51, not only the 40 that we planted. The other 11 are very hazy days of the record itself. **Not all that stands out is wrong.**
#
# With the other loss a card remains which says that the targets are too large: 999 still stands in the table. MAE is not pulled away, but it does not mend the table. To find the wrong rows and leave them out comes first.
#
# ## 4. Modify
#
# There are losses in between. `huber` measures small misses as MSE does, and large ones as MAE does. **Predict**, run, and then change `loss` to `"log_cosh"` and to `"mean_squared_error"`.

# %%
loss = "huber"

other, _ = trained(spoiled(40), loss)
print(f"{loss}: misses new days by {misses_by(other.predict(z_test, verbose=0)):.1f}")

# %% [markdown] tags=["ko"]
# 그러면 언제나 MAE가 나을까요? 크게 빗나가는 것이 정말로 큰일이라면, 예를 들어 뿌연 날을 놓치면 안 된다면, 그 목소리를 크게 듣는 것이 옳아요. 틀린 행이 없는 원래 표로 훈련한 두 모델을 **뿌연 날만** 골라 재 봐요. `limit`도 바꾸어 보세요.

# %% [markdown] tags=["en"]
# So is MAE always the better one? If large misses really are the bad ones, if for instance a hazy day must not be missed, then it is right to listen to those who shout. Take the two models that were trained on the record as it is, and measure them **on hazy days only**. Change `limit`, too.

# %%
limit = 40

hazy = y_test[:, 0] > limit
print(f"{hazy.sum()} days above {limit}")
for name, model in {"MSE": squared, "MAE": absolute}.items():
    miss = model.predict(z_test[hazy], verbose=0) - y_test[hazy]
    print(f"trained with {name}: misses them by {abs(miss).mean():.0f}")

# %% [markdown] tags=["ko"]
# MSE로 훈련한 쪽이 조금 나아요. 하지만 솔직히 둘 다 40 넘게 빗나가요. 손실을 바꾼다고 **입력에 없는 것을 알게 되지는 않아요.** 어떤 실수가 더 나쁜지는 사람이 정하고, 손실은 그것을 모델에게 전하는 말이에요.
#
# > **나중에** · 예와 아니요를 맞히는 손실은 6과, 옵티마이저 Adam은 8과, 틀린 행을 비롯한 데이터의 함정은 14과에서 만나요.
#
# ## 5. 만들기
#
# **연습 L05.1** · 모델 네 개의 기록이에요. 저마다 **어떤 손실로 훈련했는지** `"mse"`나 `"mae"`로 차례대로 적으세요.
#
# A와 B는 표준화한 타깃으로 훈련했어요. 1, 4, 7, 10, 13번째 에포크의 손실과, 지표로 단 MAE예요.
#
# | | 손실 곡선 | 지표 MAE의 곡선 |
# |---|---|---|
# | A | 0.81, 0.77, 0.76, 0.76, 0.76 | 0.64, 0.62, 0.62, 0.62, 0.62 |
# | B | 0.64, 0.62, 0.62, 0.62, 0.62 | 0.64, 0.62, 0.62, 0.62, 0.62 |
#
# C와 D는 999가 40행 섞인 표로 훈련했어요. 새 날에 한 답의 평균이에요. 새 날의 먼지는 평균 -0.3이에요.
#
# | | 답의 평균 |
# |---|---|
# | C | -1.7 |
# | D | 10.6 |

# %% [markdown] tags=["en"]
# The one trained with MSE is a little better. But, to be honest, both miss by more than 40. No loss makes a model know **what is not in its inputs**. Which mistakes are worse is for people to decide; the loss is how they tell the model.
#
# > **Later** · Losses for yes and no: lesson 6. The optimizer Adam: lesson 8. Wrong rows and other traps in data: lesson 14.
#
# ## 5. Make
#
# **Exercise L05.1** · Here are the records of four models. **Which loss was each trained with?** Write `"mse"` or `"mae"` for each, in order.
#
# A and B were trained on standardized targets. These are the loss in epochs 1, 4, 7, 10 and 13, and MAE as a metric.
#
# | | curve of the loss | curve of the metric MAE |
# |---|---|---|
# | A | 0.81, 0.77, 0.76, 0.76, 0.76 | 0.64, 0.62, 0.62, 0.62, 0.62 |
# | B | 0.64, 0.62, 0.62, 0.62, 0.62 | 0.64, 0.62, 0.62, 0.62, 0.62 |
#
# C and D were trained on a table with 40 rows of 999. This is the mean of their answers to the new days, on which there was -0.3 of dust on average.
#
# | | mean of the answers |
# |---|---|
# | C | -1.7 |
# | D | 10.6 |

# %%
losses = ["?", "?", "?", "?"]

kw.check("L05.1", losses)

# %% [markdown] tags=["ko"]
# **연습 L05.2** · 실험대의 다섯 답은 모두 4나 5씩 빗나가 있어요. 점을 끌어서 **MAE는 5 이하로 두고 MSE는 80 이상으로** 만드세요. 그리고 그 아래 셀을 실행하세요.

# %% [markdown] tags=["en"]
# **Exercise L05.2** · All five answers on the bench miss by 4 or 5. Drag points until **the MAE is 5 at most and the MSE 80 at least**. Then run the cell below.

# %%
bench = kw.LossBench(
    "mean_squared_error",
    "mean_absolute_error",
    y_true=[12, 20, 15, 10, 35],
    y_pred=[16, 15, 19, 14, 30],
    show=["table"],
)
bench

# %%
kw.check("L05.2", bench)

# %% [markdown] tags=["ko"]
# **연습 L05.3** · 지금 `best`는 틀린 행 40개에 끌려간 모델이에요. 고치거나 새로 만들어서, 새 날을 **15 미만**으로 빗나가게 하세요. `tomorrow`는 잰 그대로의 특성 `air`(크기 `(날 수, 5)`)를 받아 내일의 먼지를 돌려줘요. 훈련에는 틀린 행이 있는 `spoiled(40)`를 써도 되고, 원래의 `y`를 써도 돼요.

# %% [markdown] tags=["en"]
# **Exercise L05.3** · For now `best` is a model pulled away by 40 wrong rows. Mend it or build a new one that misses new days by **less than 15**. `tomorrow` takes the features as measured, `air` of shape `(days, 5)`, and returns the next day's dust. You may train on `spoiled(40)` with its wrong rows, or on `y` as it was.

# %%
best, _ = trained(spoiled(40), "mean_squared_error")


def tomorrow(air):
    return best.predict((air - mean) / deviation, verbose=0)


kw.check("L05.3", tomorrow)

# %% [markdown] tags=["ko"]
# ## 정리
#
# - **MSE는 크게 빗나간 것을 아주 크게 나무라서** 튀는 값에 끌려가요. 답은 평균 쪽으로 가요. **MAE는 모두를 똑같이 들어서** 답이 중앙값 쪽으로 가요.
# - 손실은 모델이 줄이는 숫자, 지표는 사람이 읽는 숫자예요. 손실이 다른 모델은 같은 지표로 견주세요.
# - 튀는 값을 보면 표부터 살피세요. 틀린 값이면 빼고, 진짜라면 어떤 실수가 더 나쁜지 생각해서 손실을 고르세요.
#
# 한 도시의 옛 기록이에요. 오늘의 공기나 우리 동네의 미세먼지, 먼지가 생기는 까닭을 말해 주지 않아요.

# %% [markdown] tags=["en"]
# ## Key points
#
# - **MSE punishes large misses very much**, and so values that stand out pull it; its answers go towards the mean. **MAE listens to all alike**, and its answers go towards the median.
# - The loss is the number that a model lowers, a metric is one that people read. Compare models with different losses by the same metric.
# - When a value stands out, look at the table first. Leave it out if it is wrong; if it is real, think which mistakes are worse, and choose the loss by that.
#
# These are old records of one city. They say nothing about today's air, about fine dust where you live, or about what makes dust.
