"""The answers to lesson 4, as a learner types them into the cells of the exercises."""

NAMED = """
activations = {names}

kw.check("L04.1", activations)
"""
LOOKED_AT = """
bench.look_at({x})

kw.check("L04.2", bench)
"""
BUILT = """
keras.utils.set_random_seed(SEED)

best = keras.Sequential({layers})
best.compile(keras.optimizers.Adam({rate}), loss="mean_squared_error")
best.fit({data}, epochs=60, batch_size=128, verbose=0)


def traffic(x):
    return {answer}


kw.check("L04.3", traffic)
"""
BENT = """[
    keras.Input((8,)),
    Dense(16, activation="relu"),
    Dense(16, activation="relu"),
    Dense(1{output}),
]"""
LINEAR = "[keras.Input((8,)), Dense(16), Dense(16), Dense(1)]"
ON_TRAINING, ON_TEST = "z, target", "z_test, (y_test - usual) / spread"
RIDES = "rides(best, (x - mean) / deviation)"

REFERENCE = {
    "L04.1": NAMED.format(names='["linear", "sigmoid", "softmax", "linear", "relu"]'),
    "L04.2": LOOKED_AT.format(x="-1.9"),
    "L04.3": BUILT.format(layers=BENT.format(output=""), rate=0.003, data=ON_TRAINING, answer=RIDES),
}
PLANTED = {
    "L04.1": {
        "below_zero": NAMED.format(names='["relu", "sigmoid", "softmax", "linear", "relu"]'),
        "softmax_alone": NAMED.format(names='["linear", "softmax", "softmax", "linear", "relu"]'),
        "sigmoid_exclusive": NAMED.format(names='["linear", "sigmoid", "sigmoid", "linear", "relu"]'),
        "hidden_linear": NAMED.format(names='["linear", "sigmoid", "softmax", "linear", "linear"]'),
    },
    "L04.2": {
        "relu_awake": LOOKED_AT.format(x="1.9"),
        "tanh_awake": LOOKED_AT.format(x="-1.0"),
        "sigmoid_asleep": LOOKED_AT.format(x="-4.0"),
    },
    "L04.3": {
        "straight": BUILT.format(layers=LINEAR, rate=0.003, data=ON_TRAINING, answer=RIDES),
        "in_deviations": BUILT.format(
            layers=BENT.format(output=""),
            rate=0.003,
            data=ON_TRAINING,
            answer="best.predict((x - mean) / deviation, verbose=0)",
        ),
        "mean_forgotten": BUILT.format(
            layers=BENT.format(output=""),
            rate=0.003,
            data=ON_TRAINING,
            answer="best.predict((x - mean) / deviation, verbose=0) * spread",
        ),
        "leak": BUILT.format(layers=BENT.format(output=""), rate=0.01, data=ON_TEST, answer=RIDES),
    },
}
