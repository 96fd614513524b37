"""Single objects as dots, one strip for each group, with means and standards (散点带图)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter

from yzperf.drawing.canvas import BLUE, FAINT, INK, ORANGE, Picture, new_figure, tick_words

_LOG_FROM_RATIO = 30.0
_MOST_NAMES, _LONGEST_NAME = 5, 10
_ROOM_FOR_NAMES = 0.24  # of the data range, on both sides: ten characters


@dataclass(frozen=True, slots=True)
class Strip:
    """One group: its values, its mean, its standard (None if there is none) and the dots to be named."""

    label: str
    values: Sequence[float]
    mean: float
    standard: float | None = None
    named: Sequence[tuple[str, float]] = ()


def draw_strips(strips: Sequence[Strip], *, x_label: str, title: str = "") -> Picture:
    """Draw one strip of dots per group, the weighted mean as a diamond and the standard as a line.

    The axis is logarithmic when the largest value is more than 30 times the smallest.

    Parameters
    ----------
    strips : sequence of Strip
        Groups from top to bottom; values are positive.
    x_label, title : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=3.4 + 1.7 * len(strips)) as (figure, axes):
        _scale(axes, strips)
        for place, strip in enumerate(strips):
            _draw_strip(axes, place, strip)
        axes.set_yticks(range(len(strips)), [f"{strip.label}\n{len(strip.values)}个" for strip in strips])
        axes.set(xlabel=x_label, title=title, ylim=(len(strips) - 0.4, -0.6))
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
        handles, labels = axes.get_legend_handles_labels()
        once = dict(zip(labels, handles, strict=True))
        figure.legend(once.values(), once.keys(), loc="outside lower center", ncols=4)
    return figure


def _scale(axes: Axes, strips: Sequence[Strip]) -> None:
    values = [value for strip in strips for value in strip.values]
    if max(values) > _LOG_FROM_RATIO * min(values):
        axes.set_xscale("log")
        axes.xaxis.set_minor_formatter(NullFormatter())
    axes.margins(x=_ROOM_FOR_NAMES if any(strip.named for strip in strips) else 0.05)
    axes.xaxis.set_major_formatter(tick_words)


def _draw_strip(axes: Axes, place: int, strip: Strip) -> None:
    heights = place + spread(len(strip.values))
    axes.scatter(strip.values, heights, s=20, color=BLUE, alpha=0.55, linewidth=0, label="单个对象")
    axes.scatter(
        [strip.mean],
        [place],
        s=70,
        marker="D",
        color="white",
        edgecolor=INK,
        linewidth=1.4,
        zorder=4,
        label="加权平均",
    )
    if strip.standard is not None:
        line = (place - 0.38, place + 0.38)
        axes.plot([strip.standard] * 2, line, color=ORANGE, linewidth=2.0, zorder=3, label="支出标准")
    for name, value in list(strip.named)[:_MOST_NAMES]:
        _name_dot(axes, name, (value, heights[list(strip.values).index(value)]), left=value < strip.mean)


def spread(count: int) -> np.ndarray:
    """Heights that keep dots apart without chance: the golden ratio sequence, within ±0.24."""
    return ((np.arange(1, count + 1) * 0.6180339887498949) % 1.0 - 0.5) * 0.48


def _name_dot(axes: Axes, name: str, dot: tuple[float, float], *, left: bool) -> None:
    """Ring a dot and write its name on the side away from the mean, where the other dots are not."""
    axes.scatter(*dot, s=46, facecolor="none", edgecolor=ORANGE, linewidth=1.2, zorder=5, label="离群对象")
    axes.annotate(
        name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…",
        dot,
        xytext=(-7 if left else 7, 0),
        textcoords="offset points",
        ha="right" if left else "left",
        va="center",
        fontsize=8,
        color=FAINT,
    )
