"""Scores of two groups back to back (重叠图)."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import FuncFormatter

from yzperf.drawing.canvas import BLUE, FAINT, INK, Picture, new_figure

_BINS = 25


def draw_overlap(treated: np.ndarray, comparison: np.ndarray, *, x_label: str, title: str = "") -> Picture:
    """Draw the share of each group by score: the treated above the axis, the comparison group below.

    Parameters
    ----------
    treated, comparison : ndarray
        Scores between 0 and 1.
    x_label, title : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=8.0) as (figure, axes):
        edges = np.linspace(0, 1, _BINS + 1)
        for scores, sign, colour, name in ((treated, 1, BLUE, "实施组"), (comparison, -1, FAINT, "对照组")):
            shares = np.histogram(scores, edges)[0] / len(scores) * 100
            axes.bar(edges[:-1], sign * shares, width=1 / _BINS, align="edge", color=colour, linewidth=0, label=name)
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _position: f"{abs(value):g}"))
        axes.set(xlabel=x_label, ylabel="占本组的%", title=title)
        figure.legend(loc="outside lower center", ncols=2)
    return figure
