"""Lists whose options change while they are shown: a page may choose what is no longer there."""

from __future__ import annotations

from typing import Any, Final

import ipywidgets as widgets
from traitlets import observe


def _patient(kind: Any) -> Any:
    """A kind of list that takes a choice out of a list that is a moment old for none."""

    def set_state(self: Any, sync_data: dict[str, Any]) -> None:
        wanted = sync_data.get("index")  # a page tells the number of an option
        numbers = wanted if isinstance(wanted, list | tuple) else () if wanted is None else (wanted,)
        if all(0 <= number < len(self._options_labels) for number in numbers):
            kind.set_state(self, sync_data)
        else:
            self.send_state("index")

    return type(kind.__name__, (kind,), {"set_state": set_state, "__doc__": kind.__doc__})


def _with_none(kind: Any) -> Any:
    """A kind of list in which None may be an option; ipywidgets would choose nothing then, and show an empty list."""

    def propagate(self: Any, change: Any) -> None:
        values = [] if change.new is not None else list(self._options_values)
        if None in values:
            self.index = values.index(None)
        else:
            kind._propagate_value(self, change)  # noqa: SLF001  (of the kind that this one extends)

    return type(kind.__name__, (kind,), {"_propagate_value": observe("value")(propagate), "__doc__": kind.__doc__})


Dropdown: Final = _with_none(_patient(widgets.Dropdown))
Select: Final = _patient(widgets.Select)
SelectMultiple: Final = _patient(widgets.SelectMultiple)
ToggleButtons: Final = _patient(widgets.ToggleButtons)
RadioButtons: Final = _patient(widgets.RadioButtons)
