"""B02 小计合计复算, B05 等级与总分, B06 总分多处一致."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.document import Document, Table
from yzperf.domain.finding import Confidence, Departure, EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.domain.scorecard import ScoreCard, half_up, plain
from yzperf.domain.scoresheet import Amount
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.intervals import prints_as, rounding_bound
from yzperf.rules import Rules

_TOTAL_IN_TEXT = re.compile(
    r"(?:综合得分|总得分|总分|最终得分|评价得分|综合评分|综合评价得分|项目得分|项目综合得分)[^0-9。；;]{0,12}(\d{1,3}(?:\.\d+)?)\s*分?"
)
_GRADE_IN_TEXT = re.compile(r"(?:等级|级别|评价结果)[为是:“\"]{1,3}\s*([优良中差])")


@check("B02", title="小计合计复算", clause="cn10.18", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def total_is_sum(card: ScoreCard) -> Iterator[Hit]:
    """The printed total equals the sum of the filled-in scores; rounding alone is only noted."""
    total = _printed_total(card)
    scores = [row.reported for row in card.rows if row.reported is not None]
    if len(scores) < len(card.rows):
        raise Inapplicable("有的行没有填得分，无法复算总分")
    parts = sum(scores, Fraction(0))
    gap = parts - Fraction(total.value or 0)
    if not gap:
        return
    bound = rounding_bound([half_up(score) for score in scores])
    message = f"各行得分相加为 {plain(parts)} 分，总分填 {total.text} 分"
    if abs(gap) <= bound:
        yield Hit(total.where, f"{message}，差额在四舍五入范围内", total.text, plain(parts), severity=Severity.HINT)
    else:
        yield Hit(
            total.where,
            message,
            total.text,
            plain(parts),
            changes_conclusion=True,
            departure=Departure.TOTAL,
            confidence=Confidence.HIGH,
        )


@check("B05", title="等级与总分", clause="cn10.18", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def grade_fits_total(card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """The printed grade is the one that the printed total gives; if the rule's total gives another, that is said too."""
    grade = normalise(card.sheet.reported_grade)
    if not grade:
        raise Inapplicable("表上没有填等级")
    total = _printed_total(card)
    profile = rules.profile(card.profile)
    printed = profile.grade_of(Fraction(total.value or 0))
    if printed != grade:
        yield Hit(
            total.where,
            f"总分 {total.text} 分应为“{printed}”，表上填“{grade}”",
            grade,
            printed or "",
            changes_conclusion=True,
        )
    elif card.grade and card.grade != grade:
        message = f"按规则复算总分 {card.total} 分，等级为“{card.grade}”，表上填“{grade}”"
        yield Hit(
            total.where,
            message,
            grade,
            card.grade,
            changes_conclusion=True,
            departure=Departure.GRADE,
            confidence=Confidence.MIDDLE,
        )


@check("B06", title="总分多处一致", clause="cn10.a3", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def total_is_same_everywhere(card: ScoreCard, report: Document, rules: Rules) -> Iterator[Hit]:
    """Every total and grade printed in the report is that of the score sheet, at its own printed precision."""
    total = _printed_total(card)
    full = rules.profile(card.profile).full_score
    for value, where, text in _totals_in(report):
        if value == full and total.value != full:
            continue  # "总分100分" names the full marks
        if not prints_as(Fraction(total.value or 0), value):
            message = f"报告此处总分 {value} 分，评分表为 {total.text} 分（“{text}”）"
            yield Hit(
                where, message, str(value), total.text, changes_conclusion=_other_grade(rules, card, value, total)
            )
    yield from _grades_in(report, card)


def _totals_in(report: Document) -> Iterator[tuple[Decimal, Place, str]]:
    for paragraph in report.paragraphs:
        for match in _TOTAL_IN_TEXT.finditer(normalise(paragraph.text)):
            yield Decimal(match[1]), paragraph.where, match[0]
    for table in report.tables:
        yield from _totals_in_table(table)


def _totals_in_table(table: Table) -> Iterator[tuple[Decimal, Place, str]]:
    """A total row of a score table: the number that stands under 得分, if the heading says so."""
    headings = (cell for cell in table.cells if cell.row == 1)
    scores = next((cell for cell in headings if "得分" in cell.text and "率" not in cell.text), None)
    if scores is None:
        return
    under = {cell.row: cell for cell in table.cells if cell.column == scores.column}
    totals = (cell for cell in table.cells if cell.column == 1 and normalise(cell.text) in ("总分", "合计", "总计"))
    for name in totals:
        cell = under.get(name.row)
        if cell and (match := re.fullmatch(r"(\d{1,3}(?:\.\d+)?)分?", normalise(cell.text))):
            yield Decimal(match[1]), cell.where, f"{name.text} {match[0]}"


def _grades_in(report: Document, card: ScoreCard) -> Iterator[Hit]:
    grade = normalise(card.sheet.reported_grade)
    for paragraph in report.paragraphs if grade else ():
        for match in _GRADE_IN_TEXT.finditer(normalise(paragraph.text)):
            if match[1] != grade:
                message = f"报告此处等级为“{match[1]}”，评分表为“{grade}”"
                yield Hit(paragraph.where, message, match[1], grade, changes_conclusion=True)


def _other_grade(rules: Rules, card: ScoreCard, value: Decimal, total: Amount) -> bool:
    profile = rules.profile(card.profile)
    return profile.grade_of(Fraction(value)) != profile.grade_of(Fraction(total.value or 0))


def _printed_total(card: ScoreCard) -> Amount:
    total = card.sheet.reported_total
    if total is None:
        raise Inapplicable("表上没有填总分")
    return total
