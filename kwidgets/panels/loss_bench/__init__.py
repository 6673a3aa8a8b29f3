"""The bench for losses."""
