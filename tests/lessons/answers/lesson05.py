"""The answers to lesson 5, as a learner types them into the cells of the exercises."""

NAMES = """
losses = {losses}

kw.check("L05.1", losses)
"""
DRAGGED = """
for day, dust in enumerate({answers}):
    bench.board.drag((day, 0), dust)

kw.check("L05.2", bench)
"""
TRAINED = """
keras.utils.set_random_seed(SEED)
hidden = keras.layers.Dense(16, activation="relu")
best = keras.Sequential([keras.Input((5,)), hidden, keras.layers.Dense(1)])
best.compile(keras.optimizers.Adam(0.01), loss="{loss}")
best.fit({data}, epochs={epochs}, verbose=0)


def tomorrow(air):
    return best.predict((air - mean) / deviation, verbose=0)


kw.check("L05.3", tomorrow)
"""
ANSWERED = """
kw.check("L05.3", lambda air: {answer})
"""


def trained(loss="mean_absolute_error", data="z, spoiled(40)", epochs=15):
    return TRAINED.format(loss=loss, data=data, epochs=epochs)


REFERENCE = {
    "L05.1": NAMES.format(losses='["mse", "mae", "mae", "mse"]'),
    "L05.2": DRAGGED.format(answers=[12, 20, 15, 10, 12]),
    "L05.3": trained(),
}
PLANTED = {
    "L05.1": {
        "curves": NAMES.format(losses='["mae", "mse", "mae", "mse"]'),
        "means": NAMES.format(losses='["mse", "mae", "mse", "mae"]'),
        "neither": NAMES.format(losses='["mse", "mse", "mse", "mse"]'),
        "unknown": NAMES.format(losses='["rmse", "mae", "mae", "rmse"]'),
    },
    "L05.2": {
        "even": DRAGGED.format(answers=[17, 15, 20, 15, 30]),
        "too_much": DRAGGED.format(answers=[30, 20, 15, 10, 12]),
    },
    "L05.3": {
        "pulled": trained(loss="mean_squared_error"),
        "flat": ANSWERED.format(answer="np.full(len(air), y.mean())"),
        "today": ANSWERED.format(answer="air[:, :1]"),
        "leak": trained(data="z_test, y_test", epochs=60),
    },
}
