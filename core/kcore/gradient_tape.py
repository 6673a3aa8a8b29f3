"""GradientTape: the tape under the name and with the habits of TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, Self

import numpy as np

from kcore import tree
from kcore.autodiff import Array, Tape, Tensor, Variable, recording, value_of


class GradientTape:
    """Records what is computed inside its ``with`` block, and gives gradients afterwards.

    Args:
        persistent: whether ``gradient`` may be asked more than once.
        watch_accessed_variables: whether trainable variables are watched by themselves.

    >>> x = Variable([3.0])
    >>> with GradientTape() as tape:
    ...     y = x * x
    >>> tape.gradient(y, x)
    array([6.], dtype=float32)
    """

    def __init__(self, persistent: bool = False, watch_accessed_variables: bool = True) -> None:
        self.persistent, self.watch_accessed_variables = persistent, watch_accessed_variables
        self._watched: list[Any] = []
        self._rows: list[Any] = []
        self._tape: Tape | None = None  # of the open block
        self._outer: list[GradientTape] = []
        self._spent = False

    def __enter__(self) -> Self:
        self._begin()
        return self

    def __exit__(self, *exception: object) -> None:
        self._end()

    def _begin(self) -> None:
        if self._tape is not None:
            raise RuntimeError("This GradientTape is recording already: a tape's with block cannot be inside itself.")
        self._tape = Tape()
        self._tape.__enter__()

    def _end(self) -> None:
        if self._tape is None:
            return
        rows, outer = self._tape.rows, self._tape.outer
        self._tape.__exit__()
        self._tape = None
        self._rows += rows
        if outer is not None:  # two tapes over one computation: both know it
            outer.rows.extend(rows)

    def watch(self, tensor: Any) -> None:
        """Follow tensors (or variables that are not trainable) too, alone or in lists and dicts.

        Raises:
            TypeError: for plain NumPy arrays, which cannot be followed.
        """
        for leaf in tree.flatten(tensor):
            if not isinstance(leaf, Tensor | Variable):
                raise TypeError(
                    f"GradientTape.watch takes tensors and variables; got {type(leaf).__name__}. A NumPy array cannot "
                    "be followed: make it one first, x = tf.constant(x) or x = kcore.autodiff.Tensor(x)."
                )
            self._watched.append(leaf)

    def watched_variables(self) -> tuple[Variable, ...]:
        """The trainable variables that took part."""
        rows = self._all_rows()
        found = {id(a): a for _, args, _, _ in rows for a in args if type(a) is Variable and a.trainable}
        return tuple(found.values())

    @contextmanager
    def stop_recording(self) -> Iterator[None]:
        """Inside this block nothing is recorded."""
        self._end()
        try:
            yield
        finally:
            self._begin()

    def reset(self) -> None:
        """Forget what was recorded."""
        self._rows, self._watched, self._spent = [], [], False
        if self._tape is not None:
            self._tape.rows.clear()

    def _all_rows(self) -> list[Any]:
        return [*self._rows, *(self._tape.rows if self._tape is not None else ())]

    def gradient(
        self,
        target: Any,
        sources: Any,
        output_gradients: Any = None,
        unconnected_gradients: Literal["none", "zero"] = "none",
    ) -> Any:
        """How the sum of ``target`` changes with each source.

        Args:
            target: what was computed; a tensor, or several in a list or dict, which are added up.
            sources: variables and tensors, nested as one likes.
            output_gradients: weights of the target's elements, of its shape; ones if None.
            unconnected_gradients: 'none' or 'zero': what stands where a source has no influence.

        Returns:
            Arrays of the sources' shapes, nested like them; None (or zeros) where there is no influence.

        Raises:
            RuntimeError: if the tape was used up by an earlier call; TypeError: for sources that cannot be followed.
        """
        if unconnected_gradients not in ("none", "zero"):
            raise ValueError(f"unconnected_gradients must be 'none' or 'zero'; got {unconnected_gradients!r}.")
        if self._spent:
            raise RuntimeError(
                "This GradientTape was used up by the first call of gradient(). Ask for all gradients in one call, "
                "gradient(loss, [a, b]), or make it GradientTape(persistent=True)."
            )
        if recording() is not self._tape or (self._tape is not None and self._tape.outer is not None):
            raise NotImplementedError(
                "GradientTape.gradient inside another tape's with block would need the gradient of a gradient, which "
                "is left to TensorFlow. For first gradients, call it after the blocks."
            )
        wanted = tree.flatten(sources)
        for source in wanted:
            if not isinstance(source, Tensor | Variable):
                raise TypeError(
                    f"GradientTape.gradient(target, sources): sources are variables such as "
                    f"model.trainable_variables, or watched tensors; got {type(source).__name__}."
                )
        found = self._play(_roots(target, output_gradients), wanted)
        if not self.persistent and self._tape is None:
            self._spent, self._rows = True, []
        if unconnected_gradients == "zero":
            found = [np.zeros_like(value_of(s)) if g is None else g for s, g in zip(wanted, found, strict=True)]
        return tree.pack_sequence_as(sources, found) if tree.is_nested(sources) else found[0]

    def _play(self, roots: list[tuple[Any, Array]], wanted: Sequence[Any]) -> list[Array | None]:
        rows = self._all_rows()
        made = {id(row[0]) for row in rows}
        watched = {id(leaf) for leaf in self._watched}
        tensors = [s for s in wanted if type(s) is Tensor and (id(s) in watched or id(s) in made)]
        catchers = {id(s): Tensor(s.value) for s in tensors}
        tape = Tape()
        tape.rows = [(s, (catchers[id(s)],), _hand_on, ()) for s in tensors if id(s) not in made]
        for row in rows:
            tape.rows.append(row)
            catcher = catchers.get(id(row[0]))
            if catcher is not None:  # played before the row that made it: takes note and lets pass
                tape.rows.append((row[0], (catcher, row[0]), _hand_on_twice, ()))
        loose = [a for _, args, _, _ in rows for a in args if type(a) is Tensor]
        loose += [root for root, _ in roots if type(root) is Tensor]
        asleep = [s for s in wanted if type(s) is Variable and not s.trainable and id(s) in watched]
        for tensor in loose:
            tensor.grad = None
        try:
            for variable in asleep:
                variable.trainable = True
            stamp = tape.backward(roots)
        finally:
            for variable in asleep:
                variable.trainable = False
            for tensor in loose:
                tensor.grad = None
        return [self._result(s, stamp, catchers, watched) for s in wanted]

    def _result(self, source: Any, stamp: int, catchers: dict[int, Tensor], watched: set[int]) -> Array | None:
        if type(source) is Tensor:
            catcher = catchers.get(id(source))
            return None if catcher is None or catcher.grad is None else np.asarray(catcher.grad)
        ours = self.watch_accessed_variables or id(source) in watched
        return source.grad.copy() if ours and source.stamp == stamp and source.grad is not None else None

    def jacobian(self, *args: Any, **kwargs: Any) -> Any:
        """Not here: a gradient of each element is left to TensorFlow."""
        raise NotImplementedError(
            "GradientTape.jacobian is left to TensorFlow. For few elements: a persistent tape and one "
            "gradient(y[i], x) for each."
        )

    batch_jacobian = jacobian


def _hand_on(g: Array) -> tuple[Array]:
    return (g,)


def _hand_on_twice(g: Array) -> tuple[Array, Array]:
    return g, g


def _roots(target: Any, seeds: Any) -> list[tuple[Any, Array]]:
    targets = tree.flatten(target)
    given = [None] * len(targets) if seeds is None else tree.flatten(seeds) if tree.is_nested(target) else [seeds]
    roots = []
    for root, seed in zip(targets, given, strict=True):
        value = np.asarray(value_of(root))
        ones = np.ones_like(value) if seed is None else np.asarray(value_of(seed), value.dtype)
        if ones.shape != value.shape:
            raise ValueError(f"output_gradients has shape {ones.shape}; the target has shape {value.shape}.")
        roots.append((root, ones))
    return roots
