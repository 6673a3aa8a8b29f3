"""compile, fit, evaluate, predict: what a model does with data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from kcore import optimizers
from kcore.arena import Arena
from kcore.autodiff import Array, Variable, value_of
from kcore.callbacks import Callback, CallbackList, History
from kcore.threads import training_threads
from kcore.training import door
from kcore.training.interrupt import BetweenSteps
from kcore.training.loop import Samples, TrainingLoop, evaluate
from kcore.training.objective import Objective
from kcore.training.progress import Progress, verbosity
from kcore.training.step import TrainStep

Callbacks = Iterable[Callback] | Callback | None


class Trainer:
    """Mixin of models. Expects of the model: variables, ``forward(x, training)``, shapes and ``ensure_built``."""

    if TYPE_CHECKING:
        name: str
        built: bool
        graph: Any
        dtype: str
        trainable_variables: list[Variable]

        def forward(self, x: Array, training: bool) -> Any: ...
        def ensure_built(self, input_shape: Any, **others: Any) -> None: ...

        @property
        def inputs(self) -> list[Any]: ...
        @property
        def input_shape(self) -> Any: ...
        @property
        def output_shape(self) -> Any: ...

        def forget_losses(self) -> None: ...

    optimizer: Any = None
    history: History | None = None
    stop_training = False
    _objective: Objective | None = None
    _arena: Arena | None = None

    @property
    def objective(self) -> Objective:
        """Loss and metrics as compiled.

        Raises:
            RuntimeError: before ``compile`` or without a loss.
        """
        if self._objective is None or self._objective.loss is None:
            missing = "has not been compiled" if self._objective is None else "was compiled without a loss"
            raise RuntimeError(
                f"{self.name!r} {missing}: it has no objective function to make small. "
                "Call model.compile(optimizer='adam', loss='mean_squared_error') first, with the loss of your task."
            )
        return self._objective

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: float | list[float] | None = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
        jit_compile: Any = "auto",
        auto_scale_loss: bool = True,
    ) -> None:
        """Choose objective function, optimizer and metrics. Weights stay as they are.

        Args:
            optimizer: name or object.
            loss: name, object or function of (y_true, y_pred); None to predict only.
            loss_weights: factor of the loss, or None.
            metrics: names, objects or functions to report, in a list.
            weighted_metrics: the same, with sample weights.
            run_eagerly: accepted for compatibility, like what follows: this engine has nothing to switch here.
            steps_per_execution: see ``run_eagerly``.
            jit_compile: see ``run_eagerly``.
            auto_scale_loss: see ``run_eagerly``.

        Raises:
            ValueError: for unknown names; TypeError: for wrong kinds.
        """
        chosen = optimizers.get(optimizer)
        loss = _single("loss", loss)
        weight = _single("loss_weights", loss_weights)
        objective = Objective(loss, _listed("metrics", metrics), _listed("weighted_metrics", weighted_metrics),
                              1.0 if weight is None else float(weight))  # fmt: skip
        self.optimizer, self._objective = chosen, objective
        self._compiled = {"optimizer": optimizer, "loss": loss, "loss_weights": loss_weights, "metrics": metrics,
                          "weighted_metrics": weighted_metrics}  # fmt: skip

    @property
    def metrics_names(self) -> list[str]:
        """Names of what ``evaluate`` returns, in order."""
        return ["loss", *(m.name for m in self.objective.metrics)]

    def arena(self) -> Arena:
        """The flat home of the trainable variables; made or taken over again where needed."""
        variables = self.trainable_variables
        if self._arena is None or self._arena.variables != tuple(variables):
            self._arena = Arena(variables)
        elif not self._arena.holds(variables):
            self._arena.adopt()
        return self._arena

    # -- data ----------------------------------------------------------------------------------

    def _inputs(self, name: str, x: Any) -> Array:
        if self.graph is None:
            self.ensure_built((None, *door.numbers(name, x, self.dtype).shape[1:]))
        return door.inputs(name, x, self.input_shape, self.inputs[0].dtype)

    def _samples(
        self,
        x: Any,
        y: Any,
        sample_weight: Any = None,
        class_weight: dict[int, float] | None = None,
        prefix: str = "",
    ) -> Samples:
        objective = self.objective
        inputs = self._inputs(f"{prefix}x", x)
        if y is None:
            raise ValueError(
                f"{prefix}y is missing: training needs the right answers, one for each of {len(inputs)} samples."
            )
        targets = door.targets(f"{prefix}y", y, self.output_shape, objective.loss, self.dtype)
        weight = door.weights(sample_weight, class_weight, targets)
        door.same_length(**{f"{prefix}x": inputs, f"{prefix}y": targets, "sample_weight": weight})
        objective.resolve(targets, self.output_shape)
        return Samples(inputs, targets, weight)

    def _validation(self, data: Any) -> Samples | None:
        if data is None:
            return None
        if not isinstance(data, tuple | list) or len(data) not in (2, 3):
            raise ValueError(f"validation_data must be (x, y) or (x, y, sample_weight); got {type(data).__name__}.")
        return self._samples(data[0], data[1], data[2] if len(data) > 2 else None, prefix="validation ")

    # -- training ------------------------------------------------------------------------------

    def train_loop(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: Any = 0,
        callbacks: Callbacks = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        class_weight: dict[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: int | list[int] = 1,
    ) -> TrainingLoop:
        """What ``fit`` runs, as an iterator that trains one batch at each ``next``. Arguments: see ``fit``."""
        data = self._samples(x, y, sample_weight, class_weight)
        validation = self._validation(validation_data)
        if validation_split and validation is None:
            data, validation = _split(data, validation_split)
        freq = (
            validation_freq if isinstance(validation_freq, list) else door.whole("validation_freq", validation_freq, 1)
        )
        loop = TrainingLoop(
            self,
            data,
            batch_size=32 if batch_size is None else door.whole("batch_size", batch_size, 1),
            epochs=door.whole("epochs", epochs, 1),
            validation=validation,
            shuffle=bool(shuffle),
            callbacks=callbacks,
            initial_epoch=door.whole("initial_epoch", initial_epoch, 0),
            steps_per_epoch=_optional("steps_per_epoch", steps_per_epoch),
            validation_steps=_optional("validation_steps", validation_steps),
            validation_batch_size=_optional("validation_batch_size", validation_batch_size),
            validation_freq=freq,
            verbose=verbosity(verbose),
        )
        self.history = loop.record
        loop.record.set_model(self)
        return loop

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: Any = "auto",
        callbacks: Callbacks = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        class_weight: dict[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: int | list[int] = 1,
    ) -> History:
        """Train.

        Args:
            x: inputs, an array with one row per sample.
            y: targets, one for each sample.
            batch_size: samples per step; 32 if None.
            epochs: number of passes over the data (of the last one, with ``initial_epoch``).
            verbose: 'auto', 0 (silent), 1 (a moving line), 2 (a line per epoch).
            callbacks: callbacks in a list.
            validation_split: share of the samples, from the end, kept for validation, 0 to below 1.
            validation_data: (x, y) or (x, y, sample_weight) to evaluate after each epoch.
            shuffle: whether each epoch has an order of its own.
            class_weight: a factor of the loss for each class number.
            sample_weight: a factor of the loss for each sample.
            initial_epoch: number of the first epoch.
            steps_per_epoch: at most so many batches make an epoch.
            validation_steps: at most so many batches are validated.
            validation_batch_size: samples per batch of validation.
            validation_freq: validate after every so many epochs.

        Returns:
            A ``History``; ``history.history['loss']`` holds one number per epoch.

        Raises:
            ValueError, TypeError: for data that do not fit, before anything is trained.
            KeyboardInterrupt: after an interrupt, between two steps; weights and history are whole.
        """
        loop = self.train_loop(
            x, y, batch_size, epochs, verbose, callbacks, validation_split, validation_data, shuffle, class_weight,
            sample_weight, initial_epoch, steps_per_epoch, validation_steps, validation_batch_size, validation_freq,
        )  # fmt: skip
        with training_threads(), BetweenSteps() as interrupt:
            for _ in loop:
                interrupt.check()
        return loop.record

    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: dict[int, float] | None = None,
        return_dict: bool = False,
    ) -> Any:
        """One step on one batch.

        Returns:
            The batch's loss, with metrics a list [loss, metric, ...]; a dict if ``return_dict``.
        """
        samples = self._samples(x, y, sample_weight, class_weight)
        self.objective.reset()
        with training_threads():
            TrainStep(self)(*samples)
        return _result(self.objective.logs(), return_dict)

    def test_on_batch(self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False) -> Any:
        """Loss and metrics on one batch, weights untouched. Returns: see ``train_on_batch``."""
        samples = self._samples(x, y, sample_weight)
        return _result(evaluate(self, samples, len(samples), None, CallbackList((), self, {})), return_dict)

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: Any = "auto",
        sample_weight: Any = None,
        steps: int | None = None,
        callbacks: Callbacks = None,
        return_dict: bool = False,
    ) -> Any:
        """Loss and metrics on data, weights untouched.

        Args:
            x: inputs.
            y: targets.
            batch_size: samples per batch; 32 if None.
            verbose: 'auto', 0, 1 or 2.
            sample_weight: a factor of the loss for each sample.
            steps: at most so many batches.
            callbacks: callbacks in a list.
            return_dict: whether to return a dict.

        Returns:
            The loss, with metrics a list [loss, metric, ...]; a dict if ``return_dict``.
        """
        samples = self._samples(x, y, sample_weight)
        size = 32 if batch_size is None else door.whole("batch_size", batch_size, 1)
        listeners = CallbackList(callbacks, self, {"verbose": verbose})
        batches = -(-len(samples) // size)
        progress = Progress(verbosity(verbose), batches)
        logs = evaluate(self, samples, size, _optional("steps", steps), listeners)
        progress.draw(batches, logs, last=True)
        return _result(logs, return_dict)

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: Any = "auto",
        steps: int | None = None,
        callbacks: Callbacks = None,
    ) -> Array:
        """The model's answers.

        Args:
            x: inputs.
            batch_size: samples per batch; chosen by size if None.
            verbose: 'auto', 0, 1 or 2.
            steps: at most so many batches.
            callbacks: callbacks in a list.

        Returns:
            Array of shape (samples, ...outputs).
        """
        level = verbosity(verbose)
        inputs = self._inputs("x", x)
        size = 1024 if batch_size is None else door.whole("batch_size", batch_size, 1)
        listeners = CallbackList(callbacks, self, {"verbose": verbose})
        starts = list(range(0, len(inputs), size))[: _optional("steps", steps)]
        progress = Progress(level, len(starts))
        parts = []
        listeners.call("on_predict_begin")
        with training_threads():
            for i, start in enumerate(starts):
                listeners.call("on_predict_batch_begin", i, {})
                parts.append(value_of(self.forward(inputs[start : start + size], False)))
                listeners.call("on_predict_batch_end", i, {})
        listeners.call("on_predict_end")
        self.forget_losses()
        progress.draw(len(starts), {}, last=True)
        answers: Array = parts[0] if len(parts) == 1 else np.concatenate(parts)
        return answers.copy() if np.shares_memory(answers, inputs) else answers

    def predict_on_batch(self, x: Any) -> Array:
        """The model's answers to one batch."""
        answers: Array = value_of(self.forward(self._inputs("x", x), False))
        self.forget_losses()
        return answers

    # -- going back ----------------------------------------------------------------------------

    def snapshot(self) -> dict[str, Any]:
        """Copies of all weights and of the optimizer's state, for ``rewind``."""
        arena = self.arena()
        moving = set(map(id, arena.variables))
        still = [v.value.copy() for v in self.weights if id(v) not in moving]  # type: ignore[attr-defined]
        state = self.optimizer.snapshot() if self.optimizer is not None else None
        return {"parameters": arena.snapshot(), "still": still, "optimizer": state}

    def rewind(self, snapshot: dict[str, Any]) -> None:
        """Put back the weights and the optimizer's state of a snapshot, bit by bit."""
        arena = self.arena()
        moving = set(map(id, arena.variables))
        arena.restore(snapshot["parameters"])
        still = [v for v in self.weights if id(v) not in moving]  # type: ignore[attr-defined]
        for variable, saved in zip(still, snapshot["still"], strict=True):
            variable.value[...] = saved
        if self.optimizer is not None and snapshot["optimizer"] is not None:
            self.optimizer.restore(snapshot["optimizer"])


def _single(name: str, value: Any) -> Any:
    """Unpack what is given for each output: this model has one."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        if len(value) != 1:
            raise ValueError(f"{name} has {len(value)} entries; this model has one output. Give one.")
        return value[0]
    return value


def _listed(name: str, value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise TypeError(f"{name} must be a list, such as ['accuracy']; got {value!r}.")
    flat: list[Any] = []
    for item in value:
        flat.extend(item) if isinstance(item, list | tuple) else flat.append(item)
    return flat


def _optional(name: str, value: Any) -> int | None:
    return None if value is None else door.whole(name, value, 1)


def _result(logs: dict[str, float], return_dict: bool) -> Any:
    values = list(logs.values())
    return logs if return_dict else values[0] if len(values) == 1 else values


def _split(data: Samples, share: Any) -> tuple[Samples, Samples]:
    if not isinstance(share, int | float) or not 0 < share < 1:
        raise ValueError(f"validation_split must lie between 0 and 1; got {share!r}.")
    cut = int(len(data) * (1 - share))
    if cut == 0 or cut == len(data):
        raise ValueError(f"validation_split={share} leaves no samples on one side: there are {len(data)} in all.")
    return data.part(slice(0, cut)), data.part(slice(cut, None))
