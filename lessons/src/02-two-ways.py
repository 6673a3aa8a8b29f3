# ---
# jupyter:
#   lesson:
#     title: {ko: Sequential과 함수형 Model, en: Two ways to write it}
#     minutes: 25
#     objectives:
#       ko:
#         - 같은 네트워크를 Sequential로도, 함수형으로도 쓸 수 있어요.
#         - 두 모델이 정말 같은지 층과 가중치와 예보로 증명할 수 있어요.
#         - 함수형 모델에서 길에서 벗어난 층을 찾아 고칠 수 있어요.
#       en:
#         - Write the same network as a Sequential and as a functional model.
#         - Prove by layers, weights and forecasts that two models are the same.
#         - Find a layer that a functional model has left out, and bring it back.
# ---

# %% [markdown] tags=["ko"]
# # 2. Sequential과 함수형 Model
#
# **25분** · 1과를 마쳤으면 돼요.
#
# 이 수업을 마치면
#
# - 같은 네트워크를 Sequential로도, 함수형으로도 쓸 수 있어요.
# - 두 모델이 정말 같은지 층과 가중치와 예보로 증명할 수 있어요.
# - 함수형 모델에서 길에서 벗어난 층을 찾아 고칠 수 있어요.

# %% [markdown] tags=["en"]
# # 2. Two ways to write it
#
# **25 minutes** · Lesson 1 is all you need.
#
# After this lesson you can
#
# - write the same network as a Sequential and as a functional model,
# - prove by layers, weights and forecasts that two models are the same,
# - find a layer that a functional model has left out, and bring it back.

# %%
import kcore as keras
import kwidgets as kw
import lessons.checks
from kcore.datasets import seattle_weather

kw.set_language("en")

# %% [markdown] tags=["ko"]
# ## 1. 예측
#
# Keras에는 모델을 쓰는 방법이 두 가지 있어요. 이름은 **Sequential**과 **함수형**이에요. 책을 펼치면 어떤 쪽에는 이것이, 어떤 쪽에는 저것이 나와요. 함수형은 더 어렵고 더 똑똑한 신경망일까요?
#
# 오늘은 같은 [[neural network]]을 두 번 쓰고, 둘이 같은지 다른지 숫자로 **증명**해요. 데이터는 1과의 [시애틀 날씨](../data/seattle-weather.md)예요. 2012~2013년으로 배우고 2014년으로 재요. 특성은 [[standardization]]해 두고, [[baseline]]은 "오늘과 같아요"예요.

# %% [markdown] tags=["en"]
# ## 1. Predict
#
# Keras has two ways to write a model: **Sequential** and **functional**. Turn the pages of a book and you meet now the one, now the other. Is the functional one a harder and cleverer network?
#
# Today you write the same [[neural network]] twice and **prove** with numbers whether the two are the same. The data are the [weather of Seattle](../data/seattle-weather.md) of lesson 1: learn from 2012 and 2013, measure on 2014. The features get their [[standardization]], and the [[baseline]] is "same as today".

# %%
(x, y), _ = seattle_weather.load_data()

x_train, y_train = x[:730], y[:730]
x_validation, y_validation = x[730:], y[730:]

mean, deviation = x_train.mean(axis=0), x_train.std(axis=0)
z_train, z_validation = (x_train - mean) / deviation, (x_validation - mean) / deviation

same_as_today = float(abs(x_validation[:, :1] - y_validation).mean())
print(f"{same_as_today = :.2f} °C")

# %% [markdown] tags=["ko"]
# 설계도는 하나예요. **특성 5개 → 유닛 16개(relu) → 숫자 하나.**
#
# 이 설계도로 모델을 두 개 지어요. 하나는 Sequential로, 하나는 함수형으로요. 똑같은 가중치에서 출발해 똑같이 훈련한 다음 2014년의 예보를 하루하루 견주어 볼 거예요. **두 예보가 가장 크게 벌어지는 날, 몇 도나 다를까요?**

# %% [markdown] tags=["en"]
# There is one plan: **5 features → 16 units (relu) → one number.**
#
# From this plan you build two models, one Sequential, one functional. Both start from the same weights and are trained alike. Then we compare their forecasts for 2014 day by day. **On the day on which they differ most, by how many degrees?**

# %%
guess = kw.Guess("L02.difference", 0, 5, "°C", value=1)
guess

