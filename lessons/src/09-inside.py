# ---
# jupyter:
#   lesson:
#     title: {ko: 모델 들여다보기, en: Look inside}
#     minutes: 30
#     objectives:
#       ko:
#         - 모델에게 층과 입력과 출력을 물어보고, 크기에 나오는 None을 읽을 수 있어요.
#         - 설정(config)으로 모델을 다시 짓고, 무엇이 따라오지 않는지 말할 수 있어요.
#         - 가중치를 꺼내고, 옮기고, 손으로 바꿀 수 있어요.
#       en:
#         - Ask a model for its layers, inputs and outputs, and read the None in a shape.
#         - Build a model again from its config, and say what does not come along.
#         - Take weights out, carry them over, and change them by hand.
# ---

# %% [markdown] tags=["ko"]
# # 9. 모델 들여다보기
#
# **30분** · 2과와 3과를 마쳤으면 돼요.
#
# 이 수업을 마치면
#
# - 모델에게 층과 입력과 출력을 물어보고, 크기에 나오는 `None`을 읽을 수 있어요.
# - 설정(config)으로 모델을 다시 짓고, 무엇이 따라오지 않는지 말할 수 있어요.
# - 가중치를 꺼내고, 옮기고, 손으로 바꿀 수 있어요.

# %% [markdown] tags=["en"]
# # 9. Look inside
#
# **30 minutes** · Lessons 2 and 3 are all you need.
#
# After this lesson you can
#
# - ask a model for its layers, inputs and outputs, and read the `None` in a shape,
# - build a model again from its config, and say what does not come along,
# - take weights out, carry them over, and change them by hand.

# %%
import kcore as keras
import kwidgets as kw
import lessons.checks
from kcore.datasets import digits

kw.set_language("en")

# %% [markdown] tags=["ko"]
# ## 1. 예측
#
# 모델은 속을 알 수 없는 검은 상자라고들 하지요. 그런데 Keras의 모델은 **뚜껑이 열리는 상자**예요. 물어보면 대답하고, 꺼내 달라면 꺼내 줘요. 오늘은 [손글씨](../data/digits.md) 숫자를 읽는 모델을 하나 훈련하고 뚜껑을 열어요.
#
# 그림은 8×8 픽셀이고 픽셀의 값은 0에서 16까지예요. 16으로 나누어 0과 1 사이로 [[normalization]]해 두어요. [[test set]]의 360장은 훈련 세트와는 다른 사람들이 썼어요. 가장 게으른 답은 무엇을 보든 한 숫자만 말하는 거예요. "언제나 3"을 오늘의 [[baseline]]로 삼아요.

# %% [markdown] tags=["en"]
# ## 1. Predict
#
# People call a model a black box. A Keras model is **a box with a lid**: ask and it answers, and what is inside can be taken out. Today you train a model that reads [handwritten](../data/digits.md) digits, and open the lid.
#
# The pictures have 8×8 pixels with values from 0 to 16. Divided by 16 they lie between 0 and 1, which is called [[normalization]]. The 360 pictures of the [[test set]] were written by other people than those of the training set. The laziest answer is one digit whatever you see. "Always a 3" is today's [[baseline]].

# %%
(x, y), (x_test, y_test) = digits.load_data()
z, z_test = x / 16, x_test / 16

keras.utils.set_random_seed(3)

model = keras.Sequential(
    [
        keras.Input((8, 8)),
        keras.layers.Flatten(),
        keras.layers.Dense(16, activation="relu", name="hidden"),
        keras.layers.Dense(10, activation="softmax", name="digit"),
    ]
)


