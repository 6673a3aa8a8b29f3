# ---
# jupyter:
#   lesson:
#     title: {ko: 최적화기와 compile, en: Optimizers and compile}
#     minutes: 35
#     objectives:
#       ko:
#         - 학습률이 걸음의 길이라는 것을 보이고, 훈련이 망가지는 학습률을 찾을 수 있어요.
#         - SGD, 모멘텀, RMSprop, Adam이 어떻게 다르게 걷는지 말할 수 있어요.
#         - compile이 하는 일과 하지 않는 일을 알고, 손실이 NaN이 된 까닭을 설명할 수 있어요.
#       en:
#         - Show that the learning rate is the length of a step, and find the one at which training breaks.
#         - Say how SGD, momentum, RMSprop and Adam walk differently.
#         - Know what compile does and does not do, and explain why a loss became NaN.
# ---

# %% [markdown] tags=["ko"]
# # 8. 최적화기와 compile
#
# **35분** · 4과와 5과를 마쳤으면 돼요.
#
# 이 수업을 마치면
#
# - 학습률이 걸음의 길이라는 것을 보이고, 훈련이 망가지는 학습률을 찾을 수 있어요.
# - SGD, 모멘텀, RMSprop, Adam이 어떻게 다르게 걷는지 말할 수 있어요.
# - compile이 하는 일과 하지 않는 일을 알고, 손실이 NaN이 된 까닭을 설명할 수 있어요.

# %% [markdown] tags=["en"]
# # 8. Optimizers and compile
#
# **35 minutes** · Lessons 4 and 5 come first.
#
# After this lesson you can
#
# - show that the learning rate is the length of a step, and find the one at which training breaks,
# - say how SGD, momentum, RMSprop and Adam walk differently,
# - say what compile does and does not do, and explain why a loss became NaN.

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
# 안개가 짙은 산에서 골짜기로 내려간다고 해 봐요. 보이는 것은 **발밑의 기울기**뿐이에요. 그래서 내리막 쪽으로 한 걸음 딛고, 다시 발밑을 살피고, 또 한 걸음 디뎌요. 이것이 [[gradient descent]]이에요. 높이가 손실이고, 서 있는 자리가 가중치예요.
#
# 걷는 사람이 [[optimizer]](최적화기), 발밑의 기울기가 [[gradient]], 그리고 **걸음의 길이**가 [[learning rate]]이에요.
#
# 4과의 [자전거](../data/bikes.md)로 걸어 볼게요. 특성 여덟 개로 교통량을 맞혀요. 특성도 타깃도 표준화하니까 [[baseline]] "언제나 평균"의 손실은 딱 1이에요.

# %% [markdown] tags=["en"]
# ## 1. Predict
#
# You are on a mountain in thick fog and want to get down into the valley. All that you see is **the slope under your feet**. So you take a step downhill, look at your feet again, and take another one. That is [[gradient descent]]. The height is the loss, and where you stand are the weights.
#
# Who walks is the [[optimizer]]. The slope under the feet is the [[gradient]]. And **how long a step is** is the [[learning rate]].
#
# We walk with the [bikes](../data/bikes.md) of lesson 4: eight features, and the traffic is to be told. Features and targets are standardized, so the [[baseline]] "always the mean" has a loss of exactly 1.

# %%
(x, y), (x_test, y_test) = bikes.load_data()

mean, deviation = x.mean(axis=0), x.std(axis=0)
z, z_test = (x - mean) / deviation, (x_test - mean) / deviation

usual, spread = y.mean(), y.std()
target = (y - usual) / spread

print(f"always the mean: loss {(target**2).mean():.2f}")

# %%
Dense = keras.layers.Dense


def network():
    return keras.Sequential([keras.Input((8,)), Dense(16, "relu"), Dense(16, "relu"), Dense(1)])


def train(model, optimizer):
    model.compile(optimizer, loss="mean_squared_error")
    history = model.fit(z, target, batch_size=32, epochs=5, verbose=0)
    return history.history["loss"][-1]


