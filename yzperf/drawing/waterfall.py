"""The way from one total to another, step by step (瀑布图)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from yzperf.drawing.canvas import BLUE, FAINT, GREEN, INK, ORANGE, Picture, new_figure, tick_words

_LONGEST_NAME = 8


def draw_waterfall(
    steps: Sequence[tuple[str, float]], *, start: float, y_label: str, title: str = "", places: int = 0
) -> Picture:
    """Draw the first total, one floating bar per step with its size, and the last total.

    Parameters
    ----------
    steps : sequence of (name, change)
    start : float
        The first total.
    y_label, title : str
        Chinese labels.
    places : int
        Decimals of the printed sizes.

    Returns
    -------
    Picture
    """
    changes = np.array([change for _, change in steps])
    levels = start + np.concatenate([[0], np.cumsum(changes)])
    bottoms = [0.0, *np.minimum(levels[:-1], levels[1:]), 0.0]
    heights = [start, *np.abs(changes), levels[-1]]
    colours = [BLUE, *(GREEN if change >= 0 else ORANGE for change in changes), BLUE]
    texts = [f"{start:,.{places}f}", *(f"{change:+,.{places}f}" for change in changes), f"{levels[-1]:,.{places}f}"]
    names = ["基期", *(_short(name) for name, _ in steps), "报告期"]
    with new_figure(width_cm=15.0, height_cm=8.5) as (figure, axes):
        axes.bar(range(len(names)), heights, bottom=bottoms, color=colours, width=0.6)
        for place, level in enumerate(levels):
            axes.plot([place + 0.3, place + 0.7], [level, level], color=FAINT, linewidth=0.8)
        tops = np.add(bottoms, np.maximum(heights, 0))
        for place, text in enumerate(texts):
            where = (place, tops[place])
            axes.annotate(
                text.replace("-", "−"), where, xytext=(0, 3), textcoords="offset points", ha="center", fontsize=8.5
            )
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.set_xticks(range(len(names)), names)
        axes.set(ylabel=y_label, title=title)
        _zoom(axes, levels)
        axes.grid(visible=False, axis="x")
        axes.yaxis.set_major_formatter(tick_words)
    return figure


def _zoom(axes: Axes, levels: np.ndarray) -> None:
    """Leave room for the sizes above the bars."""
    low, high = min(0.0, float(levels.min())), max(0.0, float(levels.max()))
    axes.set_ylim(low - 0.05 * (high - low) * (low < 0), high + 0.12 * (high - low))


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
