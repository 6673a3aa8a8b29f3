"""Healthy and sick trainings on real data: what the doctor is tried on.

`python -m tests.kwidgets.doctor` prints the table of what it says about each of them.
"""
