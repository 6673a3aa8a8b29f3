"""Trainings with one thing wrong each: the first cause named must be that, or one of a few names for the same.

The mistake is in the data, or in how output, loss and targets fit together."""

from __future__ import annotations

from functools import partial

from kcore.losses import BinaryCrossentropy, CategoricalCrossentropy, SparseCategoricalCrossentropy
from kcore.optimizers import SGD, Adam
from tests.kwidgets.doctor import spoilt, tasks
from tests.kwidgets.doctor.scene import Scene, dense


def _s(sick, name, task, model, **fit):
    return Scene(name, task, model, fit, tuple(sick.split()))


BEFORE = (
    # holes and bursts
    _s("not_a_number", "holes in the inputs", partial(spoilt.hole, tasks.warmth, "x"), dense(16), epochs=5),
    _s("not_a_number", "holes in the targets", partial(spoilt.hole, tasks.mass, "y"), dense(16), epochs=5),
    _s("not_a_number", "holes in pictures", partial(spoilt.hole, tasks.ciphers, "x", 1), dense(16), epochs=5),
    _s("not_a_number", "a root at 0", tasks.warmth, spoilt.root, epochs=5),
    _s("not_a_number", "a logarithm of negative inputs", tasks.rides, spoilt.logarithm, epochs=5),
    _s(
        "rate_too_high not_a_number",
        "a rate of 30 bursts",
        tasks.warmth,
        dense(16, act="linear", optimizer=partial(SGD, 30.0)),
        epochs=10,
    ),
    _s(
        "rate_too_high not_a_number",
        "momentum bursts",
        tasks.rides,
        dense(32, 32, act="elu", optimizer=partial(SGD, 3.0, momentum=0.95)),
        epochs=8,
    ),
    # inputs and targets of any size
    _s("unscaled_inputs", "penguins in grams", partial(tasks.species, raw=True), dense(8), epochs=30),
    _s(
        "unscaled_inputs",
        "penguins in grams, male or female",
        partial(tasks.sex, raw=True),
        dense(8, act="tanh", optimizer=partial(SGD, 0.1)),
        epochs=30,
    ),
    _s(
        "unscaled_inputs",
        "weather with the day of the year",
        partial(tasks.warm, raw=True),
        dense(16, act="sigmoid", optimizer=partial(SGD, 0.1)),
        epochs=15,
    ),
    _s(
        "unscaled_inputs",
        "bikes as they come",
        partial(tasks.busy, raw=True),
        dense(16, optimizer=partial(SGD, 0.1)),
        epochs=10,
    ),
    _s(
        "unscaled_inputs",
        "pixels from 0 to 255",
        partial(tasks.mnist, raw=True),
        dense(32, act="tanh", optimizer=partial(SGD, 0.1)),
        epochs=4,
    ),
    _s(
        "unscaled_inputs",
        "silhouettes from 0 to 255",
        partial(tasks.beasts, raw=True),
        dense(32, act="sigmoid"),
        epochs=4,
    ),
    _s(
        "unscaled_inputs",
        "inputs in thousandths",
        lambda: tasks.warmth().with_(x=tasks.warmth().x / 1000, vx=tasks.warmth().vx / 1000),
        dense(16),
        epochs=10,
    ),
    _s("unscaled_targets", "grams", partial(spoilt.shifted, tasks.mass, 4200.0, 800.0), dense(16), epochs=20),
    _s(
        "unscaled_targets",
        "grams by gradient descent",
        partial(spoilt.shifted, tasks.mass, 4200.0, 800.0),
        dense(16, optimizer=partial(SGD, 0.1)),
        epochs=20,
    ),
    _s(
        "unscaled_targets",
        "riders",
        partial(spoilt.shifted, tasks.rides, 145.0, 133.0),
        dense(16, 16, act="tanh"),
        epochs=10,
    ),
    _s(
        "unscaled_targets",
        "Fahrenheit by gradient descent",
        partial(spoilt.shifted, tasks.warmth, 62.0, 13.0),
        dense(16, act="tanh", optimizer=partial(SGD, 0.1)),
        epochs=5,
    ),
    # what should not be known
    _s("leaking_column", "riders with and without subscription", spoilt.riders_known, dense(16), epochs=10),
    _s("leaking_column", "tomorrow's temperature in Fahrenheit", spoilt.tomorrow_known, dense(16), epochs=10),
    _s("leaking_column", "tomorrow's rain in millimetres", spoilt.rain_known, dense(16), epochs=10),
    _s("leaking_column", "a code for the species", spoilt.species_known, dense(8), epochs=20),
    _s(
        "repeated_rows",
        "validated on the training set",
        partial(spoilt.validated_on_training, tasks.warmth),
        dense(16),
        epochs=10,
    ),
    _s(
        "repeated_rows",
        "a tenth of the pictures twice",
        partial(spoilt.validated_on_training, tasks.clothes, 0.1),
        dense(32),
        epochs=4,
    ),
    _s(
        "repeated_rows",
        "a third of the penguins twice",
        partial(spoilt.validated_on_training, tasks.sex, 0.3),
        dense(8),
        epochs=20,
    ),
    # order
    _s(
        "sorted_samples",
        "digits one after the other",
        partial(spoilt.by_class, tasks.ciphers),
        dense(32),
        epochs=6,
        shuffle=False,
    ),
    _s("sorted_samples", "days in a row", tasks.warm, dense(16, optimizer=partial(SGD, 0.1)), epochs=10, shuffle=False),
    _s(
        "sorted_samples",
        "species one after the other",
        partial(spoilt.by_class, tasks.species),
        dense(8),
        epochs=20,
        shuffle=False,
    ),
    _s(
        "sorted_samples",
        "the last digits only validated",
        partial(spoilt.last_class_apart, tasks.ciphers),
        dense(32),
        epochs=6,
    ),
    # rare classes
    _s("unbalanced_classes", "rush hour", spoilt.rush, dense(8, optimizer=partial(SGD, 0.01)), epochs=8),
    _s("unbalanced_classes", "downpour", spoilt.downpour, dense(8, optimizer=partial(Adam, 0.003)), epochs=15),
    _s(
        "unbalanced_classes",
        "downpour by gradient descent",
        partial(spoilt.downpour, 8),
        dense(8, act="tanh", optimizer=partial(SGD, 0.02)),
        epochs=15,
    ),
    # output, loss and targets
    _s("softmax_one_unit", "a softmax of one", tasks.rain, spoilt.out("softmax", "binary_crossentropy"), epochs=5),
    _s("softmax_one_unit", "a softmax of one, squared", tasks.cats, spoilt.out("softmax", "mse"), epochs=2),
    _s(
        "softmax_one_unit",
        "a categorical loss of one",
        tasks.sex,
        spoilt.out("sigmoid", "categorical_crossentropy"),
        epochs=10,
    ),
    _s(
        "one_hot_for_sparse",
        "one-hot seasons",
        lambda: tasks.season().one_hot,
        dense(16, loss="sparse_categorical_crossentropy"),
        epochs=5,
    ),
    _s(
        "one_hot_for_sparse",
        "one-hot digits",
        lambda: tasks.ciphers().one_hot,
        dense(16, loss="sparse_categorical_crossentropy"),
        epochs=5,
    ),
    _s(
        "numbers_for_categorical",
        "numbered clothes",
        tasks.clothes,
        dense(16, loss="categorical_crossentropy"),
        epochs=5,
    ),
    _s(
        "numbers_for_categorical",
        "numbered species",
        tasks.species,
        dense(16, loss="categorical_crossentropy"),
        epochs=5,
    ),
    _s("units_for_classes", "nine units for ten digits", tasks.ciphers, dense(16, outputs=9), epochs=5),
    _s(
        "units_for_classes",
        "one unit for two classes",
        tasks.rain,
        spoilt.out("sigmoid", "sparse_categorical_crossentropy"),
        epochs=5,
    ),
    _s(
        "sigmoid_exclusive",
        "a sigmoid for each digit",
        lambda: tasks.ciphers().one_hot,
        dense(32, out="sigmoid"),
        epochs=8,
    ),
    _s(
        "sigmoid_exclusive",
        "a sigmoid for each season",
        tasks.season,
        dense(16, out="sigmoid", optimizer=partial(Adam, 0.01)),
        epochs=10,
    ),
    _s("softmax_for_labels", "rain, wind and warmth", spoilt.labels, spoilt.labelled, epochs=10),
    _s("mse_for_classes", "squared errors of yes and no", tasks.warm, dense(16, loss="mse"), epochs=10),
    _s(
        "mse_for_classes",
        "squared errors of one-hot digits",
        lambda: tasks.ciphers().one_hot,
        dense(32, loss="mse", optimizer=partial(SGD, 0.1)),
        epochs=8,
    ),
    _s("mse_for_classes", "class numbers to be hit", tasks.season, spoilt.out("linear", "mse"), epochs=10),
    _s("relu_below_zero", "a relu for temperatures", tasks.warmth, dense(16, out="relu"), epochs=10),
    _s("relu_below_zero", "a relu for dust", tasks.dust, dense(16, out="relu", act="tanh"), epochs=8),
    _s(
        "bounded_output",
        "a sigmoid for riders",
        partial(spoilt.shifted, tasks.rides, 1.4, 1.3),
        dense(16, out="sigmoid"),
        epochs=10,
    ),
    _s("bounded_output", "a tanh for body mass", tasks.mass, dense(16, out="tanh"), epochs=20),
    _s(
        "linear_crossentropy",
        "logits taken for probabilities",
        tasks.rain,
        spoilt.out("linear", "binary_crossentropy"),
        epochs=8,
    ),
    _s(
        "linear_crossentropy",
        "no softmax",
        tasks.ciphers,
        dense(32, out="linear", loss="sparse_categorical_crossentropy"),
        epochs=6,
    ),
    _s(
        "sigmoid_twice",
        "a sigmoid twice",
        tasks.warm,
        spoilt.out("sigmoid", partial(BinaryCrossentropy, from_logits=True)()),
        epochs=8,
    ),
    _s(
        "sigmoid_twice",
        "a softmax twice",
        tasks.clothes,
        dense(32, loss=SparseCategoricalCrossentropy(from_logits=True)),
        epochs=6,
    ),
    _s(
        "sigmoid_twice",
        "a softmax twice, one-hot",
        lambda: tasks.season().one_hot,
        dense(16, loss=CategoricalCrossentropy(from_logits=True)),
        epochs=8,
    ),
    _s("sides_for_crossentropy", "-1 and 1", partial(spoilt.sides, tasks.rain), dense(16), epochs=5),
    _s(
        "percentage_of_zero",
        "percentages of temperatures about 0",
        tasks.warmth,
        dense(16, loss="mean_absolute_percentage_error"),
        epochs=8,
    ),
    _s("outliers", "dust with some rows in another unit", partial(spoilt.other_unit, tasks.dust), dense(16), epochs=8),
    _s("outliers", "a few riders too many", partial(spoilt.other_unit, tasks.rides, 50.0), dense(32), epochs=8),
    _s("linear_stack", "three layers without a function", tasks.rides, dense(16, 16, act="linear"), epochs=8),
    _s("linear_stack", "dropout is no function", tasks.ciphers, spoilt.dropped, epochs=4),
    _s(
        "accuracy_of_numbers",
        "an accuracy of temperatures",
        tasks.warmth,
        dense(16, metrics=("accuracy",), optimizer=partial(Adam, 0.01)),
        epochs=15,
    ),
)
