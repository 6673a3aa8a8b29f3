"""The first page of many a course of tf.keras: build, look at an untrained answer, train, ask for probabilities."""

import os

import numpy as np
import tensorflow as tf

print("TensorFlow version:", tf.__version__)
tf.random.set_seed(0)
digits = np.load(os.path.join(os.path.dirname(__file__), "digits.npz"))
x_train, y_train = digits["x_train"] / 255.0, digits["y_train"]
x_test, y_test = digits["x_test"] / 255.0, digits["y_test"]

model = tf.keras.models.Sequential(
    [
        tf.keras.layers.Flatten(input_shape=(8, 8)),
        tf.keras.layers.Dense(48, activation="relu"),
        tf.keras.layers.Dropout(0.2),
        tf.keras.layers.Dense(10),
    ]
)
predictions = model(x_train[:1]).numpy()
untrained = tf.nn.softmax(predictions).numpy()

loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
first_loss = loss_fn(y_train[:1], predictions).numpy()
model.compile(optimizer="adam", loss=loss_fn, metrics=["accuracy"])
history = model.fit(x_train, y_train, epochs=3)
score = model.evaluate(x_test, y_test, verbose=2)
probability_model = tf.keras.Sequential([model, tf.keras.layers.Softmax()])
probabilities = probability_model(x_test[:5]).numpy()
