"""From what a user hands over to checked samples, for one model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from kcore import tree
from kcore.autodiff import Array, value_of
from kcore.symbolic import Shape
from kcore.training import door
from kcore.training.samples import Arrays, Samples, listed
from kcore.training.source import ArraySource, BatchSource, is_source


class Intake:
    """Checks and converts data for a model; builds the model if it has not met data before.

    Args:
        model: the model. Of a model class the shapes of answers are found out by trying, once.
    """

    def __init__(self, model: Any) -> None:
        self.model = model
        self._tried: list[Shape] | None = None  # shapes of the answers of a model without a graph

    # -- inputs --------------------------------------------------------------------------------

    def inputs(self, name: str, x: Any) -> Arrays:
        """Checked inputs: an array, or a tuple of arrays if the model has several.

        Raises:
            ValueError, TypeError: for data that do not fit.
        """
        model = self.model
        if model.graph is None and hasattr(model, "add"):  # a Sequential that has not met data
            model.ensure_built((None, *door.numbers(name, _alone(x), model.dtype).shape[1:]))
        graph = model.graph
        if graph is None:
            return self._free(name, x)
        places = graph.inputs
        if len(places) == 1:
            return door.inputs(name, _alone(x), places[0].shape, places[0].dtype)
        if not tree.is_nested(x):
            raise ValueError(
                f"{name} is one array; this model has {len(places)} inputs, {', '.join(model.input_names)}. Give a "
                "list with one array for each, or a dict by name."
            )
        values = zip(model.input_names, model.arranged(x), places, strict=True)
        arrays = {f"{name} of {n!r}": door.inputs(f"{name} of {n!r}", v, p.shape, p.dtype) for n, v, p in values}
        door.same_length(**arrays)
        return tuple(arrays.values())

    def _free(self, name: str, x: Any) -> Arrays:
        """Inputs of a model class, which takes what it likes: arrays, nested as they come."""
        model = self.model
        if tree.is_nested(x) and not any(hasattr(leaf, "shape") for leaf in tree.flatten(x)):
            x = np.asarray(value_of(x)) if not isinstance(x, dict) else x  # numbers in lists
        arrays = tuple(door.floats(name, leaf, model.dtype) for leaf in tree.flatten(x))
        door.same_length(**{f"{name}[{i}]": array for i, array in enumerate(arrays)})
        model.inputs_structure = tree.map_structure(lambda _: None, x)
        taken = arrays if tree.is_nested(x) else arrays[0]
        if self._tried is None and not model.computes:
            self._tried = [(None,)]  # a step of its own does what is to be done
        if self._tried is None:
            few = tuple(array[:2] for array in arrays)
            answers = model.forward(few if tree.is_nested(x) else few[0], False)
            model.forget_losses()
            self._tried = [
                (None, *np.shape(value_of(a))[1:]) for a in (answers if type(answers) is tuple else [answers])
            ]
        return taken

    # -- answers -------------------------------------------------------------------------------

    @property
    def answer_shapes(self) -> list[Shape]:
        """The shape of each output; to be asked after ``inputs``."""
        graph = self.model.graph
        return [place.shape for place in graph.outputs] if graph is not None else list(self._tried or [])

    @property
    def answer_keys(self) -> list[str] | None:
        """The keys of the outputs where the model answers with a dict."""
        structure = self.model.outputs_structure
        return sorted(structure) if isinstance(structure, dict) else None

    @property
    def answers(self) -> tuple[list[str], list[str] | None, list[str] | None]:
        """Names, keys in the order of the outputs, and keys in the order in which they were given."""
        structure = self.model.outputs_structure
        return self.answer_names, self.answer_keys, list(structure) if isinstance(structure, dict) else None

    @property
    def answer_names(self) -> list[str]:
        """A name for each output: of the layer it comes from, where that is known; no name twice."""
        graph = self.model.graph
        names = (
            self.model.output_names
            if graph is not None
            else [f"output_{i + 1}" for i in range(len(self.answer_shapes))]
        )
        return [n if n not in names[:i] else f"{n}_{names[:i].count(n)}" for i, n in enumerate(names)]

    # -- samples -------------------------------------------------------------------------------

    def samples(
        self, x: Any, y: Any, sample_weight: Any = None, class_weight: dict[int, float] | None = None, prefix: str = ""
    ) -> Samples:
        """Checked inputs, targets and weights.

        Raises:
            ValueError, TypeError: for data that do not fit the model or each other.
        """
        inputs = self.inputs(f"{prefix}x", x)
        objective = self.model.objective
        shapes = self.answer_shapes
        single = len(shapes) == 1
        judged = objective.loss is not None
        if y is None and judged:
            raise ValueError(
                f"{prefix}y is missing: training needs the right answers, one for each of "
                f"{len(listed(inputs)[0])} samples."
            )
        given = self._targets(f"{prefix}y", y, len(shapes))
        heads = [objective] if single else objective.heads
        columns = list(zip(given, shapes, heads, self._labels(f"{prefix}y"), strict=True))
        targets = [None if t is None else door.targets(name, t, shape, head.loss, self.model.dtype)
                   for t, shape, head, name in columns]  # fmt: skip
        weights = self._weights(sample_weight, class_weight, targets)
        names = self._labels(f"{prefix}y")
        door.same_length(
            **{f"{prefix}x": listed(inputs)[0]},
            **dict(zip(names, targets, strict=True)),
            **({"sample_weight": weights[0]} if single else {}),
        )
        objective.resolve(targets[0] if single else targets, shapes[0] if single else shapes)
        some = any(weight is not None for weight in weights)
        if single:
            return Samples(inputs, targets[0], weights[0])
        return Samples(inputs, tuple(targets), tuple(weights) if some else None)

    def _labels(self, name: str) -> list[str]:
        names = self.answer_keys or self.answer_names
        return [name] if len(names) == 1 else [f"{name} of {n!r}" for n in names]

    def _targets(self, name: str, y: Any, count: int) -> list[Any]:
        """One target for each output."""
        if y is None:
            return [None] * count
        names = self.answer_keys or self.answer_names
        if isinstance(y, dict):
            order = names if set(names) <= set(y) else self.answer_names
            missing = [n for n in order if n not in y]
            if missing:
                raise ValueError(
                    f"{name} has targets for {list(y)}; the model's outputs are {names}: {missing[0]!r} is missing."
                )
            return [y[n] for n in order]
        if count == 1:
            return [y[0] if isinstance(y, list | tuple) and len(y) == 1 and hasattr(y[0], "shape") else y]
        if not isinstance(y, list | tuple) or len(y) != count:
            got = f"{len(y)} entries" if isinstance(y, list | tuple) else "one array"
            raise ValueError(
                f"{name} must hold targets for each of the outputs {names}, in a list or a dict by name; got {got}."
            )
        return list(y)

    def _weights(self, sample_weight: Any, class_weight: Any, targets: list[Any]) -> list[Any]:
        """Weights of samples for each output; one array speaks for all."""
        if len(targets) == 1:
            return [door.weights(_alone(sample_weight), class_weight, targets[0])]
        if class_weight is not None:
            raise ValueError("class_weight is for models with one output; give sample_weight for each output instead.")
        if isinstance(sample_weight, dict):
            names = self.answer_keys or self.answer_names
            sample_weight = [sample_weight.get(name) for name in names]
        several = sample_weight if isinstance(sample_weight, list | tuple) else [sample_weight] * len(targets)
        if len(several) != len(targets):
            raise ValueError(
                f"sample_weight has {len(several)} entries; the model has {len(targets)} outputs. Give one for each."
            )
        return [door.weights(one, None, y) for one, y in zip(several, targets, strict=True)]

    # -- sources -------------------------------------------------------------------------------

    def batch(self, item: Any, class_weight: Any = None, prefix: str = "", judged: bool = True) -> Samples:
        """Checked samples from what a source of batches hands out: x, (x, y) or (x, y, weight)."""
        x, y, weight = unpacked(item)
        if not judged:
            return Samples(self.inputs(f"{prefix}x", x))
        return self.samples(x, y, weight, class_weight if weight is None else None, f"{prefix}batch ")

    def ready(self, source: Any) -> Any:
        """The source, after its first inputs were looked at if the model has not met data: nothing of it is lost."""
        if self.model.graph is not None or self._tried is not None:
            return source
        if hasattr(source, "__getitem__"):
            self.inputs("batch x", unpacked(source[0])[0])
            return source
        iterator = iter(source)
        first = next(iterator, None)
        if first is not None:
            self.inputs("batch x", unpacked(first)[0])
        return source if iterator is not source else _Again(first, iterator)

    def source(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: Any = None,
        batch_size: int | None = None,
        shuffle: bool = False,
        steps: int | None = None,
        prefix: str = "",
    ) -> ArraySource | BatchSource:
        """Batches of arrays, or of a generator, a ``PyDataset`` or the like.

        Raises:
            ValueError, TypeError: for data that do not fit; of batches that come later, when they come.
        """
        if not is_source(x):
            data = self.samples(x, y, sample_weight, class_weight, prefix)
            return ArraySource(
                data, 32 if batch_size is None else door.whole("batch_size", batch_size, 1), shuffle, steps
            )
        if y is not None or sample_weight is not None:
            raise ValueError(
                f"{prefix}x must be an array where y is given; got a {type(x).__name__}, which hands out batches. "
                "Let it hand out (x, y) or (x, y, sample_weight), and leave y and sample_weight out."
            )
        check: Callable[[Any], Samples] = lambda item: self.batch(item, class_weight, prefix)
        return BatchSource(self.ready(x), check, shuffle, steps)


class _Again:
    """An iterator from which the first item was taken, with that item in front again."""

    def __init__(self, first: Any, rest: Any) -> None:
        self._first, self._rest = [first], rest

    def __iter__(self) -> _Again:
        return self

    def __next__(self) -> Any:
        return self._first.pop() if self._first else next(self._rest)


def unpacked(item: Any) -> tuple[Any, Any, Any]:
    """x, y and weight of what a source hands out.

    Raises:
        ValueError: for a tuple of more than 3.
    """
    if not isinstance(item, tuple):
        return item, None, None
    if len(item) > 3 or not item:
        raise ValueError(f"A batch is x, (x, y) or (x, y, sample_weight); got a tuple of {len(item)}.")
    return (*item, None, None)[:3]


def _alone(x: Any) -> Array | Any:
    """The one array in a list or dict of one."""
    if isinstance(x, dict) and len(x) == 1:
        return next(iter(x.values()))
    if isinstance(x, list | tuple) and len(x) == 1 and hasattr(x[0], "shape") and np.ndim(value_of(x[0])) > 0:
        return x[0]
    return x
