"""The exercises of the lessons: importing this package makes them known to `kwidgets.check`.

Each lesson has a module that judges; what its exercises say stands in `ko/` and `en/`, one file a lesson.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path

from kwidgets.i18n import add_catalog

# The texts first: an exercise is refused unless they are there.
add_catalog(Path(__file__).parent)
for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
