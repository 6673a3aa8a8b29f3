"""The answers to lesson 2, as a learner types them into the cells of the exercises."""

BOTH_WAYS = """
keras.utils.set_random_seed(SEED)

my_sequential = keras.Sequential(
    [
        keras.Input((5,)),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(4, activation="relu"),
        keras.layers.Dense(1),
    ]
)

inputs = keras.Input((5,))
first = keras.layers.Dense(8, activation="relu")(inputs)
second = keras.layers.Dense(4, activation="relu")(first)
my_functional = keras.Model(inputs, keras.layers.Dense(1)(second))
"""

MENDED = """
inputs = keras.Input((5,))
first = keras.layers.Dense(16, activation="relu")(inputs)
second = keras.layers.Dense(8, activation="relu")({second})
outputs = keras.layers.Dense(1)({outputs})

repaired = keras.Model(inputs, outputs)

kw.check("L02.2", repaired)
"""

EXPRESS = """
inputs = keras.Input((5,))
hidden = keras.layers.Dense(16, activation="relu")(inputs)
{meeting}

builder = kw.ModelBuilder(keras.Model(inputs, outputs))

kw.check("L02.3", builder)
"""

REFERENCE = {
    "L02.1": BOTH_WAYS
    + """
my_functional.set_weights(my_sequential.get_weights())

kw.check("L02.1", my_sequential, my_functional)
""",
    "L02.2": MENDED.format(second="first", outputs="second"),
    "L02.3": EXPRESS.format(
        meeting="outputs = keras.layers.Dense(1)(keras.layers.Concatenate()([inputs, hidden]))",
    ),
}

PLANTED = {
    "L02.1": {
        "other_weights": BOTH_WAYS
        + """
kw.check("L02.1", my_sequential, my_functional)
""",
        "two_sequential": BOTH_WAYS
        + """
kw.check("L02.1", my_sequential, my_sequential)
""",
        "shared": BOTH_WAYS
        + """
my_functional = keras.Model(my_sequential.inputs, my_sequential.outputs)

kw.check("L02.1", my_sequential, my_functional)
""",
    },
    "L02.2": {
        "left_out": MENDED.format(second="inputs", outputs="second"),
        "ends": MENDED.format(second="first", outputs="second").replace(
            "Model(inputs, outputs)", "Model(inputs, second)"
        ),
    },
    "L02.3": {
        "still_a_line": EXPRESS.format(meeting="outputs = keras.layers.Dense(1)(hidden)"),
        "no_express": EXPRESS.format(
            meeting="outputs = keras.layers.Dense(1)(keras.layers.Concatenate()([hidden, hidden]))",
        ),
    },
}
