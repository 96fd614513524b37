"""Several distributions of the same groups side by side as stacked bars (并列构成图)."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from yzperf.drawing.canvas import INK, Picture, new_panels

Panel = tuple[str, Sequence[str], Sequence[str], Sequence[Sequence[float]]]
_LEAST_SHARE_WITH_LABEL = 0.07
_DARK = {"#0B5C8E", "#C0392B", "#4C9F70"}


def draw_share_panels(titles: Sequence[str], panels: Sequence[Panel], *, notes: Sequence[str], title: str) -> Picture:
    """Draw one stacked bar per group in each panel.

    Parameters
    ----------
    titles : sequence of str
        The groups, from top to bottom.
    panels : sequence of (heading, words, colours, shares)
        ``shares`` has shape (len(titles), len(words)), values between 0 and 1.
    notes : sequence of str
        What stands right of each group.
    title : str
        Heading of the picture.

    Returns
    -------
    Picture
    """
    height = 3.6 + 0.62 * len(titles)
    with new_panels(len(panels), width_cm=17.0, height_cm=height) as (figure, axes):
        for one, (heading, words, colours, shares) in zip(axes, panels, strict=True):
            _draw_bars(one, words, colours, shares)
            one.set(xlim=(0, 100), xlabel="%")
            one.set_title(heading, fontsize=9.5)
            one.grid(visible=False, axis="y")
            one.tick_params(axis="y", length=0)
            one.spines["left"].set_visible(False)
            one.legend(
                loc="upper center", bbox_to_anchor=(0.5, -1.35 / height), ncols=3, handlelength=1.0, columnspacing=1.0
            )
        axes[0].set_yticks(range(len(titles)), list(titles))
        axes[0].invert_yaxis()
        _write_notes(axes[-1], notes)
        figure.suptitle(title, x=0.01, ha="left", fontsize=10.5)
    return figure


def _draw_bars(axes: Axes, words: Sequence[str], colours: Sequence[str], shares: Sequence[Sequence[float]]) -> None:
    left = [0.0] * len(shares)
    for place, (word, colour) in enumerate(zip(words, colours, strict=True)):
        widths = [100 * row[place] for row in shares]
        bars = axes.barh(range(len(shares)), widths, left=left, height=0.66, color=colour, label=word)
        texts = [f"{width:.0f}" if width >= 100 * _LEAST_SHARE_WITH_LABEL else "" for width in widths]
        axes.bar_label(bars, texts, label_type="center", fontsize=7.5, color="white" if colour in _DARK else INK)
        left = [start + width for start, width in zip(left, widths, strict=True)]


def _write_notes(axes: Axes, notes: Sequence[str]) -> None:
    for place, note in enumerate(notes):
        at = (1.0, place)
        axes.annotate(
            note,
            at,
            xycoords=("axes fraction", "data"),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
