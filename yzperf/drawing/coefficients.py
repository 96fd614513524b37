"""Named estimates with their intervals, one below the other (系数图)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yzperf.drawing.canvas import BLUE, FAINT, INK, Picture, new_figure

_LONGEST_NAME = 14


@dataclass(frozen=True, slots=True)
class CoefficientBar:
    """A name, an estimate and the ends of its interval; ``main`` ones stand out."""

    name: str
    estimate: float
    interval: tuple[float, float]
    main: bool = True


def draw_coefficients(bars: Sequence[CoefficientBar], *, x_label: str, title: str = "") -> Picture:
    """Draw estimates as dots with intervals along one axis, and a line at zero.

    Parameters
    ----------
    bars : sequence of CoefficientBar
        From top to bottom.
    x_label, title : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=3.6 + 0.8 * len(bars)) as (figure, axes):
        axes.axvline(0, color=INK, linewidth=0.8)
        for place, bar in enumerate(bars):
            colour = BLUE if bar.main else FAINT
            axes.hlines(place, *bar.interval, color=colour, linewidth=1.6)
            axes.plot(bar.estimate, place, "o", color=colour, markersize=5)
        axes.set_yticks(range(len(bars)), [_short(bar.name) for bar in bars])
        axes.set(xlabel=f"{x_label}，横线为95%置信区间", title=title, ylim=(len(bars) - 0.4, -0.6))
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
    return figure


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
