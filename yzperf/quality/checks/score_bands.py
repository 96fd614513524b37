"""C10 评分规则可执行 (text): the bands of one scoring rule, 95%及以上得满分、90%至95%得八成, meet each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.domain.reading.scoring_rules import read_scoring_rule
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoring_rule import Steps
from yzperf.quality.catalogue import Hit, Inapplicable, check

_ENDS = re.compile(r"\((?:不?含|不?含本数|包含)\)|\s")
_END = r"(?P<{}>\d{{1,5}}(?:\.\d+)?)(?P<{}>%|[\u4e00-\u9fff]{{0,2}}?)"
_SCORE = r"(?=[,，:：]?(?:的|者|时)?[,，]?(?:得|不得|计|扣|不扣|满分|给|记|赋))"
_BETWEEN = re.compile(
    "(?:"
    + _END.format("low", "unit")
    + "(?:至|到|-|—|–|~|～|－)"
    + _END.format("high", "unit2")
    + f"(?:之间)?){_SCORE}"
)
_ABOVE = re.compile(
    rf"(?:(?:≥|>=|不低于|不少于|达到|大于等于|高于|超过|大于|>)\s*{_END.format('low', 'unit')}(?:及?以上)?"
    rf"|{_END.format('low2', 'unit2')}及?以上)" + _SCORE
)
_BELOW = re.compile(
    rf"(?:(?:≤|<=|<|不高于|不超过|低于|小于等于|小于|不足|少于)\s*{_END.format('high', 'unit')}(?:及?以下)?"
    rf"|{_END.format('high2', 'unit2')}(?:及?以下|以内|之内))" + _SCORE
)
_FILLER = re.compile(r"^(?:(?:得分|的|在|为|达到?|介于|处于|得|满分|不|其中))+|(?:在|为|达到?|介于|处于)$")
_HEAD = re.compile(r"[^,，;；。:：、\d%]*$")
_STEP = 1  # 80—89, 90—100: between whole numbers as people write them there is no gap
_FEW = 3
Band = tuple[Decimal | None, Decimal | None]


@check("C10", title="评分规则可执行", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def bands_of_a_rule_meet(card: ScoreCard) -> Iterator[Hit]:
    """Of rules whose steps are not read one by one (80%分值): 消除率≥95%得满分，85%至95%得八成，70%至80%得六成，低于70%不得分: 80% to 85% earn nothing that is told."""
    rows = [row for row in card.sheet.scored_rows if not isinstance(read_scoring_rule(row.standard), Steps)]
    told = [(row, bands) for row in rows if (bands := _bands(row.standard))]
    if not told:
        raise Inapplicable("没有按分值比例写分档的评分标准")
    for row, bands in told:
        for message, ends in _unmet(bands):
            yield Hit(row.where, f"“{row.indicator}”的评分标准里 {message}", ends)


@check("C10", title="评分规则可执行", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def told_bands_of_a_rule_meet(report: Document) -> Iterator[Hit]:
    """The same for rules in the report, in its text and its tables."""
    told = [(one, bands) for one in report.every_paragraph() if (bands := _bands(one.text))]
    if not told:
        raise Inapplicable("报告没有写分档的评分标准")
    for paragraph, bands in told:
        for message, ends in _unmet(bands):
            yield Hit(paragraph.where, f"评分标准里 {message}", ends)


def _unmet(bands: Sequence[Band]) -> Iterator[tuple[str, str]]:
    """Where one band ends and the next does not begin; a rule of which no two bands meet was read wrongly."""
    ends = [(upper[0], lower[1]) for upper, lower in pairwise(bands)]
    met = [low is not None and high is not None and high <= low <= high + _STEP for low, high in ends]
    if not any(met):
        return
    for (low, high), is_met in zip(ends, met, strict=True):
        if not is_met and low is not None and high is not None:
            what = "没有分档" if low > high else "属于两档"
            shown = f"{min(low, high):f}—{max(low, high):f}"
            yield f"{shown} {what}：上一档从 {low:f} 起，下一档到 {high:f} 为止", shown


def _bands(text: str) -> list[Band]:
    """The bands of one rule from the highest, the first and the last open; empty where they are of several things."""
    plain = _ENDS.sub("", normalise(text))
    found = sorted((match.start(), match) for one in (_BETWEEN, _ABOVE, _BELOW) for match in one.finditer(plain))
    heads = [_FILLER.sub("", _HEAD.findall(plain[:at])[0]) for at, _ in found]
    units = {unit for _, match in found for unit in (_part(match, "unit"), _part(match, "unit2")) if unit}
    bands = sorted((_ends(match) for _, match in found), key=_height, reverse=True)
    is_one = len(units) <= 1 and all(head in heads[0] for head in heads[1:])
    opened = [band for band in bands if None in band]
    if len(bands) < _FEW or not is_one or len(opened) != 2 or bands[0][1] is not None or bands[-1][0] is not None:
        return []
    return bands


def _part(match: re.Match[str], *names: str) -> str | None:
    told = match.groupdict()
    return next((told[name] for name in names if told.get(name)), None)


def _ends(match: re.Match[str]) -> Band:
    low, high = _part(match, "low", "low2"), _part(match, "high", "high2")
    return Decimal(low) if low else None, Decimal(high) if high else None


def _height(band: Band) -> tuple[Decimal, Decimal]:
    """Where a band stands: an open end is as far as can be."""
    low, high = band
    return (Decimal(-1) if low is None else low, Decimal("Infinity") if high is None else high)
