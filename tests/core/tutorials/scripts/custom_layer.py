"""Layers and a model by subclassing, in the manner of the guides of tf.keras."""

import numpy as np
import tensorflow as tf
from tensorflow import keras


class Linear(keras.layers.Layer):
    def __init__(self, units=32, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer="random_normal", trainable=True)
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", trainable=True)

    def call(self, inputs):
        return tf.matmul(inputs, self.w) + self.b

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units})
        return config


class MLPBlock(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.linear_1 = Linear(16)
        self.linear_2 = Linear(16)
        self.linear_3 = Linear(1)

    def call(self, inputs):
        x = self.linear_1(inputs)
        x = tf.nn.relu(x)
        x = self.linear_2(x)
        x = tf.nn.relu(x)
        return self.linear_3(x)


mlp = MLPBlock()
y = mlp(tf.ones(shape=(3, 5)))
print("weights:", len(mlp.weights))
print("trainable weights:", len(mlp.trainable_weights))


class Regressor(keras.Model):
    def __init__(self):
        super().__init__()
        self.block = MLPBlock()
        self.scale = keras.layers.Dense(1, kernel_regularizer=keras.regularizers.l2(1e-2))

    def call(self, inputs, training=False):
        x = self.block(inputs)
        return self.scale(tf.concat([x, inputs], axis=-1))


rng = np.random.RandomState(0)
x_train = rng.uniform(-1, 1, (128, 5)).astype("float32")
y_train = np.abs(x_train).sum(axis=1, keepdims=True)
model = Regressor()
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.02, momentum=0.9), loss="mse", metrics=["mae"])
history = model.fit(x_train, y_train, batch_size=16, epochs=4, validation_split=0.25)
predictions = model.predict(x_train[:6])
config = Linear(7).get_config()
units = Linear.from_config(config).units
