"""How two raters' grades meet, as a shaded table (交叉表图)."""

from __future__ import annotations

from collections.abc import Sequence

from yzperf.drawing.canvas import BLUE, INK, Picture, new_figure

_LONGEST_NAME = 10
_MOST_WITH_NUMBERS = 15


def draw_crosstable(
    counts: Sequence[Sequence[int]], names: Sequence[str], *, x_label: str, y_label: str, title: str = ""
) -> Picture:
    """Draw a square table whose cells are the darker the more objects they hold; the diagonal is framed.

    Parameters
    ----------
    counts : square table
        Rows go down, columns go right.
    names : sequence of str
        Grades.
    x_label, y_label, title : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    size = len(names)
    shades = LinearSegmentedColormap.from_list("counts", ["#FFFFFF", BLUE])
    largest = max(max(row) for row in counts)
    side = max(7.5, 3.0 + 1.1 * size)
    with new_figure(width_cm=side + 2.0, height_cm=side) as (figure, axes):
        axes.imshow(counts, cmap=shades, vmin=0, vmax=largest, aspect="auto")
        for row in range(size):
            axes.add_patch(Rectangle((row - 0.5, row - 0.5), 1, 1, fill=False, edgecolor=INK, linewidth=1.2))
            for column in range(size if size <= _MOST_WITH_NUMBERS else 0):
                colour = "white" if counts[row][column] > 0.6 * largest else INK
                axes.text(column, row, str(counts[row][column]), ha="center", va="center", color=colour, fontsize=8.5)
        labels = [name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…" for name in names]
        tilt = 45 if max(map(len, labels)) > 4 else 0
        axes.set_xticks(range(size), labels, rotation=tilt, ha="right" if tilt else "center")
        axes.set_yticks(range(size), labels)
        axes.set(xlabel=x_label, ylabel=y_label, title=title)
        axes.grid(visible=False)
        axes.tick_params(length=0)
    return figure
