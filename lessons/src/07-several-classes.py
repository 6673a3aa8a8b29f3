# ---
# jupyter:
#   lesson:
#     title: {ko: 다중 분류, en: Several classes}
#     minutes: 40
#     objectives:
#       ko:
#         - 소프트맥스의 답을 읽고, 유닛이 왜 클래스의 수만큼 있는지 말할 수 있어요.
#         - 타깃이 정수인지 원-핫인지 보고 알맞은 손실을 고를 수 있어요.
#         - 오차 행렬에서 모델이 무엇을 무엇과 헷갈리는지 찾을 수 있어요.
#       en:
#         - Read the answer of a softmax, and say why there are as many units as classes.
#         - Look at targets, whole numbers or one-hot, and choose the loss that fits.
#         - Find in a confusion matrix what a model takes for what.
# ---

# %% [markdown] tags=["ko"]
# # 7. 다중 분류
#
# **40분** · 6과를 마쳤으면 돼요.
#
# 이 수업을 마치면
#
# - 소프트맥스의 답을 읽고, 유닛이 왜 클래스의 수만큼 있는지 말할 수 있어요.
# - 타깃이 정수인지 원-핫인지 보고 알맞은 손실을 고를 수 있어요.
# - 오차 행렬에서 모델이 무엇을 무엇과 헷갈리는지 찾을 수 있어요.

# %% [markdown] tags=["en"]
# # 7. Several classes
#
# **40 minutes** · Lesson 6 is all you need.
#
# After this lesson you can
#
# - read the answer of a softmax, and say why there are as many units as classes,
# - look at targets, whole numbers or one-hot, and choose the loss that fits,
# - find in a confusion matrix what a model takes for what.

# %%
import numpy as np

import kcore as keras
import kwidgets as kw
import lessons.checks
from kcore.datasets import animals

kw.set_language("en")

# %% [markdown] tags=["ko"]
# ## 1. 예측
#
# 그림자만 보고 무슨 동물인지 알 수 있을까요? [열 가지 동물](../data/animals.md)의 그림자가 있어요. 곰, 새, 고양이, 소, 개, 코끼리, 기린, 말, 양, 얼룩말이에요. 그림 한 장은 28×28개의 점이고, 한 줄로 펴면 특성 784개예요.

# %% [markdown] tags=["en"]
# ## 1. Predict
#
# Can you tell an animal by its shadow? Here are the shadows of [ten animals](../data/animals.md): bear, bird, cat, cow, dog, elephant, giraffe, horse, sheep and zebra. A picture has 28×28 points; laid out in a row they are 784 features.

# %%
(pictures, labels), (new_pictures, new_labels) = animals.load_data()


def flat(pictures):
    return pictures.reshape(len(pictures), 784) / 255


x, x_new = flat(pictures), flat(new_pictures)

giraffe = pictures[labels == 6][40]
for row in giraffe[2:28:2]:
    print("".join("█" if point else "·" for point in row))
print(animals.NAMES)
print("the giraffe's label:", labels[labels == 6][40])

# %% [markdown] tags=["ko"]
# 답이 셋 이상인 문제를 [[multi-class classification]]라고 하고, 답 하나하나를 [[class]]라고 해요. [[label]]은 클래스의 번호예요. 기린은 6번이에요.
#
# 눈 감고 찍으면 열에 하나를 맞혀요. 이것이 오늘의 [[baseline]]이에요. 은닉층이 하나인 작은 신경망은 **새 그림을 몇 퍼센트나 맞힐까요?**

# %% [markdown] tags=["en"]
# A question with three or more answers is [[multi-class classification]], and each answer is a [[class]]. A [[label]] is the number of a class: a giraffe is number 6.
#
# With your eyes closed you would be right one time in ten, which is today's [[baseline]]. A small network with one hidden layer: **for how many percent of the new pictures will it be right?**

# %%
guess = kw.Guess("L07.accuracy", 0, 100, "%")
guess

# %% [markdown] tags=["ko"]
# ## 2. 실행
#
# 출력층의 유닛은 열 개, 동물마다 하나예요. 활성화 함수는 [[softmax]]예요. 4과에서 본 것처럼 합이 1이 되도록 나누어 줘요. 케이크 하나를 열 명이 나누는 셈이라, 하나가 더 가져가면 나머지가 줄어요.

