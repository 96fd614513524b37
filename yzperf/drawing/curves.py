"""One quantity against another as a curve with the chosen point (曲线图)."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.ticker import FuncFormatter

from yzperf.drawing.canvas import BLUE, FAINT, ORANGE, Picture, new_figure


def draw_curve(
    points: Sequence[tuple[float, float]],
    *,
    marked: tuple[float, float],
    x_label: str,
    y_label: str,
    title: str = "",
) -> Picture:
    """Draw a curve through the points and mark one of them with lines to both axes.

    Parameters
    ----------
    points : sequence of tuple of float
        In order along the horizontal axis.
    marked : tuple of float
        The chosen point.
    x_label, y_label, title : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=13.0, height_cm=7.5) as (figure, axes):
        axes.plot(*zip(*points, strict=True), color=BLUE, marker="o", markersize=4)
        left, bottom = axes.get_xlim()[0], 0.0
        axes.hlines(marked[1], left, marked[0], color=FAINT, linewidth=1.0, linestyle="--")
        axes.vlines(marked[0], bottom, marked[1], color=FAINT, linewidth=1.0, linestyle="--")
        axes.plot(*marked, "o", color=ORANGE, markersize=8, zorder=4)
        axes.annotate(f"{marked[1]:,.0f}", marked, xytext=(8, 8), textcoords="offset points", fontsize=9)
        axes.set(xlabel=x_label, ylabel=y_label, title=title, xlim=(left, None), ylim=(bottom, None))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _position: f"{value:,.0f}"))
    return figure
