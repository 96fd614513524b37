"""Named figures as dots with a span each, against lines that mean something (点线图)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from yzperf.drawing.canvas import BLUE, FAINT, ORANGE, Picture, new_figure

_LONGEST_NAME = 14
_LINES = ("--", ":", "-.")


@dataclass(frozen=True, slots=True)
class Dot:
    """A name, a value, the ends of its span (None if there is none); marked ones stand out."""

    name: str
    value: float
    span: tuple[float, float] | None = None
    marked: bool = False


def draw_dots(
    dots: Sequence[Dot],
    *,
    x_label: str,
    title: str = "",
    lines: Sequence[tuple[float, str]] = (),
    places: int = 2,
    marked_words: str = "",
) -> Picture:
    """Draw one dot per name from top to bottom, its value beside it, and vertical lines with a legend.

    Parameters
    ----------
    dots : sequence of Dot
    x_label, title : str
        Chinese labels.
    lines : sequence of tuple of float and str
        Where a line stands and what it means.
    places : int
        Decimals of the printed values.
    marked_words : str
        What the marked dots are.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=3.6 + 0.75 * len(dots)) as (figure, axes):
        for (at, words), style in zip(lines, _LINES, strict=False):
            axes.axvline(at, color=FAINT, linewidth=1.0, linestyle=style, label=words)
        for place, dot in enumerate(dots):
            _draw_dot(axes, place, dot, places, marked_words)
        axes.set_yticks(range(len(dots)), [_short(dot.name) for dot in dots])
        axes.set(xlabel=x_label, title=title, ylim=(len(dots) - 0.4, -0.7))
        axes.margins(x=0.1)
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
        handles, labels = axes.get_legend_handles_labels()
        once = dict(zip(labels, handles, strict=True))
        if once:
            figure.legend(once.values(), once.keys(), loc="outside lower center", ncols=3)
    return figure


def _draw_dot(axes: Axes, place: int, dot: Dot, places: int, marked_words: str) -> None:
    colour = ORANGE if dot.marked else BLUE
    if dot.span is not None:
        axes.hlines(place, *dot.span, color=colour, linewidth=1.6)
    words = marked_words if dot.marked and marked_words else None
    axes.plot(dot.value, place, "o", color=colour, markersize=5.5, label=words)
    axes.annotate(
        f"{dot.value:.{places}f}",
        (dot.value, place),
        xytext=(0, 5),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=7.5,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4, "alpha": 0.8},
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
