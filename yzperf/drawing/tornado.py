"""Swings of a figure around its centre, widest on top (龙卷风图)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.patches import Patch

from yzperf.drawing.canvas import BLUE, INK, ORANGE, Picture, new_figure, tick_words


@dataclass(frozen=True, slots=True)
class Bar:
    """A label and the figure at the low and at the high end of its range."""

    label: str
    ends: tuple[float, float]


def draw_tornado(bars: Sequence[Bar], *, centre: float, x_label: str, title: str = "", places: int = 1) -> Picture:
    """Draw one bar per cause, from the centre to both ends.

    Parameters
    ----------
    bars : sequence of Bar
        From top to bottom.
    centre : float
    x_label, title : str
        Chinese labels.
    places : int
        Decimals of the printed ends.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=3.6 + 1.0 * len(bars)) as (figure, axes):
        for place, bar in enumerate(bars):
            for end, colour in zip(bar.ends, (BLUE, ORANGE), strict=True):
                axes.barh(place, end - centre, left=centre, height=0.6, color=colour, alpha=0.85)
                side = 1 if end >= centre else -1
                axes.annotate(
                    f"{end:,.{places}f}".replace("-", "−"),
                    (end, place),
                    xytext=(4 * side, 0),
                    textcoords="offset points",
                    ha="left" if side > 0 else "right",
                    va="center",
                    fontsize=8,
                )
        axes.axvline(centre, color=INK, linewidth=1.0)
        axes.axvline(0, color=INK, linewidth=1.0, linestyle=":")
        axes.set_yticks(range(len(bars)), [bar.label for bar in bars])
        axes.set(xlabel=f"{x_label}，虚线为0", title=title, ylim=(len(bars) - 0.4, -0.6))
        axes.margins(x=0.14)
        axes.xaxis.set_major_formatter(tick_words)
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
        handles = [Patch(color=BLUE, label="取低端"), Patch(color=ORANGE, label="取高端")]
        figure.legend(handles=handles, loc="outside lower center", ncols=2, handlelength=1.2)
    return figure
