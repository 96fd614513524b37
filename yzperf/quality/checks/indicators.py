"""C03 指标要素缺失, C05 重复指标, C10 评分规则可执行."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from yzperf.domain.finding import Confidence, Departure, EvidenceClass, Severity
from yzperf.domain.quantity import Kind, Quantity, normalise
from yzperf.domain.scorecard import ScoreCard, plain
from yzperf.domain.scoresheet import IndicatorRow, SheetKind
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.rules import Rules
from yzperf.scoring import Execution, read_execution

_ROWS_OF_A_FORM = 5
_RARELY = 4  # of so many rows at most one is blank, where a column is filled in at all
_EMPTY = re.compile(r"\s*(?:[-—–/\\、.。]*|略|待补充?|待定|同上|暂无)\s*")
_BAND = re.compile(r"(\d+(?:\.\d+)?)\s*[-~至]\s*(\d+(?:\.\d+)?)")


@check("C03", title="指标要素缺失", clause="cn10.14", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def elements_present(card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """Every scored indicator states its target and its actual value; a target hidden in the name is named."""
    if card.sheet.kind is SheetKind.AGENCY_APPRAISAL:
        raise Inapplicable("考核表各项由人评分，没有指标值")
    absent = _absent_everywhere(card.sheet.scored_rows)
    for name in absent:
        where = Place(card.sheet.file, card.sheet.sheet)
        message = f"评分表各项都没有{name}，得分无从复核；请补上“{name}”一栏"
        yield Hit(where, message, "", clause=_completeness_clause(card, rules), departure=Departure.MISSING)
    for row in card.sheet.scored_rows:
        lacking = _lacking(row, absent)
        if lacking and not rules.vocabulary.is_not_applicable(row.actual.text):
            hidden = rules.vocabulary.hidden_target(row.indicator)
            hint = f"（指标值“{hidden}”写在名称里）" if hidden else ""
            scored = f"，却填报 {row.reported.text} 分" if row.reported.value else ""
            message = f"“{row.indicator}”未填{lacking}{hint}{scored}"
            departure = Departure.HIDDEN_TARGET if hidden else Departure.MISSING
            confidence = Confidence.MIDDLE if hidden else Confidence.HIGH
            clause = _completeness_clause(card, rules)
            yield Hit(row.where, message, row.reported.text, clause=clause, departure=departure, confidence=confidence)


def _completeness_clause(card: ScoreCard, rules: Rules) -> str:
    """A self-evaluation form must be complete; an evaluation's indicators must be clear and measurable."""
    return rules.cite("cn10.25" if card.sheet.kind is SheetKind.SELF_EVALUATION else "cn10.14")


def _absent_everywhere(rows: Sequence[IndicatorRow]) -> list[str]:
    """What the whole sheet does without: its form has no such column, which is one finding and not one a row."""
    names = [name for name, _ in _elements(rows[0])] if len(rows) >= _ROWS_OF_A_FORM else []
    return [name for name in names if all(dict(_elements(row))[name].kind is Kind.BLANK for row in rows)]


def _elements(row: IndicatorRow) -> tuple[tuple[str, Quantity], ...]:
    return (("指标值", row.target), ("实际完成值", row.actual))


def _lacking(row: IndicatorRow, told: Container[str]) -> str:
    return "和".join(name for name, value in _elements(row) if value.kind is Kind.BLANK and name not in told)


@check("C03", title="指标要素缺失", clause="cn10.14", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def rows_say_how_they_are_scored(card: ScoreCard) -> Iterator[Hit]:
    """Where the sheet has a column for the standard or the explanation, no row leaves it blank while the others fill it."""
    rows = [row for row in card.sheet.scored_rows if row.weight.value]
    columns = {"评分标准": [row.standard for row in rows], "指标解释": [row.explanation for row in rows]}
    used = {name: texts for name, texts in columns.items() if _is_used(texts)}
    if not used:
        raise Inapplicable("表上没有评分标准、指标解释两栏，或多数没有填")
    for at, row in enumerate(rows):
        blank = [name for name, texts in used.items() if _EMPTY.fullmatch(texts[at])]
        if blank:
            message = f"“{row.indicator}”没有写{'和'.join(blank)}，其他指标都写了；怎样得分无从复核"
            yield Hit(row.where, message, "", "和".join(blank), departure=Departure.MISSING)


def _is_used(texts: Sequence[str]) -> bool:
    blank = sum(bool(_EMPTY.fullmatch(text)) for text in texts)
    return len(texts) >= _ROWS_OF_A_FORM and blank * _RARELY <= len(texts)


@check("C05", title="重复指标", clause="program.vocabulary", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def execution_counted_twice(card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """Money spent is not an output: as an indicator beside the budget line it counts twice and punishes saving."""
    execution = read_execution(card.sheet)
    if execution is None:
        raise Inapplicable("表上没有预算执行行")
    for row in card.sheet.scored_rows:
        if reason := _repeats(row, execution, card.sheet.money_unit, rules):
            message = f"“{row.indicator}”{reason}，与预算执行行重复计分；以花钱多少作{row.l2 or row.l1}会使节约受罚"
            confidence = Confidence.HIGH if "就是" in reason else Confidence.MIDDLE
            given = f"{row.target} / {row.actual}"
            yield Hit(row.where, message, given, departure=Departure.MONEY, confidence=confidence)


def _repeats(row: IndicatorRow, execution: Execution, money_unit: str, rules: Rules) -> str:
    if row.target.kind is Kind.NUMBER and (row.target.unit or money_unit) == money_unit and execution.budget:
        values = Fraction(row.target.number or 0), Fraction(row.actual.number or 0)
        if values == (execution.budget, execution.spent) and "成本" not in row.indicator:
            return f"的指标值和完成值就是全年预算数 {plain(execution.budget)} 和执行数 {plain(execution.spent)}"
    return (
        "是资金执行情况"
        if rules.vocabulary.is_money_executed(row.indicator) and row.target.kind is not Kind.BLANK
        else ""
    )


@check("C10", title="评分规则可执行", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def bands_partition(card: ScoreCard) -> Iterator[Hit]:
    """Bands of a marking scale neither overlap nor leave a gap in whole points."""
    scales = [(row, bands) for row in card.sheet.scored_rows if len(bands := _bands(row.target.text)) > 1]
    if not scales:
        raise Inapplicable("表上没有分档的评分标准")
    for row, bands in scales:
        for (_, below), (above, _) in pairwise(bands):
            if above <= below:
                yield Hit(
                    row.where,
                    f"“{row.indicator}”的分档在 {plain(above)} 分处重叠（{row.target.text}）",
                    row.target.text,
                    "",
                )
            elif above - below > 1:
                yield Hit(
                    row.where,
                    f"“{row.indicator}”的分档在 {plain(below)} 与 {plain(above)} 分之间有空档",
                    row.target.text,
                    "",
                )


def _bands(text: str) -> list[tuple[Fraction, Fraction]]:
    """Bands from the lowest up; a single range is a target, not a scale."""
    return sorted((Fraction(low), Fraction(high)) for low, high in _BAND.findall(normalise(text)))
