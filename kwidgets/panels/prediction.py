from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Generic, TypeVar

import ipywidgets as widgets

from kwidgets.checks import record_prediction
from kwidgets.i18n import on_language, t
from kwidgets.panels.style import styled
from kwidgets.session.driver import Home

Value = TypeVar("Value")


class Prediction(Generic[Value]):
    """Predict first: a learner commits to an answer before a training, and meets it again afterwards.

    A subclass makes the controls with which an answer is chosen, and ends its constructor with `_lay_out`.

    Args:
        key: what the prediction is called; shown in the repr.
        value: the answer chosen before a learner has chosen one.

    Attributes:
        value: the answer.
        committed: whether the learner has committed to it.
        closed: whether it stays as it is.
        widget: what is shown.
    """

    widget: widgets.Box

    def __init__(self, key: str, value: Value) -> None:
        self.key, self.value = key, value
        self.committed = self.closed = False
        self._observers: list[Callable[[], None]] = []
        self._button = widgets.Button()
        self._said = widgets.HTML()
        self._home = Home()
        self._button.on_click(lambda _: self._home.do(self._clicked))

    def commit(self, value: Value) -> None:
        """Note the answer. It may be changed until a training that shows it has begun.

        Raises:
            ValueError: for an answer that cannot be chosen.
        """
        if self.closed:
            return
        self.value = self._checked(value)
        self.committed = True
        self._record()
        self._put(self.value)
        self._show()
        for observer in tuple(self._observers):
            observer()

    def observe(self, observer: Callable[[], None]) -> None:
        """Call `observer()` after each commit."""
        self._observers.append(observer)

    def happened(self, actual: Value) -> None:
        """Note what came out, for the record of the learner's predictions; without a prediction nothing is noted."""
        if self.committed and (measured := self._measure(actual)) is not None:
            self._record(measured)

    def close(self) -> None:
        """The training has begun: the answer stays as it is."""
        if self.committed and not self.closed:
            self.closed = True
            self._take_clicks(on=False)
            self._show()

    def reopen(self) -> None:
        """Something else is asked for: the answer is open again."""
        self.committed = self.closed = False
        self._take_clicks(on=True)
        self._show()

    def __repr__(self) -> str:
        return f"{type(self).__name__} {self.key}: {self._words() if self.committed else 'open'}"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = dict(self.widget._repr_mimebundle_(**kwargs))
        return {**bundle, "text/plain": repr(self)}

    # What a subclass defines.

    def _checked(self, value: Value) -> Value:
        """The answer, if it can be chosen.

        Raises:
            ValueError: if it cannot.
        """
        raise NotImplementedError

    def _chosen(self) -> Value:
        """What the controls show."""
        raise NotImplementedError

    def _put(self, value: Value) -> None:
        """Let the controls show an answer."""
        raise NotImplementedError

    def _measure(self, value: Value) -> float | None:
        """The answer as the number that the learner's record keeps; None where there is none."""
        raise NotImplementedError

    def _words(self) -> str:
        """The answer in words."""
        raise NotImplementedError

    def _lay_out(self, question: widgets.Widget, controls: Sequence[Any]) -> None:
        """Put it together: the question, the controls with the button behind them, what is said."""
        self._controls = list(controls)
        row = widgets.HBox([*controls, self._button])
        row.add_class("kw-row")
        self.widget = styled(widgets.VBox([question, row, self._said]), "kw-guessing")
        self._show()
        on_language(self._show)

    def _record(self, actual: float | None = None) -> None:
        if (guess := self._measure(self.value)) is not None:
            record_prediction(self.key, guess, actual)

    def _clicked(self) -> None:
        if not self._button.disabled:  # the page may not have heard of it yet
            self.commit(self._chosen())

    def _take_clicks(self, *, on: bool) -> None:
        for control in (*self._controls, self._button):
            control.disabled = not on

    def _show(self) -> None:
        key = "closed" if self.closed else "committed" if self.committed else "open"
        said = t(f"guess.{key}", **({} if key == "open" else {"guess": self._words()}))
        self._said.value = f'<span role="status">{escape(said)}</span>'
        self._button.description = t("guess.change" if self.committed else "guess.commit")
