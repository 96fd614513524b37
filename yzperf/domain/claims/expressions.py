"""Computations that a report prints (算式): （168+142）÷386×100%=80.31%, 98.80%×5=4.94分."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from yzperf.domain.claims.plain import plain_text

_NUMBER = r"\d[\d,]*(?:\.\d+)?\s?%?"
_UNIT = r"[\u4e00-\u9fff/]{0,5}"
_OPERATOR = r"[+＋\-－−×xX✕*÷/／]"
_TERM = rf"[(（\[]*\s?{_NUMBER}{_UNIT}\s?[)）\]]*"
_EXPRESSION = re.compile(rf"(?<![A-Za-z0-9.%/])({_TERM}(?:\s?{_OPERATOR}\s?{_TERM})+)\s?[=＝≈]\s?({_NUMBER})({_UNIT})")
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<operator>{_OPERATOR})|(?P<open>[(（\[])|(?P<close>[)）\]])")
_SIGNS = {"＋": "+", "－": "-", "−": "-", "x": "×", "X": "×", "✕": "×", "*": "×", "/": "÷", "／": "÷"}
_SCALES = tuple(Fraction(10) ** power for power in (0, 2, -2, 4, -4, 8, -8, 1, 3, -3))  # 万元 over 户 gives 元
_SLACK = 2  # last digits by which a result may be off where its terms were rounded first
_LONGEST = 12
_WHOLE_SUM = re.compile(r"[^.%×xX✕*÷/／]*")  # counts that are added: nothing was rounded
_DIVIDED = re.compile("[÷/／]")


@dataclass(frozen=True, slots=True)
class Expression:
    """A printed computation: its text, the result as printed, and what it comes to."""

    text: str
    printed: str
    value: Fraction
    result: Fraction
    unit: Fraction

    @property
    def holds(self) -> bool:
        """Whether the result can be what is printed: the terms may have been rounded, the units may differ."""
        return any(abs(self.value * scale - self.result) <= self._room(scale) for scale in _SCALES)

    def _room(self, scale: Fraction) -> Fraction:
        if _WHOLE_SUM.fullmatch(self.text):
            return Fraction(0)
        return (_SLACK if _DIVIDED.search(self.text) else 1) * self.unit + abs(self.value * scale) / 2000

    @property
    def shown(self) -> Fraction:
        """What it comes to in the unit of the result: that of the ways to read the units that comes nearest."""
        return min((self.value * scale for scale in _SCALES), key=lambda value: abs(value - self.result))


def expressions_in(text: str) -> Iterator[Expression]:
    """Find the computations of a text that can be read in full.

    >>> [one.holds for one in expressions_in("（168+142）÷386×100%=80.31%，（168+142）÷392×100%=80.31%")]
    [True, False]
    """
    for match in _EXPRESSION.finditer(plain_text(text)):
        value = _evaluated(match[1])
        if value is not None:
            digits = match[2].replace(",", "").replace(" ", "").rstrip("%")
            scale = Fraction(1, 100) if "%" in match[2] else Fraction(1)
            last = Fraction(1, 10 ** len(digits.partition(".")[2])) * scale
            yield Expression(match[0], f"{match[2].strip()}{match[3]}", value, Fraction(digits) * scale, last)


def _evaluated(text: str) -> Fraction | None:
    """The value by the rules of arithmetic; None where brackets do not close or something is divided by nought."""
    tokens = [_Token.of(match) for match in _TOKEN.finditer(text)]
    if len(tokens) > 4 * _LONGEST:
        return None
    try:
        value, rest = _sum(tokens)
    except (ValueError, ZeroDivisionError):
        return None
    return value if not rest else None


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    sign: str = ""
    value: Fraction = Fraction(0)

    @classmethod
    def of(cls, match: re.Match[str]) -> _Token:
        if match["number"]:
            digits = match["number"].replace(",", "").replace(" ", "")
            value = Fraction(digits.rstrip("%"))
            return cls("number", value=value / 100 if digits.endswith("%") else value)
        if match["operator"]:
            return cls("operator", _SIGNS.get(match["operator"], match["operator"]))
        return cls("open" if match["open"] else "close")


Tokens = list[_Token]


def _sum(tokens: Tokens) -> tuple[Fraction, Tokens]:
    value, rest = _product(tokens)
    while rest and rest[0].sign in ("+", "-"):
        other, after = _product(rest[1:])
        value, rest = (value + other if rest[0].sign == "+" else value - other), after
    return value, rest


def _product(tokens: Tokens) -> tuple[Fraction, Tokens]:
    value, rest = _factor(tokens)
    while rest and rest[0].sign in ("×", "÷"):
        other, after = _factor(rest[1:])
        value, rest = (value * other if rest[0].sign == "×" else value / other), after
    return value, rest


def _factor(tokens: Tokens) -> tuple[Fraction, Tokens]:
    if not tokens:
        raise ValueError("ends too early")
    if tokens[0].kind == "number":
        return tokens[0].value, tokens[1:]
    if tokens[0].kind != "open":
        raise ValueError("no number")
    value, rest = _sum(tokens[1:])
    if not rest or rest[0].kind != "close":
        raise ValueError("a bracket is not closed")
    return value, rest[1:]
