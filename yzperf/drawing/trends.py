"""Means of two groups over time, with bands and the path without the policy (趋势对照图)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter

from yzperf.drawing.canvas import BLUE, FAINT, ORANGE, Picture, new_figure

_MOST_TICKS = 12
_HEADROOM = 0.08


@dataclass(frozen=True, slots=True)
class Curve:
    """A line with its band: label, times, means and the ends of the 95 % intervals, all of one length."""

    label: str
    times: Sequence[float]
    means: Sequence[float]
    lows: Sequence[float]
    highs: Sequence[float]


def draw_two_groups(
    treated: Curve,
    comparison: Curve,
    counterfactual: tuple[Sequence[float], Sequence[float]],
    *,
    start: float,
    y_label: str,
    title: str = "",
    time_label: str = "年份",
) -> Picture:
    """Draw two groups over time, the start of the policy and the path of the treated group without it.

    Parameters
    ----------
    treated, comparison : Curve
        实施组 and 对照组.
    counterfactual : tuple of sequences
        Times and values of the dashed line (若未实施).
    start : float
        First period with the policy; the mark stands between it and the period before.
    y_label, title, time_label : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=8.5) as (figure, axes):
        _draw_curve(axes, comparison, FAINT, "s")
        _draw_curve(axes, treated, BLUE, "o")
        axes.plot(
            *counterfactual,
            color=ORANGE,
            linestyle=(0, (4, 2)),
            linewidth=1.6,
            label="实施组若未实施（推算）",
        )
        times = sorted({*treated.times, *comparison.times})
        mark_start(axes, times, start)
        label_times(axes, times)
        axes.set(xlabel=time_label, ylabel=y_label, title=title)
        figure.legend(handles=_in_reading_order(axes), loc="outside lower center", ncols=4, handlelength=2.2)
    return figure


def draw_against_line(
    times: Sequence[float],
    means: Sequence[float],
    line: Sequence[float],
    *,
    start: float,
    y_label: str,
    title: str = "",
    time_label: str = "年份",
) -> Picture:
    """Draw means over time against the line that the periods before the start make one expect.

    Parameters
    ----------
    times, means, line : sequence of float
    start : float
        First period with the policy.
    y_label, title, time_label : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=8.5) as (figure, axes):
        axes.plot(times, line, color=ORANGE, linestyle=(0, (4, 2)), linewidth=1.6, label="按实施前趋势推算")
        axes.plot(times, means, color=BLUE, marker="o", markersize=4.5, label="实际平均")
        mark_start(axes, times, start)
        label_times(axes, times)
        axes.set(xlabel=time_label, ylabel=y_label, title=title)
        figure.legend(loc="outside lower center", ncols=2, handlelength=2.2)
    return figure


def _draw_curve(axes: Axes, curve: Curve, colour: str, marker: str) -> None:
    axes.fill_between(curve.times, curve.lows, curve.highs, color=colour, alpha=0.15, linewidth=0)
    axes.plot(curve.times, curve.means, color=colour, marker=marker, markersize=4.5, label=curve.label)


def mark_start(axes: Axes, times: Sequence[float], start: float) -> None:
    """Draw the line between the last period before the start and the first with the policy."""
    before = max(time for time in times if time < start)
    first = min(time for time in times if time >= start)
    axes.axvline((before + first) / 2, color=FAINT, linewidth=1.0, linestyle=":")
    bottom, top = axes.get_ylim()
    axes.set_ylim(bottom, top + _HEADROOM * (top - bottom))  # so that no curve runs through the words
    axes.annotate(
        "开始实施",
        ((before + first) / 2, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(4, -2),
        textcoords="offset points",
        ha="left",
        va="top",
        color=FAINT,
        fontsize=8.5,
    )


def label_times(axes: Axes, times: Sequence[float]) -> None:
    """Write at most a dozen of the times below the axis, as they are."""
    step = -(-len(times) // _MOST_TICKS)
    axes.xaxis.set_major_locator(FixedLocator(list(times)[::step]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda time, _position: f"{time:g}"))
    axes.grid(visible=False, axis="x")


def _in_reading_order(axes: Axes) -> list[Artist]:
    comparison, treated, counterfactual = axes.get_lines()[:3]
    return [
        treated,
        counterfactual,
        comparison,
        Patch(color=FAINT, alpha=0.25, linewidth=0, label="95%置信区间"),
    ]
