"""Costs and benefits over time with their running worth (现金流量图)."""

from __future__ import annotations

from collections.abc import Sequence

from yzperf.drawing.canvas import BLUE, GREEN, INK, ORANGE, Picture, new_figure, tick_words

_MOST_LABELS = 12


def draw_cashflows(
    labels: Sequence[str],
    *,
    costs: Sequence[float],
    benefits: Sequence[float],
    running: Sequence[float],
    y_label: str,
    title: str = "",
) -> Picture:
    """Draw costs below and benefits above zero as bars, and the running present value as a line.

    Parameters
    ----------
    labels : sequence of str
        Dates, in order.
    costs, benefits, running : sequences of float
        Of the same length; costs are positive.
    y_label, title : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    places = range(len(labels))
    step = -(-len(labels) // _MOST_LABELS)
    with new_figure(width_cm=15.0, height_cm=8.5) as (figure, axes):
        axes.bar(places, benefits, color=GREEN, width=0.62, alpha=0.85, label="效益")
        axes.bar(places, [-cost for cost in costs], color=ORANGE, width=0.62, alpha=0.85, label="成本")
        axes.plot(places, running, "o-", color=BLUE, markersize=4, label="累计净现值")
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.set_xticks(list(places)[::step], list(labels)[::step])
        axes.set(ylabel=y_label, title=title)
        axes.grid(visible=False, axis="x")
        axes.yaxis.set_major_formatter(tick_words)
        figure.legend(loc="outside lower center", ncols=3)
    return figure
