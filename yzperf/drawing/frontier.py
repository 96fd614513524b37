"""Units with one input and one output under their frontier (前沿图)."""

from __future__ import annotations

from collections.abc import Sequence

from yzperf.drawing.canvas import BLUE, FAINT, GREEN, ORANGE, Picture, new_figure

_MOST_NAMES, _LONGEST_NAME = 20, 8


def draw_frontier(
    dots: Sequence[tuple[str, float, float, bool]],
    edge: Sequence[tuple[float, float]],
    *,
    x_label: str,
    y_label: str,
    title: str = "",
) -> Picture:
    """Draw units as dots, best practice in green, and the edge of what is possible.

    Parameters
    ----------
    dots : sequence of (name, input, output, whether it is best practice)
    edge : sequence of (input, output)
        Points of the edge, by input.
    x_label, y_label, title : str
        Chinese labels.

    Returns
    -------
    Picture
    """
    with new_figure(width_cm=15.0, height_cm=9.5) as (figure, axes):
        first = (edge[0][0], 0.0)  # the edge rises from the least input that anybody uses
        axes.plot(*zip(first, *edge, strict=True), color=ORANGE, linewidth=1.6, label="前沿")
        for best, colour, label in ((True, GREEN, "标杆单位"), (False, BLUE, "其他单位")):
            chosen = [dot for dot in dots if dot[3] == best]
            if chosen:
                axes.scatter(
                    [x for _, x, _, _ in chosen],
                    [y for _, _, y, _ in chosen],
                    s=36,
                    color=colour,
                    zorder=3,
                    label=label,
                )
        for name, x, y, best in dots if len(dots) <= _MOST_NAMES else [dot for dot in dots if dot[3]]:
            short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
            axes.annotate(
                short,
                (x, y),
                xytext=(-5, 5) if best else (6, -10),
                ha="right" if best else "left",
                textcoords="offset points",
                fontsize=8,
                color=FAINT,
            )
        axes.set(xlabel=f"投入：{x_label}", ylabel=f"产出：{y_label}", title=title)
        axes.set_xlim(0, edge[-1][0])
        axes.set_ylim(0, 1.1 * max(y for _, y in edge))
        figure.legend(loc="outside lower center", ncols=3)
    return figure
