from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

_HERE = Path(__file__).parent


class Tabs(anywidget.AnyWidget):
    """A row of tabs, of which one is chosen, by pointer or by arrow keys; a screen reader knows them as tabs.

    Attributes:
        options: pairs of a word and the value that it stands for.
        value: the value chosen.
        description: what the tabs are called together.
    """

    # Texts: anywidget keeps every widget whose script is given as a path.
    _esm = (_HERE / "tabs.js").read_text(encoding="utf-8")
    _css = (_HERE / "tabs.css").read_text(encoding="utf-8")
    options: Any = traitlets.List().tag(sync=True)
    value = traitlets.Unicode("").tag(sync=True)
    description = traitlets.Unicode("").tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)

    @traitlets.validate("value")
    def _known(self, proposal: Any) -> str:
        if proposal.value not in [value for _, value in self.options]:
            raise traitlets.TraitError(f"There is no tab {proposal.value!r}.")
        return str(proposal.value)