def fresh():
    keras.utils.set_random_seed(1)
    return network()


print(f"SGD(0.01): loss {train(fresh(), keras.optimizers.SGD(0.01)):.2f}")

# %% [markdown] tags=["ko"]
# `SGD`는 [[stochastic gradient descent]]이에요. 배치 32개를 볼 때마다 한 걸음씩, 다섯 에포크를 걸어 손실이 0.47이 됐어요.
#
# 너무 조심조심 걷는 것 같지 않나요? **걸음을 100배로 늘려 학습률을 1로 하면, 같은 다섯 에포크 뒤에 어떻게 될까요?** 골라서 적어 두세요.

# %% [markdown] tags=["en"]
# `SGD` is [[stochastic gradient descent]]. One step for every batch of 32, five epochs long, and the loss is 0.47.
#
# Isn't that rather timid? **Make the steps 100 times as long, a learning rate of 1. What will it be after the same five epochs?** Choose and commit.

# %%
guess = kw.Choice("L08.hundredfold", ["lower", "same", "broken"])
guess

# %% [markdown] tags=["ko"]
# ## 2. 실행
#
# 걸음을 열 배씩 늘려 가요.

# %% [markdown] tags=["en"]
# ## 2. Run
#
# Ten times as long, and again, and again.

# %%
for rate in (0.0001, 0.001, 0.01, 0.1, 1.0):
    print(f"SGD, rate {rate:<7} loss {train(fresh(), keras.optimizers.SGD(rate)):.2f}")

guess.happened("broken")

# %% [markdown] tags=["ko"]
# 0.1까지는 길게 걸을수록 더 내려갔어요. 너무 짧은 걸음(0.0001)으로는 기준 모델을 겨우 이겨요. 그런데 1에서는 손실이 `nan`이에요. **숫자가 아니라는 뜻**(Not a Number)이에요. 무슨 일이 일어났을까요?
#
# ## 3. 관찰
#
# 가중치가 두 개뿐이라면 산을 그림으로 볼 수 있어요. 아래는 좁고 긴 골짜기를 위에서 내려다본 지형이에요. 학습률만 다른 세 사람이 같은 곳에서 떠나요. **누가 가장 낮은 곳에 닿을지 고르고** ▶를 누르세요.

# %% [markdown] tags=["en"]
# Up to 0.1, longer steps got further down. Steps that are too short (0.0001) hardly beat the baseline. But at 1 the loss is `nan`, **not a number**. What has happened?
#
# ## 3. Investigate
#
# With only two weights the mountain can be drawn. Here is a long narrow ravine, seen from above. Three walkers start at the same place and differ in nothing but the learning rate. **Choose who will get lowest**, and press ▶.

# %%
kw.OptimizerRace(
    surface="ravine",
    steps=150,
    optimizers=[keras.optimizers.SGD(0.04), keras.optimizers.SGD(0.4), keras.optimizers.SGD(0.6)],
    show=[],
)

# %% [markdown] tags=["ko"]
# A는 아직 길 위에 있고, B는 건너편 비탈을 오가며 바닥에 닿았고, C는 밖으로 튕겨 나갔어요.
#
# 옵티마이저가 하는 계산은 한 줄이에요. $w$는 가중치, $\eta$는 학습률, $g$는 그레이디언트예요.
#
# $$w \leftarrow w - \eta\, g$$
#
# 이 골짜기를 가로지르는 쪽의 높이는 $2y^2$이고 그레이디언트는 $4y$예요. 손으로 여섯 걸음만 걸어 봐요.

# %% [markdown] tags=["en"]
# A is still on its way. B goes from one side to the other and reaches the bottom. C was thrown out.
#
# What an optimizer computes is one line. $w$ is a weight, $\eta$ the learning rate, $g$ the gradient.
#
# $$w \leftarrow w - \eta\, g$$
#
# Across this ravine the height is $2y^2$ and its gradient $4y$. Take six steps by hand.

# %%
for rate in (0.04, 0.4, 0.6):
    place, walk = 3.0, []
    for step in range(6):
        place = place - rate * 4 * place
        walk.append(f"{place:7.2f}")
    print(f"rate {rate:<4} start 3.00 ->", *walk)

