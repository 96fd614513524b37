"""Means of stretches of a running variable, and the lines that meet at a cut-off (断点图)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.lines import Line2D

from yzperf.drawing.canvas import BLUE, FAINT, ORANGE, Picture, new_figure


def draw_discontinuity(
    means: Sequence[tuple[float, float]],
    lines: Sequence[tuple[np.ndarray, np.ndarray]],
    *,
    cutoff: float,
    x_label: str,
    y_label: str,
    title: str = "",
) -> Picture:
    """Draw the means as dots in the colour of their side, the fitted lines within the bandwidth, and the cut-off.

    Parameters
    ----------
    means : sequence of (place, mean)
    lines : two of (places, values)
        Left and right of the cut-off.
    cutoff : float
    x_label, y_label, title : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=8.5) as (figure, axes):
        for colour, below in ((FAINT, True), (BLUE, False)):
            own = [(place, mean) for place, mean in means if (place < cutoff) == below]
            axes.scatter(
                [place for place, _ in own], [mean for _, mean in own], s=20, color=colour, alpha=0.75, linewidth=0
            )
        for (places, values), colour in zip(lines, (FAINT, BLUE), strict=True):
            axes.plot(places, values, color=colour, linewidth=2.0)
        axes.axvline(cutoff, color=ORANGE, linewidth=1.2, linestyle=(0, (4, 2)))
        axes.set(xlabel=x_label, ylabel=y_label, title=title)
        handles = [
            Line2D([], [], color=FAINT, marker="o", markersize=4.5, linestyle="", label="断点以下的分段平均"),
            Line2D([], [], color=BLUE, marker="o", markersize=4.5, linestyle="", label="断点及以上的分段平均"),
            Line2D([], [], color=FAINT, label="带宽内的拟合"),
            Line2D([], [], color=ORANGE, linestyle=(0, (4, 2)), linewidth=1.2, label="断点"),
        ]
        figure.legend(handles=handles, loc="outside lower center", ncols=4, handlelength=2.0)
    return figure
