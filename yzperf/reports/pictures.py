"""Pictures for the report (图): PNG, sized for the page, in a wrapper that can only be printed."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Mapping
from fractions import Fraction
from html import escape
from typing import Any

from yzperf.domain.result import Result

_WIDEST_MM, _HIGHEST_MM = 150.0, 105.0


class OpaquePicture:
    """A picture in the template's context: it can be printed and nothing else.

    docxtpl's own ``InlineImage`` lets a template reach the document object and write files with it, sandbox
    or not. Here the maker sits in an attribute with a leading underscore, which the sandbox refuses to read.
    """

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[], str]) -> None:
        self._make = make

    def __html__(self) -> str:
        """XML of the picture; called by the template engine when it prints."""
        return self._make()


class Album:
    """Turns PNG bytes into pictures of one document.

    Parameters
    ----------
    document : docxtpl.DocxTemplate
    """

    def __init__(self, document: Any) -> None:
        self._document = document

    def picture(self, png: bytes, description: str) -> OpaquePicture:
        """Wrap a PNG, scaled to the page, with a description for readers who cannot see it."""
        from docx.shared import Mm
        from docxtpl.inline_image import InlineImage

        width = fitting_width(png)
        image: Any = InlineImage(self._document, io.BytesIO(png), width=Mm(width))  # type: ignore[no-untyped-call]
        named = f'<wp:docPr descr="{escape(description)}" '
        return OpaquePicture(lambda: str(image).replace("<wp:docPr ", named, 1))


def fitting_width(png: bytes) -> float:
    """Width in millimetres at which a PNG fits the text area.

    Raises
    ------
    ValueError
        If the bytes are no PNG.
    """
    if png[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("不是 PNG 图片")
    wide, high = struct.unpack(">II", png[16:24])
    return float(min(_WIDEST_MM, _HIGHEST_MM * wide / high))


def result_png(result: Result) -> bytes | None:
    """Picture of a method result, None if the method has none to show."""
    from yzperf.drawing.canvas import png_bytes

    figure = result.figure()
    return None if figure is None else png_bytes(figure)


def block_chart(blocks: Mapping[str, tuple[Fraction, Fraction | None]]) -> bytes:
    """Draw weight against score of each block (各类指标得分).

    Parameters
    ----------
    blocks : mapping of str to (weight, score)
        A score of None is drawn as nothing and labelled 待定.
    """
    from yzperf.drawing.canvas import BLUE, GRID, new_figure, png_bytes

    names = list(blocks)[::-1]
    with new_figure(width_cm=14.5, height_cm=2.2 + 1.1 * len(names)) as (figure, axes):
        weights = [float(blocks[name][0]) for name in names]
        scores = [float(blocks[name][1] or 0) for name in names]
        axes.barh(names, weights, height=0.62, color=GRID, label="分值")
        axes.barh(names, scores, height=0.36, color=BLUE, label="得分")
        for place, name in enumerate(names):
            axes.annotate(
                _bar_label(*blocks[name]),
                (weights[place], place),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
            )
        axes.set_xlim(0, max(weights, default=1.0) * 1.28)
        axes.set_xlabel("分")
        axes.grid(visible=False, axis="y")
        figure.legend(loc="outside upper right", ncols=2)
    return png_bytes(figure)


def _bar_label(weight: Fraction, got: Fraction | None) -> str:
    if got is None or not weight:
        return "待定"
    return f"{float(got):.2f} / {float(weight):g}（{float(got / weight * 100):.1f}%）"