# %% [markdown] tags=["ko"]
# 0.4는 부호가 바뀌어도 크기가 줄어요. 0.6은 한 걸음마다 **1.4배로 멀어져요.** 건너편 더 높은 곳에 닿으니 거기는 더 가파르고, 더 가파르니 다음 걸음은 더 길어요. 골짜기가 가파를수록 견딜 수 있는 걸음은 짧아요.
#
# 진짜 신경망에서는 더 빨라요. 학습률 1로 첫 다섯 걸음만 걸으며 가장 큰 가중치를 적어 봐요.

# %% [markdown] tags=["en"]
# At 0.4 the sign changes, but the size shrinks. At 0.6 each step ends **1.4 times as far out**. It lands on the other side, higher up; there it is steeper, so the next step is longer still. The steeper the ravine, the shorter the steps it can bear.
#
# In a real network it goes faster. Take only the first five steps with a rate of 1, and note the largest weight.

# %%
model = fresh()
model.compile(keras.optimizers.SGD(1.0), loss="mean_squared_error")

for step in range(5):
    batch = slice(32 * step, 32 * step + 32)
    model.train_on_batch(z[batch], target[batch])
    print(f"after step {step + 1}: {max(abs(w).max() for w in model.get_weights()):.0e}")

# %% [markdown] tags=["ko"]
# 다섯 걸음 만에 0이 스무 개 붙은 수가 됐어요(`8e+20`은 8 뒤에 0이 스무 개예요). 컴퓨터가 적을 수 있는 수에는 끝이 있어요. 그 끝을 넘으면 **무한대**(`inf`)가 되고, 무한대끼리 빼면 **NaN**이 돼요.

# %% [markdown] tags=["en"]
# Five steps, and it is a number with twenty zeros (`8e+20` is an 8 and twenty zeros). Numbers in a computer end somewhere. Beyond that lies **infinity** (`inf`), and infinity less infinity is **NaN**.

# %%
beyond = float("inf")

print(beyond - beyond, beyond - beyond + 1, 0 * (beyond - beyond))

# %% [markdown] tags=["ko"]
# NaN에 무엇을 더하고 곱해도 NaN이에요. 잉크 한 방울처럼 모든 가중치로 번져요.
#
# 의사는 뭐라고 할까요? ▶를 눌러 훈련하고 카드를 읽으세요. **까닭을 펼쳐 본 다음** 처방을 눌러 고치고 다시 훈련해 보세요.

# %% [markdown] tags=["en"]
# Add what you like to NaN, multiply it: it stays NaN. Like a drop of ink it spreads into all weights.
#
# What does the doctor say? Press ▶ to train, and read the card. **Open its reason**, then press the cure and train again.

# %%
patient = fresh()
patient.compile(keras.optimizers.SGD(1.0), loss="mean_squared_error")

kw.Doctor(patient, z, target, epochs=5, batch_size=32)

# %% [markdown] tags=["ko"]
# 이번에는 친구가 이렇게 말해요. "의사는 필요 없어. 학습률을 0.01로 **다시 compile**하고 이어서 훈련하면 되잖아." **그러면 손실이 어떻게 될까요?**

# %% [markdown] tags=["en"]
# A friend says: "Who needs a doctor? Just **compile it again** with a rate of 0.01 and go on training." **What will the loss be?**

# %%
compile_guess = kw.Choice("L08.compile", ["healed", "nan", "error"])
compile_guess

# %%
broken = fresh()
first = train(broken, keras.optimizers.SGD(1.0))
again = train(broken, keras.optimizers.SGD(0.01))
compile_guess.happened("nan")

print(f"rate 1: loss {first:.2f}, then rate 0.01: loss {again:.2f}")
print(f"{sum(np.isnan(w).sum() for w in broken.get_weights())} of {broken.count_params()} parameters are NaN")

