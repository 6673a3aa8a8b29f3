"""Texts to numbers with Tokenizer, then embedding, averaging and Dense: tutorials of text classification."""

import numpy as np
from tensorflow import keras
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

good = ["great", "wonderful", "lovely", "brilliant"]
bad = ["boring", "awful", "terrible", "dull"]
frames = ["What a {} film!", "The plot was {}, the cast {}.", "I found it {} from start to end", "{}... simply {}"]
rng = np.random.RandomState(3)
sentences, labels = [], []
for i in range(120):
    words = good if i % 2 else bad
    frame = frames[rng.randint(len(frames))]
    sentences.append(frame.format(words[rng.randint(4)], words[rng.randint(4)]))
    labels.append(i % 2)
labels = np.array(labels)

vocab_size, embedding_dim, max_length = 30, 8, 10
tokenizer = Tokenizer(num_words=vocab_size, oov_token="<OOV>")
tokenizer.fit_on_texts(sentences[:90])
word_index = tokenizer.word_index
training_padded = pad_sequences(
    tokenizer.texts_to_sequences(sentences[:90]), maxlen=max_length, padding="post", truncating="post"
)
testing_padded = pad_sequences(
    tokenizer.texts_to_sequences(sentences[90:]), maxlen=max_length, padding="post", truncating="post"
)

model = keras.Sequential(
    [
        keras.layers.Embedding(vocab_size, embedding_dim),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(24, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
history = model.fit(training_padded, labels[:90], epochs=5, validation_data=(testing_padded, labels[90:]), verbose=2)
sentence = ["what a dull and boring film", "simply brilliant"]
padded = pad_sequences(tokenizer.texts_to_sequences(sentence), maxlen=max_length, padding="post", truncating="post")
predictions = model.predict(padded)
print(predictions)
