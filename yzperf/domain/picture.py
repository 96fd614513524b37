"""A photograph in a report (报告里的照片): where it stands, its caption, and a small grey copy to compare it by."""

from __future__ import annotations

from dataclasses import dataclass, field

from yzperf.errors import Place

GREY_SIDE = 32


@dataclass(frozen=True, slots=True)
class Picture:
    """``grey`` holds GREY_SIDE × GREY_SIDE levels of grey, row by row; nobody is to be recognised in it."""

    where: Place
    caption: str
    grey: bytes = field(repr=False)
