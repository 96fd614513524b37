"""B03 单项得分复算, A04 前后数字一致 (text): scores and losses that the analysis tells are some of the score sheet.

A sentence such as 按批次计算的及时率为66.67%，得3.33分 names no indicator as the sheet does; but what was scored or taken off
stands there, for an indicator, a group or all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from yzperf.domain.document import Document, Paragraph, Story
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard, plain
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.deductions import read_deductions
from yzperf.quality.intervals import prints_as
from yzperf.quality.passage_values import passage_of
from yzperf.quality.wording import plain_name

_GOT = re.compile(
    r"(?:^|[，,；;：:])(?:实际|最终|该项|本项|此项|项目)?得分?(?:为)?(?P<points>\d{1,2}\.\d{1,2})\s?分(?=[，,；;。]|$)"
)
_LOST = re.compile(
    r"(?:^|[，,；;：:])(?:共|合计|该项|本项|因此|相应)?(?:扣|失|扣减)(?:分)?(?P<points>\d{1,2}(?:\.\d{1,2})?)\s?分(?=[，,；;。]|$)"
)
_EACH = re.compile(
    r"每(?:有|出现|发现|缺|少)?(?:1|一)?(?P<unit>[\u4e00-\u9fff]{1,2}?)扣(?:减|除)?(?P<each>\d+(?:\.\d+)?)分[，,](?:共|合计|总共)扣(?:减|除)?(?P<all>\d+(?:\.\d+)?)分"
)
_COUNT = re.compile(r"(?P<count>\d{1,4})\s?(?:\([^()]*\))?(?P<unit>[\u4e00-\u9fff]{1,2})")
_NAMED = r"(?:指标)?(?:的?(?:失分|扣分|失|扣))?(?:为|是)?\s?(?P<points>\d{1,2}\.\d{1,2})\s?分(?![钟米贝之])"
_ALL = re.compile("综合|总分|项目得|绩效评价|指标|合计|共|其余")  # other parts of A04, B03 and B06 know them
_OTHERS = re.compile("自评|填报|上年|原|调整前|平均|满分|标准|若|如果|问卷|量表|考核|评审|专家")
_MOST_ROWS, _SHORTEST = 40, 4


@check("B03", title="单项得分复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def losses_are_so_many_times_each(report: Document) -> Iterator[Hit]:
    """3家……，每家扣0.8分，共扣2.40分: so many times as the paragraph counts of them."""
    told = [(one, match) for one in _texts(report) for match in _EACH.finditer(passage_of(one).text)]
    if not told:
        raise Inapplicable("报告没有写每个扣几分、共扣几分")
    for paragraph, match in told:
        each, added = Decimal(match["each"]), Decimal(match["all"])
        front = passage_of(paragraph).text[: match.start()]
        counts = [Decimal(one["count"]) for one in _COUNT.finditer(front) if one["unit"].startswith(match["unit"])]
        if counts and each and not any(count * each == added for count in counts):
            message = (
                f"“{match[0]}”：前文写的{match['unit']}数是{'、'.join(map(str, counts))}，与单次扣分都乘不出 {added} 分"
            )
            yield Hit(paragraph.where, message, match[0], f"{counts[-1] * each} 分")


@check("A04", title="前后数字一致", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def points_told_stand_in_the_sheet(report: Document, agency_sheet: ScoreCard) -> Iterator[Hit]:
    """得3.33分, 扣1.50分: an indicator, a group or all of them have that score or that loss; else it is a lead."""
    rows = agency_sheet.sheet.scored_rows
    if len(rows) > _MOST_ROWS or any(row.weight.value is None or row.reported.value is None for row in rows):
        raise Inapplicable("评分表没有填全")
    names = [plain_name(row.indicator) for row in rows]
    texts = [(one, passage_of(one).text) for one in _texts(report)]
    nameless = [(one, text) for one, text in texts if not any(name in plain_name(text) for name in names)]
    told = [(one, *found) for one, text in nameless for found in _points(text)]
    most = max((Fraction(row.weight.value or 0) for row in rows), default=Fraction(0))
    told = [one for one in told if not one[2] or one[1] <= most]  # the total is B06's
    named = list(_named(texts, rows))
    if not told and not named:
        raise Inapplicable("报告文字里没有写得几分、扣几分")
    values = {True: _values(rows, _score), False: _values(rows, _loss)}
    for paragraph, points, is_score in told:
        if not any(prints_as(value, points) for value in values[is_score]):
            what = "得" if is_score else "扣"
            message = f"此处写{what} {points} 分，评分表上没有哪个指标、哪一类{what}这么多分，请核对"
            yield Hit(paragraph.where, message, f"{what}{points}分", "").as_lead
    yield from (hit for hit in named if hit)


def _texts(report: Document) -> list[Paragraph]:
    return [one for one in report.every_paragraph() if one.story is not Story.CELL and not one.level]


def _points(text: str) -> Iterator[tuple[Decimal, bool]]:
    for pattern, is_score in ((_GOT, True), (_LOST, False)):
        for match in pattern.finditer(text):
            sentence = re.split("[。；;]", text[: match.start() + 1])[-1]
            if not _OTHERS.search(sentence) and not _ALL.search(sentence):
                yield Decimal(match["points"]), is_score


def _values(rows: Sequence[IndicatorRow], take: Callable[[IndicatorRow], Fraction]) -> set[Fraction]:
    """Of every indicator, of every two of a group, of every group, of all, and the parts of a reason."""
    groups = {key: [row for row in rows if key in (row.l1, row.l2)] for row in rows for key in (row.l1, row.l2) if key}
    found = {take(row) for row in rows} | {sum(map(take, group), Fraction(0)) for group in groups.values()}
    found |= {sum(map(take, rows), Fraction(0))}
    found |= {take(one) + take(other) for group in groups.values() for one, other in combinations(group, 2)}
    if take is _loss:
        parts = (read_deductions(row.reason, Fraction(row.weight.value or 0)) for row in rows)
        found |= {Fraction(part) for told in parts if told for part in told.parts}
    return found


def _score(row: IndicatorRow) -> Fraction:
    return Fraction(row.reported.value or 0)


def _loss(row: IndicatorRow) -> Fraction:
    return Fraction(row.weight.value or 0) - _score(row)


def _named(texts: Sequence[tuple[Paragraph, str]], rows: Sequence[IndicatorRow]) -> Iterator[Hit | None]:
    """资金使用合规性2.40分: right behind its name an indicator has its weight, its score or its loss; None where it is so."""
    names = [plain_name(row.indicator) for row in rows]
    for row, name in zip(rows, names, strict=True):
        if names.count(name) > 1 or len(name) < _SHORTEST:
            continue
        for paragraph, text in texts:
            for match in re.finditer(re.escape(name) + _NAMED, text.casefold()):
                front = text[: match.start()].rpartition("。")[2]
                if not _OTHERS.search(front):
                    yield _of_row(row, paragraph, Decimal(match["points"]))


def _of_row(row: IndicatorRow, paragraph: Paragraph, points: Decimal) -> Hit | None:
    right = {Fraction(row.weight.value or 0), _score(row), _loss(row)}
    if any(prints_as(value, points) for value in right):
        return None
    shown = "、".join(map(plain, sorted(right)))
    message = f"“{row.indicator}”此处写 {points} 分，评分表上它的分值、得分、扣分是 {shown} 分"
    return Hit(paragraph.where, message, f"{points}分", shown)
