"""B07 金额勾稽 (report): amounts in the text against budget.csv and the form, the form against budget.csv, 大写 against 小写."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pandas as pd

from yzperf.domain.case import CaseInfo
from yzperf.domain.claims import Claim, Claims, Role, Standing
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.domain.scoresheet import ScoreSheet
from yzperf.domain.units import conversion, is_money
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.intervals import decimals
from yzperf.quality.wording import plain_name

# what a number of this role may be: 预算 without a further word is that of the year's beginning or that after changes
_COLUMNS = {
    Role.BUDGET: ("年初预算数", "全年预算数"),
    Role.ADJUSTED_BUDGET: ("全年预算数",),
    Role.RECEIVED: ("到位数",),
    Role.SPENT: ("全年执行数",),
    Role.BALANCE: ("结余",),
    Role.ADJUSTMENT: ("调增", "调减"),
}
# the words that say of which money the whole speaks; what is left of a subject without them is a part of it
_WHOLE = re.compile(
    "本?项目|全年|年初|年度|当年|本年|年中|实际|共计|合计|总计|总额|总|预算|资金|财政|专项|执行|支出|到位|使用|支付|结余|结转|批复|安排|下达|调整后|调整|追加后|金额|规模|数|额|的|为|共|已|已经|完成|剩余|尚有|尚余"
)
_SAID_WHOLE = re.compile("项目|全年|年度|年初|总|合计")  # without such a word it may be the money of one thing only
_PART = re.compile(r"[\s,，]*(?:主要|全部|专项)?(?:用于|用作|作为|系|为其)")
_TOTALS = ("合计", "总计")
_BETWEEN = re.compile(r"[\s()（）,，:：、¥￥=＝即]*(?:(?:大写|小写|人民币|RMB|金额)[\s()（）,，:：、¥￥]*)*")
_CAPITALS = re.compile("[壹贰叁肆伍陆柒捌玖拾佰仟]")


@dataclass(frozen=True, slots=True)
class _Line:
    """One source of money, blank for the whole, with what it says of each column."""

    name: str
    values: dict[str, Decimal]


@check("B07", title="金额勾稽", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def text_agrees_with_budget(claims: Claims, budget: pd.DataFrame, info: CaseInfo) -> Iterator[Hit]:
    """Budget, money received, spent and left of the whole project are in the text what budget.csv says."""
    lines = _lines(budget)
    judged = [(claim, line) for claim in _stated(claims, info) if (line := _line_of(claim, lines))]
    if not judged:
        raise Inapplicable("报告文字里没有能与资金表对应的金额")
    for claim, line in judged:
        values = [line.values[name] for name in _COLUMNS[claim.role] if name in line.values]
        wanted = [value for value in values if value or claim.role is not Role.ADJUSTMENT]
        if wanted and not any(_same(claim, value, info.money_unit) for value in wanted):
            right = "或".join(dict.fromkeys(f"{value:,f}{info.money_unit}" for value in wanted))
            source = f"“{line.name}”的" if line.name else ""
            message = f"报告此处{source}{claim.role}写 {claim.text}，资金表为 {right}"
            certain = bool(line.name) or _says_whole(claim, claims)
            hit = Hit(claim.where, message, claim.text, right)
            yield hit if certain else replace(hit, evidence=EvidenceClass.LEAD, severity=Severity.MINOR)


def _says_whole(claim: Claim, claims: Claims) -> bool:
    """Whether this amount, or another of its sentence, is told to be that of the whole project."""
    beside = [other for other in claims.of(*_COLUMNS) if other.group == claim.group and other.block == claim.block]
    return any(_SAID_WHOLE.search(other.subject) and not _WHOLE.sub("", plain_name(other.subject)) for other in beside)


def _lines(budget: pd.DataFrame) -> list[_Line]:
    columns = [name for name in budget.columns if name not in ("资金来源", "执行率")]
    rows = budget.to_dict("records")
    lines = [
        _Line(
            plain_name(str(row["资金来源"])),
            {str(name): row[name] for name in columns if isinstance(row[name], Decimal)},
        )
        for row in rows
    ]
    whole = next((line for line in lines if line.name in _TOTALS), lines[0] if len(lines) == 1 else None)
    parts = [line for line in lines if line is not whole and line.name not in _TOTALS]
    return [*parts, *([_Line("", whole.values)] if whole else [])]


def _stated(claims: Claims, info: CaseInfo) -> list[Claim]:
    """Exact amounts that the text states of the year that is evaluated, and not of one purpose (支出80万元用于…)."""
    return [
        claim
        for claim in claims.of(*_COLUMNS)
        if claim.standing is Standing.STATED and claim.is_exact and not claim.bound
        if _is_of_year(claim, info) and not _PART.match(claim.sentence.partition(claim.text)[2])
    ]


def _is_of_year(claim: Claim, info: CaseInfo) -> bool:
    """Whether it speaks of the whole year: 截至9月底 and other years are other amounts."""
    before = re.split("[；;]", claim.sentence.partition(claim.text)[0])[-1]
    named = re.findall(r"(?:19|20)\d\d", before)[-1:] + re.findall(r"(?:19|20)\d\d", claim.period)
    if "上年" in claim.period or "去年" in claim.period or "同期" in claim.period or "上一年" in claim.period:
        return False
    if re.search(r"\d月(?!31|12)|季度|半年", claim.period) and not re.search("12月|年底|年末", claim.period):
        return False
    return all(int(year) == info.year for year in named)


def _line_of(claim: Claim, lines: Sequence[_Line]) -> _Line | None:
    """The line that a claim speaks of: one source by its name, or the whole; None where that is not sure."""
    subject = plain_name(claim.subject)
    named = [line for line in lines if line.name and line.name in subject]
    if len(named) == 1:
        return named[0]
    is_whole = not named and claim.role is not Role.ADJUSTMENT and not _WHOLE.sub("", subject)
    return next((line for line in lines if not line.name), None) if is_whole else None


def _same(claim: Claim, value: Decimal, unit: str) -> bool:
    """Whether the printed amount can be this value, which itself is rounded to its own decimals; a cut has a minus."""
    ends = claim.interval(unit)
    half = Fraction(1, 2) / 10 ** decimals(value)
    if ends and claim.role is Role.ADJUSTMENT and ends[1] < 0:
        ends = -ends[1], -ends[0]
    return ends is None or (ends[0] <= Fraction(value) + half and Fraction(value) - half <= ends[1])


# ── the form ────────────────────────────────────────────────────────────────────────────────────────

_FORM = {"initial": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数"}


@check("B07", title="金额勾稽", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def form_agrees_with_budget(forms: tuple[ScoreSheet, ...], budget: pd.DataFrame, info: CaseInfo) -> Iterator[Hit]:
    """The total row of a self-evaluation is that of budget.csv."""
    whole = next((line for line in _lines(budget) if not line.name), None)
    rows = [(form, row) for form in forms for row in form.money if row.is_total]
    if whole is None or not rows:
        raise Inapplicable("资金表没有合计行，或自评表没有填年度资金总额")
    for form, row in rows:
        factor = conversion(form.money_unit, info.money_unit)
        for key, name in _FORM.items():
            cell, right = getattr(row, key), whole.values.get(name)
            if factor is None or right is None or not cell.value:
                continue  # a total row that was left at nought is told by B08
            if not _rounds_alike(Fraction(cell.value) * factor, cell.value, right):
                message = f"自评表{name} {cell.text}{form.money_unit}，资金表为 {right:,f}{info.money_unit}"
                yield Hit(cell.where, message, cell.text, f"{right:f}")


def _rounds_alike(value: Fraction, printed: Decimal, right: Decimal) -> bool:
    digits = min(decimals(printed), decimals(right))
    return half_up(value, digits) == half_up(Fraction(right), digits)


# ── capitals ────────────────────────────────────────────────────────────────────────────────────────


@check("B07", title="金额勾稽", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def capitals_agree_with_digits(claims: Claims) -> Iterator[Hit]:
    """An amount that is written in capitals and in digits side by side is one amount."""
    both = [pair for pair in pairwise(claims.own) if _side_by_side(*pair)]
    if not both:
        raise Inapplicable("报告里没有大写和小写并列的金额")
    for one, other in both:
        first, second = one.interval("元"), other.interval("元")
        if first and second and (first[1] < second[0] or second[1] < first[0]):
            message = f"大写与小写不同：{one.text} 与 {other.text}"
            yield Hit(other.where, message, other.text, one.text)


def _side_by_side(one: Claim, other: Claim) -> bool:
    if one.block != other.block or one.sentence != other.sentence or not (is_money(one.unit) and is_money(other.unit)):
        return False
    if bool(_CAPITALS.search(one.text)) is bool(_CAPITALS.search(other.text)):
        return False
    between = one.sentence.partition(one.text)[2].partition(other.text)[0]
    return other.text in one.sentence and bool(_BETWEEN.fullmatch(between))
