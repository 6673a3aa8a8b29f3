"""A signature becomes controls: for any layer, loss or optimizer, also a learner's own."""

from __future__ import annotations

from kwidgets.forms.families import names
from kwidgets.forms.field import Field, help_key
from kwidgets.forms.form import Form
from kwidgets.forms.function import arguments_of
from kwidgets.forms.give_back import give_back
from kwidgets.forms.slider import Slider, join

__all__ = ["Field", "Form", "Slider", "arguments_of", "give_back", "help_key", "join", "names"]
