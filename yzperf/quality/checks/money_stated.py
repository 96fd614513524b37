"""B07 金额勾稽 (report): amounts in the text against budget.csv and the form, the form against budget.csv, 大写 against 小写."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pandas as pd

from yzperf.domain.case import CaseInfo
from yzperf.domain.claims import Claim, Claims
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.domain.scoresheet import ScoreSheet
from yzperf.domain.units import conversion, is_money
from yzperf.errors import Place
from yzperf.quality.budget_lines import Stated, lines_of, stated_amounts
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.intervals import decimals
from yzperf.quality.subject import Subject
from yzperf.quality.unit_lines import table_of, unit_place

_WHOLE_TABLE = 2  # amounts of one table in another unit: it is the unit of the table that is wrong
_BETWEEN = re.compile(r"[\s()（）,，:：、¥￥=＝即]*(?:(?:大写|小写|人民币|RMB|金额)[\s()（）,，:：、¥￥]*)*")
_CAPITALS = re.compile("[壹贰叁肆伍陆柒捌玖拾佰仟]")


@check("B07", title="金额勾稽", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def text_agrees_with_budget(claims: Claims, budget: pd.DataFrame, info: CaseInfo, subject: Subject) -> Iterator[Hit]:
    """Budget, money received, spent and left of the whole project are in the text what budget.csv says."""
    judged = _judged(claims, budget, info, subject)
    for one in judged:
        if not one.agrees and not one.is_magnitude:
            source = f"“{one.line.name}”的" if one.line.name else ""
            message = f"报告此处{source}{one.claim.role}写 {one.claim.text}，资金表为 {one.right}"
            hit = Hit(one.claim.where, message, one.claim.text, one.right, rests_on=_doubtful(one, judged))
            yield _graded(hit, one)


def _doubtful(one: Stated, judged: Sequence[Stated]) -> tuple[Claim, ...]:
    """The amount itself, where the report tells that of budget.csv elsewhere; else budget.csv may be wrong."""
    is_told = any(other.agrees and other.values == one.values for other in judged)
    return (one.claim,) if is_told else ()


@check("B10", title="量级与单位", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def amounts_have_their_unit(
    report: Document, claims: Claims, budget: pd.DataFrame, info: CaseInfo, subject: Subject
) -> Iterator[Hit]:
    """No amount has the digits of budget.csv in another unit; a table with a wrong unit above it is told once."""
    judged = _judged(claims, budget, info, subject)
    if judged[0].unit != info.money_unit:
        message = f"资金表的数按“{judged[0].unit}”才与报告一致，案卷说明的 money_unit 写“{info.money_unit}”，请核对"
        yield Hit(Place(file="case.toml"), message, info.money_unit, judged[0].unit).as_lead
    wrong = [one for one in judged if not one.agrees and one.is_magnitude]
    for table in report.tables:
        inside = [one for one in wrong if table_of(one.claim) == table.id]
        if table.unit and len(inside) >= _WHOLE_TABLE:
            wrong = [one for one in wrong if one not in inside]
            first = inside[0]
            message = (
                f"这张表的单位写“{table.unit}”，表里 {len(inside)} 个数与资金表数字相同、量级不同"
                f"（如{first.claim.role} {first.claim.text}{table.unit}，资金表为 {first.right}）：单位写错了"
            )
            yield _graded(Hit(unit_place(report, table), message, table.unit, info.money_unit), first)
    for one in wrong:
        message = f"报告此处{one.claim.role}写 {one.claim.text}，资金表为 {one.right}：数字相同、量级不同，单位写错了"
        yield _graded(Hit(one.claim.where, message, one.claim.text, one.right), one)


def _judged(claims: Claims, budget: pd.DataFrame, info: CaseInfo, subject: Subject) -> list[Stated]:
    judged = list(stated_amounts(claims, budget, info, subject))
    if not judged:
        raise Inapplicable("报告文字里没有能与资金表对应的金额")
    return judged


def _graded(hit: Hit, one: Stated) -> Hit:
    """An amount of which nobody says that it is the whole is a lead only."""
    return hit if one.is_certain else replace(hit, evidence=EvidenceClass.LEAD, severity=Severity.MINOR)


# ── the form ────────────────────────────────────────────────────────────────────────────────────────

_FORM = {"initial": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数"}


@check("B07", title="金额勾稽", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def form_agrees_with_budget(forms: tuple[ScoreSheet, ...], budget: pd.DataFrame, info: CaseInfo) -> Iterator[Hit]:
    """The total row of a self-evaluation is that of budget.csv."""
    whole = next((line for line in lines_of(budget) if not line.name), None)
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