# %% [markdown] tags=["ko"]
# 그대로 `nan`이에요. **compile은 신발을 갈아 신는 일이에요.** 신발을 갈아 신어도 서 있는 자리는 그대로예요. 잘 걷던 모델로도 확인해 봐요.

# %% [markdown] tags=["en"]
# Still `nan`. **To compile is to change shoes.** In other shoes you stand where you stood. See it on a model that walked well, too.

# %%
healthy = fresh()
train(healthy, keras.optimizers.SGD(0.1))
print(f"before: loss {healthy.evaluate(z, target, verbose=0):.4f}")

healthy.compile(keras.optimizers.Adam(0.01), loss="mean_squared_error")
print(f"after:  loss {healthy.evaluate(z, target, verbose=0):.4f}")

# %% [markdown] tags=["ko"]
# | compile이 하는 일 | compile이 하지 않는 일 |
# |---|---|
# | 네트워크에 손실 함수, 옵티마이저, 지표를 맺어 줘요 | 가중치를 처음으로 되돌리지 않아요 |
# | 새 옵티마이저는 걸어온 길의 기억(모멘텀) 없이 시작해요 | 훈련하지 않아요 |
#
# 처음부터 다시 하고 싶으면 **새 모델을 만들거나** `set_weights`로 가중치를 되돌리세요.
#
# ## 4. 바꾸기
#
# 걷는 법은 SGD 말고도 많아요.
#
# - [[momentum]]: `SGD(0.1, momentum=0.9)`. 사람 대신 공이 굴러가요. 지금까지 굴러온 쪽으로 계속 가려고 해요.
# - **RMSprop**: 가중치마다 걸음의 길이를 따로 정해요. 늘 가파르던 쪽은 짧게, 평평하던 쪽은 길게 걸어요.
# - **Adam**: 둘을 합쳤어요. 공처럼 구르면서 가중치마다 길이도 따로 정해요.
#
# 네 사람 모두 학습률은 0.1이에요. **골짜기에서 예순 걸음 뒤, 누가 가장 낮을까요?**

# %% [markdown] tags=["en"]
# | compile does | compile does not |
# |---|---|
# | tie a loss, an optimizer and metrics to the network | put the weights back to their start |
# | begin with a new optimizer, which has no memory of the way (momentum) | train |
#
# To begin anew, **build a new model**, or put weights back with `set_weights`.
#
# ## 4. Modify
#
# There are other ways to walk than SGD.
#
# - [[momentum|Momentum]]: `SGD(0.1, momentum=0.9)`. No walker but a ball, which wants to go on the way it has rolled so far.
# - **RMSprop**: steps of a length of its own for each weight, short where it has always been steep, long where it has been flat.
# - **Adam**: both together. It rolls like a ball, and has a length for each weight.
#
# All four have a rate of 0.1. **Who is lowest in the ravine after sixty steps?**

# %%
kw.OptimizerRace(
    surface="ravine",
    steps=60,
    optimizers=[
        keras.optimizers.SGD(0.1),
        keras.optimizers.SGD(0.1, momentum=0.9),
        keras.optimizers.RMSprop(0.1),
        keras.optimizers.Adam(0.1),
    ],
    show=[],
)

# %% [markdown] tags=["ko"]
# 여기서는 공이 이겼어요. 하지만 지형 하나의 결과일 뿐이에요. 자전거에서는 어떨까요? 학습률은 모두 0.01이에요.

# %% [markdown] tags=["en"]
# Here the ball wins. But that is one landscape. How about the bikes? All rates are 0.01.

# %%
walkers = {
    "SGD": keras.optimizers.SGD(0.01),
    "SGD + momentum": keras.optimizers.SGD(0.01, momentum=0.9),
    "RMSprop": keras.optimizers.RMSprop(0.01),
    "Adam": keras.optimizers.Adam(0.01),
}
for name, optimizer in walkers.items():
    model = fresh()
    loss = train(model, optimizer)
    error = abs(model.predict(z_test, verbose=0) * spread + usual - y_test).mean()
    print(f"{name:15} loss {loss:.2f}, misses new hours by {error:.0f} rides")

