"""Counts of the same groups in several panels as stacked bars (分组个数图)."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from yzperf.drawing.canvas import Picture, new_panels

Panel = tuple[str, Sequence[str], Sequence[str], Sequence[Sequence[int]]]


def draw_count_panels(titles: Sequence[str], panels: Sequence[Panel], *, title: str) -> Picture:
    """Draw one stacked bar per group in each panel, every piece with its count.

    Parameters
    ----------
    titles : sequence of str
        The groups, from top to bottom.
    panels : sequence of (heading, words, colours, counts)
        ``counts`` has shape (len(titles), len(words)).
    title : str
        Heading of the picture.

    Returns
    -------
    Picture
    """
    height = 3.2 + 0.62 * len(titles)
    with new_panels(len(panels), width_cm=17.0, height_cm=height) as (figure, axes):
        for one, (heading, words, colours, counts) in zip(axes, panels, strict=True):
            _draw_bars(one, words, colours, counts)
            one.set_title(heading, fontsize=9.5)
            one.xaxis.set_major_locator(MaxNLocator(integer=True))
            one.set_xlim(0, max(1, *(sum(row) for row in counts)) * 1.05)
            one.grid(visible=False, axis="y")
            one.tick_params(axis="y", length=0)
            one.spines["left"].set_visible(False)
            one.legend(
                loc="upper center", bbox_to_anchor=(0.5, -0.75 / height), ncols=3, handlelength=1.0, columnspacing=1.0
            )
        axes[0].set_yticks(range(len(titles)), list(titles))
        axes[0].invert_yaxis()
        figure.suptitle(title, x=0.01, ha="left", fontsize=10.5)
    return figure


def _draw_bars(axes: Axes, words: Sequence[str], colours: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
    left = [0] * len(counts)
    for place, (word, colour) in enumerate(zip(words, colours, strict=True)):
        widths = [row[place] for row in counts]
        bars = axes.barh(range(len(counts)), widths, left=left, height=0.66, color=colour, label=word)
        texts = [str(width) if width else "" for width in widths]
        axes.bar_label(bars, texts, label_type="center", fontsize=7.5, color="white")
        left = [start + width for start, width in zip(left, widths, strict=True)]
