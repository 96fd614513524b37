"""B09 比率 (points printed as per cent): 97.67%，比2023年的94.19%提高3.48% are 3.48 percentage points, or 3.69 %."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.intervals import decimals
from yzperf.quality.passage_values import Passage, passages

_UP = "提高|提升|上升|增长|增加|上涨|高出?|多|升高|上浮"
_DOWN = "下降|降低|减少|回落|低|少|下滑|下浮|压降"
_RATE = r"\d{1,3}(?:\.\d{1,4})?"
_CHANGE = (
    rf"(?P<verb>{_UP}|{_DOWN})了?(?P<change>\d{{1,3}}(?:\.\d{{1,4}})?)\s?(?P<unit>%|个?百分点)(?!以上|以下|左右|[-~至])"
)
_LEVEL = rf"(?<![约近\d.±])(?P<after>{_RATE})%"
_AGAINST = re.compile(
    rf"{_LEVEL}\)?[,，、;；(]?(?:同|相)?[比较](?!重)[^\d%，,。；;]{{0,12}}(?:(?:19|20)\d\d年(?:度|同期|末|底|\d{{1,2}}月(?:末|底)?)?的?)?"
    rf"[^\d%，,。；;]{{0,14}}(?P<before>{_RATE})%\)?的?(?:目标值?|水平|平均水平|标准|基期值)?(?:相比)?[,，]?{_CHANGE}"
)
_FROM_TO = re.compile(
    rf"[由从][^。；;%约近]{{0,24}}?(?<![\d.])(?P<before>{_RATE})%[^\d%。；;约近]{{0,8}}(?:(?:19|20)\d\d年(?:度|末|底)?)?[^\d%。；;约近]{{0,8}}(?:至|到|为)(?:了)?(?:(?:19|20)\d\d年(?:度|末|底)?的)?"
    rf"(?P<after>{_RATE})%\)?[,，(]?(?:共|累计|一年|两年|同比)?{_CHANGE}"
)
# 最高94.12%，最低74.80%，两者相差19.32个百分点
_BETWEEN = re.compile(
    rf"{_LEVEL}[^%。\d]{{0,40}}?(?<![约近\d.±])(?P<before>{_RATE})%[)）]?[,，、（(]?(?:两者|二者|两项|首尾|最高和最低|[前后]者)?(?P<verb>相差|差距为?|极差为?)"
    r"(?P<change>\d{1,3}(?:\.\d{1,4})?)\s?(?P<unit>%|个?百分点)"
)


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def changes_of_rates_have_their_unit(report: Document) -> Iterator[Hit]:
    """A change of a rate that is right in percentage points only is no change in per cent, and the other way round."""
    told = [(one, match) for passage in passages(report) for one in passage.sentences() for match in _changes(one)]
    if not told:
        raise Inapplicable("报告没有写比率比另一个比率提高、下降多少")
    for sentence, match in told:
        points, relative = _points(match), _relative(match)
        is_points = match["unit"] != "%"
        if _fits(match, relative if is_points else points) and not _fits(match, points if is_points else relative):
            right = f"{match['change']}{'%' if is_points else '个百分点'}"
            shown = f"{match['change']}{match['unit']}"
            message = f"{match['before']}%到{match['after']}%相差 {points:f} 个百分点、相对变化 {half_up(relative)}%，写的是{match['verb']} {shown}，单位写错"
            yield Hit(sentence.where, message, shown, right)


def _changes(sentence: Passage) -> Iterator[re.Match[str]]:
    for way in (_AGAINST, _FROM_TO, _BETWEEN):
        yield from (match for match in way.finditer(sentence.text) if Decimal(match["before"]))


def _points(match: re.Match[str]) -> Decimal:
    return abs(Decimal(match["after"]) - Decimal(match["before"]))


def _relative(match: re.Match[str]) -> Fraction:
    return 100 * Fraction(_points(match)) / Fraction(match["before"])


def _fits(match: re.Match[str], value: Decimal | Fraction) -> bool:
    """Whether the printed change can be this, for levels and change are rounded."""
    printed, places = Decimal(match["change"]), [decimals(Decimal(match[key])) for key in ("before", "after")]
    level = max(places) if "目标" in match[0] else min(places)  # 90% aimed at is 90.00%
    return abs(Fraction(printed) - Fraction(value)) <= Fraction(1, 2 * 10 ** decimals(printed)) + Fraction(1, 10**level)
