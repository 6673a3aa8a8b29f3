"""The answers to lesson 6, as a learner types them into the cells of the exercises."""

DRAGGED = """
bench.board.drag((0,), {male})
bench.board.drag((1,), {female})

kw.check("L06.1", bench)
"""
MALE = """
keras.utils.set_random_seed(SEED)
hidden = keras.layers.Dense(16, activation="relu")
best = keras.Sequential([keras.Input((4,)), hidden, keras.layers.Dense(1, activation="{activation}")])
best.compile(keras.optimizers.Adam(0.01), loss="{loss}", metrics=["accuracy"])
best.fit({data}, epochs={epochs}, verbose=0)


def male(birds):
    return {answer}
"""
CUT = """
threshold = {threshold}


def decide(birds):
    return {answer}


kw.check("L06.3", decide)
"""
PICTURES = """
keras.utils.set_random_seed(SEED)
model = keras.Sequential([keras.Input((784,)), {hidden}keras.layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.001), loss="binary_crossentropy")
model.fit({data}, epochs={epochs}, verbose=0)


def dog(pictures):
    return {answer}


kw.check("L06.4", dog)
"""
SCALED, RAW = "best.predict((birds - mean) / deviation, verbose=0)", "best.predict(birds, verbose=0)"
ASKED = "model.predict(flat(pictures), verbose=0)"
BENT = 'keras.layers.Dense(64, activation="relu"), '
TEST = """
_, (new_pictures, new_labels) = animals.load_data(names=("cat", "dog"))
"""


def trained(activation="sigmoid", loss="binary_crossentropy", data="z, y", epochs=60, answer=SCALED):
    return MALE.format(activation=activation, loss=loss, data=data, epochs=epochs, answer=answer)


def birds(**changes):
    return trained(**changes) + '\n\nkw.check("L06.2", male)\n'


def cut(threshold, answer="male(birds)[:, 0] > threshold"):
    """With a model of its own, so that each seed counts."""
    return trained() + "\n" + CUT.format(threshold=threshold, answer=answer)


def pictures(hidden=BENT, data="pixels, dogs", epochs=20, answer=ASKED):
    return PICTURES.format(hidden=hidden, data=data, epochs=epochs, answer=answer)


REFERENCE = {
    "L06.1": DRAGGED.format(male=0.02, female=0.02),
    "L06.2": birds(),
    "L06.3": cut(0.2),
    "L06.4": pictures(),
}
PLANTED = {
    "L06.1": {
        "not_dear": DRAGGED.format(male=0.9, female=0.02),
        "not_cheap": DRAGGED.format(male=0.02, female=0.9),
    },
    "L06.2": {
        "always": birds(loss="mean_squared_error", data="x, y", answer=RAW),
        "no_probability": birds(activation="linear", loss="mean_squared_error"),
        "swapped": birds(answer=f"1 - {SCALED}"),
        "leak": birds(data="z_test, y_test", epochs=200),
    },
    "L06.3": {
        "missed": cut(0.9),
        "too_many": cut(0.01),
        "undecided": cut(0.2, "male(birds)[:, 0]"),
        "all_male": cut(0.2, "np.ones(len(birds))"),
    },
    "L06.4": {
        "always": 'kw.check("L06.4", lambda pictures: np.full(len(pictures), 0.5))',
        "close": pictures(hidden="", epochs=10),
        "swapped": pictures(answer=f"1 - {ASKED}"),
        "leak": TEST + pictures(data="flat(new_pictures), new_labels.reshape(-1, 1)", epochs=60),
    },
}
