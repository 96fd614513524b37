"""Values against what a regression expects, with outliers named (实际与应有对照图)."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.ticker import NullFormatter

from yzperf.drawing.canvas import BLUE, FAINT, INK, ORANGE, Picture, new_figure, tick_words

_LOG_FROM_RATIO = 10.0
_MOST_NAMES = 8


def draw_fitted(
    dots: Sequence[tuple[str, float, float, bool]], *, x_label: str, y_label: str, title: str = "", log: bool = False
) -> Picture:
    """Draw dots of expected and actual values and the line where both are equal.

    Parameters
    ----------
    dots : sequence of (name, expected, actual, stands out)
        Up to eight that stand out are named.
    x_label, y_label, title : str
        Chinese labels.
    log : bool
        Logarithmic axes where values span more than a factor of ten.

    Returns
    -------
    Picture
    """
    values = [value for _, expected, actual, _ in dots for value in (expected, actual)]
    ends = [min(values), max(values)]
    with new_figure(width_cm=15.0, height_cm=9.5) as (figure, axes):
        axes.plot(ends, ends, color=INK, linewidth=1.0, linestyle="--", label="实际等于应有")
        for out, colour, label in ((False, BLUE, "对象"), (True, ORANGE, "离群对象")):
            some = [(expected, actual) for _, expected, actual, stands_out in dots if stands_out is out]
            if some:
                across, up = zip(*some, strict=True)
                axes.scatter(across, up, s=26, color=colour, alpha=0.75, linewidth=0, label=label)
        for name, expected, actual, _ in [dot for dot in dots if dot[3]][:_MOST_NAMES]:
            where = (expected, actual)
            axes.annotate(name, where, xytext=(6, 0), textcoords="offset points", va="center", fontsize=8, color=FAINT)
        if log and ends[0] > 0 and ends[1] > _LOG_FROM_RATIO * ends[0]:
            axes.set(xscale="log", yscale="log")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(tick_words)
            axis.set_minor_formatter(NullFormatter())
        axes.set(xlabel=x_label, ylabel=y_label, title=title)
        axes.margins(x=0.1, y=0.06)
        figure.legend(loc="outside lower center", ncols=3)
    return figure
