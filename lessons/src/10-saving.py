# ---
# jupyter:
#   lesson:
#     title: {ko: 저장과 불러오기, en: Save and load}
#     minutes: 35
#     objectives:
#       ko:
#         - JSON, 가중치 파일, .keras 파일에 각각 무엇이 들어 있는지 말할 수 있어요.
#         - 이름으로 가중치를 불러오고, 어느 층이 채워지고 어느 층이 그대로인지 미리 말할 수 있어요.
#         - 배운 것을 새 모델에 옮겨 쓰고, 언제 도움이 되는지 재 볼 수 있어요.
#       en:
#         - Say what is in a JSON text, in a file of weights and in a .keras file.
#         - Load weights by name, and say beforehand which layers are filled and which are not.
#         - Move what was learned into a new model, and measure when that helps.
# ---

# %% [markdown] tags=["ko"]
# # 10. 저장과 불러오기
#
# **35분** · 7과와 9과를 마쳤으면 돼요.
#
# 이 수업을 마치면
#
# - JSON, 가중치 파일, `.keras` 파일에 각각 무엇이 들어 있는지 말할 수 있어요.
# - 이름으로 가중치를 불러오고, 어느 층이 채워지고 어느 층이 그대로인지 미리 말할 수 있어요.
# - 배운 것을 새 모델에 옮겨 쓰고, 언제 도움이 되는지 재 볼 수 있어요.

# %% [markdown] tags=["en"]
# # 10. Save and load
#
# **35 minutes** · Lessons 7 and 9 come first.
#
# After this lesson you can
#
# - say what is in a JSON text, in a file of weights and in a `.keras` file,
# - load weights by name, and say beforehand which layers are filled and which are not,
# - move what was learned into a new model, and measure when that helps.

# %%
import tempfile
from pathlib import Path

import numpy as np

import kcore as keras
import kwidgets as kw
import lessons.checks
from kcore.datasets import animals

kw.set_language("en")

folder = Path(tempfile.mkdtemp())

# %% [markdown] tags=["ko"]
# ## 1. 예측
#
# 노트북을 닫으면 훈련한 모델은 사라져요. 파일로 남겨야 내일도 쓰고, 친구에게도 줄 수 있어요. 오늘 쓰는 파일은 모두 임시 폴더 `folder`에 들어가요.
#
# 먼저 [동물 그림](../data/animals.md)으로 모델을 훈련해요. 고양이와 개는 **따로 남겨 두고** 나머지 여덟 가지만 가르쳐요. [[baseline]]은 무엇을 보든 한 동물만 대는 거예요.

# %% [markdown] tags=["en"]
# ## 1. Predict
#
# Close the notebook, and a trained model is gone. In a file it lasts until tomorrow, and can be given to a friend. All files of today go into `folder`, which is a temporary one.
#
# First train a model on the [silhouettes of animals](../data/animals.md). Cats and dogs are **kept back**; it learns the other eight. The [[baseline]] names the same animal whatever it sees.

# %%
others = tuple(name for name in animals.NAMES if name not in ("cat", "dog"))
(x, y), (x_test, y_test) = animals.load_data(names=others)


def flat(pictures):
    return pictures.reshape(len(pictures), 784).astype("float32") / 255


x, x_test = flat(x), flat(x_test)
Dense = keras.layers.Dense

