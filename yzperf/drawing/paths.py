"""Several paths over the years ahead, with a fan and a limit (推演路径图)."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.ticker import MaxNLocator

from yzperf.drawing.canvas import BLUE, FAINT, ORANGE, PALETTE, Picture, new_figure


def draw_paths(
    lines: Sequence[tuple[str, Sequence[float]]],
    *,
    y_label: str,
    title: str = "",
    fan: Sequence[Sequence[float]] | None = None,
    limit: float | None = None,
    limit_label: str = "警戒线",
    first: int = 0,
    x_label: str = "第几年（0为现在）",
) -> Picture:
    """Draw paths of one length; the first is the base and drawn strong.

    Parameters
    ----------
    lines : sequence of (label, values)
    y_label, title, limit_label, x_label : str
        Chinese labels.
    fan : two sequences, optional
        Lower and upper end of a band around the base.
    limit : float, optional
        A level line.
    first : int
        Number of the first year.

    Returns
    -------
    Picture
    """
    years = [first + step for step in range(len(lines[0][1]))]
    with new_figure(width_cm=15.0, height_cm=8.5) as (figure, axes):
        if fan:
            axes.fill_between(years, fan[0], fan[1], color=BLUE, alpha=0.14, linewidth=0, label="随机冲击八成范围")
        for place, (label, values) in enumerate(lines):
            style = "-" if not place else "--"
            axes.plot(
                years,
                values,
                style,
                color=PALETTE[place % len(PALETTE)],
                label=label,
                linewidth=2.2 if not place else 1.4,
            )
        if limit is not None:
            axes.axhline(limit, color=ORANGE, linewidth=1.2, linestyle=":")
            # At the end that the paths leave free.
            place = max((0, -1), key=lambda end: min(abs(values[end] - limit) for _, values in lines))
            axes.annotate(
                limit_label,
                (years[place], limit),
                xytext=(0, 4),
                textcoords="offset points",
                ha="right" if place else "left",
                color=FAINT,
                fontsize=8,
            )
        axes.set(xlabel=x_label, ylabel=y_label, title=title)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        figure.legend(loc="outside lower center", ncols=3)
    return figure
