"""A04 前后数字一致 (two blocks together): 产出和效益占66%, as the score sheet shares its weights out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard, plain
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.intervals import prints_as
from yzperf.quality.passage_values import Passage, passages

_BLOCK = r"[“\"]?(?:决策|投入|过程|管理|产出|效益|效果)[”\"]?(?:类|部分)?(?:指标)?"
# only words that say nothing else may stand between: 不低于, 扣, 得, 占全部扣分的 make it another number
_JOINT = re.compile(
    rf"(?<![、和与及])(?P<first>{_BLOCK})[和与及、](?P<second>{_BLOCK})(?!、|和|及|与)"
    r"(?:两|二|个|大|类|项|者|部分|一级|指标|的|权重|分值|满分|标准分|合计|共计|之和|共|总计|总分|占比?|为|是|达到?)*"
    r"(?P<points>\d{1,3}(?:\.\d{1,2})?)\s?(?:分|%)(?!以上|以下|左右|以内|[-~至的])"
)
_SHARED_OUT = re.compile(
    r"权重|分值|满分|标准分|赋分|(?:产出|效益)[”\"]?(?:类|部分)?(?:指标)?[^\d，,、；;。]{0,4}\d{1,2}(?:\.\d)?\s?[分%]"
)
_OTHERS = re.compile(
    "扣|失分|得分率|得分|实得|上年|去年|原(?!则|因)|自评|调整前|修改前|初稿|征求意见|另一|其他|同类|若|如果|建议|应当|资金|支出|经费"
)
_FULL = 100


@check("A04", title="前后数字一致", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def joint_weights_are_those_of_the_sheet(report: Document, agency_sheet: ScoreCard) -> Iterator[Hit]:
    """What two blocks are worth together is the sum of their weights in the score sheet."""
    rows = agency_sheet.sheet.scored_rows
    told = [(one, match) for passage in passages(report) for one in passage.sentences() if (match := _joint(one))]
    if not told or any(row.weight.value is None for row in rows):
        raise Inapplicable("报告文字里没有写两类指标合计占多少分，或评分表没有填全")
    for sentence, match in told:
        first, second = (_rows_of(match[key], rows) for key in ("first", "second"))
        together, points = [*first, *second], Decimal(match["points"])
        if first and second and not any(prints_as(value, points) for value in _meanings(together, rows)):
            right = plain(_meanings(together, rows)[0])
            message = f"此处写“{match[0]}”，评分表上这两类的分值合计 {right} 分"
            yield Hit(sentence.where, message, match["points"], right)


def _joint(sentence: Passage) -> re.Match[str] | None:
    match = _JOINT.search(sentence.text)
    is_other = match and (_OTHERS.search(sentence.text) or not _SHARED_OUT.search(sentence.text[: match.start()]))
    is_plain = match and re.search("权重|分值|满分|标准分", match[0]) and not _OTHERS.search(sentence.text)
    return match if is_plain or (match and not is_other) else None


def _rows_of(name: str, rows: Sequence[IndicatorRow]) -> list[IndicatorRow]:
    block = re.sub('[“”"]|类|部分|指标', "", name)
    return [row for row in rows if block in row.l1]


def _meanings(together: Sequence[IndicatorRow], rows: Sequence[IndicatorRow]) -> list[Fraction]:
    """The weight; its share where the whole is not 100; what was scored; the share of the indicators."""
    weight, whole = (sum((Fraction(row.weight.value or 0) for row in some), Fraction(0)) for some in (together, rows))
    scored = sum((Fraction(row.reported.value or 0) for row in together), Fraction(0))
    share = _FULL * weight / whole if whole else weight
    return [weight, share, scored, Fraction(_FULL * len(together), len(rows))]
