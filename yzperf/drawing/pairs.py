"""Units before and after, one line each (前后连线图)."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.lines import Line2D

from yzperf.drawing.canvas import BLUE, FAINT, ORANGE, Picture, new_figure

_PALE_FROM = 60


def draw_pairs(pairs: Sequence[tuple[float, float]], *, y_label: str, title: str = "") -> Picture:
    """Draw every unit as a line from before to after, rises and falls in two colours, and the means.

    Parameters
    ----------
    pairs : sequence of tuple of float
        Values before and after.
    y_label, title : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    alpha = 0.65 if len(pairs) < _PALE_FROM else 0.2
    with new_figure(width_cm=13.0, height_cm=8.5) as (figure, axes):
        for before, after in pairs:
            colour = BLUE if after > before else FAINT
            axes.plot([0, 1], [before, after], color=colour, alpha=alpha, linewidth=1.1, marker="o", markersize=3)
        means = [sum(side) / len(pairs) for side in zip(*pairs, strict=True)]
        axes.plot([0, 1], means, color=ORANGE, linewidth=2.6, marker="D", markersize=6)
        axes.set_xticks([0, 1], ["实施前", "实施后"])
        axes.set(ylabel=y_label, title=title, xlim=(-0.25, 1.25))
        axes.grid(visible=False, axis="x")
        handles = [
            Line2D([], [], color=BLUE, marker="o", markersize=3, label="提高的单位"),
            Line2D([], [], color=FAINT, marker="o", markersize=3, label="下降或不变的单位"),
            Line2D([], [], color=ORANGE, marker="D", markersize=6, linewidth=2.6, label="平均"),
        ]
        figure.legend(handles=handles, loc="outside lower center", ncols=3)
    return figure
