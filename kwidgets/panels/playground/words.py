"""The playground in words."""

from __future__ import annotations

from kwidgets.i18n import number, t
from kwidgets.panels.playground.state import PlaygroundState


def numbers(state: PlaygroundState) -> str:
    """How far the training has come, in the language shown."""
    train, test = state.losses()
    if not train or not test:
        return t("playground.numbers.before")
    said = t("playground.numbers", epoch=state.epochs, train=number(train[-1]), test=number(test[-1]))
    right = state.session.history.get("val_accuracy", [])
    return f"{said} · {t('playground.numbers.right', right=f'{100 * right[-1]:.0f} %')}" if right else said


def summary(state: PlaygroundState) -> str:
    """The whole in one line, in English whatever is shown."""
    test = state.losses()[1]
    done = f"epoch {state.epochs}, test loss {number(test[-1])}" if test else "not trained yet"
    return f"{state.settings.words()}; {done}"
