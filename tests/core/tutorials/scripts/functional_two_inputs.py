"""The functional API: two inputs, two outputs, losses and weights by name."""

import keras
import numpy as np
from keras import layers

num_tags, num_words, num_departments = 6, 40, 4
title_input = keras.Input(shape=(10,), name="title")
tags_input = keras.Input(shape=(num_tags,), name="tags")

title_features = layers.Embedding(num_words, 16)(title_input)
title_features = layers.LSTM(12)(title_features)
x = layers.concatenate([title_features, tags_input])
x = layers.Dense(16, activation="relu")(x)
priority_pred = layers.Dense(1, name="priority")(x)
department_pred = layers.Dense(num_departments, name="department")(x)

model = keras.Model(
    inputs=[title_input, tags_input], outputs={"priority": priority_pred, "department": department_pred}
)
model.summary()
model.compile(
    optimizer=keras.optimizers.RMSprop(1e-2),
    loss={
        "priority": keras.losses.BinaryCrossentropy(from_logits=True),
        "department": keras.losses.CategoricalCrossentropy(from_logits=True),
    },
    loss_weights={"priority": 1.0, "department": 0.2},
)

rng = np.random.default_rng(0)
title_data = rng.integers(num_words, size=(96, 10))
tags_data = rng.integers(2, size=(96, num_tags)).astype("float32")
priority_targets = (tags_data[:, :1] + (title_data[:, :1] > 20) > 1).astype("float32")
dept_targets = keras.utils.to_categorical(title_data[:, 1] % num_departments, num_departments)

history = model.fit(
    {"title": title_data, "tags": tags_data},
    {"priority": priority_targets, "department": dept_targets},
    epochs=3,
    batch_size=32,
)
answers = model.predict({"title": title_data[:5], "tags": tags_data[:5]})
priority, department = answers["priority"], answers["department"]
