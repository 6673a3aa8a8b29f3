"""The answers to lesson 7, as a learner types them into the cells of the exercises."""

PAIRS = """
pairs = [
    {first},
    {second},
    {third},
]

kw.check("L07.1", pairs)
"""
FIRST = '(10, "softmax", "sparse_categorical_crossentropy")'
SECOND = '(10, "softmax", "categorical_crossentropy")'
THIRD = '(2, "sigmoid", "binary_crossentropy")'
TRAINED = """
keras.utils.set_random_seed(SEED)
hidden = keras.layers.Dense({units}, activation="relu")
output = keras.layers.Dense(10, activation="{activation}")
best = keras.Sequential([keras.Input((784,)), hidden, output])
best.compile(keras.optimizers.Adam(0.001), loss="{loss}", metrics=["accuracy"])
best.fit({data}, epochs={epochs}, batch_size=64, verbose=0)


def animal(pictures):
    return best.predict(flat(pictures), verbose=0)


kw.check("L07.2", animal)
"""
COUNTED = """
said = animal(new_pictures).argmax(axis=1)
counts = np.zeros((10, 10), dtype=int)
np.add.at(counts, (new_labels, said), 1)
np.fill_diagonal(counts, 0)
truth, taken_for = divmod(int(counts.argmax()), 10)
confused = ({names})

kw.check("L07.3", confused, animal)
"""
TRUTH, SAID = "animals.NAMES[truth]", "animals.NAMES[taken_for]"


def pairs(first=FIRST, second=SECOND, third=THIRD):
    return PAIRS.format(first=first, second=second, third=third)


def trained(units=256, activation="softmax", loss="sparse_categorical_crossentropy", data="x, labels", epochs=10):
    return TRAINED.format(units=units, activation=activation, loss=loss, data=data, epochs=epochs)


REFERENCE = {
    "L07.1": pairs(),
    "L07.2": trained(),
    "L07.3": COUNTED.format(names=f"{TRUTH}, {SAID}"),
}
PLANTED = {
    "L07.1": {
        "one_unit": pairs(first='(1, "linear", "mean_squared_error")'),
        "needs_one_hot": pairs(first='(10, "softmax", "categorical_crossentropy")'),
        "needs_numbers": pairs(second='(10, "softmax", "sparse_categorical_crossentropy")'),
        "sigmoid_exclusive": pairs(second='(10, "sigmoid", "categorical_crossentropy")'),
        "softmax_labels": pairs(third='(2, "softmax", "categorical_crossentropy")'),
    },
    "L07.2": {
        "close": trained(units=32, epochs=3),
        "no_shares": trained(units=64, activation="sigmoid", loss="binary_crossentropy", data="x, one_hot", epochs=3),
        "chance": trained(units=64, data="x, np.roll(labels, 800)", epochs=3),
        "leak": trained(units=64, data="x_new, new_labels", epochs=40),
    },
    "L07.3": {
        "turned": COUNTED.format(names=f"{SAID}, {TRUTH}"),
        "itself": COUNTED.format(names=f"{TRUTH}, {TRUTH}"),
        "rarer": 'kw.check("L07.3", ("elephant", "bird"), animal)',
    },
}
