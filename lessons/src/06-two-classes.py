# ---
# jupyter:
#   lesson:
#     title: {ko: 이진 분류, en: Binary classification}
#     minutes: 40
#     objectives:
#       ko:
#         - 시그모이드와 이진 교차 엔트로피로 "예" 또는 "아니요"를 확률로 답하는 모델을 만들 수 있어요.
#         - 임곗값을 옮기면 무엇을 얻고 무엇을 잃는지 셀 수 있어요.
#         - 배우지 못하는 이진 분류 모델을 보고 까닭을 찾을 수 있어요.
#       en:
#         - Build a model that answers yes or no as a probability, with a sigmoid and binary cross-entropy.
#         - Count what is won and what is lost when the threshold moves.
#         - Look at a binary classifier that does not learn, and find out why.
# ---

# %% [markdown] tags=["ko"]
# # 6. 이진 분류
#
# **40분** · 4과를 마쳤으면 돼요.
#
# 이 수업을 마치면
#
# - 시그모이드와 이진 교차 엔트로피로 "예" 또는 "아니요"를 확률로 답하는 모델을 만들 수 있어요.
# - 임곗값을 옮기면 무엇을 얻고 무엇을 잃는지 셀 수 있어요.
# - 배우지 못하는 이진 분류 모델을 보고 까닭을 찾을 수 있어요.

# %% [markdown] tags=["en"]
# # 6. Binary classification
#
# **40 minutes** · Lesson 4 is all you need.
#
# After this lesson you can
#
# - build a model that answers yes or no as a probability, with a sigmoid and binary cross-entropy,
# - count what is won and what is lost when the threshold moves,
# - look at a binary classifier that does not learn, and find out why.

# %%
import numpy as np

import kcore as keras
import kwidgets as kw
import lessons.checks
from kcore.datasets import animals, penguins

kw.set_language("en")

# %% [markdown] tags=["ko"]
# ## 1. 예측
#
# **이 펭귄은 수컷일까요, 암컷일까요?** 겉모습은 거의 같아요. 사람이 알아내려면 피를 뽑아 검사해야 해요. [기록](../data/penguins.md)에는 부리의 길이와 높이, 날개의 길이, 몸무게가 있어요. 이 숫자 네 개로 암수를 맞혀 봐요.
#
# 답이 둘 가운데 하나인 문제를 [[binary classification]]라고 해요. 수컷을 1, 암컷을 0이라고 적어요. 특성은 3과에서처럼 [[standardization]]해요.

# %% [markdown] tags=["en"]
# ## 1. Predict
#
# **Is this penguin a male or a female?** They look nearly the same, and to be sure people test the blood. The [record](../data/penguins.md) has the length and depth of the bill, the length of the flipper, and the mass. Tell the sexes apart by these four numbers.
#
# A question with one answer of two is called [[binary classification]]. A male is written as 1, a female as 0. The features get the [[standardization]] of lesson 3.

# %%
(x, y), (x_test, y_test) = penguins.load_data()

mean, deviation = x.mean(axis=0), x.std(axis=0)
z, z_test = (x - mean) / deviation, (x_test - mean) / deviation

print(f"{len(y)} penguins to learn from, {y.mean():.0%} of them male")
print(f"{len(y_test)} new penguins; 'always male' is right for {y_test.mean():.0%} of them")

# %% [markdown] tags=["ko"]
# 가장 게으른 답 "언제나 수컷"은 절반쯤 맞아요. 이것이 오늘의 [[baseline]]이에요. 맞은 답의 비율은 [[accuracy]]라고 불러요.
#
# 유닛 열여섯 개짜리 은닉층이 하나 있는 작은 신경망을 훈련하려고 해요. **새 펭귄을 몇 퍼센트나 맞힐까요?** 먼저 적어 두세요.

# %% [markdown] tags=["en"]
# The laziest answer, "always male", is right about half of the time. That is today's [[baseline]]; the share of right answers is called [[accuracy]].
#
# You are about to train a small network with one hidden layer of sixteen units. **For how many of the new penguins will it be right?** Write it down first.

# %%
guess = kw.Guess("L06.accuracy", 0, 100, "%")
guess

