"""Embedding and LSTM on sequences of numbered words, as the IMDB example of Keras 2 did."""

import numpy as np
from keras.layers import LSTM, Dense, Embedding
from keras.models import Sequential
from keras.preprocessing import sequence

max_features = 50
maxlen = 12
batch_size = 32

rng = np.random.RandomState(7)
reviews = [rng.randint(2, max_features, size=rng.randint(4, 20)).tolist() for _ in range(200)]
labels = np.array([int(np.mean(review) > 25) for review in reviews])

print("Pad sequences (samples x time)")
x_train = sequence.pad_sequences(reviews[:160], maxlen=maxlen)
x_test = sequence.pad_sequences(reviews[160:], maxlen=maxlen)
y_train, y_test = labels[:160], labels[160:]
print("x_train shape:", x_train.shape)

model = Sequential()
model.add(Embedding(max_features, 16, mask_zero=True))
model.add(LSTM(16, dropout=0.0, recurrent_dropout=0.0))
model.add(Dense(1, activation="sigmoid"))

model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(x_train, y_train, batch_size=batch_size, epochs=3, validation_data=(x_test, y_test))
score, acc = model.evaluate(x_test, y_test, batch_size=batch_size)
print("Test score:", score)
print("Test accuracy:", acc)
predictions = model.predict(x_test)
