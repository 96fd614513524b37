"""Cumulated indices over periods: means strong, single objects faint (累计指数图)."""

from __future__ import annotations

from collections.abc import Sequence

from yzperf.drawing.canvas import BLUE, FAINT, GREEN, GRID, ORANGE, Picture, new_figure

_COLOURS = (BLUE, GREEN, ORANGE)
_STYLES = ("-", "--", "-.")
_MOST_TICKS = 12


def draw_index_paths(
    periods: Sequence[str],
    bold: Sequence[tuple[str, Sequence[float]]],
    thin: Sequence[Sequence[float]],
    *,
    y_label: str,
    title: str = "",
) -> Picture:
    """Draw up to three strong lines over faint ones, all from 1, with a line at 1.

    Parameters
    ----------
    periods : sequence of str
        Labels of the horizontal axis.
    bold : sequence of (label, values)
        One value per period.
    thin : sequence of sequences
        One line per object.
    y_label, title : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    places = list(range(len(periods)))
    with new_figure(width_cm=15.0, height_cm=8.5) as (figure, axes):
        for place, line in enumerate(thin):
            axes.plot(places, line, color=FAINT, linewidth=0.8, alpha=0.35, label="" if place else "单个单位（生产率）")
        axes.axhline(1.0, color=GRID, linewidth=1.4, zorder=1)
        for (label, values), colour, style in zip(bold, _COLOURS, _STYLES, strict=False):
            axes.plot(places, values, style, color=colour, marker="o", markersize=4.5, linewidth=2.2, label=label)
        step = -(-len(periods) // _MOST_TICKS)
        axes.set_xticks(places[::step], list(periods)[::step])
        axes.set(xlabel="时期", ylabel=y_label, title=title)
        axes.grid(visible=False, axis="x")
        figure.legend(loc="outside lower center", ncols=4, handlelength=2.4)
    return figure
