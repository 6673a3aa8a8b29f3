"""No test of the checks writes into the progress of whoever runs it."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("KWIDGETS_STATE", str(tmp_path))
