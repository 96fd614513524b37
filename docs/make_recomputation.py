"""Draw the picture and count the table of ``recomputation.md`` (检出力): power against people and printed decimals.

Run ``python docs/make_recomputation.py`` after a change of the granularity test. Everything else on the page is written by
hand. ``tests/docs`` holds the table to this script.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from yzperf.drawing.canvas import BLUE, FAINT, GREEN, ORANGE, Picture, new_figure, png_bytes
from yzperf.forensics.grain import Grain

TARGET = Path(__file__).with_name("recomputation.md")
PICTURE = Path(__file__).parent / "pictures" / "granularity_power.png"
_OPEN, _CLOSE = "<!-- 以下由 make_recomputation.py 生成 -->\n", "<!-- 生成到这里 -->\n"
_PEOPLE = (12, 30, 60, 120, 200, 400, 1000)
_WHOLE, _SHARE, _POINTS = Fraction(1), Fraction(100), Fraction(20)
_KINDS = (
    ("整数分均值，1 位小数（4.4）", _WHOLE, 1),
    ("整数分均值，2 位小数（4.37）", _WHOLE, 2),
    ("人数占比，0 位小数（92%）", _SHARE, 0),
    ("人数占比，1 位小数（92.4%）", _SHARE, 1),
    ("人数占比，2 位小数（92.35%）", _SHARE, 2),
    ("100/80/60/0 计分，2 位小数（92.35）", _POINTS, 2),
)
_CURVES = (
    ("占比，2 位小数", _SHARE, 2, BLUE, "-"),
    ("占比，1 位小数", _SHARE, 1, BLUE, "--"),
    ("100/80/60/0 计分，2 位小数", _POINTS, 2, ORANGE, "-"),
    ("整数分均值，2 位小数", _WHOLE, 2, GREEN, "-"),
)


def power(people: int, step: Fraction, places: int) -> float:
    """The power of the test for one number of people."""
    return Grain(range(people, people + 1), step=step).power(places)


def text() -> str:
    """Return the page with the table as it is now."""
    above, _, rest = TARGET.read_text(encoding="utf-8").partition(_OPEN)
    return above + _OPEN + _table() + _CLOSE + rest.partition(_CLOSE)[2]


def _table() -> str:
    heads = ["印成", *(f"{people} 人" for people in _PEOPLE)]
    rows = [[name, *(f"{power(people, step, places):.2f}" for people in _PEOPLE)] for name, step, places in _KINDS]
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


def picture() -> Picture:
    """Draw power against the number of people, a curve for each way to print.

    Numbers of people that divide a hundred have more power, since their means end in few digits; the curves leave them out.
    """
    people = sorted({n for at in range(95) if (n := round(6 * 1.06**at)) % 2 and n % 5})
    with new_figure(width_cm=15.0, height_cm=8.5) as (figure, axes):
        for name, step, places, colour, line in _CURVES:
            axes.plot(people, [power(n, step, places) for n in people], color=colour, linestyle=line, label=name)
        axes.axhspan(0, 0.5, color=FAINT, alpha=0.10, linewidth=0)
        axes.text(7.6, 0.3, "不足一半：不判，\n记“无检出力”", color=FAINT, fontsize=8.5)
        axes.set_xscale("log")
        axes.set(
            xlim=(7, people[-1]),
            ylim=(0, 1.02),
            xlabel="人数（对数刻度）",
            ylabel="检出力",
            title="写错的数，多大比例能看出来",
        )
        axes.set_xticks([10, 30, 100, 300, 1000], ["10", "30", "100", "300", "1000"])
        axes.set_xticks([], minor=True)
        axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.55))
    return figure


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
    PICTURE.write_bytes(png_bytes(picture()))
