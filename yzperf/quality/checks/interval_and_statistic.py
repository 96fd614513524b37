"""F04 区间—p值—估计一致 (text): t is the middle of the interval over its error, which the width of the interval gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.forensics.estimates import critical
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import Passage, passages
from yzperf.quality.statistics_words import statistics_words

_NUMBER = r"-?\d+(?:\.\d+)?"
_T = re.compile(rf"(?<![A-Za-z\d])[tT](?:值)?(?:\((?P<own>\d+(?:\.\d+)?)\))?\s*(?:=|为)\s*(?P<t>{_NUMBER})")
_DEGREES = re.compile(r"(?:df|自由度)\s*(?:=|为)?\s*(?P<degrees>\d+(?:\.\d+)?)")
_LIMITS = re.compile(
    rf"(?P<level>9[059])%(?:的)?(?:置信区间|CI)[^\[\]()。；;\d]{{0,6}}[\[(]?(?P<low>{_NUMBER})%?\s*(?:[，,、~至到]|\s-\s)\s*(?P<high>{_NUMBER})"
)
_FEWEST = 2.0  # degrees of freedom


@dataclass(frozen=True, slots=True)
class _Told:
    """The statistic and the limits of one clause as printed."""

    t: str
    low: str
    high: str
    level: float
    degrees: float


@check("F04", title="区间、p值与估计一致", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def statistic_is_that_of_the_interval(report: Document) -> Iterator[Hit]:
    """配对t检验：t(23)＝17.82，95%置信区间为[12.41，15.67]: middle over (half ÷ critical value) is the t beside it."""
    clauses = [
        Passage(text, one.where)
        for passage in passages(report)
        for one in passage.sentences()
        for text in one.text.split(";")
    ]
    found = [(one, told) for one in clauses if (told := _told(one))]
    if not found:
        raise Inapplicable("报告没有在一句里同时写 t 值和置信区间")
    for sentence, told in found:
        low, high = _possible(told)
        half = 0.5 / 10 ** _decimals(told.t)
        size = abs(float(told.t))
        if size + half < low or size - half > high:
            shown = f"[{told.low}，{told.high}]"
            message = f"由 {100 * told.level:g}%置信区间 {shown}推算，t 的大小应在 {low:.2f}至{high:.2f}之间，报告写 {told.t}：区间和 t 值有一个不对"
            yield Hit(sentence.where, message, shown, f"t＝{told.t}")


def _told(sentence: Passage) -> _Told | None:
    """What stands once in a sentence; of several results nobody can tell which is whose."""
    statistic, limits = list(_T.finditer(sentence.text)), list(_LIMITS.finditer(sentence.text))
    words = statistics_words().tests
    if (
        len(statistic) != 1
        or len(limits) != 1
        or words["ratio"].search(sentence.text)
        or words["resampled"].search(sentence.text)
    ):
        return None
    degrees = statistic[0]["own"] or next(iter(_DEGREES.findall(sentence.text)), "")
    low, high = limits[0]["low"], limits[0]["high"]
    is_one = float(high) > float(low) and float(degrees or _FEWEST) >= _FEWEST
    level = float(limits[0]["level"]) / 100
    return _Told(statistic[0]["t"], low, high, level, float(degrees or 0)) if is_one else None


def _possible(told: _Told) -> tuple[float, float]:
    """Between what rounding of the limits, and degrees of freedom that are not told, allow."""
    slack = [0.5 / 10 ** _decimals(text) for text in (told.low, told.high)]
    low, high = float(told.low), float(told.high)
    middle, half, both = abs(low + high) / 2, (high - low) / 2, sum(slack) / 2
    least, most = critical(told.level, told.degrees or None)
    bottom = max(0.0, middle - both) / (half + both) * least
    top = (middle + both) / max(half - both, 1e-12) * most
    return bottom, top


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])
