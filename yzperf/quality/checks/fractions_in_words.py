"""B09 比率与增减复算 (words): 由48秒缩短到36秒，缩短四分之一: a change told as a fraction is that of the two numbers in front."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.reading.numerals import read_numeral
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import passages

_FIGURE = r"\d[\d,]*(?:\.\d+)?"
_TOLD = re.compile(
    rf"(?:由|从|自)[^，,；;。\d]{{0,16}}(?P<before>{_FIGURE})(?P<unit>[^，,；;。\d]{{1,6}}?)"
    rf"(?:[上下提降增减缩压]?[升降高加少短缩低长]?)(?:到|至|为|成)了?(?P<after>{_FIGURE})(?P=unit)"
    r"[，,](?:[^，,；;。\d]{0,6}?)(?:缩短|缩减|减少|下降|降低|压缩|压减|节约|提高|增加|增长|上升|提升|扩大|多|少)了?(?:近|约)?"
    r"(?P<fraction>(?P<below>[二三四五六七八九十])分之(?P<top>[一二三四五六七八九])|一半|一倍|一成|[二两三]成|一倍半|[二两三]倍)"
)
_WORDS = {"一半": Fraction(1, 2), "一倍": Fraction(1), "一倍半": Fraction(3, 2)}
_SLACK = Fraction(3, 100)  # a fraction in words is a round one
_TENTH = Fraction(1, 10)


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def fractions_of_changes(report: Document) -> Iterator[Hit]:
    """四分之一, 一半, 一倍: the change from the one number to the other, nearly."""
    told = [(passage, match) for passage in passages(report) for match in _TOLD.finditer(passage.text)]
    if not told:
        raise Inapplicable("报告没有用几分之几、一半、一倍写变化")
    for passage, match in told:
        before, after = (Fraction(match[name].replace(",", "")) for name in ("before", "after"))
        said = _fraction(match)
        change = abs(after - before) / before if before else said
        if abs(change - said) > _SLACK:
            shown = f"{float(100 * change):.1f}%"
            message = f"由 {match['before']} 到 {match['after']} 变化 {shown}，此处写“{match['fraction']}”"
            yield Hit(passage.where, message, match["fraction"], shown)


def _fraction(match: re.Match[str]) -> Fraction:
    words = match["fraction"]
    if words in _WORDS:
        return _WORDS[words]
    if match["below"]:
        return Fraction(int(read_numeral(match["top"]) or 0), int(read_numeral(match["below"]) or 1))
    number = Fraction(int(read_numeral(words[0].replace("两", "二")) or 0))
    return number * _TENTH if words.endswith("成") else number
