"""B10 量级与单位 (an amount beside its share): 抽查金额6,318,240.16万元，占29.54% is that share of the spending in 元 only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.document import Document, Story
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.units import conversion, is_money
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.intervals import decimals
from yzperf.quality.passage_values import passages

_AMOUNT = re.compile(
    r"(?<![\d.,约近])(?P<amount>\d[\d,]*(?:\.\d+)?)\s?(?P<unit>亿元|万元|千元|元)[,，、]?[(]?(?:占|占比)(?P<of>[^\d，,。；;、%]{0,16})(?P<share>\d{1,2}(?:\.\d{1,2})?)%(?!以上|以下|左右|[-~至])"
)
_UNITS = ("元", "万元", "亿元")  # what is mistaken for one another; 千元 is rare
_WHOLES = (Role.SPENT, Role.BUDGET, Role.ADJUSTED_BUDGET, Role.RECEIVED, Role.INVESTMENT)
_WHOLE = re.compile("^(?!.*[该每户均])[^。]*(?:支出|预算|总额|全部|项目资金|到位|投资)")
_TELLING = 4  # digits of amount, share and whole that do not agree by chance
_TELLING_SHARE = 3


@dataclass(frozen=True, slots=True)
class _Share:
    """An amount and the share that it is told to be."""

    amount: Decimal
    unit: str
    share: Decimal
    of: str
    where: Place

    def is_of(self, whole: Fraction, unit: str) -> bool:
        """Whether it is this share of a whole (in 元), if it were in a unit."""
        amount = Fraction(self.amount) * (conversion(unit, "元") or 0)
        half = Fraction(1, 2 * 10 ** decimals(self.share))
        return whole > 0 and abs(100 * amount / whole - Fraction(self.share)) <= half


@check("B10", title="量级与单位", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def amounts_fit_their_share(report: Document, claims: Claims) -> Iterator[Hit]:
    """An amount whose share of a whole of the report comes out in another unit only is printed in a wrong one."""
    told = [one for one in _shares(report) if _digits(one.amount) >= _TELLING and _digits(one.share) >= _TELLING_SHARE]
    money = [one for one in claims.own if is_money(one.unit) and one.is_exact and one.value > 0]
    if not told or not money:
        raise Inapplicable("报告没有在金额旁边写它占多少")
    every = {_in_yuan(one) for one in money}
    wholes = [_in_yuan(one) for one in money if one.role in _WHOLES and _digits(one.value) >= _TELLING]
    for one in told:
        if not any(one.is_of(whole, one.unit) for whole in every):
            yield from _misprinted(one, wholes, max(every))


def _misprinted(one: _Share, wholes: Sequence[Fraction], most: Fraction) -> Iterator[Hit]:
    """In just one other unit the share comes out; the whole is named, or as printed would be beyond all that the report tells."""
    fits = [unit for unit in _UNITS if unit != one.unit and any(one.is_of(whole, unit) for whole in wholes)]
    implied = 100 * Fraction(one.amount) * (conversion(one.unit, "元") or 0) / Fraction(one.share)
    if len(fits) == 1 and (implied > most or _WHOLE.search(one.of)):
        shown, right = f"{one.amount:,}{one.unit}", f"{one.amount:,}{fits[0]}"
        message = f"写 {shown}、占 {one.share}%，按报告里的各项总额都算不出；单位是“{fits[0]}”时正好相符，单位写错"
        yield Hit(one.where, message, shown, right)


def _shares(report: Document) -> Iterator[_Share]:
    for paragraph, passage in zip(report.every_paragraph(), passages(report), strict=True):
        if paragraph.story is not Story.CELL:
            for match in _AMOUNT.finditer(passage.text):
                amount = Decimal(match["amount"].replace(",", ""))
                yield _Share(amount, match["unit"], Decimal(match["share"]), match["of"], passage.where)


def _in_yuan(claim: Claim) -> Fraction:
    return Fraction(claim.value) * (conversion(claim.unit, "元") or 0)


def _digits(value: Decimal) -> int:
    return len(value.as_tuple().digits)