# %% [markdown] tags=["en"]
# ## 2. Run
#
# The output layer has ten units, one for each animal. Its activation is the [[softmax]] of lesson 4, which shares out a whole of 1. Think of one cake among ten guests: when one gets more, the others get less.

# %%
def built(activation="softmax", loss="sparse_categorical_crossentropy", units=64):
    keras.utils.set_random_seed(1)
    hidden = keras.layers.Dense(units, activation="relu")
    output = keras.layers.Dense(10, activation=activation)
    model = keras.Sequential([keras.Input((784,)), hidden, output])
    model.compile(keras.optimizers.Adam(0.001), loss=loss, metrics=["accuracy"])
    return model


model = built()
model.fit(x, labels, epochs=5, batch_size=64, verbose=0)

accuracy = model.evaluate(x_new, new_labels, verbose=0)[1]
guess.happened(100 * accuracy)
print(f"right for {accuracy:.0%} of the new pictures")

# %% [markdown] tags=["ko"]
# 열에 하나가 아니라 열에 여덟쯤 맞혀요. 답을 하나 꺼내 막대로 그려 볼게요.

# %% [markdown] tags=["en"]
# Not one in ten: about eight in ten. Take out one answer and draw it as bars.

# %%
def bars(picture):
    shares = model.predict(flat(picture[None]), verbose=0)[0]
    for name, share in zip(animals.NAMES, shares):
        print(f"{name:9}{'█' * round(20 * float(share))} {share:.1f}")
    print(f"together {shares.sum():.1f}")


bars(new_pictures[0])

# %% [markdown] tags=["ko"]
# ## 3. 관찰
#
# 곰이라는 답이 가장 크지만 코끼리일지도 모른다고 해요. 열 개를 더하면 언제나 1이에요. **가장 큰 것을 골라** 답으로 삼아요.
#
# ### 타깃을 쓰는 두 가지 방법
#
# 기린을 그냥 6이라고 써도 되고, 열 칸 가운데 6번 칸에만 1을 적어도 돼요. 뒤의 것을 [[one-hot encoding]]이라고 해요. 출석부에서 한 사람의 자리에만 동그라미를 치는 것과 같아요.

# %% [markdown] tags=["en"]
# ## 3. Investigate
#
# Bear has the largest share, but it might be an elephant, it says. The ten always sum to 1, and **the largest is taken for the answer**.
#
# ### Two ways to write a target
#
# Write 6 for a giraffe; or take ten boxes and put a 1 into box 6 only. The second is called [[one-hot encoding]]. It is like ticking one name on a list.

# %%
one_hot = keras.utils.to_categorical(labels, 10)

print(labels[labels == 6][:1], "->", one_hot[labels == 6][0])

# %% [markdown] tags=["ko"]
# 손실도 두 가지예요. 이름만 다를 뿐 재는 것은 같아요. 진짜 동물에게 나누어 준 몫 $p$의 $-\log p$, 곧 [[categorical cross-entropy]]예요. **타깃이 정수면 `sparse_`를 붙이고, 원-핫이면 붙이지 않아요.**

# %% [markdown] tags=["en"]
# There are two losses as well. They have two names and measure the same: $-\log p$ of the share $p$ given to the true animal, the [[categorical cross-entropy]]. **Whole numbers take the one with `sparse_`, one-hot targets the one without.**

# %%
shares = model.predict(x, verbose=0)

print(f"sparse, whole numbers {float(keras.losses.SparseCategoricalCrossentropy()(labels, shares)):.2f}")
print(f"one-hot               {float(keras.losses.CategoricalCrossentropy()(one_hot, shares)):.2f}")

# %% [markdown] tags=["ko"]
# 똑같지요? 그런데 **짝을 바꾸면** 어떻게 될까요? 정수 타깃에 `sparse_`가 없는 손실을 써 봐요.

# %% [markdown] tags=["en"]
# The same. And what if you **swap the partners**? Give whole numbers to the loss without `sparse_`.

# %%
mismatched = built(loss="categorical_crossentropy")
try:
    mismatched.fit(x, labels, epochs=1, verbose=0)
except ValueError as error:
    print(error)

# %% [markdown] tags=["ko"]
# 손실은 열 칸을 기다렸는데 숫자 하나가 왔어요. 이 실수는 크게 소리를 내니 다행이에요. **조용한 실수**가 더 나빠요. 친구가 유닛을 하나만 두고 동물의 번호를 맞히게 했어요.

