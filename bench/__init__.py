"""Measures the engine and the widgets: `make bench`, or `python -m bench [engine] [widgets]`."""
