from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import ipywidgets as widgets

from kwidgets.forms.lists import RadioButtons
from kwidgets.i18n import bind, on_language, t
from kwidgets.panels.prediction import Prediction


class Choice(Prediction[str]):
    """Predict first, one of a few: a learner commits to an answer before something is tried, and meets it again.

    Args:
        key: what the choice is called; shown in the repr.
        answers: names of the answers that can be chosen, whose words are `<key>.<name>` of a catalog; or a function
            that gives each with its words in the language shown, asked again after a change of language and by
            `ask_again`.
        question: key of the question; None: `<key>.question`.
        open_answers: answers that leave it open, such as "I do not know": they are not kept in the learner's record.

    Attributes:
        widget: what is shown.
    """

    def __init__(
        self,
        key: str,
        answers: Sequence[str] | Callable[[], Mapping[str, str]],
        question: str | None = None,
        open_answers: Collection[str] = (),
    ) -> None:
        super().__init__(key, "")
        self._answers = answers if callable(answers) else lambda: {name: t(f"{key}.{name}") for name in answers}
        self._open = tuple(open_answers)
        question = question or f"{key}.question"
        self._list = RadioButtons()
        bind(self._list, "tooltip", question)
        title = widgets.Label()
        bind(title, "value", question)
        self._fill()
        self._list.observe(lambda _: self._allow(), "value")
        self._lay_out(title, [self._list])
        self._allow()
        on_language(self._relabel)

    def ask_again(self) -> None:
        """The answers, or what is asked about, are others now."""
        self._list.value = None
        self._fill()
        self.reopen()
        self._allow()

    def _relabel(self) -> None:
        chosen = self._list.value
        self._fill()
        self._list.value = chosen

    def _fill(self) -> None:
        self._list.options = [(words, answer) for answer, words in self._answers().items()]
        if not self.committed:
            self._list.value = None

    def _allow(self) -> None:
        self._button.disabled = self.closed or self._list.value is None

    def _checked(self, value: str) -> str:
        answers = self._answers()
        if value not in answers:
            raise ValueError(f"{value!r} cannot be chosen; choose from {', '.join(map(repr, answers))}.")
        return value

    def _chosen(self) -> str:
        return str(self._list.value)

    def _put(self, value: str) -> None:
        self._list.value = value

    def _measure(self, value: str) -> float | None:
        answers = list(self._answers())
        return float(answers.index(value)) if value in answers and value not in self._open else None

    def _words(self) -> str:
        return self._answers().get(self.value, self.value)
