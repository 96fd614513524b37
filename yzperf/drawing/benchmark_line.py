"""Values of units against a benchmark and its band (对标图): one dot a unit, in order."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from yzperf.drawing.canvas import BLUE, FAINT, GREEN, ORANGE, Picture, new_figure

_MOST_NAMES, _LONGEST_NAME = 40, 12


def draw_against_benchmark(
    dots: Sequence[tuple[str, float, bool]],
    line: float,
    band: tuple[float, float],
    *,
    x_label: str,
    labels: tuple[str, str, str, str],
    title: str = "",
) -> Picture:
    """Draw one dot per unit from top to bottom, a line for the benchmark and a band around it.

    Parameters
    ----------
    dots : sequence of (name, value, whether it stands out)
        In the order in which they are drawn; beyond 40 names are left out.
    line : float
        The benchmark.
    band : (low, high)
        An infinite end is drawn to the edge of the picture.
    x_label, title : str
        Chinese labels.
    labels : four strings
        Names of dots that stand out, of the others, of the line and of the band.

    Returns
    -------
    Picture
    """
    named = len(dots) <= _MOST_NAMES
    with new_figure(width_cm=15.0, height_cm=3.4 + (0.48 * len(dots) if named else 9.0)) as (figure, axes):
        for told, colour, label in ((True, GREEN, labels[0]), (False, BLUE, labels[1])):
            rows = [(place, value) for place, (_, value, is_told) in enumerate(dots) if is_told == told]
            if rows:
                places, values = zip(*rows, strict=True)
                axes.scatter(values, places, s=34 if named else 10, color=colour, zorder=3, label=label)
        low, high = _reach(axes.get_xlim(), band)
        axes.axvspan(max(band[0], low), min(band[1], high), color=ORANGE, alpha=0.15, linewidth=0, label=labels[3])
        axes.axvline(line, color=ORANGE, linewidth=1.6, label=labels[2])
        short = [name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…" for name, _, _ in dots]
        axes.set_yticks(range(len(dots)) if named else [], short if named else [])
        axes.set(xlabel=x_label, title=title, xlim=(low, high), ylim=(len(dots) - 0.4, -0.6))
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0, labelcolor=FAINT)
        axes.spines["left"].set_visible(False)
        figure.legend(loc="outside lower center", ncols=4)
    return figure


def _reach(seen: tuple[float, float], band: tuple[float, float]) -> tuple[float, float]:
    """The limits of the picture with the finite ends of the band inside."""
    ends = [*seen, *(end for end in band if isfinite(end))]
    room = 0.03 * (max(ends) - min(ends))
    return min(seen[0], min(ends) - room), max(seen[1], max(ends) + room)
