"""What a reason says was taken off (扣分理由): 经费未落实扣1分，考核未落实扣0.5分; rules and conditions take nothing off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.quantity import normalise
from yzperf.domain.reading.numerals import read_numeral
from yzperf.domain.scorecard import half_up
from yzperf.quality.intervals import decimals

_NUMBER = r"(?P<number>\d+(?:\.\d+)?|半|[一二两三四五六七八九十]+(?:点[零一二三四五六七八九]+)?(?=分))"
_TAKEN = re.compile(
    rf"(?:扣(?:除|减|去|掉|分|计)?|减(?:去|分)?|失分|丢分?)(?:了|为|计|[:=])?(?P<share>(?:该项|本项|权重|分值|满分|得分|分|的)*)"
    rf"{_NUMBER}(?P<unit>分(?!钟)|%)?(?P<tail>[-~至/]|以上|以下|左右)?"
)
_MINUS = re.compile(r"\(-(?P<number>\d+(?:\.\d+)?)(?P<unit>分)\)")
_WHOLE = re.compile(r"(?:共计?|合计|总计|累计|总共|一共|小计|实际|^实|最终|综合)(?:共|应|予以|酌情)?$")
_RULE = re.compile("每|最多|最高|上限|不超过|扣完为止|若|如果|原则上|按比例|可扣|应扣")
_CONDITION = re.compile("(?:的|则)[,，]?(?:酌情)?$")
_NO_SUM = re.compile("否则|不重复|已在|另行|其他指标|前述|同上|见上|抵|加分|加\\d|奖励")
_NEGATED = re.compile(r"(?:未|不|无|没有|免予?)(?:予以?)?$")
_PHRASE = re.compile(r"[,，;；。、\n!]")
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Deductions:
    """What a reason takes off, part by part, and its own total if it gives one. Shares of the weight are worked out."""

    parts: tuple[Decimal, ...]
    total: Decimal | None = None

    @property
    def is_added_wrong(self) -> bool:
        """Whether the reason contradicts itself: its parts are not its total."""
        return self.total is not None and len(self.parts) > 1 and sum(self.parts) != self.total

    @property
    def stated(self) -> Decimal:
        """What is taken off in all."""
        return sum(self.parts, Decimal(0)) if self.total is None else self.total

    def is_loss(self, loss: Fraction) -> bool:
        """Whether this is what the row lost, at the decimals that the reason prints; whole points are meant exactly."""
        places = max([decimals(value) for value in (*self.parts, self.stated)])
        return half_up(loss, places or 2) == half_up(Fraction(self.stated), places or 2)


def read_deductions(reason: str, weight: Fraction) -> Deductions | None:
    """Return what a reason takes off, or None where it does not say so for certain.

    >>> read_deductions("资料不全扣1分、签字不全扣0.5分，合计扣1.5分", Fraction(5)).stated
    Decimal('1.5')
    >>> read_deductions("每缺一项扣0.5分，扣完为止", Fraction(5)) is None
    True
    """
    text = normalise(reason)
    if _NO_SUM.search(text):
        return None
    parts: list[Decimal] = []
    totals: list[Decimal] = []
    for match in _found(text):
        front = text[: match.start()]
        if match.groupdict().get("tail"):
            return None
        value = _value(match, weight)
        if value is None or _NEGATED.search(front) or _CONDITION.search(front) or _is_rule(text, match):
            continue
        (totals if _WHOLE.search(_PHRASE.split(front)[-1]) else parts).append(value)
    return Deductions(tuple(parts), totals[-1] if totals else None) if parts or totals else None


def _found(text: str) -> Sequence[re.Match[str]]:
    both = (*_TAKEN.finditer(text), *_MINUS.finditer(text))
    return sorted(both, key=lambda match: match.start())


def _value(match: re.Match[str], weight: Fraction) -> Decimal | None:
    """The points; a share counts of the weight. A bare number counts at the end of its phrase only (扣1 处 is none)."""
    raw, unit = match["number"], match["unit"]
    number = _HALF if raw == "半" else Decimal(raw) if raw[0].isdigit() else read_numeral(raw)
    if number is None:
        return None
    if unit == "%":
        share = weight * Fraction(number) / 100
        return half_up(share) if match.groupdict().get("share") else None
    behind = match.string[match.end() :]
    return number if unit or not behind or _PHRASE.match(behind) or behind[0] == ")" else None


def _is_rule(text: str, match: re.Match[str]) -> bool:
    """Whether the phrase around it tells a rule (每缺一项扣0.5分) and no outcome."""
    since = max((one.end() for one in _PHRASE.finditer(text, 0, match.start())), default=0)
    until = _PHRASE.search(text, match.end())
    return bool(_RULE.search(text[since : until.start() if until else None]))
