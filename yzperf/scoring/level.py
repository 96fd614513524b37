"""Qualitative indicators (定性指标): the level that the words name, and a person's percentage within it."""

from __future__ import annotations

import re
from fractions import Fraction

from yzperf.domain.quantity import normalise
from yzperf.domain.scorecard import plain
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.rules import Band, Profile
from yzperf.scoring.judgement import Judgement

# 基本达成（85%）, 部分达成，70%: words and percentage in one cell.
_WITH_PERCENT = re.compile(r"(?P<words>.*?[^\d.])[(,:]?(?P<number>\d+(?:\.\d+)?)%\)?")
_PERCENT = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<sign>%?)")


def judge_level(row: IndicatorRow, profile: Profile, cite: str) -> Judgement:
    """Score by the percentage that a person gave within the stated level; without one, tell the level's band.

    Parameters
    ----------
    cite
        The clause that the levels stand in, as it is printed.
    """
    words, percent = _stated(row)
    if not profile.bands and percent is not None and percent <= 1:
        return Judgement(percent, f"{cite}：评价人评定比例×分值", f"评价人评定 {plain(percent * 100)}%", clause=cite)
    level = profile.band_of(words) or (None if words else _band_around(profile, percent))
    if level is None:
        said = "完成值未写明档次" if profile.bands else "本方案没有规定档次"
        return Judgement(None, f"{cite}：定性指标分档", f"定性指标由评价人按达成程度评分；{said}")
    shown = f"{plain(level.lower * 100)}%–{plain(level.upper * 100)}%"
    rule, band = f"{cite}：{level.name} {shown}", (level.lower, level.upper)
    if percent is None:
        note = f"完成值“{row.actual}”属“{level.name}”档，得分应在分值的 {shown} 之间，由评价人确定"
        return Judgement(None, rule, note, band, cite)
    if not _within(percent, level):
        note = f"评定比例 {plain(percent * 100)}% 不在“{level.name}”档的 {shown} 之内，请核对"
        return Judgement(None, rule, note, band, cite)
    return Judgement(percent, rule, f"评价人评定 {plain(percent * 100)}%", clause=cite)


def _stated(row: IndicatorRow) -> tuple[str, Fraction | None]:
    """Words of the level and the percentage, from a column of its own or from behind the words."""
    if match := _PERCENT.fullmatch(normalise(row.percent)):
        number = Fraction(match["number"])
        # 0.9 is a coefficient, 90 and 90% are per cent.
        return row.actual.text, number / 100 if match["sign"] or number > 1 else number
    if match := _WITH_PERCENT.fullmatch(normalise(row.actual.text)):
        return match["words"], Fraction(match["number"]) / 100
    return row.actual.text, None


def _band_around(profile: Profile, percent: Fraction | None) -> Band | None:
    return next((band for band in profile.bands if percent is not None and _within(percent, band)), None)


def _within(percent: Fraction, band: Band) -> bool:
    """The lower edge belongs to a level, the upper to the next better one; the best level ends at 100%."""
    return band.lower <= percent < band.upper or percent == band.upper == 1
