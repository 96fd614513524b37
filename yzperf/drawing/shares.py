"""Shares of the answers to several questions as stacked bars (答案构成图)."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from matplotlib.axes import Axes

from yzperf.drawing.canvas import Picture, new_figure

# From good to bad: blue to vermilion with a grey middle, also in order of lightness on each side.
_SCALE = ("#0B5C8E", "#6BAED6", "#D0D0D0", "#F4A582", "#C0392B")
_DARK = {"#0B5C8E", "#C0392B"}
_LEAST_SHARE_WITH_LABEL = 0.045
_TITLE_WIDTH = 13
_END_MARKS, _CLOSING = "？?。", "，。、；：？！）》”"


def draw_answer_shares(
    titles: Sequence[str],
    words: Sequence[str],
    shares: Sequence[Sequence[float]],
    *,
    notes: Sequence[str],
    title: str = "",
) -> Picture:
    """Draw one stacked bar per question.

    Parameters
    ----------
    titles : sequence of str
        The questions, from top to bottom.
    words : sequence of str
        The answers, best first.
    shares : sequence of sequences, shape (len(titles), len(words))
        Share of each answer, between 0 and 1.
    notes : sequence of str
        What stands right of each bar (mean score, number of answers).
    title : str
        Heading of the picture.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=3.2 + 1.05 * len(titles)) as (figure, axes):
        _draw_bars(axes, words, shares)
        _write_notes(axes, notes)
        axes.set_yticks(range(len(titles)), [balanced(text) for text in titles])
        axes.set(xlim=(0, 100), xlabel="占有效答案的比例（%）", title=title)
        axes.invert_yaxis()
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        figure.legend(loc="outside lower center", ncols=min(len(words), 5), handlelength=1.2, columnspacing=1.4)
    return figure


def _draw_bars(axes: Axes, words: Sequence[str], shares: Sequence[Sequence[float]]) -> None:
    left = [0.0] * len(shares)
    for place, (word, colour) in enumerate(zip(words, scale_colours(len(words)), strict=True)):
        widths = [100 * row[place] for row in shares]
        bars = axes.barh(range(len(shares)), widths, left=left, height=0.62, color=colour, label=word)
        texts = [f"{width:.0f}" if width >= 100 * _LEAST_SHARE_WITH_LABEL else "" for width in widths]
        axes.bar_label(bars, texts, label_type="center", fontsize=8, color="white" if colour in _DARK else "#2B2B2B")
        left = [start + width for start, width in zip(left, widths, strict=True)]


def _write_notes(axes: Axes, notes: Sequence[str]) -> None:
    for place, note in enumerate(notes):
        axes.annotate(
            note,
            (1.0, place),
            xycoords=("axes fraction", "data"),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )


def balanced(title: str) -> str:
    """Break a title into lines of about equal length; no line begins with a closing mark.

    Examples
    --------
    >>> balanced("政策宣传是否及时到位、便于理解？")
    '政策宣传是否及时\\n到位、便于理解'
    """
    text = title.rstrip(_END_MARKS)
    width = ceil(len(text) / ceil(max(1, len(text)) / _TITLE_WIDTH))
    lines: list[str] = []
    while text:
        end = width
        while text[end : end + 1] and text[end] in _CLOSING:
            end += 1
        lines, text = [*lines, text[:end]], text[end:]
    return "\n".join(lines)


def scale_colours(count: int) -> list[str]:
    """Return colours for a scale of ``count`` answers, best first; the middle of an odd count is grey."""
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    chosen = {1: (0,), 2: (0, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}.get(count)
    if chosen:
        return [_SCALE[place] for place in chosen]
    blend = LinearSegmentedColormap.from_list("answers", list(_SCALE))
    return [to_hex(blend(place / (count - 1))) for place in range(count)]
