"""Medians and quartiles of items over rounds of judgement (各轮评分图)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.lines import Line2D

from yzperf.drawing.canvas import PALETTE, Picture, new_figure

_LONGEST_NAME = 14


@dataclass(frozen=True, slots=True)
class RoundMark:
    """One item in one round: median and quartiles."""

    item: str
    round: str
    median: float
    quartiles: tuple[float, float]


def draw_rounds(marks: Sequence[RoundMark], rounds: Sequence[str], *, x_label: str, title: str = "") -> Picture:
    """Draw each item as a group of lines, one per round from top to bottom.

    Parameters
    ----------
    marks : sequence of RoundMark
    rounds : sequence of str
        In order.
    x_label, title : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    items = list(dict.fromkeys(mark.item for mark in marks))
    step = 0.7 / len(rounds)
    colours = [PALETTE[place % len(PALETTE)] for place in range(len(rounds))]
    height = 3.4 + len(items) * (0.5 + 0.35 * len(rounds))
    with new_figure(width_cm=15.0, height_cm=height) as (figure, axes):
        for mark in marks:
            place = rounds.index(mark.round)
            at = items.index(mark.item) + (place - (len(rounds) - 1) / 2) * step
            axes.hlines(at, *mark.quartiles, color=colours[place], linewidth=2.2, alpha=0.8)
            axes.plot(mark.median, at, "o", color=colours[place], markersize=5.5)
        labels = [item if len(item) <= _LONGEST_NAME else f"{item[: _LONGEST_NAME - 1]}…" for item in items]
        axes.set_yticks(range(len(items)), labels)
        axes.set(xlabel=x_label, title=title, ylim=(len(items) - 0.5, -0.5))
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
        handles = [
            Line2D([], [], color=colour, marker="o", markersize=5.5, label=f"第{name}轮")
            for name, colour in zip(rounds, colours, strict=True)
        ]
        figure.legend(handles=handles, loc="outside lower center", ncols=min(6, len(rounds)))
    return figure
