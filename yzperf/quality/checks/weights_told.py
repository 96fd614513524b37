"""B01 权重合计 (text): 一级指标权重为15分、20分、35分、30分: what the words share out is 100 together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard, plain
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import passages

_ONE = r"[^、，,；;。：:\d]{0,10}(?<!\d)\d{1,2}(?:\.\d{1,2})?\s?(?:分|%)"
_LIST = re.compile(rf"(?P<list>{_ONE}(?:(?:[、，,]|和|及){_ONE}){{2,5}})(?![、和及]|\d)")
_OF_BLOCKS = re.compile("一级指标|[四三五]个(?:维度|方面|部分|一级)|四类|三类")
_SHARED_OUT = re.compile("权重|分值|满分|赋分")
_BLOCKS = ("决策", "过程", "产出", "效益")
_SCORED = re.compile("得分(?!保留|精确|按)|实得|扣|失分|分别得|得分率|自评|调整前|原")
_BEHIND_NAME = r"[”\"]?(?:类|部分|指标|维度|权重|分值|满分|占|为|是|:){0,3}(\d{1,2}(?:\.\d{1,2})?)\s?(?:分|%)(?![及以])"
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)\s?(?:分|%)")
_FULL, _MISSED = Decimal(100), Decimal(20)


@check("B01", title="权重合计", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def weights_told_are_a_hundred(report: Document) -> Iterator[Hit]:
    """The weights of the blocks that a sentence lists add up to 100."""
    told = [
        (one, match) for passage in passages(report) for one in passage.sentences() if (match := _weights(one.text))
    ]
    if not told:
        raise Inapplicable("报告文字里没有列出各一级指标的权重")
    for sentence, match in told:
        points = [Decimal(one) for one in _NUMBER.findall(match["list"])]
        added = sum(points, Decimal(0))
        if added != _FULL and abs(added - _FULL) <= _MISSED:
            message = f"各一级指标的权重 {'＋'.join(map(str, points))}＝{added}，应为 100"
            yield Hit(sentence.where, message, str(added), "100")


@check("B01", title="权重合计", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def weights_told_are_those_of_the_sheet(report: Document, agency_sheet: ScoreCard) -> Iterator[Hit]:
    """四类指标分值分别为15分、20分、35分和30分: in this order the blocks of the score sheet have them."""
    blocks: dict[str, Fraction] = defaultdict(Fraction)
    for row in agency_sheet.sheet.scored_rows:
        blocks[row.l1] += Fraction(row.weight.value or 0)
    told = [
        (one, match) for passage in passages(report) for one in passage.sentences() if (match := _weights(one.text))
    ]
    lists = [(one, [Decimal(point) for point in _NUMBER.findall(match["list"])]) for one, match in told]
    lists = [(one, points) for one, points in lists if len(points) == len(blocks) and sum(points) == _FULL]
    if not lists or sum(blocks.values()) != _FULL:
        raise Inapplicable("报告文字里没有按评分表的一级指标列出权重")
    right = [*blocks.values()]
    for sentence, points in lists:
        if sorted(points) != sorted(right):
            shown, should = ("、".join(map(plain, values)) for values in (map(Fraction, points), right))
            message = f"各一级指标的权重此处写 {shown}，评分表为 {should}"
            yield Hit(sentence.where, message, shown, should)


@check("B01", title="权重合计", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def weights_told_by_name_are_those_of_the_sheet(report: Document, agency_sheet: ScoreCard) -> Iterator[Hit]:
    """决策14分、过程22分、产出32分、效益34分: three are those of the sheet, the fourth is not, and together they miss 100."""
    blocks: dict[str, Fraction] = defaultdict(Fraction)
    scores: dict[str, Fraction] = defaultdict(Fraction)
    for row in agency_sheet.sheet.scored_rows:
        blocks[row.l1] += Fraction(row.weight.value or 0)
        scores[row.l1] += Fraction(row.reported.value or 0)
    told = [
        (one, points)
        for passage in passages(report)
        for one in passage.sentences()
        if (points := _named(one.text, blocks))
    ]
    if not told or sum(blocks.values()) != _FULL:
        raise Inapplicable("报告文字里没有按名称写出各一级指标的权重")
    for sentence, points in told:
        odd = [name for name, value in points.items() if value != blocks[name]]
        if len(odd) == 1 and points[odd[0]] != scores[odd[0]]:
            listed, right = "＋".join(plain(value) for value in points.values()), plain(blocks[odd[0]])
            message = f"“{odd[0]}”的分值此处写 {plain(points[odd[0]])}，{listed}＝{plain(sum(points.values(), Fraction(0)))}，应为 100；评分表为 {right}"
            yield Hit(sentence.where, message, plain(points[odd[0]]), right)


def _named(text: str, blocks: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The number right behind the name of each block, if all of them have one and nothing was scored."""
    if _SCORED.search(text):
        return {}
    found = {name: re.search(rf"{re.escape(name)}{_BEHIND_NAME}", text) for name in blocks if name}
    return {name: Fraction(match[1]) for name, match in found.items() if match} if all(found.values()) else {}


def _weights(text: str) -> re.Match[str] | None:
    """The first list behind the words for weights, if the sentence tells nothing of what was scored."""
    words = _SHARED_OUT.search(text)
    if words is None or _SCORED.search(text) or not (_OF_BLOCKS.search(text) or all(one in text for one in _BLOCKS)):
        return None
    return _LIST.search(text, words.end())
