"""The answers to lesson 1, as a learner types them into the cell of the exercise."""

BUILD = """
import kcore as keras

keras.utils.set_random_seed(SEED)

model = keras.Sequential({layers})
model.compile(keras.optimizers.{optimizer}, loss="mean_squared_error")
model.fit({data}, epochs={epochs}, verbose=0)
"""
ASK = """

def forecast(x):
    return model.predict(scaled(x), verbose=0)


kw.check("L01.1", forecast)
"""
SMALL = '[keras.Input((5,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)]'
LARGE = '[keras.Input((5,)), *[keras.layers.Dense(128, activation="relu") for _ in range(3)], keras.layers.Dense(1)]'
LEAKING = """
(_, _), (x_test, y_test) = seattle_weather.load_data()
"""

REFERENCE = {
    "L01.1": BUILD.format(layers=SMALL, optimizer="SGD(0.003)", data="z_train, y_train", epochs=60) + ASK,
}
PLANTED = {
    "L01.1": {
        "same_as_today": 'kw.check("L01.1", lambda x: x[:, :1])',
        "flat": 'kw.check("L01.1", lambda x: 0 * x[:, :1] + y_train.mean())',
        "by_heart": BUILD.format(layers=LARGE, optimizer="Adam(0.003)", data="z_train, y_train", epochs=300) + ASK,
        "close": BUILD.format(layers=SMALL, optimizer="SGD(0.001)", data="z_train, y_train", epochs=6) + ASK,
        "leak": LEAKING
        + BUILD.format(layers=SMALL, optimizer="Adam(0.01)", data="scaled(x_test), y_test", epochs=200)
        + ASK,
    },
}
