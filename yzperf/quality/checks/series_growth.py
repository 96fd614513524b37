"""B09 比率与增减复算, B10 量级与单位 (series): 由2022年的a变为2023年的b、2024年的c，分别比上年增长p和q."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import Passage, passages
from yzperf.quality.printed import Printed, read_printed

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_UNIT = r"[万亿]?元|万?[人户次份家个处台套所件条座亩笔批项张]{1,2}|公里|平方米|吨"
_LEVEL = re.compile(
    rf"(?<![\d.])(?P<year>20\d\d)年(?:度|末|底)?的?(?:[^\d，,、；;。%]{{0,8}}?)(?P<value>{_NUMBER})(?P<unit>{_UNIT})"
)
_RATES = re.compile(
    r"(?:分别|依次)[^，,；;。\d%]{0,6}(?:比上年|较上年|同比|环比|比上一年|较上一年|逐年)?[^，,；;。\d%]{0,4}"
    r"(?P<verb>增长|上升|提高|增加|下降|减少|降低)(?:率|幅度?)?(?:为|了)?(?P<rates>\d+(?:\.\d+)?%(?:(?:[、，,]|和|及)\d+(?:\.\d+)?%)+)"
)
_YEARLY = re.compile("比上年|较上年|同比|环比|比上一年|较上一年|逐年|年均?|分别")
_FEWEST = 3
_TENS = (Fraction(10), Fraction(1, 10), Fraction(100), Fraction(1, 100), Fraction(10000), Fraction(1, 10000))


@dataclass(frozen=True, slots=True)
class _Series:
    """Levels of successive years, and the rates at which they are said to have changed."""

    where: Passage
    levels: tuple[Printed, ...]
    rates: tuple[Printed, ...]
    sign: int

    @property
    def wrong(self) -> list[int]:
        """The steps whose rate is not that of its two levels."""
        steps = enumerate(zip(pairwise(self.levels), self.rates, strict=True))
        return [at for at, ((before, after), rate) in steps if not self._fits(before, after, rate)]

    def _fits(self, before: Printed, after: Printed, rate: Printed) -> bool:
        if before.low <= 0:
            return True
        ends = sorted(
            self.sign * (end / base - 1) for end, base in ((after.low, before.high), (after.high, before.low))
        )
        return rate.meets(*ends)


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def yearly_rates_follow(report: Document) -> Iterator[Hit]:
    """Of the rates of a series one does not follow from its two levels, while all others do."""
    for series in _series_of(report):
        wrong = series.wrong
        if len(wrong) == 1 or (len(wrong) > 1 and not list(_moved(series))):
            at = wrong[0]
            before, after = series.levels[at : at + 2]
            exact = half_up(100 * series.sign * (after.value / before.value - 1), max(0, series.rates[at].decimals - 2))
            message = f"由 {before.text} 到 {after.text} 的变化率应为 {exact}%，此处写 {series.rates[at].text}"
            yield Hit(series.where.where, message, series.rates[at].text, f"{exact}%")


@check("B10", title="量级与单位", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def yearly_levels_are_of_one_size(report: Document) -> Iterator[Hit]:
    """A level that fits both rates beside it once its point is moved has a digit too many or too few."""
    for series in _series_of(report):
        for level, right in _moved(series) if series.wrong else ():
            message = f"各年的数和变化率只有把 {level.text} 改为 {right} 才对得上，量级有误"
            yield Hit(series.where.where, message, level.text, right)


def _moved(series: _Series) -> Iterator[tuple[Printed, str]]:
    for at, level in enumerate(series.levels):
        for factor in _TENS:
            ends = {end: getattr(level, end) * factor for end in ("value", "low", "high")}
            moved = [*series.levels[:at], replace(level, **ends), *series.levels[at + 1 :]]
            if not replace(series, levels=tuple(moved)).wrong:
                yield level, f"{float(level.value * factor):,.{level.decimals}f}"
                return


def _series_of(report: Document) -> list[_Series]:
    found = [series for one in passages(report) for sentence in one.sentences() if (series := _series(sentence))]
    if not found:
        raise Inapplicable("报告没有把几年的数和逐年变化率写在一句里")
    return found


def _series(sentence: Passage) -> _Series | None:
    """The levels in front of 分别增长……, of successive years and one unit, as many as the rates and one more."""
    told = _RATES.search(sentence.text)
    if told is None or not _YEARLY.search(told[0]):
        return None
    rates = [rate for text in re.findall(r"\d+(?:\.\d+)?%", told["rates"]) if (rate := read_printed(text))]
    levels = list(_LEVEL.finditer(sentence.text, 0, told.start()))[: len(rates) + 1]
    years = [int(match["year"]) for match in levels]
    numbers = [number for match in levels if (number := read_printed(match["value"]))]
    is_series = len(levels) == len(numbers) == len(rates) + 1 >= _FEWEST and _are_successive(years)
    if not is_series or len({match["unit"] for match in levels}) > 1:
        return None
    sign = 1 if told["verb"] in ("增长", "上升", "提高", "增加") else -1
    return _Series(sentence, tuple(numbers), tuple(rates), sign)


def _are_successive(years: Sequence[int]) -> bool:
    return all(after == before + 1 for before, after in pairwise(years))
