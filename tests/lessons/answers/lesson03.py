"""The answers to lesson 3, as a learner types them into the cells of the exercises."""

COUNTED = """
parameters = {counts}

kw.check("L03.1", parameters)
"""
BY_HAND = """
import numpy as np

by_hand = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1{activation})])
by_hand.set_weights([np.array([[{slope}]]), np.array([{intercept}])])

kw.check("L03.2", by_hand)
"""
EXACT = """
exact = keras.Sequential([keras.Input((3,)), {layers}])

kw.check("L03.3", exact)
"""
RELU = ', activation="relu"'

REFERENCE = {
    "L03.1": COUNTED.format(counts="[(3 + 1) * 4 + (4 + 1) * 1, 32 + 72 + 9, 30 + 22]"),
    "L03.2": BY_HAND.format(activation="", slope="50.0", intercept="-5850.0"),
    "L03.3": EXACT.format(layers=f"keras.layers.Dense(8{RELU}), keras.layers.Dense(1)"),
}
PLANTED = {
    "L03.1": {
        "no_bias": COUNTED.format(counts="[16, 96, 50]"),
        "units_only": COUNTED.format(counts="[5, 17, 12]"),
        "bias_switched_off": COUNTED.format(counts="[21, 113, 62]"),
        "always_from_input": COUNTED.format(counts="[21, 68, 52]"),
    },
    "L03.2": {
        "bias_forgotten": BY_HAND.format(activation="", slope="50.0", intercept="0.0"),
        "sign": BY_HAND.format(activation="", slope="50.0", intercept="5850.0"),
        "swapped": BY_HAND.format(activation="", slope="-5850.0", intercept="50.0"),
        "no_line": BY_HAND.format(activation=RELU, slope="50.0", intercept="-5850.0"),
    },
    "L03.3": {
        "no_hidden_layer": EXACT.format(layers="keras.layers.Dense(1)"),
        "without_biases": EXACT.format(
            layers=f"keras.layers.Dense(10{RELU}), keras.layers.Dense(1{RELU}), keras.layers.Dense(1)"
        ),
        "more": EXACT.format(layers=f"keras.layers.Dense(16{RELU}), keras.layers.Dense(1)"),
        "fewer": EXACT.format(layers=f"keras.layers.Dense(4{RELU}), keras.layers.Dense(1)"),
    },
}
