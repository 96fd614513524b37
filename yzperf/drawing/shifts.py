"""How far named shares move from one value to another (变化对照图)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.lines import Line2D

from yzperf.drawing.canvas import BLUE, FAINT, GRID, Picture, new_figure

_LONGEST_NAME = 16


@dataclass(frozen=True, slots=True)
class Shift:
    """A name and its two values."""

    name: str
    first: float
    second: float


def draw_shifts(shifts: Sequence[Shift], *, words: tuple[str, str], x_label: str, title: str = "") -> Picture:
    """Draw an open dot and a full dot per name with a line between them.

    Parameters
    ----------
    shifts : sequence of Shift
        From top to bottom.
    words : tuple of two str
        What the open and the full dots are.
    x_label, title : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=3.4 + 0.65 * len(shifts)) as (figure, axes):
        for place, shift in enumerate(shifts):
            axes.hlines(place, shift.first, shift.second, color=GRID, linewidth=3.0, zorder=1)
            axes.plot(shift.first, place, "o", markerfacecolor="white", color=FAINT, markersize=6)
            axes.plot(shift.second, place, "o", color=BLUE, markersize=6)
        labels = [one.name if len(one.name) <= _LONGEST_NAME else f"{one.name[: _LONGEST_NAME - 1]}…" for one in shifts]
        axes.set_yticks(range(len(shifts)), labels)
        axes.set(xlabel=x_label, title=title, ylim=(len(shifts) - 0.4, -0.6))
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
        handles = [
            Line2D([], [], color=FAINT, marker="o", markerfacecolor="white", linestyle="", label=words[0]),
            Line2D([], [], color=BLUE, marker="o", linestyle="", label=words[1]),
        ]
        figure.legend(handles=handles, loc="outside lower center", ncols=2)
    return figure
