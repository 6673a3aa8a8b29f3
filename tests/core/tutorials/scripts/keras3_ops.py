"""Keras 3: a residual block and a metric-learning loss in keras.ops, add_loss and add_metric-free."""

import keras
import numpy as np
from keras import layers, ops


class Residual(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(units, activation="gelu")
        self.norm = layers.LayerNormalization()

    def call(self, inputs):
        x = self.dense(inputs)
        self.add_loss(1e-2 * ops.mean(ops.square(x)))
        return self.norm(inputs + x)


@keras.saving.register_keras_serializable()
def cosine_distance(y_true, y_pred):
    y_true = y_true / ops.sqrt(ops.sum(ops.square(y_true), axis=-1, keepdims=True))
    y_pred = y_pred / ops.sqrt(ops.sum(ops.square(y_pred), axis=-1, keepdims=True) + 1e-6)
    return 1.0 - ops.sum(y_true * y_pred, axis=-1)


inputs = keras.Input((6,))
x = layers.Dense(8)(inputs)
x = Residual(8)(x)
x = Residual(8)(x)
outputs = layers.Dense(4)(x)
model = keras.Model(inputs, outputs)
schedule = keras.optimizers.schedules.ExponentialDecay(0.02, decay_steps=10, decay_rate=0.9)
model.compile(optimizer=keras.optimizers.AdamW(schedule, weight_decay=1e-3), loss=cosine_distance)

rng = np.random.default_rng(5)
x_train = rng.normal(size=(100, 6)).astype("float32")
y_train = np.tanh(x_train @ rng.normal(size=(6, 4))).astype("float32")
history = model.fit(x_train, y_train, batch_size=25, epochs=3, verbose=0)
predictions = model.predict(x_train[:5], verbose=0)