# %% [markdown] tags=["ko"]
# 같은 다섯 에포크인데 Adam과 RMSprop이 SGD보다 훨씬 멀리 갔어요. 그래서 이런 말이 있어요. "Adam을 쓰면 학습률은 고민하지 않아도 돼." 정말일까요? **Adam의 학습률을 1로 하면 어떻게 될까요?**

# %% [markdown] tags=["en"]
# In the same five epochs Adam and RMSprop got much further than SGD. So people say: "With Adam you need not think about the rate." Is that so? **What happens to Adam at a rate of 1?**

# %%
adam_guess = kw.Choice("L08.adam", ["adapts", "mean", "nan"])
adam_guess

# %%
for rate in (0.00001, 0.001, 0.01, 1.0):
    print(f"Adam, rate {rate:7.5f} loss {train(fresh(), keras.optimizers.Adam(rate)):.2f}")

adam_guess.happened("mean")

# %% [markdown] tags=["ko"]
# 1.01이에요. NaN은 아니지만 "언제나 평균"보다도 못해요. Adam의 걸음은 길이가 학습률과 비슷하게 묶여 있어서 무한대로 튀지는 않아요. 그래도 가중치가 1씩 움직이면 거의 모든 유닛이 망가져요. 0.00001로는 제자리걸음이고요. **Adam에게도 학습률이 필요해요.** 0.001쯤에서 시작하면 무난해요.
#
# 아래 셀을 **예상하고 나서** 하나씩 바꾸어 실행하세요.
#
# 1. `SGD(0.1)`에 `momentum=0.9`를 더해 보세요.
# 2. 모멘텀을 둔 채 학습률을 0.4로 올려 보세요. 공은 굴러온 속도를 더하니까 걸음이 열 배까지 길어질 수 있어요.

# %% [markdown] tags=["en"]
# 1.01. No NaN, but worse than "always the mean". A step of Adam is tied to about the length of its rate, so it does not shoot off to infinity. But when weights jump by 1, nearly all units are ruined. And with 0.00001 it walks on the spot. **Adam needs a rate, too.** About 0.001 is a safe start.
#
# **Predict first**, then change the cell below and run it.
#
# 1. Add `momentum=0.9` to `SGD(0.1)`.
# 2. Keep the momentum and raise the rate to 0.4. A ball adds the speed it has, so its steps can become ten times as long.

# %%
optimizer = keras.optimizers.SGD(0.1)

print(f"loss {train(fresh(), optimizer):.2f}")

# %% [markdown] tags=["ko"]
# > **나중에** · 유닛이 죽어서 다시 살아나지 못하는 일은 12과, 언제 훈련을 멈출지는 11과, 옵티마이저의 기억까지 파일에 담는 일은 10과에서 만나요.
#
# ## 5. 만들기
#
# **연습 L08.1** · SGD가 **어디에서 망가지는지** 두 배 안으로 좁혀 보세요. 아직 배우는 학습률 `lives`와, 망가지는 학습률 `breaks`를 찾는데 `breaks`가 `lives`의 **두 배를 넘지 않아야** 해요. 다섯째 에포크의 손실이 1보다 작으면 배운 것이고, 1 이상이거나 `nan`이면 망가진 거예요. 심판은 시드 셋으로 훈련해 가운데 값을 봐요. `for`로 여러 학습률을 재 보면 빨라요.

# %% [markdown] tags=["en"]
# > **Later** · Units that die and never come back: lesson 12. When to stop training: lesson 11. Files that keep the optimizer's memory, too: lesson 10.
#
# ## 5. Make
#
# **Exercise L08.1** · Find **where SGD breaks**, within a factor of two: a rate `lives` at which it still learns and a rate `breaks` at which it does not, with `breaks` **at most twice** `lives`. A loss below 1 in the fifth epoch counts as learned; 1 and more, or `nan`, as broken. The judge trains with three seeds and takes the middle one. A `for` over several rates is a quick way.

# %%
lives, breaks = 0.1, 1.0

kw.check("L08.1", lives, breaks)

