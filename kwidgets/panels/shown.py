from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import ipywidgets as widgets


def chosen_of(panel: str, controls: Collection[str], show: Collection[str] | None) -> tuple[str, ...]:
    """What a panel is to show of its controls; all for None.

    Args:
        panel: name of the panel's class.
        controls: names of all that can be shown or left out.
        show: those wanted, or None.

    Raises:
        ValueError: for a name that there is not.
    """
    shown = tuple(controls if show is None else show)
    for name in shown:
        if name not in controls:
            raise ValueError(f"{panel} has no control {name!r} to show. It has: {', '.join(controls)}.")
    return shown


def hide_others(parts: Mapping[str, Sequence[widgets.Widget]], shown: Collection[str]) -> None:
    """Hide the widgets of the controls that are not to be shown. They stay where they are, and go with their panel."""
    for name, those in parts.items():
        if name not in shown:
            for widget in those:
                widget.layout.display = "none"
