"""The sheet every picture is drawn on (画布): Chinese font, calm style, the same bytes for the same data.

Nothing here goes through pyplot, so that a picture made on a server leaves no global state behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Okabe & Ito (2008): told apart by colour-blind readers and on grey copies.
BLUE, ORANGE, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
PALETTE = (BLUE, ORANGE, GREEN, PURPLE, "#E69F00", "#56B4E9")
INK, FAINT, GRID = "#2B2B2B", "#6E6E6E", "#E3E3E3"

_DPI = 200
_CM_PER_INCH = 2.54
_FONT_FILE = Path(__file__).parent / "fonts" / "NotoSansSC-Regular.ttf"
# An alias of our own: a system-wide Noto Sans SC of another version would change the bytes of a picture.
_FAMILY = "yzperf Noto Sans SC"

_STYLE: Any = {
    "font.family": [_FAMILY],
    "font.size": 9.0,
    "text.color": INK,
    "text.parse_math": False,  # a "$" in a project name is a "$"
    "axes.unicode_minus": True,
    "axes.prop_cycle": cycler(color=PALETTE),
    "axes.titlesize": 10.5,
    "axes.titlelocation": "left",
    "axes.titlepad": 10.0,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "lines.linewidth": 1.8,
}


class Picture(Figure):
    """A figure that shows itself in a notebook, with the same bytes that go into a report."""

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        # The pixels are for print; on a page it is as wide as in the report.
        return png_bytes(self), {"width": int(self.get_figwidth() * 100)}


@contextmanager
def new_figure(*, width_cm: float = 15.0, height_cm: float = 8.5) -> Iterator[tuple[Picture, Axes]]:
    """Open a sheet to draw on; texts made inside the ``with`` block get the shipped Chinese font.

    Parameters
    ----------
    width_cm, height_cm : float
        Size of the picture in centimetres. 15 cm fills the text width of an A4 page.

    Yields
    ------
    tuple of Picture and matplotlib.axes.Axes

    Examples
    --------
    >>> with new_figure(width_cm=12, height_cm=7) as (figure, axes):
    ...     _ = axes.plot([2021, 2022], [-1.0, 2.0])
    ...     _ = axes.set_ylabel("变化（万元）")
    """
    with new_panels(1, width_cm=width_cm, height_cm=height_cm) as (figure, (axes,)):
        yield figure, axes


@contextmanager
def new_panels(count: int, *, width_cm: float, height_cm: float) -> Iterator[tuple[Picture, list[Axes]]]:
    """Open a sheet with several panels side by side that share their vertical axis; else as `new_figure`."""
    _register_font()
    size = (width_cm / _CM_PER_INCH, height_cm / _CM_PER_INCH)
    with mpl.rc_context(_STYLE):
        figure = Picture(figsize=size, layout="constrained")
        panels = list(figure.subplots(1, count, sharey=True, squeeze=False)[0])
        for axes in panels:
            # Ticks are born when the picture is drawn, after this block: they need the font by name.
            axes.tick_params(labelfontfamily=_FAMILY, length=3)
        yield figure, panels


def tick_words(value: float, _place: object = None) -> str:
    """Tell the number at a tick: thousands separated and no exponent, for amounts in 元 run to billions."""
    return f"{value:,.14g}".replace("-", "−")


def png_bytes(figure: Figure) -> bytes:
    """Render a figure as PNG at 200 dpi: no date, no program version, the same bytes every time."""
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=_DPI, metadata={"Software": None})
    return buffer.getvalue()


@cache
def _register_font() -> None:
    entry = font_manager.FontEntry(
        fname=str(_FONT_FILE),
        name=_FAMILY,
        style="normal",
        variant="normal",
        weight=400,
        stretch="normal",
        size="scalable",
    )
    font_manager.fontManager.ttflist.append(entry)
