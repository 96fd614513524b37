"""Simulated values of one figure (直方图): losses and gains in two colours."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.patches import Patch

from yzperf.drawing.canvas import BLUE, INK, ORANGE, Picture, new_figure, tick_words


def draw_histogram(bins: Sequence[tuple[float, float, int]], *, mean: float, x_label: str, title: str = "") -> Picture:
    """Draw bins given by their edges and counts; those with a centre below zero stand out.

    Parameters
    ----------
    bins : sequence of (lower edge, upper edge, count)
    mean : float
    x_label, title : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    total = sum(count for _, _, count in bins)
    with new_figure(width_cm=15.0, height_cm=8.0) as (figure, axes):
        for low, high, count in bins:
            colour = BLUE if low + high > 0 else ORANGE
            axes.bar(low, 100 * count / total, width=high - low, align="edge", color=colour, alpha=0.85)
        axes.axvline(0, color=INK, linewidth=1.0)
        line = axes.axvline(mean, color=INK, linewidth=1.2, linestyle="--", label="平均")
        axes.set(xlabel=x_label, ylabel="占模拟次数的比例（%）", title=title)
        axes.grid(visible=False, axis="x")
        axes.xaxis.set_major_formatter(tick_words)
        handles = [Patch(color=ORANGE, label="小于0"), Patch(color=BLUE, label="大于0"), line]
        figure.legend(handles=handles, loc="outside lower center", ncols=3)
    return figure
