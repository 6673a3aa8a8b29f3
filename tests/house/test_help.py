"""Every argument of every class says what it is for, in both languages."""

from __future__ import annotations

from kcore import registry
from kcore.configurable import parameters
from kwidgets.forms import help_key


def test_every_argument_of_every_class_is_explained():
    """Until a new argument has its text in kwidgets/i18n, forms show its bare name."""
    unexplained = {
        f"{name}.{parameter.name}"
        for family in registry.FAMILIES
        for name in registry.names(family)
        if isinstance(cls := registry.lookup(family, name), type)
        for parameter in parameters(cls)
        if parameter.kind != "unsupported" and not parameter.inherited and help_key(name, parameter) is None
    }
    assert unexplained == set(), "write param.<name> or param.<class>.<name> in param.yaml of kwidgets/i18n"
