from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

import ipywidgets as widgets

from kcore.annotations import Family
from kcore.configurable import Configurable, to_tree
from kwidgets.forms import Form, give_back
from kwidgets.forms.lists import SelectMultiple
from kwidgets.i18n import bind
from kwidgets.panels.builder.blueprint import ImpossibleError

METRICS: Final = (
    "accuracy", "mean_absolute_error", "mean_squared_error", "precision", "recall", "auc", "top_k_categorical_accuracy",
)  # fmt: skip


class Compiling(Configurable):
    """What `compile` is given.

    Args:
        optimizer: how weights are moved.
        loss: what is made small.
    """

    def __init__(
        self,
        optimizer: Annotated[Any, Family("optimizer")] = "adam",
        loss: Annotated[Any, Family("loss")] | None = "mean_squared_error",
    ) -> None:
        self.optimizer, self.loss = optimizer, loss


class CompileRow:
    """Optimizer, loss and metrics of a model.

    Args:
        asked: called with a setting's name and what it shall be compiled with, as Keras writes it.

    Attributes:
        widget: the row.
    """

    def __init__(self, asked: Callable[[str, dict[str, Any]], None]) -> None:
        self._asked = asked
        self._compiled: dict[str, Any] = {"optimizer": "adam", "loss": "mean_squared_error", "metrics": None}
        self._writing = False
        self._form = Form(Compiling)
        self._form.observe(lambda name, value: self._chosen(name, to_tree(value)))
        self._metrics = SelectMultiple(rows=4)
        bind(self._metrics, "description", "builder.compile.metrics")
        bind(self._metrics, "tooltip", "builder.compile.metrics.tooltip")
        self._metrics.style.description_width = "initial"
        self._others: list[Any] = []  # metrics that are objects, which the list cannot show
        self._metrics.options = [(name, name) for name in METRICS]
        self._metrics.observe(self._measured, "value")
        title = widgets.HTML()
        bind(title, "value", "builder.compile.title")
        title.add_class("kw-heading")
        self.widget = widgets.VBox([title, self._form.widget, self._metrics])
        self.widget.add_class("kw-compiling")

    def show(self, compiled: Mapping[str, Any] | None) -> None:
        """Show what a model is compiled with; None for what it would be."""
        if compiled is None:
            return
        self._compiled = dict(compiled)
        self._writing = True
        wanted = {"optimizer": compiled["optimizer"], "loss": compiled["loss"]}
        self._form.set(**{n: v for n, v in wanted.items() if to_tree(self._form.values[n]) != v})
        given = compiled["metrics"] or []
        names = [metric for metric in given if isinstance(metric, str)] if isinstance(given, list) else []
        self._others = [metric for metric in given if not isinstance(metric, str)] if isinstance(given, list) else []
        more = [name for name in names if name not in dict(self._metrics.options).values()]
        self._metrics.options = [*self._metrics.options, *((name, name) for name in more)]
        self._metrics.value = tuple(names)
        self._metrics.disabled = not isinstance(given, list)  # by output, which only code can say
        self._writing = False

    def refuse(self, name: str, error: ImpossibleError) -> None:
        """Say beside a setting why it cannot be."""
        self._form.fields[name if name in self._form.fields else "loss"].refuse(error.key, **error.slots)

    def close(self) -> None:
        """Give all widgets back: those that are not seen, too."""
        self._form.close()
        give_back([self.widget])

    def _measured(self, change: Any) -> None:
        self._chosen("metrics", [*change.new, *self._others] or None)

    def _chosen(self, name: str, value: Any) -> None:
        if not self._writing:
            self._asked(name, {**self._compiled, name: value})