def train(model):
    model.compile(keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy")
    model.fit(z, y, epochs=20, verbose=0)


def right(model):
    return 100 * float((model.predict(z_test, verbose=0).argmax(axis=1) == y_test).mean())


train(model)

print(f"always a 3: {100 * (y_test == 3).mean():3.0f} % right")
print(f"the model:  {right(model):3.0f} % right")

# %% [markdown] tags=["ko"]
# 90%를 맞혀요. 이제 생각해 보세요. 이 모델의 **설정**(config)을 글로 적고, 적은 글만 보고 모델을 다시 지으면, **다시 지은 모델은 몇 %나 맞힐까요?**

# %% [markdown] tags=["en"]
# It gets 90 % right. Now think. We write down the **config** of this model and build a model from what was written. **How many percent will the rebuilt model get right?**

# %%
guess = kw.Guess("L09.rebuilt", 0, 100, "%", value=50)
guess

# %% [markdown] tags=["ko"]
# 하나 더 예상해 보세요. 이 모델에게 크기를 물으면 `(None, 10)`이라고 대답해요. 여기서 `None`은 무슨 뜻일까요?

# %% [markdown] tags=["en"]
# And one more. Ask this model for its shape, and it says `(None, 10)`. What does `None` mean there?

# %%
none = kw.Choice("L09.none", ["nothing", "samples", "zero", "broken"])
none

# %% [markdown] tags=["ko"]
# ## 2. 실행
#
# 먼저 **안내판**부터 읽어요. `summary`는 [[layer]]마다 한 줄씩 이름과 나가는 [[shape|크기(shape)]]와 [[parameter]]의 수를 보여 줘요.

# %% [markdown] tags=["en"]
# ## 2. Run
#
# First read the **sign at the door**. For every [[layer]] `summary` has a line with its name, the [[shape]] that leaves it, and the number of its [[parameter|parameters]].

# %%
model.summary()

# %% [markdown] tags=["ko"]
# 맨 아래의 *Optimizer params*는 모델의 것이 아니에요. 옵티마이저 Adam이 적어 두는 메모예요(8과). 오래된 책에서 `keras.utils.print_summary(model)`을 만나면 같은 안내판이라고 생각하면 돼요.
#
# 안내판에 적힌 것은 하나하나 꺼낼 수도 있어요. `inputs`와 `outputs`는 데이터가 드나드는 **문**, `layers`는 방의 **목록**이에요. 문에 정말 `None`이라고 적혀 있는지, 몇 장을 넣으면 무엇이 나오는지 봐요.

# %% [markdown] tags=["en"]
# *Optimizer params* at the bottom do not belong to the model: they are notes that the optimizer Adam keeps (lesson 8). If you meet `keras.utils.print_summary(model)` in an old book, it is this same sign.
#
# Everything on the sign can be taken off it one by one. `inputs` and `outputs` are the **doors**, `layers` is the **list** of rooms. See whether the doors really say `None`, and what comes out when you put so many pictures in.

# %%
print("inputs: ", [place.shape for place in model.inputs])
print("outputs:", [place.shape for place in model.outputs])

for layer in model.layers:
    print(f"  {layer.name:8}{type(layer).__name__:8}{layer.count_params():5} parameters")

for samples in (1, 7, 360):
    print(f"{samples:3} pictures in: {model.predict(z_test[:samples], verbose=0).shape} out")

none.happened("samples")

# %% [markdown] tags=["ko"]
# `None`은 "없다"도 "고장"도 아니에요. **몇 장을 넣을지 아직 정하지 않은 빈칸**이에요. 1장을 넣으면 그 자리가 1이 되고 360장을 넣으면 360이 돼요. 식당 예약 장부에 비워 둔 인원 칸 같은 거예요. 식탁(파라미터)의 수는 손님 수와 상관없이 그대로이고요.
#
# 이제 뚜껑을 열어요. 아래 패널에는 쪽이 세 장 있어요.
#
# 1. **층** · `hidden`의 파라미터 1,040개가 어떻게 나왔는지 읽어 보세요.
# 2. **가중치** · `hidden`의 kernel을 고르고 *보는 법*을 **그림**으로 바꾸세요. [[unit]] 16개가 저마다 그림의 어디를 좋아하고(파란색) 어디를 싫어하는지(주황색) 보여요. 거의 백지인 유닛도 둘 있어요. 무엇을 보든 0만 내놓는 **잠든 유닛**이에요(12과). 몇 번인가요?
# 3. **층의 출력** · 샘플 번호를 바꾸면서 `digit` 층의 막대를 보세요. 모델이 망설이는 그림을 하나 찾을 수 있나요?

# %% [markdown] tags=["en"]
# `None` means neither "nothing" nor "broken". It is **a blank: how many pictures come is not decided yet**. Put 1 in and it becomes 1, put 360 in and it becomes 360, like the number of guests in a restaurant's book of bookings. The tables, that is the parameters, stay the same however many guests there are.
#
# Now open the lid. The panel below has three pages.
#
# 1. **Layers** · Read how the 1,040 parameters of `hidden` come about.
# 2. **Weights** · Choose the kernel of `hidden` and set *show as* to **images**. You see of each of the 16 [[unit|units]] which parts of a picture it likes (blue) and which it dislikes (orange). Two are almost blank: **sleeping units**, which give 0 whatever they see (lesson 12). Which numbers have they?
# 3. **Layer outputs** · Change the number of the sample and watch the bars of `digit`. Can you find a picture that makes the model hesitate?

# %%
kw.Inspector(model, x=z_test, y=y_test, pages=["layers", "weights", "activations"])

# %% [markdown] tags=["ko"]
# ## 3. 관찰
#
# 모델은 **집**과 같아요. 집에는 두 가지가 있어요. 방이 몇 개이고 어떻게 이어지는지 적은 **설계도**, 그리고 그 안에 들인 **가구**예요. `get_config`는 설계도를 줘요.

# %% [markdown] tags=["en"]
# ## 3. Investigate
#
# A model is like a **house**. There are two things to it: the **plan**, which says how many rooms there are and how they are connected, and the **furniture** inside. `get_config` gives you the plan.

# %%
config = model.get_config()

for layer in config["layers"]:
    said = {key: value for key, value in layer["config"].items() if key in ("units", "activation", "trainable")}
    print(f"{layer['class_name']:12}{said}")

# %% [markdown] tags=["ko"]
# 설계도는 평범한 파이썬 dict예요. 읽을 수 있고 고칠 수도 있어요. 층의 종류, 유닛의 수, 활성화 함수, 훈련해도 되는지(`trainable`)까지 적혀 있어요. 이제 이 설계도로 집을 다시 지어요. `from_config`는 그 일을 해요.

# %% [markdown] tags=["en"]
# The plan is an ordinary Python dict: you can read it, and change it, too. It tells the kinds of layers, the units, the activations, and even whether a layer may be trained (`trainable`). Now build the house again from this plan; that is what `from_config` does.

# %%
keras.utils.set_random_seed(4)

rebuilt = keras.Sequential.from_config(config)

print(f"the model: {right(model):3.0f} % right")
print(f"rebuilt:   {right(rebuilt):3.0f} % right")

guess.happened(right(rebuilt))

# %% [markdown] tags=["ko"]
# 90%가 아니라 6%예요. "언제나 3"도 10%는 맞히는데요! 여러분의 예상은 몇 %였나요?
#
# **`from_config`는 가중치를 옮기지 않아요.** 설계도에는 가구가 적혀 있지 않으니까요. 새집에는 새 가구가 무작위로 들어와요. 설계도에는 "가구를 이렇게 뽑으세요"라는 [[initialization]] 방법만 있어요. `compile`에서 정한 것도 따라오지 않아요.
#
# 가구는 `get_weights`로 꺼내고 `set_weights`로 들여놓아요. 꺼낸 것은 배열의 목록이에요. [[weight]]와 [[bias]]이 층마다 차례로 나와요.

# %% [markdown] tags=["en"]
# Not 90 % but 6 %, when even "always a 3" gets 10 %! What was your guess?
#
# **`from_config` carries no weights.** A plan does not list the furniture. The new house gets new furniture at random; all the plan has is the recipe for drawing it, the [[initialization]]. What was set with `compile` does not come along either.
#
# `get_weights` takes the furniture out, `set_weights` puts it in. What you take out is a list of arrays: for each layer the table of its [[weight|weights]], then its [[bias|biases]].

# %%
for weights in model.get_weights():
    print(weights.shape)

rebuilt.set_weights(model.get_weights())

print(f"rebuilt, with the weights of the model: {right(rebuilt):.0f} % right")

# %% [markdown] tags=["ko"]
# **설계도 + 가구 = 같은 모델.** 정말 마지막 자리까지 같은지, 두 모델을 나란히 놓고 확인해 보세요.

# %% [markdown] tags=["en"]
# **Plan + furniture = the same model.** Put the two side by side and see whether they are the same to the last digit.

# %%
kw.Inspector(rebuilt, model, pages=["difference"])

# %% [markdown] tags=["ko"]
# ## 4. 바꾸기
#
# 꺼낼 수 있으면 바꿀 수도 있어요. `hidden` 층의 유닛은 창구에 앉은 직원 16명과 같아요. **3번과 7번 직원이 자리를 맞바꾸면 모델은 몇 %나 맞힐까요?** 하는 일은 그대로 들고 가요. 들어오는 가중치의 열과 편향을 함께 옮기는 거예요. 먼저 말해 보고 실행하세요.

# %% [markdown] tags=["en"]
# ## 4. Modify
#
# What can be taken out can be changed. Think of the units of `hidden` as 16 clerks at their counters. **Clerks 3 and 7 change places: how many percent will the model get right?** Each takes the work along, that is a column of the weights that come in, and a bias. Say it first, then run.

# %%
kernel, bias, next_kernel, next_bias = model.get_weights()

order = list(range(16))
order[3], order[7] = 7, 3

half = keras.Sequential.from_config(config)
half.set_weights([kernel[:, order], bias[order], next_kernel, next_bias])

print(f"{right(half):.0f} % right")

# %% [markdown] tags=["ko"]
# 90%에서 63%로 떨어졌어요. 직원은 자리를 바꿨는데 **다음 층이 그 사실을 몰라요.** 3번 창구에서 나온 쪽지를 여전히 옛 3번 직원의 쪽지라고 믿고 읽는 거예요. 유닛에는 이름이 없고 자리만 있어요. 무엇을 더 바꿔야 할까요? 연습 L09.2에서 여러분이 마무리할 거예요.
#
# 이번에는 동료가 편지로 보내 준 설정이에요. 손으로 쓴 짧은 dict이지만 설계도로는 충분해요. 지어서 `model`과 똑같이 훈련해요. **훈련하고 나면 몇 %나 맞힐까요?**

# %% [markdown] tags=["en"]
# Down from 90 to 63 %. The clerks have changed places, and **the next layer does not know it.** It still reads the notes from counter 3 as if the old clerk had written them. Units have no names, only places. What else has to change? You will finish this in exercise L09.2.
#
# Next, a colleague has sent you a config by letter. It is a short dict written by hand, and enough for a plan. You build it and train it exactly like `model`. **How many percent will it get right after training?**

# %%
letter = {
    "name": "student",
    "layers": [
        {"class_name": "InputLayer", "config": {"batch_shape": (None, 8, 8)}},
        {"class_name": "Flatten", "config": {}},
        {"class_name": "Dense", "config": {"units": 16, "activation": "relu", "trainable": False}},
        {"class_name": "Dense", "config": {"units": 10, "activation": "softmax", "trainable": False}},
    ],
}

keras.utils.set_random_seed(3)

student = keras.Sequential.from_config(letter)

print(f"before training: {right(student):3.0f} % right")
train(student)
print(f"after training:  {right(student):3.0f} % right")

# %% [markdown] tags=["ko"]
# 20에포크를 훈련했는데 아무것도 달라지지 않았어요. 오류도 없어요. 의사에게 보여 주고 카드를 읽어 보세요.

# %% [markdown] tags=["en"]
# Twenty epochs, and nothing has changed. There was no error, either. Show it to the doctor and read the card.

# %%
kw.Doctor(student, z, y, epochs=20)

# %% [markdown] tags=["ko"]
# `trainable`이 `False`인 층은 **얼린** 층이에요. 옵티마이저가 손대지 않아요. [[trainable parameter]]가 0개면 아무리 훈련해도 제자리예요. 얼린다는 표시는 가중치가 아니라 **설계도에 적혀 있어서** 편지를 타고 왔어요.
#
# 편지로 돌아가 `False` 두 개를 `True`로 고치고 두 셀을 다시 실행하세요. 몇 %나 맞히나요? 하나만 고치면 어떻게 되는지도 해 보세요. 한 층을 일부러 얼려 두는 일은 10과에서 쓸모가 있어요.
#
# > **나중에** · 편지를 파일로 남기는 `to_json`과 가중치를 남기는 `save_weights`는 10과, Adam의 메모는 8과, 가중치를 처음에 뽑는 방법은 12과에서 만나요.

# %% [markdown] tags=["en"]
# A layer whose `trainable` is `False` is **frozen**: the optimizer leaves it alone. With no [[trainable parameter]] at all, training gets you nowhere. Being frozen is **written in the plan**, not in the weights, and so it came with the letter.
#
# Go back to the letter, change both `False` to `True`, and run the two cells again. How many percent is it now? Try changing only one, too. Freezing a layer on purpose will be useful in lesson 10.
#
# > **Later** · Letters as files (`to_json`), weights as files (`save_weights`): lesson 10. Adam's notes: lesson 8. How first weights are drawn: lesson 12.

# %% [markdown] tags=["ko"]
# ## 5. 만들기
#
# **연습 L09.1** · `model`의 **쌍둥이** `twin`을 지으세요. 설정으로 다시 지은 모델이고, `model`과 똑같이 답하지만, 한쪽을 훈련해도 다른 쪽은 바뀌지 않아야 해요. 아래 코드는 어째서 쌍둥이가 아닐까요?

# %% [markdown] tags=["en"]
# ## 5. Make
#
# **Exercise L09.1** · Build `twin`, a **twin** of `model`: built again from the config, with the same answers as `model`, but so that training one does not change the other. Why is the code below no twin?

# %%
twin = model

kw.check("L09.1", model, twin)

# %% [markdown] tags=["ko"]
# **연습 L09.2** · 4절에서 하던 일을 마무리하세요. `hidden`의 유닛 둘(또는 그 이상)이 자리를 바꾸었는데도 **모든 그림에 똑같이 답하는** 모델 `swapped`를 만드세요.

# %% [markdown] tags=["en"]
# **Exercise L09.2** · Finish what was begun in section 4. Make a model `swapped` in which two units of `hidden` (or more) have changed places, and which still **answers the same to every picture**.

# %%
swapped = keras.Sequential.from_config(config)
swapped.set_weights([kernel[:, order], bias[order], next_kernel, next_bias])

kw.check("L09.2", model, swapped)

# %% [markdown] tags=["ko"]
# **연습 L09.3** · 장난을 쳐 봐요. 아래 패널에서 **숫자 하나만** 손으로 바꾸어 이 모델이 무엇을 보든 **8이라고 답하게** 만드세요. 나머지는 그대로 두어야 해요. 어느 층의 어느 숫자일까요? 바꾼 다음 마지막 셀을 실행하세요.

# %% [markdown] tags=["en"]
# **Exercise L09.3** · A prank: in the panel below change **a single number** by hand so that this model **says 8** whatever it sees. Leave everything else as it is. Which number is it, in which layer? Then run the last cell.

# %%
stubborn = keras.Sequential.from_config(config)
stubborn.set_weights(model.get_weights())

inspector = kw.Inspector(stubborn, x=z_test, y=y_test, pages=["weights"])
inspector

# %%
kw.check("L09.3", inspector)

# %% [markdown] tags=["ko"]
# ## 정리
#
# - `None`은 **샘플의 수를 비워 둔 자리**예요. 파라미터의 수와는 상관없어요.
# - 설정은 **설계도**예요. `from_config`는 새집을 지을 뿐, 가중치는 `set_weights(get_weights())`로 따로 옮겨요.
# - 유닛에는 이름이 없고 **자리**만 있어요. 자리를 바꾸려면 들어오는 쪽, 편향, 나가는 쪽을 함께 바꿔요.
#
# 이 모델이 읽은 것은 13명의 글씨예요. 누구의 글씨든 90% 알아본다는 뜻은 아니에요.

# %% [markdown] tags=["en"]
# ## Key points
#
# - `None` is **a blank for the number of samples**. It has nothing to do with the number of parameters.
# - A config is the **plan**. `from_config` builds a new house; `set_weights(get_weights())` moves the furniture.
# - Units have no names, only **places**. To swap two, change what comes in, the biases, and what goes out.
#
# These are the hands of 13 people. It does not follow that the model reads 90 % of anybody's.
