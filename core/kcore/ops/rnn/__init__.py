"""Whole recurrent layers, each as one row of the tape."""

from __future__ import annotations

from kcore.ops.rnn.gru import gru, gru_reset_before
from kcore.ops.rnn.lstm import lstm
from kcore.ops.rnn.simple_rnn import simple_rnn

__all__ = ["gru", "gru_reset_before", "lstm", "simple_rnn"]
