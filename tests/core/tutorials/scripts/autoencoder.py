"""An autoencoder: encoder and decoder as models of their own."""

import os

import keras
import numpy as np
from keras import layers

digits = np.load(os.path.join(os.path.dirname(__file__), "digits.npz"))
x_train = digits["x_train"].astype("float32") / 255.0
x_test = digits["x_test"].astype("float32") / 255.0
x_train = np.reshape(x_train, (len(x_train), 8, 8, 1))
x_test = np.reshape(x_test, (len(x_test), 8, 8, 1))

encoding_dim = 8
input_img = keras.Input(shape=(8, 8, 1))
x = layers.Conv2D(8, (3, 3), activation="relu", padding="same")(input_img)
x = layers.MaxPooling2D((2, 2), padding="same")(x)
x = layers.Flatten()(x)
encoded = layers.Dense(encoding_dim, activation="relu")(x)
encoder = keras.Model(input_img, encoded, name="encoder")

code = keras.Input(shape=(encoding_dim,))
x = layers.Dense(4 * 4 * 8, activation="relu")(code)
x = layers.Reshape((4, 4, 8))(x)
x = layers.UpSampling2D((2, 2))(x)
decoded = layers.Conv2D(1, (3, 3), activation="sigmoid", padding="same")(x)
decoder = keras.Model(code, decoded, name="decoder")

autoencoder = keras.Model(input_img, decoder(encoder(input_img)))
autoencoder.compile(optimizer="adam", loss="binary_crossentropy")
history = autoencoder.fit(x_train, x_train, epochs=3, batch_size=60, shuffle=False, validation_data=(x_test, x_test))
encoded_imgs = encoder.predict(x_test)
decoded_imgs = decoder.predict(encoded_imgs)
