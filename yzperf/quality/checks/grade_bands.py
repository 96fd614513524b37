"""B05 等级与总分 (bands): where one grade ends the next begins: 85分（含）以上为良，60分（含）以上不足80分为中 leaves a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import passages

_GRADES = ("优", "良", "中", "差")
_NAME = r"[“\"‘'「]?(?P<grade>优秀?|良好?|中等?|合格|及格|较?差|不合格)[”\"’'」]?(?![\u4e00-\u9fff])"
_BAND_FIRST = re.compile(
    rf"(?P<band>[^优良差。；;]*?\d[^优良差。；;]*?)(?:的)?(?:等级|评定|评价)*(?:为|是|属于?)?[:：]?\s?{_NAME}"
)
_NAME_FIRST = re.compile(rf"{_NAME}\s?[（(:：]?(?P<band>[^优良差。；;）)]*?\d[^优良差。；;）)]*)[）)]?")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
_UNDER = re.compile("以下|不足|低于|小于|未满|<|＜")
_OVER = re.compile("以上|及以上|大于|不低于|达到|≥|>|＞")
_FULL, _STEP = Decimal(100), Decimal(1)
_SAME = {"优秀": "优", "良好": "良", "中等": "中", "合格": "中", "及格": "中", "较差": "差", "不合格": "差"}


@dataclass(frozen=True, slots=True)
class _Band:
    """The points of a grade, from the least to where the next one begins; an end that is not told is None."""

    grade: str
    low: Decimal | None
    high: Decimal | None
    text: str


@check("B05", title="等级与总分", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def bands_leave_no_gap(report: Document) -> Iterator[Hit]:
    """The grades that the report defines by points follow each other without a gap and without overlap."""
    told = [(passage, bands) for passage in passages(report) if (bands := _bands(passage.text))]
    if not told:
        raise Inapplicable("报告没有写明各等级的分数段")
    for passage, bands in told:
        for better, worse in pairwise(bands):
            if better.low is not None and worse.high is not None and not _meet(better.low, worse.high):
                is_gap = worse.high < better.low
                message = (
                    f"“{better.grade}”从 {better.low} 分起，“{worse.grade}”到 {worse.high} 分止，"
                    f"{'中间的分数没有等级' if is_gap else '两段重叠'}"
                )
                yield Hit(passage.where, message, f"{better.text}；{worse.text}", "")


def _meet(low: Decimal, high: Decimal) -> bool:
    """90至100为优，80至89为良: whole points may be told apart, and so may 89.99."""
    return Decimal(0) <= low - high <= _STEP


def _bands(text: str) -> tuple[_Band, ...]:
    """The bands of all four grades (three at least, in order), whichever way they are written; none if anything is unclear."""
    for form in (_BAND_FIRST, _NAME_FIRST):
        found = [band for match in form.finditer(text) if (band := _band(match))]
        for start in range(len(found)):
            run = found[start : start + len(_GRADES)]
            if [one.grade for one in run] == list(_GRADES):
                return tuple(run) if _is_clear(run) else ()
    return ()


def _is_clear(run: Sequence[_Band]) -> bool:
    """Whether every band tells the end that it shares with the better one, as the least and the greatest points do."""
    lows = [one.low for one in run[:-1]]
    return all(low is not None for low in lows) and run[-1].high is not None


def _band(match: re.Match[str]) -> _Band | None:
    grade = _SAME.get(match["grade"], match["grade"])
    band = re.split("[，,、]", match["band"])
    text = "，".join(part for part in band[-2:] if _NUMBER.search(part)) if len(band) > 1 else match["band"]
    numbers = [Decimal(one) for one in _NUMBER.findall(text)]
    if not numbers or len(numbers) > 2 or any(one > _FULL for one in numbers):
        return None
    if len(numbers) == 2:
        return _Band(grade, min(numbers), max(numbers), text.strip())
    is_under = _UNDER.search(text) or (grade == "差" and not _OVER.search(text))
    low, high = (None, numbers[0]) if is_under else (numbers[0], None)
    return _Band(grade, low, high, text.strip())
