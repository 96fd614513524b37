"""How far each of several figures may move before something changes (变动余地图): one strip a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from yzperf.drawing.canvas import BLUE, FAINT, GRID, INK, ORANGE, Picture, new_figure

_LONGEST_LABEL = 22
_MARGIN = 1.12  # beyond the furthest end, for its word


@dataclass(frozen=True, slots=True)
class End:
    """One side of a strip: how far the figure can go, or where something changes; ``word`` says what begins there."""

    distance: float
    word: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A figure with its two sides."""

    label: str
    below: End
    above: End


def draw_spans(spans: Sequence[Span], *, x_label: str, title: str = "") -> Picture:
    """Draw one strip per figure, from its end below to its end above; zero is where the figure stands now.

    A side on which nothing changes is grey, as far as the figure can go or the picture reaches.

    Parameters
    ----------
    spans : sequence of Span
        Figures from top to bottom.
    x_label, title : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=3.4 + 0.62 * len(spans)) as (figure, axes):
        lowest, highest = _reach([span.below for span in spans]), _reach([span.above for span in spans])
        for place, span in enumerate(spans):
            _draw_side(axes, place, -1, span.below)
            _draw_side(axes, place, 1, span.above)
        axes.axvline(0, color=INK, linewidth=1.0)
        axes.set_yticks(range(len(spans)), [_short(span.label) for span in spans])
        room = (_MARGIN - 1) * (lowest + highest)
        axes.set(xlim=(-lowest - room, highest + room), ylim=(len(spans) - 0.4, -0.6), xlabel=x_label, title=title)
        axes.xaxis.set_major_formatter(lambda value, _place: f"{value:+g}".replace("-", "−") if value else "0")
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        handles = [Patch(color=BLUE, alpha=0.75, label="在此范围内等级不变"), Patch(color=GRID, label="怎样变动都不变")]
        figure.legend(handles=handles, loc="outside lower center", ncols=2, handlelength=1.2)
    return figure


def _reach(ends: Sequence[End]) -> float:
    """The furthest change; where nothing changes, the furthest that a figure can go."""
    return max([end.distance for end in ends if end.word] or [end.distance for end in ends], default=0.0) or 1.0


def _draw_side(axes: Axes, place: int, side: int, end: End) -> None:
    axes.barh(place, side * end.distance, height=0.5, color=BLUE if end.word else GRID, alpha=0.75 if end.word else 1.0)
    if not end.word:
        return
    axes.plot([side * end.distance] * 2, (place - 0.34, place + 0.34), color=ORANGE, linewidth=2.2, zorder=3)
    axes.annotate(
        end.word,
        (side * end.distance, place),
        xytext=(side * 4, 0),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="center",
        fontsize=8,
        color=FAINT,
    )


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"
