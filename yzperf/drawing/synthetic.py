"""A unit and its synthetic control over time, and their gap among placebos (合成控制图)."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.lines import Line2D

from yzperf.drawing.canvas import BLUE, FAINT, INK, ORANGE, Picture, new_figure
from yzperf.drawing.trends import label_times, mark_start


def draw_synthetic(
    times: Sequence[float],
    actual: Sequence[float],
    synthetic: Sequence[float],
    *,
    start: float,
    treated: str,
    y_label: str,
    title: str = "",
    time_label: str = "年份",
    band: tuple[Sequence[float], Sequence[float]] | None = None,
    synthetic_label: str = "合成对照",
) -> Picture:
    """Draw both paths, and the range of the synthetic one when single donors are taken away.

    Parameters
    ----------
    times, actual, synthetic : sequences of one length
    start : float
        First period with the policy.
    treated, synthetic_label, y_label, title, time_label : str
        Chinese labels.
    band : two sequences, optional
        Lower and upper end of the range.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=8.5) as (figure, axes):
        if band is not None:
            axes.fill_between(times, *band, color=ORANGE, alpha=0.16, linewidth=0, label="去掉单个对照后的范围")
        axes.plot(times, synthetic, color=ORANGE, linestyle=(0, (4, 2)), linewidth=1.6, label=synthetic_label)
        axes.plot(times, actual, color=BLUE, linewidth=2.2, label=treated)
        mark_start(axes, times, start)
        label_times(axes, times)
        axes.set(xlabel=time_label, ylabel=y_label, title=title)
        handles, labels = axes.get_legend_handles_labels()
        figure.legend(handles[::-1], labels[::-1], loc="outside lower center", ncols=3, handlelength=2.2)
    return figure


def draw_gap_paths(
    times: Sequence[float],
    gaps: Sequence[float],
    placebos: Sequence[Sequence[float]],
    *,
    start: float,
    treated: str,
    y_label: str,
    title: str = "",
    time_label: str = "年份",
) -> Picture:
    """Draw the gaps of the treated unit over those of the placebos.

    Parameters
    ----------
    times, gaps : sequences of one length
    placebos : sequence of such sequences
    start : float
        First period with the policy.
    treated, y_label, title, time_label : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=8.5) as (figure, axes):
        for path in placebos:
            axes.plot(times, path, color=FAINT, linewidth=0.8, alpha=0.4)
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.plot(times, gaps, color=BLUE, linewidth=2.2)
        mark_start(axes, times, start)
        label_times(axes, times)
        axes.set(xlabel=time_label, ylabel=y_label, title=title)
        handles = [Line2D([], [], color=BLUE, linewidth=2.2, label=treated)]
        if placebos:
            handles.append(Line2D([], [], color=FAINT, linewidth=0.8, label=f"安慰剂（{len(placebos)}个对照单位）"))
        figure.legend(handles=handles, loc="outside lower center", ncols=2, handlelength=2.2)
    return figure
