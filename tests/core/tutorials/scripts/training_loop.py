"""A training loop from scratch: GradientTape, apply_gradients, metrics by hand."""

import os

import numpy as np
import tensorflow as tf
from tensorflow import keras

digits = np.load(os.path.join(os.path.dirname(__file__), "digits.npz"))
x_train = digits["x_train"].reshape(-1, 64).astype("float32") / 255
y_train = digits["y_train"].astype("int64")
x_val = digits["x_test"].reshape(-1, 64).astype("float32") / 255
y_val = digits["y_test"].astype("int64")

inputs = keras.Input(shape=(64,), name="digits")
x1 = keras.layers.Dense(32, activation="relu")(inputs)
x2 = keras.layers.Dense(32, activation="relu")(x1)
outputs = keras.layers.Dense(10, name="predictions")(x2)
model = keras.Model(inputs=inputs, outputs=outputs)

optimizer = keras.optimizers.SGD(learning_rate=0.1)
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
train_acc_metric = keras.metrics.SparseCategoricalAccuracy()
val_acc_metric = keras.metrics.SparseCategoricalAccuracy()


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss_value = loss_fn(y, logits)
    grads = tape.gradient(loss_value, model.trainable_weights)
    optimizer.apply_gradients(zip(grads, model.trainable_weights))
    train_acc_metric.update_state(y, logits)
    return loss_value


losses, accuracies = [], []
batch_size = 60
for epoch in range(3):
    print("\nStart of epoch %d" % (epoch,))
    for step in range(len(x_train) // batch_size):
        rows = slice(step * batch_size, (step + 1) * batch_size)
        loss_value = train_step(x_train[rows], y_train[rows])
        losses.append(float(loss_value))
    accuracies.append(float(train_acc_metric.result()))
    train_acc_metric.reset_state()
    print("Training acc over epoch: %.4f" % accuracies[-1])
    val_acc_metric.update_state(y_val, model(x_val, training=False))
    accuracies.append(float(val_acc_metric.result()))
    val_acc_metric.reset_state()
losses, accuracies = np.array(losses), np.array(accuracies)
predictions = model.predict(x_val[:4])
