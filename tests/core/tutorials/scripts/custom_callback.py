"""Callbacks: one of one's own, and those that stop, save and slow down."""

import os
import tempfile

import keras
import numpy as np


class LossHistory(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.losses = []
        self.order = ["begin"]

    def on_batch_end(self, batch, logs=None):
        self.losses.append(logs.get("loss"))

    def on_epoch_end(self, epoch, logs=None):
        keys = sorted(logs.keys())
        self.order.append("epoch %d: %s" % (epoch, ",".join(keys)))

    def on_train_end(self, logs=None):
        self.order.append("end")


def scheduler(epoch, lr):
    if epoch < 2:
        return float(lr)
    return float(lr * 0.5)


rng = np.random.RandomState(0)
x = rng.uniform(-1, 1, (160, 4)).astype("float32")
y = (x @ np.array([[1.0], [-2.0], [0.5], [0.0]]) + 0.1).astype("float32")

model = keras.Sequential(
    [
        keras.Input(shape=(4,)),
        keras.layers.Dense(8, activation="tanh"),
        keras.layers.Dense(1),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(0.02), loss="mean_squared_error", metrics=["mae"])
recorder = LossHistory()
path = os.path.join(tempfile.mkdtemp(), "best.weights.h5")
history = model.fit(
    x,
    y,
    batch_size=32,
    epochs=8,
    validation_split=0.2,
    verbose=0,
    callbacks=[
        recorder,
        keras.callbacks.LearningRateScheduler(scheduler),
        keras.callbacks.EarlyStopping(monitor="val_loss", patience=2, restore_best_weights=True),
        keras.callbacks.ModelCheckpoint(path, monitor="val_loss", save_best_only=True, save_weights_only=True),
        keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch, logs["loss"])),
    ],
)
losses = np.array(recorder.losses)
order = " | ".join(recorder.order)
rate = float(np.asarray(model.optimizer.learning_rate))
model.load_weights(path)
predictions = model.predict(x[:6], verbose=0)
