"""Asserts in the helpers of these tests explain themselves, too."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.core.parity.live", "tests.core.parity.slopes")
