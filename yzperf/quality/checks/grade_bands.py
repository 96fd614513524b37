"""C10 评分规则可执行, B05 等级与总分 (text): the grades that the report states take every score once, and the total gets its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from yzperf.domain.claims.mention_words import plain_grade
from yzperf.domain.document import Document, Kind, Paragraph
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.domain.scorecard import ScoreCard
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.rules import Rules

_GRADES = ("优", "良", "中", "差")
_GRADE = re.compile(
    r"(?:评?为|是|属于?|得|评定为|[:：])?[“\"‘]?(?P<grade>优|良|中|差)(?:秀|好|等)?[”\"’]?(?=[,，、;；。)）]|等|$)"
)
_SENTENCE = re.compile("[^。\n]+")
_ASIDE = re.compile(r"\((?:不?含|含本数|不含本数|包含)\d*\)")
_PART = re.compile("[,，、;；:：(（]")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)?")
_STEP = 1  # 80—89, 90—100: between whole numbers as people write them there is no gap
_USUAL = ("eval.grade.you", "eval.grade.liang", "eval.grade.zhong")
_FULL = 100
_ENDS = 2
Band = tuple[Decimal, Decimal]


@check("C10", title="评分规则可执行", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def grades_take_every_score_once(report: Document, rules: Rules) -> Iterator[Hit]:
    """90分以上为优，85至90分为良，60至80分为中: from 80 to 85 there is no grade."""
    told = [(one, bands) for one in report.paragraphs if one.kind is Kind.TEXT for bands in _told(one)]
    if not told:
        raise Inapplicable("报告没有写四个等级的分数线")
    usual = [Decimal(str(rules.parameter(name).value)) for name in _USUAL]
    for paragraph, bands in told:
        wrong = list(_between(bands))
        yield from (Hit(paragraph.where, message, said) for message, said in wrong)
        lows = [bands[grade][0] for grade in _GRADES[:-1]]
        if not wrong and lows != usual:
            own, common = ("、".join(f"{low:f}" for low in each) for each in (lows, usual))
            message = f"报告的等级分数线是 {own}，一般是 {common}；另有规定的请写明依据"
            yield Hit(paragraph.where, message, own, common, clause=rules.cite("cn10.18")).as_lead


@check("B05", title="等级与总分", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def bands_told_give_the_grade(report: Document, card: ScoreCard) -> Iterator[Hit]:
    """95分以上为优 and 92.02分，等级为“优” cannot both be."""
    grade, total = plain_grade(normalise(card.sheet.reported_grade)), card.sheet.reported_total
    told = [(one, bands) for one in report.paragraphs if one.kind is Kind.TEXT for bands in _told(one)]
    if not told or not grade or total is None or total.value is None:
        raise Inapplicable("报告没有写四个等级的分数线，或评分表没有填总分和等级")
    value = total.value
    given = [next((name for name in _GRADES if value >= bands[name][0]), _GRADES[-1]) for _, bands in told]
    if grade in given:
        return  # other bands, of another year or another rule, are only told
    for (paragraph, bands), own in zip(told, given, strict=True):
        if not list(_between(bands)):
            message = f"按此处的分数线，总分 {total.text} 分是“{own}”，评价等级是“{grade}”"
            yield Hit(paragraph.where, message, grade, own)


def _between(bands: Mapping[str, Band]) -> Iterator[tuple[str, str]]:
    for upper, lower in pairwise(_GRADES):
        low, high = bands[upper][0], bands[lower][1]
        if not high <= low <= high + _STEP:
            what = "没有等级" if low > high else "属于两个等级"
            ends = f"{min(low, high):f}—{max(low, high):f}分"
            yield f"等级划分里 {ends}{what}：“{upper}”从 {low:f} 分起，“{lower}”到 {high:f} 分为止", ends


def _told(paragraph: Paragraph) -> Iterator[dict[str, Band]]:
    """The four grades of a sentence with their ends; nothing where one of them is not told with its numbers."""
    for sentence in _SENTENCE.findall(normalise(paragraph.text)):
        plain = _ASIDE.sub("", re.sub(r"\s", "", sentence))
        bands: dict[str, Band] = {}
        since = 0
        for match in _GRADE.finditer(plain):
            part = _PART.split(plain[since : match.start()].strip(",，、;；"))[-1]
            numbers = sorted(map(Decimal, _NUMBER.findall(part)))
            if band := _band(match["grade"], numbers):
                bands.setdefault(match["grade"], band)
            since = match.end()
        if bands.keys() == set(_GRADES):
            yield bands


def _band(grade: str, numbers: list[Decimal]) -> Band | None:
    if len(numbers) == _ENDS:
        return numbers[0], numbers[1]
    if len(numbers) != 1:
        return None
    open_ended = {"优": (numbers[0], Decimal(_FULL)), "差": (Decimal(0), numbers[0])}
    return open_ended.get(grade)
