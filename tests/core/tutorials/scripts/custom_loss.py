"""Losses and metrics of one's own, as functions and as classes."""

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def custom_mean_squared_error(y_true, y_pred):
    return tf.reduce_mean(tf.square(y_true - y_pred), axis=-1)


def huber_with_threshold(threshold):
    def huber(y_true, y_pred):
        error = y_true - y_pred
        is_small = tf.abs(error) <= threshold
        return tf.where(is_small, tf.square(error) / 2, threshold * (tf.abs(error) - threshold / 2))

    return huber


class CustomMSE(keras.losses.Loss):
    def __init__(self, regularization_factor=0.1, name="custom_mse"):
        super().__init__(name=name)
        self.regularization_factor = regularization_factor

    def call(self, y_true, y_pred):
        mse = tf.reduce_mean(tf.square(y_true - y_pred))
        reg = tf.reduce_mean(tf.square(0.5 - y_pred))
        return mse + reg * self.regularization_factor


class LargeErrors(keras.metrics.Metric):
    def __init__(self, name="large_errors", **kwargs):
        super().__init__(name=name, **kwargs)
        self.count = self.add_weight(shape=(), name="count", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        large = tf.cast(tf.abs(y_true - y_pred) > 0.5, "float32")
        self.count.assign_add(tf.reduce_sum(large))

    def result(self):
        return self.count

    def reset_state(self):
        self.count.assign(0)


def get_model():
    inputs = keras.Input(shape=(3,))
    x = layers.Dense(12, activation="relu")(inputs)
    return keras.Model(inputs, layers.Dense(1)(x))


rng = np.random.RandomState(0)
x_train = rng.uniform(-1, 1, (96, 3)).astype("float32")
y_train = (x_train[:, :1] ** 2 + x_train[:, 1:2]).astype("float32")

results = []
for loss in (custom_mean_squared_error, huber_with_threshold(0.3), CustomMSE()):
    model = get_model()
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=["mae", LargeErrors()])
    history = model.fit(x_train, y_train, batch_size=24, epochs=3, verbose=0)
    results.append([history.history[name][-1] for name in ("loss", "mae", "large_errors")])
results = np.array(results, dtype="float64")
predictions = model.predict(x_train[:5], verbose=0)
