from __future__ import annotations

import weakref

import pytest

from kwidgets.bound import Audience


class Speaker:
    def __init__(self):
        self.said = 0

    def speak(self):
        self.said += 1


def test_a_method_is_called_as_long_as_its_object_lives():
    audience, one, other = Audience(), Speaker(), Speaker()
    audience.join(one.speak)
    audience.join(other.speak)
    audience.tell()
    seen = weakref.ref(other)
    del other
    audience.tell()
    assert (one.said, seen(), len(audience._methods)) == (2, None, 1)


@pytest.mark.parametrize("method", [lambda: None, print, Speaker.speak])
def test_what_has_no_object_is_refused(method):
    with pytest.raises(TypeError, match="method of an object"):
        Audience().join(method)
