"""Formulas over named data items (公式): read once, checked when the data are loaded, computed exactly.

A formula knows ``+ − × ÷``, parentheses, numbers such as ``12`` or ``100%`` (which is 1), and the names of its
data items. Nothing is ever executed as program text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from yzperf.errors import RuleError

Items = Mapping[str, Decimal | Fraction | int]  # data item → value


class Sign(Enum):
    """The four operations."""

    PLUS = "+"
    MINUS = "−"
    TIMES = "×"
    OVER = "÷"


# People type them in many ways; the minus of a Chinese keyboard is not the one of a programmer.
_SIGNS = {
    **dict.fromkeys("+＋", Sign.PLUS),
    **dict.fromkeys("−-－–", Sign.MINUS),
    **dict.fromkeys("×*＊", Sign.TIMES),
    **dict.fromkeys("÷/／", Sign.OVER),
}
_RANK = {Sign.PLUS: 1, Sign.MINUS: 1, Sign.TIMES: 2, Sign.OVER: 2}
_OPEN, _CLOSE = "(（", ")）"
_NUMBER = r"[0-9]{1,15}(?:\.[0-9]{1,15})?[ \t]*[%％]?"


@dataclass(frozen=True, slots=True)
class Item:
    """A data item inside a formula."""

    name: str


Step = Fraction | Item | Sign


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read. ``steps`` are in the order of computing: operands first, then their sign."""

    text: str
    steps: tuple[Step, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Data items that the formula needs, each once, in order of appearance."""
        return tuple(dict.fromkeys(step.name for step in self.steps if isinstance(step, Item)))

    def value(self, items: Items) -> Fraction:
        """Compute the formula exactly.

        Parameters
        ----------
        items
            Value of every data item, in the unit that the item's meaning names. Others are left aside.

        Raises
        ------
        RuleError
            If items are missing or no exact numbers, or a divisor is zero.
        """
        given = self._given(items)
        stack: list[Fraction] = []
        for step in self.steps:
            if isinstance(step, Sign):
                right, left = stack.pop(), stack.pop()
                stack.append(self._apply(step, left, right, given))
            else:
                stack.append(given[step.name] if isinstance(step, Item) else step)
        return stack.pop()

    def _given(self, items: Items) -> dict[str, Fraction]:
        missing = [name for name in self.names if items.get(name) is None]
        if missing:
            raise RuleError(f"公式“{self.text}”缺数据项：{'、'.join(missing)}；请补齐后再算。")
        return {name: _exact(name, items[name]) for name in self.names}

    def _apply(self, sign: Sign, left: Fraction, right: Fraction, given: Mapping[str, Fraction]) -> Fraction:
        if sign is Sign.OVER and not right:
            zeros = [name for name, value in given.items() if not value]
            which = f"（为零的数据项：{'、'.join(zeros)}）" if zeros else ""
            raise RuleError(f"公式“{self.text}”的除数为零{which}，算不出结果；请核对数据，或说明该指标不适用。")
        if sign is Sign.OVER:
            return left / right
        if sign is Sign.TIMES:
            return left * right
        return left + right if sign is Sign.PLUS else left - right


def _exact(name: str, value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, Decimal | int | Fraction):
        raise RuleError(f"数据项“{name}”的值 {value!r} 不是精确数；请给十进制数（Decimal）或整数。")
    if isinstance(value, Decimal) and not value.is_finite():
        raise RuleError(f"数据项“{name}”的值 {value} 不是有限的数；请核对数据。")
    return Fraction(value)


def read_formula(text: str, names: Collection[str]) -> Formula:
    """Read a formula whose data items are known.

    Parameters
    ----------
    text
        As printed: ``（计划成本 − 实际成本） ÷ 计划成本 × 100%``.
    names
        Names of the data items. They may hold any character, even a sign: the longest name wins.

    Raises
    ------
    RuleError
        If the text is no formula over these names; the message says where it stops making sense.
    """
    reader = _Reader(text)
    for place, token in _tokens(text, names):
        reader.take(place, token)
    return Formula(text, reader.finish())


def _tokens(text: str, names: Collection[str]) -> Iterator[tuple[int, Step | str]]:
    """Yield operands, signs and parentheses (``(`` or ``)``) with their place in the text."""
    pattern = _pattern(names)
    place = 0
    while place < len(text):
        found = pattern.match(text, place)
        if found is None:
            known = "、".join(names) or "无"
            raise RuleError(f"公式“{text}”从“{text[place : place + 12]}”起读不懂；已列的数据项：{known}。")
        if found.lastgroup != "blank":
            yield place, _token(found.lastgroup or "", found.group())
        place = found.end()


def _pattern(names: Collection[str]) -> re.Pattern[str]:
    longest_first = sorted(filter(None, names), key=len, reverse=True)
    item = "|".join(map(re.escape, longest_first)) or "(?!)"
    signs = "".join(map(re.escape, _SIGNS))
    return re.compile(
        rf"(?P<item>{item})|(?P<number>{_NUMBER})|(?P<sign>[{signs}])|(?P<bracket>[()（）])|(?P<blank>\s+)"
    )


def _token(kind: str, text: str) -> Step | str:
    if kind == "item":
        return Item(text)
    if kind == "sign":
        return _SIGNS[text]
    if kind == "bracket":
        return "(" if text in _OPEN else ")"
    return Fraction(text[:-1].strip()) / 100 if text[-1] in "%％" else Fraction(text.strip())


class _Reader:
    """Puts a formula into the order of computing (shunting-yard). No recursion: depth cannot exhaust a stack."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._steps: list[Step] = []
        self._waiting: list[Sign | str] = []
        self._wants_operand = True

    def take(self, place: int, token: Step | str) -> None:
        opens_or_operand = token == "(" or isinstance(token, Item | Fraction)
        if opens_or_operand != self._wants_operand:
            self._refuse(place)
        if isinstance(token, Sign):
            self._take_sign(token)
        elif token == ")":
            self._close(place)
        elif isinstance(token, Item | Fraction):
            self._steps.append(token)
        else:
            self._waiting.append("(")
        self._wants_operand = isinstance(token, Sign) or token == "("

    def finish(self) -> tuple[Step, ...]:
        if self._wants_operand:
            raise RuleError(f"公式“{self._text}”没有写完：末尾缺数据项或数。")
        while self._waiting:
            self._release("有左括号没有配对的右括号")
        return tuple(self._steps)

    def _take_sign(self, sign: Sign) -> None:
        while self._waiting and isinstance(top := self._waiting[-1], Sign) and _RANK[top] >= _RANK[sign]:
            self._release("")
        self._waiting.append(sign)

    def _close(self, place: int) -> None:
        while self._waiting and self._waiting[-1] != "(":
            self._release("")
        if not self._waiting:
            raise RuleError(f"公式“{self._text}”第 {place + 1} 字处的右括号没有配对的左括号。")
        self._waiting.pop()

    def _release(self, unpaired: str) -> None:
        sign = self._waiting.pop()
        if not isinstance(sign, Sign):
            raise RuleError(f"公式“{self._text}”{unpaired}。")
        self._steps.append(sign)

    def _refuse(self, place: int) -> None:
        wanted = "数据项、数或左括号" if self._wants_operand else "运算符或右括号"
        raise RuleError(f"公式“{self._text}”第 {place + 1} 字处应为{wanted}。")
