"""Figures in a text, each with the unit that follows it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from yzperf.domain.reading.numerals import DIGITS, NUMERAL_SIGNS, read_digits, read_numeral
from yzperf.domain.reading.words import MEASURES, NAMES_OF_UNITS, SIGNS

_WORDS = MEASURES.split()


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))


_WHOLE_UNITS = [word for word in _WORDS if word[0] in "百千"]
_BASE = rf"(?:(?:{_any(NAMES_OF_UNITS.split())})(?![A-Za-z0-9])|{_any(SIGNS.split())}|{_any(_WORDS)})"
_ONE = rf"(?:{_any(_WHOLE_UNITS)}|[百千万亿]{{0,2}}?{_BASE})"
_BRACKET = rf"(?:\((?:{_any(_WORDS)}|[A-Za-z])\))"
UNIT = re.compile(rf"{_ONE}{_BRACKET}?(?:[/·]{_ONE})*|[百千万亿]{{1,2}}(?![\u4e00-\u9fff])")

_SIGN = f"[{NUMERAL_SIGNS}]"
_PART_OF = {"百分之": "%", "千分之": "‰"}
_FIGURE = re.compile(
    rf"(?P<part>{'|'.join(_PART_OF)})?(?:(?<![0-9.,A-Za-z])(?P<digits>{DIGITS})(?![0-9]|[.,][0-9])|(?P<numeral>{_SIGN}+(?:点{_SIGN}+)?)|(?<![大多前上下后过])(?P<half>半)(?=年|天|个月|小时))"
)
_TO_NUMERAL = re.compile(rf"[至到~-]+(?:百分之|千分之)?{_SIGN}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure from ``start`` to ``end``, its unit included. ``spelt``: in Chinese numerals."""

    start: int
    end: int
    value: Decimal
    unit: str
    spelt: bool = False


class UnreadableError(ValueError):
    """A figure stands there that is not written as figures are (三五次, 007)."""


def find_figures(text: str) -> list[Figure]:
    """Find all figures, in digits and in Chinese numerals that count something.

    Raises
    ------
    UnreadableError
        If a figure is there that cannot be read: then nothing beside it may be taken for the value either.
    """
    figures: list[Figure] = []
    position = 0
    while match := _FIGURE.search(text, position):
        figure = _figure(match)
        position = figure.end if figure else match.end()
        figures += [figure] if figure else []
    return figures


def _figure(match: re.Match[str]) -> Figure | None:
    unit = UNIT.match(match.string, match.end())
    if match["digits"]:
        value = _from_digits(match["digits"])
    elif _counts_nothing(match, unit):
        return None
    else:
        value = Decimal("0.5") if match["half"] else read_numeral(match["numeral"])
    if value is None:
        raise UnreadableError(match.group())
    if match["part"]:
        return Figure(match.start(), match.end(), value, _PART_OF[match["part"]], spelt=not match["digits"])
    end = unit.end() if unit else match.end()
    return Figure(match.start(), end, value, unit.group() if unit else "", spelt=not match["digits"])


def _from_digits(digits: str) -> Decimal | None:
    """Leading zeros make a code of it (007), except that zeros alone are a typed zero."""
    is_code = re.match(r"0[0-9]", digits) and digits.strip("0")
    return None if is_code else read_digits(digits)


def _counts_nothing(match: re.Match[str], unit: re.Match[str] | None) -> bool:
    """Numerals in words (一等奖, 统一) have no unit behind them and begin no range."""
    bare_hundred = match["numeral"] == "百" and not match["part"]
    return bare_hundred or not (match["part"] or unit or _TO_NUMERAL.match(match.string, match.end()))
