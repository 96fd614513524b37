"""What a formula of a workbook gives from the stored values of its cells (公式复算): sums, arithmetic, rounding; nothing more.

What is not understood in full (a condition, a look-up, a text where a number should be) gives None: no value is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from yzperf.domain.scorecard import half_up
from yzperf.domain.workings import Position

Look = Callable[
    [str, Position], "Fraction | str | None"
]  # sheet ("" for the own) and cell → number, None for blank, text
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<name>[A-Z]{2,12})(?=\()"
    r"|(?P<area>(?:'[^']{1,40}'!|[\w\u4e00-\u9fff]{1,40}!)?\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?)"
    r"|(?P<sign>[-+*/(),%]))"
)
_AREA = re.compile(r"(?:(?P<sheet>.*)!)?\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_DIGITS = 15  # significant digits of a spreadsheet
_LONGEST, _DEEPEST, _MOST = 500, 30, 100_000  # signs, brackets, cells of one area


class NotUnderstoodError(Exception):
    """Raised within: the formula holds what is not computed here."""


def evaluate(formula: str, look: Look) -> Fraction | None:
    """Return the exact value, or None where the formula is not one of plain arithmetic.

    >>> evaluate("SUM(A1:A2)-1", lambda sheet, at: Fraction(at[0]))
    Fraction(2, 1)
    >>> evaluate("VLOOKUP(A1,B1:C9,2)", lambda sheet, at: Fraction(1)) is None
    True
    """
    try:
        reader = _Reader(list(_tokens(formula.lstrip("=+"))), look)
        value = reader.sum()
        return value if reader.at == len(reader.tokens) else None
    except (NotUnderstoodError, ZeroDivisionError, IndexError):
        return None


def cells_of(area: str) -> list[Position]:
    """The cells of A1 or $A$1:B2; nothing where it is no area, or one too large."""
    match = _AREA.fullmatch(area.upper())
    if not match:
        return []
    top, left = int(match[3]), column_number(match[2])
    bottom, right = (int(match[5]), column_number(match[4])) if match[5] else (top, left)
    if bottom < top or right < left or (bottom - top + 1) * (right - left + 1) > _MOST:
        return []
    return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def column_number(letters: str) -> int:
    """Number of a column from its letters, from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None or len(text) > _LONGEST:
            raise NotUnderstoodError
        at = match.end()
        yield str(match.lastgroup), match[str(match.lastgroup)]


@dataclass
class _Reader:
    """Reads tokens from left to right: sums of products of values."""

    tokens: list[tuple[str, str]]
    look: Look
    at: int = 0
    depth: int = 0

    def _takes(self, *signs: str) -> str:
        is_next = self.at < len(self.tokens) and self.tokens[self.at] in [("sign", sign) for sign in signs]
        if is_next:
            self.at += 1
        return self.tokens[self.at - 1][1] if is_next else ""

    def _needs(self, sign: str) -> None:
        if not self._takes(sign):
            raise NotUnderstoodError

    def sum(self) -> Fraction:
        value = self._product()
        while sign := self._takes("+", "-"):
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> Fraction:
        value = self._signed()
        while sign := self._takes("*", "/"):
            other = self._signed()
            value = value * other if sign == "*" else value / other
        return value

    def _signed(self) -> Fraction:
        factor = Fraction(1)
        while sign := self._takes("+", "-"):
            factor = -factor if sign == "-" else factor
        value = self._value()
        while self._takes("%"):
            value /= 100
        return factor * value

    def _value(self) -> Fraction:
        if self._takes("("):
            return self._within(self.sum)
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return Fraction(text)
        if kind == "name" and text in _FUNCTIONS:
            self._needs("(")
            return self._within(lambda: _FUNCTIONS[text](self._arguments()))
        if kind == "area" and len(found := self._numbers(text, is_added=False)) == 1:
            return found[0]
        raise NotUnderstoodError

    def _within(self, read: Callable[[], Fraction]) -> Fraction:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotUnderstoodError
        value = read()
        self._needs(")")
        self.depth -= 1
        return value

    def _arguments(self) -> list[list[Fraction]]:
        found = [self._argument()]
        while self._takes(","):
            found.append(self._argument())
        return found

    def _argument(self) -> list[Fraction]:
        """An area stands for all its numbers, anything else for one value."""
        kind, text = self.tokens[self.at]
        ends = self.tokens[self.at + 1] in (("sign", ","), ("sign", ")"))
        if kind == "area" and ends:
            self.at += 1
            return self._numbers(text, is_added=True)
        return [self.sum()]

    def _numbers(self, text: str, is_added: bool) -> list[Fraction]:
        """The numbers of an area; a sum passes over texts, arithmetic with them is not computed here."""
        sheet = text.rpartition("!")[0].strip("'")
        values = [self.look(sheet, at) for at in cells_of(text)]
        if not values or (not is_added and any(isinstance(value, str) for value in values)):
            raise NotUnderstoodError
        numbers = [value for value in values if isinstance(value, Fraction)]
        return numbers if is_added else [value if isinstance(value, Fraction) else Fraction(0) for value in values]


def _all(arguments: list[list[Fraction]]) -> list[Fraction]:
    return [value for argument in arguments for value in argument]


def _rounded(arguments: list[list[Fraction]]) -> Fraction:
    """Half-up, of what a sheet shows of its binary fractions: 1.00499999999999989 is 1.005."""
    if [len(argument) for argument in arguments] != [1, 1]:
        raise NotUnderstoodError
    (value,), (places,) = arguments
    if places.denominator != 1 or not 0 <= places <= _DIGITS:
        raise NotUnderstoodError
    with localcontext(prec=_DIGITS):
        shown = Decimal(value.numerator) / Decimal(value.denominator)
    return Fraction(half_up(Fraction(shown), int(places)))


def _product(arguments: list[list[Fraction]]) -> Fraction:
    value = Fraction(1)
    for factor in _all(arguments):
        value *= factor
    return value


_FUNCTIONS: dict[str, Callable[[list[list[Fraction]]], Fraction]] = {
    "SUM": lambda told: sum(_all(told), Fraction(0)),
    "AVERAGE": lambda told: sum(_all(told), Fraction(0)) / len(_all(told)),
    "MAX": lambda told: max(_all(told), default=Fraction(0)),
    "MIN": lambda told: min(_all(told), default=Fraction(0)),
    "PRODUCT": _product,
    "ROUND": _rounded,
    "ABS": lambda told: abs(told[0][0]),
}
