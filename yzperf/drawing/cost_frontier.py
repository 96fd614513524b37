"""Alternatives by effect and cost with the frontier of the best (成本效果前沿图)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yzperf.drawing.canvas import BLUE, FAINT, INK, ORANGE, Picture, new_figure, tick_words

_MOST_NAMES = 15


@dataclass(frozen=True, slots=True)
class FrontierDot:
    """One alternative."""

    label: str
    effect: float
    cost: float
    on_frontier: bool


def draw_frontier(
    dots: Sequence[FrontierDot], *, x_label: str, y_label: str, title: str = "", less_is_better: bool = False
) -> Picture:
    """Draw each alternative as a dot with its name and join those on the frontier.

    Parameters
    ----------
    dots : sequence of FrontierDot
        Beyond fifteen only those on the frontier are named.
    x_label, y_label, title : str
        Chinese labels.
    less_is_better : bool
        Turn the axis of effects round, so that better is always to the right.

    Returns
    -------
    Picture
    """
    best = sorted((dot for dot in dots if dot.on_frontier), key=lambda dot: dot.cost)
    rest = [dot for dot in dots if not dot.on_frontier]
    with new_figure(width_cm=15.0, height_cm=9.5) as (figure, axes):
        axes.plot([dot.effect for dot in best], [dot.cost for dot in best], "o-", color=BLUE, label="前沿上的方案")
        if rest:
            axes.scatter(
                [dot.effect for dot in rest],
                [dot.cost for dot in rest],
                s=30,
                marker="x",
                color=ORANGE,
                label="被占优的方案",
            )
        # Below the frontier, to the right of a dot, there is nothing; above it, to the left, no dot of the frontier.
        for dot in best if len(dots) > _MOST_NAMES else dots:
            side = 1 if dot.on_frontier else -1
            axes.annotate(
                dot.label,
                (dot.effect, dot.cost),
                xytext=(7 * side, -4 * side),
                textcoords="offset points",
                ha="left" if side > 0 else "right",
                va="center",
                fontsize=8,
                color=INK if dot.on_frontier else FAINT,
            )
        axes.set(xlabel=x_label, ylabel=y_label, title=title)
        axes.margins(x=0.14, y=0.1)
        if less_is_better:
            axes.invert_xaxis()
        axes.yaxis.set_major_formatter(tick_words)
        figure.legend(loc="outside lower center", ncols=2)
    return figure
