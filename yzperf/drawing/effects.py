"""Effects along a line of time or distance, with intervals and bands (效应路径图)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter

from yzperf.drawing.canvas import BLUE, FAINT, INK, ORANGE, Picture, new_figure

_MOST_TICKS = 14


@dataclass(frozen=True, slots=True)
class EffectDot:
    """An effect at ``at`` with its interval, and the band of the whole path (None if there is none)."""

    at: float
    estimate: float
    interval: tuple[float, float]
    band: tuple[float, float] | None = None


def draw_effect_path(
    dots: Sequence[EffectDot],
    *,
    x_label: str,
    y_label: str,
    title: str = "",
    reference: float | None = None,
    start: float = -0.5,
) -> Picture:
    """Draw effects before and after the start: dots with intervals, a pale band for the path.

    Parameters
    ----------
    dots : sequence of EffectDot
    x_label, y_label, title : str
        Chinese labels.
    reference : float, optional
        Place of the period against which all others are measured; it gets an open mark at zero.
    start : float
        Where the dotted line of the start stands.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=8.5) as (figure, axes):
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.axvline(start, color=FAINT, linewidth=1.0, linestyle=":")
        _draw_band(axes, dots)
        for before, colour, label in ((True, FAINT, "实施前"), (False, BLUE, "实施后")):
            _draw_dots(axes, [dot for dot in dots if (dot.at < start) == before], colour, label)
        if reference is not None:
            axes.plot(reference, 0, "o", markerfacecolor="white", color=ORANGE, label="比较的基期（定为0）")
        places = sorted({*(dot.at for dot in dots), *([] if reference is None else [reference])})
        axes.xaxis.set_major_locator(FixedLocator(places[:: -(-len(places) // _MOST_TICKS)]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda place, _position: f"{place:g}".replace("-", "−")))
        axes.grid(visible=False, axis="x")
        axes.set(xlabel=x_label, ylabel=y_label, title=title)
        figure.legend(loc="outside lower center", ncols=2)
    return figure


def _draw_band(axes: Axes, dots: Sequence[EffectDot]) -> None:
    bands = [(dot.at, *dot.band) for dot in dots if dot.band is not None]
    if bands:
        places, lows, highs = zip(*bands, strict=True)
        axes.vlines(places, lows, highs, color=BLUE, alpha=0.16, linewidth=9, label="整条路径的95%区间")


def _draw_dots(axes: Axes, dots: Sequence[EffectDot], colour: str, label: str) -> None:
    if not dots:
        return
    lows, highs = zip(*(dot.interval for dot in dots), strict=True)
    estimates = [dot.estimate for dot in dots]
    reach = [
        [estimate - low for estimate, low in zip(estimates, lows, strict=True)],
        [high - estimate for estimate, high in zip(estimates, highs, strict=True)],
    ]
    axes.errorbar(
        [dot.at for dot in dots],
        estimates,
        yerr=reach,
        fmt="o",
        color=colour,
        markersize=4.5,
        capsize=2.5,
        elinewidth=1.3,
        label=f"{label}（竖线为95%置信区间）" if label == "实施后" else label,
    )
