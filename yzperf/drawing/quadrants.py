"""Items in four quadrants of two scores (四象限图)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from yzperf.drawing.canvas import BLUE, FAINT, INK, ORANGE, Picture, new_figure

_LONGEST_NAME = 10
_NEAR_X, _NEAR_Y = 0.16, 0.045  # of the axes: closer names would overlap


@dataclass(frozen=True, slots=True)
class QuadrantDot:
    """A name and its place; marked ones stand out."""

    name: str
    x: float
    y: float
    marked: bool = False


def draw_quadrants(
    dots: Sequence[QuadrantDot],
    *,
    lines: tuple[float, float],
    names: tuple[str, str, str, str],
    x_label: str,
    y_label: str,
    title: str = "",
) -> Picture:
    """Draw named dots with a vertical and a horizontal line and the names of the quadrants in the corners.

    Parameters
    ----------
    dots : sequence of QuadrantDot
    lines : tuple of float
        Where the vertical and the horizontal line stand.
    names : tuple of four str
        Lower left, lower right, upper left, upper right.
    x_label, y_label, title : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=11.0) as (figure, axes):
        axes.axvline(lines[0], color=INK, linewidth=0.9)
        axes.axhline(lines[1], color=INK, linewidth=0.9)
        for dot in dots:
            axes.plot(dot.x, dot.y, "o", color=ORANGE if dot.marked else BLUE, markersize=6.5)
        axes.set(xlabel=x_label, ylabel=y_label, title=title)
        axes.margins(0.18)
        axes.autoscale_view()
        corners = ((0.01, 0.015, "left"), (0.99, 0.015, "right"), (0.01, 0.985, "left"), (0.99, 0.985, "right"))
        for name, (x, y, side) in zip(names, corners, strict=True):
            axes.text(
                x,
                y,
                name,
                transform=axes.transAxes,
                ha=side,
                va="bottom" if y < 0.5 else "top",
                color=FAINT,
                fontsize=9,
            )
        _name_dots(axes, dots)
    return figure


def _name_dots(axes: Axes, dots: Sequence[QuadrantDot]) -> None:
    """Write names above the dots, below where another name already stands near."""
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    taken: list[tuple[float, float]] = []
    for dot in sorted(dots, key=lambda one: -one.y):
        x, y = (dot.x - left) / (right - left), (dot.y - bottom) / (top - bottom)
        above = not any(abs(x - a) < _NEAR_X and abs(y + _NEAR_Y - b) < _NEAR_Y for a, b in taken)
        taken.append((x, y + _NEAR_Y if above else y - _NEAR_Y))
        axes.annotate(
            dot.name if len(dot.name) <= _LONGEST_NAME else f"{dot.name[: _LONGEST_NAME - 1]}…",
            (dot.x, dot.y),
            xytext=(0, 6 if above else -6),
            textcoords="offset points",
            ha="center",
            va="bottom" if above else "top",
            fontsize=8.5,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5, "alpha": 0.8},
        )
