"""Wrong uses and what the errors say: the argument, what came, what fits, the likely fix."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import callbacks, layers, losses, ops, optimizers
from kcore.optimizers import schedules

X = np.zeros((20, 4), "float32")
Y = np.zeros((20, 1), "float32")


def model(units=1, activation=None, loss="mean_squared_error"):
    built = kcore.Sequential([kcore.Input((4,)), layers.Dense(3), layers.Dense(units, activation=activation)])
    built.compile("sgd", loss)
    return built


def stack(shape, *parts):
    return kcore.Sequential([kcore.Input(shape), *parts])


def built(name="SGD"):
    optimizer = getattr(optimizers, name)(name="mine")
    optimizer.build([kcore.Variable(np.ones(2, "float32"), name="a")])
    return optimizer


def hear(callback):
    marks = callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: logs.update(mine=1.0))
    model().fit(X, Y, verbose=0, epochs=2, callbacks=[marks, callback])


def scheduled():
    return optimizers.SGD(schedules.ExponentialDecay(0.1, 10, 0.5))


def spoiled(value, at=(3, 2)):
    x = X.copy()
    x[at] = value
    return x


SERIES = np.zeros((20, 3, 4), "float32")


def recurrent(**options):
    return kcore.Sequential([kcore.Input((None, 4)), layers.LSTM(3, **options), layers.Dense(1)])


def looked_up():
    built = kcore.Sequential([kcore.Input((4,)), layers.Embedding(5, 2), layers.Flatten(), layers.Dense(1)])
    built.compile("sgd", "mse")
    return built


CONSTRUCTORS = [
    (lambda: layers.Dense(0), "units must be a whole number >= 1; got 0"),
    (lambda: layers.Dense(-3), "units must be a whole number >= 1; got -3"),
    (lambda: layers.Dense(2.0), "Write 2 without a decimal point"),
    (lambda: layers.Dense(2.5), "units must be a whole number"),
    (lambda: layers.Dense("8"), "units must be a whole number >= 1; got '8'"),
    (lambda: layers.Dense(True), "units must be a whole number >= 1; got True"),
    (lambda: layers.Dense(None), "units must be a whole number"),
    (layers.Dense, "Dense needs units"),
    (lambda: layers.Dense(3, activation="rellu"), "Did you mean 'relu'"),
    (lambda: layers.Dense(3, activation=5), "activation must be an activation by name"),
    (lambda: layers.Dense(3, kernel_initialiser="zeros"), "Did you mean 'kernel_initializer'"),
    (lambda: layers.Dense(3, use_bias="no"), "use_bias must be True or False; got 'no'"),
    (lambda: layers.Dense(3, kernel_initializer="glorot"), "no initializer named 'glorot'"),
    (lambda: layers.Dense(3, units=4), "units is given twice"),
    (lambda: layers.Dense(3, lora_rank=4), "left to real Keras"),
    (lambda: layers.Dropout(1.5), "rate must be a number >= 0 and <= 1; got 1.5"),
    (lambda: layers.Dropout(-0.1), "rate must be"),
    (lambda: layers.Dropout("half"), "rate must be a number"),
    (lambda: layers.Dropout(float("nan")), "rate must be"),
    (lambda: layers.Flatten(data_format="channels"), "one of 'channels_last', 'channels_first'"),
    (lambda: layers.BatchNormalization(momentum=2), "momentum must be"),
    (lambda: layers.BatchNormalization(renorm=True), "left to real Keras"),
    (lambda: layers.Conv2D(0, 3), "filters must be a whole number >= 1; got 0"),
    (lambda: layers.Conv2D(8), "Conv2D needs kernel_size: a whole number >= 1 or a tuple of 2 of them"),
    (lambda: layers.Conv2D(8, (3, 3, 3)), r"kernel_size must be .* a tuple of 2 .*; got \(3, 3, 3\)"),
    (lambda: layers.Conv1D(8, (3, 3)), "tuple of 1"),
    (lambda: layers.Conv2D(8, 3.0), "kernel_size must be"),
    (lambda: layers.Conv2D(8, "3x3"), "kernel_size must be .* got '3x3'"),
    (lambda: layers.Conv2D(8, 3, strides=0), "strides must be a whole number >= 1"),
    (lambda: layers.Conv2D(8, 3, padding="sane"), "Did you mean 'same'"),
    (lambda: layers.Conv2D(8, 3, padding="causal"), "is for sequences in time"),
    (lambda: layers.Conv2D(8, 3, strides=2, dilation_rate=2), "both above 1"),
    (lambda: layers.Conv2D(9, 3, groups=2), "filters must be a multiple of groups; got filters=9, groups=2"),
    (lambda: layers.Conv2D(8, 3, data_format="NHWC"), "one of 'channels_last', 'channels_first'"),
    (lambda: layers.Conv2D(8, 3, activation="rellu"), "Did you mean 'relu'"),
    (lambda: layers.DepthwiseConv2D(3, depth_multiplier=0), "depth_multiplier must be a whole number >= 1"),
    (lambda: layers.Conv2DTranspose(8, 3, strides=2, output_padding=2), "output_padding must be smaller than strides"),
    (lambda: layers.Conv1DTranspose(8, 3, strides=2, dilation_rate=2), "both above 1"),
    (lambda: layers.MaxPooling2D((2, 2, 2)), "pool_size must be .* a tuple of 2"),
    (lambda: layers.MaxPooling2D(padding="causal"), "one of 'valid', 'same'"),
    (layers.AveragePooling2D, "needs pool_size"),
    (lambda: layers.ZeroPadding2D(-1), "padding must be a whole number >= 0"),
    (lambda: layers.ZeroPadding2D((1, 2, 3)), r"\(before, after\) for each of 2 axes"),
    (lambda: layers.Cropping1D((1, 2, 3)), "cropping must be"),
    (lambda: layers.UpSampling2D(0), "size must be a whole number >= 1"),
    (lambda: layers.UpSampling2D(interpolation="cubic"), "Did you mean 'bicubic'"),
    (kcore.Input, "exactly one"),
    (lambda: kcore.Input(shape=(4,), batch_shape=(None, 4)), "exactly one"),
    (lambda: kcore.Input(shape=(0,)), "shape must be a tuple of sizes"),
    (lambda: kcore.Input(shape="4"), "shape must be a tuple of sizes"),
    (lambda: kcore.Input(shape=(4.0,)), "shape must be a tuple of sizes"),
    (lambda: kcore.Input(shape=(4,), sparse=True), "left to real Keras"),
    (lambda: optimizers.SGD(learning_rate=-1), "learning_rate must be a number >= 0; got -1"),
    (lambda: optimizers.SGD(learning_rate="fast"), "learning_rate must be a number"),
    (lambda: optimizers.SGD(momentum=1.1), "momentum must be"),
    (lambda: optimizers.Adam(beta_1=1.0), "beta_1 must be a number >= 0 and < 1; got 1.0"),
    (lambda: optimizers.Adam(lr=0.1, learning_rate=0.2), "'lr' and 'learning_rate' are two names of one argument"),
    (lambda: optimizers.Adam(0.1, lr=0.1), "'lr' and 'learning_rate' are two names of one argument"),
    (lambda: optimizers.Adam(learning_rates=0.1), "Did you mean 'learning_rate'"),
    (lambda: optimizers.Adam([0.1]), r"learning_rate must be a number >= 0; got \[0.1\]. A schedule will do, too."),
    (lambda: optimizers.Adam(None), "learning_rate must be a number"),
    (lambda: optimizers.SGD({"class_name": "ExponentialDekay", "config": {}}), "Did you mean 'ExponentialDecay'"),
    (lambda: optimizers.SGD(gradient_accumulation_steps=1), "gradient_accumulation_steps must be a whole number >= 2"),
    (lambda: optimizers.SGD(use_ema="yes"), "use_ema must be True or False"),
    (lambda: optimizers.SGD(ema_momentum=2), "ema_momentum must be a number >= 0 and <= 1; got 2"),
    (lambda: optimizers.AdamW(weight_decay=-0.1), "weight_decay must be a number >= 0"),
    (lambda: optimizers.Lion(beta_1=0), "beta_1 must be a number > 0 and <= 1; got 0"),
    (lambda: optimizers.Ftrl(learning_rate_power=0.5), "learning_rate_power must be a number <= 0; got 0.5"),
    (lambda: optimizers.Nadam(beta_3=0.5), "has no argument 'beta_3'. Did you mean 'beta_"),
    (lambda: schedules.ExponentialDecay(0.1, 0, 0.5), "decay_steps must be a number > 0; got 0"),
    (lambda: schedules.ExponentialDecay(0.1, 10), "ExponentialDecay needs decay_rate"),
    (lambda: schedules.PiecewiseConstantDecay([5, 9], [0.1, 0.2]), "2 boundaries make 3 pieces; got 2 values"),
    (lambda: schedules.PiecewiseConstantDecay([9, 5], [0.1, 0.2, 0.3]), "boundaries must rise"),
    (lambda: schedules.PiecewiseConstantDecay(["a"], [1, 2]), "boundaries must be a number, or several in a list"),
    (lambda: optimizers.Muon(exclude_layers="dense"), "exclude_layers must be a list of texts or None; got 'dense'"),
    (lambda: schedules.LearningRateSchedule()(3), r"needs a method __call__\(self, step\)"),
    (lambda: callbacks.EarlyStopping(mode="up"), "mode must be one of 'auto', 'min', 'max'; got 'up'"),
    (lambda: callbacks.EarlyStopping(patience=-1), "patience must be a whole number >= 0; got -1"),
    (lambda: callbacks.EarlyStopping(patience=1.5), "patience must be a whole number"),
    (lambda: callbacks.EarlyStopping(monitor=3), "monitor must be a name in the logs"),
    (lambda: callbacks.EarlyStopping(min_delta="0"), "min_delta must be a number; got '0'"),
    (lambda: callbacks.ReduceLROnPlateau(factor=1.0), "above 0 and below 1.*; got 1.0"),
    (lambda: callbacks.ReduceLROnPlateau(min_lr=-1), "min_lr must be a number >= 0; got -1"),
    (lambda: callbacks.ReduceLROnPlateau(pace=1), "has no argument 'pace'"),
    (lambda: callbacks.ModelCheckpoint("m"), r"ends in .keras or .h5; got 'm'"),
    (lambda: callbacks.ModelCheckpoint("m.keras", save_weights_only=True), r"ends in .weights.h5 or .h5"),
    (
        lambda: callbacks.ModelCheckpoint("m.keras", save_freq="batch"),
        "save_freq must be 'epoch' or a number of batches",
    ),
    (lambda: callbacks.ModelCheckpoint("m.keras", save_freq=0), "save_freq must be a whole number >= 1; got 0"),
    (lambda: callbacks.LearningRateScheduler(0.1), "schedule must be a function"),
    (lambda: callbacks.LambdaCallback(on_epoch=print), "Did you mean 'on_epoch_"),
    (lambda: callbacks.LambdaCallback(on_epoch_end=3), "on_epoch_end must be a function; got 3"),
    (lambda: callbacks.CSVLogger("a.csv", ""), "separator must be one character"),
    (lambda: callbacks.BackupAndRestore(""), "backup_dir must name a folder"),
    (lambda: callbacks.CallbackList([callbacks.History]), r"Callback objects; got .*: write History\(\)"),
    (lambda: kcore.utils.Progbar(3, verbose=7), "verbose must be"),
    (lambda: optimizers.Optimizer(0.1).apply([np.ones(2)], [kcore.Variable(np.ones(2))]), "needs a method update_step"),
    (lambda: optimizers.Adam(clipnorm=1.0, clipvalue=1.0), "one kind of clipping"),
    (lambda: optimizers.Adam(loss_scale_factor=2.0), "left to real Keras"),
    (lambda: losses.BinaryCrossentropy(label_smoothing=2), "label_smoothing must be"),
    (lambda: losses.MeanSquaredError(reduction="average"), "one of 'sum_over_batch_size'"),
    (lambda: kcore.Sequential("Dense"), "must be a list of layers"),
    (lambda: kcore.Sequential([layers.Dense]), "not classes: write Dense"),
    (lambda: kcore.Sequential([3]), "takes layers such as Dense"),
    (lambda: kcore.Sequential([layers.Dense(3, name="a"), layers.Dense(3, name="a")]), "names must differ"),
    (lambda: kcore.Sequential([layers.Dense(3), kcore.Input((4,))]), "Input must come first"),
    (lambda: kcore.Sequential([kcore.Input(()), layers.Dense(3)]), "must know how many numbers"),
    (lambda: kcore.Sequential().pop(), "no layers to pop"),
    (lambda: kcore.utils.set_random_seed(-1), "whole number >= 0"),
    (lambda: kcore.utils.to_categorical([0, 5], 3), "class numbers run from 0 to 5"),
    (lambda: kcore.config.set_floatx("double"), "one of float16"),
    (lambda: kcore.config.set_threads(0), "whole number >= 1"),
    (lambda: layers.Embedding(0, 4), "input_dim must be a whole number >= 1; got 0"),
    (lambda: layers.Embedding(10, 4, mask_zeros=True), "Did you mean 'mask_zero'"),
    (lambda: layers.LSTM(0), "units must be a whole number >= 1; got 0"),
    (lambda: layers.LSTM(4, dropout=1.5), "dropout must be a number >= 0 and <= 1; got 1.5"),
    (lambda: layers.LSTM(4, return_sequence=True), "Did you mean 'return_sequences'"),
    (lambda: layers.LSTM(4, time_major=True), "has no argument 'time_major'"),
    (lambda: layers.LSTM(cell=layers.LSTMCell(4)), "has no argument 'cell'"),
    (lambda: layers.RNN(4), "RNN takes cells: .* such as LSTMCell"),
    (lambda: layers.RNN(layers.LSTM(4)), "use the layer itself, or LSTMCell"),
    (lambda: layers.RNN(layers.LSTMCell), "RNN takes cells"),
    (lambda: layers.RNN([layers.LSTMCell(4), layers.Dense(4)]), "StackedRNNCells takes cells"),
    (lambda: layers.StackedRNNCells([]), "takes cells in a list"),
    (lambda: layers.Bidirectional(layers.Dense(4)), "layer must be a recurrent layer, such as LSTM"),
    (lambda: layers.Bidirectional(layers.LSTM(4), merge_mode="add"), "merge_mode must be one of 'concat'"),
    (lambda: layers.Bidirectional(layers.LSTM(4), backward_layer=layers.LSTM(4)), "go_backwards=True"),
    (
        lambda: layers.Bidirectional(
            layers.LSTM(4), backward_layer=layers.LSTM(4, go_backwards=True, return_state=True)
        ),
        "layer has return_state=False, backward_layer True",
    ),
    (lambda: layers.TimeDistributed(8), "goes around a layer, such as Dense"),
    (lambda: layers.Masking("zero"), "mask_value must be a number"),
    (lambda: kcore.Sequential([kcore.Input((4,)), layers.LSTM(4)]), r"takes sequences, .* got shape \(None, 4\)"),
    (lambda: kcore.Sequential([kcore.Input((4, None)), layers.GRU(4)]), "must know how many numbers a step has"),
    (lambda: kcore.Sequential([kcore.Input((4,)), layers.TimeDistributed(layers.Dense(2))]), "at least 3 axes"),
]

CALLS = [
    (lambda: model().compile("adamm", "mse"), "no optimizer named 'adamm'. Did you mean 'adam'"),
    (lambda: model().compile("adam", "mean_square_error"), "Did you mean 'mean_squared_error'"),
    (lambda: model().compile("adam", "mse", metrics="accuracy"), "metrics must be a list"),
    (lambda: model().compile("adam", ["mse", "mae"]), "loss has 2 entries; this model has one output"),
    (lambda: model().compile(3, "mse"), "given by name"),
    (lambda: kcore.Sequential([kcore.Input((4,)), layers.Dense(1)]).fit(X, Y), "has not been compiled"),
    (lambda: model(loss=None).fit(X, Y), "compiled without a loss"),
    (lambda: kcore.Sequential([layers.Dense(1)]).inputs, "does not know the shape"),
    (lambda: model().fit(X[:, :3], Y), r"x has shape \(20, 3\); the model takes \(samples, 4\)"),
    (lambda: model().fit(X.T, Y), "Samples may lie in the columns"),
    (lambda: model().fit(X.reshape(20, 2, 2), Y), "reshape"),
    (lambda: model().predict(X[0], verbose=0), "That is one sample"),
    (lambda: model().predict(None), "x is missing"),
    (lambda: model().predict(5.0), "single number"),
    (lambda: model().predict([["a", "b", "c", "d"]]), "holds texts"),
    (lambda: model().predict([[1, 2, 3, 4], [1, 2]]), "differ in length"),
    (lambda: model().predict(np.zeros((0, 4))), "no samples"),
    (lambda: model().predict(np.array([[1, None, 3, 4]])), "objects of different kinds"),
    (lambda: model().predict(X + 1j), "complex"),
    (lambda: model().predict({"a": X, "b": X}), "this model has one"),
    (lambda: model().fit(spoiled(np.nan), Y), r"x holds 1 value\(s\) that are not finite.*\(3, 2\)"),
    (lambda: model().fit(spoiled(np.inf), Y), "not finite"),
    (lambda: model().fit(spoiled(1).astype("float64") * 1e300, Y), "too large for float32"),
    (lambda: model().fit(X, Y * np.nan), "y holds 20 value"),
    (lambda: model().fit(X, None), "y is missing"),
    (lambda: model().fit(X, Y[:19]), "20 in x, 19 in y"),
    (lambda: model().fit(X, np.zeros((20, 3))), "Give the last layer 3 unit"),
    (lambda: model(units=3).fit(X, Y[:, 0]), "give the last layer 1 unit"),
    (lambda: model(3, "softmax", "categorical_crossentropy").fit(X, Y), "needs one-hot targets"),
    (lambda: model(3, "softmax", "categorical_crossentropy").fit(X, Y[:, 0]), "to_categorical"),
    (lambda: model(3, "softmax", "sparse_categorical_crossentropy").fit(X, np.zeros((20, 3))), "argmax"),
    (lambda: model(3, "softmax", "sparse_categorical_crossentropy").fit(X, Y + 3), "class numbers from 3 to 3"),
    (lambda: model(3, "softmax", "sparse_categorical_crossentropy").fit(X, Y - 1), "Count classes from 0"),
    (lambda: model(3, "softmax", "sparse_categorical_crossentropy").fit(X, Y + 0.5), "whole class numbers"),
    (lambda: model(1, "sigmoid", "binary_crossentropy").fit(X, Y + 2), "between 0 and 1; it runs from 2 to 2"),
    (
        lambda: model(1, "sigmoid", "binary_focal_crossentropy").fit(X, Y - 1),
        "binary_focal_crossentropy must lie between",
    ),
    (lambda: model(loss="hinge").fit(X, Y + 2), "hinge must be -1 and 1, or 0 and 1; it runs from 2 to 2"),
    (lambda: model(loss="poisson").fit(X, Y - 3), "poisson must not be negative; its smallest value is -3"),
    (lambda: model(loss="huber").fit(X, np.zeros((20, 3))), "Give the last layer 3 unit"),
    (lambda: model(3, "softmax", "categorical_hinge").fit(X, Y), "categorical_hinge needs one-hot targets"),
    (
        lambda: model(3, "softmax", kcore.losses.CategoricalGeneralizedCrossEntropy()).fit(X, Y + 3),
        "class numbers from 3 to 3",
    ),
    (lambda: model().fit(X, Y, batch_size=0), "batch_size must be a whole number >= 1; got 0"),
    (lambda: model().fit(X, Y, batch_size=2.5), "batch_size must be a whole number"),
    (lambda: model().fit(X, Y, epochs=-1), "epochs must be a whole number"),
    (lambda: model().fit(X, Y, epochs="10"), "epochs must be a whole number"),
    (lambda: model().fit(X, Y, validation_split=1.5), "between 0 and 1; got 1.5"),
    (lambda: model().fit(X, Y, validation_split=0.99), None),
    (lambda: model().fit(X[:2], Y[:2], validation_split=0.9), "leaves no samples"),
    (lambda: model().fit(X, Y, validation_data=X), "validation_data must be"),
    (lambda: model().fit(X, Y, validation_data=(X[:, :2], Y)), r"validation x has shape \(20, 2\)"),
    (lambda: model().fit(X, Y, verbose=7), "verbose must be"),
    (lambda: model().fit(X, Y, callbacks=[3]), "Callback objects"),
    (lambda: hear(callbacks.LearningRateScheduler(lambda epoch: "x")), r"must return a number; it returned 'x'"),
    (lambda: hear(callbacks.SwapEMAWeights()), r"needs an optimizer that keeps the average: SGD\(use_ema=True\)"),
    (lambda: hear(callbacks.EarlyStopping("mine")), "Give mode='max' or mode='min'"),
    (lambda: model().fit(X, Y, sample_weight=np.ones(5)), "5 in sample_weight"),
    (lambda: model().fit(X, Y, sample_weight=-np.ones(20)), "must not be negative"),
    (lambda: model().fit(X, Y, class_weight={1: 2.0}), "no weight for class 0"),
    (lambda: model().fit(X, Y, class_weight={0: 1}, sample_weight=np.ones(20)), "not both"),
    (lambda: model().fit(iter([X]), Y), "must be an array"),
    (lambda: model().evaluate(X, Y, steps=0), "steps must be a whole number >= 1"),
    (lambda: model().set_weights([]), "4 arrays are asked for"),
    (lambda: model().set_weights([np.zeros((4, 3))] * 4), r"has shape \(3,\); got \(4, 3\)"),
    (lambda: model().set_weights([np.zeros((4, 3)), ["a"] * 3, np.zeros((3, 1)), [0]]), "takes numbers"),
    (lambda: model().get_layer("nope"), "has no layer 'nope'"),
    (lambda: model().get_layer(index=9), "has 2 layers"),
    (lambda: model().get_layer(), "one of them"),
    (lambda: layers.Dense(2)(np.array([["a"]])), "computes with numbers"),
    (lambda: model().layers[0](np.zeros((2, 9), "float32")), "was built for samples of 4 numbers"),
    (lambda: stack((28, 28), layers.Conv2D(8, 3)), r"axis of channels is missing: x\[\.\.\., None\] adds it"),
    (lambda: stack((28, 28), layers.Conv2D(8, 3)), r"Input\(shape=\(28, 28, 1\)\)"),
    (lambda: layers.Conv2D(8, 3)(np.zeros((5, 28, 28))), r"makes \(samples, 28, 28, 1\)"),
    (lambda: stack((28, 28), layers.MaxPooling2D()), "axis of channels is missing"),
    (lambda: stack((28, 28), layers.Conv2D(8, 3, data_format="channels_first")), r"x\[:, None\].*\(1, 28, 28\)"),
    (lambda: stack((784,), layers.Conv2D(8, 3)), r"x\.reshape\(-1, 28, 28, 1\)"),
    (lambda: stack((28, 28, 1), layers.Flatten(), layers.Conv2D(8, 3)), "Flatten comes after the convolutions"),
    (lambda: layers.Conv2D(8, 3)(np.zeros((28, 28))), r"x\[None, \.\.\., None\]"),
    (lambda: stack((5, 28, 28, 3), layers.Conv2D(8, 3)), r"shape \(samples, height, width, channels\); got"),
    (lambda: stack((30,), layers.Conv1D(8, 3)), r"shape \(samples, steps, channels\).*x\[\.\.\., None\]"),
    (lambda: stack((28, 28, 1), layers.Conv1D(8, 3)), "there is Conv2D"),
    (lambda: stack((4, 4, 1), layers.Conv2D(8, 5)), "a window of 5 x 5 does not fit into 4 x 4 places"),
    (lambda: stack((3, 32, 32), layers.Conv2D(8, 5)), "Are the channels in front"),
    (lambda: stack((3, 3, 1), *(layers.MaxPooling2D() for _ in range(2))), "fewer pooling layers"),
    (lambda: stack((8, 8, 3), layers.Conv2D(8, 3, groups=2)), r"a multiple of groups=2; got .* 3 channel"),
    (lambda: stack((8, 8, None), layers.Conv2D(8, 3)), "number of channels must be known"),
    (lambda: stack((28, 28), layers.Conv2DTranspose(8, 3)), "axis of channels is missing"),
    (lambda: stack((2, 2, 1), layers.SeparableConv2D(8, 3)), "a window of 3 x 3 does not fit"),
    (lambda: stack((4, 4, 1), layers.Cropping2D(2)), "leaves nothing of input shape"),
    (lambda: stack((8, 8, 3), layers.Conv2D(8, 3)).layers[0](np.zeros((2, 8, 8, 1))), r"3 channel\(s\); got"),
    (lambda: ops.max_pool(np.zeros((1, 3, 1)), size=(5,), strides=(1,)), "pool of 5 does not fit into 3"),
    (lambda: ops.convolution(np.zeros((1, 3, 1)), np.zeros((5, 1, 1)), strides=(1,)), "window of 5 does not fit"),
    (lambda: setattr(model().optimizer, "learning_rate", -1), "learning_rate must be"),
    (lambda: setattr(scheduled(), "learning_rate", 0.1), "comes from a schedule: it cannot be set to 0.1"),
    (lambda: optimizers.SGD().apply([np.ones(2)]), "does not know which variables to move"),
    (lambda: optimizers.SGD().step(), "has no variables yet"),
    (lambda: built().apply([np.ones(2), np.ones(2)]), "2 gradients came for 1 variables"),
    (lambda: built().apply([np.ones(3)]), r"must have its shape \(2,\); got \(3,\)"),
    (lambda: built().apply([None]), "No gradient came for any variable"),
    (lambda: built().apply([np.ones(2)], [kcore.Variable(np.ones(2), name="b")]), "other variables: b unknown"),
    (lambda: built().exclude_from_weight_decay(var_names=["bias"]), "before 'mine' is built"),
    (lambda: built().set_weights([1]), r"2 arrays are asked for \(mine/iteration, mine/learning_rate\); got 1"),
    (lambda: optimizers.Adam().set_weights([1]), r"Call build\(model.trainable_variables\) first"),
    (lambda: built("Adam").set_weights([1, 0.1, np.ones(2), np.ones(3)]), r"has shape \(2,\); a value of shape \(3,\)"),
    (lambda: kcore.Variable([1.0, 2.0]).assign([1.0]), "does not fit"),
    (lambda: layers.LSTM(4)(X), r"takes sequences, .* got shape \(20, 4\)|\(None, 4\). x\[..., None\] makes steps"),
    (lambda: recurrent().layers[0](np.zeros((2, 3, 5), "float32")), "built for steps of 4 numbers; .* steps of 5"),
    (lambda: recurrent().predict(np.zeros((2, 3, 5))), "x has shape"),
    (lambda: layers.LSTM(4)(SERIES, initial_state=[np.zeros((20, 4))]), r"has 2 state\(s\), .* holds 1"),
    (lambda: layers.GRU(4)(SERIES, initial_state=[np.zeros((20, 4))] * 2), r"has 1 state\(s\), .* holds 2"),
    (lambda: layers.GRU(4)(SERIES, initial_state=np.zeros((20, 3))), r"shape \(20, 4\); .* one of shape \(20, 3\)"),
    (lambda: layers.GRU(4)(SERIES, initial_state=np.zeros((9, 4))), r"for 20 sequences has shape \(20, 4\)"),
    (lambda: layers.Bidirectional(layers.GRU(4))(SERIES, initial_state=[np.zeros((20, 4))]), "takes 2 arrays"),
    (lambda: recurrent(stateful=True).predict(SERIES, batch_size=8), "goes on with the 8 sequences .* got 4"),
    (lambda: layers.Embedding(5, 2)(np.array([[0, 1], [5, 2]])), r"got 5 at index \(1, 0\). Give input_dim=6"),
    (lambda: layers.Embedding(5, 2)(np.array([[0, -1]])), r"got -1 at index \(0, 1\). Count ids from 0"),
    (lambda: layers.Embedding(5, 2)(np.array([[0, 1.5]])), r"whole numbers from 0 to 4; got 1.5 at index \(0, 1\)"),
    (lambda: looked_up().fit(X + 9, Y), r"has rows for the ids 0 to 4; got 9 at index \(0, 0\)"),
    (lambda: layers.Embedding(5, 2, weights=np.zeros((4, 2)))(np.array([[0]])), r"has shape \(5, 2\); got \(4, 2\)"),
    (lambda: layers.TimeDistributed(layers.Dense(2))(X), "at least 3 axes"),
]


@pytest.mark.parametrize(("wrong", "says"), CONSTRUCTORS + [c for c in CALLS if c[1]])
def test_the_error_says_what_to_do(wrong, says):
    with pytest.raises((ValueError, TypeError, RuntimeError), match=says) as caught:
        wrong()
    assert len(str(caught.value)) <= 500


def test_failed_calls_leave_every_bit_as_it_was():
    m = model()
    m.fit(X + 1, Y, verbose=0)
    before, steps = m.get_weights(), int(m.optimizer.iterations)
    for wrong in (
        lambda: m.fit(X[:, :2], Y, verbose=0),
        lambda: m.fit(X, Y, batch_size=0, verbose=0),
        lambda: m.set_weights([*before[:3], np.zeros(7)]),
        lambda: m.compile("adam", "no such loss"),
    ):
        with pytest.raises((ValueError, TypeError)):
            wrong()
    for old, new in zip(before, m.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)
    assert m.optimizer.iterations == steps
    assert type(m.optimizer).__name__ == "SGD"


@pytest.mark.parametrize(
    "x",
    [
        (X + 1).tolist(),
        (X + 1).astype("float64"),
        (X + 1).astype("float16"),
        (X + 1).astype("int8"),
        (X + 1).astype(bool),
        (X + 1).astype(">f4"),
        np.asfortranarray(X + 1),
        np.repeat(X + 1, 2, axis=0)[::2],
    ],
    ids=["list", "float64", "float16", "int8", "bool", "big-endian", "fortran", "strided"],
)
def test_numbers_of_every_kind_are_converted(x):
    m = model()
    np.testing.assert_array_equal(m.predict(x, verbose=0), m.predict(X + 1, verbose=0))


def test_rows_and_columns_mean_the_same_for_single_numbers():
    kcore.utils.set_random_seed(3)
    m = kcore.Sequential([kcore.Input((1,)), layers.Dense(1)])
    m.compile("sgd", "mse")
    x, y = np.arange(5.0), np.arange(5.0) * 2
    assert m.evaluate(x, y, verbose=0) == m.evaluate(x[:, None], y[:, None], verbose=0)
