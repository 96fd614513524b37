"""Values of named things as level bars, largest first (条形图)."""

from __future__ import annotations

from collections.abc import Sequence

from yzperf.drawing.canvas import BLUE, INK, ORANGE, Picture, new_figure

_LONGEST_NAME = 14


def draw_bars(
    names: Sequence[str],
    values: Sequence[float],
    *,
    x_label: str,
    title: str = "",
    places: int = 1,
    mark: float | None = None,
) -> Picture:
    """Draw one bar per name, from top to bottom in the order given, each with its value.

    Parameters
    ----------
    names, values : sequences of the same length
    x_label, title : str
        Chinese labels.
    places : int
        Decimals of the printed values.
    mark : float, optional
        A line to be reached or not.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=2.6 + 0.72 * len(names)) as (figure, axes):
        bars = axes.barh(range(len(names)), values, color=BLUE, height=0.62)
        texts = [f"{value:.{places}f}" for value in values]
        clear = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}  # a mark must not run through a figure
        axes.bar_label(bars, texts, padding=4, color=INK, fontsize=8.5, bbox=clear, zorder=3)
        axes.set_yticks(range(len(names)), [_short(name) for name in names])
        axes.set(xlabel=x_label, title=title)
        if mark is not None:
            axes.axvline(mark, color=ORANGE, linewidth=1.2, linestyle=":")
        axes.invert_yaxis()
        axes.margins(x=0.12)
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
    return figure


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
