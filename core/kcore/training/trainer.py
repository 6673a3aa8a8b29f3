"""compile, fit, evaluate, predict: what a model does with data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from kcore import optimizers, tree
from kcore.arena import Arena
from kcore.autodiff import Array, Variable, value_of
from kcore.callbacks import Callback, CallbackList, History
from kcore.metrics.metric import Metric
from kcore.metrics.reduction import Mean
from kcore.progress import Progbar, verbosity
from kcore.threads import training_threads
from kcore.training import door
from kcore.training.aside import put_aside
from kcore.training.compiled import Compiled
from kcore.training.evaluation import Source, evaluate
from kcore.training.intake import Intake
from kcore.training.interrupt import BetweenSteps
from kcore.training.loop import TrainingLoop
from kcore.training.objective import JointObjective, Objective
from kcore.training.old_names import OldNames
from kcore.training.on_batch import OnBatch, result
from kcore.training.own_metrics import CompileMetrics
from kcore.training.own_step import OwnStep, OwnSteps, brings_own
from kcore.training.rewind import Rewind
from kcore.training.samples import Samples
from kcore.training.source import ArraySource, BatchSource, is_source
from kcore.training.step import TestStep, TrainStep
from kcore.words import takes_old_words

Callbacks = Iterable[Callback] | Callback | None


class Trainer(OnBatch, OwnSteps, OldNames, Rewind):
    """Mixin of models. Expects of the model: variables, ``forward(x, training)``, graph and ``ensure_built``."""

    if TYPE_CHECKING:
        name: str
        trainable_variables: list[Variable]
        graph: Any
        outputs_structure: Any

        def forward(self, x: Any, training: bool) -> Any: ...
        def forget_losses(self) -> None: ...
        def flat_layers(self) -> list[Any]: ...

    optimizer: Any = None
    history: History | None = None
    stop_training = False
    in_epoch = False  # between the first and the last batch of an epoch
    compiled: Compiled | None = None
    _objective: Objective | JointObjective | None = None
    _arena: Arena | None = None
    _loss_tracker: Mean | None = None
    _intake: Intake | None = None

    @property
    def intake(self) -> Intake:
        """What checks and converts data for this model."""
        if self._intake is None:
            self._intake = Intake(self)
        return self._intake

    @property
    def objective(self) -> Objective | JointObjective:
        """Loss and metrics as compiled, sorted by outputs.

        Raises:
            RuntimeError: before ``compile``; ValueError: if they do not fit the outputs.
        """
        if self.compiled is None:
            raise RuntimeError(
                f"{self.name!r} has not been compiled: it has no objective function to make small. "
                "Call model.compile(optimizer='adam', loss='mean_squared_error') first, with the loss of your task."
            )
        if self._objective is None:
            self._objective = self.compiled.objective(*self.intake.answers)
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
        compiled = Compiled(loss, loss_weights, metrics, weighted_metrics)
        compiled.check()
        if self.graph is not None:  # the outputs are known: a mistake shows at once
            compiled.objective(*self.intake.answers)
        self.optimizer, self.compiled, self._objective = chosen, compiled, None

    @property
    def metrics(self) -> list[Metric]:
        """The metrics: those in attributes of the model, and those that it was compiled with."""
        found = [m for value in vars(self).values() for m in tree.flatten(value) if isinstance(m, Metric)]
        own = [metric for metric in found if metric is not self._loss_tracker]
        if brings_own(self, "train_step"):  # which tells them what it likes
            self._loss_tracker = self._loss_tracker or Mean(name="loss")
            asked = self.compiled is not None and (self.compiled.metrics or self.compiled.weighted_metrics)
            return [self._loss_tracker, *([CompileMetrics(self.objective)] if asked else []), *own]
        return own if self.compiled is None else [*own, *self.objective.metrics]

    def get_metrics_result(self) -> dict[str, Any]:
        """What each of ``metrics`` has found since the beginning of the epoch, by name."""
        return {metric.name: metric.result() for metric in self.metrics}

    def reset_metrics(self) -> None:
        """All of ``metrics`` begin anew."""
        for metric in self.metrics:
            metric.reset_state()

    @property
    def metrics_names(self) -> list[str]:
        """Names of what ``evaluate`` returns, in order."""
        return list(self.objective.logs())

    def train_runner(self) -> TrainStep | OwnStep:
        """What does a step of training: the engine's own, or the model's if it brings one.

        Raises:
            RuntimeError: if nothing can add a loss.
        """
        if brings_own(self, "train_step", "compute_loss", "compute_metrics"):
            return OwnStep(self, "train_step")
        if self.objective.loss is None and not any(
            layer.adds_losses or not type(layer).__module__.startswith("kcore.") for layer in self.flat_layers()
        ):
            raise door.no_loss(self.name)
        return TrainStep(self)

    def test_runner(self) -> TestStep | OwnStep:
        """What counts a batch of an evaluation."""
        if brings_own(self, "test_step", "compute_loss", "compute_metrics"):
            return OwnStep(self, "test_step")
        return TestStep(self)

    def arena(self) -> Arena:
        """The flat home of the trainable variables; made or taken over again where needed."""
        variables = self.trainable_variables
        if self._arena is None or self._arena.variables != tuple(variables):
            self._arena = Arena(variables)
        elif not self._arena.holds(variables):
            self._arena.adopt()
        return self._arena

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
        epochs, initial_epoch = door.whole("epochs", epochs, 1), door.whole("initial_epoch", initial_epoch, 0)
        if not isinstance(validation_freq, list):
            validation_freq = door.whole("validation_freq", validation_freq, 1)
        level = verbosity(verbose)
        limit = _optional("steps_per_epoch", steps_per_epoch)
        rest: Samples | None = None
        if validation_split and validation_data is None:
            if is_source(x):
                raise ValueError(
                    "validation_split needs arrays: a source of batches cannot be split. Use validation_data."
                )
            data, rest = _split(self.intake.samples(x, y, sample_weight, class_weight), validation_split)
            size = 32 if batch_size is None else door.whole("batch_size", batch_size, 1)
            source: Source = ArraySource(data, size, bool(shuffle), limit)
        else:
            source = self.intake.source(x, y, sample_weight, class_weight, batch_size, bool(shuffle), limit)
        loop = TrainingLoop(
            self,
            source,
            epochs=epochs,
            validation=self._validation(validation_data, rest, validation_batch_size or batch_size, validation_steps),
            callbacks=callbacks,
            initial_epoch=initial_epoch,
            validation_freq=validation_freq,
            verbose=level,
        )
        self.history = loop.record
        loop.record.set_model(self)
        return loop

    def _validation(self, data: Any, rest: Samples | None, batch_size: Any, steps: Any) -> Source | None:
        size = 32 if batch_size is None else door.whole("validation_batch_size", batch_size, 1)
        limit = _optional("validation_steps", steps)
        if rest is not None:
            return ArraySource(rest, size, shuffle=False, limit=limit)
        if data is None:
            return None
        if is_source(data):
            return self.intake.source(data, steps=limit, prefix="validation ")
        if not isinstance(data, tuple | list) or len(data) not in (2, 3):
            raise ValueError(f"validation_data must be (x, y) or (x, y, sample_weight); got {type(data).__name__}.")
        x, y, weight = (*data, None)[:3]
        return self.intake.source(x, y, weight, batch_size=size, steps=limit, prefix="validation ")

    @takes_old_words
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

    @takes_old_words
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
        source = self.intake.source(x, y, sample_weight, None, batch_size, steps=_optional("steps", steps))
        listeners = CallbackList(callbacks, model=self, verbose=verbose, epochs=1, steps=source.steps)
        progress = Progbar(source.steps, verbose=verbose)
        with put_aside(self):
            logs = evaluate(self, source, listeners, progress)
        return result(logs, return_dict)

    @takes_old_words
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
        source = self._questions(x, batch_size, _optional("steps", steps))
        listeners = CallbackList(callbacks, model=self, verbose=verbose, epochs=1, steps=source.steps)
        progress = Progbar(source.steps, verbose=verbose)
        parts: list[Any] = []
        listeners.call("on_predict_begin")
        source.begin_epoch()
        start = 0
        with training_threads():
            for i, samples in enumerate(source.batches(0)):
                listeners.call("on_predict_batch_begin", i, {})
                answer = self.forward(samples.x, False)
                parts.append(tuple(map(value_of, answer)) if type(answer) is tuple else value_of(answer))
                listeners.call("on_predict_batch_end", i, {"outputs": parts[-1]})
                if progress.due():
                    progress.update(i + 1, finalize=False)
                start += samples.number
                if source.ended(start, i + 1):
                    break
        listeners.call("on_predict_end")
        self.forget_losses()
        progress.update(len(parts), finalize=True)
        if not isinstance(parts[0], tuple):
            return _joined(parts, samples.x)
        columns = [_joined(list(column), samples.x) for column in zip(*parts, strict=True)]
        return tree.pack_sequence_as(self.outputs_structure, columns)

    def _questions(self, x: Any, batch_size: Any, steps: int | None) -> Source:
        """Batches of inputs alone."""
        if is_source(x):
            return BatchSource(self.intake.ready(x), lambda item: self.intake.batch(item, judged=False), False, steps)
        inputs = Samples(self.intake.inputs("x", x))
        size = 1024 if batch_size is None else door.whole("batch_size", batch_size, 1)
        return ArraySource(inputs, size, shuffle=False, limit=steps)


def _joined(parts: list[Array], inputs: Any) -> Array:
    """The answers to all batches in one array, which shares no memory with the inputs."""
    if len(parts) > 1:
        return np.concatenate(parts)
    shared = any(np.shares_memory(parts[0], x) for x in (inputs if isinstance(inputs, tuple) else (inputs,)))
    return parts[0].copy() if shared else parts[0]


def _optional(name: str, value: Any) -> int | None:
    return None if value is None else door.whole(name, value, 1)


def _split(data: Samples, share: Any) -> tuple[Samples, Samples]:
    if not isinstance(share, int | float) or not 0 < share < 1:
        raise ValueError(f"validation_split must lie between 0 and 1; got {share!r}.")
    cut = int(data.number * (1 - share))
    if cut in (0, data.number):
        raise ValueError(f"validation_split={share} leaves no samples on one side: there are {data.number} in all.")
    return data.part(slice(0, cut)), data.part(slice(cut, None))
