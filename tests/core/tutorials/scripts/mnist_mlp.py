"""Digits by a multilayer perceptron, as tutorials of the first Keras 2 years wrote it."""

import os

import numpy as np
from keras.layers.core import Activation, Dense, Dropout
from keras.models import Sequential
from keras.optimizers import SGD
from keras.utils import np_utils

batch_size = 64
nb_classes = 10
nb_epoch = 3

digits = np.load(os.path.join(os.path.dirname(__file__), "digits.npz"))
X_train, y_train = digits["x_train"], digits["y_train"]
X_test, y_test = digits["x_test"], digits["y_test"]
X_train = X_train.reshape(600, 64).astype("float32")
X_test = X_test.reshape(120, 64).astype("float32")
X_train /= 255
X_test /= 255
print(X_train.shape[0], "train samples")

Y_train = np_utils.to_categorical(y_train, nb_classes)
Y_test = np_utils.to_categorical(y_test, nb_classes)

model = Sequential()
model.add(Dense(64, input_shape=(64,)))
model.add(Activation("relu"))
model.add(Dropout(0.2))
model.add(Dense(32))
model.add(Activation("relu"))
model.add(Dropout(0.2))
model.add(Dense(10))
model.add(Activation("softmax"))
model.summary()

sgd = SGD(lr=0.05, decay=1e-3, momentum=0.9, nesterov=True)
model.compile(loss="categorical_crossentropy", optimizer=sgd, metrics=["accuracy"])
history = model.fit(
    X_train, Y_train, batch_size=batch_size, nb_epoch=nb_epoch, verbose=1, validation_data=(X_test, Y_test)
)
score = model.evaluate(X_test, Y_test, verbose=0)
print("Test score:", score[0])
print("Test accuracy:", score[1])
classes = model.predict_classes(X_test, batch_size=32)
proba = model.predict_proba(X_test, batch_size=32)
