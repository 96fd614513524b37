"""What would have been seen without an effect, and what was seen (安慰剂分布图)."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.patches import Patch

from yzperf.drawing.canvas import FAINT, ORANGE, Picture, new_figure

_FEW = 60


def draw_placebos(
    placebos: Sequence[float],
    observed: float,
    *,
    x_label: str,
    title: str = "",
    observed_label: str,
    placebo_label: str,
) -> Picture:
    """Draw the placebo values and mark the observed one.

    Few values are drawn as strokes, many as a histogram.

    Parameters
    ----------
    placebos : sequence of float
    observed : float
    x_label, title, observed_label, placebo_label : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=6.8) as (figure, axes):
        if len(placebos) <= _FEW:
            axes.vlines(placebos, 0, 1, color=FAINT, linewidth=1.4, alpha=0.8)
            axes.set(yticks=[], ylim=(0, 1.5))
        else:
            axes.hist(placebos, bins=min(60, max(12, len(placebos) // 40)), color=FAINT, alpha=0.55)
            axes.set_ylabel("次数")
        axes.axvline(observed, color=ORANGE, linewidth=2.0)
        axes.set(xlabel=x_label, title=title)
        axes.grid(visible=False, axis="x")
        handles = [
            Patch(color=ORANGE, label=observed_label),
            Patch(color=FAINT, alpha=0.6, label=placebo_label),
        ]
        figure.legend(handles=handles, loc="outside lower center", ncols=2)
    return figure
