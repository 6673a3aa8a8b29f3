"""Weights of one model go into the layers of equal name of another, which are then frozen."""

import os
import tempfile

import numpy as np
from keras.layers import Dense, Input
from keras.models import Model, Sequential, load_model, model_from_json

rng = np.random.RandomState(0)
x = rng.uniform(-1, 1, (200, 6)).astype("float32")
y_old = (x[:, :1] * x[:, 1:2] > 0).astype("float32")
y_new = np.eye(3)[(np.abs(x[:, 0]) * 3).astype(int).clip(0, 2)]

base = Sequential()
base.add(Dense(16, activation="tanh", input_dim=6, name="features_1"))
base.add(Dense(8, activation="tanh", name="features_2"))
base.add(Dense(1, activation="sigmoid", name="old_head"))
base.compile(optimizer="adam", loss="binary_crossentropy", metrics=["acc"])
base.fit(x, y_old, epochs=3, batch_size=20, verbose=0)

folder = tempfile.mkdtemp()
weights = os.path.join(folder, "base.h5")
base.save_weights(weights)

inputs = Input(shape=(6,))
h = Dense(16, activation="tanh", name="features_1")(inputs)
h = Dense(8, activation="tanh", name="features_2")(h)
outputs = Dense(3, activation="softmax", name="new_head")(h)
model = Model(inputs=inputs, outputs=outputs)
model.load_weights(weights, by_name=True)
for layer in model.layers[:-1]:
    layer.trainable = False
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["acc"])
before = model.get_layer("features_1").get_weights()[0].copy()
history = model.fit(x, y_new, epochs=3, batch_size=20, verbose=0)
moved = np.abs(model.get_layer("features_1").get_weights()[0] - before).max()

model.save(os.path.join(folder, "model.h5"))
again = load_model(os.path.join(folder, "model.h5"))
predictions = again.predict(x[:10])
twin = model_from_json(model.to_json())
twin.set_weights(model.get_weights())
same = np.abs(twin.predict(x[:10]) - predictions).max()
