"""Efficiency of units as level bars, best first (效率条形图); many units as one falling line."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from yzperf.drawing.canvas import BLUE, FAINT, GREEN, INK, ORANGE, Picture, new_figure

_MOST_BARS, _LONGEST_NAME = 40, 14
_LEAST_WITH_LABEL_INSIDE = 0.15
_ONE = 1 - 1e-6


def draw_efficiency(
    scores: Sequence[tuple[str, float]],
    *,
    title: str = "",
    x_label: str = "效率值",
    spans: Sequence[tuple[float, float]] | None = None,
) -> Picture:
    """Draw one bar per unit, those that reach 1 in green, with a line at 1; more than 40 units as a falling line.

    Parameters
    ----------
    scores : sequence of (name, score)
        Scores that are NaN are left out.
    title, x_label : str
        Chinese labels.
    spans : sequence of (low, high), optional
        Interval of each unit, in the order of ``scores``.

    Returns
    -------
    Picture
    """
    finite = [place for place, (_, score) in enumerate(scores) if isfinite(score)]
    order = sorted(finite, key=lambda place: -scores[place][1])
    known = [scores[place] for place in order]
    ends = [spans[place] for place in order] if spans else []
    draw = _draw_bars if len(known) <= _MOST_BARS else _draw_line
    return draw(known, ends, title, x_label)


def _draw_bars(
    scores: Sequence[tuple[str, float]], ends: Sequence[tuple[float, float]], title: str, x_label: str
) -> Picture:
    values, places = [score for _, score in scores], range(len(scores))
    with new_figure(width_cm=15.0, height_cm=2.8 + 0.5 * len(scores)) as (figure, axes):
        colours = [GREEN if value >= _ONE else BLUE for value in values]
        axes.barh(places, values, color=colours, height=0.66, alpha=0.9)
        for place, (low, high) in enumerate(ends):
            axes.plot([low, high], [place, place], color=ORANGE, linewidth=2.0, solid_capstyle="butt", zorder=3)
        for place, value in enumerate(values):
            inside = value >= _LEAST_WITH_LABEL_INSIDE
            axes.annotate(
                f"{value:.3f}",
                (0 if inside else value, place),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                color="white" if inside else INK,
                fontsize=8,
            )
        axes.axvline(1.0, color=FAINT, linewidth=1.0, linestyle=":")
        axes.set_yticks(places, [_short(name) for name, _ in scores])
        axes.set(xlabel=x_label, title=title, xlim=(0, 1.04 * max([1.0, *values, *(high for _, high in ends)])))
        axes.set_ylim(len(scores) - 0.4, -0.6)
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
    return figure


def _draw_line(
    scores: Sequence[tuple[str, float]], ends: Sequence[tuple[float, float]], title: str, x_label: str
) -> Picture:
    values, places = [score for _, score in scores], list(range(1, len(scores) + 1))
    with new_figure(width_cm=15.0, height_cm=8.0) as (figure, axes):
        if ends:
            lows, highs = zip(*ends, strict=True)
            axes.fill_between(places, lows, highs, color=BLUE, alpha=0.18, linewidth=0)
        axes.plot(places, values, color=BLUE)
        axes.axhline(1.0, color=FAINT, linewidth=1.0, linestyle=":")
        axes.set(xlabel=f"单位（按效率从高到低，共{len(scores)}个）", ylabel=x_label, title=title)
        axes.set_ylim(0, 1.08 * max(1.0, *values))
    return figure


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
