"""A small GAN by train_on_batch: points of a ring from noise."""

import numpy as np
from tensorflow.keras.layers import Dense, Input, LeakyReLU
from tensorflow.keras.models import Model, Sequential
from tensorflow.keras.optimizers import Adam

latent_dim = 4
rng = np.random.RandomState(1)


def build_generator():
    model = Sequential()
    model.add(Input(shape=(latent_dim,)))
    model.add(Dense(16))
    model.add(LeakyReLU(0.2))
    model.add(Dense(2, activation="tanh"))
    noise = Input(shape=(latent_dim,))
    return Model(noise, model(noise))


def build_discriminator():
    model = Sequential()
    model.add(Input(shape=(2,)))
    model.add(Dense(16))
    model.add(LeakyReLU(0.2))
    model.add(Dense(1, activation="sigmoid"))
    point = Input(shape=(2,))
    return Model(point, model(point))


discriminator = build_discriminator()
discriminator.compile(loss="binary_crossentropy", optimizer=Adam(0.002, 0.5), metrics=["accuracy"])
generator = build_generator()
z = Input(shape=(latent_dim,))
discriminator.trainable = False
combined = Model(z, discriminator(generator(z)))
combined.compile(loss="binary_crossentropy", optimizer=Adam(0.002, 0.5))

batch_size = 16
valid, fake = np.ones((batch_size, 1)), np.zeros((batch_size, 1))
losses = []
for epoch in range(12):
    angle = rng.uniform(0, 2 * np.pi, batch_size)
    real = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    noise = rng.normal(0, 1, (batch_size, latent_dim))
    made = generator.predict(noise, verbose=0)
    discriminator.trainable = True
    d_loss_real = discriminator.train_on_batch(real, valid)
    d_loss_fake = discriminator.train_on_batch(made, fake)
    discriminator.trainable = False
    g_loss = combined.train_on_batch(noise, valid)
    losses.append([float(d_loss_real[0]), float(d_loss_fake[0]), float(np.ravel(g_loss)[0])])
    print("%d [D loss: %f] [G loss: %f]" % (epoch, 0.5 * (losses[-1][0] + losses[-1][1]), losses[-1][2]))
losses = np.array(losses)
points = generator.predict(rng.normal(0, 1, (8, latent_dim)))