# %% [markdown] tags=["ko"]
# ## 2. 실행
#
# **Sequential은 기차예요.** 칸을 차례대로 이으면 끝이에요. [[layer]]의 목록을 건네주면 데이터가 첫 칸에서 마지막 칸까지 지나가요. 이런 모델을 [[sequential model]]이라고 해요.

# %% [markdown] tags=["en"]
# ## 2. Run
#
# **Sequential is a train.** Couple the cars in a row, and that is all. You hand over a list, and the data pass from the first [[layer]] to the last. This is a [[sequential model]].

# %%
keras.utils.set_random_seed(5)

sequential = keras.Sequential(
    [
        keras.Input((5,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)

# %% [markdown] tags=["ko"]
# **함수형은 지하철 노선도예요.** 역을 하나 짓고, 앞의 역에서 선을 한 줄 긋고, 다시 역을 지어요. 이렇게 쓰는 방법이 [[functional API]]예요.

# %% [markdown] tags=["en"]
# **Functional is a metro map.** Build a station, draw a line to it from the one before, build the next. This way of writing is the [[functional API]].

# %%
inputs = keras.Input((5,))
hidden = keras.layers.Dense(16, activation="relu")(inputs)
outputs = keras.layers.Dense(1)(hidden)

functional = keras.Model(inputs, outputs)

print(inputs.shape, "->", hidden.shape, "->", outputs.shape)

# %% [markdown] tags=["ko"]
# 괄호가 두 번 나오는 것이 낯설지요? 나누어 읽으면 쉬워요.
#
# - `keras.layers.Dense(16, activation="relu")` — 역을 지어요.
# - `(inputs)` — `inputs`에서 그 역까지 선을 그어요.
# - `hidden` — 그 역에서 나가는 자리예요. 아직 아무도 타지 않아서 숫자는 없고 [[shape|크기(shape)]]만 있어요. `None`은 며칠을 넣을지 아직 정하지 않았다는 뜻이에요.
#
# 마지막 줄 `keras.Model(inputs, outputs)`은 어디서 타서 어디서 내리는지를 정해요.
#
# 아래 패널은 한 모델의 두 얼굴, 그림과 코드예요. 곧 **→ 함수형으로**를 눌러 볼 거예요. 그림이 바뀔까요, 코드가 바뀔까요, 둘 다 바뀔까요? 먼저 말하고 누르세요.

# %% [markdown] tags=["en"]
# Two pairs of brackets look strange. Read them one at a time.
#
# - `keras.layers.Dense(16, activation="relu")` builds the station.
# - `(inputs)` draws the line from `inputs` to it.
# - `hidden` is the place behind that station. Nobody has travelled yet, so it has no numbers, only a [[shape]]. `None` says that the number of days is still open.
#
# The last line, `keras.Model(inputs, outputs)`, says where to get on and where to get off.
#
# The panel below shows two faces of one model, picture and code. In a moment you press **→ functional**. Will the picture change, the code, or both? Say it first, then press.

# %%
kw.ModelBuilder(keras.models.clone_model(sequential), faces=["picture", "code"], forms=False)

# %% [markdown] tags=["ko"]
# ## 3. 관찰
#
# 그림은 그대로인데 코드만 바뀌었어요. **모델은 하나, 쓰는 법이 둘**인 거예요.
#
# 하지만 닮아 보인다고 증명은 아니에요. 이번에는 두 모델에게 직접 물어봐요. `model.layers`는 층의 목록, `model.inputs`와 `model.outputs`는 데이터가 들어오고 나가는 자리예요.

# %% [markdown] tags=["en"]
# ## 3. Investigate
#
# The picture stayed, the code changed. **One model, two ways to write it.**
#
# Looking alike is no proof, though. Ask the two models themselves: `model.layers` is the list of layers, `model.inputs` and `model.outputs` are the places where data come in and go out.

# %%
for model in (sequential, functional):
    print(type(model).__name__)
    print("  layers:    ", [type(layer).__name__ for layer in model.layers])
    print("  inputs:    ", [place.shape for place in model.inputs])
    print("  outputs:   ", [place.shape for place in model.outputs])
    print("  in config: ", [layer["class_name"] for layer in model.get_config()["layers"]])
    print("  parameters:", model.count_params())

# %% [markdown] tags=["ko"]
# 다른 점이 하나 보여요. 함수형의 `layers`에는 `InputLayer`가 있어요. 계산은 하지 않는 [[input layer]], 곧 타는 문이에요. Sequential은 목록에서 이 문을 숨길 뿐이에요. 모델의 설정(config)에는 둘 다 똑같이 세 줄이 적혀 있어요. [[parameter]]도 113개로 같아요.
#
# 그럼 예보도 같을까요? 2014년의 예보가 가장 크게 벌어지는 날을 재 봐요.

# %% [markdown] tags=["en"]
# One thing differs. The functional `layers` begin with an `InputLayer`, the [[input layer]]: the door, where nothing is computed. Sequential only hides that door from its list; in their configs both have the same three lines. And each has 113 [[parameter|parameters]].
#
# Do they forecast the same, then? Look for the day of 2014 on which they differ most.

# %%
def difference():
    one = sequential.predict(z_validation, verbose=0)
    other = functional.predict(z_validation, verbose=0)
    return float(abs(one - other).max())


print(f"before copying: {difference():.2f} °C")

functional.set_weights(sequential.get_weights())

print(f"after copying:  {difference():.2f} °C")

# %% [markdown] tags=["ko"]
# 처음에는 2.36도나 달랐어요. 다른 신경망이라서가 아니에요. [[weight]]는 무작위로 시작하니까, **같은 설계도로 지은 두 집에 다른 가구가 들어 있던** 셈이에요. `get_weights`로 꺼내 `set_weights`로 옮기니 차이가 0.00도가 되었어요.
#
# 이제 둘을 똑같이 훈련해요. 씨앗(seed)을 같게 하면 훈련 세트를 섞는 순서까지 같아져요.

# %% [markdown] tags=["en"]
# At first they were 2.36 degrees apart, and not because they are different networks. A [[weight]] starts at random: **two houses built from one plan, with different furniture in them**. Take it out with `get_weights`, put it in with `set_weights`, and the difference is 0.00.
#
# Now train both alike. With the same seed even the order in which the days are shuffled is the same.

# %%
def train(model):
    keras.utils.set_random_seed(5)
    model.compile(keras.optimizers.SGD(0.01), loss="mean_squared_error", metrics=["mean_absolute_error"])
    model.fit(z_train, y_train, epochs=60, verbose=0)
    return model.evaluate(z_validation, y_validation, verbose=0)[1]


print(f"sequential misses by {train(sequential):.2f} °C")
print(f"functional misses by {train(functional):.2f} °C")
print(f"they differ by       {difference():.2f} °C")

guess.happened(difference())

# %% [markdown] tags=["ko"]
# 천 번이 넘는 걸음을 걷고도 0.00도 차이예요. 여러분의 예상은 몇 도였나요? 둘 다 2.20도 빗나가서 "오늘과 같아요"의 2.28도를 이겼고요.
#
# **함수형은 다른 신경망이 아니라 다른 표기법이에요.** 두 모델이 같다는 말은 *같은 층이 같은 순서로 이어지고, 가중치가 같다*는 뜻이에요.

# %% [markdown] tags=["en"]
# After more than a thousand steps the difference is still 0.00. What was your guess? Both miss by 2.20 degrees and beat the 2.28 of "same as today".
#
# **Functional is another notation, not another network.** Two models are the same when *the same layers are connected in the same order, with the same weights*.

# %% [markdown] tags=["ko"]
# ## 4. 바꾸기
#
# 그럼 함수형은 왜 있을까요? **기차에는 갈림길이 없지만 노선도에는 있어요.** 아래에서 네 얼굴이 모두 열려요. 한 얼굴을 고치면 나머지가 따라와요. 누르기 전에 어떻게 될지 먼저 말해 보세요.
#
# 1. 코드에서 `16`을 `8`로 고치세요. 그림과 요약표에서 무엇이 따라 바뀌나요? 파라미터는 모두 몇 개가 될까요?
# 2. **→ 함수형으로**를 누르고 그림에서 `hidden` 상자를 고른 다음, `Concatenate`를 찾아 **+ 넣기**를 누르세요. 그리고 *받는 곳*에서 `today`와 `hidden`을 함께 고르세요(Ctrl). 오늘의 날씨가 은닉층을 거치지 않고 바로 출력층으로 가는 **급행선**이 생겨요.
# 3. 이제 **→ 순차 모델로**를 누르세요. 패널이 뭐라고 하나요?

# %% [markdown] tags=["en"]
# ## 4. Modify
#
# Why is there a functional way at all? **A train has no junctions; a metro map has.** Below all four faces are open: edit one, and the others follow. Say what will happen before you press.
#
# 1. In the code, change `16` to `8`. What follows in the picture and the table? How many parameters will there be?
# 2. Press **→ functional** and select the box `hidden` in the picture. Search for `Concatenate` and press **+ Add**. Then choose both `today` and `hidden` under *data from* (with Ctrl). Now there is an **express line**: today's weather also goes straight to the output layer, past the hidden one.
# 3. Now press **→ Sequential**. What does the panel say?

# %%
builder = kw.ModelBuilder(
    keras.Sequential(
        [
            keras.Input((5,), name="today"),
            keras.layers.Dense(16, activation="relu", name="hidden"),
            keras.layers.Dense(1, name="forecast"),
        ]
    )
)
builder

# %% [markdown] tags=["ko"]
# 1번에서는 (5 + 1) × 8 + (8 + 1) × 1 = 57개가 되었을 거예요. 3번은 거절당해요. 갈라졌다가 만나는 길은 기차로 쓸 수 없으니까요. **Sequential로 쓴 것은 모두 함수형으로 쓸 수 있지만, 거꾸로는 아니에요.**
#
# 대신 함수형에는 기차에 없는 함정이 하나 있어요. 친구가 서둘러 쓴 코드를 보세요. 위의 함수형 코드와 딱 한 낱말이 달라요. 오류가 날까요? 오류가 나지 않는다면 몇 도나 빗나갈까요? 말해 보고 실행하세요.

# %% [markdown] tags=["en"]
# In 1 you got (5 + 1) × 8 + (8 + 1) × 1 = 57. And 3 is refused: ways that part and meet again cannot be written as a train. **Whatever is Sequential can be written functionally, but not the other way round.**
#
# In return the functional way has a trap that a train does not have. Here is what a friend wrote in a hurry. A single word differs from the functional code above. Will there be an error? If not, by how much will it miss? Say it, then run.

# %%
keras.utils.set_random_seed(5)

inputs = keras.Input((5,))
hidden = keras.layers.Dense(16, activation="relu")(inputs)
outputs = keras.layers.Dense(1)(inputs)

slipped = keras.Model(inputs, outputs)

print(f"slipped misses by {train(slipped):.2f} °C")

# %% [markdown] tags=["ko"]
# 오류가 없어요. 2.22도면 기준 모델까지 이겼고, 제대로 이은 모델과도 0.02도밖에 차이 나지 않아요. 점수만 보면 아무도 눈치채지 못해요. 그래서 모델에게 직접 물어봐요.

# %% [markdown] tags=["en"]
# No error. With 2.22 degrees it even beats the baseline, and comes within 0.02 of the model that was connected rightly: nobody would notice from the score. So ask the model itself.

# %%
for layer in slipped.layers:
    print(f"{type(layer).__name__:12}{layer.count_params():4} parameters")

# %% [markdown] tags=["ko"]
# 113개여야 할 파라미터가 6개예요! 은닉층이 어디로 갔을까요? 의사에게 보여 줄게요. 카드를 읽어 보세요.

# %% [markdown] tags=["en"]
# There should be 113 parameters, and there are 6! Where has the hidden layer gone? Let the doctor have a look, and read the card.

# %%
kw.Doctor(
    slipped,
    z_train,
    y_train,
    (z_validation, y_validation),
    names=("z_train", "y_train", "z_validation", "y_validation"),
)

# %% [markdown] tags=["ko"]
# 역을 지어 놓고 **아무 노선도 그 역을 지나지 않은** 거예요. `keras.Model(inputs, outputs)`은 `outputs`에서 거꾸로 선을 따라가며 만나는 층만 모델에 넣어요. 출력층이 `hidden`이 아니라 `inputs`에 이어져 있으니 은닉층은 만날 수 없어요. 함수형에서는 **괄호 안의 이름이 곧 연결**이에요.
#
# 위의 코드로 돌아가 낱말 하나를 고치고, 세 셀을 다시 실행하세요. 층이 세 줄이 되고 카드가 사라지면 다 고친 거예요. 빗나가는 정도도 2.20도로 돌아와요.
#
# > **나중에** · `relu`가 하는 일은 4과, `None`과 설정(config)은 9과, 갈래가 여럿인 모델은 13과에서 만나요.

# %% [markdown] tags=["en"]
# A station was built, and **no line goes through it**. `keras.Model(inputs, outputs)` walks back from `outputs` along the lines and takes in the layers that it meets. The output layer is tied to `inputs` instead of `hidden`, so the hidden layer is never met. In the functional way, **the name in the brackets is the connection**.
#
# Go back to that code, mend the one word, and run the three cells again. When there are three lines of layers and the card is gone, it is repaired. The error is back at 2.20 degrees, too.
#
# > **Later** · What `relu` does: lesson 4. `None` and configs: lesson 9. Models with several branches: lesson 13.

# %% [markdown] tags=["ko"]
# ## 5. 만들기
#
# **연습 L02.1** · 특성 다섯 개를 받아 **은닉층 두 개**를 지나 숫자 하나를 내놓는 네트워크를 Sequential로도, 함수형으로도 쓰세요. 유닛의 수와 활성화 함수는 마음대로 정하되 두 모델이 같아야 해요. 마지막으로 가중치를 옮겨 예보까지 같게 만드세요.

# %% [markdown] tags=["en"]
# ## 5. Make
#
# **Exercise L02.1** · Five features in, **two hidden layers**, one number out: write this network as a Sequential and as a functional model. Units and activations are up to you, as long as both models are the same. Last, carry the weights over, so that their forecasts are the same, too.

# %%
my_sequential = keras.Sequential([keras.Input((5,)), keras.layers.Dense(1)])
my_functional = None

kw.check("L02.1", my_sequential, my_functional)

# %% [markdown] tags=["ko"]
# **연습 L02.2** · 설계도는 **특성 5개 → 유닛 16개 → 유닛 8개 → 숫자 하나**예요. 그런데 아래 코드는 어딘가 잘못 이어져 있어요. 층을 새로 만들거나 빼지 말고 **이름만 고쳐서** 설계도대로 되게 하세요.

# %% [markdown] tags=["en"]
# **Exercise L02.2** · The plan says **5 features → 16 units → 8 units → one number**. In the code below something is tied to the wrong place. Make it follow the plan **by mending names only**; no layer needs to be added or taken away.

# %%
inputs = keras.Input((5,))
first = keras.layers.Dense(16, activation="relu")(inputs)
second = keras.layers.Dense(8, activation="relu")(inputs)
outputs = keras.layers.Dense(1)(first)

repaired = keras.Model(inputs, outputs)

kw.check("L02.2", repaired)

# %% [markdown] tags=["ko"]
# **연습 L02.3** · 4절의 `builder`로 돌아가서 **급행선**이 있는 모델을 만드세요. 특성 다섯 개를 받아 숫자 하나를 내놓고, 한 길은 은닉층을 지나고 다른 길은 은닉층을 지나지 않아야 해요. 만든 다음 아래 셀을 실행하세요.

# %% [markdown] tags=["en"]
# **Exercise L02.3** · Go back to the `builder` of section 4 and make a model with an **express line**: five features in, one number out, one way through a hidden layer and another way past it. Then run the cell below.

# %%
kw.check("L02.3", builder)

# %% [markdown] tags=["ko"]
# ## 정리
#
# - Sequential과 함수형은 **같은 모델을 쓰는 두 가지 방법**이에요. 갈래가 있으면 함수형으로 써요.
# - 같은 층, 같은 순서, 같은 가중치면 **같은 모델**이에요. 가중치는 `set_weights(get_weights())`로 옮겨요.
# - 함수형 모델에는 입력에서 출력까지 **길 위에 있는 층만** 들어가요. 점수가 좋아도 `model.layers`를 확인하세요.
#
# 여기서 본 숫자는 시애틀의 네 해 기록에서 나온 것이에요. 은닉층이 없어도 거의 비슷하다는 것은 이 데이터의 이야기이지, 은닉층이 쓸모없다는 뜻은 아니에요.

# %% [markdown] tags=["en"]
# ## Key points
#
# - Sequential and functional are **two ways to write the same model**. Where it has branches, write it functionally.
# - Same layers, same order, same weights: **the same model**. `set_weights(get_weights())` carries the weights over.
# - A functional model holds only the layers **on the way** from its inputs to its outputs. However good the score, look at `model.layers`.
#
# All figures come from four years in Seattle. That a net without its hidden layer did almost as well is a fact about these data; it does not make hidden layers useless.
