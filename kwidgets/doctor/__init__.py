"""Names what goes wrong in a training while it happens: from a model, its data and a few cheap looks at every run."""

from __future__ import annotations

from kwidgets.doctor.case import Case
from kwidgets.doctor.cures import Cure, Treated
from kwidgets.doctor.diagnoses import DIAGNOSES
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.examination import Examination, examination
from kwidgets.doctor.examine import examine
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs, signs_of
from kwidgets.doctor.watcher import Watcher

__all__ = [
    "DIAGNOSES",
    "Case",
    "Cure",
    "Diagnosis",
    "Examination",
    "Finding",
    "Signs",
    "Treated",
    "Watcher",
    "examination",
    "examine",
    "signs_of",
]
