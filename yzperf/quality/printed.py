"""Numbers as tables and formulas print them (印出的数): 3, 1/3, 0.333, 12.5%, 1.84***; what each can stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from yzperf.domain.claims.plain import plain_text

_NUMBER = re.compile(
    r"[(（]?\s*(?P<minus>-)?\s*(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{0,15}\.?\d{1,15})\s*(?P<unit>%?)\s*[)）]?\s*[*]{0,3}"
)
_RATIO = re.compile(r"(?P<top>\d{1,9})\s*[/∕⁄]\s*(?P<below>[1-9]\d{0,8})")
_GLYPHS = {"½": "1/2", "⅓": "1/3", "¼": "1/4", "⅕": "1/5", "⅙": "1/6", "⅐": "1/7", "⅛": "1/8", "⅑": "1/9"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed number and the ends of what was rounded to it; a fraction is exact. Per cent are divided by 100."""

    text: str
    value: Fraction
    low: Fraction
    high: Fraction
    decimals: int = 0

    @property
    def as_percent(self) -> Printed:
        """The same under a heading that says %: 6.25 is 6.25 %; what has the sign itself stays."""
        if "%" in self.text:
            return self
        hundredth = Fraction(1, 100)
        ends = (self.value * hundredth, self.low * hundredth, self.high * hundredth)
        return Printed(f"{self.text}%", *ends, self.decimals + 2)

    @property
    def as_counted(self) -> Printed:
        """The same, exact where no decimals are printed: a judgement of 3, an order of 4."""
        return Printed(self.text, self.value, self.value, self.value) if not self.decimals else self

    def meets(self, low: float | Fraction, high: float | Fraction) -> bool:
        """Whether it can be a number between these ends."""
        return self.low <= high and low <= self.high


def read_printed(text: str) -> Printed | None:
    """Read a cell that holds one number and nothing else.

    Examples
    --------
    >>> read_printed("１／３").value, read_printed("0.33").low, read_printed("合格")
    (Fraction(1, 3), Fraction(13, 40), None)
    """
    plain = _GLYPHS.get(text.strip(), plain_text(text).strip())
    if ratio := _RATIO.fullmatch(plain):
        value = Fraction(int(ratio["top"]), int(ratio["below"]))
        return Printed(text.strip(), value, value, value)
    match = _NUMBER.fullmatch(plain)
    return _read(text.strip(), match) if match else None


def _read(text: str, match: re.Match[str]) -> Printed:
    digits = match["digits"].replace(",", "")
    scale = Fraction(1, 100) if match["unit"] else Fraction(1)
    decimals = len(digits.partition(".")[2])
    value = Fraction(digits) * (-1 if match["minus"] else 1) * scale
    half = Fraction(1, 2 * 10**decimals) * scale
    return Printed(text, value, value - half, value + half, decimals + (2 if match["unit"] else 0))
