"""What a metric is: a number for people to read, gathered over the batches of an epoch."""

from __future__ import annotations

from typing import Any

from kcore import initializers
from kcore.autodiff import Variable
from kcore.config import floatx
from kcore.configurable import Configurable
from kcore.naming import auto_name


class Metric(Configurable):
    """Base of metrics; one of your own defines ``update_state`` and ``result``.

    Args:
        dtype: type of the result; the engine's float type if None.
        name: name shown in logs; automatic if None.
    """

    # whether many batches may be handed over as one with the same result
    deferrable = False

    def __init__(self, dtype: str | None = None, name: str | None = None) -> None:
        self.dtype = dtype or floatx()
        self.name = name or auto_name(type(self).__name__)
        self._own: list[Variable] = []

    # -- to be defined by metrics --------------------------------------------------------------

    def update_state(self, *args: Any, **kwargs: Any) -> None:
        """Take a batch in: most metrics are given (y_true, y_pred, sample_weight=None)."""
        raise TypeError(f"{type(self).__name__} needs a method update_state(self, y_true, y_pred, sample_weight=None).")

    def result(self) -> Any:
        """What was taken in since the last reset, as a number, an array or a dict of numbers."""
        raise TypeError(f"{type(self).__name__} needs a method result(self).")

    # -- state ---------------------------------------------------------------------------------

    def add_variable(
        self,
        shape: tuple[int, ...],
        initializer: Any,
        dtype: str | None = None,
        aggregation: str | None = "sum",
        name: str | None = None,
    ) -> Variable:
        """Make a variable that remembers something from batch to batch.

        Args:
            shape: its shape.
            initializer: its first value, usually 'zeros'.
            dtype: its element type; the metric's if None.
            aggregation: taken for the sake of Keras, which computes on several devices.
            name: its name; 'variable' if None.

        Raises:
            RuntimeError: before ``super().__init__()`` was called.
        """
        if "_own" not in vars(self):
            raise RuntimeError(f"{type(self).__name__}.__init__ must call super().__init__() before add_variable.")
        make = initializers.get(initializer)
        variable = Variable(make, tuple(shape), dtype or self.dtype, trainable=False, name=name or "variable")
        variable.path = f"{self.name}/{variable.name}"
        self._own.append(variable)
        return variable

    def add_weight(
        self, shape: tuple[int, ...] = (), initializer: Any = None, dtype: str | None = None, name: str | None = None
    ) -> Variable:
        """``add_variable`` with other defaults."""
        return self.add_variable(shape, initializer or "zeros", dtype, name=name)

    def _sums(self, name: str, shape: tuple[int, ...] = ()) -> Variable:
        """A variable for sums: in float64, so that no digit is lost over many batches."""
        return self.add_variable(shape, "zeros", "float64", name=name)

    @property
    def variables(self) -> list[Variable]:
        """The variables of this metric and of metrics in its attributes."""
        inner = [metric for metric in vars(self).values() if isinstance(metric, Metric)]
        return [*self._own, *(variable for metric in inner for variable in metric.variables)]

    def reset_state(self) -> None:
        """Forget everything: all variables become 0."""
        for variable in self.variables:
            variable.value[...] = 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Take a batch in and return the result so far."""
        self.update_state(*args, **kwargs)
        return self.result()

    def get_config(self) -> dict[str, Any]:
        """Name and dtype, then the other arguments, as plain values."""
        config = super().get_config()
        return {"name": self.name, "dtype": self.dtype, **config}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"