# %% [markdown] tags=["en"]
# The loss was waiting for ten boxes, and one number came. This mistake is loud, luckily. **Quiet ones** are worse. A friend took a single unit and let it find the number of the animal.

# %%
keras.utils.set_random_seed(1)
hidden = keras.layers.Dense(64, activation="relu")
numbered = keras.Sequential([keras.Input((784,)), hidden, keras.layers.Dense(1)])
numbered.compile(keras.optimizers.Adam(0.001), loss="mean_squared_error")
numbered.fit(x, labels.reshape(-1, 1).astype("float32"), epochs=5, batch_size=64, verbose=0)

said = numbered.predict(x_new, verbose=0)[:, 0]
print(f"right for {(said.round() == new_labels).mean():.0%} of the new pictures")
for place in (400, 900):
    print(f"{animals.NAMES[new_labels[place]]} is number {new_labels[place]}; it says {said[place]:.0f}")

# %% [markdown] tags=["ko"]
# 오류는 없었는데 22%밖에 못 맞혀요. 번호에는 순서가 있지만 동물에는 순서가 없어요. 고양이(2)와 개(4)의 가운데가 소(3)일 리 없잖아요. **클래스마다 유닛을 하나씩** 두어야 해요.
#
# 또 하나의 조용한 실수예요. 6과에서 배운 시그모이드를 유닛 열 개에 달았어요. 카드를 읽고 고쳐서 ▶를 눌러 보세요.

# %% [markdown] tags=["en"]
# No error, and right for only 22 %. Numbers have an order, animals have none: half-way between a cat (2) and a dog (4) there is no cow (3). **Each class needs a unit of its own.**
#
# Another quiet mistake: ten units with the sigmoid of lesson 6. Read the card, mend it, and press ▶.

# %%
kw.Doctor(built("sigmoid", "binary_crossentropy"), x, one_hot, epochs=3, batch_size=64)

# %% [markdown] tags=["ko"]
# 시그모이드는 저마다 따로 대답하는 열 명의 손님이에요. 모두가 "나야!" 할 수도 있어요. 동물은 딱 하나이니 케이크를 나누는 소프트맥스가 맞아요. 거꾸로 한 그림에 **고양이와 개가 함께** 있을 수 있다면 저마다 대답하는 시그모이드가 맞고요.
#
# ### 무엇을 무엇과 헷갈릴까요?
#
# 모델이 틀릴 때 아무렇게나 틀릴까요? [[confusion matrix]]을 보면 알아요. **행은 진짜 동물, 열은 모델의 답**이에요. 대각선은 맞은 수예요. ▶를 누르기 전에 예상해 보세요. 얼룩말은 무엇과 가장 많이 헷갈릴까요?

# %% [markdown] tags=["en"]
# Sigmoids are ten guests who answer each for themselves, and all may cry "me!". There is exactly one animal, so the cake has to be shared: softmax. If a picture could show **a cat and a dog together**, it would be the other way round, and sigmoids would be right.
#
# ### What is taken for what?
#
# When the model is wrong, is it wrong at random? The [[confusion matrix]] tells: **rows are the true animals, columns what the model says**, and on the diagonal it is right. Before you press ▶: what is a zebra taken for most often?

# %%
watch = kw.Watch(
    built(),
    x,
    labels,
    validation_data=(x_new, new_labels),
    epochs=5,
    batch_size=64,
    views=["confusion", "probabilities"],
    classes=animals.NAMES,
)
watch

# %% [markdown] tags=["ko"]
# 얼룩말은 말과 가장 많이 헷갈려요. 줄무늬가 조금 남아 있어도 몸의 모양이 말과 꼭 닮았으니까요. 사람이 헷갈리는 곳에서 모델도 헷갈려요.
#
# ## 4. 바꾸기
#
# **하나씩 예상하고** 실행하세요. `units`를 8과 128로 바꾸면 몇 퍼센트가 될까요? 여덟 개로는 왜 모자랄까요?

# %% [markdown] tags=["en"]
# A zebra is taken for a horse most often: some of its stripes are left, but its outline is that of a horse. Where people are confused, so is the model.
#
# ## 4. Modify
#
# **Predict each time** before you run. What will it be with `units` of 8, and of 128? Why are eight not enough?

# %%
units = 8

other = built(units=units)
other.fit(x, labels, epochs=5, batch_size=64, verbose=0)
print(f"{units} units: right for {other.evaluate(x_new, new_labels, verbose=0)[1]:.0%}")