# %% [markdown] tags=["ko"]
# ## 2. 실행
#
# 출력층은 유닛 하나예요. 활성화 함수는 4과에서 만난 [[sigmoid]], 무엇이 들어와도 0과 1 사이로 눌러 주는 함수예요. 그래서 답을 **확률**로 읽을 수 있어요. [[loss function]]은 `binary_crossentropy`, 곧 [[binary cross-entropy]]예요. 무엇을 재는지는 잠시 뒤에 봐요.

# %% [markdown] tags=["en"]
# ## 2. Run
#
# The output layer has one unit. Its activation is the [[sigmoid]] of lesson 4, which presses whatever comes in between 0 and 1, so that the answer can be read as a **probability**. The [[loss function]] is `binary_crossentropy`, the [[binary cross-entropy]]. What that measures comes in a moment.

# %%
def built(activation="sigmoid", loss="binary_crossentropy", units=16):
    keras.utils.set_random_seed(1)
    hidden = keras.layers.Dense(units, activation="relu")
    output = keras.layers.Dense(1, activation=activation)
    model = keras.Sequential([keras.Input((4,)), hidden, output])
    model.compile(keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
    return model


model = built()
model.fit(z, y, epochs=60, verbose=0)

accuracy = model.evaluate(z_test, y_test, verbose=0)[1]
guess.happened(100 * accuracy)

print(f"right for {accuracy:.0%} of the new penguins")
for probability, truth in zip(model.predict(z_test[:7], verbose=0)[:, 0], y_test[:7, 0]):
    print(f"male with probability {probability:.1f}, in truth {penguins.SEXES[int(truth)]}")

# %% [markdown] tags=["ko"]
# 새 펭귄의 93%를 맞혔어요. 여러분의 예상과 얼마나 다른가요?
#
# 답을 하나씩 보세요. 이 모델은 "수컷"이라고 말하지 않아요. **"수컷일 확률이 0.9"라고 말해요.** 여섯째 펭귄은 자신 있게 틀렸어요.

# %% [markdown] tags=["en"]
# It is right for 93 % of the new penguins. How far is that from your guess?
#
# Look at the answers one by one. The model does not say "male". **It says "male with probability 0.9".** About the sixth penguin it was sure, and wrong.

# %% [markdown] tags=["ko"]
# ## 3. 관찰
#
# ### 자신 있게 틀리면 비싸요
#
# 일기 예보를 떠올려 보세요. "비 올 확률 60%"라고 했는데 안 오면 그러려니 해요. "99%"라고 했는데 안 오면 화가 나지요. 이진 교차 엔트로피도 그렇게 느껴요. 진짜 답에 준 확률을 $p$라고 하면 손실은
#
# $$-\log p$$
#
# 예요. 수컷에게 여러 확률을 주면서 손실을 재 볼게요.

# %% [markdown] tags=["en"]
# ## 3. Investigate
#
# ### Being sure and wrong is dear
#
# Think of a forecast. "Rain with 60 %", and it stays dry: never mind. "99 %", and it stays dry: now you are cross. So is binary cross-entropy. With $p$ for the probability that was given to the true answer, the loss is
#
# $$-\log p$$
#
# Give a male several probabilities of being male, and measure.

# %%
loss_of = keras.losses.BinaryCrossentropy()

for said in (0.99, 0.9, 0.5, 0.1, 0.01):
    loss = float(loss_of(np.array([[1.0]]), np.array([[said]])))
    print(f"says {said:4} of a male: loss {loss:.2f}")

# %% [markdown] tags=["ko"]
# 모르겠다는 0.5는 0.69예요. 확신하며 틀린 0.01은 4.61, 일곱 배 가까이 아파요. 그래서 훈련은 **자신 있게 틀린 답부터** 고쳐요. 손으로 느껴 보세요. 점을 위아래로 끌면 손실과 기울기가 따라 움직여요.

# %% [markdown] tags=["en"]
# Not knowing, 0.5, costs 0.69. Being sure and wrong, 0.01, costs 4.61, nearly seven times as much. So training mends **the confident mistakes first**. Feel it: drag the points up and down, and watch the loss and its slope.

# %%
kw.LossBench("binary_crossentropy", task="probability", show=["table"])

# %% [markdown] tags=["ko"]
# ### 어디서 자를까요?
#
# 확률을 "예"나 "아니요"로 바꾸려면 자를 곳을 정해야 해요. 그 값이 [[threshold]]이에요. 보통 0.5에서 자르지만 꼭 그래야 하는 것은 아니에요.

# %% [markdown] tags=["en"]
# ### Where to cut?
#
# To turn a probability into yes or no you choose where to cut. That value is the [[threshold]]. Usually it is 0.5, but nobody says that it must be.

# %%
probability = model.predict(z_test, verbose=0)[:, 0]
male = y_test[:, 0] == 1

for threshold in (0.1, 0.2, 0.5, 0.9):
    said = probability > threshold
    found, mistaken = (said & male).sum(), (said & ~male).sum()
    print(f"above {threshold}: {found} of {male.sum()} males found, {mistaken:2} females taken for males")

# %% [markdown] tags=["ko"]
# 낮추면 수컷을 덜 놓치지만 암컷을 수컷이라고 하는 일이 늘어요. 높이면 거꾸로예요. **공짜는 없어요.** 어느 쪽 실수가 더 나쁜지는 모델이 아니라 여러분이 정해요.
#
# 특성을 두 개만 쓰면 모델의 생각을 지도로 그릴 수 있어요. 가로는 부리의 높이, 세로는 몸무게예요. 색이 바뀌는 곳이 [[decision boundary]], 곧 확률이 0.5인 곳이에요. **▶를 누르기 전에** 경계가 어디쯤 생길지 손가락으로 짚어 보세요.

# %% [markdown] tags=["en"]
# Lower it, and fewer males are missed, but more females are taken for males. Raise it, and it is the other way round. **Nothing is free.** Which mistake is worse is for you to say, not for the model.
#
# With two features only, what a model thinks can be drawn as a map: bill depth from left to right, mass from bottom to top. Where the colours change is the [[decision boundary]], where the probability is 0.5. **Before you press ▶**, point at where it will be.

# %%
keras.utils.set_random_seed(1)
hidden, output = keras.layers.Dense(8, activation="tanh"), keras.layers.Dense(1, activation="sigmoid")
map_maker = keras.Sequential([keras.Input((2,)), hidden, output])
map_maker.compile(keras.optimizers.Adam(0.02), loss="binary_crossentropy", metrics=["accuracy"])

kw.Watch(
    map_maker,
    z[:, [1, 3]],
    y,
    validation_data=(z_test[:, [1, 3]], y_test),
    views=["boundary", "confusion"],
    features=["bill depth", "body mass"],
    classes=penguins.SEXES,
)

# %% [markdown] tags=["ko"]
# ### 배우지 못하는 모델
#
# 친구가 두 가지를 바꾸었어요. 표준화를 빼먹었고, 손실은 익숙한 `mean_squared_error`를 골랐어요. 훈련한 펭귄에게 물어봐요.

# %% [markdown] tags=["en"]
# ### A model that does not learn
#
# A friend changed two things: forgot to standardize, and took the familiar `mean_squared_error`. Ask it about the very penguins that it was trained on.

# %%
stuck = built(loss="mean_squared_error")
stuck.fit(x, y, epochs=60, verbose=0)

print(f"right for {stuck.evaluate(x, y, verbose=0)[1]:.0%} of the penguins it was trained on")
print("its answers:", np.unique(stuck.predict(x, verbose=0).round(2)))

# %% [markdown] tags=["ko"]
# 누구를 보여 주어도 1.0이에요. 예순 번이나 되풀이했는데 한 걸음도 나아가지 못했어요. 몸무게 4,000이 그대로 들어가니 시그모이드가 **끝까지 밀려 버렸어요.** 끝에서는 기울기가 0이에요. 물에 잠긴 저울처럼 무엇을 올려도 움직이지 않지요. 이것을 포화라고 해요. 의사의 카드를 읽고 하나씩 고쳐서 ▶를 눌러 보세요.

# %% [markdown] tags=["en"]
# 1.0, whoever you show it. Sixty times through the data, and not one step forward. A mass of 4,000 goes in as it is, and the sigmoid is **pushed to its end**, where its slope is 0: like scales under water, it does not move whatever you put on it. It is saturated. Read the doctor's cards, mend one thing after the other, and press ▶.

# %%
kw.Doctor(built(loss="mean_squared_error"), x, y, epochs=60)

# %% [markdown] tags=["ko"]
# 여기서 가장 큰 처방은 **표준화**예요. 그래야 시그모이드가 가운데에서 출발해요. 표준화하지 않으면 손실을 바꾸어도 제대로 배우지 못해요. 손실도 한몫해요. 교차 엔트로피는 확신하며 틀린 답에 큰 기울기를 주는데, 평균 제곱 오차는 바로 그 답에서 기울기가 0에 가까워져요. **시그모이드의 짝은 이진 교차 엔트로피예요.**
#
# 하나 더 있어요. 4과에서 소프트맥스는 합이 1이 되도록 나누어 주었어요. **유닛이 하나인데 소프트맥스를 쓰면** 어떻게 될까요?

# %% [markdown] tags=["en"]
# The cure that does most here is **standardization**: with it the sigmoid starts in the middle. Without it no loss will make this model learn. The loss has its share, too. Cross-entropy gives a confident mistake a large slope, and mean squared error gives that very mistake a slope of nearly 0. **A sigmoid goes with binary cross-entropy.**
#
# One more. In lesson 4 a softmax shared out a whole of 1. What happens if **a single unit gets a softmax**?

# %%
softmax_guess = kw.Choice("L06.softmax", ["better", "same", "worse"])
softmax_guess

# %%
alone = built(activation="softmax")
alone.fit(z, y, epochs=60, verbose=0)
softmax_guess.happened("worse")

print(f"right for {alone.evaluate(z_test, y_test, verbose=0)[1]:.0%} of the new penguins")
print("its answers:", np.unique(alone.predict(z_test, verbose=0)))

# %% [markdown] tags=["ko"]
# 나눌 사람이 혼자면 언제나 다 가져가요. 답이 언제나 1이니 "언제나 수컷"과 같은 47%예요. **유닛 하나에는 시그모이드, 여럿에는 소프트맥스**라고 기억하세요.
#
# ## 4. 바꾸기
#
# 정확도는 믿을 만할까요? 수컷이 아주 드문 무리를 만들어 봐요. 암컷은 모두 두고 수컷은 열네 마리만 남겨요. 그리고 아무것도 배우지 않은 답 "언제나 암컷"의 정확도를 재요. **예상하고** 실행하세요.

# %% [markdown] tags=["en"]
# Who shares with nobody gets everything. The answer is always 1, so it is "always male" and its 47 %. Remember: **one unit, sigmoid; several units, softmax**.
#
# ## 4. Modify
#
# Can accuracy be trusted? Make a colony in which males are rare: all the females, and fourteen males. Then measure the accuracy of an answer that has learned nothing, "always female". **Predict** before you run.

# %%
few = 14

females, males = z[y[:, 0] == 0], z[y[:, 0] == 1][:few]
rare = np.concatenate([females, males])
sex = np.concatenate([np.zeros(len(females)), np.ones(len(males))])[:, None]

print(f"'always female': right for {1 - sex.mean():.0%}, finds 0 of {few} males")

model = built()
model.fit(rare, sex, epochs=10, verbose=0)
found = (model.predict(males, verbose=0) > 0.5).sum()
print(f"the network:     right for {model.evaluate(rare, sex, verbose=0)[1]:.0%}, finds {found} of {few} males")

# %% [markdown] tags=["ko"]
# 아무것도 모르는 답이 90%나 맞아요! 한쪽이 드물면 정확도는 좋아 보이기만 해요. **몇 마리를 찾았는지 세어야** 알 수 있어요. 병을 찾는 검사도 그래요.
#
# `few`를 50으로, 또 5로 바꾸어 보세요. 어느 숫자가 더 정직한가요?
#
# > **나중에** · 답이 셋 이상이면 7과, 옵티마이저 Adam은 8과, 데이터가 치우쳤을 때의 함정은 14과에서 만나요.
#
# ## 5. 만들기
#
# **연습 L06.1** · 실험대에 수컷 하나(타깃 1)와 암컷 하나(타깃 0)가 있어요. 점을 끌어서 **수컷의 손실은 3보다 크고 암컷의 손실은 0.1보다 작게** 만드세요. 그리고 그 아래 셀을 실행하세요.

# %% [markdown] tags=["en"]
# An answer that knows nothing is right for 90 %! Where one side is rare, accuracy only looks good. **Count how many were found.** A test for an illness is no different.
#
# Change `few` to 50, then to 5. Which of the numbers is the more honest one?
#
# > **Later** · More than two answers: lesson 7. The optimizer Adam: lesson 8. Other traps of one-sided data: lesson 14.
#
# ## 5. Make
#
# **Exercise L06.1** · On the bench are a male (target 1) and a female (target 0). Drag the points until **the loss of the male is above 3 and that of the female below 0.1**. Then run the cell below.

# %%
bench = kw.LossBench("binary_crossentropy", task="probability", y_true=[1, 0], y_pred=[0.5, 0.5], show=["table"])
bench

# %%
kw.check("L06.1", bench)

# %% [markdown] tags=["ko"]
# **연습 L06.2** · 새 펭귄의 **80% 이상**을 맞히는 모델을 만드세요. `male`은 잰 그대로의 숫자 `birds`(크기 `(마리 수, 4)`)를 받아 수컷일 확률을 돌려줘요. 지금 `best`는 훈련하지 않은 모델이에요.

# %% [markdown] tags=["en"]
# **Exercise L06.2** · Build a model that is right for **at least 80 %** of the new penguins. `male` takes the measures as they are, `birds` of shape `(birds, 4)`, and returns the probability of a male. For now `best` is not trained.

# %%
best = built()


def male(birds):
    return best.predict((birds - mean) / deviation, verbose=0)


kw.check("L06.2", male)

# %% [markdown] tags=["ko"]
# **연습 L06.3** · 수컷을 놓치면 안 되는 조사예요. 새 펭귄의 수컷 39마리 가운데 **38마리 이상**을 찾으면서, 암컷을 수컷이라고 하는 일은 **8번을 넘지 않게** 하세요. `decide`는 마리마다 1(수컷)이나 0(암컷)을 돌려줘요. L06.2에서 만든 `male`을 쓰면 돼요.

# %% [markdown] tags=["en"]
# **Exercise L06.3** · A survey that must not miss males. Find **at least 38** of the 39 males among the new penguins, and take **no more than 8** females for males. `decide` returns 1 (male) or 0 (female) for each bird. You may use the `male` of L06.2.

# %%
threshold = 0.5


def decide(birds):
    return male(birds)[:, 0] > threshold


kw.check("L06.3", decide)

# %% [markdown] tags=["ko"]
# **연습 L06.4** · 이번에는 그림이에요. [그림자 그림](../data/animals.md)을 보고 **고양이(0)인지 개(1)인지** 새 그림의 **88% 이상**을 맞히세요. 그림 한 장은 28×28개의 점이고, 점은 0이나 255예요. 한 줄로 펴서 255로 나누면 특성 784개가 돼요.

# %% [markdown] tags=["en"]
# **Exercise L06.4** · Now pictures. Look at [silhouettes](../data/animals.md) and say **whether it is a cat (0) or a dog (1)**, right for **at least 88 %** of the new ones. A picture has 28×28 points, each 0 or 255. Laid out in a row and divided by 255 they are 784 features.

# %%
(pictures, labels), _ = animals.load_data(names=("cat", "dog"))

for row in pictures[800][2:26:2]:
    print("".join("█" if point else "·" for point in row))


def flat(pictures):
    return pictures.reshape(len(pictures), 784) / 255


pixels, dogs = flat(pictures), labels.reshape(-1, 1)

# %%
def dog(pictures):
    return np.full(len(pictures), 0.5)


kw.check("L06.4", dog)

# %% [markdown] tags=["ko"]
# ## 정리
#
# - 둘 가운데 하나를 고르는 모델은 **유닛 하나, 시그모이드, `binary_crossentropy`** 예요. 답은 확률이에요.
# - 임곗값을 옮기면 한쪽 실수가 줄고 다른 쪽 실수가 늘어요. 어디서 자를지는 사람이 정해요.
# - 한쪽이 드물면 정확도를 믿지 마세요. 몇 개를 찾았는지 세세요.
#
# 세 섬의 펭귄에게서 배운 모델이에요. 다른 곳의 펭귄, 하물며 다른 새의 암수는 알지 못해요.

# %% [markdown] tags=["en"]
# ## Key points
#
# - To choose between two, take **one unit, a sigmoid, and `binary_crossentropy`**. The answer is a probability.
# - Moving the threshold trades one kind of mistake for the other. Where to cut is a person's decision.
# - Where one side is rare, do not trust accuracy. Count what was found.
#
# This model has learned from penguins of three islands. It knows nothing of penguins elsewhere, let alone of other birds.
