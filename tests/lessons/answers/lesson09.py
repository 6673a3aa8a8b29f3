"""The answers to lesson 9, as a learner types them into the cells of the exercises."""

TWIN = """
keras.utils.set_random_seed(SEED)

twin = {built}
{filled}

kw.check("L09.1", model, twin)
"""

SWAPPED = """
swapped = keras.Sequential.from_config(config)
swapped.set_weights({weights})

kw.check("L09.2", model, swapped)
"""

STUBBORN = """
stubborn = keras.Sequential.from_config(config)
*others, bias = model.get_weights()
bias[{digit}] = {value}
stubborn.set_weights([*others, bias])

inspector = kw.Inspector(stubborn, x=z_test, y=y_test, pages=["weights"])

kw.check("L09.3", inspector)
"""

FROM_CONFIG = "keras.Sequential.from_config(model.get_config())"

REFERENCE = {
    "L09.1": TWIN.format(built=FROM_CONFIG, filled="twin.set_weights(model.get_weights())"),
    "L09.2": SWAPPED.format(weights="[kernel[:, order], bias[order], next_kernel[order], next_bias]"),
    "L09.3": STUBBORN.format(digit=8, value=100),
}

PLANTED = {
    "L09.1": {
        "no_weights": TWIN.format(built=FROM_CONFIG, filled=""),
        "same_object": TWIN.format(built="model", filled=""),
        # With the lesson's own seed a training gives the very same weights once more: that would be a twin.
        "other_weights": TWIN.replace("SEED", "100 + SEED").format(built=FROM_CONFIG, filled="train(twin)"),
    },
    "L09.2": {
        "outgoing_left": SWAPPED.format(weights="[kernel[:, order], bias[order], next_kernel, next_bias]"),
        "bias_left": SWAPPED.format(weights="[kernel[:, order], bias, next_kernel[order], next_bias]"),
        "not_swapped": SWAPPED.format(weights="model.get_weights()"),
    },
    "L09.3": {
        "not_always": STUBBORN.format(digit=8, value=8),
        "other_digit": STUBBORN.format(digit=7, value=100),
    },
}