# %% [markdown] tags=["ko"]
# **연습 L08.2** · 경주예요. A와 B가 똑같이 `SGD(0.01)`이라 지금은 비겨요. **B에서 딱 하나만 바꾸어** A를 이기게 하세요. 누가 이길지 고르고 ▶를 눌러 끝까지 달린 다음 아래 셀을 실행하세요.

# %% [markdown] tags=["en"]
# **Exercise L08.2** · A race. A and B are both `SGD(0.01)`, so nobody wins. **Change one single thing in B** so that it beats A. Choose who will win, press ▶, let them run to the end, and then run the cell below.

# %%
race = kw.OptimizerRace(
    network,
    z,
    target,
    loss="mean_squared_error",
    optimizers=[keras.optimizers.SGD(0.01), keras.optimizers.SGD(0.01)],
    epochs=3,
    seeds=3,
    speed="full",
    show=["lanes"],
    names=("z", "target"),
)
race

# %%
kw.check("L08.2", race)

# %% [markdown] tags=["ko"]
# **연습 L08.3** · 학습률 1로 훈련한 모델의 손실이 왜 `nan`이 됐는지 설명하세요. 의사의 카드를 다시 읽고, 아래에서 **일어난 일 네 가지**를 골라 일어난 차례대로 적으세요. 나머지 셋은 일어나지 않은 일이에요.
#
# - **A** 수가 컴퓨터가 적을 수 있는 끝을 넘어 무한대가 된다.
# - **B** 다시 compile하자 가중치가 처음으로 돌아간다.
# - **C** 걸음이 너무 길어서 골짜기 건너편, 더 높은 곳에 닿는다.
# - **D** 무한대에서 무한대를 뺀 NaN이 모든 가중치로 번진다.
# - **E** 데이터의 빈칸이 NaN이 되어 모델에 들어온다.
# - **F** 거기는 더 가팔라서 그레이디언트가 커지고, 다음 걸음은 더 길어진다.
# - **G** 그레이디언트가 어느 쪽이 내리막인지 거꾸로 알려 준다.

# %% [markdown] tags=["en"]
# **Exercise L08.3** · Explain why the loss became `nan` at a rate of 1. Read the doctor's card again, choose the **four things that happened** from this list, and write them down in the order in which they happened. The other three did not happen.
#
# - **A** The numbers pass the end of what a computer can write down, and become infinite.
# - **B** Compiled again, the weights go back to their start.
# - **C** A step is too long and lands on the other side of the ravine, higher up.
# - **D** Infinity less infinity is NaN, and it spreads into all weights.
# - **E** Gaps in the data become NaN and get into the model.
# - **F** It is steeper there, so the gradient grows, and the next step is longer.
# - **G** The gradient says the wrong way is down.

# %%
story = ["?", "?", "?", "?"]

kw.check("L08.3", story)

# %% [markdown] tags=["ko"]
# ## 정리
#
# - 학습률은 걸음의 길이예요. 짧으면 느리고, **너무 길면 건너편 더 높은 곳에 닿아** 마침내 NaN이 돼요.
# - 모멘텀은 굴러온 쪽을 기억하고, RMSprop은 가중치마다 길이를 따로 정하고, Adam은 둘 다 해요. 그래도 학습률은 골라야 해요.
# - compile은 신발을 갈아 신는 일이에요. **가중치는 그대로예요.**
#
# 여기서 이긴 옵티마이저와 학습률은 이 데이터, 이 모델의 것이에요. 한 도시의 한 해 교통량에서 이겼다고 다른 곳에서도 이기는 것은 아니에요.

# %% [markdown] tags=["en"]
# ## Key points
#
# - The learning rate is the length of a step. Short ones are slow; **too long ones land on the other side, higher up**, and end in NaN.
# - Momentum remembers the way it rolled, RMSprop has a length for each weight, Adam has both. You still choose the rate.
# - To compile is to change shoes. **The weights stay as they are.**
#
# The optimizers and rates that won here won with these data and this model. One city's traffic of one year does not say that they win elsewhere.
