"""A series with its fitted path and the path without the policy (中断时间序列图)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from yzperf.drawing.canvas import BLUE, FAINT, ORANGE, Picture, new_figure
from yzperf.drawing.trends import label_times, mark_start


@dataclass(frozen=True, slots=True)
class InterruptedPath:
    """Observed, fitted and expected values of a group by time, and the interval of the expected ones."""

    times: Sequence[float]
    observed: Sequence[float]
    fitted: Sequence[float]
    expected: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]


def draw_interrupted(
    own: InterruptedPath,
    other: InterruptedPath | None,
    *,
    start: float,
    y_label: str,
    title: str = "",
    time_label: str = "时期",
) -> Picture:
    """Draw dots for what was seen, a line for the model, and a dashed one for the path without the policy.

    Parameters
    ----------
    own : InterruptedPath
        The series with the policy.
    other : InterruptedPath or None
        The comparison series.
    start : float
        First period with the policy.
    y_label, title, time_label : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=8.5) as (figure, axes):
        if other is not None:
            _draw_group(axes, other, FAINT, "对照组", start)
        _draw_group(axes, own, BLUE, "实施组" if other is not None else "", start)
        _draw_expected(axes, own, start)
        mark_start(axes, own.times, start)
        label_times(axes, own.times)
        axes.set(xlabel=time_label, ylabel=y_label, title=title)
        figure.legend(loc="outside lower center", ncols=3 if other is not None else 4, handlelength=2.2)
    return figure


def _draw_group(axes: Axes, path: InterruptedPath, colour: str, name: str, start: float) -> None:
    axes.scatter(path.times, path.observed, s=14, color=colour, alpha=0.55, linewidth=0, label=f"{name}实际")
    early = sum(time < start for time in path.times)  # the line breaks where the policy starts
    axes.plot(path.times[:early], path.fitted[:early], color=colour, linewidth=1.6, label=f"{name}模型")
    axes.plot(path.times[early:], path.fitted[early:], color=colour, linewidth=1.6)


def _draw_expected(axes: Axes, path: InterruptedPath, start: float) -> None:
    late = [place for place, time in enumerate(path.times) if time >= start]
    times = [path.times[place] for place in late]
    low, middle, high = ([line[place] for place in late] for line in (path.low, path.expected, path.high))
    axes.fill_between(times, low, high, color=ORANGE, alpha=0.15, linewidth=0, label="推算的95%置信区间")
    axes.plot(times, middle, color=ORANGE, linestyle=(0, (4, 2)), linewidth=1.6, label="若未实施（推算）")
