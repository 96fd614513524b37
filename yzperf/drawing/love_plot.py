"""Standardised differences before and after an adjustment (平衡图)."""

from __future__ import annotations

from collections.abc import Sequence

from yzperf.drawing.canvas import BLUE, FAINT, INK, Picture, new_figure

_LONGEST_NAME = 14


def draw_love_plot(rows: Sequence[tuple[str, float, float]], *, limit: float, title: str = "") -> Picture:
    """Draw a line for each covariate: absolute difference before as a ring, after as a dot, and the limit.

    Parameters
    ----------
    rows : sequence of (name, before, after)
        From top to bottom.
    limit : float
        Differences up to it count as balanced.
    title : str
        In Chinese.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=3.4 + 0.62 * len(rows)) as (figure, axes):
        places = range(len(rows))
        before, after = [abs(row[1]) for row in rows], [abs(row[2]) for row in rows]
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.axvline(limit, color=FAINT, linewidth=1.0, linestyle=":", label=f"界限{limit:g}")
        axes.hlines(places, before, after, color=FAINT, linewidth=0.8)
        axes.scatter(before, places, s=34, facecolor="white", edgecolor=FAINT, linewidth=1.2, zorder=3, label="调整前")
        axes.scatter(after, places, s=34, color=BLUE, linewidth=0, zorder=4, label="调整后")
        axes.set_yticks(places, [_short(row[0]) for row in rows])
        axes.set(xlabel="标准化差的绝对值", title=title, ylim=(len(rows) - 0.4, -0.6))
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
        figure.legend(loc="outside lower center", ncols=3)
    return figure


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
