"""Parts of a weighted mean by weight and size (加权成分图)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.ticker import FuncFormatter

from yzperf.drawing.canvas import INK, PALETTE, Picture, new_figure

_MARKERS = "osD^"


@dataclass(frozen=True, slots=True)
class PartDot:
    """Parts of one kind: pairs of weight (0–1) and value."""

    label: str
    parts: Sequence[tuple[float, float]]


def draw_parts(kinds: Sequence[PartDot], mean: float, *, x_label: str, y_label: str, title: str = "") -> Picture:
    """Draw every part as a dot, one colour and mark for each kind, and the weighted mean as a line.

    Parameters
    ----------
    kinds : sequence of PartDot
        Four kinds at most.
    mean : float
    x_label, y_label, title : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=8.5) as (figure, axes):
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.axhline(mean, color=INK, linewidth=1.3, linestyle=(0, (4, 2)), label="加权平均（系数）")
        for kind, colour, marker in zip(kinds, PALETTE, _MARKERS, strict=False):
            weights, values = zip(*kind.parts, strict=True)
            axes.scatter(weights, values, s=26, color=colour, marker=marker, alpha=0.75, linewidth=0, label=kind.label)
        axes.set(xlabel=x_label, ylabel=y_label, title=title)
        axes.set_xlim(left=0)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _position: f"{100 * value:g}%"))
        figure.legend(loc="outside lower center", ncols=3)
    return figure
