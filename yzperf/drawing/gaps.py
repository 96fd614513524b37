"""Gaps of objects to a mark, one strip for each group (差额图)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.lines import Line2D

from yzperf.drawing.canvas import BLUE, INK, ORANGE, Picture, new_figure
from yzperf.drawing.strips import spread


@dataclass(frozen=True, slots=True)
class GapGroup:
    """A group: the gaps of its objects and their mean."""

    label: str
    gaps: Sequence[float]
    mean: float


def draw_gaps(groups: Sequence[GapGroup], *, x_label: str, good_is_right: bool, title: str = "") -> Picture:
    """Draw every gap as a dot, those on the good side in blue, the means as diamonds, the mark as a line at zero.

    Parameters
    ----------
    groups : sequence of GapGroup
        From top to bottom.
    x_label, title : str
        Chinese labels.
    good_is_right : bool
        Whether gaps above zero are good.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=3.6 + 1.5 * len(groups)) as (figure, axes):
        axes.axvline(0, color=INK, linewidth=1.2)
        for place, group in enumerate(groups):
            gaps = np.array(group.gaps)
            good = gaps >= 0 if good_is_right else gaps <= 0
            heights = place + spread(len(gaps))
            axes.scatter(gaps, heights, s=20, c=np.where(good, BLUE, ORANGE), alpha=0.6, linewidth=0)
            axes.plot(group.mean, place, "D", markersize=7, markerfacecolor="white", color=INK)
        axes.set_yticks(range(len(groups)), [group.label for group in groups])
        axes.set(xlabel=x_label, title=title, ylim=(len(groups) - 0.4, -0.6))
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
        handles = [
            Line2D([], [], linestyle="", marker="o", color=BLUE, label="达标"),
            Line2D([], [], linestyle="", marker="o", color=ORANGE, label="未达标"),
            Line2D([], [], linestyle="", marker="D", markerfacecolor="white", color=INK, label="平均"),
            Line2D([], [], color=INK, label="目标"),
        ]
        figure.legend(handles=handles, loc="outside lower center", ncols=4)
    return figure
