"""Forecasting with windows over a series and fit_generator, as Keras 2 tutorials did."""

import numpy as np
from keras.layers import GRU, Dense
from keras.models import Sequential
from keras.preprocessing.sequence import TimeseriesGenerator

series = np.sin(np.arange(120) * 0.3) + 0.1 * np.cos(np.arange(120) * 1.7)
series = series.reshape(-1, 1)
n_input = 8

train, test = series[:90], series[90:]
generator = TimeseriesGenerator(train, train, length=n_input, batch_size=16)
test_generator = TimeseriesGenerator(test, test, length=n_input, batch_size=16)

model = Sequential()
model.add(GRU(10, input_shape=(n_input, 1), return_sequences=True))
model.add(GRU(6))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mse", metrics=["mae"])

history = model.fit_generator(generator, epochs=3, validation_data=test_generator, shuffle=False, verbose=0)
score = model.evaluate_generator(test_generator)
forecast = model.predict_generator(test_generator)
print(forecast[:5].ravel())

batch = train[-n_input:].reshape(1, n_input, 1)
predictions = []
for _ in range(5):
    predictions.append(model.predict(batch, verbose=0)[0])
    batch = np.append(batch[:, 1:, :], [[predictions[-1]]], axis=1)
predictions = np.array(predictions)