# %% [markdown] tags=["ko"]
# > **나중에** · 손실을 줄이는 옵티마이저는 8과, 배운 것을 다른 문제에 다시 쓰는 법은 10과, 훈련 세트만 잘 맞히는 과대적합은 11과에서 만나요.
#
# ## 5. 만들기
#
# **연습 L07.1** · 세 모델이 고장 났어요. 줄마다 출력층의 **유닛 수, 활성화 함수, 손실**을 알맞게 고치세요.
#
# 1. 열 가지 동물 가운데 하나. 타깃은 정수 0에서 9까지예요.
# 2. 손글씨 숫자 0에서 9까지 가운데 하나. 타깃은 원-핫이에요.
# 3. 그림에 고양이와 개가 있는지. 둘 다 있을 수도, 하나도 없을 수도 있어요. 타깃은 `[1, 1]`이나 `[0, 1]`처럼 두 칸이에요.

# %% [markdown] tags=["en"]
# > **Later** · Optimizers, which make the loss smaller: lesson 8. Using what was learned for another question: lesson 10. Knowing nothing but the training set: lesson 11.
#
# ## 5. Make
#
# **Exercise L07.1** · Three models are broken. Mend each line: the **units, the activation and the loss** of the output layer.
#
# 1. One of ten animals. Targets are whole numbers, 0 to 9.
# 2. One of the handwritten digits 0 to 9. Targets are one-hot.
# 3. Whether there is a cat and whether there is a dog: a picture may show both, or none. Targets have two boxes, such as `[1, 1]` or `[0, 1]`.

# %%
pairs = [
    (1, "linear", "mean_squared_error"),
    (10, "sigmoid", "sparse_categorical_crossentropy"),
    (2, "softmax", "categorical_crossentropy"),
]

kw.check("L07.1", pairs)

# %% [markdown] tags=["ko"]
# **연습 L07.2** · 새 그림의 **84% 이상**을 맞히는 모델을 만드세요. `animal`은 그림(크기 `(장 수, 28, 28)`)을 받아 열 가지 동물의 확률(크기 `(장 수, 10)`)을 돌려줘요. 지금 `best`에는 2절의 모델이 들어 있어요.

# %% [markdown] tags=["en"]
# **Exercise L07.2** · Build a model that is right for **at least 84 %** of the new pictures. `animal` takes pictures, shape `(pictures, 28, 28)`, and returns the probabilities of the ten animals, shape `(pictures, 10)`. For now `best` is the model of section 2.

# %%
best = model


def animal(pictures):
    return best.predict(flat(pictures), verbose=0)


kw.check("L07.2", animal)

# %% [markdown] tags=["ko"]
# **연습 L07.3** · 여러분의 모델은 새 그림에서 무엇을 무엇으로 가장 많이 잘못 보나요? 아래 패널의 오차 행렬에서 찾아 **(진짜 동물, 모델의 답)** 순서로 영어 이름을 적으세요.

# %% [markdown] tags=["en"]
# **Exercise L07.3** · What does your model take for what most often, among the new pictures? Find it in the confusion matrix below, and write down **(the true animal, what the model says)**.

# %%
kw.Watch(best, x, labels, validation_data=(x_new, new_labels), views=["confusion"], classes=animals.NAMES)

# %%
confused = ("cat", "dog")

kw.check("L07.3", confused, animal)

# %% [markdown] tags=["ko"]
# ## 정리
#
# - 여럿 가운데 하나를 고르는 모델은 **클래스마다 유닛 하나, 소프트맥스** 예요. 답은 합이 1인 몫이에요.
# - 타깃이 정수면 `sparse_categorical_crossentropy`, 원-핫이면 `categorical_crossentropy`예요. 재는 것은 같아요.
# - 무엇을 헷갈리는지는 오차 행렬이 말해 줘요.
#
# 이 그림자들이 어떤 사진에서 나왔는지는 알려져 있지 않아요. 진짜 동물 사진을 알아보는 모델이 아니에요.

# %% [markdown] tags=["en"]
# ## Key points
#
# - To choose one of several, take **one unit for each class, and a softmax**. The answers are shares that sum to 1.
# - Whole numbers take `sparse_categorical_crossentropy`, one-hot targets `categorical_crossentropy`. They measure the same.
# - The confusion matrix tells what is taken for what.
#
# Nobody knows from which photographs these shadows come. This model does not recognise animals in photographs.