keras.utils.set_random_seed(1)
zoo = keras.Sequential(
    [
        keras.Input((784,)),
        Dense(256, activation="relu", name="shapes"),
        Dense(64, activation="relu", name="parts"),
        Dense(8, activation="softmax", name="animal"),
    ],
    name="zoo",
)
zoo.compile(keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
zoo.fit(x, y, epochs=5, batch_size=64, verbose=0)

print(f"always the same animal {max(np.bincount(y_test)) / len(y_test):.2f}")
print(f"zoo                    {zoo.evaluate(x_test, y_test, verbose=0)[1]:.2f}")

# %% [markdown] tags=["ko"]
# 여덟 가지 가운데 하나를 87% 맞혀요. 이 모델을 글로 적어 둘게요. `to_json`은 모델을 **글**로 바꾸고, `model_from_json`은 그 글에서 모델을 다시 만들어요.
#
# **다시 만든 모델은 테스트 세트를 얼마나 맞힐까요?** 골라서 적어 두세요.

# %% [markdown] tags=["en"]
# It tells one of eight animals in 87% of the pictures. Now put this model into words: `to_json` turns a model into **text**, and `model_from_json` builds a model from that text again.
#
# **How well will the rebuilt model do on the test set?** Choose and commit.

# %%
guess = kw.Choice("L10.json", ["same", "worse", "chance"])
guess

# %% [markdown] tags=["ko"]
# ## 2. 실행

# %% [markdown] tags=["en"]
# ## 2. Run

# %%
text = zoo.to_json(indent=1)
(folder / "zoo.json").write_text(text)

keras.utils.set_random_seed(2)
rebuilt = keras.models.model_from_json(text)
rebuilt.compile(keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
guess.happened("chance")

print([layer.name for layer in rebuilt.layers])
print(f"{rebuilt.count_params():,} parameters")
print(f"rebuilt                {rebuilt.evaluate(x_test, y_test, verbose=0)[1]:.2f}")

# %% [markdown] tags=["ko"]
# 층의 이름도 [[parameter]]의 수도 같은데, 맞히는 것은 찍는 수준이에요. JSON은 **설계도**라서 그래요. 방이 몇 개이고 어떻게 이어지는지는 적혀 있지만 **가구는 없어요.** 여기서 가구는 훈련으로 얻은 [[weight]]예요. 새 모델의 가중치는 무작위로 다시 정해졌어요.
#
# 가구는 따로 옮겨요.

# %% [markdown] tags=["en"]
# The layers have their names and the number of [[parameter|parameters]] is right, but it only guesses. A JSON is **the floor plan**: it says which rooms there are and how they connect, but **the furniture is not in it**. The furniture is what training gave: the [[weight|weights]]. Those of the new model were drawn at random again.
#
# Furniture moves separately.

# %%
zoo.save_weights(folder / "zoo.weights.h5")

rebuilt.load_weights(folder / "zoo.weights.h5")
print(f"rebuilt, with weights  {rebuilt.evaluate(x_test, y_test, verbose=0)[1]:.2f}")

# %% [markdown] tags=["ko"]
# 87%로 돌아왔어요. **설계도와 가구를 합치면 집이 돼요.** 한꺼번에 옮기려면 `save`로 집을 통째로 `.keras` 파일에 담아요.

# %% [markdown] tags=["en"]
# 87% again. **Floor plan and furniture make the house.** To move all at once, `save` puts the whole house into a `.keras` file.

# %%
zoo.save(folder / "zoo.keras")

moved = keras.models.load_model(folder / "zoo.keras")
print(f"moved                  {moved.evaluate(x_test, y_test, verbose=0)[1]:.2f}")

# %% [markdown] tags=["ko"]
# ## 3. 관찰
#
# 방금 쓴 세 파일이 책상 위에 있어요. **파일을 골라 열어 보고**, *어느 파일에 무엇이*를 눌러 견주어 보세요. 옵티마이저의 기억은 어디에 있나요? 데이터는요?

# %% [markdown] tags=["en"]
# ## 3. Investigate
#
# The three files are on the desk. **Choose and open each**, then compare them under *What is in which file*. Where is the optimizer's memory? Where are the data?

# %%
kw.SaveDesk(zoo, folder, show=[])

# %% [markdown] tags=["ko"]
# 데이터는 어디에도 없지요? 하나만 덧붙일게요. **진짜 Keras 3가 쓴 파일에는 조금 더 들어 있어요.** compile한 모델이라면 JSON에 compile에 준 설정이, `.weights.h5`에 옵티마이저의 기억이 따라 들어가요. 옛 Keras와 여기의 파일에는 설계도면 설계도, 가구면 가구만 있어요.
#
# 설계도를 적는 글은 JSON만이 아니에요. `to_yaml`은 사람이 읽기 더 쉬운 YAML로 적어요.

# %% [markdown] tags=["en"]
# The data are nowhere, are they? One remark: **files written by real Keras 3 hold a little more.** Of a compiled model, its JSON tells the settings given to compile as well, and its `.weights.h5` keeps the optimizer's memory. The files of old Keras, and those here, hold the plan or the furniture and nothing else.
#
# JSON is not the only text for a floor plan. `to_yaml` writes YAML, which is easier on the eye.

# %% tags=["kcore"]
yaml = zoo.to_yaml()

print("\n".join(yaml.splitlines()[:5]), "...", sep="\n")
print(len(keras.models.model_from_yaml(yaml).layers), "layers")

# %% [markdown] tags=["ko"]
# 이 셀은 **지금의 Keras 3에서는 돌아가지 않아요.** Keras는 2021년에 YAML을 없앴어요. YAML 글에는 "이 프로그램을 실행하라"는 쪽지를 숨길 수 있는데, 그때의 읽기 도구가 그 쪽지를 따랐거든요. 남이 준 설계도를 폈을 뿐인데 컴퓨터를 빼앗길 수 있었어요.
#
# 여기의 읽기 도구는 값만 읽고 쪽지는 거절해요. 확인해 봐요.

# %% [markdown] tags=["en"]
# This cell **does not run in today's Keras 3**: Keras dropped YAML in 2021. A YAML text can hide a note that says "run this program", and the reader of those days obeyed. You unfolded a stranger's floor plan, and your computer was no longer yours.
#
# The reader here takes values and refuses notes. See for yourself.

# %% tags=["kcore"]
try:
    keras.models.model_from_yaml('!!python/object/apply:os.system ["echo surprise"]')
except ValueError as error:
    print(error)

# %% [markdown] tags=["ko"]
# 이제 남겨 둔 **고양이와 개**예요. 동물의 윤곽을 보는 눈은 이미 `shapes`와 `parts`가 배웠어요. 그 두 층만 가져오고, [[output layer]]은 예/아니요를 답하는 유닛 하나로 새로 지어요.
#
# 가져올 때는 **이름표를 보고** 옮겨요. `by_name=True`는 이름이 같은 층에만 가구를 들여놓아요.

# %% [markdown] tags=["en"]
# Now the **cats and dogs** that were kept back. `shapes` and `parts` have learned to look at outlines already. Take those two layers along, and build a new [[output layer]]: one unit that says yes or no.
#
# The movers go **by the name on the door**. With `by_name=True`, furniture goes only into layers of the same name.

# %%
(pets, is_dog), (pets_test, is_dog_test) = animals.load_data(names=("cat", "dog"))
pets, pets_test = flat(pets), flat(pets_test)


def cats_and_dogs(first="shapes", second="parts"):
    return keras.Sequential(
        [
            keras.Input((784,)),
            Dense(256, activation="relu", name=first),
            Dense(64, activation="relu", name=second),
            Dense(1, activation="sigmoid", name="cat_or_dog"),
        ]
    )


# %% tags=["kcore"]
report = cats_and_dogs().load_weights(folder / "zoo.weights.h5", by_name=True)

print(report)

# %% [markdown] tags=["ko"]
# 두 층이 채워지고 `cat_or_dog`는 그대로예요. `animal`은 파일에만 있어서 버려졌어요.
#
# `by_name`도 **지금의 Keras 3에는 없어요**(옛 Keras 2에는 있어요). Keras 3에서는 층을 하나씩 옮겨요. 결과는 같아요.

# %% [markdown] tags=["en"]
# Two layers were filled, and `cat_or_dog` was left as it was. `animal` is in the file only, so it was dropped.
#
# `by_name`, too, is **gone from today's Keras 3** (Keras 2 has it). There you carry layer by layer, to the same end.

# %%
copied = cats_and_dogs()

for name in ("shapes", "parts"):
    copied.get_layer(name).set_weights(zoo.get_layer(name).get_weights())

print(np.array_equal(copied.get_layer("parts").get_weights()[0], zoo.get_layer("parts").get_weights()[0]))

# %% [markdown] tags=["ko"]
# ## 4. 바꾸기
#
# 친구가 새 모델에서 층의 이름을 조금 다듬었어요. `shapes`를 `shape`로요. 코드는 아무 불평 없이 돌아가요. **실행하기 전에** 어느 층이 채워질지 말해 보세요.

# %% [markdown] tags=["en"]
# ## 4. Modify
#
# In the new model a friend has tidied up a name: `shapes` became `shape`. The code runs without a murmur. **Before you run it**, say which layers will be filled.

# %% tags=["kcore"]
renamed = cats_and_dogs(first="shape")
report = renamed.load_weights(folder / "zoo.weights.h5", by_name=True)

print(len(report.filled), "filled,", len(report.skipped), "skipped")

# %% [markdown] tags=["ko"]
# 오류가 **나지 않았어요.** `shape`는 무작위 그대로예요. 첫 층이 무작위면 그 위에 얹은 `parts`는 배운 적 없는 숫자를 받아요. 옛 Keras는 이때 한마디도 하지 않았어요.
#
# 책상에서 까닭을 물어봐요. 파일 `zoo.weights.h5`를 고르고 *불러오기*에서 *이름이 같은 층끼리 맞추기*를 켠 다음, *불러오면 어떻게 될까요?* 단추를 누르세요. 층마다 카드처럼 까닭이 나와요. 그런 다음 **위의 셀에서 이름을 고치고** 두 셀을 다시 실행해 보세요.

# %% [markdown] tags=["en"]
# There was **no error**. `shape` is as random as before. And with a random first layer, `parts` on top of it gets numbers that it has never learned from. The old Keras did not say a word.
#
# Ask the desk why. Choose the file `zoo.weights.h5`; under *Load*, tick *match layers by name*, and press *What would happen?* It gives the reason for each layer. Then **mend the name in the cell above**, and run both cells again.

# %%
kw.SaveDesk(renamed, folder, show=[])

# %% [markdown] tags=["ko"]
# 가져온 눈이 정말 도움이 될까요? 고양이와 개 그림이 **20장, 50장, 200장**뿐일 때 새로 시작한 모델과 견주어요. 그림을 뽑는 운이 크니까 열 번씩 해서 평균을 내요. **어떨 것 같나요?**

# %% [markdown] tags=["en"]
# Do the eyes that we took along really help? Compare with a model that starts from nothing, when there are only **20, 50 or 200** pictures of cats and dogs. Which pictures you draw is a matter of luck, so do it ten times each and take the mean. **What do you expect?**

# %%
reuse_guess = kw.Choice("L10.reuse", ["much", "little", "worse"])
reuse_guess


# %% tags=["kcore"]
def accuracy(samples, reuse=False, freeze=False):
    found = []
    for seed in range(10):
        keras.utils.set_random_seed(seed)
        model = cats_and_dogs()
        if reuse:
            model.load_weights(folder / "zoo.weights.h5", by_name=True)
        for layer in model.layers[:-1]:
            layer.trainable = not freeze
        few = np.random.default_rng(seed).permutation(len(pets))[:samples]
        model.compile(keras.optimizers.Adam(0.001), loss="binary_crossentropy", metrics=["accuracy"])
        model.fit(pets[few], is_dog[few], epochs=20, batch_size=32, verbose=0)
        found.append(model.evaluate(pets_test, is_dog_test, verbose=0)[1])
    return f"{np.mean(found):.2f} ± {np.std(found):.2f}"


print("pictures  from nothing  reused")
for samples in (20, 50, 200):
    print(f"{samples:8}  {accuracy(samples):13} {accuracy(samples, reuse=True)}")
reuse_guess.happened("little")

# %% [markdown] tags=["ko"]
# 옮겨 쓴 쪽이 0.01에서 0.02쯤 높아요. 그런데 `±` 뒤의 숫자를 보세요. 열 번의 결과가 **흩어진 정도**예요. 20장에서는 그림을 어떻게 뽑았느냐에 따라 0.04나 0.05씩 오르내려요. 한 번만 해 보았다면 반대의 결론을 내렸을 수도 있어요. 그림이 많아지면 흩어짐은 줄고, 새로 시작한 모델도 스스로 배워서 차이가 작아져요.
#
# 그러면 가져온 두 층을 아예 **못 바꾸게 얼리면** 어떨까요? 여덟 동물에게서 배운 눈을 망가뜨리지 않으려는 거예요. 예상하고 실행하세요.

# %% [markdown] tags=["en"]
# Reused is higher by 0.01 or 0.02. But look at the number after `±`: it says how far the ten results are **spread**. With 20 pictures, luck in drawing them makes 0.04 or 0.05. Try it once, and you might conclude the opposite. With more pictures the spread shrinks, and the model that starts from nothing learns by itself, so the gap gets small.
#
# What if the two layers that came along are **frozen**, so that a few pictures cannot spoil the eyes of eight animals? Predict, then run.

# %% tags=["kcore"]
for samples in (20, 200):
    print(f"{samples:8}  {accuracy(samples, reuse=True, freeze=True)}")

# %% [markdown] tags=["ko"]
# 두 번 다 **처음부터 시작한 모델보다 훨씬 나빠요.** 얼리고 나면 훈련되는 파라미터가 출력층의 65개뿐이에요. 그것만으로는 스무 에포크 안에 여덟 동물에 맞춘 눈을 고양이와 개에 맞추지 못해요. 옮겨 쓰기는 공짜 점심이 아니에요. **재 보고 쓰세요.**
#
# 두 실험도 `by_name`을 쓰니 Keras 3에서는 층을 하나씩 옮기는 방법으로 바꾸어야 해요.
#
# > **나중에** · 그림이 모자랄 때 생기는 과대적합은 11과, 갈래가 있는 모델은 13과, 배운 모델을 진짜 Keras로 내보내는 일은 14과에서 만나요.
#
# ## 5. 만들기
#
# **연습 L10.1** · 아래의 사실은 오늘 쓴 파일 가운데 어디에 들어 있나요? **A** `zoo.json`, **B** `zoo.weights.h5`, **C** `zoo.keras`의 글자를 모두 적으세요. 두 파일에 있으면 `"AB"`처럼, 어디에도 없으면 `""`로 두세요.
#
# 1. `parts`의 활성화 함수가 relu라는 것
# 2. `shapes`의 편향 256개의 값
# 3. Adam이 걸어온 길의 기억
# 4. 훈련에 쓴 동물 그림
# 5. 에포크마다의 손실

# %% [markdown] tags=["en"]
# Both times it is **much worse than starting from nothing**. Frozen, only the 65 parameters of the output layer are trained, and in twenty epochs these cannot fit eyes for eight animals to cats and dogs. Reuse is no free lunch: **measure before you trust it.**
#
# Both experiments use `by_name`; in Keras 3 they would carry layer by layer.
#
# > **Later** · Overfitting, when there are too few pictures: lesson 11. Models with branches: lesson 13. On to real Keras with a trained model: lesson 14.
#
# ## 5. Make
#
# **Exercise L10.1** · Which of the files written today hold these facts? Write down all letters of **A** `zoo.json`, **B** `zoo.weights.h5` and **C** `zoo.keras`: `"AB"` if it is in two of them, and leave `""` if it is in none.
#
# 1. that the activation of `parts` is relu
# 2. the values of the 256 biases of `shapes`
# 3. what Adam remembers of its way
# 4. the pictures of animals it was trained on
# 5. the loss of each epoch

# %%
holds = ["", "", "", "", ""]

kw.check("L10.1", holds)

# %% [markdown] tags=["ko"]
# **연습 L10.2** · 친구의 모델에 `zoo.weights.h5`를 `by_name=True`로 불러와요. 친구의 층은 차례대로 `shapes`(유닛 256개), `part`(64개), `cat_or_dog`(1개)예요. **실행하지 말고** 채워지는 층의 이름을 `filled`에, 그대로인 층의 이름을 `skipped`에 적으세요.

# %% [markdown] tags=["en"]
# **Exercise L10.2** · `zoo.weights.h5` is loaded into a friend's model with `by_name=True`. Its layers are `shapes` (256 units), `part` (64) and `cat_or_dog` (1), in this order. **Without running it**, write the names of the layers that will be filled into `filled`, and of those left as they are into `skipped`.

# %%
filled = []
skipped = []

kw.check("L10.2", filled, skipped)

# %% [markdown] tags=["ko"]
# **연습 L10.3** · 책상에서 하는 연습이에요. 아래의 `mended`는 이름이 **둘 다** 틀렸어요. 이름을 고치고, 책상에서 `zoo.weights.h5`를 **이름으로** 불러와 `shapes`와 `parts`를 채우세요. 출력층은 새로 지은 그대로 둬요. 그런 다음 아래 셀을 실행하세요.

# %% [markdown] tags=["en"]
# **Exercise L10.3** · One for the desk. **Both** names in `mended` are wrong. Mend them, and on the desk load `zoo.weights.h5` **by name** so that `shapes` and `parts` are filled. The output layer stays as it was built. Then run the cell below.

# %%
mended = cats_and_dogs(first="shape", second="Parts")

desk = kw.SaveDesk(mended, folder, show=[])
desk

# %%
kw.check("L10.3", desk, zoo)

# %% [markdown] tags=["ko"]
# ## 정리
#
# - JSON과 YAML은 설계도, `.weights.h5`는 가구, `.keras`는 집 통째예요. 계속 훈련하려면 옵티마이저의 기억까지 담는 `.keras`를 쓰세요. **데이터는 어디에도 없어요.**
# - `by_name=True`는 이름이 같은 층만 채워요. 이름이 한 글자만 달라도 **오류 없이** 그대로 두니까 보고를 읽으세요.
# - 배운 것을 옮겨 쓰면 도움이 되기도 하고 해가 되기도 해요. 여러 번 재서 견주세요.
#
# 이 그림들은 윤곽일 뿐이고 비슷한 그림이 많아요. 여기서 잘 맞힌다고 사진 속의 동물을 알아보는 것은 아니에요.

# %% [markdown] tags=["en"]
# ## Key points
#
# - JSON and YAML are the floor plan, `.weights.h5` is the furniture, `.keras` the whole house. To go on training, take `.keras`, which keeps the optimizer's memory. **None has the data.**
# - `by_name=True` fills layers of the same name only. One letter off, and a layer is left as it is, **without an error**: read the report.
# - Reusing what was learned may help, and may harm. Measure it, several times.
#
# These pictures are outlines, and many are alike. A model that is good at them need not know an animal in a photograph.
